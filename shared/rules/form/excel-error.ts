import { isExcelError } from '../excel-error.ts';
import { excerpt, noParameters, Text } from '../facts.ts';
import { SIGN_FIRST } from '../marks.ts';
import { cellRule } from '../rule.ts';

export const excelError = cellRule({
  id: 'excel-error',
  about: "One of Excel's error values, from a formula that broke or pasted as text.",
  severity: 'error',
  parameters: noParameters,
  facts: Text,
  hears: SIGN_FIRST,
  columns: () => 'all',
  check({ value }, say) {
    if (isExcelError(value)) say({ facts: { text: excerpt(value) } });
  },
  message: ({ text }, { heading }) =>
    `${heading()} shows Excel's error ${text}. Mend the formula, or type the value in its place.`,
});
