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
  readonly op: 'add' | 'remove' | 'restore';
  readonly ref: string;
  readonly cells: Cells;
  readonly workbook: string | null;
  readonly by: By;
}

/** Takes rows of the ledger into canonical form under the schema in force, by normal ref. */
export function rowsByRef(tab: Tab, rows: readonly LedgerRow[]): Rows {
  return new Map(rows.map((row) => [normalRef(row.ref), { ...row, cells: canonicalCells(tab, row.cells) }]));
}

/** What a tab went through, from one revision on. */
export class Timeline {
  readonly #tab: Tab;
  readonly #start: number;
  readonly #rows: Rows;
  #changes: { revision: number; change: Change }[] = [];
  readonly #cells = new Map<string, CellEvent[]>();
  readonly #rowEvents = new Map<string, RowEvent[]>();
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
      for (const change of record.changes) {
        if (change.tab !== this.#tab.tab || change.op === 'decide') continue;
        this.#note(record, change);
        if (record.revision > this.#start) this.#changes.push({ revision: record.revision, change });
      }
    }
  }

  /** The tab's rows at a revision; before the start, the rows at the start. */
  at(revision: number): Rows {
    if (revision <= this.#start) return this.#rows;
    const known = this.#folded.get(revision);
    if (known) return known;
    const rows = new Map(this.#rows);
    for (const { revision: now, change } of this.#changes) {
      if (now > revision) break;
      apply(this.#tab, rows, now, change);
    }
    this.#folded.set(revision, rows);
    return rows;
  }

  /** What a cell went through, oldest first. */
  cell(ref: string, column: string): readonly CellEvent[] {
    return this.#cells.get(`${ref}\0${column}`) ?? [];
  }

  /** What a row went through as a whole, oldest first. */
  row(ref: string): readonly RowEvent[] {
    return this.#rowEvents.get(ref) ?? [];
  }

  /** Every row that was added, removed or restored, by normal ref. */
  rows(): ReadonlyMap<string, readonly RowEvent[]> {
    return this.#rowEvents;
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

  #note(record: RevisionRecord, change: Exclude<Change, { op: 'decide' }>): void {
    if (change.op === 'renumber') return;
    const { revision, workbook } = record;
    const by = { author: record.author, at: record.at };
    const ref = normalRef(change.ref);
    if (change.op === 'set') {
      const [before, after] = [
        this.#canonical(change.column, change.before),
        this.#canonical(change.column, change.after),
      ];
      push(this.#cells, `${ref}\0${change.column}`, { revision, op: 'set', before, after, workbook, by });
      return;
    }
    const cells = canonicalCells(this.#tab, change.cells);
    push(this.#rowEvents, ref, { revision, op: change.op, ref: change.ref, cells, workbook, by });
    const gone = change.op === 'remove';
    for (const [column, value] of Object.entries(cells)) {
      const event = { before: gone ? value : null, after: gone ? null : value };
      push(this.#cells, `${ref}\0${column}`, { revision, op: change.op, ...event, workbook, by });
    }
  }

  #canonical(column: string, value: Value): Value {
    return canonicalIn(this.#tab, column, value);
  }
}

function apply(tab: Tab, rows: Map<string, LedgerRow>, revision: number, change: Change): void {
  const ref = normalRef(change.ref);
  switch (change.op) {
    case 'set': {
      const row = rows.get(ref);
      if (!row) return;
      const { [change.column]: _, ...others } = row.cells;
      const after = canonicalIn(tab, change.column, change.after);
      const cells = after === null ? others : { ...others, [change.column]: after };
      rows.set(ref, { ...row, revision, cells });
      return;
    }
    case 'add':
    case 'restore':
      rows.set(ref, { ref: change.ref, revision, cells: canonicalCells(tab, change.cells) });
      return;
    case 'remove':
      rows.delete(ref);
      return;
    case 'renumber': {
      const row = rows.get(ref);
      rows.delete(ref);
      if (row) rows.set(normalRef(change.to), { ...row, ref: change.to, revision });
      return;
    }
    case 'decide':
      return;
  }
}

function canonicalCells(tab: Tab, cells: Cells): Cells {
  const own: Record<string, Value> = {};
  for (const [column, value] of Object.entries(cells)) {
    const canonical = canonicalIn(tab, column, value);
    if (canonical !== null) own[column] = canonical;
  }
  return own;
}

/** A value of the ledger in canonical form under this tab's columns; those it does not know are text, as extra ones. */
export function canonicalIn(tab: Tab, column: string, value: Value): Value {
  const type = isExtra(column) ? 'text' : columnOf(tab, column)?.type;
  return type === undefined ? value : canonicalValue({ type }, value);
}

function push<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}
