import { z } from 'zod';
import { showDate } from '../../values/date.ts';
import { hasAny } from '../needs.ts';
import { rowRule } from '../rule.ts';
import { statusOf } from '../status.ts';
import { firstDate } from './columns.ts';

export const nextStepPast = rowRule({
  id: 'next-step-past',
  about: 'A next step whose day has gone by on a row that is still open.',
  severity: 'warning',
  parameters: z.strictObject({ next: z.array(z.string()).default(['next-step-date', 'next-review']) }),
  facts: z.object({ date: z.string() }),
  needs: (tab, { next }) => hasAny(tab, next),
  check(view, say, { next }) {
    const dated = firstDate(view, next);
    if (dated === null || dated.date >= view.today) return;
    const status = statusOf(view);
    if (status !== null && !status.closed) say({ column: dated.column, facts: { date: dated.date } });
  },
  message: ({ date }, { heading }) =>
    `${heading()} was ${showDate(date)}, and that day has gone by. Say what came of it, and give the next date.`,
});
