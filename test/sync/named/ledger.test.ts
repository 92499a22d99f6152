import assert from 'node:assert/strict';
import { openLedger } from '../../../server/ledger/ledger.ts';
import { serviceOf } from '../../../server/ledger/service.ts';
import { openSqlite } from '../../../server/store/sqlite.ts';
import type { Problem } from '../../../shared/protocol/problem.ts';
import { itemLine } from '../../../shared/sync/describe.ts';
import { invert } from '../../../shared/sync/invert.ts';
import { readState } from '../../../shared/sync/state.ts';
import { configure } from '../../../shared/tracker/configuration.ts';
import { copyOf, owner as keeper, uuids } from '../../ledger/builder.ts';
import { backUp } from '../model/backup.ts';
import {
  decides,
  edits,
  onlyConflict,
  owner,
  ownerInLedger,
  pinsOf,
  sides,
  titles,
  twoCopies,
} from '../model/copies.ts';
import { HEADINGS, type Person, World } from '../model/person.ts';
import { ModelWorkbook } from '../model/workbook.ts';

/** From now on the person's workbook talks to this ledger. */
function talksTo(person: Person, { fixture }: World): void {
  person.service = serviceOf(fixture.ledger, { name: person.name, role: 'owner' });
}

/** Ann's "Anna" came after the backup; so the ledger, once restored, does not have it. */
async function restored({ reopened = true } = {}) {
  const { world, ann, bob } = await twoCopies();
  const backup = await backUp(world.fixture);
  await edits(ann, 'N-001', 'owner', 'Anna');
  const again = new World(await backup('e'));
  for (const person of [ann, bob]) talksTo(person, again);
  if (reopened) ann.open();
  return { world: again, ann, bob };
}

