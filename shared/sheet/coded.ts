/**
 * Rows as columns: down each column every different value once, and for each row which of them it is. Cells say the
 * same again and again, so that what is asked of each value is asked some hundred times, not of ten thousand rows.
 */
import { REF } from '../tracker/schema.ts';
import type { Value } from '../values/value.ts';
import type { Region } from './region.ts';
import type { Row, SheetRow } from './row.ts';

export interface CodedColumn {
  /** What stands at each code. Code 0 is nothing. */
  readonly values: readonly Value[];
  /** By row: its code. */
  readonly codes: Int32Array;
  /** By code: the first row that has it, -1 where none has; and how many have it. */
  readonly first: readonly number[];
  readonly counts: readonly number[];
  /** The codes of cells that say nothing of their own: a row may be silent about a value as well as about nothing. */
  readonly silent: ReadonlySet<number>;
}

export interface CodedRows {
  readonly rows: readonly Row[];
  /** By key, the refs (`ref`) included. A column that is not here is blank in every row. */
  readonly columns: ReadonlyMap<string, CodedColumn>;
}

/** A coded column in the making. */
export interface ColumnCoder extends CodedColumn {
  readonly values: Value[];
  readonly first: number[];
  readonly counts: number[];
  readonly silent: Set<number>;
}

/** A column of so many rows in which nothing stands yet. */
export function columnCoder(rows: number): ColumnCoder {
  return { values: [null], codes: new Int32Array(rows), first: [-1], counts: [0], silent: new Set() };
}

/** Gives a value the next code. */
export function nextCode(column: ColumnCoder, value: Value): number {
  column.first.push(-1);
  column.counts.push(0);
  return column.values.push(value) - 1;
}

/** Counts the rows of each code, once every row has one. */
export function countCodes({ codes, first, counts }: ColumnCoder): void {
  for (let row = 0; row < codes.length; row += 1) {
    const code = codes[row] ?? 0;
    const before = counts[code] ?? 0;
    if (before === 0) first[code] = row;
    counts[code] = before + 1;
  }
}

const known = new WeakMap<Region, CodedRows>();

/** Keeps what reading a region's rows came upon, so that nobody needs to look at each cell again. */
export function rememberCoded(region: Region, coded: CodedRows): void {
  known.set(region, coded);
}

/** The rows as columns: as they were read, if these are the very rows of the region, else made from them. */
export function codedRows(rows: readonly Row[], region: Region | null): CodedRows {
  const read = region === null ? undefined : known.get(region);
  return read !== undefined && areSame(read.rows, rows) ? read : codedFrom(rows);
}

function areSame(some: readonly Row[], others: readonly Row[]): boolean {
  return some.length === others.length && some.every((row, place) => row === others[place]);
}

function codedFrom(rows: readonly Row[]): CodedRows {
  const coders = new Map<string, Coding>();
  const coding = (column: string) => {
    const before = coders.get(column);
    if (before !== undefined) return before;
    const made = { column: columnCoder(rows.length), known: new Map(), silent: new Map() };
    coders.set(column, made);
    return made;
  };
  rows.forEach((row, place) => {
    const silent = silentOf(row);
    if (row.ref !== null) code(coding(REF), place, row.ref, false);
    for (const column in row.cells) {
      // A ref among the cells is none: a row has its own.
      if (column !== REF) code(coding(column), place, row.cells[column] ?? null, silent.includes(column));
    }
    for (const column of silent) {
      if (column !== REF && !Object.hasOwn(row.cells, column)) code(coding(column), place, null, true);
    }
  });
  const columns = new Map<string, CodedColumn>();
  for (const [key, { column }] of coders) {
    countCodes(column);
    columns.set(key, column);
  }
  return { rows, columns };
}

interface Coding {
  readonly column: ColumnCoder;
  readonly known: Map<Value, number>;
  readonly silent: Map<Value, number>;
}

function code({ column, known, silent }: Coding, place: number, value: Value, isSilent: boolean): void {
  if (value === null && !isSilent) return;
  const codes = isSilent ? silent : known;
  let own = codes.get(value);
  if (own === undefined) {
    own = nextCode(column, value);
    codes.set(value, own);
    if (isSilent) column.silent.add(own);
  }
  column.codes[place] = own;
}

const NONE: readonly string[] = [];

/** The columns of which a row says nothing of its own. */
export function silentOf(row: Row): readonly string[] {
  return isSheetRow(row) ? row.silent : NONE;
}

/** Whether a row was read from a sheet. */
export function isSheetRow(row: Row): row is SheetRow {
  return 'region' in row;
}
