import assert from 'node:assert/strict';
import { decide } from '../../shared/sync/decide.ts';
import { decideAll } from '../../shared/sync/decide-all.ts';
import { readState } from '../../shared/sync/state.ts';
import {
  crashes,
  decides,
  edits,
  onlyConflict,
  pinsOf,
  saved,
  sides,
  titles,
  twoCopies,
} from './model/copies.ts';
import { type Answers, HEADINGS, type Person, World } from './model/person.ts';
import { Seat, SharedWorkbook } from './model/seats.ts';
import { ModelWorkbook } from './model/workbook.ts';

/** The copy has no state any more; it is synced without a base. */
function withoutBase(person: Person, answers: Answers = {}) {
  person.workbook.state = null;
  person.open();
  return person.sync(answers, { withoutBase: true });
}

const THREE = ['N-001 First', 'N-002 Second', 'N-003 Third'];

describe('a copy without a base', () => {
  it('in which a row stands under a new ref is asked whether it was renumbered, and nothing is doubled', async () => {
    const { world, ann } = await twoCopies();
    ann.type('N-002', 'ref', 'N-020');
    await withoutBase(ann, { renumberings: 'all' });
    assert.deepEqual(
      ann.seen?.renumberings.map(({ from, to }) => [from, to]),
      [['N-002', 'N-020']],
    );
    assert.deepEqual(titles(await world.ledger()), ['N-001 First', 'N-003 Third', 'N-020 Second']);
    assert.deepEqual(ann.shows(), await world.ledger());
  });

  it('in which that row was edited too is asked which row it is, and nothing is pushed before the answer', async () => {
    const { world, ann } = await twoCopies();
    ann.type('N-002', 'ref', 'N-020');
    ann.type('N-020', 'title', 'Second, edited');
    const { status } = await withoutBase(ann);
    assert.deepEqual(
      ann.seen?.pairings.map(({ refs, rows }) => [refs.map(({ ref }) => ref), rows.map(({ id }) => id)]),
      [[['N-002'], ['Notes!3']]],
    );
    assert.deepEqual([status, titles(await world.ledger())], ['stopped', THREE]);
    await ann.sync({ pairs: { 'Notes!3': 'N-002' }, renumberings: 'all' }, { withoutBase: true });
    assert.deepEqual(titles(await world.ledger()), ['N-001 First', 'N-003 Third', 'N-020 Second']);
    assert.equal(pinsOf(ann)[0]?.why, 'conflict', 'what was edited is shown beside what the ledger has');
  });

  it('in which a person says that it is a new row gets it as a new row', async () => {
    const { world, ann } = await twoCopies();
    ann.type('N-002', 'ref', 'N-020');
    ann.type('N-020', 'title', 'Fourth');
    await withoutBase(ann, { pairs: { 'Notes!3': null } });
    assert.deepEqual(titles(await world.ledger()), [...THREE, 'N-020 Fourth']);
    assert.deepEqual(ann.shows(), await world.ledger());
  });

  it('in which a row lost its ref is asked the same, also where the ledger has moved on since', async () => {
    const { world, ann, bob } = await twoCopies();
    await edits(bob, 'N-002', 'owner', 'Bob');
    await edits(bob, 'N-002', 'count', 22);
    ann.type('N-002', 'ref', null);
    const { status } = await withoutBase(ann);
    assert.equal(status, 'stopped');
    await ann.sync({ pairs: { 'Notes!3': 'N-002' } }, { withoutBase: true });
    assert.deepEqual(ann.shows(), await world.ledger());
    assert.deepEqual(ann.shows()[1], ['N-002', 'Second', 'Bob', 22], 'what it still showed was only stale');
  });

  it('takes a row under a known ref for that row as soon as one cell is the same: its other cells conflict', async () => {
    const { ann } = await twoCopies();
    ann.type('N-001', 'owner', 'Anna');
    ann.type('N-001', 'count', 10);
    const { conflicts } = await withoutBase(ann);
    assert.deepEqual(
      conflicts.map(({ conflict: { kind, column, mine } }) => [kind, column, mine]),
      [
        ['cell', 'owner', 'Anna'],
        ['cell', 'count', 10],
      ],
    );
  });

  it('that edited a row which the ledger removed is in conflict over the edit, and does not add the row again', async () => {
    const { world, ann, bob } = await twoCopies();
    bob.remove('N-002');
    await bob.sync({ removals: 'all' });
    ann.type('N-002', 'owner', 'Anna');
    const conflict = onlyConflict(await withoutBase(ann));
    assert.deepEqual([conflict.kind, conflict.mine], ['edited-removed', { owner: 'Anna' }]);
    await decides(ann, conflict, 'mine');
    assert.deepEqual(await world.ledger(), [
      ['N-001', 'First', 'Ann', 1],
      ['N-002', 'Second', 'Anna', 2],
      ['N-003', 'Third', null, null],
    ]);
    assert.deepEqual(ann.shows(), await world.ledger());
  });
});

