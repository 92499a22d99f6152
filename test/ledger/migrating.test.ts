import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { DEFAULT_TRACKER } from '../../server/ledger/ledger.ts';
import { verify } from '../../server/ledger/verify.ts';
import { migrate, migrations } from '../../server/store/migrate.ts';
import { openStore } from '../../server/store/open.ts';
import { migratePostgres } from '../../server/store/postgres-migrate.ts';
import { connectionsTo } from '../../server/store/postgres-pool.ts';
import { freshDatabase, sharedPostgres } from '../postgres.ts';
import { copyOf, openFixture } from './builder.ts';

/** In an order in which records may be put: what others belong to comes first. */
const TABLES = [
  'tracker',
  'revision',
  'change',
  'row',
  'conflict',
  'ref_counter',
  'request',
  'token',
  'night',
  'lease',
];

describe('A ledger that an older program has written', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tracker-migrating-'));
  let files = 0;
  before(async function () {
    this.timeout(60_000);
    await sharedPostgres();
  });
  after(() => rmSync(folder, { recursive: true }));

  /** Each: a place for a database, and how the tables of an earlier version come to hold what is in another one. */
  const stores = {
    SQLite: {
      fresh: async () => {
        files += 1;
        return join(folder, `${files}.db`);
      },
      copyInto(old: string, version: number, from: string) {
        const database = new Database(old);
        migrate(database, migrations().slice(0, version));
        database.prepare('ATTACH ? AS present').run(from);
        for (const table of TABLES) {
          const names = database
            .prepare<[string], string>('SELECT name FROM pragma_table_info(?)')
            .pluck()
            .all(table);
          const columns = names.map((name) => `"${name}"`).join(', ');
          database.exec(`INSERT INTO main."${table}" (${columns}) SELECT ${columns} FROM present."${table}"`);
        }
        database.close();
      },
    },
    PostgreSQL: {
      fresh: async () => (await freshDatabase()).url,
      async copyInto(old: string, version: number, from: string) {
        const connections = connectionsTo(old);
        await migratePostgres(connections, old, migrations().slice(0, version));
        for (const table of TABLES) {
          const names = await connections.single.plain<{ name: string }>(
            'SELECT column_name AS name FROM information_schema.columns WHERE table_schema = $1 AND table_name = $2',
            [schemaIn(old), table],
          );
          const columns = names.map(({ name }) => `"${name}"`).join(', ');
          await connections.single.plain(
            `INSERT INTO "${table}" (${columns}) SELECT ${columns} FROM "${schemaIn(from)}"."${table}"`,
          );
        }
        await connections.close();
      },
    },
  };

  for (const [name, { fresh, copyInto }] of Object.entries(stores)) {
    for (const { version } of migrations().slice(0, -1)) {
      it(`keeps every revision when it is opened: ${name}, tables of version ${version}`, async function () {
        this.timeout(20_000);
        const [present, old] = [await fresh(), await fresh()];
        const known = await write(present);
        await copyInto(old, version, present);
        assert.deepEqual(await read(old), known);
      });
    }
  }
});

/** A ledger in which something of each kind has happened; answers what `read` answers of it. */
async function write(database: string) {
  const store = await openStore(database);
  const fixture = await openFixture({ store });
  const [mine, theirs] = [await copyOf(fixture), await copyOf(fixture)];
  await mine.push([
    { op: 'add', tab: 'notes', ref: 'N-001', cells: { title: 'One', count: 2 } },
    { op: 'add', tab: 'notes', ref: 'N-007', cells: { title: 'Seven', cites: 'N-001' } },
    { op: 'add', tab: 'things', ref: 'T', cells: { 'x:own': 'kept' } },
  ]);
  await theirs.pull();
  await mine.pull();
  const set = (from: string, to: string) =>
    ({ op: 'set', tab: 'notes', ref: 'N-001', column: 'title', from, to }) as const;
  await mine.push([set('One', 'Uno')], { reason: 'In Italian' });
  const { conflicts } = await theirs.push([set('One', 'Eins')]);
  const [{ id, theirsRevision } = assert.fail()] = conflicts;
  if (id === null) assert.fail('it is recorded');
  await theirs.push([{ op: 'decide', conflict: id, choose: 'mine', seen: theirsRevision }]);
  await mine.pull();
  await mine.push([{ op: 'renumber', tab: 'notes', ref: 'N-007', to: 'N-008', seen: 1 }]);
  await mine.push([{ op: 'remove', tab: 'things', ref: 'T', seen: 1 }]);
  await theirs.push([set('Eins', 'Ein')]);
  await fixture.ledger.close();
  await store.close();
  return read(database);
}

async function read(database: string) {
  const store = await openStore(database);
  const { service, ledger } = await openFixture({ store });
  assert.deepEqual(await verify(store, DEFAULT_TRACKER).then(({ broken }) => broken), null);
  assert.deepEqual(await store.integrity(), []);
  const { revision } = await service.schema();
  const { today: _, ...changes } = await service.changes({ since: 0 });
  const rows = [
    await service.rows('notes'),
    await service.rows('things'),
    await service.rows('notes', revision - 2),
  ];
  const { conflicts } = await service.conflicts({});
  const requests = await store.snapshot(DEFAULT_TRACKER, (snapshot) => snapshot.counters());
  assert.ok(revision >= 5 && conflicts.length > 0 && requests.length > 0, 'there is something to keep');
  await ledger.close();
  await store.close();
  return { changes, rows, conflicts, requests };
}

/** The schema that an address of `freshDatabase` names. */
function schemaIn(url: string): string {
  return /search_path=(\w+)/.exec(decodeURIComponent(url))?.[1] ?? assert.fail();
}
