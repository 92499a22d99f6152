/**
 * The ledger as a session pulled it: the rows of a tab at any revision since some start, folded from the feed
 * of changes, and what each cell and row went through meanwhile. All values in canonical form. Pure.
 */
import type { RevisionRecord } from '../protocol/changes.ts';
import type { LedgerRow } from '../protocol/rows.ts';
import { columnOf, isExtra, type Tab } from '../tracker/schema.ts';
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
  return new Map(rows.map((row) => [normalRef(row.ref), { ...row, cells: canonicalCells(tab, row.cells) }]));
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
  readonly #changes: { revision: number; row: RowId; change: RowChange }[] = [];
  readonly #cells = new Map<RowId, Map<string, CellEvent[]>>();
  readonly #rowEvents = new Map<RowId, RowEvent[]>();
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
      for (const change of own) {
        const row = this.#idOf(change.op === 'renumber' ? change.to : change.ref);
        this.#note(record, row, change);
        if (record.revision > this.#start) this.#changes.push({ revision: record.revision, row, change });
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
    const byRef = new Map(
      [...rows].map(([{ key, ref }, row]) => [key, normalRef(row.ref) === key ? row : { ...row, ref }]),
    );
    this.#folded.set(until, byRef);
    return byRef;
  }

  /** What a cell went through, oldest first. */
  cell(ref: string, column: string): readonly CellEvent[] {
    const row = this.#ids.get(ref);
    return (row === undefined ? undefined : this.#cells.get(row)?.get(column)) ?? [];
  }

  /** What a row went through as a whole, oldest first. */
  row(ref: string): readonly RowEvent[] {
    const row = this.#ids.get(ref);
    return (row === undefined ? undefined : this.#rowEvents.get(row)) ?? [];
  }

  /** Every row that was added, removed, restored or renumbered, by its present normal ref. */
  rows(): ReadonlyMap<string, readonly RowEvent[]> {
    return new Map([...this.#rowEvents].map(([{ key }, events]) => [key, events]));
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

  /** Once the feed is past the start: from here on its rows are followed. */
  #begin(): void {
    this.#atStart ??= new Map([...this.#rows.values()].map((row) => [this.#idOf(row.ref), row]));
  }

  #idOf(ref: string): RowId {
    const key = normalRef(ref);
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

  #note(record: RevisionRecord, row: RowId, change: RowChange): void {
    const { revision, workbook } = record;
    const by = { author: record.author, at: record.at };
    if (change.op === 'set') {
      const [before, after] = [
        this.#canonical(change.column, change.before),
        this.#canonical(change.column, change.after),
      ];
      this.#noteCell(row, change.column, { revision, op: 'set', before, after, workbook, by });
      return;
    }
    const cells = change.op === 'renumber' ? {} : canonicalCells(this.#tab, change.cells);
    push(this.#rowEvents, row, { revision, op: change.op, ref: change.ref, cells, workbook, by });
    if (change.op === 'renumber') return;
    const { op } = change;
    const gone = op === 'remove';
    for (const [column, value] of Object.entries(cells)) {
      const event = { before: gone ? value : null, after: gone ? null : value };
      this.#noteCell(row, column, { revision, op, ...event, workbook, by });
    }
  }

  #noteCell(row: RowId, column: string, event: CellEvent): void {
    const columns = this.#cells.get(row) ?? new Map<string, CellEvent[]>();
    this.#cells.set(row, columns);
    push(columns, column, event);
  }

  #canonical(column: string, value: Value): Value {
    return canonicalIn(this.#tab, column, value);
  }
}

/** A row, whatever it is called: one and the same object under every ref that it has had. */
interface RowId {
  key: string;
  ref: string;
}

type RowChange = Exclude<Change, { op: 'decide' }>;

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
  const columns = Object.keys(cells);
  const values = columns.map((column) => canonicalIn(tab, column, cells[column] ?? null));
  // Most rows are in that form already.
  if (columns.every((column, place) => values[place] !== null && values[place] === cells[column]))
    return cells;
  const own: Record<string, Value> = {};
  columns.forEach((column, place) => {
    const value = values[place] ?? null;
    if (value !== null) own[column] = value;
  });
  return own;
}

/** A value of the ledger in canonical form under this tab's columns; those it does not know are text, as extra ones. */
export function canonicalIn(tab: Tab, column: string, value: Value): Value {
  const type = isExtra(column) ? 'text' : columnOf(tab, column)?.type;
  return type === undefined ? value : canonicalValue({ type }, value);
}

function push<K, T>(lists: Map<K, T[]>, key: K, item: T): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}
