import { z } from 'zod';
import { daysBetween, showDate } from '../../values/date.ts';
import { hasAny } from '../needs.ts';
import { rowRule } from '../rule.ts';
import { statusOf } from '../status.ts';
import { firstDate, raisedColumns } from './columns.ts';
import { latestLine, linesOf } from './touched.ts';

export const untouched = rowRule({
  id: 'untouched',
  about:
    'An open row of which nothing was heard for a month, by its own dated lines and review date; silent without any.',
  severity: 'warning',
  parameters: z.strictObject({
    raised: raisedColumns,
    reviewed: z.array(z.string()).default(['last-reviewed']),
    /** Days. */
    after: z.number().int().min(1).default(28),
  }),
  facts: z.object({ date: z.string(), after: z.number() }),
  needs: (tab, { reviewed }) => tab.ofType.log.length > 0 || hasAny(tab, reviewed),
  check(view, say, { raised, reviewed, after }) {
    const status = statusOf(view);
    if (status === null || status.closed) return;
    const line = latestLine(linesOf(view), view.today);
    const review = firstDate(view, reviewed);
    const last =
      line === null || (review !== null && review.date > line.date)
        ? review
        : { date: line.date, column: line.column };
    if (last === null || daysBetween(last.date, view.today) <= after) return;
    const since = firstDate(view, raised);
    if (since !== null && since.date <= view.today && daysBetween(since.date, view.today) <= after) return;
    say({ column: last.column, facts: { date: last.date, after } });
  },
  message: ({ date, after }, { heading }) =>
    `Open, and ${heading()} has nothing newer than ${showDate(date)}, more than ${after} days ago. Add a dated line on where it stands, or close it.`,
});
