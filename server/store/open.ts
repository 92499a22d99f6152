/** Opens the store that a database's name asks for: PostgreSQL by its address, SQLite by a file. */
import { openPostgres } from './postgres.ts';
import { shownUrl } from './postgres-pool.ts';
import { openSqlite } from './sqlite.ts';
import type { Store } from './store.ts';

/** Whether it is an address of PostgreSQL and no file. */
export function isPostgres(database: string): boolean {
  return /^postgres(ql)?:\/\//.test(database);
}

/** A database as people may read it: an address without its password. */
export function shownDatabase(database: string): string {
  return isPostgres(database) ? shownUrl(database) : database;
}

/** Opens `postgres://…` or a file. @throws StoreFailed as they do */
export function openStore(database: string): Promise<Store> {
  return isPostgres(database) ? openPostgres(database) : openSqlite(database);
}
