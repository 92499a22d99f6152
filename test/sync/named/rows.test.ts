import assert from 'node:assert/strict';
import {
  decides,
  edits,
  onlyConflict,
  owner,
  ownerInLedger,
  pinsOf,
  saved,
  titles,
  twoCopies,
} from '../model/copies.ts';
import { HEADINGS, World } from '../model/person.ts';
import { ModelWorkbook } from '../model/workbook.ts';

describe('a history of rows', () => {
  it('a row added back with the content of a removed one: it is another row', async () => {
    const { world, ann, bob } = await twoCopies();
    ann.remove('N-002');
    await ann.sync({ removals: 'all' });
    ann.add(null, 'Second', 'Ann', 2);
    await ann.sync();
    await bob.sync();
    assert.deepEqual(titles(bob.shows()), ['N-001 First', 'N-003 Third', 'N-004 Second']);
    assert.deepEqual(bob.shows(), await world.ledger());
  });

  it('a row added back with the content of a removed one, and its ref: a person decides, and it gets a new number', async () => {
    const { world, ann, bob } = await twoCopies();
    ann.remove('N-002');
    await ann.sync({ removals: 'all' });
    ann.add('N-002', 'Second', 'Ann', 2);
    const conflict = onlyConflict(await ann.sync());
    assert.deepEqual([conflict.kind, conflict.ref, conflict.theirs], ['added', 'N-002', null]);
    assert.deepEqual(titles(await world.ledger()), ['N-001 First', 'N-003 Third']);
    await decides(ann, conflict, 'mine');
    await bob.sync();
    assert.deepEqual(titles(bob.shows()), ['N-001 First', 'N-003 Third', 'N-004 Second']);
    assert.deepEqual(ann.shows(), await world.ledger());
  });

  it('a row copied as a template with its ref: the copy waits, and is a new row once it has no ref', async () => {
    for (const changed of [false, true]) {
      const { world, ann } = await twoCopies();
      const before = await world.ledger();
      ann.add('N-002', changed ? 'Another' : 'Second', 'Ann', 2);
      const { held } = await ann.sync({ removals: 'all' });
      assert.deepEqual(
        held.map(({ ref, row }) => [ref, row]),
        [['N-002', 5]],
        'the first is the row',
      );
      assert.deepEqual(await world.ledger(), before);
      ann.type(4, 'ref', null);
      ann.type(4, 'title', 'Another');
      await ann.sync();
      assert.deepEqual(titles(await world.ledger()).slice(3), ['N-004 Another']);
      assert.deepEqual(ann.shows(), await world.ledger());
    }
  });

  it('a row copied as a template with its ref, above the row: the row is still the one that is as it was', async () => {
    const { world, ann } = await twoCopies();
    ann.workbook.edit('Notes', ([headings = [], ...rows]) => [
      headings,
      ['N-002', 'Another', 'Ann', 2],
      ...rows,
    ]);
    const { held } = await ann.sync({ removals: 'all' });
    assert.deepEqual(
      held.map(({ ref, row }) => [ref, row]),
      [['N-002', 2]],
    );
    assert.deepEqual(titles(await world.ledger()), ['N-001 First', 'N-002 Second', 'N-003 Third']);
  });

  for (const [choose, expected] of [
    ['mine', ['N-010 of Bob', 'N-011 of Ann']],
    ['theirs', ['N-010 of Bob']],
  ] as const) {
    it(`two copies typing the same new ref by hand: a conflict of two rows, decided on ${choose}`, async () => {
      const { world, ann, bob } = await twoCopies();
      ann.add('N-010', 'of Ann');
      bob.add('N-010', 'of Bob');
      await bob.sync();
      const conflict = onlyConflict(await ann.sync());
      assert.deepEqual(
        [conflict.kind, conflict.mine, conflict.theirs],
        ['added', { title: 'of Ann' }, { title: 'of Bob' }],
      );
      await decides(ann, conflict, choose);
      assert.deepEqual(titles(await world.ledger()).slice(3), expected);
      assert.deepEqual([ann.shows(), pinsOf(ann)], [await world.ledger(), []]);
    });
  }

  it('two copies typing the same new ref by hand, one saved as the other: it is a conflict of two rows all the same', async () => {
    const { world, ann } = await twoCopies();
    const tom = world.at('Tom', saved(ann));
    ann.add('N-010', 'of Ann', 'Ann', 1);
    await ann.sync();
    tom.add('N-010', 'of Tom', 'Tom', 2);
    assert.equal(onlyConflict(await tom.sync()).kind, 'added');
  });

  it('two copies typing the same new ref by hand, and the same row: it is one', async () => {
    const { world, ann, bob } = await twoCopies();
    for (const each of [bob, ann]) {
      each.add('N-010', 'Tenth', 'Ann', 10);
      assert.deepEqual((await each.sync()).conflicts, []);
    }
    assert.deepEqual(titles(await world.ledger()).slice(3), ['N-010 Tenth']);
    assert.deepEqual(ann.shows(), await world.ledger());
  });

  it('a held row that cites a held row, later clean: both go in, in one sync', async () => {
    const { world, ann } = await citing([
      ['N-001', 'First', 'Ann', null],
      ['N-002', null, 'Ann', null],
      ['N-003', 'Third', 'Ann', 'N-002'],
    ]);
    const { held } = await ann.sync();
    assert.deepEqual(
      held.map(({ ref, findings }) => [ref, findings.map(({ rule }) => rule)]),
      [
        ['N-002', ['required-blank']],
        ['N-003', ['ref-unknown']],
      ],
    );
    assert.deepEqual(titles(await world.ledger()), ['N-001 First']);
    assert.deepEqual(
      pinsOf(ann).map(({ ref, column, why }) => [ref, column, why]),
      [
        ['N-002', null, 'held'],
        ['N-003', null, 'held'],
      ],
    );
    ann.workbook.type('Notes', 2, 1, 'Second');
    const clean = await ann.sync();
    assert.deepEqual([clean.held, clean.pins, clean.pushed], [[], [], 2]);
    assert.deepEqual(titles(await world.ledger()), ['N-001 First', 'N-002 Second', 'N-003 Third']);
  });

  it('a held row is edited by someone else meanwhile: once clean, only what collides is a conflict', async () => {
    const { world, ann, bob } = await twoCopies();
    ann.type('N-001', 'title', null);
    ann.type('N-001', 'count', 11);
    assert.equal((await ann.sync()).held.length, 1);
    await edits(bob, 'N-001', 'owner', 'Bob');
    await ann.sync();
    assert.equal(owner(ann, 'N-001'), 'Bob', 'what others edit comes in beside it');
    ann.type('N-001', 'title', 'Firstly');
    const { conflicts, pins } = await ann.sync();
    assert.deepEqual([conflicts, pins], [[], []]);
    assert.deepEqual((await world.ledger())[0], ['N-001', 'Firstly', 'Bob', 11]);
  });

  it('refs swapped, shifted, a ref given to another row: each row keeps its history', async () => {
    const { world, ann } = await twoCopies();
    const { ledger } = world.fixture;
    ann.type(1, 'ref', 'N-002');
    ann.type(2, 'ref', 'N-001');
    await ann.sync({ renumberings: 'all' });
    ann.type(1, 'ref', 'N-003');
    ann.type(3, 'ref', 'N-004');
    await ann.sync({ renumberings: 'all' });
    ann.add('N-002', 'Fourth');
    await ann.sync();
    assert.deepEqual(titles(await world.ledger()), [
      'N-001 Second',
      'N-002 Fourth',
      'N-003 First',
      'N-004 Third',
    ]);
    assert.deepEqual(ann.shows(), await world.ledger());
    const of = async (ref: string) => {
      const { revisions } = await ledger.changes({ since: 0, tab: 'notes', ref });
      return revisions.flatMap(({ changes }) => changes.map((change) => `${change.op} ${change.ref}`));
    };
    assert.deepEqual(await Promise.all(['N-001', 'N-002', 'N-003', 'N-004'].map(of)), [
      ['add N-002', 'renumber N-002'],
      ['add N-002'],
      ['add N-001', 'renumber N-001', 'renumber N-002'],
      ['add N-003', 'renumber N-003'],
    ]);
  });

  it('refs shifted up over a deleted row: they are given back, and the row is not removed for them', async () => {
    const { world, ann } = await twoCopies();
    const before = await world.ledger();
    ann.remove('N-001');
    ann.type(1, 'ref', 'N-001');
    ann.type(2, 'ref', 'N-002');
    await ann.sync({ removals: 'all', renumberings: 'all' });
    await ann.sync();
    assert.deepEqual([ann.shows(), await world.ledger()], [before, before]);
  });

  it('a removal whose row someone else edited since, though it was put back: it is a conflict, not a removal', async () => {
    const { world, ann, bob } = await twoCopies();
    await edits(bob, 'N-002', 'owner', 'Bob');
    await edits(bob, 'N-002', 'owner', 'Ann');
    ann.remove('N-002');
    const conflict = onlyConflict(await ann.sync({ removals: 'all' }));
    assert.equal(conflict.kind, 'removed-edited');
    assert.deepEqual(titles(await world.ledger()), ['N-001 First', 'N-002 Second', 'N-003 Third']);
  });
});

