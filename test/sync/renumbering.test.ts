import assert from 'node:assert/strict';
import { itemLine } from '../../shared/sync/describe.ts';
import { readState } from '../../shared/sync/state.ts';
import { World } from './model/person.ts';
import { Crash, ModelWorkbook } from './model/workbook.ts';

/** Ann has synced three notes, and Bob has a copy of his own. */
async function twoCopies() {
  const world = await World.open();
  const ann = world.person('Ann', [
    [null, 'First', 'Ann', 1],
    [null, 'Second', 'Ann', 2],
    [null, 'Third', null, null],
  ]);
  await ann.sync();
  ann.open();
  const bob = world.person('Bob');
  await bob.sync();
  bob.open();
  return { world, ann, bob };
}

const titles = (rows: readonly (readonly unknown[])[]) => rows.map(([ref, title]) => `${ref} ${title}`);

describe('a row under another ref', () => {
  it('is offered as renumbered, and everywhere renumbered once a person accepts', async () => {
    const { world, ann, bob } = await twoCopies();
    ann.type('N-002', 'ref', 'N-020');
    const { status, conflicts } = await ann.sync({ renumberings: 'all' });
    assert.deepEqual(ann.seen?.renumberings.map(itemLine), ['Notes N-002 becomes N-020']);
    assert.deepEqual([status, conflicts], ['done', []]);
    assert.deepEqual(titles(await world.ledger()), ['N-001 First', 'N-003 Third', 'N-020 Second']);
    bob.type('N-002', 'owner', 'Bob');
    await bob.sync();
    await ann.sync();
    assert.deepEqual(bob.shows(), await world.ledger());
    assert.deepEqual(ann.shows(), await world.ledger());
    assert.equal(bob.shows()[2]?.[2], 'Bob', 'what was edited meanwhile went with it');
    assert.equal((await bob.sync()).status, 'unchanged');
  });

  it('stops where this workbook has given its new ref to another row meanwhile, and says which', async () => {
    const { world, ann, bob } = await twoCopies();
    ann.type('N-002', 'ref', 'N-020');
    await ann.sync({ renumberings: 'all' });
    bob.add('N-020', 'Fourth', null, null);
    bob.type('N-002', 'owner', 'Bob');
    const before = [bob.shows(), await world.ledger()];
    const { status, stops } = await bob.sync();
    assert.equal(status, 'stopped');
    assert.deepEqual(stops, [
      'Row 3 of "Notes" (N-002) has the ref N-020 in the ledger now, but here row 5 of "Notes" has it. ' +
        'Nothing was synced. Give row 5 another ref, or clear its ref to have it numbered, and sync again.',
    ]);
    assert.deepEqual([bob.shows(), await world.ledger()], before);
    bob.type('N-020', 'ref', null);
    await bob.sync();
    assert.deepEqual(bob.shows(), await world.ledger());
    assert.deepEqual(titles(await world.ledger()), [
      'N-001 First',
      'N-003 Third',
      'N-020 Second',
      'N-021 Fourth',
    ]);
  });

  it('gets its ref back where a person declines', async () => {
    const { world, ann } = await twoCopies();
    const before = await world.ledger();
    ann.type('N-002', 'ref', 'N-020');
    await ann.sync();
    assert.deepEqual([ann.shows(), await world.ledger()], [before, before]);
    assert.equal((await ann.sync()).status, 'unchanged');
  });

  it('gets its ref back where the ledger refuses, and the person is told', async () => {
    const { world, ann } = await twoCopies();
    const before = await world.ledger();
    ann.type('N-002', 'ref', 'N-001');
    ann.remove(1);
    const { conflicts } = await ann.sync({ renumberings: 'all' });
    assert.deepEqual(
      conflicts.map(({ conflict: { kind, ref, mine } }) => [kind, ref, mine]),
      [['renumbered', 'N-002', 'N-001']],
    );
    assert.deepEqual([ann.shows(), await world.ledger()], [before, before]);
  });

  it('may have swapped it with another row', async () => {
    const { world, ann, bob } = await twoCopies();
    ann.type(1, 'ref', 'N-002');
    ann.type(2, 'ref', 'N-001');
    await ann.sync({ renumberings: 'all' });
    assert.deepEqual(titles(await world.ledger()), ['N-001 Second', 'N-002 First', 'N-003 Third']);
    bob.type('N-001', 'owner', 'Bob');
    await bob.sync();
    assert.deepEqual(bob.shows(), await world.ledger());
    assert.deepEqual(await world.ledger(), [
      ['N-001', 'Second', 'Ann', 2],
      ['N-002', 'First', 'Bob', 1],
      ['N-003', 'Third', null, null],
    ]);
  });

  it('may have swapped it with a row that was edited too', async () => {
    const { world, ann } = await twoCopies();
    ann.type(1, 'ref', 'N-002');
    ann.type(2, 'ref', 'N-001');
    ann.type(2, 'owner', 'Anna');
    await ann.sync({ renumberings: 'all' });
    assert.deepEqual(await world.ledger(), [
      ['N-001', 'Second', 'Anna', 2],
      ['N-002', 'First', 'Ann', 1],
      ['N-003', 'Third', null, null],
    ]);
  });

  it('may have swapped it while a third row was made like one of the two', async () => {
    const { world, ann } = await twoCopies();
    ann.workbook.edit('Notes', ([headings = [], first = [], second = [], third = []]) => {
      const [, ...ofSecond] = second;
      const [, ...ofThird] = third;
      return [headings, [first[0] ?? null, ...ofSecond], ['N-002', ...ofThird], ['N-003', ...ofSecond]];
    });
    const typed = ann.shows();
    const { held } = await ann.sync({ renumberings: 'all' }, { acceptRenumbering: true });
    assert.deepEqual([held.map(({ ref }) => ref), ann.shows()], [['N-001'], typed]);
    assert.deepEqual(titles(await world.ledger()), ['N-001 First', 'N-002 Third', 'N-003 Second']);
    const { conflicts } = await ann.sync();
    assert.deepEqual(
      conflicts.map(({ conflict: { ref, mine } }) => [ref, mine]),
      [['N-001', { title: 'Second', owner: 'Ann', count: 2 }]],
    );
  });

  it('lets a row wait that took over the old ref, until the renumbering is in', async () => {
    const { world, ann } = await twoCopies();
    ann.type('N-002', 'ref', 'N-020');
    ann.add('N-002', 'Another');
    const { held } = await ann.sync({ renumberings: 'all' });
    assert.deepEqual(
      held.map(({ ref, row, reason }) => [ref, row, reason?.includes('N-020')]),
      [['N-002', 5, true]],
    );
    await ann.sync();
    assert.deepEqual(titles(await world.ledger()), [
      'N-001 First',
      'N-002 Another',
      'N-003 Third',
      'N-020 Second',
    ]);
    assert.deepEqual(ann.shows(), await world.ledger());
  });

  it('stops the sync where three or more are, until a person says so', async () => {
    const { world, ann } = await twoCopies();
    for (const row of [1, 2, 3]) ann.type(row, 'ref', `N-03${row}`);
    const { status, wayOn, stops } = await ann.sync({ renumberings: 'all' });
    assert.deepEqual([status, wayOn], ['stopped', 'renumber']);
    assert.match(stops[0] ?? '', /sheet "Notes" row 2: N-001 is now N-031/);
    await ann.sync({ renumberings: 'all' }, { acceptRenumbering: true });
    assert.deepEqual(titles(await world.ledger()), ['N-031 First', 'N-032 Second', 'N-033 Third']);
    assert.deepEqual(ann.shows(), await world.ledger());
  });

  it('takes the references to it along, in the order that swaps need', async () => {
    const world = await World.open();
    const ann = world.at(
      'Ann',
      new ModelWorkbook({
        Notes: [
          ['Ref', 'Title', 'Owner', 'Cites'],
          ['N-001', 'First', 'a', 'N-002'],
          ['N-002', 'Second', 'b', null],
          ['N-003', 'Third', 'c', 'N-001, N-002'],
        ],
      }),
    );
    await ann.sync();
    ann.type(1, 'ref', 'N-002');
    ann.type(2, 'ref', 'N-001');
    await ann.sync({ renumberings: 'all' });
    assert.deepEqual(
      ann.seen?.renumberings.map(({ references }) => references.map(({ ref, to }) => [ref, to])),
      [
        [['N-003', 'N-002, N-002']],
        [
          ['N-001', 'N-001'],
          ['N-003', 'N-001, N-001'],
        ],
      ],
    );
    const { rows } = await world.fixture.service.rows('notes');
    assert.deepEqual(
      rows.map(({ ref, cells }) => [ref, cells.title, cells.cites]),
      [
        ['N-001', 'Second', undefined],
        ['N-002', 'First', 'N-001'],
        ['N-003', 'Third', 'N-002, N-001'],
      ],
    );
    assert.equal((await ann.sync()).status, 'unchanged');
  });

  it('takes them along also in a row whose removal is refused', async () => {
    const world = await World.open();
    const notes = [
      ['Ref', 'Title', 'Owner', 'Cites'],
      ['N-001', 'First', 'a', 'N-002'],
      ['N-002', 'Second', 'b', null],
    ];
    const ann = world.at('Ann', new ModelWorkbook({ Notes: notes }));
    await ann.sync();
    const bob = world.at('Bob', new ModelWorkbook({ Notes: notes.slice(0, 1) }));
    await bob.sync();
    ann.type('N-002', 'ref', 'N-020');
    ann.remove('N-001');
    const { conflicts } = await ann.sync(
      {},
      {
        preview: async ({ removals, renumberings }) => {
          bob.type('N-001', 'owner', 'Bob');
          await bob.sync();
          const ids = (items: readonly { readonly id: string }[]) => items.map(({ id }) => id);
          return { removals: ids(removals), reversals: [], renumberings: ids(renumberings) };
        },
      },
    );
    assert.deepEqual(
      conflicts.map(({ conflict: { kind, ref } }) => [kind, ref]),
      [['removed-edited', 'N-001']],
    );
    const { rows } = await world.fixture.service.rows('notes');
    assert.deepEqual(
      rows.map(({ ref, cells }) => [ref, cells.owner, cells.cites]),
      [
        ['N-001', 'Bob', 'N-020'],
        ['N-020', 'b', undefined],
      ],
    );
  });

  it('is pushed alone where its new ref named a row at the base that is removed in the same sync', async () => {
    const { world, ann, bob } = await twoCopies();
    ann.type('N-003', 'ref', 'N-00');
    ann.type('N-002', 'ref', 'N-003');
    ann.type('N-00', 'ref', 'N-002');
    await ann.sync({ renumberings: 'all' });
    bob.remove('N-002');
    bob.type('N-003', 'ref', 'N-040');
    bob.type('N-001', 'ref', 'N-002');
    const { status, conflicts } = await bob.sync({ renumberings: 'all', removals: 'all' });
    assert.deepEqual(
      [status, conflicts.map(({ conflict: { kind, ref, mine } }) => [kind, ref, mine])],
      [
        'done',
        [
          ['removed-edited', 'N-003', null],
          ['renumbered', 'N-001', 'N-002'],
        ],
      ],
      'N-002 is Third in the ledger by then',
    );
    assert.deepEqual(titles(await world.ledger()), ['N-001 First', 'N-003 Second', 'N-040 Third']);
  });

  it('keeps pins and conflicts, whoever renumbers it', async () => {
    const { world, ann, bob } = await twoCopies();
    bob.type('N-002', 'owner', 'Bob');
    await bob.sync();
    ann.type('N-002', 'owner', 'Anna');
    await ann.sync();
    bob.type('N-002', 'ref', 'N-020');
    await bob.sync({ renumberings: 'all' });
    const { conflicts } = await ann.sync();
    assert.deepEqual(
      conflicts.map(({ conflict: { ref, mine, theirs }, left }) => [ref, mine, theirs, left]),
      [['N-020', 'Anna', 'Bob', false]],
    );
    assert.deepEqual(
      readState(ann.workbook.state)?.pins.map(({ ref, column, why }) => [ref, column, why]),
      [['N-020', 'owner', 'conflict']],
    );
    assert.equal((await world.ledger())[2]?.[2], 'Bob');
  });

  it('is the same row after a crash between its ref and the state, and where its ref is locked', async () => {
    const { world, ann, bob } = await twoCopies();
    ann.type(1, 'ref', 'N-002');
    ann.type(2, 'ref', 'N-001');
    await ann.sync({ renumberings: 'all' });
    bob.workbook.before = (call) => {
      if (call === 'writeState') throw new Crash();
    };
    await bob.sync().catch((error) => assert.ok(error instanceof Crash));
    bob.workbook.before = () => undefined;
    await bob.sync();
    assert.deepEqual(bob.shows(), await world.ledger());
    ann.type('N-003', 'ref', 'N-030');
    await ann.sync({ renumberings: 'all' });
    bob.workbook.locked.add('Notes!3!0');
    await bob.sync();
    assert.equal(bob.shows()[2]?.[0], 'N-003');
    bob.type('N-003', 'owner', 'Bob');
    await bob.sync();
    assert.equal((await world.ledger())[2]?.[2], 'Bob', 'it is synced as the row that it is');
    bob.workbook.locked.clear();
    await bob.sync();
    assert.deepEqual(bob.shows(), await world.ledger());
    assert.deepEqual(readState(bob.workbook.state)?.pins, []);
  });

  it('is not one that was copied as a template with its ref', async () => {
    const { ann } = await twoCopies();
    ann.add('N-021', 'Second', 'Ann', 2);
    await ann.sync();
    assert.deepEqual(ann.seen?.renumberings, []);
  });
});
