import { z } from 'zod';
import { showDate } from '../../values/date.ts';
import { hasAny } from '../needs.ts';
import { rowRule } from '../rule.ts';
import { closedColumns, firstDate } from './columns.ts';

export const closedInFuture = rowRule({
  id: 'closed-in-future',
  about: 'A closing date that is yet to come.',
  severity: 'error',
  parameters: z.strictObject({ closed: closedColumns }),
  facts: z.object({ date: z.string() }),
  needs: (tab, { closed }) => hasAny(tab, closed),
  check(view, say, { closed }) {
    const dated = firstDate(view, closed);
    if (dated !== null && dated.date > view.today) say({ column: dated.column, facts: { date: dated.date } });
  },
  message: ({ date }, { heading }) =>
    `${heading()} is ${showDate(date)}, which is yet to come. Give the day on which it was closed, or take it out.`,
});
