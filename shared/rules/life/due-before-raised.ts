import { z } from 'zod';
import { showDate } from '../../values/date.ts';
import { hasAny } from '../needs.ts';
import { rowRule } from '../rule.ts';
import { dueColumns, firstDate, raisedColumns } from './columns.ts';

export const dueBeforeRaised = rowRule({
  id: 'due-before-raised',
  about:
    'Due before it was raised. On the day itself is fine: some actions are due at the meeting that gave them.',
  severity: 'warning',
  parameters: z.strictObject({ due: dueColumns, raised: raisedColumns }),
  facts: z.object({ due: z.string(), raised: z.string(), raisedColumn: z.string() }),
  needs: (tab, { due }) => hasAny(tab, due),
  check(view, say, parameters) {
    const due = firstDate(view, parameters.due);
    const raised = firstDate(view, parameters.raised);
    if (due === null || raised === null || due.date >= raised.date) return;
    say({ column: due.column, facts: { due: due.date, raised: raised.date, raisedColumn: raised.column } });
  },
  message: ({ due, raised, raisedColumn }, { heading }) =>
    `${heading()} (${showDate(due)}) is before ${heading(raisedColumn)} (${showDate(raised)}). Correct whichever is wrong.`,
});
