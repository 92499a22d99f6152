/** Going to a cell. */
import { excelOrFail } from './busy.ts';

/**
 * Shows the sheet and selects the cell (both counted from 0), or its whole row where `column` is null.
 * Answers what stands in the way, for a person, or null. Throws `HostFailed`.
 */
export async function select(sheet: string, row: number, column: number | null): Promise<string | null> {
  return excelOrFail(async (context) => {
    const found = context.workbook.worksheets.getItemOrNullObject(sheet);
    found.load('visibility');
    await context.sync();
    if (found.isNullObject) return `There is no sheet "${sheet}" any more. Check again.`;
    if (found.visibility !== 'Visible') return `The sheet "${sheet}" is hidden. Unhide it to see the cell.`;
    const cell = found.getCell(row, column ?? 0);
    found.activate();
    (column === null ? cell.getEntireRow() : cell).select();
    await context.sync();
    return null;
  });
}

/** The name of the sheet that is shown. Throws `HostFailed`. */
export async function shownSheet(): Promise<string> {
  return excelOrFail(async (context) => {
    const sheet = context.workbook.worksheets.getActiveWorksheet();
    sheet.load('name');
    await context.sync();
    return sheet.name;
  });
}

/** The selection's sheet and its first row, counted from 0. Throws `HostFailed`. */
export async function selectedRow(): Promise<{ readonly sheet: string; readonly row: number }> {
  return excelOrFail(async (context) => {
    const range = context.workbook.getSelectedRange();
    range.load('rowIndex');
    range.worksheet.load('name');
    await context.sync();
    return { sheet: range.worksheet.name, row: range.rowIndex };
  });
}
