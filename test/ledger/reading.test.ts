import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { inForceIn } from '../../server/ledger/in-force.ts';
import { DEFAULT_TRACKER, openLedger } from '../../server/ledger/ledger.ts';
import { serviceOf } from '../../server/ledger/service.ts';
import { openSqlite } from '../../server/store/sqlite.ts';
import { ChangesAnswer, type ChangesQuery } from '../../shared/protocol/changes.ts';
import { RowsAnswer } from '../../shared/protocol/rows.ts';
import { SchemaAnswer } from '../../shared/protocol/schema.ts';
import { configure } from '../../shared/tracker/configuration.ts';
import type { Op } from '../../shared/values/change.ts';
import { hashOf } from '../../shared/values/hash.ts';
import type { Cells } from '../../shared/values/value.ts';
import { configuration, copyOf, editor, type Fixture, openFixture, owner, uuids } from './builder.ts';

const add = (ref: string, cells: Cells, tab = 'notes'): Op => ({ op: 'add', tab, ref, cells });
const set = (ref: string, column: string, from: string | null, to: string | null): Op => ({
  op: 'set',
  tab: 'notes',
  ref,
  column,
  from,
  to,
});

/**
 * Six revisions: 1 adds N-002 and N-001, 2 sets two cells of N-001, 3 adds a thing, 4 removes N-001,
 * 5 restores it, 6 sets its title.
 */
async function sixRevisions(fixture?: Fixture): Promise<Fixture> {
  const made = fixture ?? (await openFixture());
  const copy = await copyOf(made);
  await copy.push([add('N-002', { title: 'B' }), add('N-001', { title: 'A', 'x:odd': 'q' })]);
  await copy.push([set('N-001', 'title', 'A', 'C'), set('N-001', 'owner', null, 'O')], {
    reason: 'asked for',
  });
  await copy.push([add('T', { name: 'T' }, 'things')]);
  await copy.push([{ op: 'remove', tab: 'notes', ref: 'N-001', seen: 2 }]);
  await copy.push([{ op: 'restore', tab: 'notes', ref: 'N-001', seen: 4 }]);
  await copy.push([set('N-001', 'title', 'C', 'D')]);
  return made;
}

describe('The rows of a tab', () => {
  const cellsAt: readonly (readonly [number, unknown])[] = [
    [0, []],
    [
      1,
      [
        ['N-001', 1, { title: 'A', 'x:odd': 'q' }],
        ['N-002', 1, { title: 'B' }],
      ],
    ],
    [
      2,
      [
        ['N-001', 2, { title: 'C', owner: 'O', 'x:odd': 'q' }],
        ['N-002', 1, { title: 'B' }],
      ],
    ],
    [
      3,
      [
        ['N-001', 2, { title: 'C', owner: 'O', 'x:odd': 'q' }],
        ['N-002', 1, { title: 'B' }],
      ],
    ],
    [4, [['N-002', 1, { title: 'B' }]]],
    [
      5,
      [
        ['N-001', 5, { title: 'C', owner: 'O', 'x:odd': 'q' }],
        ['N-002', 1, { title: 'B' }],
      ],
    ],
    [
      6,
      [
        ['N-001', 6, { title: 'D', owner: 'O', 'x:odd': 'q' }],
        ['N-002', 1, { title: 'B' }],
      ],
    ],
  ];

  it('are those of any revision, by ref, each with its last change', async () => {
    const { service } = await sixRevisions();
    for (const [at, expected] of cellsAt) {
      const answer = RowsAnswer.parse(await service.rows('notes', at));
      assert.equal(answer.revision, at);
      assert.deepEqual(
        answer.rows.map(({ ref, revision, cells }) => [ref, revision, cells]),
        expected,
        `at ${at}`,
      );
    }
  });

  it('are at the head unless asked otherwise, with the hash of their revision, cells in schema order', async () => {
    const { service } = await sixRevisions();
    const { tracker, hash } = await service.schema();
    const now = await service.rows('notes');
    assert.deepEqual([now.tracker, now.revision, now.hash, now.tab], [tracker, 6, hash, 'notes']);
    assert.deepEqual(Object.keys(now.rows[0]?.cells ?? {}), ['title', 'owner', 'x:odd']);
    const { revisions } = await service.changes({ since: 0 });
    assert.equal((await service.rows('notes', 3)).hash, revisions[2]?.hash);
    assert.equal((await service.rows('notes', 0)).hash, hashOf({ tracker }));
  });

  it('are by code units of the ref in normal form; extra columns come last, by their key', async () => {
    const fixture = await openFixture();
    const { service } = fixture;
    const copy = await copyOf(fixture);
    await copy.push([
      add('t_9', { 'x:b': '1', 'x:a': '2', name: 'as typed' }, 'things'),
      add('T-10', { name: 'before 9' }, 'things'),
      add('É-1', { name: 'after all' }, 'things'),
    ]);
    const { rows } = await service.rows('things');
    assert.deepEqual(
      rows.map(({ ref, cells }) => [ref, Object.keys(cells)]),
      [
        ['T-10', ['name']],
        ['t_9', ['name', 'x:a', 'x:b']],
        ['É-1', ['name']],
      ],
    );
  });

  it('are not found of an unknown tab or a revision yet to come', async () => {
    const { service } = await openFixture();
    await assert.rejects(service.rows('nowhere'), { type: 'unknown-tab' });
    await assert.rejects(service.rows('notes', 1), { type: 'unknown-revision' });
  });
});

