import { z } from 'zod';
import { showDate } from '../../values/date.ts';
import { hasAny } from '../needs.ts';
import { rowRule } from '../rule.ts';
import { blocks, lateness, lateParameters } from './late.ts';

export const overdueBlocking = rowRule({
  id: 'overdue-blocking',
  about:
    'Open past its date while the baseline waits for it. What is late for long is the error overdue-long.',
  severity: 'error',
  parameters: z.strictObject({
    ...lateParameters,
    /** From so many days on it is for `overdue-long` to say. */
    long: z.number().int().min(1).default(30),
  }),
  facts: z.object({ date: z.string() }),
  needs: (tab, { due, blocking }) => hasAny(tab, due) && hasAny(tab, [blocking]),
  check(view, say, { long, ...parameters }) {
    const late = lateness(view, parameters);
    if (late === null || late.days > long || !blocks(view, parameters.blocking)) return;
    say({ column: late.column, facts: { date: late.date } });
  },
  message: ({ date }, { heading }) =>
    `The baseline waits for this, and ${heading()} was ${showDate(date)}. Close it, escalate it, or agree a new date and note why.`,
});
