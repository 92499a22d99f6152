import { z } from 'zod';
import { showDate } from '../../values/date.ts';
import { greenParameters, isGreen } from '../artefacts/green.ts';
import { firstDate } from '../life/columns.ts';
import { hasAny } from '../needs.ts';
import { rowRule } from '../rule.ts';

export const forecastLateGreen = rowRule({
  id: 'forecast-late-green',
  about: 'Green, and forecast for after the day on which it is needed.',
  severity: 'warning',
  parameters: z.strictObject({
    ...greenParameters,
    forecast: z.array(z.string()).default(['forecast-date']),
    needed: z.array(z.string()).default(['needed-by']),
  }),
  facts: z.object({ forecast: z.string(), needed: z.string(), column: z.string(), green: z.string() }),
  needs: (tab, { rag, forecast }) => hasAny(tab, [rag]) && hasAny(tab, forecast),
  check(view, say, parameters) {
    const forecast = firstDate(view, parameters.forecast);
    const needed = forecast === null ? null : firstDate(view, parameters.needed);
    if (forecast === null || needed === null || forecast.date <= needed.date) return;
    if (!isGreen(view, parameters)) return;
    say({
      column: parameters.rag,
      facts: {
        forecast: forecast.date,
        needed: needed.date,
        column: needed.column,
        green: parameters.green,
      },
    });
  },
  message: ({ forecast, needed, column, green }, { heading }) =>
    `${heading()} is ${green}, but the forecast (${showDate(forecast)}) is after ${heading(column)} (${showDate(needed)}). Make it Amber or Red, or agree another date.`,
});
