/** The database that a command opens itself: `serve`, `verify` and `token`. The others talk to the service. */
import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Command } from 'commander';
import { readEnvironment } from '../config/environment.ts';
import { isPostgres, openStore } from '../store/open.ts';
import type { Store } from '../store/store.ts';
import { UsageError } from './failure.ts';
import type { Terminal } from './terminal.ts';

export interface DatabaseOptions {
  readonly database?: string;
}

/** Adds `--database` to a command. */
export function withDatabase(command: Command): Command {
  return command.option(
    '--database <DATABASE>',
    'the file, or postgres://… (else TRACKER_DATABASE, else .data/tracker.db)',
  );
}

/** The file or address that the option or the environment names, the file's folder made where it is missing. */
export function newDatabase({ database }: DatabaseOptions, { env }: Terminal): string {
  const named = database ?? readEnvironment(env).database;
  if (!isPostgres(named)) mkdirSync(dirname(named), { recursive: true });
  return named;
}

/** Does something with the database that the option or the environment names, and closes it. */
export async function inDatabase<T>(
  { database }: DatabaseOptions,
  { env }: Terminal,
  work: (store: Store) => Promise<T>,
): Promise<T> {
  const named = database ?? readEnvironment(env).database;
  // Opening would make it: an empty database answers every question, and each answer would be wrong.
  if (!isPostgres(named) && !existsSync(named)) {
    throw new UsageError(`There is no database ${named}. Name the service's own with --database FILE.`);
  }
  return within(named, work);
}

/** Opens a database, or makes it, does something with it, and closes it. */
export async function within<T>(database: string, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(database);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
