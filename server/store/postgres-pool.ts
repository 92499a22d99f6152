/**
 * Connections to PostgreSQL, and transactions on them: each has one connection to itself, is repeated where the
 * engine asks for that, and tells a database that is away from one that failed.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  DatabaseError,
  Pool,
  type PoolClient,
  type QueryConfig,
  type QueryResult,
  type QueryResultRow,
  types,
} from 'pg';
import { type StatementName, statements } from './postgres-statements.ts';
import { StoreAway, StoreBusy, StoreFailed } from './store.ts';

/** How long a writer waits for another instance. */
const LOCK_MS = 5_000;
/** After it, an instance that hangs inside a transaction loses its connection, and with it the lock. */
const HANGING_MS = 60_000;
/** How long a new connection and a statement may take, before the database counts as away. */
const CONNECT_MS = 5_000;
const QUERY_MS = 120_000;
/** How often a transaction is tried that the engine rolled back for another one's sake. */
const TRIES = 10;
/** The longest pause between two tries. */
const PAUSE_MS = 50;

const BIGINT = 20;

/** What a statement may be given: nothing that could fail before it is on its way. */
export type Value = string | number | null | readonly string[];

/**
 * Statements on one connection, or on any. On one they are sent as they are asked, without waiting for the answers of
 * those before: what is asked together costs one way to the database and back.
 */
export interface Session {
  rows<Row extends QueryResultRow>(name: StatementName, values: readonly Value[]): Promise<Row[]>;
  /** Answers how many rows it touched. */
  run(name: StatementName, values: readonly Value[]): Promise<number>;
  /** A statement that comes once, and is not prepared. */
  plain<Row extends QueryResultRow>(text: string, values?: readonly Value[]): Promise<Row[]>;
  /** Several statements at once, without answers. */
  script(text: string): Promise<void>;
}

/** The statements of a transaction. */
export interface Inside<First extends QueryResultRow> extends Session {
  /** What the statement answered that went along with BEGIN. */
  readonly first: readonly First[];
  /**
   * Leaves statements under way at the end of the work: COMMIT goes right behind them. The engine makes a rollback of it
   * where one of them fails.
   */
  leave(underWay: Promise<unknown>): void;
}

export interface Transacted {
  /** A statement without parameters that goes along with BEGIN. */
  readonly first?: string;
  readonly lockMs?: number;
}

export type Begin = 'read' | 'write';

const BEGIN: Readonly<Record<Begin, string>> = {
  read: 'BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY',
  // The tracker's row is locked first: what is read after that is what was committed last.
  write: 'BEGIN TRANSACTION ISOLATION LEVEL READ COMMITTED READ WRITE',
};

export interface Connections {
  /** Does the work in a transaction of its own; it may be done again from its start. Throws as the `Store` does. */
  transaction<T, First extends QueryResultRow = QueryResultRow>(
    begin: Begin,
    work: (session: Inside<First>) => Promise<T>,
    options?: Transacted,
  ): Promise<T>;
  /** Single statements, each its own transaction. */
  readonly single: Session;
  close(): Promise<void>;
}

/**
 * Connections to the database of that address; none is made before one is needed. With `prepared_statements=false` in
 * the address each statement is sent as text: a pooler that gives every transaction another connection (PgBouncer before
 * 1.21) can not keep what was prepared on the one before.
 */
export function connectionsTo(url: string): Connections {
  const prepares = !/[?&]prepared_statements=false(?:&|$)/.test(url);
  const sessionOn = (connection: Pool | PoolClient) => sessionOf(connection, prepares);
  const pool = new Pool({
    connectionString: url,
    application_name: 'design-tracker',
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: QUERY_MS,
    keepAlive: true,
    pipeline: true,
    types: {
      getTypeParser: (oid, format) => (oid === BIGINT ? safeInteger : types.getTypeParser(oid, format)),
    },
  });
  // A connection that breaks while nobody uses it is dropped by the pool, and the next question opens another;
  // without someone to hear of it, the process would end.
  pool.on('error', () => undefined);
  // The same while it is used: then the statement under way fails, and says so.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const name = shownUrl(url);

  async function once<T, First extends QueryResultRow>(
    begin: Begin,
    work: (session: Inside<First>) => Promise<T>,
    { first = '', lockMs = LOCK_MS }: Transacted,
  ): Promise<T> {
    const client = await connected(pool);
    let broken = true;
    try {
      try {
        // One exchange for all of it, and where it can't begin nothing of it is done. `SET LOCAL` holds also behind a
        // pooler that hands connections around.
        const begun = await asked(() =>
          client.query<First>(
            `${BEGIN[begin]}; SET LOCAL lock_timeout = ${lockMs}; ` +
              `SET LOCAL idle_in_transaction_session_timeout = ${HANGING_MS}; ${first}`,
          ),
        );
        const underWay: Promise<unknown>[] = [];
        const result = await work({
          ...sessionOn(client),
          first: rowsOfLast(begun),
          leave: (statements) => underWay.push(statements),
        });
        const committed = asked(() => client.query('COMMIT'));
        await Promise.all([...underWay, committed]);
        if ((await committed).command !== 'COMMIT') {
          throw new StoreFailed(`The database ${name} rolled back what it was to commit.`);
        }
        broken = false;
        return result;
      } catch (error) {
        if (!(error instanceof StoreAway)) {
          await asked(() => client.query('ROLLBACK'));
          broken = false;
        }
        throw error;
      }
    } finally {
      client.release(broken);
    }
  }

  async function again<T>(work: () => Promise<T>): Promise<T> {
    for (let tried = 1; ; tried += 1) {
      try {
        return await work();
      } catch (error) {
        if (tried === TRIES || !isForAnother(error)) throw translate(error, name);
        await sleep(Math.random() * PAUSE_MS);
      }
    }
  }

  const single: Session = {
    rows: (statement, values) => again(() => sessionOn(pool).rows(statement, values)),
    run: (statement, values) => again(() => sessionOn(pool).run(statement, values)),
    plain: (text, values) => again(() => sessionOn(pool).plain(text, values)),
    script: (text) => again(() => sessionOn(pool).script(text)),
  };
  return {
    transaction: (begin, work, options = {}) => again(() => once(begin, work, options)),
    single,
    close: () => pool.end(),
  };
}

