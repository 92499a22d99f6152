/** GET /rows: a tab's rows at the head or at any revision before it. */
import { Problem } from '../../shared/protocol/problem.ts';
import type { LedgerRow, RowsAnswer } from '../../shared/protocol/rows.ts';
import type { Change } from '../../shared/values/change.ts';
import { normalRef } from '../../shared/values/ref.ts';
import type { Cells } from '../../shared/values/value.ts';
import type { Snapshot } from '../store/store.ts';
import { type Columns, compare } from './columns.ts';
import { hashAt, unknownTab } from './feed.ts';
import { type Head, rowAt } from './head.ts';
import { changeOf } from './records.ts';

/** The rows of a tab. @throws Problem `unknown-tab`, `unknown-revision` */
export async function rowsAt(
  snapshot: Snapshot,
  head: Head,
  columns: Columns,
  tab: string,
  at: number = head.revision,
): Promise<RowsAnswer> {
  if (columns.tab(tab) === undefined) throw unknownTab(tab);
  if (at > head.revision) {
    throw new Problem('unknown-revision', `There is no revision ${at} yet; the last is ${head.revision}.`);
  }
  const { uuid } = await snapshot.tracker();
  const rows = at === head.revision ? presentRows(head, tab) : await pastRows(snapshot, head, tab, at);
  return {
    tracker: uuid,
    revision: at,
    hash: await hashAt(snapshot, head, at),
    tab,
    rows: rows
      .sort(([one], [other]) => compare(one, other))
      .map(([, { ref, revision, cells }]) => ({ ref, revision, cells: pushable(columns, tab, cells) })),
  };
}

/** By ref in normal form. */
type Keyed = [string, LedgerRow][];

function presentRows(head: Head, tab: string): Keyed {
  return [...(head.tabs.get(tab)?.values() ?? [])].flatMap(({ key, ref, removed, last, cells }) =>
    removed ? [] : [[key, { ref, revision: last.revision, cells }]],
  );
}

/** Goes back from the head by the changes since: copies ask for recent revisions, so that is the short way. */
async function pastRows(snapshot: Snapshot, head: Head, tab: string, at: number): Promise<Keyed> {
  const rows = new Map(presentRows(head, tab));
  const since = await snapshot.changes({ since: at, tab, limit: Number.MAX_SAFE_INTEGER });
  const touched = new Set<string>();
  for (const record of since.toReversed()) {
    const change = changeOf(record);
    if (change.op === 'decide') continue;
    touched.add(record.ref);
    const before = undone(rows.get(record.ref)?.cells ?? null, change);
    if (before === null) rows.delete(record.ref);
    else rows.set(record.ref, { ref: change.ref, revision: 0, cells: before });
  }
  const last = await snapshot.lastRevisions(tab, touched, at);
  for (const key of touched) {
    const row = rows.get(key);
    const revision = last.get(key);
    if (row === undefined) continue;
    if (revision === undefined)
      throw new Error(`The log of ${tab} ${row.ref} has no beginning. Run tracker verify.`);
    rows.set(key, { ...row, revision });
  }
  return [...rows];
}

/** The cells of one row at a revision; null where it was not there, or removed. */
export async function cellsAt(
  snapshot: Snapshot,
  head: Head,
  tab: string,
  ref: string,
  at: number,
): Promise<Cells | null> {
  const row = rowAt(head, tab, normalRef(ref));
  let cells = row === undefined || row.removed ? null : row.cells;
  const since = await snapshot.changes({
    since: at,
    tab,
    ref: normalRef(ref),
    limit: Number.MAX_SAFE_INTEGER,
  });
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

/** In the schema's order. A column that became computed since is no longer the ledger's to tell. */
function pushable(columns: Columns, tab: string, cells: Cells): Cells {
  const computed = new Set(
    columns.tab(tab)?.columns.flatMap((column) => (column.computed ? [column.column] : [])),
  );
  return Object.fromEntries(
    Object.entries(cells)
      .filter(([column]) => !computed.has(column))
      .sort(([one], [other]) => columns.compareColumns(tab, one, other)),
  );
}
