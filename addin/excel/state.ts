/** The very hidden sheet that keeps a copy's state, in cells: saved, undone and co-authored with the others. */
import { STATE_SHEET } from '../../shared/sync/workbook.ts';
import { excelOrFail } from './busy.ts';
import { readCells } from './cells.ts';

/** In UTF-16 units; as with other writes, Excel on the web takes 5 MB a request. */
const TEXT_A_TRIP = 300_000;

type Rows = readonly (readonly string[])[];

/** The state sheet's cells, row by row from A1; null where there is no such sheet. */
export async function readState(context: Excel.RequestContext): Promise<string[][] | null> {
  const sheet = context.workbook.worksheets.getItemOrNullObject(STATE_SHEET);
  await context.sync();
  if (sheet.isNullObject) return null;
  const used = sheet.getUsedRangeOrNullObject(true);
  used.load('rowIndex,columnIndex,rowCount,columnCount');
  await context.sync();
  if (used.isNullObject) return [];
  const area = {
    top: 0,
    left: 0,
    bottom: used.rowIndex + used.rowCount - 1,
    right: used.columnIndex + used.columnCount - 1,
  };
  const blocks = await readCells(context, [{ sheet: STATE_SHEET, area }]);
  return blocks.flatMap(({ values }) =>
    values.map((row) => row.map((value) => (value === null ? '' : String(value)))),
  );
}

/**
 * Replaces the state, or takes the sheet away where `rows` is null. The sheet is made in a step of its own:
 * grouped with writes to other sheets it can't be undone. Throws `HostFailed`.
 */
export async function writeState(rows: Rows | null): Promise<void> {
  await excelOrFail(async (context) => {
    const { worksheets } = context.workbook;
    const sheet = worksheets.getItemOrNullObject(STATE_SHEET);
    await context.sync();
    if (rows === null) {
      if (!sheet.isNullObject) await removeSheet(context, sheet);
      return;
    }
    if (sheet.isNullObject) {
      worksheets.add(STATE_SHEET).visibility = 'VeryHidden';
      await context.sync();
    }
    await fill(context, rows);
  });
}

async function fill(context: Excel.RequestContext, rows: Rows): Promise<void> {
  const sheet = context.workbook.worksheets.getItem(STATE_SHEET);
  const used = sheet.getUsedRangeOrNullObject(true);
  used.load('rowIndex,rowCount,columnIndex,columnCount');
  await context.sync();
  const width = Math.max(
    1,
    ...rows.map((row) => row.length),
    used.isNullObject ? 0 : used.columnIndex + used.columnCount,
  );
  const height = Math.max(rows.length, used.isNullObject ? 0 : used.rowIndex + used.rowCount);
  let pending: string[][] = [];
  let text = 0;
  let top = 0;
  for (let row = 0; row < height; row++) {
    const cells = rows[row] ?? [];
    // The apostrophe on each: a hash of digits with one `e` would else become a number.
    pending.push(Array.from({ length: width }, (_, column) => (cells[column] ? `'${cells[column]}` : '')));
    text += cells.reduce((sum, cell) => sum + cell.length, 0);
    if (text < TEXT_A_TRIP && row < height - 1) continue;
    sheet.getRangeByIndexes(top, 0, pending.length, width).values = pending;
    // One trip for all but huge states.
    await context.sync();
    top = row + 1;
    pending = [];
    text = 0;
  }
}

/** Excel for the web will not delete a very hidden sheet: it is shown first. */
async function removeSheet(context: Excel.RequestContext, sheet: Excel.Worksheet): Promise<void> {
  sheet.visibility = 'Visible';
  await context.sync();
  sheet.delete();
  await context.sync();
}
