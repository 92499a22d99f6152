/**
 * The rows of a tracker as rules look others up: by ref, from an index that is kept up to date a row at a
 * time. What a check of a changed row costs then depends on the change, not on the size of the tracker.
 */

import type { Row } from '../sheet/row.ts';
import type { Schema } from '../tracker/schema.ts';
import { normalRef, repairRef } from '../values/ref.ts';
import { type Plan, planOf, type TabPlan } from './plan.ts';

/** What a rule may ask about the other rows. A name is what `nameOf` makes of a ref. */
export interface Rows {
  readonly plan: Plan;
  /** The rows of a tab that go by that name. */
  named(tab: string, name: string): readonly Row[];
  /** How many rows of any tab go by that name. */
  count(name: string): number;
  /** How many rows the tab has. */
  size(tab: string): number;
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
  return row.ref !== null && row.ref !== '' && !NEW.test(row.ref);
}

/**
 * What a row goes by among the others: the normal form of its ref, repaired where there is one right way
 * (`DR_3` goes by `DR-003`); null where it has none.
 */
export function nameOf(tab: TabPlan | undefined, row: Row): string | null {
  if (!hasRef(row)) return null;
  const pattern = tab?.pattern ?? null;
  return normalRef((pattern === null ? null : repairRef(pattern, row.ref)) ?? row.ref);
}

/** The index over one tracker's rows. Its owner puts and drops rows as they change. */
export class Register implements Rows {
  readonly plan: Plan;
  readonly #named = new Map<string, Map<string, Row[]>>();
  readonly #count = new Map<string, number>();
  readonly #size = new Map<string, number>();

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

  size(tab: string): number {
    return this.#size.get(tab) ?? 0;
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
    rows.splice(at, 1);
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
  return {
    plan: rows.plan,
    named(tab, name) {
      const gone = dropped.named(tab, name);
      const kept = [...rows.named(tab, name)];
      for (const row of gone) {
        const at = placeOf(kept, row);
        if (at >= 0) kept.splice(at, 1);
      }
      const added = put.named(tab, name);
      return [...kept, ...added];
    },
    count: (name) => rows.count(name) - dropped.count(name) + put.count(name),
    size: (tab) => rows.size(tab) - dropped.size(tab) + put.size(tab),
  };
}

/** Where a row is: that very one, else one of the same ref as typed; -1 where there is none. */
function placeOf(rows: readonly Row[], row: Row): number {
  const at = rows.indexOf(row);
  if (at >= 0 || row.ref === null) return at;
  const ref = normalRef(row.ref);
  return rows.findIndex((each) => each.ref !== null && normalRef(each.ref) === ref);
}
