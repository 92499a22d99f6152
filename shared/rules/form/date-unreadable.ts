import { readDay } from '../day.ts';
import { isExcelError } from '../excel-error.ts';
import { excerpt, noParameters, quoted, Text } from '../facts.ts';
import { cellRule } from '../rule.ts';
import { isZeroDate } from '../zero-date.ts';

export const dateUnreadable = cellRule({
  id: 'date-unreadable',
  about: 'Something in a date cell that is no date.',
  severity: 'error',
  parameters: noParameters,
  facts: Text,
  columns: (tab) => tab.dates,
  check({ column, value, view }, say) {
    if (readDay(view, column)?.kind !== 'unreadable' || isExcelError(value) || isZeroDate(value)) return;
    say({ facts: { text: excerpt(value) } });
  },
  message: ({ text }, { heading }) =>
    `${heading()} can't be read as a date: ${quoted(text)}. Write it as DD/MM/YYYY.`,
});
