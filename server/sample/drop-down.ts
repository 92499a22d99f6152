/** Drop-downs over whole columns. */
import type { DataValidation, Worksheet } from 'exceljs';

interface WithRangeValidations {
  readonly dataValidations: { add(range: string, validation: DataValidation): unknown };
}

/**
 * Lays a drop-down over a range. Cell by cell the library sorts the addresses as text, A10 before A9, and
 * writes ranges that overlap; the range it takes whole is not in its types.
 *
 * @throws Error where the library has changed and no longer takes ranges
 */
export function addDropDown(sheet: Worksheet, range: string, source: string): void {
  if (!takesRanges(sheet)) throw new Error('exceljs no longer takes a drop-down for a range');
  sheet.dataValidations.add(range, { type: 'list', allowBlank: true, formulae: [source] });
}

function takesRanges(sheet: object): sheet is WithRangeValidations {
  if (!('dataValidations' in sheet)) return false;
  const { dataValidations } = sheet;
  return (
    typeof dataValidations === 'object' &&
    dataValidations !== null &&
    'add' in dataValidations &&
    typeof dataValidations.add === 'function'
  );
}
