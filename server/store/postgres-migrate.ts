/** Brings a PostgreSQL database to the tables that this program knows, by the same numbered files as SQLite. */
import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseError } from 'pg';
import { type Migration, migrations } from './migrate.ts';
import { type Connections, shownUrl } from './postgres-pool.ts';
import { StoreFailed } from './store.ts';

/** How long an instance waits for another one that migrates. */
const LOCK_MS = 60_000;
const TRIES = 20;
const PAUSE_MS = 100;
/** A key, a table or a type that another instance made in the same moment. */
const CLASHES: ReadonlySet<string | undefined> = new Set(['23505', '42P07', '42710']);

/**
 * Applies what is missing, each in a transaction with its version row inserted first: of two instances that start
 * at once one waits at that key, finds it taken, and looks again.
 *
 * @throws StoreFailed where the database was made by a newer program, or keeps text in another encoding than UTF-8
 */
export async function migratePostgres(
  connections: Connections,
  url: string,
  known: readonly Migration[] = migrations(),
): Promise<void> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await applyMissing(connections, url, known);
    } catch (error) {
      const clash = error instanceof StoreFailed && error.cause instanceof DatabaseError && error.cause.code;
      if (tried === TRIES || typeof clash !== 'string' || !CLASHES.has(clash)) throw error;
      await sleep(Math.random() * PAUSE_MS);
    }
  }
}

async function applyMissing(
  { single, transaction }: Connections,
  url: string,
  known: readonly Migration[],
): Promise<void> {
  // Whoever may not make tables may still work with those that are there.
  const [table] = await single.plain<{ there: boolean }>(
    `SELECT to_regclass('migration') IS NOT NULL AS there`,
  );
  if (table?.there !== true) {
    await single.script(
      'CREATE TABLE IF NOT EXISTS migration (version INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL)',
    );
  }
  const found = await single.plain<{ version: number }>('SELECT version FROM migration ORDER BY version');
  const present = new Set(found.map(({ version }) => version));
  const newest = known.at(-1)?.version ?? 0;
  const ahead = found.at(-1)?.version ?? 0;
  if (ahead > newest) {
    throw new StoreFailed(
      `The database ${shownUrl(url)} was made by a newer Design Tracker (its tables are at version ` +
        `${ahead}, this program knows ${newest}). Use the newer program.`,
    );
  }
  for (const { version, name, sql } of known) {
    if (present.has(version)) continue;
    await transaction(
      'write',
      async (session) => {
        await session.plain('INSERT INTO migration (version, name) VALUES ($1, $2)', [version, name]);
        await session.script(sql);
      },
      { lockMs: LOCK_MS },
    );
  }
}
