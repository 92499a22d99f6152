/** Grids as rows: every record of every region, with canonical values. */
import {
  type Column,
  columnOf,
  extraColumn,
  isExtra,
  REF,
  type Schema,
  type Tab,
  tabOf,
} from '../tracker/schema.ts';
import { type Cell, canonical, isDateFormat, ValueRefused } from '../values/canonical.ts';
import type { Cells, Value } from '../values/value.ts';
import {
  type CodedColumn,
  CodedRows,
  coded,
  codedFrom,
  columnCoder,
  nextCode,
  rememberCoded,
} from './coded.ts';
import { at, type CellValue, cellAt, type Grid, letter, placeOf } from './grid.ts';
import { normalHeading } from './heading.ts';
import { recognise } from './recognise.ts';
import { recordsIn } from './records.ts';
import type { Choices, Region, RegionColumn } from './region.ts';
import type { SheetRow } from './row.ts';
import { knownTexts } from './texts.ts';

export interface RegionRecords {
  readonly region: Region;
  readonly rows: CodedRows<SheetRow>;
}

/** A workbook as it was read. Its rows are made where somebody asks for them. */
export class TrackerReading {
  readonly grids: readonly Grid[];
  readonly regions: readonly Region[];
  /** Of each region its records, as columns. */
  readonly records: readonly RegionRecords[];
  #rows: readonly SheetRow[] | null = null;

  constructor(grids: readonly Grid[], records: readonly RegionRecords[]) {
    this.grids = grids;
    this.regions = records.map(({ region }) => region);
    this.records = records;
  }

  /** The records of all regions. */
  get rows(): readonly SheetRow[] {
    this.#rows ??= this.records.flatMap(({ rows }) => rows.all());
    return this.#rows;
  }
}

/** Recognises a workbook's registers and reads all their records. Throws as `recordsOf`. */
export function readTracker(schema: Schema, grids: readonly Grid[], choices?: Choices): TrackerReading {
  return readRegions(schema, grids, recognise(schema, grids, choices));
}

/** Reads the records of regions that were recognised in these sheets. Throws as `recordsOf`. */
export function readRegions(
  schema: Schema,
  grids: readonly Grid[],
  regions: readonly Region[],
): TrackerReading {
  const bySheet = new Map(grids.map((grid) => [grid.sheet, grid]));
  const records = regions.map((region) => {
    const grid = bySheet.get(region.sheet);
    if (grid === undefined) throw new RangeError(`There is no sheet ${region.sheet}`);
    return { region, rows: recordsOf(schema, grid, region) };
  });
  return new TrackerReading(grids, records);
}

/** The records of a region as rows. Throws as `recordsOf`. */
export function rowsOf(schema: Schema, grid: Grid, region: Region): readonly SheetRow[] {
  return recordsOf(schema, grid, region).all();
}

/**
 * The records of a region, in sheet order. Computed columns are not among the cells; a cell whose formula has no
 * result says nothing and is listed as silent. A cell merged down over several records says the same of each; all
 * but the first are silent, since nothing can be written there. Throws `ValueRefused`, naming the cell, for text that can't be
 * kept, and a RangeError for a region of a tab that is not in the schema.
 */
export function recordsOf(schema: Schema, grid: Grid, region: Region): CodedRows<SheetRow> {
  const tab = tabOfRegion(schema, region);
  const { rows: records } = recordsIn(tab, grid, region.columns, region.firstRow, region.lastRow);
  const places = region.category === undefined ? records : records.filter((row) => isOwn(grid, region, row));
  const without = withoutResult(grid);
  const columns = region.columns.flatMap((place) => {
    const column = columnAt(tab, place);
    if (column.computed) return [];
    const own = without.get(place.at);
    return [{ key: column.column, coded: readColumn(grid, region, column, place.at, places, own) }];
  });
  const row = rowMaker(grid.sheet, region, columns, places);
  const byKey = new Map(columns.map(({ key, coded }) => [key, coded]));
  // Two columns of one key: a row says what stands in the last of them that is filled.
  const rows =
    byKey.size < columns.length
      ? codedFrom(places.map((_line, place) => row(place)))
      : new CodedRows({
          length: places.length,
          sheet: grid.sheet,
          columns: byKey,
          row,
          line: (place) => places[place] ?? null,
        });
  rememberCoded(region, rows);
  return rows;
}

/** Refs that were typed ahead of their records, with the rows that they stand in. Such a row says nothing yet. */
export function emptyRefs(
  schema: Schema,
  grid: Grid,
  region: Region,
): readonly { ref: string; row: number }[] {
  const tab = tabOfRegion(schema, region);
  const place = region.columns.find(({ column }) => column === REF);
  const column = columnOf(tab, REF);
  // In a mixed table nothing says yet of which tab such a row will be.
  if (place === undefined || column === undefined || region.category !== undefined) return [];
  const below = recordsIn(tab, grid, region.columns, region.lastRow + 1, grid.values.length - 1);
  // A note, a total or another register ends them.
  const end = below.rows[0] ?? grid.values.length;
  const within = recordsIn(tab, grid, region.columns, region.firstRow, region.lastRow);
  return [...within.refsOnly, ...below.refsOnly.filter((row) => row < end)].flatMap((row) => {
    const ref = canonicalAt(grid, column, row, place.at);
    return ref === null || !/\d/.test(String(ref)) ? [] : [{ ref: String(ref), row }];
  });
}

