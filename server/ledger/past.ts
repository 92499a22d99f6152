/** The past: a tab's rows, and the cells of one, at any revision. */
import { Problem } from '../../shared/protocol/problem.ts';
import type { LedgerRow, RowsAnswer } from '../../shared/protocol/rows.ts';
import type { Change } from '../../shared/values/change.ts';
import { normalRef } from '../../shared/values/ref.ts';
import type { Cells } from '../../shared/values/value.ts';
import type { Snapshot } from '../store/store.ts';
import { type Columns, compare } from './columns.ts';
import { hashAt, unknownTab } from './feed.ts';
import { type Head, rowAt } from './head.ts';
import type { HeadRow } from './head-row.ts';
import type { Recent } from './recent.ts';
import { changeOf } from './records.ts';
import { changesOfRow } from './row-changes.ts';

/** The rows of a tab. @throws Problem `unknown-tab`, `unknown-revision` */
export async function rowsAt(
  snapshot: Snapshot,
  head: Head,
  recent: Recent,
  columns: Columns,
  tab: string,
  at: number = head.revision,
): Promise<RowsAnswer> {
  if (columns.tab(tab) === undefined) throw unknownTab(tab);
  if (at > head.revision) {
    throw new Problem('unknown-revision', `There is no revision ${at} yet; the last is ${head.revision}.`);
  }
  const { uuid } = await snapshot.tracker();
  const rows =
    at === head.revision
      ? rowsOf(head.tabs.get(tab)?.inOrder())
      : (recentRows(recent, tab, at) ?? (await pastRows(snapshot, head, tab, at)));
  return {
    tracker: uuid,
    revision: at,
    hash: await hashAt(snapshot, head, recent, at),
    tab,
    rows: rows
      .sort(([one], [other]) => compare(one, other))
      .map(([, { ref, revision, cells }]) => ({ ref, revision, cells: columns.ordered(tab, cells) })),
  };
}

/** By ref in normal form. */
type Keyed = [string, LedgerRow][];

/** Undefined where the revision is not in memory. */
function recentRows(recent: Recent, tab: string, at: number): Keyed | undefined {
  const kept = recent.at(at);
  return kept === undefined ? undefined : rowsOf(kept.tabs.get(tab)?.values());
}

/** The live ones, of the head or a head that was. */
function rowsOf(all: Iterable<HeadRow> = []): Keyed {
  const rows: Keyed = [];
  for (const { key, ref, removed, last, cells } of all) {
    if (!removed) rows.push([key, { ref, revision: last.revision, cells }]);
  }
  return rows;
}

/** Goes back from the head by the changes since: copies ask for recent revisions, so that is the short way. */
async function pastRows(snapshot: Snapshot, head: Head, tab: string, at: number): Promise<Keyed> {
  const rows = new Map(rowsOf(head.tabs.get(tab)?.inOrder()));
  const since = await snapshot.changes({ since: at, tab, limit: Number.MAX_SAFE_INTEGER });
  const touched = new Set<string>();
  const back: Moved[] = [];
  for (const record of since.toReversed()) {
    const change = changeOf(record);
    if (back.length > 0 && back[0]?.revision !== record.revision) moveBack(rows, touched, back.splice(0));
    if (change.op === 'decide') continue;
    if (change.op === 'renumber') {
      back.push({ revision: record.revision, from: record.ref, to: normalRef(change.to), ref: change.ref });
      continue;
    }
    touched.add(record.ref);
    const before = undone(rows.get(record.ref)?.cells ?? null, change);
    if (before === null) rows.delete(record.ref);
    else rows.set(record.ref, { ref: change.ref, revision: 0, cells: before });
  }
  moveBack(rows, touched, back);
  const last = await snapshot.lastRevisions(tab, touched, at);
  for (const key of touched) {
    const row = rows.get(key);
    // What brought it there stands under the ref that it had before.
    const arrived = head.lineage.lastTaken(tab, key, at)?.revision ?? 0;
    const revision = Math.max(last.get(key) ?? 0, arrived);
    if (row === undefined) continue;
    if (revision === 0) throw new Error(`The log of ${tab} ${row.ref} has no beginning. Run tracker verify.`);
    rows.set(key, { ...row, revision });
  }
  return [...rows];
}

interface Moved {
  readonly revision: number;
  readonly from: string;
  readonly to: string;
  /** The ref before, as it was shown. */
  readonly ref: string;
}

/** Takes a revision's renumberings back, all at once. */
function moveBack(rows: Map<string, LedgerRow>, touched: Set<string>, back: readonly Moved[]): void {
  const found = back.map(({ from, to, ref }) => ({ from, to, row: { ...existing(rows, to), ref } }));
  for (const { to } of found) {
    rows.delete(to);
    touched.delete(to);
  }
  for (const { from, row } of found) {
    rows.set(from, row);
    touched.add(from);
  }
}

function existing(rows: ReadonlyMap<string, LedgerRow>, key: string): LedgerRow {
  const row = rows.get(key);
  if (row === undefined)
    throw new Error(`The log renumbers a row to ${key} that is none. Run tracker verify.`);
  return row;
}

/** The cells at a revision of the row that has a ref now; null where it was not there, or removed. */
export async function cellsAt(
  snapshot: Snapshot,
  head: Head,
  tab: string,
  key: string,
  at: number,
): Promise<Cells | null> {
  const row = rowAt(head, tab, key);
  let cells = row === undefined || row.removed ? null : row.cells;
  const limit = Number.MAX_SAFE_INTEGER;
  const since = await changesOfRow(snapshot, head, { since: at, tab, ref: key, limit });
  for (const record of since.toReversed()) cells = undone(cells, changeOf(record));
  return cells;
}

/** A row's cells before a change; null where it was not there. */
function undone(cells: Cells | null, change: Change): Cells | null {
  switch (change.op) {
    case 'set': {
      const { [change.column]: _, ...others } = cells ?? {};
      return change.before === null ? others : { ...others, [change.column]: change.before };
    }
    case 'add':
    case 'restore':
      return null;
    case 'remove':
      return change.cells;
    case 'renumber':
    case 'decide':
      return cells;
  }
}
