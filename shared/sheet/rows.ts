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
import type { Cells } from '../values/value.ts';
import { type CodedColumn, CodedRows, codedFrom, rememberCoded } from './coded.ts';
import { cellAt, type Grid } from './grid.ts';
import { normalHeading } from './heading.ts';
import { ColumnReader, canonicalAt } from './read-column.ts';
import { recognise } from './recognise.ts';
import { knownRecords, recordsIn } from './records.ts';
import type { Choices, Region, RegionColumn } from './region.ts';
import type { SheetRow } from './row.ts';

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
  const places = placesOf(tab, grid, region);
  const columns = readColumns(tab, grid, region, places);
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

/** The rows of a region's records, in order. */
function placesOf(tab: Tab, grid: Grid, region: Region): readonly number[] {
  const { columns, firstRow, lastRow } = region;
  const records = knownRecords(region, grid) ?? recordsIn(tab, grid, columns, firstRow, lastRow).rows;
  return region.category === undefined ? records : records.filter((row) => isOwn(grid, region, row));
}

/** Apart, so that nothing of the sheet is kept with the rows that are made later. */
function readColumns(tab: Tab, grid: Grid, region: Region, places: readonly number[]): ReadColumn[] {
  const reader = new ColumnReader(grid, region, places);
  return region.columns.flatMap((place) => {
    const column = columnAt(tab, place);
    return column.computed ? [] : [{ key: column.column, coded: reader.read(column, place.at) }];
  });
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
