/**
 * Findings marked in the cells: one conditional format a sheet over the cells in question. It lies above the
 * cells' own formats and touches none of them, and its formula is how we know it again, so that it comes off
 * without a trace, also after rows were copied or the workbook was saved with it.
 */
import { excelOrFail } from './busy.ts';
import { areaAddress } from './place.ts';

/** Always true; only ours is written so. */
export const MARK = '=N("Design Tracker finding")=0';

/** Pale amber, readable under text of any usual colour. */
const FILL = '#FFE8A3';

/** Office.js takes addresses of at most 8,192 characters. */
const LONGEST_ADDRESS = 8_000;

export interface MarkedCell {
  readonly sheet: string;
  readonly row: number;
  readonly column: number;
}

/**
 * Marks these cells and takes off all older marks. Answers how many cells there was no room for, since
 * Excel bounds the list of a sheet. Throws `HostFailed`.
 */
export async function mark(cells: readonly MarkedCell[]): Promise<number> {
  return excelOrFail(async (context) => {
    await clear(context);
    let left = 0;
    for (const [sheet, own] of Map.groupBy(cells, (cell) => cell.sheet)) {
      const found = fitting(own);
      left += found.left;
      const format = context.workbook.worksheets
        .getItem(sheet)
        .getRanges(found.address)
        .conditionalFormats.add('Custom');
      format.custom.rule.formula = MARK;
      format.custom.format.fill.color = FILL;
    }
    await context.sync();
    return left;
  });
}

/** Takes off all marks. Throws `HostFailed`. */
export async function unmark(): Promise<void> {
  await excelOrFail(async (context) => {
    await clear(context);
    await context.sync();
  });
}

async function clear(context: Excel.RequestContext): Promise<void> {
  const { worksheets } = context.workbook;
  worksheets.load('items/name');
  await context.sync();
  const formats = worksheets.items.map((sheet) => {
    const all = sheet.getRange().conditionalFormats;
    all.load('items/type,items/id');
    return all;
  });
  await context.sync();
  const custom = formats.flatMap(({ items }) => items.filter(({ type }) => type === 'Custom'));
  for (const format of custom) format.custom.rule.load('formula');
  await context.sync();
  for (const format of custom) if (format.custom.rule.formula === MARK) format.delete();
}

/** Cells as an address, runs down a column as one area, as many as fit. */
function fitting(cells: readonly MarkedCell[]): { address: string; left: number } {
  const runs: { top: number; bottom: number; column: number }[] = [];
  const inOrder = cells.toSorted((a, b) => a.column - b.column || a.row - b.row);
  for (const { row, column } of inOrder) {
    const last = runs.at(-1);
    if (last && last.column === column && row <= last.bottom + 1) last.bottom = row;
    else runs.push({ top: row, bottom: row, column });
  }
  const addresses: string[] = [];
  let length = 0;
  let left = 0;
  for (const { top, bottom, column } of runs) {
    const address = areaAddress({ top, bottom, left: column, right: column });
    if (length + address.length + 1 > LONGEST_ADDRESS) left += bottom - top + 1;
    else {
      addresses.push(address);
      length += address.length + 1;
    }
  }
  return { address: addresses.join(','), left };
}
