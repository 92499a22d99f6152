/** `tracker backup` and `tracker restore`: a whole copy of a SQLite ledger, and back. */
import { existsSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Command } from 'commander';
import { DEFAULT_TRACKER } from '../ledger/ledger.ts';
import { verify } from '../ledger/verify.ts';
import { syncToDisk } from '../store/disk.ts';
import { isPostgres } from '../store/open.ts';
import { closeFile, copyBeside, putInPlace, removeDatabase } from '../store/restore.ts';
import { StoreFailed, type TrackerRecord } from '../store/store.ts';
import { type DatabaseOptions, inDatabase, newDatabase, withDatabase, within } from './database.ts';
import { UsageError } from './failure.ts';
import { count } from './print.ts';
import type { Terminal } from './terminal.ts';

interface BackupOptions extends DatabaseOptions {
  readonly json?: boolean;
}
interface RestoreOptions extends BackupOptions {
  readonly force?: boolean;
}

export function addBackup(program: Command, terminal: Terminal): void {
  withDatabase(program.command('backup'))
    .description('write a whole copy of the database, also while the service runs, and verify it')
    .argument('<FILE>', 'the copy; nothing may be there yet')
    .option('--json', 'print one JSON document')
    .action(async (file: string, { json, ...options }: BackupOptions) => {
      if (existsSync(file))
        throw new UsageError(`${file} exists. Name a new file: a backup replaces nothing.`);
      // Under its own name only when it is whole.
      const partial = `${file}.partial`;
      removeDatabase(partial);
      let head: TrackerRecord;
      try {
        await inDatabase(options, terminal, (store) => store.backup(partial));
        head = await sound(partial, `The backup ${file}`);
        // One file, with nothing beside it that could be forgotten.
        closeFile(partial);
      } catch (error) {
        removeDatabase(partial);
        throw error;
      }
      syncToDisk(partial);
      renameSync(partial, file);
      syncToDisk(dirname(file));
      const { revision, hash } = head;
      if (json) terminal.printJson({ file, revision, hash });
      else terminal.print(`${file} holds ${count(revision, 'revision')}, verified.`);
    });
}

export function addRestore(program: Command, terminal: Terminal): void {
  withDatabase(program.command('restore'))
    .description('put a backup in the place of the database, with the service stopped')
    .argument('<FILE>', 'the backup')
    .option(
      '--force',
      'also where the database holds more than the backup, or another tracker, or is damaged',
    )
    .option('--json', 'print one JSON document')
    .action(async (file: string, { json, force, ...options }: RestoreOptions) => {
      const database = newDatabase(options, terminal);
      if (isPostgres(database)) {
        throw new UsageError("PostgreSQL is restored by its own pg_restore. Name the service's SQLite file.");
      }
      if (!existsSync(file)) throw new UsageError(`There is no backup ${file}.`);
      const copy = copyBeside(file, database);
      try {
        const head = await sound(copy, `The backup ${file}`);
        closeFile(copy);
        if (existsSync(database)) await mayGo(database, head, force === true);
        const aside = putInPlace(copy, database, stampOf(new Date()));
        const { revision, hash } = head;
        if (json) terminal.printJson({ database, revision, hash, aside });
        else {
          terminal.print(
            `${database} holds ${count(revision, 'revision')}, verified. Start the service again.`,
          );
          if (aside !== null) terminal.print(`What was there before is kept as ${aside}.`);
        }
      } finally {
        removeDatabase(copy);
      }
    });
}

/** The head of a database whose log verifies. @throws StoreFailed where it does not, UsageError where it has none */
async function sound(path: string, name: string): Promise<TrackerRecord> {
  return within(path, async (store) => {
    const damage = await store.integrity();
    const { broken } = await verify(store, DEFAULT_TRACKER);
    const wrong = broken?.message ?? damage[0];
    if (wrong !== undefined) throw new StoreFailed(`${name} is damaged. ${wrong}`);
    return store.snapshot(DEFAULT_TRACKER, (snapshot) => snapshot.tracker());
  });
}

/** Refuses to replace what the backup does not hold, unless told to. */
async function mayGo(database: string, backup: TrackerRecord, force: boolean): Promise<void> {
  if (force) {
    try {
      closeFile(database);
    } catch (error) {
      // Whatever is wrong with it, it steps aside as it is; that it is in use still stops us.
      if (!(error instanceof StoreFailed)) throw error;
    }
    return;
  }
  closeFile(database);
  const present = await sound(database, `The database ${database}`);
  closeFile(database);
  if (present.uuid !== backup.uuid) {
    throw new UsageError(
      `${database} holds another tracker than the backup. To put the backup in its place all the same: --force`,
    );
  }
  if (present.revision > backup.revision) {
    const lost = count(present.revision - backup.revision, 'revision');
    throw new UsageError(
      `${database} holds ${lost} more than the backup. To go back to the backup all the same: --force`,
    );
  }
}

/** `20220810-090000` */
function stampOf(now: Date): string {
  return now.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
}
