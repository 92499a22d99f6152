import { z } from 'zod';
import { showDate } from '../../values/date.ts';
import { hasAny } from '../needs.ts';
import { rowRule } from '../rule.ts';
import { closedColumns, firstDate, raisedColumns } from './columns.ts';

export const closedBeforeRaised = rowRule({
  id: 'closed-before-raised',
  about: 'Closed before it was raised: one of the two dates is wrong.',
  severity: 'error',
  parameters: z.strictObject({ closed: closedColumns, raised: raisedColumns }),
  facts: z.object({ closed: z.string(), raised: z.string(), raisedColumn: z.string() }),
  needs: (tab, { closed }) => hasAny(tab, closed),
  check(view, say, parameters) {
    const closed = firstDate(view, parameters.closed);
    const raised = firstDate(view, parameters.raised);
    if (closed === null || raised === null || closed.date >= raised.date) return;
    say({
      column: closed.column,
      facts: { closed: closed.date, raised: raised.date, raisedColumn: raised.column },
    });
  },
  message: ({ closed, raised, raisedColumn }, { heading }) =>
    `${heading()} (${showDate(closed)}) is before ${heading(raisedColumn)} (${showDate(raised)}). Correct whichever is wrong.`,
});
