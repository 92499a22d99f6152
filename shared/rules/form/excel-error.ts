import { REF } from '../../tracker/schema.ts';
import { isExcelError } from '../excel-error.ts';
import { excerpt, noParameters, Text } from '../facts.ts';
import { rowRule } from '../rule.ts';
import { isSheetRow } from '../view.ts';

export const excelError = rowRule({
  id: 'excel-error',
  about: "One of Excel's error values, from a formula that broke or pasted as text.",
  severity: 'error',
  parameters: noParameters,
  facts: Text,
  check({ row }, say) {
    const silent = isSheetRow(row) ? row.silent : [];
    if (isExcelError(row.ref)) say({ column: REF, facts: { text: excerpt(row.ref) } });
    for (const column in row.cells) {
      const value = row.cells[column] ?? null;
      if (isExcelError(value) && !silent.includes(column)) say({ column, facts: { text: excerpt(value) } });
    }
  },
  message: ({ text }, { heading }) =>
    `${heading()} shows Excel's error ${text}. Mend the formula, or type the value in its place.`,
});
