import { z } from 'zod';
import { showDate } from '../../values/date.ts';
import { readDay } from '../day.ts';
import { excerpt, noParameters, quoted } from '../facts.ts';
import { cellRule } from '../rule.ts';

export const dateSerial = cellRule({
  id: 'date-serial',
  about: 'A five-digit number where a date belongs: a date that lost its format on the way.',
  severity: 'warning',
  parameters: noParameters,
  facts: z.object({ text: z.string(), date: z.string() }),
  columns: (tab) => tab.dates,
  check({ column, value, view }, say) {
    const read = readDay(view, column);
    if (read?.kind === 'serial') say({ facts: { text: excerpt(value), date: read.date }, fix: read.date });
  },
  message: ({ text, date }, { heading }) =>
    `${heading()} is the number ${quoted(text)}, which Excel counts as the date ${showDate(date)}. Write the date.`,
});
