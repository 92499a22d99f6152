import { z } from 'zod';
import { daysBetween, showDate } from '../../values/date.ts';
import { firstDate } from '../life/columns.ts';
import { hasAny } from '../needs.ts';
import { rowRule } from '../rule.ts';
import { greenParameters, isGreen } from './green.ts';

export const greenLate = rowRule({
  id: 'green-late',
  about: 'Green, and forecast for later than planned.',
  severity: 'warning',
  parameters: z.strictObject({
    ...greenParameters,
    planned: z.array(z.string()).default(['planned-dag-date']),
    forecast: z.array(z.string()).default(['forecast-dag-date']),
    /** Days. */
    after: z.number().int().min(0).default(5),
  }),
  facts: z.object({ days: z.number(), planned: z.string(), column: z.string(), green: z.string() }),
  needs: (tab, { rag, planned }) => hasAny(tab, [rag]) && hasAny(tab, planned),
  check(view, say, parameters) {
    if (!isGreen(view, parameters)) return;
    const planned = firstDate(view, parameters.planned);
    const forecast = firstDate(view, parameters.forecast);
    if (planned === null || forecast === null) return;
    const days = daysBetween(planned.date, forecast.date);
    if (days <= parameters.after) return;
    say({
      column: parameters.rag,
      facts: { days, planned: planned.date, column: planned.column, green: parameters.green },
    });
  },
  message: ({ days, planned, column, green }, { heading }) =>
    `${heading()} is ${green}, but the forecast is ${days} days after ${heading(column)} (${showDate(planned)}). Make it Amber or Red, or agree a new plan.`,
});
