import { isExtra } from '../../tracker/schema.ts';
import type { Value } from '../../values/value.ts';
import { excerpt, noParameters, quoted, Text } from '../facts.ts';
import { SIGN_FIRST } from '../marks.ts';
import { isPlaceholder } from '../placeholder.ts';
import { cellRule } from '../rule.ts';

export const textLikeFormula = cellRule({
  id: 'text-like-formula',
  about:
    'Text that begins like a formula: a program that opens it later may run it, or show an error instead.',
  severity: 'warning',
  parameters: noParameters,
  facts: Text,
  hears: SIGN_FIRST,
  columns: () => 'all',
  check({ column, value, view }, say) {
    if (!looksLikeFormula(value)) return;
    if (isExtra(column) || view.tab.columns.has(column)) say({ facts: { text: excerpt(value) } });
  },
  message: ({ text }, { heading }) =>
    `${heading()} is text that begins like a formula: ${quoted(text)}. Put another character first.`,
});

/** A number is none, nor is a dash alone. */
function looksLikeFormula(value: Value): boolean {
  if (typeof value !== 'string' || value === '' || !'=+-@'.includes(value.charAt(0))) return false;
  return !/^[+-]?\s*[£$€]?\d[\d,.]*%?$/u.test(value) && !isPlaceholder(value);
}
