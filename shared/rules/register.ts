/**
 * The rows of a tracker as rules look others up: by ref, from an index that is kept up to date a row at a
 * time. What a check of a changed row costs then depends on the change, not on the size of the tracker.
 */

import type { CodedRows } from '../sheet/coded.ts';
import type { Row } from '../sheet/row.ts';
import type { Column, Schema } from '../tracker/schema.ts';
import { everyListed, isWritten, normalRef, type RefPattern, repairRef } from '../values/ref.ts';
import { remembered } from '../values/remember.ts';
import type { Value } from '../values/value.ts';
import { Citations } from './citations.ts';
import { type Plan, planOf, type TabPlan } from './plan.ts';
import { RefIndex, saidBy } from './ref-index.ts';
import type { RowChange, Rows } from './rows.ts';
import { statusColumn, statusOf } from './status.ts';
import { RowView } from './view.ts';

export type { RowChange, Rows } from './rows.ts';

const NONE: readonly Row[] = [];

/** `new:1`: the ref of a row that the ledger is yet to number. */
const NEW = /^new:\d+$/;

/** Whether a row has a ref of its own. */
export function hasRef(row: Row): row is Row & { readonly ref: string } {
  return isRef(row.ref);
}

/** Whether a ref is one of a row's own. */
export function isRef(ref: Value): ref is string {
  return typeof ref === 'string' && ref !== '' && !(ref.startsWith('new:') && NEW.test(ref));
}

/** What a row goes by among the others; see `nameOfRef`. */
export function nameOf(tab: TabPlan | undefined, row: Row): string | null {
  return nameOfRef(tab, row.ref);
}

/**
 * What a row with this ref goes by among the others: the normal form of the ref, repaired where there is one right
 * way (`DR_3` goes by `DR-003`); null where it has none.
 */
export function nameOfRef(tab: TabPlan | undefined, ref: Value): string | null {
  if (!isRef(ref)) return null;
  const pattern = tab?.pattern ?? null;
  if (pattern === null) return normalRef(ref);
  if (isWritten(pattern, ref)) return ref.toLowerCase();
  let reader = readers.get(pattern);
  if (reader === undefined) {
    reader = remembered((ref) => normalRef(repairRef(pattern, ref) ?? ref));
    readers.set(pattern, reader);
  }
  return reader(ref);
}

const readers = new WeakMap<RefPattern, (ref: string) => string>();

/** The index over one tracker's rows. Its owner puts and drops rows as they change. */
export class Register implements Rows {
  readonly plan: Plan;
  /** By tab. */
  readonly #named = new Map<string, RefIndex>();
  /** The rows of each name that more than one of a tab goes by. */
  readonly #shared = new Set<readonly Row[]>();
  /** By pattern, those of the tabs that have it. */
  readonly #numbered = new Map<RefPattern, RefIndex[]>();
  readonly #size = new Map<string, number>();
  /** By tab, the rows that were put all at once, while they are all it has. */
  readonly #whole = new Map<string, CodedRows[]>();
  /** By tab, the states that its rows were ever in; made when first asked for. */
  readonly #states = new Map<string, Set<string>>();
  /** By tab; each made when first asked for, then kept up to date. */
  readonly #citing = new Map<string, Citations>();
  readonly #mentioning = new Map<string, Citations>();

  constructor(schema: Schema, rows: Iterable<Row> = []) {
    this.plan = planOf(schema);
    for (const row of rows) this.put(row);
  }

  named(tab: string, name: string): readonly Row[] {
    return this.#named.get(tab)?.get(name) ?? NONE;
  }