describe('a history of the ledger', () => {
  it('the database restored from a backup: a copy that is ahead of it is told so, and loses nothing', async () => {
    const { world, ann } = await restored();
    const { status, wayOn, proposal, stops } = await ann.sync();
    assert.deepEqual([status, wayOn, proposal?.revision], ['stopped', 'base', 1]);
    assert.match(stops[0] ?? '', /the ledger was restored/);
    assert.deepEqual([await ownerInLedger(world, 'N-001'), owner(ann, 'N-001')], ['Ann', 'Anna']);
    await ann.sync({ reversals: 'all' }, { base: 1 });
    assert.deepEqual(ann.seen?.unsure.map(itemLine), ['Notes N-001, Owner: Ann → Anna']);
    assert.equal(await ownerInLedger(world, 'N-001'), 'Anna');
  });

  it('the database restored from a backup, then written to: the copy’s revision is another one by now, and it is told', async () => {
    const { world, ann, bob } = await restored();
    await edits(bob, 'N-002', 'owner', 'Bob');
    const { revision } = await bob.service.schema();
    assert.equal(readState(ann.workbook.state)?.base.revision, revision, 'the same number');
    const { status, wayOn } = await ann.sync();
    assert.deepEqual([status, wayOn], ['stopped', 'base']);
    await ann.sync({}, { base: 1 });
    assert.deepEqual(
      [owner(ann, 'N-001'), await ownerInLedger(world, 'N-001')],
      ['Anna', 'Ann'],
      'unticked, it is kept in the sheet',
    );
    assert.equal(owner(ann, 'N-002'), 'Bob');
    await ann.sync({ reversals: 'all' });
    assert.deepEqual(ann.shows(), await world.ledger());
    assert.equal(await ownerInLedger(world, 'N-001'), 'Anna');
  });

  it('the database restored from a backup, then written to past the copy’s revision: it is told just so', async () => {
    const { ann, bob } = await restored();
    for (const name of ['Bert', 'Ben', 'Bob']) await edits(bob, 'N-001', 'owner', name);
    const { status, wayOn, proposal } = await ann.sync();
    assert.deepEqual([status, wayOn, proposal?.differing], ['stopped', 'base', 1]);
    const { conflicts } = await ann.sync({}, { withoutBase: true });
    assert.deepEqual(
      conflicts.map(({ conflict }) => sides(conflict)),
      [{ base: null, mine: 'Anna', theirs: 'Bob' }],
    );
  });

  it('the database restored from a backup while a workbook is open: it is told, also where the ledger is behind', async () => {
    for (const isWrittenTo of [false, true]) {
      const { world, ann, bob } = await restored({ reopened: false });
      if (isWrittenTo) await edits(bob, 'N-002', 'owner', 'Bob');
      const before = [ann.shows(), ann.workbook.state, await world.ledger()];
      const { status, wayOn } = await ann.sync({ removals: 'all', reversals: 'all' });
      assert.deepEqual([status, wayOn], ['stopped', 'base'], `written to: ${isWrittenTo}`);
      assert.deepEqual([ann.shows(), ann.workbook.state, await world.ledger()], before);
    }
  });

  it('the database restored from a backup while a workbook is open: once it has a base again, it goes on as ever', async () => {
    const { world, ann, bob } = await restored();
    await edits(bob, 'N-002', 'owner', 'Bob');
    await ann.sync({ reversals: 'all' }, { base: 1 });
    for (const name of ['Bert', 'Ben']) {
      await bob.sync();
      await edits(bob, 'N-002', 'owner', name);
      assert.equal((await ann.sync()).status, 'done');
      assert.equal(owner(ann, 'N-002'), name);
    }
    assert.deepEqual(ann.shows(), await world.ledger());
  });

  it('the database restored from a backup while a workbook is open: what others then push counts as received, whatever its number', async () => {
    const { ann, bob } = await restored({ reopened: false });
    const { revision } = await edits(bob, 'N-002', 'owner', 'Bob');
    assert.equal(revision, 2, 'the number that Ann’s own push had before');
    await ann.sync({ reversals: 'all' }, { base: 1 });
    await edits(ann, 'N-002', 'owner', 'Ann');
    assert.deepEqual(ann.seen?.reversals.map(itemLine), [
      'Notes N-002, Owner: Bob → Ann (Bob, 10/08/2022 09:00 UTC)',
    ]);
  });

  it('the database restored from a backup between a push and the state: it is pushed again, and not taken back', async () => {
    const { world, ann } = await twoCopies();
    const backup = await backUp(world.fixture);
    const again = new World(await backup('f'));
    ann.type('N-001', 'owner', 'Anna');
    const { service } = ann;
    const result = await ann.sync(
      {},
      {
        service: {
          ...service,
          async push(push) {
            const { service: now } = ann;
            const answer = await now.push(push);
            if (push.dryRun !== true && now === service) talksTo(ann, again);
            return answer;
          },
          changes: (query) => ann.service.changes(query),
        },
      },
    );
    assert.deepEqual([result.status, await ownerInLedger(again, 'N-001')], ['done', 'Anna']);
    assert.deepEqual(ann.shows(), await again.ledger());
    assert.deepEqual(pinsOf(ann), []);
  });

  it('the database restored from a backup, then a conflict decided: nothing is, and the copy is told its base', async () => {
    const { world, ann, bob } = await twoCopies();
    await edits(bob, 'N-001', 'owner', 'Bob');
    const conflict = onlyConflict(await edits(ann, 'N-001', 'owner', 'Anna'));
    const backup = await backUp(world.fixture);
    await edits(ann, 'N-002', 'owner', 'Anna');
    const again = new World(await backup('e'));
    talksTo(ann, again);
    const { decision, result } = await decides(ann, conflict, 'mine');
    assert.deepEqual([decision, result.status, result.wayOn], ['moved-on', 'stopped', 'base']);
    assert.equal(await ownerInLedger(again, 'N-001'), 'Bob');
  });

  it('a development copy opened against production: nothing is read from it or written, until a person joins it', async () => {
    const development = await World.open({ kind: 'd' });
    const dora = development.person('Dora', [
      ['N-001', 'First', 'Ann', 1],
      ['N-002', 'A trial', 'Dora', null],
      ['N-009', 'Another trial', 'Dora', null],
    ]);
    await dora.sync();
    const { world: production } = await twoCopies();
    talksTo(dora, production);
    const before = [dora.shows(), dora.workbook.state, await production.ledger()];
    const { status, wayOn, stops } = await dora.sync({ removals: 'all' });
    assert.deepEqual([status, wayOn], ['stopped', 'join']);
    assert.match(stops[0] ?? '', /synced with another tracker/);
    assert.deepEqual([dora.shows(), dora.workbook.state, await production.ledger()], before);

    const joined = await dora.sync({ removals: 'all' }, { join: true });
    const { kind, ref, mine, theirs } = onlyConflict(joined);
    assert.deepEqual(
      [kind, ref, mine, theirs],
      ['added', 'N-002', { title: 'A trial', owner: 'Dora' }, { title: 'Second', owner: 'Ann', count: 2 }],
      'equal rows agree, rows that differ are in conflict',
    );
    assert.deepEqual(titles(await production.ledger()), [
      'N-001 First',
      'N-002 Second',
      'N-003 Third',
      'N-009 Another trial',
    ]);
  });

  it('a push meant for another tracker: the service itself refuses it', async () => {
    const { world } = await twoCopies();
    const copy = await copyOf(world.fixture);
    const body = await copy.body([{ op: 'add', tab: 'notes', ref: 'N-009', cells: { title: 'Ninth' } }]);
    const tracker = uuids('d')();
    await assert.rejects(copy.service.push({ ...body, tracker }), ({ type }: Problem) => {
      return type === 'other-tracker';
    });
  });

  it('dry run, then the real push: the dry run left nothing behind', async () => {
    const { world, ann } = await twoCopies();
    ann.add(null, 'Fourth');
    const before = [await world.ledger(), ann.workbook.state];
    await ann.sync({}, { preview: async () => null });
    assert.deepEqual([await world.ledger(), ann.workbook.state], before);
    const { refs } = await ann.sync();
    assert.deepEqual(
      refs.map(({ ref }) => ref),
      ['N-004'],
    );
  });

  it('dry run, then the real push under the same request: it is not remembered, and the push is', async () => {
    const { world } = await twoCopies();
    const copy = await copyOf(world.fixture);
    const body = await copy.body([{ op: 'add', tab: 'notes', ref: 'new:1', cells: { title: 'Fourth' } }]);
    const tried = await copy.service.push({ ...body, dryRun: true });
    const pushed = await copy.service.push(body);
    assert.deepEqual(
      [tried.revision, tried.applied, tried.refs, pushed.revision, pushed.refs],
      [1, 1, {}, 2, { 'new:1': 'N-004' }],
    );
    assert.deepEqual(await copy.service.push(body), pushed);
    assert.equal((await world.ledger()).length, 4);
  });

  it('revert of a revision whose added row was edited since: the row stays, in conflict; the rest is taken back', async () => {
    const { world, ann, bob } = await twoCopies();
    ann.add(null, 'Fourth', 'Ann');
    await edits(ann, 'N-001', 'owner', 'Anna');
    await bob.sync();
    await edits(bob, 'N-004', 'owner', 'Bob');
    const { revisions } = await bob.service.changes({ since: 1 });
    const [added] = revisions;
    assert.ok(added);
    const shell = await copyOf(world.fixture, keeper, null);
    const { applied, outcomes } = await shell.push(invert(added));
    assert.deepEqual(
      outcomes.map((each) => each.outcome === 'conflict' && [each.conflict.kind, each.conflict.ref]),
      [['removed-edited', 'N-004']],
    );
    assert.deepEqual([applied, await ownerInLedger(world, 'N-001')], [1, 'Ann']);
    await ann.sync();
    assert.deepEqual([owner(ann, 'N-001'), owner(ann, 'N-004')], ['Ann', 'Bob']);
    assert.deepEqual(ann.shows(), await world.ledger());
  });

  it('a copy several hundred revisions behind: it catches up in one sync, and its own edit goes in', async () => {
    const { world, ann, bob } = await twoCopies();
    for (let n = 0; n < 300; n += 1) await edits(bob, 'N-002', 'count', 100 + n);
    const { revision, taken, pushed } = await edits(ann, 'N-001', 'owner', 'Anna');
    assert.deepEqual([revision, taken, pushed], [302, 1, 1]);
    assert.deepEqual(ann.shows(), await world.ledger());
    assert.deepEqual(ann.shows()[1], ['N-002', 'Second', 'Ann', 399]);
  }).timeout(20_000);
});

