/**
 * What was read from one sheet. The same type comes from a file (`server/xlsx/`) and from Excel
 * (`addin/excel/`); all that follows sees only this.
 *
 * Rows and columns count from 0 inside a grid (row 0 is sheet row 1, column 0 is column A).
 * What is a range in the workbook (merges, drop-downs, hidden rows) stays a range here.
 */

/** A raw cell: text, number, boolean; an Excel error as its code (`#N/A`); null for blank. Rich text is its plain text. */
export type CellValue = string | number | boolean | null;

/** A rectangle, all four edges included. */
export interface Area {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

export interface Formula {
  /** With its leading `=`. */
  readonly formula: string;
  /** False where the file holds no result for it: such a cell says nothing. */
  readonly cached: boolean;
}

/** A drop-down list. `values` where the list stands in the rule itself or its range could be read, else null. */
export interface DropDown {
  readonly areas: readonly Area[];
  /** As written: `"Open,Closed"` or `=Lists!$A$2:$A$9`. */
  readonly source: string;
  readonly values: readonly string[] | null;
}

export interface GridTable {
  readonly name: string;
  /** With its heading row and its totals row, where it has them. */
  readonly area: Area;
  readonly headings: boolean;
  readonly totals: boolean;
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface Grid {
  readonly sheet: string;
  readonly visibility: 'visible' | 'hidden' | 'veryHidden';
  readonly dateSystem: 1900 | 1904;
  /** `values[row]?.[column] ?? null`; rows may be short or missing. */
  readonly values: readonly (readonly CellValue[] | undefined)[];
  /** Number formats, laid out like `values`; undefined is General. */
  readonly formats: readonly (readonly (string | undefined)[] | undefined)[];
  /** By `at(row, column)`. */
  readonly formulas: ReadonlyMap<number, Formula>;
  /** Targets of hyperlinks by `at(row, column)`; a place in this workbook starts with `#`. */
  readonly links: ReadonlyMap<number, string>;
  readonly merges: readonly Area[];
  readonly hiddenRows: readonly Span[];
  readonly hiddenColumns: readonly Span[];
  readonly dropDowns: readonly DropDown[];
  readonly tables: readonly GridTable[];
  /** Cells with a note, by `at(row, column)`; null where the host can't say (Excel before ExcelApi 1.18). */
  readonly notes: ReadonlySet<number> | null;
}

/** Excel's number of columns: 16,384. */
const COLUMNS = 16_384;

/** One number for a cell's place, for maps and sets. */
export function at(row: number, column: number): number {
  return row * COLUMNS + column;
}

/** The row and column of such a number. */
export function placeOf(cell: number): { readonly row: number; readonly column: number } {
  const column = cell % COLUMNS;
  return { row: (cell - column) / COLUMNS, column };
}

/** The value of a cell, null where the grid has none. */
export function cellAt(grid: Grid, row: number, column: number): CellValue {
  return grid.values[row]?.[column] ?? null;
}

/** `A`, `Z`, `AA` … of a column counted from 0. */
export function letter(column: number): string {
  let name = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  }
  return name;
}