describe('The changes', () => {
  const revisionsOf = async ({ service }: Fixture, query: Partial<ChangesQuery>) => {
    const { revisions, revision, more } = ChangesAnswer.parse(await service.changes({ since: 0, ...query }));
    return [revisions.map((each) => [each.revision, each.changes.map(({ op }) => op)]), revision, more];
  };

  it('come with author, time, workbook and reason, and say where to go on', async () => {
    const fixture = await sixRevisions();
    const { service } = fixture;
    const { revision, hash, fingerprint, today } = await service.schema();
    const answer = await service.changes({ since: 1 });
    assert.deepEqual(
      { ...answer, revisions: answer.revisions.length },
      { since: 1, revision, hash, fingerprint, today, openConflicts: null, more: false, revisions: 5 },
    );
    const [second] = answer.revisions;
    assert.deepEqual([second?.author, second?.reason], ['Owen', 'asked for']);
    assert.deepEqual((await service.changes({ since: 6, hash })).revisions, []);
  });

  it('come in pages of whole revisions, at least one a page', async () => {
    const fixture = await sixRevisions();
    assert.deepEqual(await revisionsOf(fixture, { limit: 1 }), [[[1, ['add', 'add']]], 1, true]);
    assert.deepEqual(await revisionsOf(fixture, { limit: 3 }), [[[1, ['add', 'add']]], 1, true]);
    assert.deepEqual(await revisionsOf(fixture, { since: 1, limit: 3 }), [
      [
        [2, ['set', 'set']],
        [3, ['add']],
      ],
      3,
      true,
    ]);
    assert.deepEqual(await revisionsOf(fixture, { since: 5, limit: 1 }), [[[6, ['set']]], 6, false]);
  });

  it('are 5,000 a page unless asked otherwise', async () => {
    const fixture = await openFixture();
    const copy = await copyOf(fixture);
    const things = (from: number, count: number) =>
      Array.from({ length: count }, (_, at) => add(`T-${from + at}`, { name: 'Spoon' }, 'things'));
    await copy.push(things(0, 4_999));
    await copy.push(things(4_999, 1));
    await copy.push(things(5_000, 1));
    const pages = [];
    for (let since = 0, more = true; more; ) {
      const page = await fixture.service.changes({ since });
      pages.push(page.revisions.map(({ revision }) => revision));
      ({ revision: since, more } = page);
    }
    assert.deepEqual(pages, [[1, 2], [3]]);
  });

  it('of a tab, a column, a row or a cell leave out the other revisions', async () => {
    const fixture = await sixRevisions();
    assert.deepEqual(await revisionsOf(fixture, { tab: 'things' }), [[[3, ['add']]], 6, false]);
    assert.deepEqual(await revisionsOf(fixture, { tab: 'notes', column: 'owner' }), [
      [[2, ['set']]],
      6,
      false,
    ]);
    assert.deepEqual(await revisionsOf(fixture, { tab: 'notes', ref: 'n_002' }), [[[1, ['add']]], 6, false]);
    assert.deepEqual(await revisionsOf(fixture, { tab: 'notes', ref: 'N-001', column: 'title' }), [
      [
        [1, ['add']],
        [2, ['set']],
        [4, ['remove']],
        [5, ['restore']],
        [6, ['set']],
      ],
      6,
      false,
    ]);
  });

  it('of a row need its tab, and both must be there', async () => {
    const { service } = await sixRevisions();
    await assert.rejects(service.changes({ since: 0, ref: 'N-001' }), { type: 'invalid' });
    await assert.rejects(service.changes({ since: 0, tab: 'notes', ref: 'N-009' }), { type: 'unknown-ref' });
    await assert.rejects(service.changes({ since: 0, tab: 'nowhere' }), { type: 'unknown-tab' });
  });

  it('since what is not of this past are a resync, with the head', async () => {
    const { service } = await sixRevisions();
    const { revision, hash } = await service.schema();
    for (const query of [{ since: 7 }, { since: 6, hash: hashOf('other') }, { since: 0, hash }]) {
      await assert.rejects(service.changes(query), { type: 'resync', body: { revision, hash } });
    }
  });
});

