/** Changes of cells, with the refusals that Excel has. Each answers what happened. */
import { type Area, at } from '../../shared/sheet/grid.ts';
import { columnsOf, contains, intersection, LAST_COLUMN, LAST_ROW, rowsOf } from './area.ts';
import { type Book, type Cell, cellOf, putCell, type Sheet, usedArea } from './book.ts';
import { type CellsChanged, edited } from './change.ts';
import { place } from './data.ts';
import { entry, type Regional } from './entry.ts';
import { accessDenied, HostError, invalidArgument } from './error.ts';
import { changing } from './undo.ts';

/** Excel refuses a request over more cells. */
export const MOST_CELLS = 5_000_000;

/** What happens to rows that a filter hides when a range over them is written. */
export type FilterPolicy = 'written' | 'skipped' | 'refused';

export interface Writing {
  readonly regional: Omit<Regional, 'dateSystem'>;
  readonly filtered: FilterPolicy;
}

/** `values` or `formulas` as Excel takes them: rows of cells, or one value for all of them. */
export function contentRows(input: unknown, area: Area): readonly (readonly unknown[])[] {
  const cells = rowsOf(area) * columnsOf(area);
  if (cells > MOST_CELLS)
    throw new HostError('RangeExceedsLimit', 'The range has more cells than Excel takes at once.');
  if (!Array.isArray(input)) {
    return Array.from({ length: rowsOf(area) }, () => Array.from({ length: columnsOf(area) }, () => input));
  }
  const rows: unknown[] = input;
  const fits =
    rows.length === rowsOf(area) &&
    rows.every((row): row is unknown[] => Array.isArray(row) && row.length === columnsOf(area));
  if (!fits) {
    throw invalidArgument(
      "the number of rows or columns in the input array doesn't match the size of the range",
    );
  }
  return rows.filter((row): row is unknown[] => Array.isArray(row));
}

/** Writes values or formulas: null leaves a cell alone, '' clears it. Throws AccessDenied, InvalidArgument. */
export function writeCells(
  book: Book,
  sheet: Sheet,
  area: Area,
  input: unknown,
  writing: Writing,
): CellsChanged {
  const rows = contentRows(input, area);
  const regional = { ...writing.regional, dateSystem: book.dateSystem };
  const covered = coveredIn(sheet, area);
  const made: { row: number; column: number; cell: Cell }[] = [];
  rows.forEach((line, r) => {
    const row = area.top + r;
    if (inSpans(sheet.filteredRows, row)) {
      if (writing.filtered === 'refused') {
        throw new HostError('FilteredRangeConflict', 'A filter hides rows of this range.');
      }
      if (writing.filtered === 'skipped') return;
    }
    line.forEach((input, c) => {
      const column = area.left + c;
      if (input === null || input === undefined || covered.has(at(row, column))) return;
      made.push({ row, column, cell: written(cellOf(sheet, row, column), input, regional) });
    });
  });
  if (sheet.protected && made.some(({ row, column }) => !cellOf(sheet, row, column).unlocked)) {
    throw accessDenied(`"${sheet.name}" is protected and the cell is locked`);
  }
  const before = cellOf(sheet, area.top, area.left).value;
  changing(book, sheet);
  for (const { row, column, cell } of made) putCell(sheet, row, column, cell);
  return edited(sheet, area, before, cellOf(sheet, area.top, area.left).value);
}

function written(before: Cell, input: unknown, regional: Regional): Cell {
  const { value: _, formula, cached: __, quoted: ___, ...kept } = before;
  const read = entry(input, before.format ?? 'General', regional);
  if (read.formula !== undefined && read.formula === formula) return before;
  return {
    ...kept,
    value: read.value,
    ...(read.formula === undefined ? {} : { formula: read.formula, cached: true }),
    ...(read.quoted ? { quoted: read.quoted } : {}),
    ...(before.format === undefined && read.format !== undefined ? { format: read.format } : {}),
  };
}

