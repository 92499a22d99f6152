/** The database that a command opens itself: `verify` and `token`. The others talk to the service. */
import type { Command } from 'commander';
import { readEnvironment } from '../config/environment.ts';
import { openSqlite } from '../store/sqlite.ts';
import type { Store } from '../store/store.ts';

/** Adds `--database` to a command. */
export function withDatabase(command: Command): Command {
  return command.option('--database <FILE>', 'the database (else TRACKER_DATABASE, else .data/tracker.db)');
}

/** Opens the database that the option or the environment names. */
export async function openStoreOf(database: string | undefined): Promise<Store> {
  return openSqlite(database ?? readEnvironment(process.env).database);
}
