/** What a co-author's saved workbook has other than this one, as the edits that would arrive here. */
import type { BookData, CellData } from './data.ts';
import type { RemoteEdit } from './remote.ts';

/**
 * The edits that bring a workbook's cells from one state to another, sheet by sheet. `first` is the sheet whose
 * cells arrive before all others, or null for workbook order: co-authoring gives no promise of an order.
 */
export function editsBetween(from: BookData, to: BookData, first: string | null): RemoteEdit[] {
  const sheets = [...to.sheets].sort((a, b) => Number(b.name === first) - Number(a.name === first));
  return sheets.flatMap((sheet): RemoteEdit[] => {
    const before = from.sheets.find(({ name }) => name === sheet.name);
    const added: RemoteEdit[] =
      before === undefined ? [{ sheet: sheet.name, addedAs: sheet.visibility }] : [];
    const old = new Map(before?.cells.map((cell) => [place(cell), cell]));
    const now = new Map(sheet.cells.map((cell) => [place(cell), cell]));
    const put = sheet.cells
      .filter((cell) => !same(old.get(place(cell)), cell))
      .map((cell) => edit(sheet.name, cell));
    const gone = (before?.cells ?? []).filter((cell) => cell.value !== null && !now.has(place(cell)));
    return [
      ...added,
      ...put,
      ...gone.map(({ row, column }) => ({ sheet: sheet.name, row, column, value: null })),
    ];
  });
}

function place({ row, column }: CellData): string {
  return `${row} ${column}`;
}

function same(a: CellData | undefined, b: CellData): boolean {
  return a?.value === b.value && a.formula === b.formula && a.numberFormat === b.numberFormat;
}

function edit(sheet: string, { row, column, value, formula, numberFormat }: CellData): RemoteEdit {
  return {
    sheet,
    row,
    column,
    value,
    ...(formula === undefined ? {} : { formula }),
    ...(numberFormat === undefined ? {} : { numberFormat }),
  };
}
