/**
 * The ledger's present state, in memory: every row that ever was, by tab and ref, with who changed what last.
 * It is never changed in place: a change makes a new head that shares what is alike, so a reader keeps its own
 * and a push that fails leaves nothing behind.
 */
import type { Change } from '../../shared/values/change.ts';
import { normalRef } from '../../shared/values/ref.ts';
import type { Columns } from './columns.ts';
import { changed, type HeadRow, rowId, type Touch } from './head-row.ts';
import { highest } from './series.ts';
import { TabRows } from './tab-rows.ts';

export interface Head {
  readonly revision: number;
  readonly hash: string;
  /** Epoch milliseconds of the head's revision; 0 before the first. */
  readonly at: number;
  /** Tab → its rows, removed ones too. */
  readonly tabs: ReadonlyMap<string, TabRows>;
  /** `seriesKey` → the highest number ever used. */
  readonly counters: ReadonlyMap<string, number>;
}

/** The row of that ref, removed ones too. `key` is the ref in normal form. */
export function rowAt(head: Pick<Head, 'tabs'>, tab: string, key: string): HeadRow | undefined {
  return head.tabs.get(tab)?.get(key);
}

/** A head with other rows, and the counters that follow from them. */
export function withRows(
  head: Head,
  rows: Iterable<HeadRow>,
  to: Pick<Head, 'revision' | 'hash' | 'at'>,
  columns: Columns,
): Head {
  const tabs = new Map(head.tabs);
  const counters = new Map(head.counters);
  for (const [tab, own] of Map.groupBy(rows, (row) => row.tab)) {
    const before = head.tabs.get(tab) ?? TabRows.none;
    for (const { key, ref } of own) if (before.get(key) === undefined) highest(counters, columns, tab, ref);
    tabs.set(tab, before.with(own));
  }
  return { ...to, tabs, counters };
}

/** The head after a revision's changes, as they stand in the log. @throws Error as `changed` */
export function advance(
  head: Head,
  to: Pick<Head, 'revision' | 'hash' | 'at'> & { readonly author: string },
  changes: readonly Change[],
  columns: Columns,
): Head {
  const touch: Touch = { revision: to.revision, author: to.author, at: new Date(to.at).toISOString() };
  const rows = new Map<string, HeadRow>();
  for (const change of changes) {
    if (change.op === 'decide') continue;
    const key = normalRef(change.ref);
    const id = rowId(change.tab, key);
    rows.set(id, changed(rows.get(id) ?? rowAt(head, change.tab, key), change, touch));
  }
  return withRows(head, rows.values(), { revision: to.revision, hash: to.hash, at: to.at }, columns);
}