describe('rows that change refs among themselves', () => {
  it('wait together where one of them is held, and no ref comes to stand twice in the sheet', async () => {
    const { world, ann } = await twoCopies();
    ann.type(1, 'ref', 'N-002');
    ann.type(2, 'ref', 'N-001');
    ann.type(1, 'title', null);
    const { held } = await ann.sync({ renumberings: 'all' });
    assert.deepEqual(
      held.map(({ ref }) => ref),
      ['N-001', 'N-002'],
    );
    assert.deepEqual(
      ann.workbook.shows('Notes').map(([ref]) => ref),
      ['N-002', 'N-001', 'N-003'],
    );
    assert.deepEqual(titles(await world.ledger()), THREE);
    ann.type(1, 'title', 'First');
    await ann.sync({ renumberings: 'all' });
    assert.deepEqual(titles(await world.ledger()), ['N-001 Second', 'N-002 First', 'N-003 Third']);
    assert.deepEqual(ann.shows(), await world.ledger());
  });

  it('all keep the refs that they show where one of them can not be written', async () => {
    const { world, ann, bob } = await twoCopies();
    ann.type(1, 'ref', 'N-002');
    ann.type(2, 'ref', 'N-001');
    await ann.sync({ renumberings: 'all' });
    bob.workbook.locked.add('Notes!1!0');
    await bob.sync();
    assert.deepEqual(titles(bob.shows()), THREE);
    assert.deepEqual(
      pinsOf(bob).map(({ ref, why, shown }) => [ref, why, shown]),
      [
        ['N-002', 'unwritable', 'N-001'],
        ['N-001', 'unwritable', 'N-002'],
      ],
    );
    await edits(bob, 'N-001', 'owner', 'Bob');
    assert.equal((await world.ledger())[1]?.[2], 'Bob', 'they are synced as the rows that they are');
    bob.workbook.locked.clear();
    await bob.sync();
    assert.deepEqual(bob.shows(), await world.ledger());
  });
});

describe('a row typed under the ref that another row was given meanwhile', () => {
  it('stops the sync also where both were edited, since nobody can tell which is which', async () => {
    const { ann, bob } = await twoCopies();
    ann.type('N-003', 'ref', 'N-011');
    await ann.sync({ renumberings: 'all' });
    bob.type('N-003', 'title', 'Third, edited');
    bob.add('N-011', 'Fourth');
    const { status, stops } = await bob.sync();
    assert.equal(status, 'stopped');
    assert.match(stops[0] ?? '', /\(N-003\) has the ref N-011 in the ledger now, but here row 5/);
  });

  it('waits for the next sync where its ref named the moved row when this copy was last synced', async () => {
    const { world, ann, bob } = await twoCopies();
    ann.type('N-003', 'ref', 'N-011');
    await ann.sync({ renumberings: 'all' });
    await crashes(bob, 'writeState');
    bob.add('N-003', 'Fourth');
    const { held } = await bob.sync();
    assert.deepEqual(
      held.map(({ ref, reason }) => [ref, /waits for the next sync/.test(reason ?? '')]),
      [['N-003', true]],
    );
    await bob.sync();
    assert.deepEqual(titles(await world.ledger()), [
      'N-001 First',
      'N-002 Second',
      'N-003 Fourth',
      'N-011 Third',
    ]);
    assert.deepEqual(bob.shows(), await world.ledger());
  });
});

