/**
 * Rows as columns: down each column every different value once, and for each row which of them it is. Cells say the
 * same again and again, so that what is asked of each value is asked some hundred times, not of ten thousand rows. The
 * rows themselves are made one by one, where somebody asks for one.
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
  readonly first: Int32Array;
  readonly counts: Int32Array;
  /** The codes of cells that say nothing of their own: a row may be silent about a value as well as about nothing. */
  readonly silent: ReadonlySet<number>;
}

/** What coded rows are made of. */
export interface Source<R extends Row> {
  readonly length: number;
  /** The sheet in which they stand; null for rows of the ledger. */
  readonly sheet: string | null;
  readonly columns: ReadonlyMap<string, CodedColumn>;
  /** Makes the row at a place, or has it. */
  row(place: number): R;
  /** The row of the sheet that it stands in, from 0; null for a row of the ledger. */
  line(place: number): number | null;
}

/** What became of rows since they were made. */
interface Since<R extends Row> {
  /** By place, the rows that came. */
  readonly rows: readonly (R | undefined)[];
  /** By place, the place in the source. */
  readonly places: readonly number[];
}

/** Instead of a place in the source: it came since. */
const CAME = -1;

/** Rows of one tab that stand in one sheet, by their places, from 0. */
export class CodedRows<R extends Row = Row> {
  readonly length: number;
  /** The sheet in which they stand; null for rows of the ledger. */
  readonly sheet: string | null;
  /** By key, the refs (`ref`) included. A column that is not here is blank in every row. */
  readonly columns: ReadonlyMap<string, CodedColumn>;
  readonly #source: Source<R>;
  /** By place in the source, those that were asked for: one and the same list for all that came of it by changes. */
  readonly #made: (R | undefined)[];
  /** Null where nothing changed since. */
  readonly #since: Since<R> | null;
  #all: readonly R[] | null = null;

  constructor(source: Source<R>, made: (R | undefined)[] = [], since: Since<R> | null = null) {
    this.#source = source;
    this.#made = made;
    this.#since = since;
    this.columns = source.columns;
    this.sheet = source.sheet;
    this.length = since?.places.length ?? source.length;
  }

  /**
   * The row at a place: the same one each time, and the same one that rows before and after a change have of it.
   *
   * @throws RangeError where there is none
   */
  row(place: number): R {
    const known = this.#known(place);
    if (known !== undefined) return known;
    const origin = this.#origin(place);
    const row = this.#source.row(origin);
    this.#made[origin] = row;
    return row;
  }

  /** All of them. */
  all(): readonly R[] {
    this.#all ??= Array.from({ length: this.length }, (_, place) => this.row(place));
    return this.#all;
  }

  /** The row of the sheet that it stands in, from 0; null for a row of the ledger. */
  line(place: number): number | null {
    const row = this.#known(place);
    return row === undefined ? this.#source.line(this.#origin(place)) : (row.at?.row ?? null);
  }

  /** The ref of a row; null where it has none. */
  ref(place: number): string | null {
    const ref = this.#said(place, REF);
    return typeof ref === 'string' ? ref : null;
  }

  /** What a row says in a column, null for nothing. Its ref stands in no column. */
  value(place: number, column: string): Value {
    return column === REF ? null : this.#said(place, column);
  }

  /** Whether what stands in a column of a row is its own. */
  speaks(place: number, column: string): boolean {
    const coded = this.columns.get(column);
    return coded === undefined || coded.silent.size === 0 || !coded.silent.has(coded.codes[place] ?? 0);
  }

  /** The same rows without some, and with others where they stand in the sheet. Costs a copy of the codes. */
  changed(out: ReadonlySet<R>, added: readonly R[]): CodedRows<R> {
    return this.#inPlace(out, added) ?? this.#rearranged(out, added);
  }

