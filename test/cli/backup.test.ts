import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { Problem } from '../../shared/protocol/problem.ts';
import { note, type Running, serve } from '../http/service.ts';
import { Folder, tracker } from './tracker.ts';

describe('backup and restore', () => {
  let folder: Folder;
  let running: Running;
  beforeEach(async () => {
    folder = new Folder();
    running = await serve();
  });
  afterEach(async () => {
    await running.stop();
    folder.remove();
  });

  const push = async (ref: string) => running.as().push(await running.body([note(ref)]));
  const backup = (file: string, ...more: string[]) =>
    tracker(['backup', file, '--database', running.database, ...more]);
  const restore = (file: string, database: string, ...more: string[]) =>
    tracker(['restore', file, '--database', database, ...more]);
  const revisions = async (database: string) => {
    const { json } = await tracker(['verify', '--json', '--database', database]);
    return json;
  };

  it('a backup is whole, also while pushes go on, and is one file that verifies', async () => {
    await push('N-001');
    const file = folder.at('copy.db');
    const pushing = Promise.all(['N-002', 'N-003', 'N-004'].map(push));
    const { exit, json } = await backup(file, '--json');
    await pushing;
    const { revision, hash } = Object(json);
    assert.equal(exit, 0);
    assert.ok(revision >= 1);
    assert.deepEqual(await revisions(file), { revisions: revision, broken: null, damage: [] });
    assert.equal((await running.as().changes({ since: revision, hash })).since, revision);
    assert.deepEqual(
      readdirSync(folder.path).filter((name) => name.startsWith('copy.db')),
      ['copy.db'],
    );
  });

  it('a backup replaces nothing', async () => {
    const file = folder.at('copy.db');
    writeFileSync(file, 'a letter');
    const { exit, err } = await backup(file);
    assert.deepEqual([exit, readFileSync(file, 'utf8')], [2, 'a letter']);
    assert.match(err, /exists\. Name a new file/);
  });

  it('a damaged ledger gives no backup', async () => {
    await push('N-001');
    const database = new Database(running.database);
    database.exec("UPDATE revision SET author = 'somebody else'");
    database.close();
    const { exit, err } = await backup(folder.at('copy.db'));
    assert.equal(exit, 3);
    assert.match(err, /is damaged\. Revision 1 does not have the hash/);
    assert.equal(existsSync(folder.at('copy.db')), false);
  });

  it('a restore puts the backup where no database is', async () => {
    await push('N-001');
    await backup(folder.at('copy.db'));
    const { exit, out } = await restore(folder.at('copy.db'), folder.at('new.db'));
    assert.deepEqual(
      [exit, out],
      [0, `${folder.at('new.db')} holds 1 revision, verified. Start the service again.\n`],
    );
    assert.deepEqual(await revisions(folder.at('new.db')), { revisions: 1, broken: null, damage: [] });
  });

  it('a restore is refused while the service runs', async () => {
    await push('N-001');
    await backup(folder.at('copy.db'));
    for (const more of [[], ['--force']]) {
      const { exit, err } = await restore(folder.at('copy.db'), running.database, ...more);
      assert.equal(exit, 3);
      assert.match(err, /is in use\. Stop the service first/);
    }
    await push('N-002');
  });

  it('a restore loses later revisions only when told to, keeps the file that had them, and clients notice', async () => {
    await push('N-001');
    await backup(folder.at('copy.db'));
    await push('N-002');
    const seen = await running.as().schema();
    const { database } = running;
    await running.service.close();

    const refused = await restore(folder.at('copy.db'), database);
    assert.equal(refused.exit, 2);
    assert.match(refused.err, /holds 1 revision more than the backup.*--force/);
    assert.deepEqual(await revisions(database), { revisions: 2, broken: null, damage: [] });

    const { exit, json } = await restore(folder.at('copy.db'), database, '--force', '--json');
    const { aside, revision } = Object(json);
    assert.deepEqual([exit, revision], [0, 1]);
    assert.deepEqual(await revisions(aside), { revisions: 2, broken: null, damage: [] });
    const again = await serve({ database });
    await assert.rejects(
      again.as().changes({ since: seen.revision, hash: seen.hash }),
      (error: unknown) => error instanceof Problem && error.type === 'resync',
    );
    await again.stop();
  });

  it('a restore over another tracker, or over what is no database, needs to be told', async () => {
    await push('N-001');
    await backup(folder.at('copy.db'));
    const other = await serve();
    const { database } = other;
    await other.service.close();
    const refused = await restore(folder.at('copy.db'), database);
    assert.equal(refused.exit, 2);
    assert.match(refused.err, /another tracker/);

    const broken = folder.at('broken.db');
    writeFileSync(broken, 'no database at all, and long enough to be taken for one'.repeat(100));
    assert.equal((await restore(folder.at('copy.db'), broken)).exit, 3);
    const { exit, json } = await restore(folder.at('copy.db'), broken, '--force', '--json');
    assert.equal(exit, 0);
    assert.match(readFileSync(Object(json).aside, 'utf8'), /^no database at all/);
    await other.stop();
  });

  it('what is no backup is not put anywhere', async () => {
    const letter = folder.at('letter.db');
    writeFileSync(letter, 'Dear all, '.repeat(1_000));
    const { exit } = await restore(letter, folder.at('new.db'));
    assert.equal(exit, 3);
    const missing = await restore(folder.at('missing.db'), folder.at('new.db'));
    assert.equal(missing.exit, 2);
    assert.deepEqual(readdirSync(folder.path), ['letter.db']);
  });

  it('PostgreSQL keeps its own tools', async () => {
    await push('N-001');
    await backup(folder.at('copy.db'));
    const { exit, err } = await restore(folder.at('copy.db'), 'postgres://127.0.0.1:1/nothing');
    assert.equal(exit, 2);
    assert.match(err, /pg_restore/);
  });
});
