/** The workbook of the random histories: a sheet of notes, and one of actions whose updates are a log. */

import type { CellValue } from '../../../shared/sheet/grid.ts';
import type { Value } from '../../../shared/values/value.ts';
import { type Cell, isFormula, type ModelWorkbook } from './workbook.ts';

export interface SheetOf {
  readonly tab: string;
  readonly sheet: string;
  readonly headings: readonly string[];
  /** The columns that are compared, each with its place. */
  readonly columns: readonly (readonly [column: string, place: number])[];
}

export const NOTES: SheetOf = {
  tab: 'notes',
  sheet: 'Notes',
  headings: ['Ref', 'Title', 'Owner', 'Count'],
  columns: [
    ['title', 1],
    ['owner', 2],
    ['count', 3],
  ],
};
export const ACTIONS: SheetOf = {
  tab: 'actions',
  sheet: 'Actions',
  headings: ['Ref', 'Date', 'Action', 'Owner', 'Due Date', 'Update'],
  columns: [
    ['action', 2],
    ['update', 5],
  ],
};
export const SHEETS = [NOTES, ACTIONS];

/** A sheet's rows; none where it was left out. */
export function rowsOf(book: ModelWorkbook, { sheet }: SheetOf): readonly (readonly Cell[])[] {
  return book.sheets.find(({ name }) => name === sheet)?.rows ?? [];
}

/** The places of rows that hold something, without the headings. */
export function filled(book: ModelWorkbook, sheet: SheetOf = NOTES): number[] {
  const rows = rowsOf(book, sheet);
  return [...rows.keys()].filter((at) => at > 0 && rows[at]?.some((cell) => cell !== null));
}

/** All that the sheets show in refs and the columns that are compared, cells with several lines also line by line. */
export function valuesIn(book: ModelWorkbook): Set<Value> {
  const cells = SHEETS.flatMap((sheet) => {
    const places = [0, ...sheet.columns.map(([, place]) => place)];
    return rowsOf(book, sheet)
      .slice(1)
      .flatMap((row) => places.map((place) => row[place]));
  });
  return new Set(cells.flatMap((cell) => linesOf(shownIn(cell))));
}

/** A value, and its lines where it has several. */
export function linesOf(value: Value): Value[] {
  return typeof value === 'string' && value.includes('\n') ? [value, ...value.split('\n')] : [value];
}

/** What a cell shows. */
export function shownIn(cell: Cell | undefined): CellValue {
  return cell === undefined ? null : isFormula(cell) ? (cell.cached ?? null) : cell;
}

/** One side of a conflict as a list of values. */
export function valuesOf(side: Value | Record<string, Value>): Value[] {
  return (typeof side === 'object' && side !== null ? Object.values(side) : [side]).flatMap(linesOf);
}
