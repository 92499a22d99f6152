import { readDay } from '../day.ts';
import { isExcelError } from '../excel-error.ts';
import { excerpt, noParameters, quoted, Text } from '../facts.ts';
import { rowRule } from '../rule.ts';
import { says, valueIn } from '../view.ts';
import { isZeroDate } from '../zero-date.ts';

export const dateUnreadable = rowRule({
  id: 'date-unreadable',
  about: 'Something in a date cell that is no date.',
  severity: 'error',
  parameters: noParameters,
  facts: Text,
  check(view, say) {
    for (const { column } of view.tab.ofType.date) {
      if (!says(view, column) || readDay(view, column)?.kind !== 'unreadable') continue;
      const value = valueIn(view, column);
      if (isExcelError(value) || isZeroDate(value)) continue;
      say({ column, facts: { text: excerpt(value) } });
    }
  },
  message: ({ text }, { heading }) =>
    `${heading()} can't be read as a date: ${quoted(text)}. Write it as DD/MM/YYYY.`,
});