/** Whether a row is of the region's tab, where its table mixes several. */
function isOwn(grid: Grid, { category }: Region, row: number): boolean {
  if (category === undefined) return true;
  return category.words.includes(normalHeading(String(cellAt(grid, row, category.at) ?? '')));
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

interface ReadColumn {
  readonly key: string;
  readonly coded: CodedColumn;
}

const SAYS_ALL: readonly string[] = [];

/** Makes the row at a place of what was read down the columns. */
function rowMaker(
  sheet: string,
  region: Region,
  columns: readonly ReadColumn[],
  places: readonly number[],
): (place: number) => SheetRow {
  const refs = columns.findLast(({ key }) => key === REF)?.coded;
  const cells = columns.filter(({ key }) => key !== REF);
  const keys = cells.map(({ key }) => key);
  const values = cells.map(({ coded }) => coded.values);
  const codes = cells.map(({ coded }) => coded.codes);
  const isSilent = columns.some(({ coded }) => coded.silent.size > 0);
  return (place) => {
    const row = places[place];
    if (row === undefined) throw new RangeError(`There is no row at place ${place}`);
    const own: Cells = {};
    for (let column = 0; column < keys.length; column += 1) {
      const value = values[column]?.[codes[column]?.[place] ?? 0] ?? null;
      if (value !== null) own[keys[column] ?? ''] = value;
    }
    const ref = refs?.values[refs.codes[place] ?? 0] ?? null;
    const silent = isSilent
      ? columns.filter(({ coded }) => coded.silent.has(coded.codes[place] ?? 0)).map(({ key }) => key)
      : SAYS_ALL;
    return {
      tab: region.tab,
      ref: ref === null ? null : String(ref),
      cells: own,
      at: { sheet, row },
      region,
      silent,
    };
  };
}

/** After so many records a column is known for one in which (nearly) every cell is another. */
const PROBE = 2000;
const MOSTLY = 0.95;

/** Reads a column down the records, each different cell once. Throws `ValueRefused`. */
function readColumn(
  grid: Grid,
  region: Region,
  column: Column,
  place: number,
  places: readonly number[],
  without: ReadonlySet<number> | undefined,
): CodedColumn {
  const coder = columnCoder(places.length);
  const { codes, silent } = coder;
  const { values, formats } = grid;
  const isRef = column.column === REF;
  const merged = mergedInto(grid, region, place);
  const codeAt = (row: number): number => {
    const said = canonicalAt(grid, column, row, place);
    if (said === null) return 0;
    return nextCode(coder, isRef ? String(said) : said);
  };
  // What stands in a cell is what it says, but where a format or a link makes another thing of it.
  const linked = column.type === 'link' && grid.links.size > 0;
  const texts = linked ? null : numbered(values, place);
  const plain = new Map<CellValue, number>();
  const dates = new Map<CellValue, number>();
  const silentCodes = new Map<number, number>();
  const isDate = column.type === 'date';
  let format: string | undefined;
  let isDated = isDate;
  let looks = true;
  for (let index = 0; index < places.length; index += 1) {
    const row = places[index] ?? 0;
    const from = merged?.get(row) ?? row;
    const empty = without?.has(from) === true;
    const text = texts === null || empty ? 0 : (texts.numbers[from] ?? 0);
    let code = 0;
    if (text > 0 && texts !== null) {
      code = (texts.codes[text] ?? 0) - 1;
      if (code < 0) {
        code = codeAt(from);
        texts.codes[text] = code + 1;
      }
    } else if (!empty && linked) code = codeAt(from);
    else if (!empty) {
      // In a column such as the refs all cells differ: then a look for the same would only cost time.
      if (index === PROBE) looks = plain.size < PROBE * MOSTLY;
      const value = values[from]?.[place] ?? null;
      if (value !== null) {
        let known = plain;
        if (typeof value === 'number' && !isDate) {
          const own = formats[from]?.[place];
          if (own !== format) {
            format = own;
            isDated = isDateFormat(own);
          }
          if (isDated) known = dates;
        }
        const before = looks ? known.get(value) : undefined;
        code = before ?? codeAt(from);
        if (looks && before === undefined) known.set(value, code);
      }
    }
    if (empty || (from !== row && !isRef)) {
      const own = silentCodes.get(code) ?? nextCode(coder, coder.values[code] ?? null);
      silentCodes.set(code, own);
      silent.add(own);
      code = own;
    }
    codes[index] = code;
  }
  return coded(coder);
}

/** The texts of a column by their numbers, and room for the code of each text; null where nobody knows them. */
function numbered(values: Grid['values'], place: number) {
  const texts = knownTexts(values);
  const numbers = texts?.columns[place];
  return texts === undefined || numbers === undefined
    ? null
    : { numbers, codes: new Int32Array(texts.all.length + 1) };
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

function canonicalAt(grid: Grid, column: Column, row: number, place: number): Value {
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

function columnAt(tab: Tab, { column, heading }: RegionColumn): Column {
  const own = columnOf(tab, column);
  if (own !== undefined) return own;
  if (isExtra(column)) return extraColumn(column, heading);
  throw new RangeError(`The tab ${tab.tab} has no column ${column}`);
}

function tabOfRegion(schema: Schema, region: Region): Tab {
  const tab = tabOf(schema, region.tab);
  if (tab === undefined) throw new RangeError(`The schema has no tab ${region.tab}`);
  return tab;
}
