/** Reads the columns of a region down its records, each different cell once. */
import { type Column, REF } from '../tracker/schema.ts';
import { type Cell, canonical, isDateFormat, ValueRefused } from '../values/canonical.ts';
import type { Value } from '../values/value.ts';
import { type CodedColumn, type ColumnCoder, coded, columnCoder, nextCode } from './coded.ts';
import { at, type CellValue, cellAt, type Grid, letter, placeOf } from './grid.ts';
import type { Region } from './region.ts';
import { knownTexts, type Texts } from './texts.ts';

/** After so many records a column is known for one in which (nearly) every cell is another. */
const PROBE = 2000;
const MOSTLY = 0.95;

/** Instead of a row: its cell has no value, whatever stands there. */
const NOWHERE = -1;

export class ColumnReader {
  readonly #grid: Grid;
  readonly #region: Region;
  readonly #places: readonly number[];
  readonly #without: ReadonlyMap<number, ReadonlySet<number>>;
  readonly #texts: Texts | undefined;
  /** By text: its code in the column, counted from a number that no column before has reached: so it need not be cleared. */
  readonly #textCodes: Int32Array;
  #from = 1;

  /** `places`: the rows of the region's records, in order. */
  constructor(grid: Grid, region: Region, places: readonly number[]) {
    this.#grid = grid;
    this.#region = region;
    this.#places = places;
    this.#without = withoutResult(grid);
    this.#texts = knownTexts(grid.values);
    this.#textCodes = new Int32Array((this.#texts?.all.length ?? 0) + 1);
  }

  /** The column at a place of the sheet. Throws `ValueRefused`, naming the cell, for text that can't be kept. */
  read(column: Column, place: number): CodedColumn {
    const places = this.#places;
    const coder = columnCoder(places.length);
    const lines = this.#linesOf(place);
    // What stands in a cell is what it says, but where a format or a link makes another thing of it.
    if (column.type === 'link' && this.#grid.links.size > 0) {
      for (const [index, line] of lines.entries())
        coder.codes[index] = this.#codeOf(coder, column, line, place);
    } else {
      const left = this.#readTexts(coder, column, place, lines);
      if (left > 0) this.#readOthers(coder, column, place, lines);
    }
    if (lines !== places) silence(coder, (index) => isSilent(column, lines[index], places[index]));
    return coded(coder);
  }

  /** By record, the row in which its cell stands: merged cells say what stands in the first of them. */
  #linesOf(place: number): readonly number[] {
    const merged = mergedInto(this.#grid, this.#region, place);
    const without = this.#without.get(place);
    if (merged === null && without === undefined) return this.#places;
    return this.#places.map((row) => {
      const line = merged?.get(row) ?? row;
      return without?.has(line) === true ? NOWHERE : line;
    });
  }

  /** The texts whose numbers are known. Answers how many cells may hold something else. */
  #readTexts(coder: ColumnCoder, column: Column, place: number, lines: readonly number[]): number {
    const numbers = this.#texts?.columns[place];
    if (numbers === undefined) return lines.length;
    const { codes } = coder;
    const textCodes = this.#textCodes;
    const from = this.#from;
    let left = 0;
    for (let index = 0; index < lines.length; index += 1) {
      const line = lines[index] ?? NOWHERE;
      const text = numbers[line] ?? 0;
      if (text === 0) {
        left += 1;
        continue;
      }
      let known = textCodes[text] ?? 0;
      if (known < from) {
        known = from + this.#codeOf(coder, column, line, place);
        textCodes[text] = known;
      }
      codes[index] = known - from;
    }
    this.#from += coder.values.length;
    return left;
  }

  /** Numbers, flags, and texts of which nobody knows the numbers. */
  #readOthers(coder: ColumnCoder, column: Column, place: number, lines: readonly number[]): void {
    const { values, formats } = this.#grid;
    const { codes } = coder;
    const plain = new Map<CellValue, number>();
    const dates = new Map<CellValue, number>();
    let format: string | undefined;
    let isDated = false;
    let looks = true;
    for (let index = 0; index < lines.length; index += 1) {
      if (codes[index] !== 0) continue;
      // In a column such as the refs all cells differ: then a look for the same would only cost time.
      if (index === PROBE) looks = plain.size < PROBE * MOSTLY;
      const line = lines[index] ?? NOWHERE;
      const value = values[line]?.[place] ?? null;
      if (value === null) continue;
      let known = plain;
      if (typeof value === 'number' && column.type !== 'date') {
        const own = formats[line]?.[place];
        if (own !== format) {
          format = own;
          isDated = isDateFormat(own);
        }
        if (isDated) known = dates;
      }
      let code = looks ? known.get(value) : undefined;
      if (code === undefined) {
        code = this.#codeOf(coder, column, line, place);
        if (looks) known.set(value, code);
      }
      codes[index] = code;
    }
  }

  /** A code for what stands in a cell. */
  #codeOf(coder: ColumnCoder, column: Column, line: number, place: number): number {
    const said = canonicalAt(this.#grid, column, line, place);
    if (said === null) return 0;
    return nextCode(coder, column.column === REF ? String(said) : said);
  }
}

/** A cell without a value is silent, and a merged one but for the first; a ref stands for each of its rows. */
function isSilent({ column }: Column, line: number | undefined, row: number | undefined): boolean {
  return line === NOWHERE || (line !== row && column !== REF);
}

/** Gives silent cells codes of their own. */
function silence(coder: ColumnCoder, isSilent: (index: number) => boolean): void {
  const silentCodes = new Map<number, number>();
  for (const [index, code] of coder.codes.entries()) {
    if (!isSilent(index)) continue;
    const own = silentCodes.get(code) ?? nextCode(coder, coder.values[code] ?? null);
    silentCodes.set(code, own);
    coder.silent.add(own);
    coder.codes[index] = own;
  }
}

/** By the row of a cell of a column that is merged into one above it: the row of that one. Null where there is none. */
function mergedInto(
  grid: Grid,
  { firstRow, lastRow }: Region,
  place: number,
): ReadonlyMap<number, number> | null {
  const rows = new Map<number, number>();
  for (const { top, bottom, left } of grid.merges) {
    // Merged into a heading it says nothing.
    if (left !== place || bottom === top || top < firstRow) continue;
    for (let row = top + 1; row <= Math.min(bottom, lastRow); row++) rows.set(row, top);
  }
  return rows.size === 0 ? null : rows;
}

/** By column, the rows in which a formula without a result stands. */
function withoutResult({ formulas }: Grid): ReadonlyMap<number, ReadonlySet<number>> {
  const columns = new Map<number, Set<number>>();
  for (const [cell, { cached }] of formulas) {
    if (cached) continue;
    const { row, column } = placeOf(cell);
    const rows = columns.get(column);
    if (rows === undefined) columns.set(column, new Set([row]));
    else rows.add(row);
  }
  return columns;
}

/** The canonical value of a cell. Throws `ValueRefused`, naming it, for text that can't be kept. */
export function canonicalAt(grid: Grid, column: Column, row: number, place: number): Value {
  const value = cellAt(grid, row, place);
  const link = column.type === 'link' ? grid.links.get(at(row, place)) : undefined;
  if (value === null && link === undefined) return null;
  const cell: Cell = { value, format: grid.formats[row]?.[place], link };
  try {
    return canonical(column, grid.dateSystem, cell);
  } catch (error) {
    if (!(error instanceof ValueRefused)) throw error;
    throw new ValueRefused(`${grid.sheet}!${letter(place)}${row + 1}: ${error.message}`, { cause: error });
  }
}
