import { z } from 'zod';
import { showDate } from '../../values/date.ts';
import { hasAny } from '../needs.ts';
import { rowRule } from '../rule.ts';
import { lateness, lateParameters } from './late.ts';

export const overdueLong = rowRule({
  id: 'overdue-long',
  about:
    'Open more than a month past its date. The facts leave the number of days out: the error is the same tomorrow.',
  severity: 'error',
  parameters: z.strictObject({
    ...lateParameters,
    /** Days past its date. */
    after: z.number().int().min(1).default(30),
  }),
  facts: z.object({ date: z.string(), after: z.number() }),
  needs: (tab, { due }) => hasAny(tab, due),
  check(view, say, { after, ...parameters }) {
    const late = lateness(view, parameters);
    if (late !== null && late.days > after) say({ column: late.column, facts: { date: late.date, after } });
  },
  message: ({ date, after }, { heading }) =>
    `Still open, and ${heading()} was ${showDate(date)}, more than ${after} days ago. Close it, escalate it, or agree a new date and note why.`,
});
