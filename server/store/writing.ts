/**
 * What a transaction writes, kept back until something reads it, or until the commit. Pushes that share a
 * transaction then write the tracker's row once, and a row that several of them change once; on PostgreSQL they
 * cost one statement for all of them, and not a way to the database and back each. Nobody else can write meanwhile,
 * since the tracker's row is locked: what was read of conflicts stays true.
 */
import type {
  ChangeRecord,
  ConflictRecord,
  CounterRecord,
  LeaseRecord,
  RequestRecord,
  RevisionRecord,
  RowRecord,
  Snapshot,
  TrackerRecord,
  Transaction,
} from './store.ts';

type Done = void | Promise<void>;
type RowKey = Pick<RowRecord, 'tab' | 'ref'>;

/** What is to be written; a list may be empty, and names nothing twice. */
export interface Batch {
  readonly revisions: readonly RevisionRecord[];
  readonly changes: readonly ChangeRecord[];
  /** None of them is among `rows`. */
  readonly dropped: readonly RowKey[];
  readonly rows: readonly RowRecord[];
  readonly counters: readonly CounterRecord[];
  readonly conflicts: readonly ConflictRecord[];
  readonly requests: readonly RequestRecord[];
  readonly tracker: TrackerRecord | null;
}

/** How a database is told to write. */
export interface Writer {
  write(batch: Batch): Done;
  lease(workbook: string): LeaseRecord | undefined | Promise<LeaseRecord | undefined>;
  putLease(record: LeaseRecord): Done;
}

export interface Writing {
  readonly transaction: Transaction;
  /** Writes what was kept back. */
  flush(): Promise<void>;
}

/**
 * A transaction on a tracker.
 *
 * @param snapshot reads what is in the tables
 * @param open throws once the transaction has ended
 */
export function writingIn(
  snapshot: Snapshot,
  writer: Writer,
  tracker: string,
  locked: TrackerRecord,
  open: () => void,
): Writing {
  let head = locked;
  let moved = false;
  const revisions = new Map<number, RevisionRecord>();
  const changes: ChangeRecord[] = [];
  const requests = new Map<string, RequestRecord>();
  const counters = new Map<string, CounterRecord>();
  const rows = new Map<string, RowRecord>();
  const dropped = new Map<string, RowKey>();
  const conflicts = new Map<string, ConflictRecord>();
  /** What was read of conflicts, kept true: those of a state, and those decided since a revision. */
  const conflictsRead = new Map<string | undefined, KeptConflicts>();
  let decided: { readonly since: number; readonly kept: KeptConflicts } | null = null;

  /** Writes what a reading has to see, or all of it. */
  async function flush(what: readonly (keyof Batch)[] = EVERYTHING): Promise<void> {
    const wanted = new Set(what);
    const batch = {
      revisions: wanted.has('revisions') ? emptied(revisions) : [],
      changes: wanted.has('changes') ? changes.splice(0) : [],
      dropped: wanted.has('dropped') ? emptied(dropped) : [],
      rows: wanted.has('rows') ? emptied(rows) : [],
      counters: wanted.has('counters') ? emptied(counters) : [],
      conflicts: wanted.has('conflicts') ? emptied(conflicts) : [],
      requests: wanted.has('requests') ? emptied(requests) : [],
      tracker: wanted.has('tracker') && moved ? head : null,
    };
    if (batch.tracker !== null) moved = false;
    const { tracker: to, ...lists } = batch;
    if (to !== null || Object.values(lists).some(({ length }) => length > 0)) await writer.write(batch);
  }
  const flushLog = () => flush(['revisions', 'changes']);
  const flushRows = () => flush(['dropped', 'rows']);
  const flushCounters = () => flush(['counters']);
  const flushConflicts = async () => {
    if (conflicts.size > 0) await flush(['conflicts']);
  };

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

  /** Those of a state, the first time that they are asked for. */
  async function readConflicts(state: string | undefined): Promise<KeptConflicts> {
    await flushConflicts();
    const kept = new KeptConflicts(
      await snapshot.conflicts({ state }),
      (record) => state === undefined || record.state === state,
    );
    conflictsRead.set(state, kept);
    return kept;
  }

  /** Those decided after a revision, of all workbooks: pushes that share the transaction ask for one each. */
  async function decidedAfter(revision: number): Promise<readonly ConflictRecord[]> {
    if (decided === null || decided.since > revision) {
      await flushConflicts();
      const isLater = (record: ConflictRecord) => (record.decidedRevision ?? 0) > revision;
      decided = {
        since: revision,
        kept: new KeptConflicts(await snapshot.decidedSince(revision), isLater),
      };
    }
    return decided.kept.inOrder();
  }

  const transaction: Transaction = {
    tracker: async () => {
      open();
      return head;
    },
    async revision(revision) {
      open();
      return revisions.get(revision) ?? snapshot.revision(revision);
    },
    revisions: after(flushLog, snapshot.revisions),
    changes: after(flushLog, snapshot.changes),
    lastRevisions: after(flushLog, snapshot.lastRevisions),
    renumberings: after(flushLog, snapshot.renumberings),
    async added(workbook, since) {
      open();
      const own = changes.filter(
        ({ op, revision }) =>
          op === 'add' && revision > since && revisions.get(revision)?.workbook === workbook,
      );
      return [...(await snapshot.added(workbook, since)), ...own];
    },
    rows: after(flushRows, snapshot.rows),
    counters: after(flushCounters, snapshot.counters),
    conflict: after(flushConflicts, snapshot.conflict),
    async conflicts({ state, workbook }) {
      open();
      // A push asks for all of a state, and then for its workbook's: those are among them.
      const kept = conflictsRead.get(state) ?? (await readConflicts(state));
      const all = kept.inOrder();
      return workbook === undefined ? all : all.filter((conflict) => conflict.workbook === workbook);
    },
    async decidedSince(revision, workbook) {
      open();
      return (await decidedAfter(revision)).filter(
        (conflict) =>
          (conflict.decidedRevision ?? 0) > revision &&
          (workbook === undefined || conflict.workbook === workbook),
      );
    },
    async requests(ids) {
      open();
      const own = ids.flatMap((id) => requests.get(id) ?? []);
      const others = ids.filter((id) => !requests.has(id));
      return others.length === 0 ? own : [...own, ...(await snapshot.requests(others))];
    },

    putTracker: write((record: TrackerRecord) => {
      head = { ...record, tracker, uuid: locked.uuid };
      moved = true;
    }),
    addRevision: write((record: RevisionRecord) => {
      if (revisions.has(record.revision)) throw new Error(`Revision ${record.revision} is there already.`);
      revisions.set(record.revision, record);
    }),
    addChanges: write((records: readonly ChangeRecord[]) => {
      for (const record of records) changes.push(record);
    }),
    putRows: write((records: readonly RowRecord[]) => {
      for (const record of records) {
        const key = rowKey(record);
        rows.set(key, record);
        dropped.delete(key);
      }
    }),
    dropRows: write((records: readonly RowKey[]) => {
      for (const record of records) {
        const key = rowKey(record);
        rows.delete(key);
        dropped.set(key, record);
      }
    }),
    putConflicts: write((records: readonly ConflictRecord[]) => {
      for (const record of records) {
        const { ref, state, decided: how, decidedRevision } = record;
        const before = conflicts.get(record.id);
        // The rest of a conflict is as it first was.
        const put = { ...(before ?? record), ref, state, decided: how, decidedRevision };
        conflicts.set(record.id, put);
        for (const kept of conflictsRead.values()) kept.put(put);
        decided?.kept.put(put);
      }
    }),
    putCounters: write((records: readonly CounterRecord[]) => {
      for (const record of records) counters.set(JSON.stringify([record.tab, record.series]), record);
    }),
    addRequest: write((record: RequestRecord) => {
      if (requests.has(record.request)) throw new Error(`The request ${record.request} is there already.`);
      requests.set(record.request, record);
    }),
    async lease(workbook) {
      open();
      return writer.lease(workbook);
    },
    async putLease(record) {
      open();
      await writer.putLease(record);
    },
  };
  return { transaction, flush: () => flush() };
}