describe('a history of the configuration', () => {
  const notes = (type: 'number' | 'text' | 'date' | 'party') =>
    configure({
      timeZone: 'Europe/London',
      tabs: {
        ...Object.fromEntries(
          ['artefacts', 'issues', 'dependencies', 'dissensus', 'risks', 'actions'].map((tab) => [
            tab,
            false as const,
          ]),
        ),
        notes: {
          refPattern: 'N-{000}',
          columns: { title: { type: 'text', required: 'always' }, owner: { type: 'text' }, count: { type } },
        },
      },
      exports: { groups: [] },
    });

  /** Two synced copies; then the service starts again with another type for the count. */
  async function changed(to: 'text' | 'number' | 'date', from: 'text' | 'number' = 'number') {
    const store = await openSqlite(':memory:');
    const kind = uuids('f');
    let now = Date.parse('2022-08-10T09:00:00.000Z');
    const open = (type: 'text' | 'number' | 'date') =>
      openLedger({ store, configuration: notes(type), now: () => (now += 1_000), uuid: kind });
    const world = await World.open();
    const before = await open(from);
    const person = (name: string, rows: (string | number | null)[][]) => {
      const one = world.at(name, new ModelWorkbook({ Notes: [HEADINGS, ...rows] }));
      one.service = serviceOf(before, { name, role: 'owner' });
      return one;
    };
    const ann = person('Ann', [
      [null, 'First', 'Ann', 1],
      [null, 'Second', 'Ann', 44_783],
    ]);
    await ann.sync();
    const bob = person('Bob', []);
    await bob.sync();
    const after = await open(to);
    for (const each of [ann, bob]) each.service = serviceOf(after, { name: each.name, role: 'owner' });
    const service = serviceOf(after, keeper);
    const counts = async () => (await service.rows('notes')).rows.map(({ cells }) => cells.count);
    return { ann, bob, service, counts };
  }

  for (const to of ['text', 'date'] as const) {
    it(`a column’s type changed in the configuration, to ${to}: nobody edited anything, so nothing is pushed or in conflict`, async () => {
      const { ann, bob, service } = await changed(to);
      for (const each of [ann, bob]) {
        const { status, conflicts, pins, pushed } = await each.sync();
        assert.deepEqual([status, conflicts, pins, pushed], ['unchanged', [], [], 0], each.name);
      }
      assert.equal((await service.schema()).revision, 1);
    });
  }

  it('a column’s type changed in the configuration: edits go both ways, and are no conflicts', async () => {
    const { ann, bob, counts } = await changed('text');
    ann.type('N-001', 'count', '1 or 2');
    const { pushed, conflicts } = await ann.sync();
    assert.deepEqual([pushed, conflicts, await counts()], [1, [], ['1 or 2', 44_783]]);
    await bob.sync();
    assert.deepEqual(
      bob.shows().map(([, , , count]) => count),
      ['1 or 2', 44_783],
    );
    assert.deepEqual(pinsOf(bob), []);
    bob.type('N-001', 'count', 2);
    await bob.sync();
    ann.type('N-001', 'count', 3);
    const { mine, theirs } = onlyConflict(await ann.sync());
    assert.deepEqual([mine, theirs], ['3', '2']);
  });

  it('a column’s type changed in the configuration, from text to number: what was edited elsewhere is taken, and no conflict', async () => {
    const { ann, bob, counts } = await changed('number', 'text');
    bob.type('N-001', 'count', 5);
    assert.deepEqual((await bob.sync()).conflicts, []);
    const { conflicts, pins } = await ann.sync();
    assert.deepEqual([conflicts, pins, await counts()], [[], [], [5, 44_783]]);
    await bob.sync();
    assert.deepEqual(
      [ann.shows(), bob.shows()].map((rows) => rows.map(([, , , count]) => count)),
      [
        [5, 44_783],
        [5, 44_783],
      ],
    );
  });
});
