import assert from 'node:assert/strict';
import { migrations } from '../../server/store/migrate.ts';
import { openStore } from '../../server/store/open.ts';
import { openPostgres } from '../../server/store/postgres.ts';
import { migratePostgres } from '../../server/store/postgres-migrate.ts';
import { connectionsTo } from '../../server/store/postgres-pool.ts';
import { StoreBusy, StoreFailed } from '../../server/store/store.ts';
import { freshDatabase, query, sharedPostgres } from '../postgres.ts';
import { describeStore } from './contract.ts';

const blank = { tracker: 'design', uuid: 'u', revision: 0, hash: 'h', at: 0, fingerprint: 'f' };

const given = process.env.TRACKER_TEST_POSTGRES;
const drops: (() => Promise<void>)[] = [];
after(async () => {
  for (const drop of drops) await drop();
});

/** A place of its own for each store. */
async function fresh(base?: string): Promise<string> {
  const { url, drop } = await freshDatabase(base);
  if (base !== undefined) drops.push(drop);
  return url;
}

before(async function () {
  this.timeout(60_000);
  await sharedPostgres();
});

describeStore('PostgreSQL', async () => openStore(await fresh()));
if (given !== undefined) {
  describeStore('the database of TRACKER_TEST_POSTGRES', async () => openStore(await fresh(given)));
}

