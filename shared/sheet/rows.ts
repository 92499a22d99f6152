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
import { type Cell, canonical, ValueRefused } from '../values/canonical.ts';
import type { Cells, Value } from '../values/value.ts';
import { at, cellAt, type Grid, letter } from './grid.ts';
import { normalHeading } from './heading.ts';
import { recognise } from './recognise.ts';
import { recordsIn } from './records.ts';
import type { Choices, Region, RegionColumn } from './region.ts';
import type { SheetRow } from './row.ts';

export interface TrackerReading {
  readonly regions: readonly Region[];
  readonly rows: readonly SheetRow[];
}

/** Recognises a workbook's registers and reads all their records. Throws as `rowsOf`. */
export function readTracker(schema: Schema, grids: readonly Grid[], choices?: Choices): TrackerReading {
  const regions = recognise(schema, grids, choices);
  const bySheet = new Map(grids.map((grid) => [grid.sheet, grid]));
  const rows = regions.flatMap((region) => {
    const grid = bySheet.get(region.sheet);
    return grid === undefined ? [] : rowsOf(schema, grid, region);
  });
  return { regions, rows };
}

/**
 * The records of a region, in sheet order. Computed columns are not among the cells; a cell whose formula has no
 * result says nothing and is listed as silent. A cell merged down over several records says the same of each; all
 * but the first are silent, since nothing can be written there. Throws `ValueRefused`, naming the cell, for text that can't be
 * kept, and a RangeError for a region of a tab that is not in the schema.
 */
export function rowsOf(schema: Schema, grid: Grid, region: Region): readonly SheetRow[] {
  const tab = tabOfRegion(schema, region);
  const columns = region.columns.map((place) => ({ place, column: columnAt(tab, place) }));
  const { rows } = recordsIn(tab, grid, region.columns, region.firstRow, region.lastRow);
  const merged = mergedInto(grid, region);
  return rows
    .filter((row) => isOwn(grid, region, row))
    .map((row) => readRow(grid, region, columns, row, merged));
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

interface ReadColumn {
  readonly place: RegionColumn;
  readonly column: Column;
}

/** Whether a row is of the region's tab, where its table mixes several. */
function isOwn(grid: Grid, { category }: Region, row: number): boolean {
  if (category === undefined) return true;
  return category.words.includes(normalHeading(String(cellAt(grid, row, category.at) ?? '')));
}

/** By the place of a cell that is merged into one above it: the row of that one. */
function mergedInto(grid: Grid, { firstRow, lastRow, left, right }: Region): ReadonlyMap<number, number> {
  const rows = new Map<number, number>();
  for (const area of grid.merges) {
    if (area.bottom === area.top || area.left < left || area.left > right) continue;
    // Merged into a heading it says nothing.
    if (area.top < firstRow) continue;
    for (let row = area.top + 1; row <= Math.min(area.bottom, lastRow); row++)
      rows.set(at(row, area.left), area.top);
  }
  return rows;
}

function readRow(
  grid: Grid,
  region: Region,
  columns: readonly ReadColumn[],
  row: number,
  merged: ReadonlyMap<number, number>,
): SheetRow {
  const cells: Cells = {};
  const silent: string[] = [];
  let ref: string | null = null;
  for (const { place, column } of columns) {
    if (column.computed) continue;
    const from = (merged.size === 0 ? undefined : merged.get(at(row, place.at))) ?? row;
    if (grid.formulas.size > 0 && grid.formulas.get(at(from, place.at))?.cached === false) {
      silent.push(column.column);
      continue;
    }
    if (from !== row && column.column !== REF) silent.push(column.column);
    const value = canonicalAt(grid, column, from, place.at);
    if (value === null) continue;
    if (column.column === REF) ref = String(value);
    else cells[column.column] = value;
  }
  return { tab: region.tab, ref, cells, at: { sheet: grid.sheet, row }, region, silent };
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