  told(tab: string, name: string, column: string): Value {
    return this.plan.tabs.get(tab)?.columns.has(column)
      ? (this.#named.get(tab)?.told(name, column) ?? null)
      : null;
  }

  someShare(): boolean {
    return this.#shared.size > 0;
  }

  shared(tab: string, ref: string): readonly Row[] {
    if (!this.someShare()) return NONE;
    const name = nameOfRef(this.plan.tabs.get(tab), ref);
    const rows = name === null ? NONE : this.named(tab, name);
    return rows.length < 2 ? NONE : rows;
  }

  count(name: string, tab?: string): number {
    if (tab !== undefined) return this.#named.get(tab)?.count(name) ?? 0;
    let count = 0;
    for (const index of this.#named.values()) count += index.count(name);
    return count;
  }

  filled(tab: string): boolean {
    return this.size(tab) > 0;
  }

  someAre(tab: string, states: readonly string[]): boolean {
    let known = this.#states.get(tab);
    if (known === undefined) {
      known = new Set();
      this.#states.set(tab, known);
      const whole = this.#whole.get(tab);
      if (whole === undefined) for (const row of this.#named.get(tab)?.rows() ?? []) this.#putState(row);
      else for (const rows of whole) this.#putStates(tab, rows, known);
    }
    return states.some((state) => known.has(state));
  }

  hasAll(text: string): boolean {
    return everyListed(text, this.plan.patterns, (pattern, number) => {
      for (const index of this.#numbered.get(pattern) ?? []) if (index.hasNumber(number)) return true;
      return false;
    });
  }

  hasBefore(tab: string, ref: string): boolean {
    return this.#named.get(tab)?.hasBefore(ref) ?? false;
  }

  /** How many rows the tab has. */
  size(tab: string): number {
    return this.#size.get(tab) ?? 0;
  }

  citing(name: string, tab?: string): readonly Row[] {
    return this.#found(this.#citing, ({ citing }) => citing, name, tab);
  }

  mentioning(name: string, tab?: string): readonly Row[] {
    return this.#found(this.#mentioning, ({ prose }) => prose, name, tab);
  }

  #found(
    known: Map<string, Citations>,
    columns: (tab: TabPlan) => readonly Column[],
    name: string,
    tab: string | undefined,
  ): readonly Row[] {
    if (tab === undefined)
      return [...this.#named.keys()].flatMap((each) => this.#found(known, columns, name, each));
    let citations = known.get(tab);
    if (citations === undefined) {
      const plan = this.plan.tabs.get(tab);
      citations = new Citations(this.plan, plan === undefined ? [] : columns(plan));
      known.set(tab, citations);
      const whole = this.#whole.get(tab);
      if (whole === undefined) for (const row of this.#named.get(tab)?.rows() ?? []) citations.put(row);
      else for (const rows of whole) citations.putAll(rows, hasRef);
    }
    return citations.of(name);
  }

  /** Applies changes for good, such as those of a push that was committed. */
  apply(changes: readonly RowChange[]): void {
    for (const { before } of changes) if (before !== null) this.drop(before);
    for (const { after } of changes) if (after !== null) this.put(after);
  }

  /** Adds a row. */
  put(row: Row): void {
    const { tab } = row;
    this.#size.set(tab, this.size(tab) + 1);
    if (!hasRef(row)) return;
    this.#whole.delete(tab);
    const plan = this.plan.tabs.get(tab);
    const rows = this.#indexOf(tab).put(row.ref, row, (ref) => nameOfRef(plan, ref) ?? '');
    if (rows !== null) this.#shared.add(rows);
    this.#citing.get(tab)?.put(row);
    this.#mentioning.get(tab)?.put(row);
    this.#putState(row);
  }

  /** Adds all these rows of a tab to those that were added so. None of them is made before somebody asks for it. */
  putAll(tab: string, rows: CodedRows): void {
    const whole = this.#whole.get(tab);
    if (this.size(tab) > 0 && whole === undefined) {
      for (const row of rows.all()) this.put(row);
      return;
    }
    this.#whole.set(tab, [...(whole ?? []), rows]);
    this.#size.set(tab, this.size(tab) + rows.length);
    const plan = this.plan.tabs.get(tab);
    const shared = this.#indexOf(tab).putAll(rows, isRef, (ref) => nameOfRef(plan, ref) ?? '');
    for (const those of shared) this.#shared.add(those);
  }

  #indexOf(tab: string): RefIndex {
    let index = this.#named.get(tab);
    if (index === undefined) {
      const pattern = this.plan.tabs.get(tab)?.pattern ?? null;
      index = new RefIndex(pattern);
      this.#named.set(tab, index);
      if (pattern !== null) this.#numbered.set(pattern, [...(this.#numbered.get(pattern) ?? []), index]);
    }
    return index;
  }

  /** The states of many rows: each thing that the column which tells them says once. */
  #putStates(name: string, rows: CodedRows, states: Set<string>): void {
    const tab = this.plan.tabs.get(name);
    const column = tab === undefined ? undefined : rows.columns.get(statusColumn(tab));
    if (tab === undefined || column === undefined) return;
    const view = new RowView(rows, tab, this, '');
    for (const place of column.first) {
      if (place < 0) continue;
      view.turn(place);
      const status = statusOf(view);
      if (status !== null) states.add(status.status);
    }
  }

  #putState(row: Row): void {
    const states = this.#states.get(row.tab);
    const tab = states === undefined ? undefined : this.plan.tabs.get(row.tab);
    const status = tab === undefined ? null : statusOf(new RowView(row, tab, this, ''));
    if (status !== null) states?.add(status.status);
  }

  /** Takes a row out: the one of that tab and ref. A row that is not there changes nothing. */
  drop(row: Row): void {
    this.#whole.delete(row.tab);
    const name = nameOf(this.plan.tabs.get(row.tab), row);
    if (name === null) {
      this.#size.set(row.tab, Math.max(0, this.size(row.tab) - 1));
      return;
    }
    const index = this.#named.get(row.tab);
    const rows = index?.get(name) ?? [];
    const at = placeOf(rows, row);
    if (at < 0) return;
    const [gone] = rows.splice(at, 1);
    if (gone !== undefined) {
      this.#citing.get(row.tab)?.drop(gone);
      this.#mentioning.get(row.tab)?.drop(gone);
    }
    if (rows.length === 0) index?.delete(name);
    if (rows.length < 2) this.#shared.delete(rows);
    this.#size.set(row.tab, this.size(row.tab) - 1);
  }
}

/** The rows as they would be after some changes, without making them: to try a push. Costs what the changes cost. */
export function amended(rows: Rows, changes: readonly RowChange[]): Rows {
  return inPlace(rows, changes) ?? rearranged(rows, changes);
}

/**
 * The same where every row keeps its ref, as most pushes have it: then each name is still the name of as many rows.
 * Null where one does not, or is not the very row that is indexed.
 */
function inPlace(rows: Rows, changes: readonly RowChange[]): Rows | null {
  const now = new Map<Row, Row>();
  for (const { before, after } of changes) {
    if (before === null || after === null || before.tab !== after.tab || before.ref !== after.ref)
      return null;
    const name = nameOf(rows.plan.tabs.get(before.tab), before);
    if (name === null || !rows.named(before.tab, name).includes(before)) return null;
    now.set(before, after);
  }
  const nowOf = (those: readonly Row[]) => those.map((row) => now.get(row) ?? row);
  const named = (tab: string, name: string) => nowOf(rows.named(tab, name));
  // Made where a rule asks for what only the new cells tell.
  let others: Rows | null = null;
  const whole = () => {
    others ??= rearranged(rows, changes);
    return others;
  };
  return {
    plan: rows.plan,
    named,
    told: (tab, name, column) => toldBy(rows.plan, named(tab, name), column),
    someShare: () => rows.someShare(),
    shared: (tab, ref) => nowOf(rows.shared(tab, ref)),
    count: (name, tab) => rows.count(name, tab),
    filled: (tab) => rows.filled(tab),
    size: (tab) => rows.size(tab),
    hasAll: (text) => rows.hasAll(text),
    hasBefore: (tab, ref) => rows.hasBefore(tab, ref),
    someAre: (tab, states) => rows.someAre(tab, states) || whole().someAre(tab, states),
    citing: (name, tab) => whole().citing(name, tab),
    mentioning: (name, tab) => whole().mentioning(name, tab),
  };
}

function rearranged(rows: Rows, changes: readonly RowChange[]): Rows {
  const out = changes.flatMap(({ before }) => (before === null ? [] : [before]));
  const put = new Register(rows.plan.schema);
  for (const { after } of changes) if (after !== null) put.put(after);
  const dropped = new Register(rows.plan.schema, out);
  const changed = (before: readonly Row[], gone: readonly Row[], added: readonly Row[]) => {
    if (gone.length === 0 && added.length === 0) return before;
    const kept = [...before];
    for (const row of gone) {
      const at = placeOf(kept, row);
      if (at >= 0) kept.splice(at, 1);
    }
    return [...kept, ...added];
  };
  const named = (tab: string, name: string) =>
    changed(rows.named(tab, name), dropped.named(tab, name), put.named(tab, name));
  return {
    plan: rows.plan,
    named,
    told: (tab, name, column) => toldBy(rows.plan, named(tab, name), column),
    shared(tab, ref) {
      const name = nameOfRef(rows.plan.tabs.get(tab), ref);
      const those = name === null ? NONE : named(tab, name);
      return those.length < 2 ? NONE : those;
    },
    // A row that comes may have the name of one that stays.
    someShare: () => true,
    someAre: (tab, states) => put.someAre(tab, states) || rows.someAre(tab, states),
    // Some of them may be among those that go.
    hasAll: (text) => out.length === 0 && rows.hasAll(text),
    hasBefore: (tab, ref) => out.length === 0 && rows.hasBefore(tab, ref),
    count: (name, tab) => rows.count(name, tab) - dropped.count(name, tab) + put.count(name, tab),
    filled: (tab) => put.filled(tab) || (rows.filled(tab) && rows.size(tab) > dropped.size(tab)),
    size: (tab) => rows.size(tab) - dropped.size(tab) + put.size(tab),
    citing: (name, tab) => changed(rows.citing(name, tab), dropped.citing(name, tab), put.citing(name, tab)),
    mentioning: (name, tab) =>
      changed(rows.mentioning(name, tab), dropped.mentioning(name, tab), put.mentioning(name, tab)),
  };
}

/** What the only one of these rows says of its own in a column; null where there are none or several. */
function toldBy(plan: Plan, [row, ...others]: readonly Row[], column: string): Value {
  if (row === undefined || others.length > 0 || !plan.tabs.get(row.tab)?.columns.has(column)) return null;
  return saidBy(row, column);
}

/** Where a row is: that very one, else one of the same ref as typed; -1 where there is none. */
function placeOf(rows: readonly Row[], row: Row): number {
  const at = rows.indexOf(row);
  if (at >= 0 || row.ref === null) return at;
  const ref = normalRef(row.ref);
  return rows.findIndex((each) => each.tab === row.tab && each.ref !== null && normalRef(each.ref) === ref);
}
