import { z } from 'zod';
import { showDate } from '../../values/date.ts';
import { readDay } from '../day.ts';
import { excerpt, noParameters, quoted } from '../facts.ts';
import { rowRule } from '../rule.ts';
import { says, valueIn } from '../view.ts';

export const dateSerial = rowRule({
  id: 'date-serial',
  about: 'A five-digit number where a date belongs: a date that lost its format on the way.',
  severity: 'warning',
  parameters: noParameters,
  facts: z.object({ text: z.string(), date: z.string() }),
  check(view, say) {
    for (const { column } of view.tab.ofType.date) {
      if (!says(view, column)) continue;
      const read = readDay(view, column);
      if (read?.kind !== 'serial') continue;
      say({ column, facts: { text: excerpt(valueIn(view, column)), date: read.date }, fix: read.date });
    }
  },
  message: ({ text, date }, { heading }) =>
    `${heading()} is the number ${quoted(text)}, which Excel counts as the date ${showDate(date)}. Write the date.`,
});
