/** Which rows below a row of headings are records. */
import { columnOf, isExtra, REF, type Tab } from '../tracker/schema.ts';
import { at, type CellValue, cellAt, type Grid } from './grid.ts';
import { normalHeading } from './heading.ts';
import type { Region, RegionColumn } from './region.ts';

export interface Records {
  /** The rows that are records, in order. */
  readonly rows: readonly number[];
  /** Rows with a ref and nothing else: numbers typed ahead, which say nothing. */
  readonly refsOnly: readonly number[];
  /** The row of another register's headings, at which the search ended; null where it went to the end. */
  readonly otherHeadings: number | null;
}

/** Whether a row holds the headings of another register. */
export type OtherHeadings = (row: number) => boolean;

/**
 * The records from `first` to `last`. Blank rows lie between; headings that are repeated are none, nor is a
 * title in one cell above them; a row whose only values are formulas that someone filled down ahead is none.
 */
export function recordsIn(
  tab: Tab,
  grid: Grid,
  columns: readonly RegionColumn[],
  first: number,
  last: number,
  otherHeadings: OtherHeadings = () => false,
): Records {
  const reader = rowReader(tab, grid, columns);
  const ref = columns.find(({ column, heading }) => column === REF && !hasDigit(heading));
  const rows: number[] = [];
  const refsOnly: number[] = [];
  let otherRow: number | null = null;
  for (let row = first; row <= last; row++) {
    const values = grid.values[row];
    if (values === undefined || values.length === 0) continue;
    const mayBeHeadings = ref === undefined || !hasDigit(values[ref.at] ?? null);
    const heading = mayBeHeadings && repeatsHeadings(values, columns);
    if (heading || (mayBeHeadings && otherHeadings(row))) {
      const above = rows.at(-1);
      if (above !== undefined && reader.isTitle(above) && blankBetween(grid, columns, above, row)) rows.pop();
      if (heading) continue;
      otherRow = row;
      break;
    }
    const kind = reader.kindOf(values, row);
    if (kind === 'record') rows.push(row);
    else if (kind === 'ref') refsOnly.push(row);
  }
  return { rows, refsOnly, otherHeadings: otherRow };
}

/** Kept as long as the sheet: a region may outlive it. */
const known = new WeakMap<Grid, Map<Region, readonly number[]>>();

/** Keeps the records that were found while a region was recognised in a sheet, so that they need not be found again. */
export function rememberRecords(region: Region, grid: Grid, rows: readonly number[]): void {
  const those = known.get(grid);
  if (those === undefined) known.set(grid, new Map([[region, rows]]));
  else those.set(region, rows);
}

/** The records of a region that was recognised in this very sheet, if they were kept. */
export function knownRecords(region: Region, grid: Grid): readonly number[] | undefined {
  return known.get(grid)?.get(region);
}

/** Refs have digits, and their headings have none: most rows are told from headings by that alone. */
function hasDigit(value: CellValue): boolean {
  if (typeof value !== 'string') return typeof value === 'number';
  for (let at = 0; at < value.length; at++) {
    const unit = value.charCodeAt(at);
    if (unit >= 48 && unit <= 57) return true;
  }
  return false;
}

/**
 * The records without those at the end that are notes: below an empty row, without a ref, in one cell; and
 * without a line of totals.
 */
export function withoutNotes(
  tab: Tab,
  grid: Grid,
  columns: readonly RegionColumn[],
  rows: readonly number[],
) {
  const reader = rowReader(tab, grid, columns);
  let kept = rows.length;
  for (;;) {
    const last = rows[kept - 1];
    if (last !== undefined && reader.isTotal(last)) {
      kept--;
      continue;
    }
    if (last === undefined || !(reader.isTitle(last) || reader.isPair(last))) return rows.slice(0, kept);
    const start = blockStart(rows, kept);
    const block = rows.slice(start, kept);
    // The first block is the register itself.
    if (start === 0) return rows.slice(0, kept);
    const areTitles = block.every(reader.isTitle);
    // Nor is a key to the marks: lines of a mark and its meaning, where all records have refs.
    const isKey = block.length > 1 && block.every(reader.isPair) && rows.slice(0, start).every(reader.hasRef);
    if (!areTitles && !isKey) return rows.slice(0, kept);
    kept = start;
  }
}

/** Whether a row is a record with a ref that has a number in it: no note, title or total. */
export function isNumberedRecord(
  tab: Tab,
  grid: Grid,
  columns: readonly RegionColumn[],
  row: number,
): boolean {
  const place = columns.find(({ column }) => column === REF)?.at;
  if (place === undefined || !/\d/.test(String(cellAt(grid, row, place)))) return false;
  return rowReader(tab, grid, columns).kindOf(grid.values[row] ?? [], row) === 'record';
}

