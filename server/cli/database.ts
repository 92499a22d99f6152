/** The database that a command opens itself: `serve`, `verify` and `token`. The others talk to the service. */
import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Command } from 'commander';
import { readEnvironment } from '../config/environment.ts';
import { openSqlite } from '../store/sqlite.ts';
import type { Store } from '../store/store.ts';
import { UsageError } from './failure.ts';
import type { Terminal } from './terminal.ts';

export interface DatabaseOptions {
  readonly database?: string;
}

/** Adds `--database` to a command. */
export function withDatabase(command: Command): Command {
  return command.option('--database <FILE>', 'the database (else TRACKER_DATABASE, else .data/tracker.db)');
}

/** The path that the option or the environment names, its folder made where it is missing. */
export function newDatabase({ database }: DatabaseOptions, { env }: Terminal): string {
  const path = pathOf(database ?? readEnvironment(env).database);
  mkdirSync(dirname(path), { recursive: true });
  return path;
}

/** Does something with the database that the option or the environment names, and closes it. */
export async function inDatabase<T>(
  { database }: DatabaseOptions,
  { env }: Terminal,
  work: (store: Store) => Promise<T>,
): Promise<T> {
  const path = pathOf(database ?? readEnvironment(env).database);
  // Opening would make it: an empty database answers every question, and each answer would be wrong.
  if (!existsSync(path)) {
    throw new UsageError(`There is no database ${path}. Name the service's own with --database FILE.`);
  }
  return within(path, work);
}

/** Opens a database, or makes it, does something with it, and closes it. */
export async function within<T>(path: string, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openSqlite(path);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

function pathOf(database: string): string {
  if (!/^postgres(ql)?:/.test(database)) return database;
  throw new UsageError('This version keeps its ledger in SQLite only. Name a file: --database tracker.db');
}
