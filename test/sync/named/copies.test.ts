import assert from 'node:assert/strict';
import { itemLine } from '../../../shared/sync/describe.ts';
import { readState } from '../../../shared/sync/state.ts';
import {
  crashes,
  edits,
  onlyConflict,
  owner,
  ownerInLedger,
  sides,
  titles,
  twoCopies,
} from '../model/copies.ts';
import { HEADINGS, World } from '../model/person.ts';
import { type Cell, ModelWorkbook } from '../model/workbook.ts';

describe('a history of copies that travel', () => {
  /** Cid got a copy by mail, and typed into it; meanwhile the others went on. */
  async function mailed() {
    const both = await twoCopies();
    const { world, ann, bob } = both;
    const cid = world.at('Cid', ann.workbook.saveAs());
    cid.type('N-003', 'owner', 'Cid');
    await edits(bob, 'N-002', 'owner', 'Bob');
    ann.add(null, 'Fourth', 'Ann');
    await edits(ann, 'N-001', 'owner', 'Anna');
    return { ...both, cid };
  }

  it('a copy mailed and returned with its state: its edits go in, and it takes what it missed', async () => {
    const { world, ann, cid } = await mailed();
    const { pushed, conflicts } = await cid.sync();
    assert.deepEqual([pushed, conflicts], [1, []]);
    assert.deepEqual(await world.ledger(), [
      ['N-001', 'First', 'Anna', 1],
      ['N-002', 'Second', 'Bob', 2],
      ['N-003', 'Third', 'Cid', null],
      ['N-004', 'Fourth', 'Ann', null],
    ]);
    assert.deepEqual(cid.shows(), await world.ledger());
    await ann.sync();
    assert.deepEqual(ann.shows(), await world.ledger());
  });

  it('a copy mailed and returned with its state, edited where others did: those cells are in conflict', async () => {
    const { cid } = await mailed();
    cid.type('N-001', 'owner', 'Cid');
    assert.deepEqual(sides(onlyConflict(await cid.sync())), { base: 'Ann', mine: 'Cid', theirs: 'Anna' });
    assert.equal(owner(cid, 'N-001'), 'Cid');
  });

  it('a copy mailed and returned without its state: a person confirms its base, and each of its edits', async () => {
    const { world, cid } = await mailed();
    cid.workbook.state = null;
    cid.open();
    const { status, wayOn, proposal } = await cid.sync({ removals: 'all' });
    assert.deepEqual([status, wayOn, proposal?.revision, proposal?.differing], ['stopped', 'base', 1, 1]);
    await cid.sync({ removals: 'all', reversals: 'all' }, { base: 1 });
    assert.deepEqual(cid.seen?.unsure.map(itemLine), ['Notes N-003, Owner: (blank) → Cid']);
    assert.deepEqual(cid.shows(), await world.ledger());
    assert.equal(await ownerInLedger(world, 'N-003'), 'Cid');
    assert.equal((await world.ledger()).length, 4, 'the row that it never had is no removal');
  });

  it('an old version brought back: it has the state of its cells, and takes what it lacks', async () => {
    const { world, ann, bob } = await twoCopies();
    const old = ann.workbook.saveAs();
    await edits(ann, 'N-001', 'owner', 'Anna');
    await bob.sync();
    await edits(bob, 'N-002', 'owner', 'Bob');
    await ann.sync();
    const back = world.at('Ann', old);
    const { pushed, conflicts } = await back.sync();
    assert.deepEqual([pushed, conflicts], [0, []]);
    assert.deepEqual(back.shows(), await world.ledger());
  });

  it('a copy without state that crashes after its first push: its rows are there once', async () => {
    for (const at of ['write', 'writeState'] as const) {
      const world = await World.open();
      const ann = world.person('Ann', [
        [null, 'First', 'Ann', 1],
        [null, 'First', 'Ann', 1],
        ['N-007', 'Seventh', 'Ann', 7],
      ]);
      // The state is written before the push, and once more at the end.
      await crashes(ann, at, at === 'writeState' ? 1 : 0);
      assert.equal((await world.ledger()).length, 3, 'pushed');
      assert.equal(readState(ann.workbook.state)?.base.revision, 0);
      ann.open();
      await ann.sync();
      assert.deepEqual(titles(await world.ledger()), ['N-007 Seventh', 'N-008 First', 'N-009 First']);
      assert.deepEqual(ann.shows(), await world.ledger());
    }
  });

  it('a copy without state that crashes after its first push, then gets another row: only that one is new', async () => {
    const world = await World.open();
    const ann = world.person('Ann', [[null, 'First', 'Ann', 1]]);
    await crashes(ann, 'write');
    ann.add(null, 'Second');
    await ann.sync();
    assert.deepEqual(titles(await world.ledger()), ['N-001 First', 'N-002 Second']);
    assert.deepEqual(ann.shows(), await world.ledger());
  });
});