/** Conflicts of one kind, in order, as they are written on. */
class KeptConflicts {
  readonly #belongs: (record: ConflictRecord) => boolean;
  readonly #records: Map<string, ConflictRecord>;
  #inOrder: readonly ConflictRecord[] | null;

  constructor(found: readonly ConflictRecord[], belongs: (record: ConflictRecord) => boolean) {
    this.#belongs = belongs;
    this.#records = new Map(found.map((record) => [record.id, record]));
    this.#inOrder = found;
  }

  put(record: ConflictRecord): void {
    // What a conflict is about was said first.
    const { ref, state, decided, decidedRevision } = record;
    const before = this.#records.get(record.id) ?? record;
    if (this.#belongs(record)) {
      this.#records.set(record.id, { ...before, ref, state, decided, decidedRevision });
    } else if (!this.#records.delete(record.id)) return;
    this.#inOrder = null;
  }

  /** By time, then id. */
  inOrder(): readonly ConflictRecord[] {
    this.#inOrder ??= [...this.#records.values()].sort(byTime);
    return this.#inOrder;
  }
}

const EVERYTHING: readonly (keyof Batch)[] = [
  'revisions',
  'changes',
  'dropped',
  'rows',
  'counters',
  'conflicts',
  'requests',
  'tracker',
];

/** By time, then id: the order of conflicts. */
export function byTime(one: ConflictRecord, other: ConflictRecord): number {
  return one.at - other.at || (one.id < other.id ? -1 : one.id > other.id ? 1 : 0);
}

function emptied<R>(kept: Map<unknown, R>): readonly R[] {
  if (kept.size === 0) return [];
  const records = [...kept.values()];
  kept.clear();
  return records;
}

/** What a row goes by; with the length, since nothing that is in no name could stand between the two. */
const rowKey = ({ tab, ref }: RowKey) => `${tab.length} ${tab}${ref}`;
