import { z } from 'zod';
import { showDate } from '../../values/date.ts';
import { readDay } from '../day.ts';
import { excerpt, noParameters, quoted } from '../facts.ts';
import { cellRule } from '../rule.ts';

export const dateAsText = cellRule({
  id: 'date-as-text',
  about: 'Text that is a date: it sorts and counts as text. Mended where it can be one day only.',
  severity: 'warning',
  parameters: noParameters,
  facts: z.object({ text: z.string(), date: z.string().nullable() }),
  columns: (tab) => tab.dates,
  check({ column, value, view }, say) {
    const read = readDay(view, column);
    if (read?.kind !== 'text') return;
    say({ facts: { text: excerpt(value), date: read.date }, fix: read.date ?? undefined });
  },
  message: ({ text, date }, { heading }) =>
    date === null
      ? `${heading()} is text, and it is not certain which day ${quoted(text)} means. Write it as DD/MM/YYYY.`
      : `${heading()} is text, ${quoted(text)}. Write it as the date ${showDate(date)}.`,
});
