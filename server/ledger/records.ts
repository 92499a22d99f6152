/** The ledger's things as records of the store, and back. What comes back is parsed, not trusted. */
import { z } from 'zod';
import { Change, Conflict } from '../../shared/values/change.ts';
import { canonicalJson } from '../../shared/values/hash.ts';
import { normalRef } from '../../shared/values/ref.ts';
import { Cells } from '../../shared/values/value.ts';
import type { ChangeRecord, ConflictRecord, RevisionRecord, RowRecord, Snapshot } from '../store/store.ts';
import type { Columns } from './columns.ts';
import type { Recorded } from './conflict.ts';
import { emptyHead, type Head, withRows } from './head.ts';
import type { HeadRow, Touch } from './head-row.ts';
import { Lineage, type Renumbering } from './lineage.ts';
import { seriesKey } from './series.ts';

const Touched = z.record(z.string(), z.number().int());

export function rowRecord(row: HeadRow): RowRecord {
  return {
    tab: row.tab,
    ref: row.key,
    shown: row.ref,
    cells: canonicalJson(row.cells),
    revision: row.last.revision,
    removed: row.removed,
    born: row.born.revision,
    touched: canonicalJson(
      Object.fromEntries(Object.entries(row.touched).map(([column, { revision }]) => [column, revision])),
    ),
  };
}

export function changeRecord(change: Change, revision: number, position: number): ChangeRecord {
  return {
    revision,
    position,
    tab: change.tab,
    ref: normalRef(change.ref),
    column: change.op === 'set' || change.op === 'decide' ? change.column : null,
    op: change.op,
    body: canonicalJson(change),
  };
}

export function changeOf(record: ChangeRecord): Change {
  return Change.parse(JSON.parse(record.body));
}

export function conflictRecord(kept: Recorded): ConflictRecord {
  return {
    id: kept.id,
    workbook: kept.workbook,
    kind: kept.kind,
    tab: kept.tab,
    ref: kept.key,
    column: kept.column,
    base: canonicalJson(kept.base),
    mine: canonicalJson(kept.mine),
    author: kept.author,
    at: Date.parse(kept.at),
    state: kept.state,
    decided: kept.decided === null ? null : canonicalJson(kept.decided),
    decidedRevision: kept.decided?.revision ?? null,
  };
}

const fields = Conflict.shape;

export function conflictOf(record: ConflictRecord): Recorded {
  return {
    id: record.id,
    workbook: record.workbook,
    kind: fields.kind.parse(record.kind),
    tab: record.tab,
    key: record.ref,
    // Shown is the spelling of the row, or of the one that gave the ref up: see `shown`.
    ref: record.ref,
    column: record.column,
    base: fields.base.parse(JSON.parse(record.base)),
    mine: fields.mine.parse(JSON.parse(record.mine)),
    author: record.author,
    at: new Date(record.at).toISOString(),
    state: fields.state.parse(record.state),
    decided: record.decided === null ? null : fields.decided.parse(JSON.parse(record.decided)),
  };
}

/** The head as the store has it. */
export async function loadHead(snapshot: Snapshot, columns: Columns): Promise<Head> {
  const { revision, hash, at } = await snapshot.tracker();
  const touches = new Map<number, Touch>();
  for (const record of await snapshot.revisions(1, revision)) touches.set(record.revision, touchOf(record));
  const rows = (await snapshot.rows()).map((record) => headRow(record, touches));
  const counters = new Map(
    (await snapshot.counters()).map(({ tab, series, highest }) => [seriesKey(tab, series), highest]),
  );
  const lineage = Lineage.none.with((await snapshot.renumberings()).map(renumbering));
  const blank = { ...emptyHead(hash), counters, lineage };
  return withRows(blank, rows, { revision, hash, at }, columns);
}

function renumbering(record: ChangeRecord): Renumbering {
  const change = changeOf(record);
  if (change.op !== 'renumber') throw new Error(`Revision ${record.revision} has no such renumbering.`);
  const { revision, tab, ref: from } = record;
  return { revision, tab, from, to: normalRef(change.to), shown: change.ref };
}

function headRow(record: RowRecord, touches: ReadonlyMap<number, Touch>): HeadRow {
  const touch = (revision: number): Touch => {
    const found = touches.get(revision);
    if (found !== undefined) return found;
    throw new Error(
      `The row ${record.shown} of ${record.tab} names revision ${revision}, which there is none of. Run tracker verify.`,
    );
  };
  const touched = Touched.parse(JSON.parse(record.touched));
  return {
    tab: record.tab,
    ref: record.shown,
    key: record.ref,
    cells: Cells.parse(JSON.parse(record.cells)),
    at: null,
    removed: record.removed,
    last: touch(record.revision),
    born: touch(record.born),
    touched: Object.fromEntries(
      Object.entries(touched).map(([column, revision]) => [column, touch(revision)]),
    ),
  };
}

function touchOf({ revision, author, at }: RevisionRecord): Touch {
  return { revision, author, at: new Date(at).toISOString() };
}
