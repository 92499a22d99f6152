/**
 * The ledger as a session pulled it: the rows of a tab at any revision since some start, folded from the feed
 * of changes, and what each cell and row went through meanwhile. All values in canonical form. Pure.
 */
import type { RevisionRecord } from '../protocol/changes.ts';
import type { LedgerRow } from '../protocol/rows.ts';
import { type Column, isExtra, type Tab } from '../tracker/schema.ts';
import { canonicalValue } from '../values/canonical.ts';
import type { Change } from '../values/change.ts';
import { normalRef } from '../values/ref.ts';
import type { Cells, Value } from '../values/value.ts';
import type { By } from './preview.ts';

/** A tab's rows by the normal form of their ref. */
export type Rows = ReadonlyMap<string, LedgerRow>;

/** One time that a cell was given a value: by itself, or with its row. */
export interface CellEvent {
  readonly revision: number;
  readonly op: 'set' | 'add' | 'remove' | 'restore';
  readonly before: Value;
  readonly after: Value;
  readonly workbook: string | null;
  readonly by: By;
}

export interface RowEvent {
  readonly revision: number;
  readonly op: 'add' | 'remove' | 'restore' | 'renumber';
  readonly ref: string;
  readonly cells: Cells;
  readonly workbook: string | null;
  readonly by: By;
}

/** Takes rows of the ledger into canonical form under the schema in force, by normal ref. */
export function rowsByRef(tab: Tab, rows: readonly LedgerRow[]): Rows {
  const byRef = new Map<string, LedgerRow>();
  for (const row of rows) {
    const cells = canonicalCells(tab, row.cells);
    byRef.set(normalRef(row.ref), cells === row.cells ? row : { ...row, cells });
  }
  return byRef;
}

/**
 * What a tab went through, from one revision on. Rows are known by their present ref throughout, also at revisions
 * at which they had another.
 */
export class Timeline {
  readonly #tab: Tab;
  readonly #start: number;
  readonly #rows: Rows;
  /** The rows at the start, by row, once the feed has come that far. */
  #atStart: ReadonlyMap<RowId, LedgerRow> | null = null;
  /** The changes after the start, and all that are known of each row. What they say of a cell is made when asked for. */
  readonly #changes: Noted[] = [];
  readonly #byRow = new Map<RowId, Noted[]>();
  /** Rows that were added, removed, restored or renumbered. */
  readonly #whole = new Set<RowId>();
  /** Which row has a ref now. */
  readonly #ids = new Map<string, RowId>();
  /** Rows at revisions that were asked for. */
  readonly #folded = new Map<number, Rows>();

  /** `rows` are the tab's rows at revision `start`. */
  constructor(tab: Tab, start: number, rows: Rows) {
    this.#tab = tab;
    this.#start = start;
    this.#rows = rows;
  }