describe('A PostgreSQL database', () => {
  it('is shared by several instances: each sees what the other committed, and they write in turn', async () => {
    const url = await fresh();
    const stores = await Promise.all([1, 2, 3].map(() => openPostgres(url)));
    const [one] = stores;
    assert.ok(one !== undefined);
    await Promise.all(stores.map((store) => store.createTracker(blank)));
    await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        stores[index % 3]?.transaction('design', (transaction, locked) =>
          transaction.putTracker({ ...locked, revision: locked.revision + 1 }),
        ),
      ),
    );
    for (const store of stores) {
      assert.equal((await store.snapshot('design', (snapshot) => snapshot.tracker())).revision, 30);
      await store.close();
    }
  });

  it('gives a view that stands still while others write', async () => {
    const url = await fresh();
    const [one, other] = [await openPostgres(url), await openPostgres(url)];
    await one.createTracker(blank);
    await one.snapshot('design', async (snapshot) => {
      const before = await snapshot.tracker();
      await other.transaction('design', (transaction, locked) =>
        transaction.putTracker({ ...locked, revision: 1 }),
      );
      assert.deepEqual(await snapshot.tracker(), before);
    });
    await one.close();
    await other.close();
  });

  it('sorts by bytes, whatever its own order of letters is', async () => {
    const store = await openPostgres(await fresh());
    for (const name of ['b', 'B', 'a', 'é']) {
      await store.addToken('design', { name, role: 'editor', sha256: name, created: 1, revoked: null });
    }
    assert.deepEqual(
      (await store.tokens('design')).map(({ name }) => name),
      ['B', 'a', 'b', 'é'],
    );
    await store.close();
  });

  it('says that it is busy when another instance holds the tracker too long', async function () {
    this.timeout(20_000);
    const url = await fresh();
    const [one, other] = [await openPostgres(url), await openPostgres(url)];
    await one.createTracker(blank);
    const tried = Promise.withResolvers<void>();
    const holding = one.transaction('design', () => tried.promise);
    await one.snapshot('design', (snapshot) => snapshot.tracker());
    await assert.rejects(
      other.transaction('design', async () => undefined),
      (error: Error) => error instanceof StoreBusy && error.name === 'StoreBusy',
    );
    tried.resolve();
    await holding;
    await one.close();
    await other.close();
  });

  it('does a transaction again that was rolled back for another one', async () => {
    const url = await fresh();
    const [store, connections] = [await openPostgres(url), connectionsTo(url)];
    await store.createTracker({ ...blank, tracker: 'a' });
    await store.createTracker({ ...blank, tracker: 'b' });
    // Two that lock the same rows in the other order: PostgreSQL ends one of them.
    const met = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const;
    let tries = 0;
    const crossing = (mine: 0 | 1, names: readonly [string, string]) =>
      connections.transaction('write', async (session) => {
        tries += 1;
        await session.rows('lockTracker', [names[0]]);
        met[mine].resolve();
        await met[mine === 0 ? 1 : 0].promise;
        await session.rows('lockTracker', [names[1]]);
        return names[0];
      });
    assert.deepEqual(await Promise.all([crossing(0, ['a', 'b']), crossing(1, ['b', 'a'])]), ['a', 'b']);
    assert.ok(tries > 2, 'one of them was tried again');
    await connections.close();
    await store.close();
  });

  it('keeps nothing where the last write fails, though COMMIT was on its way behind it', async () => {
    const store = await openPostgres(await fresh());
    await store.createTracker(blank);
    const revision = { revision: 1, hash: 'h', author: 'A', at: 1, workbook: null, reason: null };
    const row = { tab: 't', shown: 'N-1', cells: '{}', revision: 1, removed: false, born: 1, touched: '{}' };
    const write = (ref: string) =>
      store.transaction('design', async (transaction, locked) => {
        await transaction.putRows([{ ...row, ref: `${ref} before` }]);
        // Reading writes what was put before.
        await transaction.rows();
        await transaction.addRevision(revision);
        await transaction.putRows([{ ...row, ref }]);
        await transaction.putTracker({ ...locked, revision: 1 });
      });
    await write('first');
    // The revision is there already.
    await assert.rejects(write('second'), StoreFailed);
    const kept = await store.snapshot('design', (snapshot) => snapshot.rows());
    assert.deepEqual(kept.map(({ ref }) => ref).sort(), ['first', 'first before']);
    await store.close();
  });

  it('is not ended by a value that no text column takes', async () => {
    const store = await openPostgres(await fresh());
    await store.createTracker(blank);
    await assert.rejects(
      store.snapshot('design', (snapshot) => snapshot.conflict('\u0000')),
      (error: Error) => !(error instanceof StoreFailed) && !(error instanceof StoreBusy),
    );
    assert.deepEqual(await store.snapshot('design', (snapshot) => snapshot.tracker()), blank);
    await store.close();
  });

  it('is made once by instances that start in the same moment', async () => {
    const url = await fresh();
    const stores = await Promise.all(Array.from({ length: 6 }, () => openPostgres(url)));
    const connections = connectionsTo(url);
    const versions = await connections.single.plain<{ version: number }>('SELECT version FROM migration');
    assert.deepEqual(
      versions.map(({ version }) => version),
      migrations().map(({ version }) => version),
    );
    await connections.close();
    for (const store of stores) await store.close();
  });

  it('keeps nothing of a migration that fails', async () => {
    const url = await fresh();
    const connections = connectionsTo(url);
    const broken = {
      version: 9_000,
      name: '9000-broken.sql',
      sql: 'CREATE TABLE later (a TEXT); CREATE TABLE;',
    };
    await assert.rejects(migratePostgres(connections, url, [...migrations(), broken]), StoreFailed);
    const later = await connections.single.plain("SELECT 1 FROM pg_tables WHERE tablename = 'later'");
    assert.deepEqual(later, []);
    await migratePostgres(connections, url);
    await connections.close();
  });

  it('is not ended by a disk that is full', async () => {
    const connections = connectionsTo(await fresh());
    const full = `DO $$ BEGIN RAISE EXCEPTION 'no space left on device' USING ERRCODE = '53100'; END $$`;
    await assert.rejects(
      connections.transaction('write', (session) => session.plain(full)),
      (error) => error instanceof StoreBusy && /no room left: no space/.test(error.message),
    );
    await connections.close();
  });

  it('keeps no statement prepared where its address says so, for poolers that hand connections around', async () => {
    const url = await fresh();
    await (await openPostgres(url)).close();
    const prepared = async (more: string) => {
      const connections = connectionsTo(`${url}${more}`);
      const names = await connections.transaction('read', async (session) => {
        await session.rows('tokens', ['design']);
        return session.plain<{ name: string }>('SELECT name FROM pg_prepared_statements');
      });
      await connections.close();
      return names;
    };
    assert.deepEqual(await prepared(''), [{ name: 'tokens' }]);
    assert.deepEqual(await prepared('&prepared_statements=false'), []);
  });

  it('is refused when a newer program made it', async () => {
    const url = await fresh();
    await (await openPostgres(url)).close();
    await query(url, "INSERT INTO migration (version, name) VALUES (9999, 'later')");
    await assert.rejects(openPostgres(url), { name: 'StoreFailed', message: /newer Design Tracker/ });
  });

  it('is refused where it could lose what was answered', async () => {
    const url = (await sharedPostgres()).url;
    const lossy = `${url}?options=${encodeURIComponent('-c synchronous_commit=off')}`;
    await assert.rejects(openPostgres(lossy), { name: 'StoreFailed', message: /synchronous_commit off/ });
  });

  it('is refused in words, without its password, when it does not answer or lets nobody in', async () => {
    await assert.rejects(openPostgres('postgres://someone:secret@127.0.0.1:1/nothing'), {
      name: 'StoreFailed',
      message: /^The database postgres:\/\/127\.0\.0\.1:1\/nothing can't be opened: .*ECONNREFUSED/,
    });
    const wrong = (await sharedPostgres()).url.replace(/:[^:@]+@/, ':wrong@');
    await assert.rejects(openPostgres(wrong), (error: Error) => {
      assert.match(error.message, /password authentication failed/);
      assert.doesNotMatch(error.message, /wrong/);
      return error instanceof StoreFailed;
    });
  });

  it('is backed up by its own tools', async () => {
    const store = await openPostgres(await fresh());
    await assert.rejects(store.backup('copy.db'), { name: 'StoreFailed', message: /pg_dump/ });
    await store.close();
  });
});
