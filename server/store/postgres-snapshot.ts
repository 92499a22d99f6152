/** What a snapshot of PostgreSQL answers, and a transaction too. */
import type { Session } from './postgres-pool.ts';
import {
  changeRecord,
  conflictRecord,
  rowRecord,
  type SqlChange,
  type SqlConflict,
  type SqlRow,
} from './records.ts';
import {
  type ChangeFilter,
  type ConflictFilter,
  type CounterRecord,
  type RequestRecord,
  type RevisionRecord,
  type Snapshot,
  StoreFailed,
  type TrackerRecord,
} from './store.ts';

/** The one record of a tracker among those found. @throws StoreFailed where there is none */
export function onlyTracker(found: readonly TrackerRecord[], tracker: string): TrackerRecord {
  const [record] = found;
  if (record === undefined) throw new StoreFailed(`The database has no tracker named ${tracker}.`);
  return record;
}

/**
 * A tracker as a session sees it.
 *
 * @param record the tracker's own, read at the beginning
 * @param open throws once the session has ended
 */
export function snapshotOf(
  session: Session,
  tracker: string,
  record: TrackerRecord,
  open: () => void,
): Snapshot {
  const revisions = (first: number, last: number) =>
    session.rows<RevisionRecord>('revisions', [tracker, first, last]);
  return {
    async tracker() {
      open();
      return record;
    },
    revision: async (revision) => (await revisions(revision, revision))[0],
    revisions,
    changes: async (filter) => (await changes(session, tracker, filter)).map(changeRecord),
    async lastRevisions(tab, refs, until) {
      const wanted = [...refs];
      const found = new Map(
        (
          await session.rows<{ ref: string; revision: number }>('lastRevisions', [
            tracker,
            tab,
            wanted,
            until,
          ])
        ).map(({ ref, revision }) => [ref, revision]),
      );
      return new Map(
        wanted.flatMap((ref) => {
          const revision = found.get(ref);
          return revision === undefined ? [] : [[ref, revision] as const];
        }),
      );
    },
    renumberings: async () => (await session.rows<SqlChange>('renumberings', [tracker])).map(changeRecord),
    rows: async () => (await session.rows<SqlRow>('rows', [tracker])).map(rowRecord),
    added: async (workbook, since) =>
      (await session.rows<SqlChange>('added', [tracker, workbook, since])).map(changeRecord),
    counters: () => session.rows<CounterRecord>('counters', [tracker]),
    conflicts: async (filter) => (await conflicts(session, tracker, filter)).map(conflictRecord),
    decidedSince: async (revision, workbook) =>
      (
        await (workbook === undefined
          ? session.rows<SqlConflict>('decidedSince', [tracker, revision])
          : session.rows<SqlConflict>('decidedSinceOfWorkbook', [tracker, workbook, revision]))
      ).map(conflictRecord),
    conflict: async (id) =>
      (await session.rows<SqlConflict>('conflict', [tracker, id])).map(conflictRecord)[0],
    requests: (ids) => session.rows<RequestRecord>('requests', [tracker, ids]),
  };
}

function changes(session: Session, tracker: string, filter: ChangeFilter): Promise<SqlChange[]> {
  const { since, until = Number.MAX_SAFE_INTEGER, tab, ref, column, limit } = filter;
  if (tab !== undefined && ref !== undefined) {
    return column === undefined
      ? session.rows('changesOfRow', [tracker, tab, ref, since, limit])
      : session.rows('changesOfCell', [tracker, tab, ref, since, column, limit]);
  }
  if (tab !== undefined) {
    return column === undefined
      ? session.rows('changesOfTab', [tracker, since, tab, limit])
      : session.rows('changesOfTabColumn', [tracker, since, tab, column, limit]);
  }
  return column === undefined
    ? session.rows('changes', [tracker, since, until, limit])
    : session.rows('changesOfColumn', [tracker, since, column, limit]);
}

function conflicts(session: Session, tracker: string, filter: ConflictFilter): Promise<SqlConflict[]> {
  const { state, workbook } = filter;
  if (state !== undefined && workbook !== undefined) {
    return session.rows('conflictsInStateOfWorkbook', [tracker, state, workbook]);
  }
  if (state !== undefined) return session.rows('conflictsInState', [tracker, state]);
  if (workbook !== undefined) return session.rows('conflictsOfWorkbook', [tracker, workbook]);
  return session.rows('conflicts', [tracker]);
}
