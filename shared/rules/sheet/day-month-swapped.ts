import { z } from 'zod';
import { readDate } from '../../values/date.ts';
import { sheetRule } from '../rule.ts';

/** How many rows say what, where a column is blank. */
const NOBODY = new Int32Array(0);

export const dayMonthSwapped = sheetRule({
  id: 'day-month-swapped',
  about:
    'Days and months probably swapped on the way in: a program that takes the month first makes dates of all that it can (day 12 and below) the wrong way round, and leaves the others as text.',
  severity: 'warning',
  parameters: z.strictObject({
    /** So many text dates, and so many real ones, before a column shows a pattern. */
    least: z.number().int().min(1).default(2),
  }),
  facts: z.object({ texts: z.number(), dates: z.number() }),
  check({ region, tab, rows, places }, say, { least }) {
    for (const { column } of tab.ofType.date) {
      if (!places.has(column)) continue;
      let texts = 0;
      let dates = 0;
      const { values = [], counts = NOBODY } = rows.columns.get(column) ?? {};
      for (const [code, value] of values.entries()) {
        const count = counts[code] ?? 0;
        if (typeof value !== 'string' || count === 0) continue;
        const real = value.length >= 10 && value.charCodeAt(4) === 45 && value.charCodeAt(7) === 45;
        const date = real ? value : (readDate(value)?.date ?? null);
        if (date === null) continue;
        const late = Number(date.slice(8, 10)) > 12;
        // One real date after the twelfth, or one text before it, and the column was read as it should be.
        if (late === real) {
          texts = -1;
          break;
        }
        if (real) dates += count;
        else texts += count;
      }
      if (texts >= least && dates >= least) say({ row: region.headerRow, column, facts: { texts, dates } });
    }
  },
  message: ({ texts, dates }, { heading }) =>
    `All ${dates} dates of ${heading()} fall on days 1 to 12, and all ${texts} after the 12th are text: day and month were probably swapped when the sheet was filled. Compare some with their source, and correct the column.`,
});
