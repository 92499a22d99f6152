/**
 * Brings a SQLite database to the tables that this program knows: numbered SQL files, each in a transaction
 * of its own with its version row inserted first, so that two instances that start at once clash on the key
 * instead of making a table twice.
 */
import { readdirSync, readFileSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { StoreFailed } from './store.ts';

export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}

const folder = new URL('./sql/', import.meta.url);

/** The migrations in `sql/`, by number. */
export function migrations(): readonly Migration[] {
  return readdirSync(folder)
    .filter((name) => /^\d{4}-.*\.sql$/.test(name))
    .sort()
    .map((name) => ({
      version: Number(name.slice(0, 4)),
      name,
      sql: readFileSync(new URL(name, folder), 'utf8'),
    }));
}

/**
 * Applies what is missing.
 *
 * @throws StoreFailed where the database was made by a newer program: its tables may mean something else
 */
export function migrate(database: Database, known: readonly Migration[] = migrations()): void {
  database.exec(
    'CREATE TABLE IF NOT EXISTS migration (version INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL)',
  );
  const newest = known.at(-1)?.version ?? 0;
  const present = database.prepare<[], number>('SELECT version FROM migration').pluck();
  const ahead = present.all().filter((version) => version > newest);
  if (ahead.length > 0) {
    throw new StoreFailed(
      `The database ${database.name} was made by a newer Design Tracker (its tables are at version ` +
        `${Math.max(...ahead)}, this program knows ${newest}). Use the newer program.`,
    );
  }
  for (const { version, name, sql } of known) {
    if (present.all().includes(version)) continue;
    database.exec('BEGIN IMMEDIATE');
    try {
      // Another instance may have been quicker while this one waited for the lock.
      if (!present.all().includes(version)) {
        database
          .prepare<[number, string]>('INSERT INTO migration (version, name) VALUES (?, ?)')
          .run(version, name);
        database.exec(sql);
      }
      database.exec('COMMIT');
    } catch (error) {
      if (database.inTransaction) database.exec('ROLLBACK');
      throw error;
    }
  }
}
