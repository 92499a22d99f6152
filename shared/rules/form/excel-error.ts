import { REF } from '../../tracker/schema.ts';
import { isExcelError } from '../excel-error.ts';
import { excerpt, noParameters, Text } from '../facts.ts';
import { rowRule } from '../rule.ts';
import { isSheetRow } from '../view.ts';

/** One of Excel's error values, from a formula that broke or pasted as text. */
export const excelError = rowRule({
  id: 'excel-error',
  severity: 'error',
  parameters: noParameters,
  facts: Text,
  *check({ row }) {
    const silent = isSheetRow(row) ? row.silent : [];
    if (isExcelError(row.ref)) yield { column: REF, facts: { text: excerpt(row.ref) } };
    for (const [column, value] of Object.entries(row.cells)) {
      if (isExcelError(value) && !silent.includes(column)) yield { column, facts: { text: excerpt(value) } };
    }
  },
  message: ({ text }, { heading }) =>
    `${heading()} shows Excel's error ${text}. Mend the formula, or type the value in its place.`,
});
