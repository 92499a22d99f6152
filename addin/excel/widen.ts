/** A wider table. */
import { excel } from './busy.ts';
import { hostFailed, refusalOf } from './failure.ts';

/**
 * Makes a table one column wider, to the right, where the sheet must be free. Answers why Excel would not, for a
 * person, or null. Throws `HostFailed`.
 */
export async function widen(name: string): Promise<string | null> {
  try {
    await excel(async (context) => {
      const table = context.workbook.tables.getItem(name);
      const range = table.getRange();
      range.load('rowIndex,columnIndex,rowCount,columnCount');
      await context.sync();
      const { rowIndex, columnIndex, rowCount, columnCount } = range;
      table.resize(table.worksheet.getRangeByIndexes(rowIndex, columnIndex, rowCount, columnCount + 1));
      await context.sync();
    });
    return null;
  } catch (error) {
    const reason = refusalOf(error);
    if (reason === null) throw hostFailed(error);
    return reason;
  }
}
