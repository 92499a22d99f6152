/** What a session sees of a workbook at one reading: the tabs that were recognised in it, and their rows. */

import { at, type Grid } from '../sheet/grid.ts';
import { recognise } from '../sheet/recognise.ts';
import type { Choices, Region } from '../sheet/region.ts';
import type { SheetRow } from '../sheet/row.ts';
import { rowsOf } from '../sheet/rows.ts';
import { columnOf, isExtra, REF, type Schema, type Tab, tabOf } from '../tracker/schema.ts';
import type { Value } from '../values/value.ts';
import type { Reading } from './workbook.ts';

export interface TabView {
  readonly tab: Tab;
  /** In workbook order; never empty. */
  readonly regions: readonly Region[];
  readonly rows: readonly SheetRow[];
  /** Columns that are compared in at least one region. */
  readonly columns: readonly string[];
  /** The sheets of its regions, one entry a region. */
  readonly sheets: readonly string[];
}

export interface View {
  readonly grids: ReadonlyMap<string, Grid>;
  /** Of all tabs, also of those whose rows were not asked for. */
  readonly regions: readonly Region[];
  readonly tabs: ReadonlyMap<string, TabView>;
}

/**
 * Recognises a reading. A region without refs of its own says nothing and is left out: its rows could not be told
 * from new ones. With `only`, no other tabs' rows are made. Throws what reading a cell's value throws
 * (`ValueRefused`).
 */
export function viewOf(
  schema: Schema,
  { grids }: Pick<Reading, 'grids'>,
  choices: Choices,
  only?: ReadonlySet<string>,
): View {
  const byName = new Map(grids.map((grid) => [grid.sheet, grid]));
  const found = recognise(schema, grids, choices).filter(({ unkeyed }) => unkeyed === undefined);
  // Tab by tab.
  const regions = [...Map.groupBy(found, ({ tab }) => tab).values()].flat();
  const tabs = new Map<string, TabView>();
  for (const name of new Set(regions.map(({ tab }) => tab))) {
    const tab = tabOf(schema, name);
    if (!tab || only?.has(name) === false) continue;
    const own = regions.filter((region) => region.tab === name);
    const rows = own.flatMap((region) => {
      const grid = byName.get(region.sheet);
      return grid ? rowsOf(schema, grid, region) : [];
    });
    const columns = [...new Set(own.flatMap((region) => comparedIn(tab, region)))];
    tabs.set(name, { tab, regions: own, rows, columns, sheets: own.map(({ sheet }) => sheet) });
  }
  return { grids: byName, regions, tabs };
}

/** The columns that are compared in a region: all but the ref, computed ones and headings of nothing we know. */
export function comparedIn(tab: Tab, region: Region): readonly string[] {
  const known = compared.get(region);
  if (known?.tab === tab) return known.columns;
  const columns = region.columns
    .map(({ column }) => column)
    .filter((column) => column !== REF && (isExtra(column) || columnOf(tab, column)?.computed === false));
  compared.set(region, { tab, columns });
  return columns;
}

/** Asked for row by row. */
const compared = new WeakMap<Region, { readonly tab: Tab; readonly columns: readonly string[] }>();

/** The columns of this row whose cells say something. */
export function comparedOf(tab: Tab, row: SheetRow): readonly string[] {
  const columns = comparedIn(tab, row.region);
  return row.silent.length === 0 ? columns : columns.filter((column) => !row.silent.includes(column));
}

/** A cell of a row, null where it is blank or the row has no such column. */
export function valueIn(row: { readonly cells: Readonly<Record<string, Value>> }, column: string): Value {
  return row.cells[column] ?? null;
}

/** The sheet's column, counted from 0, in which a region keeps a tab's column; undefined where it has none. */
export function placeOf(region: Region, column: string): number | undefined {
  return region.columns.find((each) => each.column === column)?.at;
}

/** Whether a formula stands in the cell, so that nothing may be written there. */
export function hasFormula(view: View, row: SheetRow, column: string): boolean {
  const formulas = view.grids.get(row.at.sheet)?.formulas;
  if (!formulas || formulas.size === 0) return false;
  const place = placeOf(row.region, column);
  return place !== undefined && formulas.has(at(row.at.row, place));
}
