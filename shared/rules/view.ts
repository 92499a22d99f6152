/** What a rule sees: one row, or one region of a sheet, with the tracker around it. */

import { at, type CellValue, cellAt, type Grid } from '../sheet/grid.ts';
import type { Region } from '../sheet/region.ts';
import type { Row, SheetRow } from '../sheet/row.ts';
import type { Column } from '../tracker/schema.ts';
import { canonical } from '../values/canonical.ts';
import type { Value } from '../values/value.ts';
import type { Memo } from './memo.ts';
import type { TabPlan } from './plan.ts';
import type { Rows } from './register.ts';

export interface RowView {
  readonly row: Row;
  readonly tab: TabPlan;
  readonly rows: Rows;
  /** `YYYY-MM-DD` in the tracker's time zone. */
  readonly today: string;
  /** The region that the row stands in; null in the service. */
  readonly region: RegionView | null;
  /** What several rules ask about the row, worked out once. */
  readonly memo: Memo;
}

/** A row as rules see it. */
export function rowView(
  row: Row,
  tab: TabPlan,
  rows: Rows,
  today: string,
  region: RegionView | null = null,
): RowView {
  return { row, tab, rows, today, region, memo: {} };
}

/** Another row of the tracker, as the rule of this one sees it: without its sheet. Null where its tab is gone. */
export function otherView(view: RowView, row: Row): RowView | null {
  const tab = view.rows.plan.tabs.get(row.tab);
  return tab === undefined ? null : rowView(row, tab, view.rows, view.today);
}

export interface RegionView {
  readonly region: Region;
  readonly tab: TabPlan;
  /** Null where the sheet itself was not handed over. */
  readonly grid: Grid | null;
  /** The records in it, by row. */
  readonly rows: readonly Row[];
  /** Where a column of the tab stands, by key. */
  readonly places: ReadonlyMap<string, number>;
}

/** Whether a row was read from a sheet. */
export function isSheetRow(row: Row): row is SheetRow {
  return 'region' in row;
}

/** Whether the row says anything about a column: it must be the tab's, in the sheet, and no formula without a result. */
export function says(view: RowView, column: string): boolean {
  const { row, region, tab } = view;
  if (!tab.columns.has(column)) return false;
  if (region !== null && !region.places.has(column)) return false;
  return !isSheetRow(row) || row.silent.length === 0 || !row.silent.includes(column);
}

/** The value of a column, null where there is none. */
export function valueIn(view: RowView, column: string): Value {
  // A configured key may be called as something that every object inherits.
  return Object.hasOwn(view.row.cells, column) ? (view.row.cells[column] ?? null) : null;
}

/** A cell as it is shown, and whether a formula made it. */
export interface Shown {
  readonly value: Value;
  readonly formula: boolean;
}

/**
 * The value of a column, computed ones included: those are in no row's cells, so they are read from the sheet.
 * Null where the row says nothing about it, as in the service.
 */
export function shownOf(view: RowView, column: Column): Shown | null {
  if (!says(view, column.column)) return null;
  const cell = Object.hasOwn(view.row.cells, column.column) ? valueIn(view, column.column) : undefined;
  const place = view.region?.places.get(column.column);
  const grid = view.region?.grid ?? null;
  const row = view.row.at?.row;
  if (place === undefined || grid === null || row === undefined) {
    return cell === undefined ? null : { value: cell, formula: false };
  }
  const formula = grid.formulas.get(at(row, place));
  if (formula !== undefined && !formula.cached) return null;
  const value = cell ?? readCell(column, grid, cellAt(grid, row, place), grid.formats[row]?.[place]);
  return { value, formula: formula !== undefined };
}

function readCell(column: Column, grid: Grid, value: CellValue, format: string | undefined): Value {
  // Only text can be refused (too long, a character that no store keeps), and no computed column is text.
  return typeof value === 'string' ? value.trim() : canonical(column, grid.dateSystem, { value, format });
}
