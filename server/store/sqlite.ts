/**
 * The store over SQLite: one connection a process, and one piece of work on it at a time. Several processes
 * may open the file.
 *
 * better-sqlite3 is compiled to open WAL databases with `synchronous=NORMAL`, which can lose acknowledged
 * commits when the power fails; FULL costs one fsync a commit and keeps them.
 */
import Database from 'better-sqlite3';
import { migrate } from './migrate.ts';
import {
  changeRecord,
  conflictRecord,
  leaseRecord,
  nightRecord,
  rowRecord,
  type SqlChange,
  type SqlConflict,
  sqlNight,
} from './records.ts';
import { prepare, type Statements } from './statements.ts';
import {
  type ChangeFilter,
  type ChangeRecord,
  type ConflictFilter,
  type ConflictRecord,
  type LeaseRecord,
  type RowRecord,
  type Snapshot,
  type Store,
  StoreBusy,
  StoreFailed,
  type TrackerRecord,
  type Transaction,
} from './store.ts';

/** Before it, SQLite could lose a WAL checkpoint to a race (mended in 3.51.3, March 2026). */
const OLDEST_SQLITE = [3, 51, 3] as const;

/** How long a writer waits for another process. */
const BUSY_MS = 5_000;

/**
 * Opens (and makes or migrates) a database file; `:memory:` is a database of its own that ends with the store.
 *
 * @throws StoreFailed where the file can't be opened, is no database, or is newer than this program
 */
export async function openSqlite(path: string): Promise<Store> {
  let database: Database.Database | undefined;
  try {
    database = new Database(path, { timeout: BUSY_MS });
    checkVersion(database);
    if (path !== ':memory:') database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    database.pragma('foreign_keys = ON');
    database.pragma('trusted_schema = OFF');
    database.pragma('cell_size_check = ON');
    migrate(database);
    return storeOver(database, prepare(database));
  } catch (error) {
    database?.close();
    if (error instanceof StoreFailed) throw error;
    throw new StoreFailed(`The database ${path} can't be opened: ${messageOf(error)}.`, { cause: error });
  }
}

function checkVersion(database: Database.Database): void {
  const version = database.prepare<[], string>('SELECT sqlite_version()').pluck().get() ?? '';
  const parts = version.split('.').map(Number);
  const difference = OLDEST_SQLITE.map((wanted, index) => (parts[index] ?? 0) - wanted).find(
    (each) => each !== 0,
  );
  if (difference !== undefined && difference < 0) {
    throw new StoreFailed(
      `SQLite ${version} can lose data in WAL mode; ${OLDEST_SQLITE.join('.')} or newer is needed. ` +
        'Install the better-sqlite3 that package-lock.json names.',
    );
  }
}

function storeOver(database: Database.Database, statements: Statements): Store {
  let last: Promise<unknown> = Promise.resolve();
  let failure: StoreFailed | null = null;

  /** One piece of work after another: a transaction's awaits must not let others onto its connection. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  }

  async function within<T>(begin: 'begin' | 'beginImmediate', work: () => Promise<T>): Promise<T> {
    if (failure !== null) throw failure;
    try {
      statements[begin].run();
      const result = await work();
      statements.commit.run();
      return result;
    } catch (error) {
      if (database.inTransaction) statements.rollback.run();
      throw translate(error);
    }
  }

  function translate(error: unknown): unknown {
    if (!(error instanceof Database.SqliteError)) return error;
    if (error.code.startsWith('SQLITE_BUSY')) return new StoreBusy({ cause: error });
    const failed = new StoreFailed(`The database ${database.name} failed: ${error.message}.`, {
      cause: error,
    });
    // After an I/O error what SQLite believes and what the disk holds may differ: stop writing and exit.
    if (error.code.startsWith('SQLITE_IOERR') || error.code.startsWith('SQLITE_CORRUPT')) failure = failed;
    return failed;
  }

  function lock(tracker: string): TrackerRecord {
    const record = statements.tracker.get(tracker);
    if (record === undefined) throw new StoreFailed(`The database has no tracker named ${tracker}.`);
    return record;
  }

  /**
   * One statement that reads what no transaction of this process writes: it need not wait for its turn. Every
   * request looks its token up, and would otherwise wait for the commit before its own.
   */
  async function look<T>(work: () => T): Promise<T> {
    if (failure !== null) throw failure;
    try {
      return work();
    } catch (error) {
      throw translate(error);
    }
  }

  const write = <T>(work: () => T): Promise<T> => inTurn(() => within('beginImmediate', async () => work()));

  return {
    createTracker: (record) =>
      write(() => {
        statements.createTracker.run(record);
        return lock(record.tracker);
      }),

    snapshot: (tracker, work) =>
      inTurn(async () => {
        const life = { open: true };
        try {
          return await within('begin', () => work(snapshotOf(statements, tracker, life)));
        } finally {
          life.open = false;
        }
      }),
    transaction: (tracker, work) =>
      inTurn(async () => {
        const life = { open: true };
        try {
          return await within('beginImmediate', () =>
            work(transactionOf(statements, tracker, life), lock(tracker)),
          );
        } finally {
          life.open = false;
        }
      }),

    addToken: (tracker, record) => write(() => statements.addToken.run({ ...record, tracker }).changes === 1),
    tokens: (tracker) => look(() => statements.tokens.all(tracker)),
    tokenByHash: (tracker, sha256) => look(() => statements.tokenByHash.get(tracker, sha256)),
    revokeToken: (tracker, name, at) =>
      write(() => statements.revokeToken.run(at, tracker, name).changes === 1),

    claimNight: (tracker, record) =>
      write(() => statements.claimNight.run(sqlNight(tracker, record)).changes === 1),
    finishNight: (tracker, record) =>
      write(() => statements.finishNight.run(sqlNight(tracker, record)).changes === 1),
    nights: (tracker) =>
      inTurn(() => within('begin', async () => statements.nights.all(tracker).map(nightRecord))),

    integrity: () =>
      inTurn(async () => {
        const found = database.prepare<[], string>('PRAGMA integrity_check').pluck().all();
        const dangling = database.prepare<[], { table: string }>('PRAGMA foreign_key_check').all();
        return [
          ...found.filter((line) => line !== 'ok'),
          ...dangling.map(({ table }) => `a record of ${table} belongs to nothing`),
        ];
      }),
    backup: (file) =>
      inTurn(async () => {
        try {
          database.prepare<[string]>('VACUUM INTO ?').run(file);
        } catch (error) {
          throw new StoreFailed(`The backup ${file} can't be written: ${messageOf(error)}.`, {
            cause: error,
          });
        }
      }),
    close: () =>
      inTurn(async () => {
        database.close();
      }),
  };
}