/** Notes with a column of refs to other notes. */
async function citing(rows: readonly (readonly (string | null)[])[]) {
  const world = await World.open();
  const ann = world.at('Ann', new ModelWorkbook({ Notes: [['Ref', 'Title', 'Owner', 'Cites'], ...rows] }));
  return { world, ann };
}

describe('a history of cells that can’t be written', () => {
  for (const [what, refuse] of Object.entries({
    formula: (book: ModelWorkbook) => book.type('Notes', 1, 2, { formula: '=B1', cached: 'Ann' }),
    locked: (book: ModelWorkbook) => book.locked.add('Notes!1!2'),
    merged: (book: ModelWorkbook) => book.merge('Notes', { top: 1, left: 1, bottom: 1, right: 2 }),
  })) {
    it(`a formula, locked or merged cell that can’t take the ledger’s value (${what}): it is pinned with its base, the others are written, and it comes once it can`, async () => {
      const { world, ann, bob } = await twoCopies();
      if (what === 'merged') {
        // The merge shows nothing of the cell that it covers.
        ann.type('N-001', 'owner', null);
        await ann.sync();
        await bob.sync();
      }
      const base = owner(ann, 'N-001');
      refuse(ann.workbook);
      bob.type('N-001', 'owner', 'Bob');
      bob.type('N-002', 'owner', 'Bob');
      await bob.sync();
      await ann.sync();
      assert.deepEqual(
        pinsOf(ann).map(({ ref, column, why, base: kept }) => [ref, column, why, kept]),
        [['N-001', 'owner', 'unwritable', base]],
      );
      assert.deepEqual([owner(ann, 'N-001'), owner(ann, 'N-002')], [base, 'Bob']);
      const cell = ann.workbook.sheet('Notes').rows[1]?.[2];
      if (what === 'formula') assert.deepEqual(cell, { formula: '=B1', cached: 'Ann' }, 'never overwritten');
      assert.equal(await ownerInLedger(world, 'N-001'), 'Bob');
      const { pushed, conflicts } = await ann.sync();
      assert.deepEqual([pushed, conflicts], [0, []], 'and is not taken for an edit');
      ann.workbook.locked.clear();
      ann.workbook.unmerge('Notes');
      if (what === 'formula') ann.type('N-001', 'owner', 'Ann');
      await ann.sync();
      assert.deepEqual([owner(ann, 'N-001'), pinsOf(ann)], ['Bob', []]);
      assert.deepEqual(ann.shows(), await world.ledger());
    });
  }

  it('a formula whose result changes is an edit; one that was never worked out says nothing', async () => {
    const { world, ann } = await twoCopies();
    ann.type('N-001', 'count', { formula: '=1+9', cached: 10 });
    ann.type('N-002', 'count', { formula: '=1+9' });
    await ann.sync();
    assert.deepEqual(
      (await world.ledger()).map(([, , , count]) => count),
      [10, 2, null],
    );
  });
});

