/**
 * The store over SQLite: one connection, and one piece of work on it at a time. Several stores, of several processes,
 * may open the file.
 *
 * better-sqlite3 is compiled to open WAL databases with `synchronous=NORMAL`, which can lose acknowledged
 * commits when the power fails; FULL costs one fsync a commit and keeps them.
 */
import Database from 'better-sqlite3';
import { migrate } from './migrate.ts';
import { nightRecord, sqlNight } from './records.ts';
import { snapshotOf } from './sqlite-snapshot.ts';
import { writerOn } from './sqlite-transaction.ts';
import { prepare, type Statements } from './statements.ts';
import { type Store, StoreBusy, StoreFailed, type TrackerRecord } from './store.ts';
import { together } from './together.ts';
import { writingIn } from './writing.ts';

/** Before it, SQLite could lose a WAL checkpoint to a race (mended in 3.51.3, March 2026). */
const OLDEST_SQLITE = [3, 51, 3] as const;

/**
 * How many pages of 4 KiB the log takes before they are put in their places, 32 MB: SQLite's own 1,000 are a hundred
 * pushes. Each time it waits for the disk twice more, and writes all over the file what the log has many times over. But
 * until the log has its size, each commit makes its file longer, which takes the disk two thirds longer.
 */
const CHECKPOINT_PAGES = 8_000;
/** Pages kept in memory; SQLite's own 2 MB are less than the indexes of a tracker. */
const CACHE_KB = 64 * 1024;

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
    database.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    database.pragma(`cache_size = -${CACHE_KB}`);
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

  // To begin and end a reading costs more than what is read: those that come in together ask once.
  const tokens = together((tracker) =>
    look(() => statements.tokens.all(tracker).sort((one, other) => (one.name < other.name ? -1 : 1))),
  );
  const tokensByHash = together((tracker, hashes) =>
    look(() => hashes.flatMap((sha256) => statements.tokenByHash.get(tracker, sha256) ?? [])),
  );

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
          return await within('begin', () => work(snapshotOf(statements, tracker, () => check(life))));
        } finally {
          life.open = false;
        }
      }),
    transaction: (tracker, work) =>
      inTurn(async () => {
        const life = { open: true };
        try {
          return await within('beginImmediate', async () => {
            const open = () => check(life);
            const locked = lock(tracker);
            const snapshot = snapshotOf(statements, tracker, open);
            const writing = writingIn(snapshot, writerOn(statements, tracker), tracker, locked, open);
            const result = await work(writing.transaction, locked);
            await writing.flush();
            return result;
          });
        } finally {
          life.open = false;
        }
      }),

    addToken: (tracker, record) => write(() => statements.addToken.run({ ...record, tracker }).changes === 1),
    tokens: (tracker) => tokens(tracker, ''),
    tokenByHash: async (tracker, sha256) =>
      (await tokensByHash(tracker, sha256)).find((token) => token.sha256 === sha256),
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

/** Refuses whatever is asked after the end. */
function check(life: Life): void {
  if (!life.open)
    throw new Error('This transaction has ended: await everything inside the work given to it.');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