describe('The schema', () => {
  it('says what the tracker is, who asks, and what day it is there', async () => {
    const fixture = await openFixture();
    fixture.clock.now = Date.parse('2022-08-10T23:30:00.000Z');
    const schema = SchemaAnswer.parse(await serviceOf(fixture.ledger, editor).schema());
    assert.deepEqual(
      [schema.you, schema.today, schema.revision, schema.timeZone],
      [{ author: 'Edda', role: 'editor' }, '2022-08-11', 0, 'Europe/London'],
    );
    assert.equal(schema.hash, hashOf({ tracker: schema.tracker }));
    const { tabs, rules, timeZone } = await fixture.ledger.schema(owner);
    assert.equal(schema.fingerprint, hashOf({ tabs, rules, timeZone }));
  });
});

describe('A ledger in a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tracker-ledger-'));
  after(() => rmSync(folder, { recursive: true }));

  it('is the same when it is opened again, and numbers go on', async () => {
    const file = join(folder, 'again.db');
    const first = await openFixture({ store: await openSqlite(file) });
    await sixRevisions(first);
    const rows = await first.service.rows('notes');
    await first.store.close();
    const second = await openFixture({ store: await openSqlite(file) });
    assert.deepEqual(await second.service.rows('notes'), rows);
    const copy = await copyOf({ ...second, uuid: uuids('f') });
    assert.deepEqual((await copy.push([add('new:1', { title: 'E' })])).refs, { 'new:1': 'N-003' });
    await second.store.close();
  });

  it('may be open in two services: each sees and builds on what the other did', async () => {
    const file = join(folder, 'two.db');
    const one = await openFixture({ store: await openSqlite(file) });
    const other = await openFixture({ store: await openSqlite(file) });
    const mine = await copyOf(one);
    const theirs = await copyOf({ ...other, uuid: uuids('f') });
    for (let round = 1; round <= 3; round += 1) {
      assert.deepEqual((await mine.push([add('new:1', { title: `A${round}` })])).revision, 2 * round - 1);
      assert.deepEqual((await theirs.push([add('new:1', { title: `B${round}` })])).revision, 2 * round);
    }
    assert.deepEqual(await one.service.rows('notes'), await other.service.rows('notes'));
    assert.deepEqual(await one.ledger.verify(), { revisions: 6, broken: null });
    await one.store.close();
    await other.store.close();
  });

  it('takes no pushes from a service whose configuration is no longer the one in force', async () => {
    const file = join(folder, 'configured.db');
    const old = await openFixture({ store: await openSqlite(file) });
    const copy = await copyOf(old);
    const isInForce = inForceIn(old.store, DEFAULT_TRACKER, configuration);
    assert.equal(await isInForce(), true);
    const store = await openSqlite(file);
    const ledger = await openLedger({ store, configuration: configure({}), now: () => 0, uuid: uuids('e') });
    const { fingerprint } = await ledger.schema(owner);
    assert.equal(await isInForce(), false);
    await assert.rejects(copy.push([add('N-001', { title: 'A' })]), {
      type: 'schema-changed',
      body: { fingerprint },
    });
    await assert.rejects(copy.push([add('N-001', { title: 'A' })], { fingerprint }), { type: 'busy' });
    await store.close();
    await old.store.close();
  });

  const spoilt: readonly (readonly [string, string, RegExp])[] = [
    [
      'a value was altered',
      `UPDATE change SET body = replace(body, '"C"', '"Z"') WHERE revision = 2`,
      /Revision 2 does not have the hash/,
    ],
    [
      'an author was altered',
      `UPDATE revision SET author = 'Eve' WHERE revision = 3`,
      /Revision 3 does not have the hash/,
    ],
    [
      'a change was taken out',
      'DELETE FROM change WHERE revision = 2 AND position = 1',
      /Revision 2 does not have the hash/,
    ],
    [
      'a revision was taken out',
      'DELETE FROM change WHERE revision = 3; DELETE FROM revision WHERE revision = 3',
      /Revision 3 is missing/,
    ],
    [
      'a row was altered',
      `UPDATE row SET cells = '{}' WHERE ref = 'n-002'`,
      /The row N-002 of notes is not what the log makes it/,
    ],
    ['a row was taken out', `DELETE FROM row WHERE ref = 'n-002'`, /The row N-002 of notes/],
    ['the head was altered', `UPDATE tracker SET hash = 'x'`, /The head has another hash/],
  ];
  for (const [what, sql, message] of spoilt) {
    it(`tells where it first breaks when ${what}`, async () => {
      const file = join(folder, `${what.replaceAll(' ', '-')}.db`);
      const fixture = await sixRevisions(await openFixture({ store: await openSqlite(file) }));
      assert.deepEqual(await fixture.ledger.verify(), { revisions: 6, broken: null });
      const database = new Database(file);
      database.exec(sql);
      database.close();
      const { broken } = await fixture.ledger.verify();
      assert.match(broken?.message ?? 'nothing is broken', message);
      await fixture.store.close();
    });
  }
});

it('A tracker is made once: its uuid is that of the first start', async () => {
  const store = await openSqlite(':memory:');
  const open = (kind: string) => openLedger({ store, configuration, now: () => 0, uuid: uuids(kind) });
  const first = await (await open('a')).schema(owner);
  const second = await (await open('b')).schema(owner);
  assert.equal(first.tracker, second.tracker);
});
