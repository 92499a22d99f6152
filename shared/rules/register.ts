/**
 * The rows of a tracker as rules look others up: by ref, from an index that is kept up to date a row at a
 * time. What a check of a changed row costs then depends on the change, not on the size of the tracker.
 */

import type { Row } from '../sheet/row.ts';
import type { Schema } from '../tracker/schema.ts';
import { normalRef, type RefPattern, repairRef } from '../values/ref.ts';
import { remembered } from '../values/remember.ts';
import { citedBy, mentionedBy } from './names.ts';
import { type Plan, planOf, type TabPlan } from './plan.ts';

/** What a rule may ask about the other rows. A name is what `nameOf` makes of a ref. */
export interface Rows {
  readonly plan: Plan;
  /** The rows of a tab that go by that name. */
  named(tab: string, name: string): readonly Row[];
  /** How many rows of any tab go by that name. */
  count(name: string): number;
  /** Whether the tab has rows at all. */
  filled(tab: string): boolean;
  /** How many rows the tab has. For the count itself a rule has no use: every new row would change what it says. */
  size(tab: string): number;
  /** The rows with a ref of their own that name it in a ref column; in no order. */
  citing(name: string): readonly Row[];
  /** The rows with a ref of their own that name it in their prose; in no order. */
  mentioning(name: string): readonly Row[];
}

/** One row before and after; before is null for a new row, after for one removed. */
export interface RowChange {
  readonly before: Row | null;
  readonly after: Row | null;
}

/** `new:1`: the ref of a row that the ledger is yet to number. */
const NEW = /^new:\d+$/;

/** Whether a row has a ref of its own. */
export function hasRef(row: Row): row is Row & { readonly ref: string } {
  return row.ref !== null && row.ref !== '' && !(row.ref.startsWith('new:') && NEW.test(row.ref));
}

/**
 * What a row goes by among the others: the normal form of its ref, repaired where there is one right way
 * (`DR_3` goes by `DR-003`); null where it has none.
 */
export function nameOf(tab: TabPlan | undefined, row: Row): string | null {
  if (!hasRef(row)) return null;
  const pattern = tab?.pattern ?? null;
  if (pattern === null) return normalRef(row.ref);
  let reader = readers.get(pattern);
  if (reader === undefined) {
    reader = remembered((ref) => normalRef(repairRef(pattern, ref) ?? ref));
    readers.set(pattern, reader);
  }
  return reader(row.ref);
}

const readers = new WeakMap<RefPattern, (ref: string) => string>();

/** The index over one tracker's rows. Its owner puts and drops rows as they change. */
export class Register implements Rows {
  readonly plan: Plan;
  readonly #named = new Map<string, Map<string, Row[]>>();
  readonly #count = new Map<string, number>();
  readonly #size = new Map<string, number>();
  /** By name; made when first asked for, then kept up to date. */
  #citing: Citations | null = null;
  #mentioning: Citations | null = null;

  constructor(schema: Schema, rows: Iterable<Row> = []) {
    this.plan = planOf(schema);
    for (const row of rows) this.put(row);
  }

  named(tab: string, name: string): readonly Row[] {
    return this.#named.get(tab)?.get(name) ?? [];
  }

  count(name: string): number {
    return this.#count.get(name) ?? 0;
  }

  filled(tab: string): boolean {
    return this.size(tab) > 0;
  }

  /** How many rows the tab has. */
  size(tab: string): number {
    return this.#size.get(tab) ?? 0;
  }

  citing(name: string): readonly Row[] {
    this.#citing ??= new Citations(this.plan, citedBy, this.#rows());
    return this.#citing.of(name);
  }

  mentioning(name: string): readonly Row[] {
    this.#mentioning ??= new Citations(this.plan, mentionedBy, this.#rows());
    return this.#mentioning.of(name);
  }

  *#rows(): Iterable<Row> {
    for (const tab of this.#named.values()) for (const rows of tab.values()) yield* rows;
  }

