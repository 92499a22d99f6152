/** What a snapshot of SQLite answers, and a transaction too. */
import { changeRecord, conflictRecord, rowRecord, type SqlChange, type SqlConflict } from './records.ts';
import type { Statements } from './statements.ts';
import {
  type ChangeFilter,
  type ConflictFilter,
  type ConflictRecord,
  type Snapshot,
  StoreFailed,
} from './store.ts';
import { byTime } from './writing.ts';

/** A tracker as its connection sees it. @param open throws once the view has ended */
export function snapshotOf(statements: Statements, tracker: string, open: () => void): Snapshot {
  /** Answers at once, as SQLite does, but never after the end. */
  const read =
    <A extends unknown[], T>(work: (...given: A) => T) =>
    async (...given: A): Promise<T> => {
      open();
      return work(...given);
    };
  return {
    tracker: read(() => {
      const record = statements.tracker.get(tracker);
      if (record === undefined) throw new StoreFailed(`The database has no tracker named ${tracker}.`);
      return record;
    }),
    revision: read((revision: number) => statements.revisions.get(tracker, revision, revision)),
    revisions: read((first: number, last: number) => statements.revisions.all(tracker, first, last)),
    changes: read((filter: ChangeFilter) => changes(statements, tracker, filter).map(changeRecord)),
    lastRevisions: read((tab: string, refs: Iterable<string>, until: number) => {
      const last = new Map<string, number>();
      const asked = { tracker, tab, until, refs: JSON.stringify([...refs]) };
      for (const { ref, revision } of statements.lastRevisions.all(asked)) {
        if (revision !== null) last.set(ref, revision);
      }
      return last;
    }),
    renumberings: read(() => statements.renumberings.all(tracker).map(changeRecord)),
    rows: read(() => statements.rows.all(tracker).map(rowRecord)),
    added: read((workbook: string, since: number) =>
      statements.added.all(tracker, workbook, since).map(changeRecord),
    ),
    counters: read(() => statements.counters.all(tracker)),
    conflicts: read((filter: ConflictFilter) => inOrder(conflicts(statements, tracker, filter))),
    decidedSince: read((revision: number, workbook?: string) =>
      inOrder(
        workbook === undefined
          ? statements.decidedSince.all(tracker, revision)
          : statements.decidedSinceOfWorkbook.all(tracker, workbook, revision),
      ),
    ),
    conflict: read((id: string) => {
      const found = statements.conflict.get(tracker, id);
      return found === undefined ? undefined : conflictRecord(found);
    }),
    requests: read((ids: readonly string[]) =>
      ids.flatMap((id) => statements.request.get(tracker, id) ?? []),
    ),
  };
}

function changes(statements: Statements, tracker: string, filter: ChangeFilter): SqlChange[] {
  const { since, until = Number.MAX_SAFE_INTEGER, tab, ref, column, limit } = filter;
  if (tab !== undefined && ref !== undefined) {
    return column === undefined
      ? statements.changesOfRow.all(tracker, tab, ref, since, limit)
      : statements.changesOfCell.all(tracker, tab, ref, since, column, limit);
  }
  if (tab !== undefined) {
    return column === undefined
      ? statements.changesOfTab.all(tracker, since, tab, limit)
      : statements.changesOfTabColumn.all(tracker, since, tab, column, limit);
  }
  return column === undefined
    ? statements.changes.all(tracker, since, until, limit)
    : statements.changesOfColumn.all(tracker, since, column, limit);
}

function conflicts(
  statements: Statements,
  tracker: string,
  { state, workbook }: ConflictFilter,
): SqlConflict[] {
  if (state !== undefined && workbook !== undefined) {
    return statements.conflictsInStateOfWorkbook.all(tracker, state, workbook);
  }
  if (state !== undefined) return statements.conflictsInState.all(tracker, state);
  if (workbook !== undefined) return statements.conflictsOfWorkbook.all(tracker, workbook);
  return statements.conflicts.all(tracker);
}

/** By time, then id. */
function inOrder(found: readonly SqlConflict[]): ConflictRecord[] {
  return found.map(conflictRecord).sort(byTime);
}