interface Life {
  open: boolean;
}

function check(life: Life): void {
  if (!life.open)
    throw new Error('This transaction has ended: await everything inside the work given to it.');
}

function snapshotOf(statements: Statements, tracker: string, life: Life): Snapshot {
  /** Answers at once, as SQLite does, but never after the end. */
  const read =
    <A extends unknown[], T>(work: (...given: A) => T) =>
    async (...given: A): Promise<T> => {
      check(life);
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
    conflicts: read((filter: ConflictFilter) => conflicts(statements, tracker, filter).map(conflictRecord)),
    decidedSince: read((workbook: string, revision: number) =>
      statements.decidedSince.all(tracker, workbook, revision).map(conflictRecord),
    ),
    conflict: read((id: string) => {
      const found = statements.conflict.get(tracker, id);
      return found === undefined ? undefined : conflictRecord(found);
    }),
    request: read((request: string) => statements.request.get(tracker, request)),
  };
}

function transactionOf(statements: Statements, tracker: string, life: Life): Transaction {
  const write =
    <A extends unknown[]>(work: (...given: A) => void) =>
    async (...given: A): Promise<void> => {
      check(life);
      work(...given);
    };
  return {
    ...snapshotOf(statements, tracker, life),
    putTracker: write((record: TrackerRecord) => void statements.putTracker.run({ ...record, tracker })),
    addRevision: write((record) => void statements.addRevision.run({ ...record, tracker })),
    addChanges: write((records: readonly ChangeRecord[]) => {
      for (const { column, ...rest } of records) {
        statements.addChange.run({ ...rest, column_key: column, tracker });
      }
    }),
    putRows: write((records: readonly RowRecord[]) => {
      for (const { removed, ...rest } of records) {
        statements.putRow.run({ ...rest, removed: removed ? 1 : 0, tracker });
      }
    }),
    dropRows: write((rows: readonly Pick<RowRecord, 'tab' | 'ref'>[]) => {
      for (const { tab, ref } of rows) statements.dropRow.run(tracker, tab, ref);
    }),
    putConflicts: write((records: readonly ConflictRecord[]) => {
      for (const { column, decidedRevision, ...rest } of records) {
        statements.putConflict.run({
          ...rest,
          column_key: column,
          decided_revision: decidedRevision,
          tracker,
        });
      }
    }),
    putCounters: write((records) => {
      for (const record of records) statements.putCounter.run({ ...record, tracker });
    }),
    addRequest: write((record) => void statements.addRequest.run({ ...record, tracker })),
    lease: async (workbook: string) => {
      check(life);
      const found = statements.lease.get(tracker, workbook);
      return found === undefined ? undefined : leaseRecord(found);
    },
    putLease: write(
      ({ baseRevision, baseHash, ...rest }: LeaseRecord) =>
        void statements.putLease.run({
          ...rest,
          base_revision: baseRevision,
          base_hash: baseHash,
          tracker,
        }),
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

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