describe('a history of a tracker that is not all in one workbook', () => {
  const THINGS: Cell[][] = [
    ['Ref', 'Name'],
    ['T1', 'Spoon'],
    ['T2', 'Fork'],
  ];
  const NOTES: Cell[][] = [HEADINGS, ['N-001', 'First', 'Ann', 1], ['N-002', 'Second', null, null]];

  async function things(world: World): Promise<string[]> {
    const { rows } = await world.fixture.service.rows('things');
    return rows.map(({ ref, cells }) => `${ref} ${cells.name}`);
  }

  it('a tracker spread over two workbooks: each syncs its own tabs, and says nothing of the other’s', async () => {
    const world = await World.open();
    const ann = world.at('Ann', new ModelWorkbook({ Notes: NOTES }));
    const tom = world.at('Tom', new ModelWorkbook({ Things: THINGS }));
    await ann.sync({ removals: 'all' });
    await tom.sync({ removals: 'all' });
    ann.type('N-001', 'owner', 'Anna');
    tom.workbook.type('Things', 1, 1, 'Ladle');
    tom.workbook.edit('Things', (rows) => rows.filter((_, row) => row !== 2));
    for (const each of [ann, tom]) await each.sync({ removals: 'all' });
    assert.deepEqual(
      [titles(await world.ledger()), await things(world)],
      [['N-001 First', 'N-002 Second'], ['T1 Ladle']],
    );
    assert.equal(ann.workbook.sheets.length, 1);
    assert.equal((await ann.sync()).status, 'done', 'it has seen the revision of the other');
    assert.equal((await ann.sync()).status, 'unchanged');
  });

  it('a tracker spread over two workbooks, rows of one tab in both: all of them come into both', async () => {
    const world = await World.open();
    const ann = world.person('Ann', [['N-001', 'First', 'Ann', 1]]);
    const bob = world.person('Bob', [['N-002', 'Second', 'Bob', 2]]);
    for (const each of [ann, bob, ann]) await each.sync({ removals: 'all' });
    assert.deepEqual(titles(await world.ledger()), ['N-001 First', 'N-002 Second']);
    assert.deepEqual([ann.shows(), bob.shows()], [await world.ledger(), await world.ledger()]);
  });

  it('a sheet left out of one copy: nothing is removed, and it is merged when it is back', async () => {
    const world = await World.open();
    const ann = world.at('Ann', new ModelWorkbook({ Notes: NOTES, Things: THINGS }));
    await ann.sync();
    const eve = world.at('Eve', ann.workbook.saveAs());
    const [notes, left] = eve.workbook.sheets;
    assert.ok(notes && left);
    eve.workbook.sheets = [notes];
    eve.type('N-001', 'owner', 'Eve');
    await eve.sync({ removals: 'all' });
    ann.workbook.type('Things', 1, 1, 'Ladle');
    await ann.sync();
    await eve.sync({ removals: 'all' });
    assert.deepEqual(await things(world), ['T1 Ladle', 'T2 Fork']);
    assert.equal(await ownerInLedger(world, 'N-001'), 'Eve');
    left.rows[2] = ['T2', 'Knife'];
    eve.workbook.sheets = [notes, left];
    const { conflicts } = await eve.sync({ removals: 'all' });
    assert.deepEqual(
      [conflicts, eve.workbook.shows('Things')],
      [
        [],
        [
          ['T1', 'Ladle'],
          ['T2', 'Knife'],
        ],
      ],
    );
    assert.deepEqual(await things(world), ['T1 Ladle', 'T2 Knife']);
  });
});
