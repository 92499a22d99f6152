import assert from 'node:assert/strict';
import { readState } from '../../shared/sync/state.ts';
import { type Person, World } from './model/person.ts';

/** Ann and Bob each have a synced copy of three notes. */
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

const owner = (person: Person, ref: string) => person.shows().find(([own]) => own === ref)?.[2];
const pins = (person: Person) => readState(person.workbook.state)?.pins;

describe('a history of', () => {
  it('a heading renamed, later back over blank cells: they are blanked only once they are seen', async () => {
    const { world, ann } = await twoCopies();
    ann.workbook.type('Notes', 0, 2, 'Keeper');
    await ann.sync();
    assert.equal((await world.ledger())[0]?.[2], 'Ann');
    ann.workbook.type('Notes', 0, 2, 'Owner');
    ann.type('N-001', 'owner', null);
    await ann.sync();
    assert.deepEqual([(await world.ledger())[0]?.[2], (await world.ledger())[1]?.[2]], [null, 'Ann']);
  });

  it('a file closed unsaved after a sync that added a row: the row comes back, once', async () => {
    const { world, ann } = await twoCopies();
    const saved = ann.workbook.saveAs();
    ann.add(null, 'Fourth', 'Ann');
    await ann.sync();
    ann.workbook.sheets = saved.sheets;
    ann.workbook.state = saved.state;
    ann.open();
    await ann.sync();
    assert.deepEqual(ann.shows(), await world.ledger());
    assert.equal(ann.shows().length, 4);
  });

  it('a locked cell while the ledger moves on twice, to end at its base: nothing is left to write', async () => {
    const { world, ann, bob } = await twoCopies();
    ann.workbook.locked.add('Notes!1!2');
    for (const value of ['Bob', 'Bert', 'Ann']) {
      bob.type('N-001', 'owner', value);
      await bob.sync();
      await ann.sync();
    }
    assert.deepEqual([owner(ann, 'N-001'), (await world.ledger())[0]?.[2], pins(ann)], ['Ann', 'Ann', []]);
  });

  it('a dry run, then the real push: the dry run left nothing behind', async () => {
    const { world, ann } = await twoCopies();
    ann.add(null, 'Fourth');
    const before = await world.ledger();
    await ann.sync({}, { preview: async () => null });
    assert.deepEqual(await world.ledger(), before);
    const { refs } = await ann.sync();
    assert.deepEqual(
      refs.map(({ ref }) => ref),
      ['N-004'],
    );
  });

  it('a copy several hundred revisions behind: it catches up in one sync', async () => {
    const { world, ann, bob } = await twoCopies();
    for (let n = 0; n < 250; n += 1) {
      bob.type('N-002', 'count', 100 + n);
      await bob.sync();
    }
    ann.type('N-001', 'owner', 'Anna');
    await ann.sync();
    assert.deepEqual(ann.shows(), await world.ledger());
    assert.deepEqual(ann.shows()[1], ['N-002', 'Second', 'Ann', 349]);
  }).timeout(20_000);

  it('a row added back with the content of a removed one: it is another row', async () => {
    const { world, ann, bob } = await twoCopies();
    ann.remove('N-002');
    await ann.sync({ removals: 'all' });
    ann.add(null, 'Second', 'Ann', 2);
    await ann.sync();
    await bob.sync();
    assert.deepEqual(
      bob.shows().map(([ref, title]) => `${ref} ${title}`),
      ['N-001 First', 'N-003 Third', 'N-004 Second'],
    );
    assert.deepEqual(bob.shows(), await world.ledger());
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

  it('typing while the preview is open: it is kept, and pushed next time', async () => {
    const { world, ann, bob } = await twoCopies();
    bob.type('N-001', 'owner', 'Bob');
    await bob.sync();
    await ann.sync(
      {},
      {
        preview: async () => {
          ann.type('N-001', 'owner', 'typed');
          return { removals: [], reversals: [] };
        },
      },
    );
    assert.equal(owner(ann, 'N-001'), 'typed');
    const { conflicts } = await ann.sync();
    assert.deepEqual(
      conflicts.map(({ conflict: { mine, theirs } }) => [mine, theirs]),
      [['typed', 'Bob']],
    );
    assert.equal((await world.ledger())[0]?.[2], 'Bob');
  });
});
