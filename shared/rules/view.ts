/** What a rule sees: one row, or one region of a sheet, with the tracker around it. */

import { silentOf } from '../sheet/coded.ts';
import { at, type CellValue, cellAt, type Grid } from '../sheet/grid.ts';
import type { Region } from '../sheet/region.ts';
import type { Row } from '../sheet/row.ts';
import { type Column, REF } from '../tracker/schema.ts';
import { canonical } from '../values/canonical.ts';
import type { Value } from '../values/value.ts';
import type { Memo } from './memo.ts';
import type { TabPlan } from './plan.ts';
import type { Rows } from './rows.ts';

export { isSheetRow } from '../sheet/coded.ts';

/**
 * What a rule looked at in a row. Rows that say the same in all these columns get the same answer, so the rule is
 * asked of one of them. Where it looked at the row itself, its answer is for this row alone.
 */
export interface Trace {
  readonly columns: string[];
  whole: boolean;
}

/** A row as rules see it. What it says is told by column, so that a trace can tell what an answer rests on. */
export class RowView {
  readonly tab: TabPlan;
  readonly rows: Rows;
  /** `YYYY-MM-DD` in the tracker's time zone. */
  readonly today: string;
  /** The region that the row stands in; null in the service. */
  readonly region: RegionView | null;
  #memo: Memo | null = null;
  #row: Row;
  readonly #trace: Trace | null;

  constructor(
    row: Row,
    tab: TabPlan,
    rows: Rows,
    today: string,
    region: RegionView | null = null,
    trace: Trace | null = null,
  ) {
    this.#row = row;
    this.tab = tab;
    this.rows = rows;
    this.today = today;
    this.region = region;
    this.#trace = trace;
  }

  /** What several rules ask about the row, worked out once. */
  get memo(): Memo {
    this.#memo ??= {};
    return this.#memo;
  }

  /** The row itself. A rule that only wants to know what it says is asked of fewer rows if it asks by column. */
  get row(): Row {
    if (this.#trace !== null) this.#trace.whole = true;
    return this.#row;
  }

  /** The sheet that it stands in; null in the service. Rows that are checked together stand in one. */
  get sheet(): string | null {
    return this.#row.at?.sheet ?? null;
  }

  /** Its ref, as typed; null where it has none. */
  get ref(): string | null {
    this.#look(REF);
    return this.#row.ref;
  }

  /** The value of a column, null where there is none. */
  value(column: string): Value {
    this.#look(column);
    const { cells } = this.#row;
    // A configured key may be called as something that every object inherits.
    return Object.hasOwn(cells, column) ? (cells[column] ?? null) : null;
  }

  /** Whether the row itself says something in a column that its sheet has: no formula without a result stands there. */
  speaks(column: string): boolean {
    this.#look(column);
    return !silentOf(this.#row).includes(column);
  }

  /** Turns to another row of the same region, forgetting what was worked out about the one before. */
  turn(row: Row): void {
    this.#row = row;
    this.#memo = null;
  }

  #look(column: string): void {
    const trace = this.#trace;
    if (trace === null || trace.whole || trace.columns.includes(column)) return;
    trace.columns.push(column);
  }
}

/** Another row of the tracker, as the rule of this one sees it: without its sheet. Null where its tab is gone. */
export function otherView(view: RowView, row: Row): RowView | null {
  const tab = view.rows.plan.tabs.get(row.tab);
  return tab === undefined ? null : new RowView(row, tab, view.rows, view.today);
}

/** A cell as a rule over cells sees it, with the row around it. */
export interface CellView {
  readonly column: string;
  /** What stands in it; the ref, as typed, in the column of refs. */
  readonly value: Value;
  readonly view: RowView;
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

/** Whether rows can say anything about a column: it must be the tab's, and in the sheet. */
export function hasColumn({ tab, region }: Pick<RowView, 'tab' | 'region'>, column: string): boolean {
  return tab.columns.has(column) && (region === null || region.places.has(column));
}

/** Whether the row says anything about a column: it must be the tab's, in the sheet, and no formula without a result. */
export function says(view: RowView, column: string): boolean {
  return hasColumn(view, column) && view.speaks(column);
}

/** The value of a column, null where there is none. */
export function valueIn(view: RowView, column: string): Value {
  return view.value(column);
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
  const place = view.region?.places.get(column.column);
  const grid = view.region?.grid ?? null;
  if (place === undefined || grid === null || view.row.at === null) {
    const value = valueIn(view, column.column);
    return value === null ? null : { value, formula: false };
  }
  const { cells, at: own } = view.row;
  const formula = grid.formulas.get(at(own.row, place));
  if (formula !== undefined && !formula.cached) return null;
  const value = Object.hasOwn(cells, column.column)
    ? valueIn(view, column.column)
    : readCell(column, grid, cellAt(grid, own.row, place), grid.formats[own.row]?.[place]);
  return { value, formula: formula !== undefined };
}

function readCell(column: Column, grid: Grid, value: CellValue, format: string | undefined): Value {
  // Only text can be refused (too long, a character that no store keeps), and no computed column is text.
  return typeof value === 'string' ? value.trim() : canonical(column, grid.dateSystem, { value, format });
}