  /** Applies changes for good, such as those of a push that was committed. */
  apply(changes: readonly RowChange[]): void {
    for (const { before } of changes) if (before !== null) this.drop(before);
    for (const { after } of changes) if (after !== null) this.put(after);
  }

  /** Adds a row. */
  put(row: Row): void {
    this.#size.set(row.tab, this.size(row.tab) + 1);
    const name = nameOf(this.plan.tabs.get(row.tab), row);
    if (name === null) return;
    const tab = this.#named.get(row.tab) ?? new Map<string, Row[]>();
    this.#named.set(row.tab, tab);
    const rows = tab.get(name);
    if (rows === undefined) tab.set(name, [row]);
    else rows.push(row);
    this.#count.set(name, this.count(name) + 1);
    this.#citing?.put(row);
    this.#mentioning?.put(row);
  }

  /** Takes a row out: the one of that tab and ref. A row that is not there changes nothing. */
  drop(row: Row): void {
    const name = nameOf(this.plan.tabs.get(row.tab), row);
    if (name === null) {
      this.#size.set(row.tab, Math.max(0, this.size(row.tab) - 1));
      return;
    }
    const rows = this.#named.get(row.tab)?.get(name) ?? [];
    const at = placeOf(rows, row);
    if (at < 0) return;
    const [gone] = rows.splice(at, 1);
    if (gone !== undefined) {
      this.#citing?.drop(gone);
      this.#mentioning?.drop(gone);
    }
    if (rows.length === 0) this.#named.get(row.tab)?.delete(name);
    this.#size.set(row.tab, this.size(row.tab) - 1);
    const left = this.count(name) - 1;
    if (left === 0) this.#count.delete(name);
    else this.#count.set(name, left);
  }
}

/** The rows as they would be after some changes, without making them: to try a push. Costs what the changes cost. */
export function amended(rows: Rows, changes: readonly RowChange[]): Rows {
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
  return {
    plan: rows.plan,
    named: (tab, name) => changed(rows.named(tab, name), dropped.named(tab, name), put.named(tab, name)),
    count: (name) => rows.count(name) - dropped.count(name) + put.count(name),
    filled: (tab) => put.filled(tab) || (rows.filled(tab) && rows.size(tab) > dropped.size(tab)),
    size: (tab) => rows.size(tab) - dropped.size(tab) + put.size(tab),
    citing: (name) => changed(rows.citing(name), dropped.citing(name), put.citing(name)),
    mentioning: (name) => changed(rows.mentioning(name), dropped.mentioning(name), put.mentioning(name)),
  };
}

/** Which rows name a name. */
class Citations {
  readonly #plan: Plan;
  readonly #names: (plan: Plan, row: Row) => readonly string[];
  readonly #rows = new Map<string, Set<Row>>();

  constructor(plan: Plan, names: (plan: Plan, row: Row) => readonly string[], rows: Iterable<Row>) {
    this.#plan = plan;
    this.#names = names;
    for (const row of rows) this.put(row);
  }

  of(name: string): readonly Row[] {
    const rows = this.#rows.get(name);
    return rows === undefined ? [] : [...rows];
  }

  put(row: Row): void {
    for (const name of this.#names(this.#plan, row)) {
      const rows = this.#rows.get(name);
      if (rows === undefined) this.#rows.set(name, new Set([row]));
      else rows.add(row);
    }
  }

  drop(row: Row): void {
    for (const name of this.#names(this.#plan, row)) {
      const rows = this.#rows.get(name);
      rows?.delete(row);
      if (rows?.size === 0) this.#rows.delete(name);
    }
  }
}

/** Where a row is: that very one, else one of the same ref as typed; -1 where there is none. */
function placeOf(rows: readonly Row[], row: Row): number {
  const at = rows.indexOf(row);
  if (at >= 0 || row.ref === null) return at;
  const ref = normalRef(row.ref);
  return rows.findIndex((each) => each.tab === row.tab && each.ref !== null && normalRef(each.ref) === ref);
}
