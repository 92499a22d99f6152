/**
 * Cells with a note. Before ExcelApi 1.18 Excel can't say, and we say so. An Excel that could may run an office.js
 * that can't: the npm package ends at 1.15.
 */
import { at } from '../../shared/sheet/grid.ts';

/** The cells with notes by sheet, or null where this Excel can't say. */
export async function readNotes(
  context: Excel.RequestContext,
  sheets: readonly string[],
): Promise<Map<string, Set<number>> | null> {
  if (!Office.context.requirements?.isSetSupported('ExcelApi', '1.18')) return null;
  if (!Reflect.has(Excel.Worksheet.prototype, 'notes')) return null;
  const found = sheets.map((sheet) => {
    const notes = context.workbook.worksheets.getItem(sheet).notes;
    notes.load('items');
    return { sheet, notes };
  });
  await context.sync();
  const places = found.map(({ sheet, notes }) => ({
    sheet,
    cells: notes.items.map((note) => {
      const cell = note.getLocation();
      cell.load('rowIndex,columnIndex');
      return cell;
    }),
  }));
  await context.sync();
  return new Map(
    places.map(({ sheet, cells }) => [
      sheet,
      new Set(cells.map(({ rowIndex, columnIndex }) => at(rowIndex, columnIndex))),
    ]),
  );
}
