/** How a transaction of PostgreSQL writes: one statement for all that pushes write. */
import type { Session } from './postgres-pool.ts';
import { leaseRecord, type SqlLease } from './records.ts';
import type { Writer } from './writing.ts';

/** Writes a tracker on a session. Every statement is under way when `write` returns; its answers come later. */
export function writerOn(session: Session, tracker: string): Writer {
  return {
    async write({ revisions, changes, dropped, rows, counters, conflicts, requests, tracker: head }) {
      const keys = dropped.map(({ tab, ref }) => ({ tab, ref }));
      await Promise.all([
        keys.length > 0 && session.run('dropRows', [tracker, JSON.stringify(keys)]),
        session.run('writePushes', [
          tracker,
          ...[revisions, changes, rows, requests, counters, conflicts].map((list) => JSON.stringify(list)),
          head?.revision ?? null,
          head?.hash ?? null,
          head?.at ?? null,
          head?.fingerprint ?? null,
        ]),
      ]);
    },
    lease: async (workbook) =>
      (await session.rows<SqlLease>('lease', [tracker, workbook])).map(leaseRecord)[0],
    async putLease({ workbook, session: holder, author, until, baseRevision, baseHash }) {
      await session.run('putLease', [tracker, workbook, holder, author, until, baseRevision, baseHash]);
    },
  };
}