describe('a ref that two copies added', () => {
  /** Bob's N-010 is in the ledger, Ann's in conflict with it. */
  async function bothAdded() {
    const both = await twoCopies();
    const { ann, bob } = both;
    bob.add('N-010', 'Of Bob');
    await bob.sync();
    ann.add('N-010', 'Of Ann');
    return { ...both, conflict: onlyConflict(await ann.sync()) };
  }

  it('and edited further is one conflict over all that the row says now, so that it is decided once', async () => {
    const { world, ann } = await bothAdded();
    const conflict = onlyConflict(await edits(ann, 'N-010', 'owner', 'Ann'));
    assert.deepEqual(sides(conflict).mine, { title: 'Of Ann', owner: 'Ann' });
    await decides(ann, conflict, 'mine');
    assert.deepEqual(titles(await world.ledger()), [...THREE, 'N-010 Of Bob', 'N-011 Of Ann']);
    assert.deepEqual(ann.shows(), await world.ledger());
  });

  it('is the row under its new ref where it was decided so in a Save-As copy and edited here since', async () => {
    const { world, ann, conflict } = await bothAdded();
    const eve = world.at('Eve', saved(ann));
    await decides(eve, conflict, 'mine');
    ann.type('N-010', 'owner', 'Ann');
    assert.deepEqual((await ann.sync()).conflicts, []);
    assert.deepEqual(titles(await world.ledger()), [...THREE, 'N-010 Of Bob', 'N-011 Of Ann']);
    assert.deepEqual(ann.shows(), await world.ledger());
    assert.equal((await world.ledger())[4]?.[2], 'Ann');
  });

  it('stays that conflict where the ledger renumbers its row', async () => {
    const { world, ann, bob } = await bothAdded();
    bob.type('N-010', 'ref', 'N-050');
    await bob.sync({ renumberings: 'all' });
    const conflict = onlyConflict(await ann.sync());
    assert.deepEqual(
      pinsOf(ann).map(({ ref, shown }) => [ref, shown]),
      [['N-050', 'N-010']],
    );
    await decides(ann, conflict, 'theirs');
    assert.deepEqual(titles(await world.ledger()), [...THREE, 'N-050 Of Bob']);
    assert.deepEqual(ann.shows(), await world.ledger());
  });
});

describe('a cell decided elsewhere in a row that the ledger removed meanwhile', () => {
  it('is taken with the row when that comes back, and not put over what the ledger holds', async () => {
    const { world, ann, bob } = await twoCopies();
    await edits(bob, 'N-003', 'count', 31);
    await edits(ann, 'N-003', 'count', 32);
    const eve = world.at('Eve', saved(ann));
    bob.remove('N-003');
    await bob.sync({ removals: 'all' });
    const { conflicts } = await world.fixture.service.conflicts({ state: 'open' });
    for (const conflict of conflicts) await decides(ann, conflict, 'theirs');
    const edited = onlyConflict(await edits(eve, 'N-003', 'owner', 'Eve'));
    assert.deepEqual(edited.mine, { owner: 'Eve' });
    await decides(eve, edited, 'mine');
    assert.deepEqual((await world.ledger())[2], ['N-003', 'Third', 'Eve', 31]);
    assert.deepEqual(eve.shows(), await world.ledger());
  });
});

describe('a new row whose ref could not be written before a crash', () => {
  it('stops the sync where that ref was typed for another row since, and is not added twice', async () => {
    const { world, ann } = await twoCopies();
    ann.add(null, 'Fourth', 'Ann');
    await crashes(ann, 'write');
    ann.add('N-004', 'Fifth');
    const { status, stops } = await ann.sync();
    assert.equal(status, 'stopped');
    assert.match(
      stops[0] ?? '',
      /Row 5 .* \(without a ref\) has the ref N-004 in the ledger now, but here row 6/,
    );
    ann.type(5, 'ref', null);
    await ann.sync();
    assert.deepEqual(titles(await world.ledger()), [...THREE, 'N-004 Fourth', 'N-005 Fifth']);
    assert.deepEqual(ann.shows(), await world.ledger());
  });
});

