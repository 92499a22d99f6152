/** Backups of a ledger over SQLite, and ledgers restored from them. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqlite } from '../../../server/store/sqlite.ts';
import { type Fixture, openFixture } from '../../ledger/builder.ts';

/** A ledger as it was when the backup was made, as often as it is asked for; `kind` tells its uuids from others'. */
export type Backup = (kind: string) => Promise<Fixture>;

/** Backs the ledger up as `tracker backup` does. */
export async function backUp({ store, clock }: Fixture): Promise<Backup> {
  const file = await inFolder(async (path) => {
    await store.backup(path);
    return readFileSync(path);
  });
  return (kind) =>
    inFolder(async (path) => {
      writeFileSync(path, file);
      const restored = await openFixture({ store: await openSqlite(path), kind });
      // Time has gone on.
      restored.clock.now = clock.now;
      return restored;
    });
}

/** Does something with a file that nobody sees: once it is opened it needs no name any more. */
async function inFolder<T>(work: (file: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'tracker-backup-'));
  try {
    return await work(join(folder, 'backup.db'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