  /** The same where each row that comes stands where one goes, as after most edits; else null. */
  #inPlace(out: ReadonlySet<R>, added: readonly R[]): CodedRows<R> | null {
    if (out.size !== added.length) return null;
    const placeAt = new Map<number | null, number>();
    for (const row of out) {
      const place = this.#placeOf(row);
      if (place >= 0) placeAt.set(this.line(place), place);
    }
    const places = this.#since?.places.slice() ?? Array.from({ length: this.length }, (_, place) => place);
    const rows = this.#since?.rows.slice() ?? new Array<R | undefined>(this.length).fill(undefined);
    const put = new Map<number, R>();
    for (const row of added) {
      const place = placeAt.get(row.at?.row ?? null);
      if (place === undefined || put.has(place)) return null;
      put.set(place, row);
      places[place] = CAME;
      rows[place] = row;
    }
    const keys = new Set([...this.columns.keys(), ...added.flatMap(keysOf)]);
    const columns = new Map<string, CodedColumn>();
    for (const key of keys) columns.set(key, recoded(this.columns.get(key) ?? blank(this.length), key, put));
    return new CodedRows({ ...this.#source, columns }, this.#made, { rows, places });
  }

  #rearranged(out: ReadonlySet<R>, added: readonly R[]): CodedRows<R> {
    const fresh = added.toSorted((one, other) => (one.at?.row ?? 0) - (other.at?.row ?? 0));
    /** Of each row its place until now. */
    const order: number[] = [];
    const rows: (R | undefined)[] = [];
    let next = 0;
    const put = (from: number, row: R | undefined) => {
      order.push(from);
      rows.push(row);
    };
    const putBefore = (line: number) => {
      for (let row = fresh[next]; row !== undefined && (row.at?.row ?? 0) < line; row = fresh[next]) {
        put(CAME, row);
        next += 1;
      }
    };
    for (let place = 0; place < this.length; place += 1) {
      const known = this.#known(place);
      if (known !== undefined && out.has(known)) continue;
      putBefore(this.line(place) ?? 0);
      put(place, this.#since?.rows[place]);
    }
    putBefore(Number.POSITIVE_INFINITY);
    const coder = new RowCoder(order.length);
    for (const [key, column] of this.columns) coder.take(key, column, order);
    for (const [place, row] of rows.entries())
      if (row !== undefined && order[place] === CAME) coder.put(place, row);
    const places = order.map((place) => (place === CAME ? CAME : this.#origin(place)));
    return new CodedRows({ ...this.#source, columns: coder.columns() }, this.#made, { rows, places });
  }

  /** The row at a place, if anybody has it yet. */
  #known(place: number): R | undefined {
    return this.#since?.rows[place] ?? this.#made[this.#origin(place)];
  }

  /** Where a row is; -1 where it is not among them. */
  #placeOf(row: R): number {
    const place = this.#since?.rows.indexOf(row) ?? -1;
    if (place >= 0) return place;
    const origin = this.#made.indexOf(row);
    return this.#since === null || origin < 0 ? origin : this.#since.places.indexOf(origin);
  }

  #origin(place: number): number {
    return this.#since === null ? place : (this.#since.places[place] ?? CAME);
  }

  #said(place: number, column: string): Value {
    const coded = this.columns.get(column);
    return coded === undefined ? null : (coded.values[coded.codes[place] ?? 0] ?? null);
  }
}

/** A coded column in the making. */
export interface ColumnCoder {
  readonly values: Value[];
  readonly codes: Int32Array;
  readonly silent: Set<number>;
}

/** A column of so many rows in which nothing stands yet. */
export function columnCoder(rows: number): ColumnCoder {
  return { values: [null], codes: new Int32Array(rows), silent: new Set() };
}

/** Gives a value the next code. */
export function nextCode({ values }: ColumnCoder, value: Value): number {
  return values.push(value) - 1;
}

/** The column, once every row has its code. */
export function coded({ values, codes, silent }: ColumnCoder): CodedColumn {
  const first = new Int32Array(values.length).fill(-1);
  const counts = new Int32Array(values.length);
  for (let row = 0; row < codes.length; row += 1) {
    const code = codes[row] ?? 0;
    const before = counts[code] ?? 0;
    if (before === 0) first[code] = row;
    counts[code] = before + 1;
  }
  return { values, codes, first, counts, silent };
}

/** A column in which nothing stands. */
function blank(rows: number): CodedColumn {
  return coded(columnCoder(rows));
}

/** A column in which some rows say something else. */
function recoded(column: CodedColumn, key: string, put: ReadonlyMap<number, Row>): CodedColumn {
  const values = [...column.values];
  const codes = column.codes.slice();
  const silent = new Set(column.silent);
  const first = new Int32Array(values.length + put.size).fill(-1);
  const counts = new Int32Array(values.length + put.size);
  first.set(column.first);
  counts.set(column.counts);
  for (const [place, row] of put) {
    const before = codes[place] ?? 0;
    const value = key === REF ? row.ref : Object.hasOwn(row.cells, key) ? (row.cells[key] ?? null) : null;
    const isSilent = silentOf(row).includes(key);
    const now = value === null && !isSilent ? 0 : values.push(value) - 1;
    if (isSilent) silent.add(now);
    codes[place] = now;
    counts[before] = (counts[before] ?? 0) - 1;
    counts[now] = (counts[now] ?? 0) + 1;
    if (first[before] === place) first[before] = codes.indexOf(before);
    const firstNow = first[now] ?? -1;
    if (firstNow < 0 || firstNow > place) first[now] = place;
  }
  return {
    values,
    codes,
    first: first.subarray(0, values.length),
    counts: counts.subarray(0, values.length),
    silent,
  };
}

/** The columns that a row says anything about, its refs among them. */
function keysOf(row: Row): string[] {
  return [REF, ...Object.keys(row.cells), ...silentOf(row)];
}

const known = new WeakMap<Region, CodedRows>();

/** Keeps what reading a region's rows came upon, so that nobody needs to look at each cell again. */
export function rememberCoded(region: Region, coded: CodedRows): void {
  known.set(region, coded);
}

/** The rows as columns: as they were read, if these are the very rows of the region, else made from them. */
export function codedRows(rows: readonly Row[], region: Region | null): CodedRows {
  const read = region === null ? undefined : known.get(region);
  return read !== undefined && areSame(read.all(), rows) ? read : codedFrom(rows);
}

function areSame(some: readonly Row[], others: readonly Row[]): boolean {
  return some.length === others.length && some.every((row, place) => row === others[place]);
}

/** Rows that are there already, as columns; all of one tab, and of one sheet or of none. */
export function codedFrom<R extends Row>(rows: readonly R[]): CodedRows<R> {
  const coder = new RowCoder(rows.length);
  for (const [place, row] of rows.entries()) coder.put(place, row);
  return new CodedRows({
    length: rows.length,
    sheet: rows[0]?.at?.sheet ?? null,
    columns: coder.columns(),
    row(place) {
      const row = rows[place];
      if (row === undefined) throw new RangeError(`There is no row at place ${place}`);
      return row;
    },
    line: (place) => rows[place]?.at?.row ?? null,
  });
}

/** Rows on their way into columns. */
class RowCoder {
  readonly #rows: number;
  readonly #coding = new Map<string, Coding>();