describe('two rows under one ref, both edited', () => {
  it('are still that row when the ledger renumbers it, and no removal is proposed', async () => {
    const { world, ann, bob } = await twoCopies();
    ann.add('N-003', 'Third', 'Ann', null);
    ann.type('N-003', 'owner', 'Anna');
    bob.type('N-003', 'ref', 'N-011');
    await bob.sync({ renumberings: 'all' });
    await ann.sync();
    await ann.sync({ removals: 'all' });
    assert.deepEqual(titles(await world.ledger()), ['N-001 First', 'N-002 Second', 'N-011 Third']);
    ann.type(4, 'ref', null);
    ann.type(4, 'title', 'Fourth');
    await ann.sync();
    assert.deepEqual(titles(await world.ledger()), [
      'N-001 First',
      'N-002 Second',
      'N-011 Third',
      'N-012 Fourth',
    ]);
    assert.deepEqual(ann.shows(), await world.ledger());
    assert.equal((await world.ledger())[2]?.[2], 'Anna');
  });
});

describe('conflicts of one cell, of two Save-As copies, decided at once', () => {
  it('end by the first decision, and the other one is shown again', async () => {
    const { world, ann, bob } = await twoCopies();
    const eve = world.at('Eve', saved(ann));
    await edits(bob, 'N-001', 'owner', 'Bob');
    const one = onlyConflict(await edits(ann, 'N-001', 'owner', 'Anna'));
    await edits(eve, 'N-001', 'owner', 'Eve');
    const { conflicts } = await world.fixture.service.conflicts({ state: 'open' });
    const { decided, movedOn } = await decideAll({
      ...ann.options(),
      decisions: conflicts.map((conflict) => ({ conflict, choose: 'mine' })),
    });
    assert.deepEqual([decided, movedOn.map(({ mine }) => mine)], [1, ['Eve']]);
    assert.equal((await world.ledger())[0]?.[2], one.mine);
  });
});

describe('a tab that changed on neither side', () => {
  it('is not merged, and is in line with the ledger at the new base all the same', async () => {
    const world = await World.open();
    const sheets = {
      Notes: [HEADINGS, ['N-001', 'First', 'Ann', 1]],
      Things: [
        ['Ref', 'Name'],
        ['Spade', 'for digging'],
      ],
    };
    const ann = world.at('Ann', new ModelWorkbook(sheets));
    await ann.sync();
    const asked: string[] = [];
    const { rows } = ann.service;
    ann.service = {
      ...ann.service,
      rows: (tab, at) => {
        asked.push(tab);
        return rows(tab, at);
      },
    };
    await edits(ann, 'N-001', 'owner', 'Anna');
    assert.deepEqual(asked, ['notes']);
    const state = readState(ann.workbook.state);
    assert.deepEqual(
      [state?.base.revision, state?.tabs.things?.revision, state?.tabs.things?.columns],
      [2, 2, { name: 2 }],
    );
    assert.equal((await ann.sync()).status, 'unchanged');
    ann.workbook.type('Things', 1, 1, 'for digging deep');
    assert.equal((await ann.sync()).pushed, 1);
  });
});

describe('a column that is away while its row is pinned as a whole', () => {
  it('is merged against the revision at which it was last compared when it is back, and overwrites nothing', async () => {
    const { world, ann, bob } = await twoCopies();
    bob.type('N-001', 'owner', null);
    await edits(bob, 'N-001', 'count', 10);
    ann.workbook.type('Notes', 0, 3, null);
    ann.type('N-001', 'title', null);
    // Its title is held, its owner goes: its ref and what has no heading is left, which is no row.
    await ann.sync();
    assert.deepEqual(pinsOf(ann)[0]?.why, 'changed');
    ann.workbook.type('Notes', 0, 3, 'Count');
    ann.type('N-001', 'title', 'First');
    await ann.sync();
    assert.equal((await world.ledger())[0]?.[3], 10);
    assert.equal(ann.shows()[0]?.[3], 10);
  });

  it('is merged against what was seen when the row went, if the row is typed again: the owner that came since stays', async () => {
    const { world, ann, bob } = await twoCopies();
    await edits(bob, 'N-002', 'owner', null);
    await ann.sync();
    await edits(bob, 'N-002', 'owner', 'Bob’s');
    ann.remove('N-002');
    onlyConflict(await ann.sync({ removals: 'all' }));
    ann.workbook.type('Notes', 0, 2, null);
    await edits(bob, 'N-001', 'title', 'Edited');
    await ann.sync();
    ann.workbook.type('Notes', 0, 2, 'Owner');
    ann.workbook.edit('Notes', (rows) => [...rows, ['N-002', 'Again']]);
    await ann.sync({ reversals: 'all' });
    assert.deepEqual((await world.ledger())[1]?.slice(0, 3), ['N-002', 'Again', 'Bob’s']);
    assert.deepEqual(ann.seen?.reversals, []);
  });
});

