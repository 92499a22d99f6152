/**
 * The ledger's present state, in memory: every row that ever was, by tab and ref, with who changed what last.
 * It is never changed in place: a change makes a new head that shares what is alike, so a reader keeps its own
 * and a push that fails leaves nothing behind.
 */
import type { RowChange } from '../../shared/rules/register.ts';
import type { Change } from '../../shared/values/change.ts';
import { normalRef } from '../../shared/values/ref.ts';
import type { Columns } from './columns.ts';
import { changed, type HeadRow, type Renumber, renumbered, rowId, type Touch } from './head-row.ts';
import { Lineage } from './lineage.ts';
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
  /** What the refs of rows were. */
  readonly lineage: Lineage;
}

/** The head of an empty tracker. */
export function emptyHead(hash: string): Head {
  return { revision: 0, hash, at: 0, tabs: new Map(), counters: new Map(), lineage: Lineage.none };
}

/** Whether a row has or ever had that ref. `key` is in normal form. */
export function wasGiven(head: Pick<Head, 'tabs' | 'lineage'>, tab: string, key: string): boolean {
  return rowAt(head, tab, key) !== undefined || head.lineage.lastLeft(tab, key) !== undefined;
}

/** The row of that ref, removed ones too. `key` is the ref in normal form. */
export function rowAt(head: Pick<Head, 'tabs'>, tab: string, key: string): HeadRow | undefined {
  return head.tabs.get(tab)?.get(key);
}

/**
 * A head with other rows, and the counters that follow from them.
 *
 * @param moved what the rows among them that were renumbered gave up
 */
export function withRows(
  head: Head,
  rows: Iterable<HeadRow>,
  to: Pick<Head, 'revision' | 'hash' | 'at'>,
  columns: Columns,
  moved: readonly { readonly from: string; readonly row: HeadRow; readonly shown: string }[] = [],
): Head {
  const tabs = new Map(head.tabs);
  let { counters } = head;
  for (const [tab, own] of Map.groupBy(moved, ({ row }) => row.tab)) {
    const left = own.map(({ from }) => from);
    tabs.set(tab, (tabs.get(tab) ?? TabRows.none).without(left));
  }
  for (const [tab, own] of Map.groupBy(rows, (row) => row.tab)) {
    const before = tabs.get(tab) ?? TabRows.none;
    const fresh = own.filter(({ key }) => before.get(key) === undefined);
    if (fresh.length > 0) {
      const raised = new Map(counters);
      for (const { ref } of fresh) highest(raised, columns, tab, ref);
      counters = raised;
    }
    tabs.set(tab, before.with(own));
  }
  const { revision, hash, at } = to;
  const lineage = head.lineage.with(
    moved.map(({ from, row, shown }) => ({ revision, tab: row.tab, from, to: row.key, shown })),
  );
  return { revision, hash, at, tabs, counters, lineage };
}

/** The head after a revision's changes as they stand in the log, and the rows it changed. @throws Error as `changed` */
export function advance(
  head: Head,
  to: Pick<Head, 'revision' | 'hash' | 'at'> & { readonly author: string },
  changes: readonly Change[],
  columns: Columns,
): { readonly head: Head; readonly changed: readonly RowChange[] } {
  const touch: Touch = { revision: to.revision, author: to.author, at: new Date(to.at).toISOString() };
  const { rows, moved } = fold((tab, key) => rowAt(head, tab, key), changes, touch);
  const was = new Map(moved.map(({ row, from }) => [rowId(row.tab, row.key), from]));
  return {
    head: withRows(head, rows.values(), to, columns, moved),
    changed: rowChanges(head, { rows, was }),
  };
}

/** What changed rows looked like before and after, for the rules. `was` has the old ref of renumbered ones. */
export function rowChanges(
  head: Head,
  { rows, was }: { readonly rows: ReadonlyMap<string, HeadRow>; readonly was: ReadonlyMap<string, string> },
): readonly RowChange[] {
  return [...rows].map(([id, row]) => {
    const before = rowAt(head, row.tab, was.get(id) ?? row.key);
    return {
      before: before === undefined || before.removed ? null : before,
      after: row.removed ? null : row,
    };
  });
}

/** What a revision's changes make of rows: those that it touched, by `rowId`. @throws Error as `changed` */
export function fold(
  find: (tab: string, key: string) => HeadRow | undefined,
  changes: readonly Change[],
  touch: Touch,
) {
  const first = changes.findIndex(({ op }) => op !== 'renumber');
  const renumberings = changes
    .slice(0, first < 0 ? changes.length : first)
    .filter((change): change is Renumber => change.op === 'renumber');
  const moved = renumbered(find, renumberings, touch).map((each, index) => ({
    ...each,
    shown: renumberings[index]?.ref ?? each.from,
  }));
  const rows = new Map(moved.map(({ row }) => [rowId(row.tab, row.key), row]));
  const left = new Set(moved.map(({ row, from }) => rowId(row.tab, from)));
  for (const change of changes.slice(moved.length)) {
    if (change.op === 'decide') continue;
    const key = normalRef(change.ref);
    const id = rowId(change.tab, key);
    const before = rows.get(id) ?? (left.has(id) ? undefined : find(change.tab, key));
    rows.set(id, changed(before, change, touch));
  }
  return { rows, moved };
}
