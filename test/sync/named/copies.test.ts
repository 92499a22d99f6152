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
import { HEADINGS, type Person, World } from '../model/person.ts';
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

  const CITES = ['Ref', 'Title', 'Cites'];

  /** The ledger's notes with what they cite. */
  async function cited(world: World): Promise<string[]> {
    const { rows } = await world.fixture.service.rows('notes');
    return rows.map(({ ref, cells }) => `${ref} ${cells.title}: ${cells.cites ?? ''}`);
  }

  /** Tom's new row names Ann's second, and she has not received it yet. */
  async function citedByTom() {
    const world = await World.open();
    const notes = [CITES, ['N-001', 'First', null], ['N-002', 'Second', null]];
    const ann = world.at('Ann', new ModelWorkbook({ Notes: notes }));
    const tom = world.at('Tom', new ModelWorkbook({ Notes: [CITES] }));
    for (const each of [ann, tom]) await each.sync();
    tom.add('N-003', 'Third', 'N-002');
    await tom.sync();
    return { world, ann, tom };
  }

  /** What the last preview said would change along with each renumbering, and where it stands. */
  function along({ seen }: Person) {
    return seen?.renumberings.map(({ from, to, references }) => [
      `${from} ${to}`,
      ...references.map((each) => `${itemLine(each)} (${each.sheet} ${each.row})`),
    ]);
  }

  /** Tom's copy shows what the notes cite, Ann's leaves that column out. */
  async function withoutCites(...notes: Cell[][]) {
    const world = await World.open();
    const tom = world.at('Tom', new ModelWorkbook({ Notes: [CITES, ...notes] }));
    await tom.sync();
    const ann = world.at('Ann', new ModelWorkbook({ Notes: [['Ref', 'Title']] }));
    await ann.sync();
    return { world, ann, tom };
  }

  it('a column left out of one copy, a row renumbered in it: the references in that column go along', async () => {
    const { world, ann, tom } = await withoutCites(['N-001', 'First', 'N-002'], ['N-002', 'Second', null]);
    ann.type('N-002', 'ref', 'N-020');
    await ann.sync({ renumberings: 'all' });
    assert.deepEqual(along(ann), [['N-002 N-020', 'Notes N-001, Cites: N-002 → N-020 (null null)']]);
    assert.deepEqual(await cited(world), ['N-001 First: N-020', 'N-020 Second: ']);
    await tom.sync();
    assert.deepEqual(tom.workbook.shows('Notes')[0], ['N-001', 'First', 'N-020']);
    for (const each of [ann, tom]) assert.equal((await each.sync()).status, 'unchanged');
  });

  it('a column left out of one copy, refs swapped in it: each cell changes once, and so do those of the swapped', async () => {
    const { world, ann, tom } = await withoutCites(
      ['N-001', 'First', 'N-001, N-002'],
      ['N-002', 'Second', 'N-003'],
      ['N-003', 'Third', 'see N-002/001 and N-003'],
    );
    ann.type(1, 'ref', 'N-002');
    ann.type(2, 'ref', 'N-001');
    await ann.sync({ renumberings: 'all' });
    assert.deepEqual(along(ann), [
      [
        'N-001 N-002',
        'Notes N-001, Cites: N-001, N-002 → N-002, N-002 (null null)',
        'Notes N-003, Cites: see N-002/001 and N-003 → see N-002/N-002 and N-003 (null null)',
      ],
      [
        'N-002 N-001',
        'Notes N-001, Cites: N-001, N-002 → N-001, N-001 (null null)',
        'Notes N-003, Cites: see N-002/001 and N-003 → see N-001/001 and N-003 (null null)',
      ],
    ]);
    assert.deepEqual(await cited(world), [
      'N-001 Second: N-003',
      'N-002 First: N-002, N-001',
      'N-003 Third: see N-001/N-002 and N-003',
    ]);
    await tom.sync();
    assert.deepEqual(tom.workbook.shows('Notes'), [
      ['N-002', 'First', 'N-002, N-001'],
      ['N-001', 'Second', 'N-003'],
      ['N-003', 'Third', 'see N-001/N-002 and N-003'],
    ]);
  });

  it('a row that a copy has not received yet names one that is renumbered in it: it comes with the new ref', async () => {
    const { world, ann, tom } = await citedByTom();
    ann.type('N-002', 'ref', 'N-020');
    await ann.sync({ renumberings: 'all' });
    assert.deepEqual(along(ann), [['N-002 N-020', 'Notes N-003, Cites: N-002 → N-020 (null null)']]);
    const now = ['N-001 First: ', 'N-003 Third: N-020', 'N-020 Second: '];
    assert.deepEqual(await cited(world), now);
    assert.deepEqual(ann.workbook.shows('Notes')[2], ['N-003', 'Third', 'N-020']);
    // A row that others renumbered since is named as this copy knew it.
    await tom.sync();
    ann.type('N-001', 'ref', 'N-010');
    await ann.sync({ renumberings: 'all' });
    assert.deepEqual(await cited(world), ['N-003 Third: N-020', 'N-010 First: ', 'N-020 Second: ']);
  });

  it('a cell that a person changed in the sheet stays as it is typed, whoever else cites the renumbered row', async () => {
    const world = await World.open();
    const ann = world.at(
      'Ann',
      new ModelWorkbook({
        Notes: [CITES, ['N-001', 'First', 'N-002'], ['N-002', 'Second', 'N-002'], ['N-003', 'Third', null]],
      }),
    );
    await ann.sync();
    ann.workbook.type('Notes', 1, 2, 'N-003');
    ann.type('N-002', 'ref', 'N-020');
    await ann.sync({ renumberings: 'all' });
    assert.deepEqual(await cited(world), ['N-001 First: N-003', 'N-003 Third: ', 'N-020 Second: N-020']);
    assert.deepEqual(
      ann.seen?.renumberings[0]?.references.map(({ ref, sheet, row }) => [ref, sheet, row]),
      [['N-002', 'Notes', 3]],
    );
  });

  it('a row that got the ref of another since the base changes along, and is not taken for the other one', async () => {
    const { world, ann, tom } = await withoutCites(['N-001', 'First', null], ['N-002', 'Second', 'N-001']);
    tom.type('N-002', 'ref', 'N-020');
    await tom.sync({ renumberings: 'all' });
    tom.add('N-002', 'Another', 'N-001');
    await tom.sync();
    ann.type('N-001', 'ref', 'N-010');
    const { conflicts } = await ann.sync({ renumberings: 'all' });
    assert.deepEqual(conflicts, []);
    assert.deepEqual(along(ann), [
      [
        'N-001 N-010',
        'Notes N-020, Cites: N-001 → N-010 (null null)',
        'Notes N-002, Cites: N-001 → N-010 (null null)',
      ],
    ]);
    assert.deepEqual(await cited(world), ['N-002 Another: N-010', 'N-010 First: ', 'N-020 Second: N-010']);
  });

  it('a row that two copies added names one that is renumbered: it changes along, and is in conflict with the other', async () => {
    const { world, ann } = await citedByTom();
    ann.add('N-003', 'Another', null);
    ann.type('N-002', 'ref', 'N-020');
    const { kind, ref, theirs } = onlyConflict(await ann.sync({ renumberings: 'all' }));
    assert.deepEqual([kind, ref, theirs], ['added', 'N-003', { title: 'Third', cites: 'N-020' }]);
    assert.deepEqual(await cited(world), ['N-001 First: ', 'N-003 Third: N-020', 'N-020 Second: ']);
    assert.equal((await ann.sync()).status, 'unchanged');
    assert.deepEqual(ann.workbook.shows('Notes')[2]?.slice(0, 2), ['N-003', 'Another']);
  });

  it('a row removed together with a renumbering is only removed; one that is to stay changes along', async () => {
    for (const removals of ['all', undefined] as const) {
      const { world, ann } = await withoutCites(['N-001', 'First', 'N-002'], ['N-002', 'Second', null]);
      ann.type('N-002', 'ref', 'N-020');
      ann.remove('N-001');
      const { conflicts } = await ann.sync({ renumberings: 'all', ...(removals ? { removals } : {}) });
      assert.deepEqual(conflicts, []);
      const rest = removals ? [] : ['N-001 First: N-020'];
      assert.deepEqual(await cited(world), [...rest, 'N-020 Second: ']);
      assert.equal((await ann.sync()).status, 'unchanged');
    }
  });

  it('a tracker spread over two workbooks, rows renumbered in one: the references in the other go along', async () => {
    const world = await World.open();
    const tom = world.at(
      'Tom',
      new ModelWorkbook({ Notes: [CITES, ['N-001', 'First', 'T1'], ['N-002', 'Second', 'T2']] }),
    );
    const ann = world.at('Ann', new ModelWorkbook({ Things: THINGS }));
    const asked: string[] = [];
    const { service } = ann;
    ann.service = {
      ...service,
      rows: (tab, at) => {
        asked.push(tab);
        return service.rows(tab, at);
      },
    };
    for (const each of [ann, tom, ann]) await each.sync();
    ann.workbook.type('Things', 2, 1, 'Fish fork');
    await ann.sync();
    // Tom's notes change places meanwhile, so an op must name them as Ann's base does.
    tom.type(1, 'ref', 'N-002');
    tom.type(2, 'ref', 'N-001');
    await tom.sync({ renumberings: 'all' });
    assert.equal(asked.includes('notes'), false, 'nobody renumbered anything here');
    ann.workbook.type('Things', 1, 0, 'T2');
    ann.workbook.type('Things', 2, 0, 'T1');
    await ann.sync({ renumberings: 'all' });
    assert.deepEqual(along(ann), [
      ['T1 T2', 'Notes N-002, Cites: T1 → T2 (null null)'],
      ['T2 T1', 'Notes N-001, Cites: T2 → T1 (null null)'],
    ]);
    assert.equal(asked.filter((tab) => tab === 'notes').length, 1);
    assert.deepEqual(
      [await things(world), await cited(world)],
      [
        ['T1 Fish fork', 'T2 Spoon'],
        ['N-001 Second: T1', 'N-002 First: T2'],
      ],
    );
    await tom.sync();
    assert.deepEqual(tom.workbook.shows('Notes'), [
      ['N-002', 'First', 'T2'],
      ['N-001', 'Second', 'T1'],
    ]);
  });
});
