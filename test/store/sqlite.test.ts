import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { migrate, migrations } from '../../server/store/migrate.ts';
import { openSqlite } from '../../server/store/sqlite.ts';
import { StoreFailed } from '../../server/store/store.ts';
import { describeStore } from './contract.ts';

const folder = mkdtempSync(join(tmpdir(), 'tracker-store-'));
after(() => rmSync(folder, { recursive: true }));
let files = 0;
const freshFile = () => {
  files += 1;
  return join(folder, `${files}.db`);
};

const blank = { tracker: 'design', uuid: 'u', revision: 0, hash: 'h', at: 0, fingerprint: 'f' };

describeStore('SQLite in memory', () => openSqlite(':memory:'));
describeStore('SQLite in a file', () => openSqlite(freshFile()));

describe('A SQLite file', () => {
  it('keeps what was committed when it is opened again', async () => {
    const file = freshFile();
    const store = await openSqlite(file);
    await store.createTracker(blank);
    await store.close();
    const again = await openSqlite(file);
    assert.deepEqual(await again.createTracker({ ...blank, uuid: 'other' }), blank);
    await again.close();
  });

  it('may be open in several processes: each sees what the other committed', async () => {
    const file = freshFile();
    const [one, other] = [await openSqlite(file), await openSqlite(file)];
    await one.createTracker(blank);
    await one.transaction('design', (transaction, locked) =>
      transaction.putTracker({ ...locked, fingerprint: 'g' }),
    );
    assert.equal((await other.snapshot('design', (snapshot) => snapshot.tracker())).fingerprint, 'g');
    await one.close();
    await other.close();
  });

  it('syncs every commit to the disk, in WAL mode, and trusts no schema', async () => {
    const file = freshFile();
    await (await openSqlite(file)).close();
    const database = new Database(file);
    assert.equal(database.pragma('journal_mode', { simple: true }), 'wal');
    database.close();
  });

  it('is backed up while it is open, to a file that must not exist', async () => {
    const [file, copy] = [freshFile(), freshFile()];
    const store = await openSqlite(file);
    await store.createTracker(blank);
    await store.backup(copy);
    await assert.rejects(store.backup(copy), StoreFailed);
    await store.close();
    const restored = await openSqlite(copy);
    assert.deepEqual(await restored.snapshot('design', (snapshot) => snapshot.tracker()), blank);
    await restored.close();
  });

  it('is refused in words when it is no database', async () => {
    await assert.rejects(openSqlite(join(folder, 'no', 'such', 'folder.db')), {
      name: 'StoreFailed',
      message: /can't be opened/,
    });
    await assert.rejects(openSqlite(import.meta.filename), StoreFailed);
  });

  it('is refused when a newer program made it', async () => {
    const file = freshFile();
    await (await openSqlite(file)).close();
    const database = new Database(file);
    database.prepare('INSERT INTO migration (version, name) VALUES (?, ?)').run(9_999, 'later');
    database.close();
    await assert.rejects(openSqlite(file), { name: 'StoreFailed', message: /newer Design Tracker/ });
  });

  it('keeps nothing of a migration that fails, and is migrated only once', async () => {
    const database = new Database(':memory:');
    const known = migrations();
    migrate(database, known);
    migrate(database, known);
    const broken = {
      version: 9_000,
      name: '9000-broken.sql',
      sql: 'CREATE TABLE later (a TEXT); CREATE TABLE;',
    };
    assert.throws(() => migrate(database, [...known, broken]));
    const versions = database.prepare<[], number>('SELECT version FROM migration').pluck().all();
    assert.deepEqual(
      versions,
      known.map(({ version }) => version),
    );
    assert.equal(database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'later'").get(), undefined);
    database.close();
  });
});