  /** Takes further revisions in, ascending. Those that are not after `start` tell only what cells went through. */
  follow(revisions: readonly RevisionRecord[]): void {
    this.#folded.clear();
    for (const record of revisions) {
      if (record.revision > this.#start) this.#begin();
      const own = record.changes.filter(
        (change): change is RowChange => change.tab === this.#tab.tab && change.op !== 'decide',
      );
      this.#renumber(own);
      const { revision, workbook, author, at } = record;
      const by = { author, at };
      for (const change of own) {
        const row = this.#idOf(change.op === 'renumber' ? change.to : change.ref);
        const noted = { revision, workbook, by, row, change };
        push(this.#byRow, row, noted);
        if (change.op !== 'set') this.#whole.add(row);
        if (revision > this.#start) this.#changes.push(noted);
      }
    }
  }

  /** The tab's rows at a revision; before the start, the rows at the start. */
  at(revision: number): Rows {
    this.#begin();
    const until = Math.max(revision, this.#start);
    const known = this.#folded.get(until);
    if (known) return known;
    const rows = new Map(this.#atStart);
    for (const { revision: now, row, change } of this.#changes) {
      if (now > until) break;
      apply(this.#tab, rows, row, now, change);
    }
    const byRef = new Map<string, LedgerRow>();
    for (const [{ key, ref }, row] of rows) byRef.set(key, isNamed(row, key, ref) ? row : { ...row, ref });
    this.#folded.set(until, byRef);
    return byRef;
  }

  /** What a cell went through, oldest first. */
  cell(ref: string, column: string): readonly CellEvent[] {
    return this.#noted(ref).flatMap((noted) => cellEvent(this.#tab, noted, column) ?? []);
  }

  /** What a row went through as a whole, oldest first. */
  row(ref: string): readonly RowEvent[] {
    return this.#noted(ref).flatMap((noted) => rowEvent(this.#tab, noted) ?? []);
  }

  /** Every row that was added, removed, restored or renumbered, by its present normal ref. */
  rows(): ReadonlyMap<string, readonly RowEvent[]> {
    return new Map([...this.#whole].map(({ key }) => [key, this.row(key)]));
  }

  /** Whether a revision after `after` gave the cell this value. */
  wasPut(ref: string, column: string, value: Value, after: number): boolean {
    return this.cell(ref, column).some(
      (event) => event.revision > after && event.op !== 'remove' && event.after === value,
    );
  }

  /** Who last changed the cell, or else the row as a whole, after a revision. */
  lastChange(ref: string, column: string | null, after: number): By | undefined {
    const events: readonly (CellEvent | RowEvent)[] =
      column === null ? this.row(ref) : this.cell(ref, column);
    const last = events.at(-1);
    return last && last.revision > after ? last.by : undefined;
  }

  #noted(ref: string): readonly Noted[] {
    const row = this.#ids.get(ref);
    return (row && this.#byRow.get(row)) ?? [];
  }

  /** Once the feed is past the start: from here on its rows are followed. */
  #begin(): void {
    if (this.#atStart !== null) return;
    const rows = new Map<RowId, LedgerRow>();
    for (const [key, row] of this.#rows) rows.set(this.#idOf(row.ref, key), row);
    this.#atStart = rows;
  }

  #idOf(ref: string, key = normalRef(ref)): RowId {
    const known = this.#ids.get(key);
    if (known) return known;
    const row = { key, ref };
    this.#ids.set(key, row);
    return row;
  }

  /** A revision's renumberings come first, and all at once. */
  #renumber(changes: readonly RowChange[]): void {
    const moved = changes.flatMap((change) =>
      change.op === 'renumber' ? [{ row: this.#idOf(change.ref), to: change.to }] : [],
    );
    for (const { row } of moved) this.#ids.delete(row.key);
    for (const { row, to } of moved) {
      Object.assign(row, { key: normalRef(to), ref: to });
      this.#ids.set(row.key, row);
    }
  }
}

/** A row, whatever it is called: one and the same object under every ref that it has had. */
interface RowId {
  key: string;
  ref: string;
}

/** Whether a row is called what its id is called now: most never had another ref. */
function isNamed(row: LedgerRow, key: string, ref: string): boolean {
  return row.ref === ref || normalRef(row.ref) === key;
}

type RowChange = Exclude<Change, { op: 'decide' }>;

/** A change of a row, and when and where it was made. */
interface Noted {
  readonly revision: number;
  readonly workbook: string | null;
  readonly by: By;
  readonly row: RowId;
  readonly change: RowChange;
}

/** What a change did to a cell of its row; null where it did nothing to it. */
function cellEvent(tab: Tab, { revision, workbook, by, change }: Noted, column: string): CellEvent | null {
  if (change.op === 'renumber' || (change.op === 'set' && change.column !== column)) return null;
  const { op } = change;
  if (op === 'set') {
    const before = canonicalIn(tab, column, change.before);
    return { revision, op, before, after: canonicalIn(tab, column, change.after), workbook, by };
  }
  const value = canonicalIn(tab, column, change.cells[column] ?? null);
  if (value === null) return null;
  const gone = op === 'remove';
  return { revision, op, before: gone ? value : null, after: gone ? null : value, workbook, by };
}

/** What a change did to its row as a whole; null where it did not. */
function rowEvent(tab: Tab, { revision, workbook, by, change }: Noted): RowEvent | null {
  if (change.op === 'set') return null;
  const { op, ref } = change;
  const cells = op === 'renumber' ? {} : canonicalCells(tab, change.cells);
  return { revision, op, ref, cells, workbook, by };
}

function apply(tab: Tab, rows: Map<RowId, LedgerRow>, id: RowId, revision: number, change: RowChange): void {
  switch (change.op) {
    case 'set': {
      const row = rows.get(id);
      if (!row) return;
      const { [change.column]: _, ...others } = row.cells;
      const after = canonicalIn(tab, change.column, change.after);
      const cells = after === null ? others : { ...others, [change.column]: after };
      rows.set(id, { ...row, revision, cells });
      return;
    }
    case 'add':
    case 'restore':
      rows.set(id, { ref: change.ref, revision, cells: canonicalCells(tab, change.cells) });
      return;
    case 'remove':
      rows.delete(id);
      return;
    case 'renumber': {
      const row = rows.get(id);
      if (row) rows.set(id, { ...row, ref: change.to, revision });
      return;
    }
  }
}

/** A row's cells in canonical form, nulls omitted. */
export function canonicalCells(tab: Tab, cells: Cells): Cells {
  // Most rows are in that form already.
  if (isCanonical(tab, cells)) return cells;
  const own: Record<string, Value> = {};
  for (const [column, value] of Object.entries(cells)) {
    const canonical = canonicalIn(tab, column, value);
    if (canonical !== null) own[column] = canonical;
  }
  return own;
}

function isCanonical(tab: Tab, cells: Cells): boolean {
  for (const column in cells) {
    const value = cells[column] ?? null;
    if (value === null || canonicalIn(tab, column, value) !== value) return false;
  }
  return true;
}

/** A value of the ledger in canonical form under this tab's columns; those it does not know are text, as extra ones. */
export function canonicalIn(tab: Tab, column: string, value: Value): Value {
  if (isExtra(column)) return canonicalValue(EXTRA, value);
  const known = typesOf(tab).get(column);
  return known === undefined ? value : canonicalValue(known, value);
}

const EXTRA = { type: 'text' } as const;

/** A tab's columns by key: they are asked for cell by cell. */
function typesOf(tab: Tab): ReadonlyMap<string, Column> {
  const known = types.get(tab) ?? new Map(tab.columns.map((column) => [column.column, column]));
  types.set(tab, known);
  return known;
}

const types = new WeakMap<Tab, ReadonlyMap<string, Column>>();

function push<K, T>(lists: Map<K, T[]>, key: K, item: T): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}