describe('a history of headings and sheets', () => {
  it('a column renamed, later back and blank: it is blanked only once that is seen', async () => {
    const { world, ann } = await twoCopies();
    ann.workbook.type('Notes', 0, 2, 'Keeper');
    ann.type('N-001', 'owner', null);
    await ann.sync();
    assert.equal(await ownerInLedger(world, 'N-001'), 'Ann');
    ann.workbook.type('Notes', 0, 2, 'Owner');
    await ann.sync();
    assert.deepEqual(
      [await ownerInLedger(world, 'N-001'), await ownerInLedger(world, 'N-002')],
      [null, 'Ann'],
    );
  });

  it('a column renamed, later back and blank, while someone else fills it: that is a conflict', async () => {
    const { world, ann, bob } = await twoCopies();
    ann.workbook.type('Notes', 0, 2, 'Keeper');
    await ann.sync();
    await edits(bob, 'N-001', 'owner', 'Bob');
    await ann.sync();
    ann.workbook.type('Notes', 0, 2, 'Owner');
    ann.type('N-001', 'owner', null);
    const { base, mine, theirs } = onlyConflict(await ann.sync());
    assert.deepEqual([base, mine, theirs], ['Ann', null, 'Bob']);
    assert.equal(await ownerInLedger(world, 'N-001'), 'Bob');
  });

  it('a sheet renamed, later back and blank: nothing is proposed meanwhile; then its rows are gone, if a person says so', async () => {
    const { world, ann, bob } = await twoCopies();
    const [sheet] = ann.workbook.sheets;
    assert.ok(sheet);
    ann.workbook.sheets = [
      { name: 'Things', rows: [['Ref', 'Name']] },
      { name: 'Ours', rows: [] },
    ];
    await ann.sync({ removals: 'all' });
    await edits(bob, 'N-001', 'owner', 'Bob');
    await ann.sync({ removals: 'all' });
    assert.equal((await world.ledger()).length, 3);
    ann.workbook.sheets = [{ name: 'Notes', rows: [HEADINGS] }];
    await ann.sync();
    assert.deepEqual(
      ann.seen?.removals.map(({ ref }) => ref),
      ['N-001', 'N-002', 'N-003'],
    );
    assert.deepEqual(ann.shows(), await world.ledger(), 'declined, they are written back as they are now');
  });
});
