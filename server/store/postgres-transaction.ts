/** How a transaction of PostgreSQL writes: one statement for a whole list, a column at a time. */
import type { Session } from './postgres-pool.ts';
import { leaseRecord, type SqlLease } from './records.ts';
import type {
  ChangeRecord,
  ConflictRecord,
  CounterRecord,
  RequestRecord,
  RevisionRecord,
  RowRecord,
} from './store.ts';
import type { Writer } from './writing.ts';

/** Writes a tracker on a session. */
export function writerOn(session: Session, tracker: string): Writer {
  return {
    async write({ revisions, changes, dropped, rows, counters, conflicts, requests, tracker: head }) {
      const list = async <R>(name: ListStatement, columns: Of<R>, records: readonly R[]) => {
        if (records.length > 0) await session.run(name, [tracker, ...inColumns(columns, records)]);
      };
      await list('dropRows', ROW_KEY, dropped);
      // What every push writes goes as one statement: a way to the database and back for each list is most of the time
      // that a transaction takes.
      if (head !== null || revisions.length + changes.length + rows.length + requests.length > 0) {
        await session.run('writePushes', [
          tracker,
          ...inColumns(REVISION, revisions),
          ...inColumns(CHANGE, changes),
          ...inColumns(ROW, rows),
          ...inColumns(REQUEST, requests),
          head?.revision ?? null,
          head?.hash ?? null,
          head?.at ?? null,
          head?.fingerprint ?? null,
        ]);
      }
      await list('putCounters', COUNTER, counters);
      await list('putConflicts', CONFLICT, conflicts);
    },
    lease: async (workbook) =>
      (await session.rows<SqlLease>('lease', [tracker, workbook])).map(leaseRecord)[0],
    async putLease({ workbook, session: holder, author, until, baseRevision, baseHash }) {
      await session.run('putLease', [tracker, workbook, holder, author, until, baseRevision, baseHash]);
    },
  };
}

type ListStatement = 'dropRows' | 'putConflicts' | 'putCounters';

/** A list for each column. */
function inColumns<R>(columns: Of<R>, records: readonly R[]): unknown[][] {
  return columns.map((column) => records.map(column));
}

type Of<R> = readonly ((record: R) => unknown)[];

// The columns of each statement, in its order.
const REVISION: Of<RevisionRecord> = [
  ({ revision }) => revision,
  ({ hash }) => hash,
  ({ author }) => author,
  ({ at }) => at,
  ({ workbook }) => workbook,
  ({ reason }) => reason,
];
const CHANGE: Of<ChangeRecord> = [
  ({ revision }) => revision,
  ({ position }) => position,
  ({ tab }) => tab,
  ({ ref }) => ref,
  ({ column }) => column,
  ({ op }) => op,
  ({ body }) => body,
];
const ROW: Of<RowRecord> = [
  ({ tab }) => tab,
  ({ ref }) => ref,
  ({ shown }) => shown,
  ({ cells }) => cells,
  ({ revision }) => revision,
  ({ removed }) => (removed ? 1 : 0),
  ({ born }) => born,
  ({ touched }) => touched,
];
const CONFLICT: Of<ConflictRecord> = [
  ({ id }) => id,
  ({ workbook }) => workbook,
  ({ kind }) => kind,
  ({ tab }) => tab,
  ({ ref }) => ref,
  ({ column }) => column,
  ({ base }) => base,
  ({ mine }) => mine,
  ({ author }) => author,
  ({ at }) => at,
  ({ state }) => state,
  ({ decided }) => decided,
  ({ decidedRevision }) => decidedRevision,
];
const ROW_KEY: Of<Pick<RowRecord, 'tab' | 'ref'>> = [({ tab }) => tab, ({ ref }) => ref];
const COUNTER: Of<CounterRecord> = [({ tab }) => tab, ({ series }) => series, ({ highest }) => highest];
const REQUEST: Of<RequestRecord> = [
  ({ request }) => request,
  ({ author }) => author,
  ({ body }) => body,
  ({ answer }) => answer,
  ({ at }) => at,
];
