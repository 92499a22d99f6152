/** What a rule sees: one row, or one region of a sheet, with the tracker around it. */

import { CodedRows, codedFrom, silentOf } from '../sheet/coded.ts';
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
  /** The row by itself; null where it is one of those that need not be made to say what they say. */
  readonly #alone: Row | null;
  readonly #among: CodedRows;
  #place = 0;
  readonly #trace: Trace | null;

  /** `given`: a row, or the rows among which `turn` says which it is. */
  constructor(
    given: Row | CodedRows,
    tab: TabPlan,
    rows: Rows,
    today: string,
    region: RegionView | null = null,
    trace: Trace | null = null,
  ) {
    const among = given instanceof CodedRows;
    this.#alone = among ? null : given;
    this.#among = among ? given : NOBODY;
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
    return this.#alone ?? this.#among.row(this.#place);
  }

  /** The row of the sheet that it stands in, from 0; null in the service. */
  get line(): number | null {
    if (this.#trace !== null) this.#trace.whole = true;
    return this.#alone === null ? this.#among.line(this.#place) : (this.#alone.at?.row ?? null);
  }

  /** The sheet that it stands in; null in the service. Rows that are checked together stand in one. */
  get sheet(): string | null {
    return this.#alone === null ? this.#among.sheet : (this.#alone.at?.sheet ?? null);
  }

  /** Its ref, as typed; null where it has none. */
  get ref(): string | null {
    this.#look(REF);
    return this.#alone === null ? this.#among.ref(this.#place) : this.#alone.ref;
  }

  /** The value of a column, null where there is none. */
  value(column: string): Value {
    this.#look(column);
    if (this.#alone === null) return this.#among.value(this.#place, column);
    const { cells } = this.#alone;
    // A configured key may be called as something that every object inherits.
    return Object.hasOwn(cells, column) ? (cells[column] ?? null) : null;
  }

  /** Whether the row itself says something in a column that its sheet has: no formula without a result stands there. */
  speaks(column: string): boolean {
    this.#look(column);
    if (this.#alone === null) return this.#among.speaks(this.#place, column);
    return !silentOf(this.#alone).includes(column);
  }

  /** Turns to another of the rows, forgetting what was worked out about the one before. */
  turn(place: number): void {
    this.#place = place;
    this.#memo = null;
  }

  #look(column: string): void {
    const trace = this.#trace;
    if (trace === null || trace.whole || trace.columns.includes(column)) return;
    trace.columns.push(column);
  }
}

const NOBODY: CodedRows = codedFrom([]);

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
  /** The records in it, in sheet order. */
  readonly rows: CodedRows;
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
  const line = place === undefined || grid === null ? null : view.line;
  if (place === undefined || grid === null || line === null) {
    const value = valueIn(view, column.column);
    return value === null ? null : { value, formula: false };
  }
  const formula = grid.formulas.get(at(line, place));
  if (formula !== undefined && !formula.cached) return null;
  const own = valueIn(view, column.column);
  const value = own ?? readCell(column, grid, cellAt(grid, line, place), grid.formats[line]?.[place]);
  return { value, formula: formula !== undefined };
}

function readCell(column: Column, grid: Grid, value: CellValue, format: string | undefined): Value {
  // Only text can be refused (too long, a character that no store keeps), and no computed column is text.
  return typeof value === 'string' ? value.trim() : canonical(column, grid.dateSystem, { value, format });
}
