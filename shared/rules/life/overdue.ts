import { z } from 'zod';
import { showDate } from '../../values/date.ts';
import { hasAny } from '../needs.ts';
import { rowRule } from '../rule.ts';
import { blocks, lateness, lateParameters } from './late.ts';

export const overdue = rowRule({
  id: 'overdue',
  about:
    'Open past its date. What is late for long, or blocks the baseline, is an error with a rule of its own.',
  severity: 'warning',
  parameters: z.strictObject({
    ...lateParameters,
    /** Days that may pass before it is said. */
    grace: z.number().int().min(0).default(0),
    /** From so many days on it is for `overdue-long` to say. */
    long: z.number().int().min(1).default(30),
  }),
  facts: z.object({ date: z.string(), days: z.number() }),
  needs: (tab, { due }) => hasAny(tab, due),
  check(view, say, { grace, long, ...parameters }) {
    const late = lateness(view, parameters);
    if (late === null || late.days <= grace || late.days > long || blocks(view, parameters.blocking)) return;
    say({ column: late.column, facts: { date: late.date, days: late.days } });
  },
  message: ({ date, days }, { heading }) =>
    `Still open, and ${heading()} was ${showDate(date)}, ${days} ${days === 1 ? 'day' : 'days'} ago. Close it, or agree a new date and note why.`,
});
