import { isExtra, REF } from '../../tracker/schema.ts';
import type { Value } from '../../values/value.ts';
import { excerpt, noParameters, quoted, Text } from '../facts.ts';
import { isPlaceholder } from '../placeholder.ts';
import { rowRule } from '../rule.ts';
import { isSheetRow } from '../view.ts';

export const textLikeFormula = rowRule({
  id: 'text-like-formula',
  about:
    'Text that begins like a formula: a program that opens it later may run it, or show an error instead.',
  severity: 'warning',
  parameters: noParameters,
  facts: Text,
  check({ row, tab }, say) {
    const silent = isSheetRow(row) ? row.silent : [];
    if (looksLikeFormula(row.ref)) say({ column: REF, facts: { text: excerpt(row.ref) } });
    for (const column in row.cells) {
      const value = row.cells[column] ?? null;
      if (!looksLikeFormula(value) || silent.includes(column)) continue;
      if (!isExtra(column) && !tab.columns.has(column)) continue;
      say({ column, facts: { text: excerpt(value) } });
    }
  },
  message: ({ text }, { heading }) =>
    `${heading()} is text that begins like a formula: ${quoted(text)}. Put another character first.`,
});

/** A number is none, nor is a dash alone. */
function looksLikeFormula(value: Value): boolean {
  if (typeof value !== 'string' || !/^[=+\-@]/u.test(value)) return false;
  return !/^[+-]?\s*[£$€]?\d[\d,.]*%?$/u.test(value) && !isPlaceholder(value);
}