describe('a row of which the sync itself took the last cell, another being in conflict', () => {
  it('keeps what was seen of that cell: what is typed there next is in conflict, and goes over nothing', async () => {
    const { world, ann, bob } = await twoCopies();
    bob.type('N-002', 'count', null);
    await edits(bob, 'N-002', 'owner', 'Bob');
    await ann.sync();
    await edits(bob, 'N-002', 'title', 'Bob’s');
    onlyConflict(await edits(ann, 'N-002', 'title', null));
    await edits(bob, 'N-002', 'owner', null);
    await ann.sync();
    const conflict = onlyConflict(await edits(ann, 'N-002', 'title', 'Mine'));
    assert.deepEqual(sides(conflict), { base: 'Second', mine: 'Mine', theirs: 'Bob’s' });
    assert.deepEqual(titles(await world.ledger())[1], 'N-002 Bob’s');
  });
});

describe('a row that was renumbered here and removed by somebody else', () => {
  /** Bob removed N-002, Ann gave it another ref. */
  async function bothAtOnce() {
    const both = await twoCopies();
    const { ann, bob } = both;
    bob.remove('N-002');
    await bob.sync({ removals: 'all' });
    ann.type('N-002', 'ref', 'N-020');
    return { ...both, conflict: onlyConflict(await ann.sync({ removals: 'all', renumberings: 'all' })) };
  }

  it('is a conflict, stays in the sheet, and is asked about once', async () => {
    const { world, ann, conflict } = await bothAtOnce();
    assert.deepEqual(
      [conflict.kind, conflict.ref, conflict.mine, conflict.theirs],
      ['edited-removed', 'N-002', { ref: 'N-020' }, null],
    );
    assert.deepEqual(titles(ann.shows()), ['N-001 First', 'N-003 Third', 'N-020 Second']);
    assert.deepEqual(titles(await world.ledger()), ['N-001 First', 'N-003 Third']);
    assert.deepEqual(onlyConflict(await ann.sync()).id, conflict.id);
  });

  it('comes back where that is decided, and its new ref is asked for again', async () => {
    const { world, ann, conflict } = await bothAtOnce();
    const decision = { ...ann.options({ renumberings: 'all' }), conflict, choose: 'mine' } as const;
    await decide(decision);
    assert.deepEqual(titles(await world.ledger()), ['N-001 First', 'N-003 Third', 'N-020 Second']);
    assert.deepEqual([ann.shows(), pinsOf(ann)], [await world.ledger(), []]);
  });

  it('goes from the sheet where the removal is to stand', async () => {
    const { world, ann, conflict } = await bothAtOnce();
    await decides(ann, conflict, 'theirs');
    assert.deepEqual(titles(await world.ledger()), ['N-001 First', 'N-003 Third']);
    assert.deepEqual([ann.shows(), pinsOf(ann)], [await world.ledger(), []]);
  });

  it('goes too, and the conflict with it, once its old ref is back in the sheet', async () => {
    const { world, ann } = await bothAtOnce();
    ann.type('N-020', 'ref', 'N-002');
    assert.deepEqual((await ann.sync()).conflicts, []);
    assert.deepEqual([ann.shows(), pinsOf(ann)], [await world.ledger(), []]);
  });

  it('is that conflict also where it was removed while the preview was open', async () => {
    const { ann, bob } = await twoCopies();
    bob.remove('N-002');
    ann.type('N-002', 'ref', 'N-020');
    const result = await ann.sync(
      {},
      {
        preview: async ({ renumberings }) => {
          await bob.sync({ removals: 'all' });
          return { removals: [], reversals: [], renumberings: renumberings.map(({ id }) => id) };
        },
      },
    );
    assert.deepEqual(onlyConflict(result).mine, { ref: 'N-020' });
    assert.deepEqual(titles(ann.shows()), ['N-001 First', 'N-003 Third', 'N-020 Second']);
  });
});