/** Whether a cell shows nothing. */
export function isBlank(value: CellValue): boolean {
  if (typeof value !== 'string') return value === null;
  const first = value.charCodeAt(0);
  // What begins with a mark need not be trimmed to see that it is not blank.
  return !(first > 0x20 && first < 0x7f) && value.trim() === '';
}

/** A register of so many columns is wide. */
const WIDE = 5;

function isFilled(value: CellValue): boolean {
  return !isBlank(value);
}

/** The rows in which one cell is merged over half of the columns, three at least. */
function mergedAcross(grid: Grid, columns: readonly RegionColumn[]): ReadonlySet<number> {
  const rows = new Set<number>();
  for (const { top, bottom, left, right } of grid.merges) {
    if (top !== bottom || right - left < 2) continue;
    const covered = columns.filter((column) => column.at >= left && column.at <= right).length;
    if (covered * 2 >= columns.length) rows.add(top);
  }
  return rows;
}

function rowReader(tab: Tab, grid: Grid, columns: readonly RegionColumn[]) {
  const refPlace = columns.find(({ column }) => column === REF)?.at;
  // What the workbook works out by itself is no sign that somebody filled the row.
  const telling = columns
    .filter(({ column }) => column !== REF && (isExtra(column) || columnOf(tab, column)?.computed === false))
    .map((column) => column.at);
  const filledIn = (row: number) => columns.filter((column) => !isBlank(cellAt(grid, row, column.at))).length;
  const refAt = (row: number) => (refPlace === undefined ? null : cellAt(grid, row, refPlace));
  const isFormula = (row: number, column: number) =>
    grid.formulas.size > 0 && grid.formulas.has(at(row, column));

  const across = mergedAcross(grid, columns);

  return {
    kindOf(values: readonly CellValue[], row: number): 'record' | 'ref' | 'nothing' {
      // "Open risks", across the sheet: the title of those below.
      if (across.size > 0 && across.has(row) && filledIn(row) === 1) return 'nothing';
      let worked = 0;
      for (const place of telling) {
        const value = values[place] ?? null;
        if (isBlank(value)) continue;
        if (!isFormula(row, place)) return 'record';
        if (value !== 0 && value !== false) worked++;
      }
      // A row that is linked from elsewhere cell by cell is one; a few formulas filled down ahead are none.
      if (worked > 0 && worked * 2 >= telling.length) return 'record';
      return refPlace !== undefined && !isBlank(values[refPlace] ?? null) ? 'ref' : 'nothing';
    },
    /** One cell, and that is not the ref. */
    isTitle: (row: number): boolean => isBlank(refAt(row)) && filledIn(row) === 1,
    /** Two cells of a wide register, and none of them the ref. */
    isPair: (row: number): boolean =>
      refPlace !== undefined && columns.length >= WIDE && isBlank(refAt(row)) && filledIn(row) <= 2,
    hasRef: (row: number): boolean => !isBlank(refAt(row)),
    isTotal(row: number): boolean {
      const ref = refAt(row);
      const first = isBlank(ref) ? columns.map((column) => cellAt(grid, row, column.at)).find(isFilled) : ref;
      return typeof first === 'string' && /^\s*(?:(?:sub|grand)[ -]?)?totals?\s*:?\s*$/i.test(first);
    },
  };
}

/** Whether most of the region's headings stand in this row again. */
function repeatsHeadings(values: readonly CellValue[], columns: readonly RegionColumn[]): boolean {
  let same = 0;
  for (let index = 0; index < columns.length; index++) {
    const column = columns[index];
    if (column === undefined) break;
    const { heading, at: place } = column;
    const value = values[place];
    // Most rows are told apart by the length of their first cells.
    if (
      typeof value === 'string' &&
      Math.abs(value.length - heading.length) <= 8 &&
      !startsApart(value, heading)
    ) {
      if (value === heading || normalHeading(value) === normalHeading(heading)) same++;
    }
    if (index === 2 && same === 0) return false;
  }
  return same >= 2 && same * 5 >= columns.length * 3;
}

/** Whether both texts begin with a Latin letter, and not with the same: then no more need be compared. */
function startsApart(one: string, other: string): boolean {
  const a = one.charCodeAt(0) | 32;
  const b = other.charCodeAt(0) | 32;
  return a !== b && a >= 97 && a <= 122 && b >= 97 && b <= 122;
}

function blankBetween(grid: Grid, columns: readonly RegionColumn[], above: number, below: number): boolean {
  for (let row = above + 1; row < below; row++) {
    if (columns.some((column) => !isBlank(cellAt(grid, row, column.at)))) return false;
  }
  return true;
}

/** Where the last run of neighbouring rows among the first `kept` begins. */
function blockStart(rows: readonly number[], kept: number): number {
  let start = kept - 1;
  while (start > 0 && rows[start - 1] === (rows[start] ?? 0) - 1) start--;
  return Math.max(start, 0);
}
