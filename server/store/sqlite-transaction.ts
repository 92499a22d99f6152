/** How a transaction of SQLite writes: by prepared statements, a list of what there may be much of. */
import { leaseRecord } from './records.ts';
import type { Statements } from './statements.ts';
import type { Writer } from './writing.ts';

/** Writes a tracker by the connection's statements. */
export function writerOn(statements: Statements, tracker: string): Writer {
  return {
    write({ revisions, changes, dropped, rows, counters, conflicts, requests, tracker: head }) {
      statements.addRevisions(revisions, ({ revision, hash, author, at, workbook, reason }) => [
        tracker,
        revision,
        hash,
        author,
        at,
        workbook,
        reason,
      ]);
      statements.addChanges(changes, ({ revision, position, tab, ref, column, op, body }) => [
        tracker,
        revision,
        position,
        tab,
        ref,
        column,
        op,
        body,
      ]);
      for (const { tab, ref } of dropped) statements.dropRow.run(tracker, tab, ref);
      statements.putRows(rows, ({ tab, ref, shown, cells, revision, removed, born, touched }) => [
        tracker,
        tab,
        ref,
        shown,
        cells,
        revision,
        removed ? 1 : 0,
        born,
        touched,
      ]);
      for (const record of counters) statements.putCounter.run({ ...record, tracker });
      for (const { column, decidedRevision, ...rest } of conflicts) {
        const named = { column_key: column, decided_revision: decidedRevision, tracker };
        statements.putConflict.run({ ...rest, ...named });
      }
      statements.addRequests(requests, ({ request, author, body, answer, at }) => [
        tracker,
        request,
        author,
        body,
        answer,
        at,
      ]);
      if (head !== null) statements.putTracker.run(head);
    },
    lease(workbook) {
      const found = statements.lease.get(tracker, workbook);
      return found === undefined ? undefined : leaseRecord(found);
    },
    putLease: ({ baseRevision, baseHash, ...rest }) =>
      void statements.putLease.run({ ...rest, base_revision: baseRevision, base_hash: baseHash, tracker }),
  };
}
