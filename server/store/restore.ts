/**
 * Puts a copy of a SQLite database in the place of another. The other is never deleted: it steps aside under a
 * name of its own.
 */
import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { syncToDisk } from './disk.ts';
import { StoreBusy, StoreFailed } from './store.ts';

/** How long the files are waited for; a service that runs keeps them for longer. */
const BUSY_MS = 1_000;

/**
 * Makes sure that no process has the database open, and brings what stands in the file beside it into it.
 *
 * @throws StoreBusy where one has, StoreFailed where the file is no database
 */
export function closeFile(path: string): void {
  let database: Database.Database | undefined;
  try {
    database = new Database(path, { fileMustExist: true, timeout: BUSY_MS });
    // Only the one process that has it open can leave WAL mode.
    database.pragma('journal_mode = DELETE');
  } catch (error) {
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) {
      throw new StoreBusy(
        { cause: error },
        `The database ${path} is in use. Stop the service first, then restore.`,
      );
    }
    const said = error instanceof Error ? error.message : String(error);
    throw new StoreFailed(`The database ${path} can't be opened: ${said}.`, { cause: error });
  } finally {
    database?.close();
  }
}

/** Copies a file beside a database, onto the disk; answers the copy's path. */
export function copyBeside(file: string, database: string): string {
  const copy = `${database}.restoring`;
  removeDatabase(copy);
  copyFileSync(file, copy);
  syncToDisk(copy);
  return copy;
}

/** Removes a database with the files beside it, if it is there. */
export function removeDatabase(path: string): void {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${path}${end}`, { force: true });
}

/**
 * Puts `copy` in the place of `database`, which nobody has open. Answers where the one that was there is now; null
 * where there was none.
 */
export function putInPlace(copy: string, database: string, stamp: string): string | null {
  const aside = existsSync(database) ? `${database}.before-${stamp}` : null;
  if (aside !== null) {
    renameSync(database, aside);
    // What was left beside a file that can't be read belongs to it, and never to the one that comes.
    for (const end of ['-wal', '-shm', '-journal']) {
      if (existsSync(`${database}${end}`)) renameSync(`${database}${end}`, `${aside}${end}`);
    }
  }
  renameSync(copy, database);
  syncToDisk(dirname(database));
  return aside;
}
