import { z } from 'zod';
import { showDate } from '../../values/date.ts';
import { hasAny } from '../needs.ts';
import { rowRule } from '../rule.ts';
import { statusOf } from '../status.ts';
import { closedColumns, firstDate } from './columns.ts';

export const closedDateWhileOpen = rowRule({
  id: 'closed-date-while-open',
  about: 'A closing date on a row whose status is still open.',
  severity: 'error',
  parameters: z.strictObject({ closed: closedColumns }),
  facts: z.object({ status: z.string(), date: z.string() }),
  needs: (tab, { closed }) => hasAny(tab, closed),
  check(view, say, { closed }) {
    const status = statusOf(view);
    const dated = firstDate(view, closed);
    if (status === null || status.closed || dated === null) return;
    say({ column: dated.column, facts: { status: status.status, date: dated.date } });
  },
  message: ({ status, date }, { heading }) =>
    `${heading()} is ${showDate(date)}, but the status is still ${status}. Change the status, or take the date out.`,
});