  constructor(rows: number) {
    this.#rows = rows;
  }

  put(place: number, row: Row): void {
    const silent = silentOf(row);
    // A ref among the cells is none: a row has its own.
    this.#put(REF, place, row.ref, silent.includes(REF));
    for (const column in row.cells) {
      if (column !== REF) this.#put(column, place, row.cells[column] ?? null, silent.includes(column));
    }
    for (const column of silent) {
      if (column !== REF && !Object.hasOwn(row.cells, column)) this.#put(column, place, null, true);
    }
  }

  /** Takes a column over; `order` has for each row its place there, `CAME` for one that is still to be put. */
  take(key: string, { values, codes, silent }: CodedColumn, order: readonly number[]): void {
    const column = { values: [...values], codes: new Int32Array(order.length), silent: new Set(silent) };
    for (let place = 0; place < order.length; place += 1)
      column.codes[place] = codes[order[place] ?? CAME] ?? 0;
    this.#coding.set(key, { column, known: new Map(), silent: new Map() });
  }

  columns(): ReadonlyMap<string, CodedColumn> {
    const columns = new Map<string, CodedColumn>();
    for (const [key, { column }] of this.#coding) columns.set(key, coded(column));
    return columns;
  }

  #put(key: string, place: number, value: Value, isSilent: boolean): void {
    if (value === null && !isSilent) return;
    let coding = this.#coding.get(key);
    if (coding === undefined) {
      coding = { column: columnCoder(this.#rows), known: new Map(), silent: new Map() };
      this.#coding.set(key, coding);
    }
    const { column } = coding;
    const codes = isSilent ? coding.silent : coding.known;
    let own = codes.get(value);
    if (own === undefined) {
      own = nextCode(column, value);
      codes.set(value, own);
      if (isSilent) column.silent.add(own);
    }
    column.codes[place] = own;
  }
}

interface Coding {
  readonly column: ColumnCoder;
  readonly known: Map<Value, number>;
  readonly silent: Map<Value, number>;
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