/** Changes cells of an area without an event: formats, links, fills. */
export function formatCells(
  book: Book,
  sheet: Sheet,
  area: Area,
  change: (cell: Cell, row: number, column: number) => Cell,
): void {
  if (sheet.protected) throw accessDenied(`"${sheet.name}" is protected`);
  const bounded = area.bottom === LAST_ROW || area.right === LAST_COLUMN ? clipped(sheet, area) : area;
  if (bounded === null) return;
  if (rowsOf(bounded) * columnsOf(bounded) > MOST_CELLS) {
    throw new HostError('RangeExceedsLimit', 'The range has more cells than Excel takes at once.');
  }
  changing(book, sheet);
  for (let row = bounded.top; row <= bounded.bottom; row += 1) {
    for (let column = bounded.left; column <= bounded.right; column += 1) {
      putCell(sheet, row, column, change(cellOf(sheet, row, column), row, column));
    }
  }
}

/** Clears cells. Throws AccessDenied for locked ones. */
export function clearCells(book: Book, sheet: Sheet, area: Area, what: string): CellsChanged | null {
  const used = clipped(sheet, area);
  const keys = [...sheet.cells.keys()].filter((key) => {
    const { row, column } = place(key);
    return contains(area, row, column);
  });
  if (sheet.protected && keys.some((key) => !sheet.cells.get(key)?.unlocked)) {
    throw accessDenied(`"${sheet.name}" is protected and the cell is locked`);
  }
  const before = cellOf(sheet, area.top, area.left).value;
  changing(book, sheet);
  for (const key of keys) {
    const { row, column } = place(key);
    putCell(sheet, row, column, cleared(cellOf(sheet, row, column), what));
  }
  if (what === 'Formats' || what === 'Hyperlinks') return null;
  return edited(sheet, used ?? area, before, cellOf(sheet, area.top, area.left).value);
}

function cleared(cell: Cell, what: string): Cell {
  const { value, formula, cached, quoted, link, format, fill, unlocked } = cell;
  const content: Cell = {
    value,
    ...(formula === undefined ? {} : { formula, cached: cached ?? true }),
    ...(quoted ? { quoted } : {}),
  };
  const look = {
    ...(format === undefined ? {} : { format }),
    ...(fill === undefined ? {} : { fill }),
    ...(unlocked ? { unlocked } : {}),
  };
  const linked = link === undefined ? {} : { link };
  if (what === 'Contents') return { value: null, ...look };
  if (what === 'Formats') return { ...content, ...linked };
  if (what === 'Hyperlinks') return { ...content, ...look };
  return { value: null };
}

export function inSpans(
  spans: readonly { readonly from: number; readonly to: number }[],
  index: number,
): boolean {
  return spans.some(({ from, to }) => index >= from && index <= to);
}

/** The cells of an area, by `at(row, column)`, that a merge covers: all but its first have no content of their own. */
export function coveredIn(sheet: Sheet, area: Area): ReadonlySet<number> {
  const covered = new Set<number>();
  for (const merge of sheet.merges) {
    const hit = intersection(merge, area);
    if (hit === null) continue;
    for (let row = hit.top; row <= hit.bottom; row += 1) {
      for (let column = hit.left; column <= hit.right; column += 1) {
        if (row !== merge.top || column !== merge.left) covered.add(at(row, column));
      }
    }
  }
  return covered;
}

/** The part of an area that has cells. */
export function clipped(sheet: Sheet, area: Area): Area | null {
  const used = usedArea(sheet, false);
  return used === null ? null : intersection(used, area);
}

/** Typing right below a table without totals makes it one row longer. */
export function growTable(sheet: Sheet, row: number, column: number): void {
  sheet.tables = sheet.tables.map((table) => {
    const { area, totals } = table;
    const below = row === area.bottom + 1 && column >= area.left && column <= area.right;
    if (!below || totals) return table;
    const others: Area[] = [];
    if (column > area.left) others.push({ top: row, bottom: row, left: area.left, right: column - 1 });
    if (column < area.right) others.push({ top: row, bottom: row, left: column + 1, right: area.right });
    return others.every((one) => isBlank(sheet, one)) ? { ...table, area: { ...area, bottom: row } } : table;
  });
}

/** Whether no cell of an area has content. */
function isBlank(sheet: Sheet, area: Area): boolean {
  for (let row = area.top; row <= area.bottom; row += 1) {
    for (let column = area.left; column <= area.right; column += 1) {
      const cell = sheet.cells.get(at(row, column));
      if (cell !== undefined && (cell.value !== null || cell.formula !== undefined)) return false;
    }
  }
  return true;
}
