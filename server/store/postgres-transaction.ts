/**
 * A transaction of PostgreSQL. What it writes is kept back until something reads it, or until the commit: pushes
 * that share a transaction then cost one statement for all of them, and not a way to the database and back each.
 * Nobody else can write meanwhile, since the tracker's row is locked: what was read of conflicts stays true.
 */
import type { Session } from './postgres-pool.ts';
import { snapshotOf } from './postgres-snapshot.ts';
import { leaseRecord, type SqlLease } from './records.ts';
import type {
  ChangeRecord,
  ConflictFilter,
  ConflictRecord,
  CounterRecord,
  LeaseRecord,
  RequestRecord,
  RevisionRecord,
  RowRecord,
  TrackerRecord,
  Transaction,
} from './store.ts';

export interface Writing {
  readonly transaction: Transaction;
  /** Writes what was kept back. */
  flush(): Promise<void>;
}

type RowKey = Pick<RowRecord, 'tab' | 'ref'>;

/** @param open throws once the transaction has ended */
export function writingIn(
  session: Session,
  tracker: string,
  locked: TrackerRecord,
  open: () => void,
): Writing {
  const snapshot = snapshotOf(session, tracker);
  let head = locked;
  let moved = false;
  let revisions: RevisionRecord[] = [];
  let changes: ChangeRecord[] = [];
  let requests: RequestRecord[] = [];
  let counters: CounterRecord[] = [];
  const rows = new Map<string, RowRecord>();
  const dropped = new Map<string, RowKey>();
  const conflicts = new Map<string, ConflictRecord>();
  const conflictsRead = new Map<string, Promise<readonly ConflictRecord[]>>();

  /** One statement for all the records, a column at a time. */
  async function list<R>(
    name: ListStatement,
    records: Iterable<R>,
    columns: readonly ((record: R) => unknown)[],
  ): Promise<void> {
    const all = [...records];
    if (all.length === 0) return;
    await session.run(name, [tracker, ...columns.map((column) => all.map(column))]);
  }

  async function flushLog(): Promise<void> {
    const [newRevisions, newChanges] = [revisions, changes];
    revisions = [];
    changes = [];
    await list('addRevisions', newRevisions, REVISION);
    await list('addChanges', newChanges, CHANGE);
  }

  async function flushRows(): Promise<void> {
    const [gone, put] = [[...dropped.values()], [...rows.values()]];
    dropped.clear();
    rows.clear();
    await list('dropRows', gone, [({ tab }) => tab, ({ ref }) => ref]);
    await list('putRows', put, ROW);
  }

  async function flushCounters(): Promise<void> {
    // The last of a series: one statement can't write a row twice.
    const last = new Map(counters.map((each) => [JSON.stringify([each.tab, each.series]), each]));
    counters = [];
    await list('putCounters', last.values(), COUNTER);
  }

  async function flushConflicts(): Promise<void> {
    const put = [...conflicts.values()];
    conflicts.clear();
    await list('putConflicts', put, CONFLICT);
  }

  async function flush(): Promise<void> {
    await flushLog();
    await flushRows();
    await flushCounters();
    await flushConflicts();
    const answered = requests;
    requests = [];
    await list('addRequests', answered, REQUEST);
    if (!moved) return;
    moved = false;
    await session.run('putTracker', [tracker, head.revision, head.hash, head.at, head.fingerprint]);
  }

  /** A reading that has to see what was written before it. */
  const after =
    <A extends unknown[], T>(first: () => Promise<void>, read: (...given: A) => Promise<T>) =>
    async (...given: A): Promise<T> => {
      open();
      await first();
      return read(...given);
    };
  const write =
    <A extends unknown[]>(work: (...given: A) => void) =>
    async (...given: A): Promise<void> => {
      open();
      work(...given);
    };

  /** Asked once, until conflicts are written. */
  async function conflictsBy(filter: ConflictFilter): Promise<readonly ConflictRecord[]> {
    await flushConflicts();
    const key = JSON.stringify([filter.state, filter.workbook]);
    const found = conflictsRead.get(key) ?? snapshot.conflicts(filter);
    conflictsRead.set(key, found);
    return found;
  }

  const transaction: Transaction = {
    tracker: async () => {
      open();
      return head;
    },
    revision: after(flushLog, snapshot.revision),
    revisions: after(flushLog, snapshot.revisions),
    changes: after(flushLog, snapshot.changes),
    lastRevisions: after(flushLog, snapshot.lastRevisions),
    renumberings: after(flushLog, snapshot.renumberings),
    added: after(flushLog, snapshot.added),
    rows: after(flushRows, snapshot.rows),
    counters: after(flushCounters, snapshot.counters),
    conflict: after(flushConflicts, snapshot.conflict),
    decidedSince: after(flushConflicts, snapshot.decidedSince),
    async conflicts({ state, workbook }) {
      open();
      // A push asks for all of a state, and then for its workbook's: those are among them.
      const all = await conflictsBy({ state });
      return workbook === undefined ? all : all.filter((conflict) => conflict.workbook === workbook);
    },
    async request(id) {
      open();
      return requests.find(({ request }) => request === id) ?? (await snapshot.request(id));
    },

    putTracker: write((record: TrackerRecord) => {
      head = { ...record, tracker, uuid: locked.uuid };
      moved = true;
    }),
    addRevision: write((record: RevisionRecord) => void revisions.push(record)),
    addChanges: write((records: readonly ChangeRecord[]) => {
      for (const record of records) changes.push(record);
    }),
    putRows: write((records: readonly RowRecord[]) => {
      for (const record of records) {
        rows.set(keyOf(record), record);
        dropped.delete(keyOf(record));
      }
    }),
    dropRows: write((records: readonly RowKey[]) => {
      for (const record of records) {
        rows.delete(keyOf(record));
        dropped.set(keyOf(record), record);
      }
    }),
    putConflicts: write((records: readonly ConflictRecord[]) => {
      for (const record of records) {
        const { ref, state, decided, decidedRevision } = record;
        const before = conflicts.get(record.id);
        // The rest of a conflict is as it first was.
        conflicts.set(record.id, { ...(before ?? record), ref, state, decided, decidedRevision });
      }
      if (records.length > 0) conflictsRead.clear();
    }),
    putCounters: write((records: readonly CounterRecord[]) => {
      counters = [...counters, ...records];
    }),
    addRequest: write((record: RequestRecord) => void requests.push(record)),
    lease: async (workbook) =>
      (await session.rows<SqlLease>('lease', [tracker, workbook])).map(leaseRecord)[0],
    async putLease({ workbook, session: holder, author, until, baseRevision, baseHash }: LeaseRecord) {
      await session.run('putLease', [tracker, workbook, holder, author, until, baseRevision, baseHash]);
    },
  };
  return { transaction, flush };
}

type ListStatement =
  | 'addRevisions'
  | 'addChanges'
  | 'addRequests'
  | 'putRows'
  | 'dropRows'
  | 'putConflicts'
  | 'putCounters';

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
const COUNTER: Of<CounterRecord> = [({ tab }) => tab, ({ series }) => series, ({ highest }) => highest];
const REQUEST: Of<RequestRecord> = [
  ({ request }) => request,
  ({ author }) => author,
  ({ body }) => body,
  ({ answer }) => answer,
  ({ at }) => at,
];

/** What a row goes by. */
const keyOf = ({ tab, ref }: RowKey) => JSON.stringify([tab, ref]);