describe('a row without a ref that says just what a row with its ref says', () => {
  it('waits where a co-author’s sync brought it in a second time, the answer to its push being lost', async () => {
    const { world, ann } = await twoCopies();
    ann.workbook.autoSave = true;
    const shared = new SharedWorkbook(ann.workbook);
    const [eve, tom] = [world.at('Eve', shared.open()), world.at('Tom', shared.open())];
    tom.add(null, 'Fourth', 'Tom', 4);
    await crashes(tom, 'write');
    // Tom's row reaches Eve's Excel once the merge has been made.
    await eve.sync({}, { progress: (step) => void (step === 'write' && shared.settle()) });
    const { held } = await tom.sync();
    assert.deepEqual(held, [
      {
        tab: 'notes',
        tabTitle: 'Notes',
        ref: null,
        sheet: 'Notes',
        row: 5,
        id: 'held notes Notes!5',
        findings: [],
        reason:
          'This row has no ref and says just what N-004 says in sheet "Notes" row 6. If it is the same, delete it; ' +
          'if it is another one, let it say in what it differs, or give it a ref.',
      },
    ]);
    assert.deepEqual(titles(await world.ledger()), [...THREE, 'N-004 Fourth']);
  });

  it('is a new row once it differs, or has a ref of its own', async () => {
    const { world, ann } = await twoCopies();
    ann.add(null, 'Second', 'Ann', 2);
    assert.equal((await ann.sync()).held.length, 1);
    ann.add('N-007', 'Second', 'Ann', 2);
    ann.type(4, 'count', 3);
    assert.equal((await ann.sync()).held.length, 0);
    assert.deepEqual(titles(await world.ledger()).slice(3), ['N-007 Second', 'N-008 Second']);
    assert.deepEqual(ann.shows(), await world.ledger());
  });

  it('is a new row at once where it is one cell: many rows may say no more than that they are to come', async () => {
    const { world, ann } = await twoCopies();
    ann.add(null, 'Third', null, null);
    await ann.sync();
    assert.deepEqual(titles(await world.ledger()).slice(3), ['N-004 Third']);
  });
});

describe('a row without a ref that looks like a row that is missing', () => {
  async function seats() {
    const { world, ann } = await twoCopies();
    ann.workbook.autoSave = true;
    const shared = new SharedWorkbook(ann.workbook);
    return { world, shared, eve: world.at('Eve', shared.open()), tom: world.at('Tom', shared.open()) };
  }

  for (const [cells, title, what] of [
    [1, 'Fourth', 'one of its cells'],
    [3, 'Fourth, mended', 'its cells before one was typed over'],
  ] as const) {
    it(`waits where of what a co-author wrote ${what} came before its ref, and after what is known of it`, async () => {
      const { world, shared, eve, tom } = await seats();
      tom.add(null, 'Fourth', 'Tom', 4);
      tom.type(4, 'title', title);
      await tom.sync();
      if (!(eve.workbook instanceof Seat)) throw new Error('Eve has a seat');
      eve.workbook.receive('cells', cells);
      eve.workbook.receive('state');
      const { held, pushed, taken } = await eve.sync({ reversals: 'all' });
      const [reason] = held.map((each) => each.reason);
      assert.match(reason ?? '', /^This row has no ref and looks like N-004, which is missing in the sheet/);
      assert.deepEqual([held.length, pushed, taken], [1, 0, 0]);
      shared.settle();
      await eve.sync({ removals: 'all' });
      assert.deepEqual(titles(await world.ledger()), [...THREE, `N-004 ${title}`]);
      assert.deepEqual(eve.shows(), await world.ledger());
    });
  }

  it('waits where a co-author’s sync added it while it was being typed here, and its ref is not here yet', async () => {
    const { world, shared, eve, tom } = await seats();
    tom.add(null, 'Fourth', 'Tom', 4);
    if (!(eve.workbook instanceof Seat && tom.workbook instanceof Seat)) throw new Error('both have seats');
    eve.workbook.receive('cells');
    await eve.sync();
    tom.type(4, 'owner', 'Thomas');
    tom.workbook.receive('state');
    const { held, pushed } = await tom.sync();
    assert.deepEqual([held.length, pushed], [1, 0]);
    shared.settle();
    await tom.sync();
    assert.deepEqual((await world.ledger()).slice(3), [['N-004', 'Fourth', 'Thomas', 4]]);
    assert.deepEqual(tom.shows(), await world.ledger());
  });

  it('is another row where a person says so, once it says what the missing one does not', async () => {
    const { world, ann } = await twoCopies();
    ann.remove('N-002');
    ann.add(null, 'Second', null, null);
    assert.equal((await ann.sync({ removals: 'all' })).held.length, 1);
    ann.type(3, 'owner', 'Tom');
    await ann.sync({ pairs: { 'Notes!4': null } });
    assert.deepEqual(titles(await world.ledger()), [...THREE, 'N-004 Second']);
    assert.deepEqual(ann.shows(), await world.ledger(), 'what was not shown meanwhile is there again');
  });
});

