/**
 * The store over PostgreSQL: any number of instances on one database. Each transaction has a connection of its
 * own and waits at the tracker's row, so that all of them write one after the other and revisions have no gaps.
 */
import { escapeLiteral } from 'pg';
import { migratePostgres } from './postgres-migrate.ts';
import {
  type Begin,
  type Connections,
  connectionsTo,
  type Inside,
  type Session,
  shownUrl,
  type Value,
} from './postgres-pool.ts';
import { onlyTracker, snapshotOf } from './postgres-snapshot.ts';
import { statements } from './postgres-statements.ts';
import { writerOn } from './postgres-transaction.ts';
import { nightRecord, type SqlNight } from './records.ts';
import {
  type NightRecord,
  type Store,
  StoreBusy,
  StoreFailed,
  type TokenRecord,
  type TrackerRecord,
} from './store.ts';
import { together } from './together.ts';
import { writingIn } from './writing.ts';

/**
 * Opens (and migrates) the database of an address as `postgres://user:password@host:5432/tracker`.
 *
 * @throws StoreFailed where it can't be reached, is newer than this program, may lose what it has committed, or
 *   keeps text in another encoding than UTF-8
 */
export async function openPostgres(url: string): Promise<Store> {
  const connections = connectionsTo(url);
  try {
    await checkServer(connections, url);
    await migratePostgres(connections, url);
    return storeOver(connections, url);
  } catch (error) {
    await connections.close();
    if (error instanceof StoreFailed) throw error;
    const cause = error instanceof StoreBusy && error.cause instanceof Error ? error.cause : error;
    const said = cause instanceof AggregateError ? cause.errors.map(messageOf).join('; ') : messageOf(cause);
    throw new StoreFailed(
      `The database ${shownUrl(url)} can't be opened: ${said}. Check that it runs, and its address.`,
      { cause: error },
    );
  }
}

/** An answered push must be on the disk, and every text must come back as it went in. */
async function checkServer({ single }: Connections, url: string): Promise<void> {
  const setting = async (name: string) => {
    const [found] = await single.plain<{ value: string | null }>(
      'SELECT current_setting($1, true) AS value',
      [name],
    );
    return found?.value ?? null;
  };
  for (const name of ['fsync', 'synchronous_commit']) {
    if ((await setting(name)) === 'off') {
      throw new StoreFailed(
        `The database ${shownUrl(url)} runs with ${name} off: it could lose what was answered. Set ${name} to on.`,
      );
    }
  }
  const encoding = await setting('server_encoding');
  if (encoding !== null && !/^utf-?8$/i.test(encoding)) {
    throw new StoreFailed(
      `The database ${shownUrl(url)} keeps text as ${encoding}. Make one with ENCODING 'UTF8'.`,
    );
  }
}

function storeOver({ transaction, single, close }: Connections, url: string): Store {
  /** Gives a session that is dead once the work has ended. */
  async function during<T>(
    session: Session,
    work: (session: Session, open: () => void) => Promise<T>,
  ): Promise<T> {
    const life = { open: true };
    const open = () => {
      if (!life.open)
        throw new Error('This transaction has ended: await everything inside the work given to it.');
    };
    const alive = async <R>(ask: () => Promise<R>): Promise<R> => {
      open();
      return ask();
    };
    const living: Session = {
      rows: (name, values) => alive(() => session.rows(name, values)),
      run: (name, values) => alive(() => session.run(name, values)),
      plain: (text, values) => alive(() => session.plain(text, values)),
      script: (text) => alive(() => session.script(text)),
    };
    try {
      return await work(living, open);
    } finally {
      life.open = false;
    }
  }

  /** A transaction that begins by reading the tracker's row, so in the same exchange. */
  const on = <T>(
    begin: Begin,
    name: 'tracker' | 'lockTracker',
    tracker: string,
    work: (session: Inside<TrackerRecord>) => Promise<T>,
  ) => transaction(begin, work, { first: statements[name].replace('$1', () => escapeLiteral(tracker)) });

  // Every request looks its caller up: those that come in together ask once.
  const tokens = together((tracker) => single.rows<TokenRecord>('tokens', [tracker]));
  const tokensByHash = together((tracker, hashes) =>
    single.rows<TokenRecord>('tokensByHash', [tracker, hashes]),
  );

  return {
    async createTracker({ tracker, uuid, revision, hash, at, fingerprint }) {
      await single.run('createTracker', [tracker, uuid, revision, hash, at, fingerprint]);
      return onlyTracker(await single.rows<TrackerRecord>('tracker', [tracker]), tracker);
    },
    snapshot: (tracker, work) =>
      on('read', 'tracker', tracker, (session) =>
        during(session, (alive, open) => {
          const record = onlyTracker(session.first, tracker);
          return work(snapshotOf(alive, tracker, record, open));
        }),
      ),
    transaction: (tracker, work) =>
      on('write', 'lockTracker', tracker, (session) =>
        during(session, async (alive, open) => {
          const locked = onlyTracker(session.first, tracker);
          const snapshot = snapshotOf(alive, tracker, locked, open);
          const writer = writerOn(alive, tracker);
          const { transaction: writing, flush } = writingIn(snapshot, writer, tracker, locked, open);
          const result = await work(writing, locked);
          // All of it is on its way at once, so that COMMIT can follow it without waiting.
          session.leave(flush());
          return result;
        }),
      ),

    addToken: async (tracker, { name, role, sha256, created, revoked }) =>
      (await single.run('addToken', [tracker, name, role, sha256, created, revoked])) === 1,
    tokens: (tracker) => tokens(tracker, ''),
    tokenByHash: async (tracker, sha256) =>
      (await tokensByHash(tracker, sha256)).find((token) => token.sha256 === sha256),
    revokeToken: async (tracker, name, at) => (await single.run('revokeToken', [tracker, name, at])) === 1,

    claimNight: async (tracker, record) =>
      (await single.run('claimNight', nightValues(tracker, record))) === 1,
    finishNight: async (tracker, record) =>
      (await single.run('finishNight', nightValues(tracker, record))) === 1,
    nights: async (tracker) => (await single.rows<SqlNight>('nights', [tracker])).map(nightRecord),

    // The engine checks its pages itself; that every change has its revision, it can be asked.
    integrity: async () =>
      (await single.rows<{ tracker: string; revision: number }>('orphanChanges', [])).map(
        ({ tracker, revision }) => `a change of ${tracker} belongs to revision ${revision}, which is missing`,
      ),
    backup: async () => {
      throw new StoreFailed(`The database ${shownUrl(url)} is backed up by PostgreSQL's own pg_dump.`);
    },
    close,
  };
}

function nightValues(tracker: string, record: NightRecord): readonly Value[] {
  const { group, night, state, revision, hash, files, started, finished } = record;
  return [tracker, group, night, state, revision, hash, files, started, finished];
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
