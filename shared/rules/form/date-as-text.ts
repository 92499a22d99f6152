import { z } from 'zod';
import { showDate } from '../../values/date.ts';
import { readDay } from '../day.ts';
import { excerpt, noParameters, quoted } from '../facts.ts';
import { rowRule } from '../rule.ts';
import { says, valueIn } from '../view.ts';

export const dateAsText = rowRule({
  id: 'date-as-text',
  about: 'Text that is a date: it sorts and counts as text. Mended where it can be one day only.',
  severity: 'warning',
  parameters: noParameters,
  facts: z.object({ text: z.string(), date: z.string().nullable() }),
  check(view, say) {
    for (const { column } of view.tab.ofType.date) {
      if (!says(view, column)) continue;
      const read = readDay(view, column);
      if (read?.kind !== 'text') continue;
      const facts = { text: excerpt(valueIn(view, column)), date: read.date };
      say({ column, facts, fix: read.date ?? undefined });
    }
  },
  message: ({ text, date }, { heading }) =>
    date === null
      ? `${heading()} is text, and it is not certain which day ${quoted(text)} means. Write it as DD/MM/YYYY.`
      : `${heading()} is text, ${quoted(text)}. Write it as the date ${showDate(date)}.`,
});