describe('a new row under a ref that the ledger has given to another row meanwhile', () => {
  it('is a conflict of two rows, also where the sheet no longer shows that other row', async () => {
    const { world, ann, bob } = await twoCopies();
    ann.type('N-003', 'ref', 'N-013');
    await ann.sync({ renumberings: 'all' });
    bob.remove('N-003');
    bob.add('N-013', 'Fourth', 'Bob', 4);
    const { kind, mine, theirs } = onlyConflict(await bob.sync({ removals: 'all' }));
    assert.deepEqual(
      [kind, mine, theirs],
      ['added', { title: 'Fourth', owner: 'Bob', count: 4 }, { title: 'Third' }],
    );
    assert.deepEqual(titles(await world.ledger()), ['N-001 First', 'N-002 Second', 'N-013 Third']);
  });
});

describe('a cell that nobody is known to have typed in, where the host tells of every edit', () => {
  it('is not put over what was received since the workbook was opened, until a person ticks it', async () => {
    const { world, ann, bob } = await twoCopies();
    await edits(bob, 'N-001', 'owner', 'Bob');
    await ann.sync();
    // What a co-author's Excel wrote into the same cell, seconds before Bob's value reached it.
    ann.type('N-001', 'owner', 'Tom');
    const { pushed } = await ann.sync({}, { edits: () => [] });
    assert.deepEqual([pushed, ann.seen?.reversals.map(({ from, to }) => [from, to])], [0, [['Bob', 'Tom']]]);
    assert.equal((await world.ledger())[0]?.[2], 'Bob');
  });
});

describe('what a co-author typed while a sync waited for another one', () => {
  it('is listed as going over what was received, since the host tells that it began from an older value', async () => {
    const { world, ann, bob } = await twoCopies();
    ann.workbook.autoSave = true;
    const shared = new SharedWorkbook(ann.workbook);
    const [eve, tom] = [world.at('Eve', shared.open()), world.at('Tom', shared.open())];
    await edits(bob, 'N-001', 'owner', 'Bob');
    await eve.sync();
    const seat = tom.workbook;
    tom.type('N-002', 'owner', 'Tom');
    let isTyped = false;
    await tom.sync(
      {},
      {
        progress: (step) => {
          if (step !== 'wait' || isTyped) return;
          isTyped = true;
          // Neither Bob's value nor the state that knows of it has reached this Excel yet.
          tom.type('N-001', 'owner', 'typed');
          shared.settle();
        },
      },
    );
    assert.deepEqual(
      tom.seen?.reversals.map(({ from, to, by }) => [from, to, by?.author]),
      [['Bob', 'typed', 'Bob']],
    );
    assert.equal((await world.ledger())[0]?.[2], 'Bob');
    assert.equal(seat.edits()?.length, 2);
  });
});
