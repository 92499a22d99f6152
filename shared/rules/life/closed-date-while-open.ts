import { z } from 'zod';
import { showDate } from '../../values/date.ts';
import { rowRule } from '../rule.ts';
import { statusOf } from '../status.ts';
import { closedColumns, firstDate } from './columns.ts';

/** A closing date on a row whose status is still open. */
export const closedDateWhileOpen = rowRule({
  id: 'closed-date-while-open',
  severity: 'error',
  parameters: z.strictObject({ closed: closedColumns }),
  facts: z.object({ status: z.string(), date: z.string() }),
  *check(view, { closed }) {
    const status = statusOf(view);
    const dated = firstDate(view, closed);
    if (status === null || status.closed || dated === null) return;
    yield { column: dated.column, facts: { status: status.status, date: dated.date } };
  },
  message: ({ status, date }, { heading }) =>
    `${heading()} is ${showDate(date)}, but the status is still ${status}. Change the status, or take the date out.`,
});