/** The address without user, password and options, for people to read. */
export function shownUrl(url: string): string {
  return url.replace(/^(\w+:\/\/)(?:.*@)?/, '$1').replace(/\?.*$/, '');
}

/** What the last of several statements answered that were sent as one text: the library's types know of one only. */
function rowsOfLast<Row extends QueryResultRow>(
  answers: QueryResult<Row> | QueryResult<Row>[],
): readonly Row[] {
  return [answers].flat().at(-1)?.rows ?? [];
}

function sessionOf(connection: Pool | PoolClient, prepares: boolean): Session {
  const ask = <Row extends QueryResultRow>(statement: QueryConfig) =>
    asked(() => {
      if ('connection' in connection) gather(connection);
      return connection.query<Row>(statement);
    });
  const named = (name: StatementName, values: readonly Value[]) => ({
    ...(prepares ? { name } : {}),
    text: statements[name],
    values: [...values],
  });
  return {
    rows: async <Row extends QueryResultRow>(name: StatementName, values: readonly Value[]) =>
      (await ask<Row>(named(name, values))).rows,
    run: async (name, values) => (await ask(named(name, values))).rowCount ?? 0,
    plain: async <Row extends QueryResultRow>(text: string, values: readonly Value[] = []) =>
      (await ask<Row>({ text, values: [...values] })).rows,
    script: async (text) => {
      await ask({ text });
    },
  };
}

/** Sends all that is asked in one turn in one piece: each wakes the database's process up. */
function gather({ connection: { stream } }: PoolClient): void {
  stream.cork();
  process.nextTick(() => stream.uncork());
}

function connected(pool: Pool): Promise<PoolClient> {
  return asked(() => pool.connect());
}

/** What the server itself says stays as it is; anything else that goes wrong is the way to it. */
async function asked<T>(question: () => Promise<T>): Promise<T> {
  try {
    return await question();
  } catch (error) {
    if (error instanceof StoreFailed) throw error;
    if (error instanceof DatabaseError && !isGone(error.code ?? '')) throw error;
    throw new StoreAway({ cause: error });
  }
}

/** Classes and codes of a server that goes, is not up yet, takes no more connections or may not be written to. */
function isGone(code: string): boolean {
  return /^(08|57P0)/.test(code) || ['25006', '25P03', '40003', '53300'].includes(code);
}

/** The transaction was rolled back for another one's sake: a serialization failure or a deadlock. */
function isForAnother(error: unknown): boolean {
  return error instanceof DatabaseError && (error.code === '40001' || error.code === '40P01');
}

function translate(error: unknown, name: string): unknown {
  if (!(error instanceof DatabaseError)) return error;
  const code = error.code ?? '';
  if (['42P05', '26000'].includes(code)) {
    return new StoreFailed(
      `The database ${name} forgets prepared statements (${error.message}): a pooler stands before it that gives each ` +
        'transaction another connection. Add prepared_statements=false to the address.',
      { cause: error },
    );
  }
  if (['55P03', '57014', '40001', '40P01'].includes(code)) return new StoreBusy({ cause: error });
  // Class 53: its disk or memory is full. The transaction was rolled back, and the service may go on when there is room.
  if (code.startsWith('53')) {
    return new StoreBusy(
      { cause: error },
      `The database ${name} has no room left: ${error.message}. Nothing was written; make room, then send the same again.`,
    );
  }
  // A value that no text column takes is the fault of whoever asked, and no reason to stop.
  if (code.startsWith('22')) return error;
  return new StoreFailed(`The database ${name} failed: ${error.message}.`, { cause: error });
}

function safeInteger(text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number)) return number;
  throw new StoreFailed(`The database holds the number ${text}, which no program of ours has written.`);
}
