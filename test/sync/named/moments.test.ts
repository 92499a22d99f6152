import assert from 'node:assert/strict';
import type { SyncOptions } from '../../../shared/sync/options.ts';
import type { Preview, SyncChoices } from '../../../shared/sync/preview.ts';
import { readState } from '../../../shared/sync/state.ts';
import {
  closedUnsaved,
  crashes,
  edits,
  inConflict,
  onlyConflict,
  owner,
  ownerInLedger,
  pinsOf,
  saved,
  sides,
  titles,
  twoCopies,
} from '../model/copies.ts';
import { type Person, World } from '../model/person.ts';

/** While the preview is open, this happens; the person then goes on with what it showed. */
function meanwhile(happens: () => unknown): Pick<SyncOptions, 'preview'> {
  return {
    preview: async (_: Preview): Promise<SyncChoices> => {
      await happens();
      return { removals: [], reversals: [] };
    },
  };
}

/** Ann and Eve look at one workbook, each in an Excel of her own, which show the same by now. */
async function coAuthors() {
  const both = await twoCopies();
  const { world, ann } = both;
  ann.workbook.autoSave = true;
  const eve = world.at('Eve', ann.workbook.saveAs());
  eve.workbook.autoSave = true;
  /** What one of them has arrives at the other: the cells, the state sheet. */
  const cells = (from: Person, to: Person) => {
    to.workbook.sheets = from.workbook.saveAs().sheets;
  };
  const state = (from: Person, to: Person) => {
    to.workbook.state = from.workbook.saveAs().state;
  };
  return { ...both, eve, cells, state };
}

describe('a history of unlucky moments: typing', () => {
  it('typing while the preview is open: it is kept, and is in conflict at the next sync', async () => {
    const { world, ann, bob } = await twoCopies();
    await edits(bob, 'N-001', 'owner', 'Bob');
    await ann.sync(
      {},
      meanwhile(() => ann.type('N-001', 'owner', 'typed')),
    );
    assert.equal(owner(ann, 'N-001'), 'typed');
    assert.deepEqual(sides(onlyConflict(await ann.sync())), { base: 'Ann', mine: 'typed', theirs: 'Bob' });
    assert.equal(await ownerInLedger(world, 'N-001'), 'Bob');
  });

  for (const [what, does] of Object.entries<(ann: Person) => void>({
    'a row typed': (ann) => ann.add(null, 'New'),
    'a row inserted above': (ann) => {
      ann.workbook.edit('Notes', ([headings = [], ...rows]) => [headings, [null, 'New'], ...rows]);
    },
    'a row deleted': (ann) => ann.remove('N-003'),
    'a cell typed back': (ann) => ann.type('N-001', 'owner', 'Ann'),
    'the sheet renamed': ({ workbook }) => {
      workbook.sheet('Notes').name = 'Our notes';
    },
  })) {
    it(`typing while the preview is open, ${what}: the sync after this one has it`, async () => {
      const { world, ann, bob } = await twoCopies();
      bob.add(null, 'Fourth', 'Bob');
      await edits(bob, 'N-002', 'owner', 'Bob');
      ann.type('N-001', 'owner', 'Anna');
      await ann.sync(
        {},
        meanwhile(() => does(ann)),
      );
      await ann.sync({ removals: 'all' });
      const shown = ann.workbook.sheets.flatMap(({ name }) => ann.workbook.shows(name));
      assert.deepEqual(titles(shown).sort(), titles(await world.ledger()));
      assert.deepEqual(pinsOf(ann), []);
      assert.deepEqual((await ann.sync()).status, 'unchanged');
    });
  }

  it('typing between two batches of writes: what is written by then and what is not are both kept', async () => {
    const world = await World.open();
    const rows = Array.from({ length: 600 }, (_, index) => [null, `Note ${index + 1}`, 'Ann', null]);
    const ann = world.person('Ann', rows);
    await ann.sync();
    const bob = world.person('Bob');
    await bob.sync();
    for (let row = 1; row <= 600; row += 1) bob.type(row, 'owner', 'Bob');
    await bob.sync();

    let batches = 0;
    ann.workbook.before = (call) => {
      if (call === 'write') batches += 1;
      // The first 500 are written; the cells of the second batch are looked at next.
      if (call !== 'read' || batches !== 1 || owner(ann, 'N-001') === 'typed') return;
      ann.type('N-001', 'owner', 'typed');
      ann.type('N-600', 'owner', 'typed too');
    };
    await ann.sync();
    assert.equal(batches, 2);
    assert.deepEqual([owner(ann, 'N-001'), owner(ann, 'N-600')], ['typed', 'typed too']);
    assert.deepEqual(
      pinsOf(ann).map(({ ref, column, base, why }) => [ref, column, base, why]),
      [
        ['N-001', 'owner', 'Bob', 'changed'],
        ['N-600', 'owner', 'Ann', 'changed'],
      ],
    );
    assert.deepEqual(sides(onlyConflict(await ann.sync())), {
      base: 'Ann',
      mine: 'typed too',
      theirs: 'Bob',
    });
    assert.equal(await ownerInLedger(world, 'N-001'), 'typed');
    assert.ok(ann.shows().every(([ref, , who]) => who === 'Bob' || ref === 'N-001' || ref === 'N-600'));
  }).timeout(20_000);

  it('typing after the last look, before the state is written: the next sync sees that the sheet is another one', async () => {
    const { world, ann, bob } = await twoCopies();
    await edits(bob, 'N-001', 'owner', 'Bob');
    ann.workbook.before = (call) => {
      if (call === 'writeState') ann.type('N-002', 'owner', 'typed');
    };
    await ann.sync();
    ann.workbook.before = () => undefined;
    const { pushed, conflicts } = await ann.sync();
    assert.deepEqual([pushed, conflicts, await ownerInLedger(world, 'N-002')], [1, [], 'typed']);
  });

  it('a co-author typing while another session’s write is in flight: it is pushed by the next sync, as theirs', async () => {
    const { world, ann, bob } = await coAuthors();
    await edits(bob, 'N-001', 'owner', 'Bob');
    let hasWritten = false;
    ann.workbook.before = (call) => {
      if (call === 'write') hasWritten = true;
      // It arrives behind the write, before that is looked at.
      else if (hasWritten && owner(ann, 'N-001') === 'Bob') ann.type('N-001', 'owner', 'Eve');
    };
    await ann.sync();
    ann.workbook.before = () => undefined;
    assert.deepEqual(
      pinsOf(ann).map(({ ref, base, why }) => [ref, base, why]),
      [['N-001', 'Bob', 'changed']],
    );
    const remote = [{ sheet: 'Notes', row: 1, column: 2, source: 'remote', before: 'Bob' } as const];
    await ann.sync({}, { edits: () => remote });
    assert.deepEqual(
      ann.seen?.reversals.map(({ from, to, by }) => [from, to, by?.author]),
      [['Bob', 'Eve', 'Bob']],
      'it goes over what was received since the workbook was opened',
    );
    await ann.sync({ reversals: 'all' }, { edits: () => remote });
    const { revisions } = await world.fixture.service.changes({ since: 2 });
    assert.deepEqual(
      revisions.flatMap(({ author, changes }) => changes.map(({ elsewhere }) => [author, elsewhere])),
      [['Ann', true]],
    );
    assert.equal(await ownerInLedger(world, 'N-001'), 'Eve');
  });
});

describe('a history of unlucky moments: co-authors', () => {
  it('a co-author’s state arriving before the cells: the old cells are listed as going back, and nothing is pushed', async () => {
    const { world, ann, bob, eve, cells, state } = await coAuthors();
    await edits(bob, 'N-001', 'owner', 'Bob');
    await eve.sync();
    state(eve, ann);
    await ann.sync();
    assert.deepEqual(
      ann.seen?.reversals.map(({ ref, from, to, by }) => [ref, from, to, by?.author]),
      [['N-001', 'Bob', 'Ann', 'Bob']],
    );
    assert.equal(await ownerInLedger(world, 'N-001'), 'Bob');
    cells(eve, ann);
    await ann.sync();
    assert.deepEqual([owner(ann, 'N-001'), pinsOf(ann)], ['Bob', []]);
  });

  it('a co-author’s cells arriving before the state: they agree with the ledger', async () => {
    const { world, ann, bob, eve, cells } = await coAuthors();
    await edits(bob, 'N-001', 'owner', 'Bob');
    await eve.sync();
    cells(eve, ann);
    ann.seen = null;
    const { pushed, taken, conflicts } = await ann.sync();
    assert.deepEqual([pushed, taken, conflicts, ann.seen], [0, 0, [], null]);
    assert.deepEqual(ann.shows(), await world.ledger());
  });

  it('co-authors syncing the same ref-less row at once: it is one row, with and without AutoSave', async () => {
    for (const autoSave of [true, false]) {
      const { world, ann } = await twoCopies();
      ann.workbook.autoSave = autoSave;
      const eve = world.at('Eve', ann.workbook);
      ann.add(null, 'Fourth');
      await ann.sync(
        {},
        meanwhile(() => eve.sync()),
      );
      assert.deepEqual(titles(await world.ledger()).slice(3), ['N-004 Fourth'], `AutoSave ${autoSave}`);
      assert.deepEqual(ann.shows(), await world.ledger());
    }
  });

  it('co-authors syncing the same ref-less row at once, their cells not merged yet: it is one row', async () => {
    const { world, ann, eve } = await coAuthors();
    for (const each of [ann, eve]) {
      each.workbook.autoSave = false;
      each.add(null, 'Fourth');
    }
    await ann.sync(
      {},
      meanwhile(() => eve.sync()),
    );
    assert.deepEqual(titles(await world.ledger()).slice(3), ['N-004 Fourth']);
    assert.deepEqual([ann.shows(), eve.shows()], [await world.ledger(), await world.ledger()]);
  });

  it('co-authors syncing the same ref-less rows at once, in a workbook that was never synced: each is one row', async () => {
    for (const autoSave of [true, false]) {
      const world = await World.open();
      const ann = world.person('Ann', [
        [null, 'First', 'Ann', 1],
        [null, 'Second', null, null],
      ]);
      ann.workbook.autoSave = autoSave;
      const eve = world.at('Eve', ann.workbook);
      await ann.sync(
        {},
        meanwhile(() => eve.sync()),
      );
      assert.deepEqual(titles(await world.ledger()), ['N-001 First', 'N-002 Second'], `AutoSave ${autoSave}`);
      assert.deepEqual([ann.shows(), pinsOf(ann)], [await world.ledger(), []]);
    }
  });

  it('a lease whose holder dies after its push: the next one waits a minute, and doubles nothing', async () => {
    const { world, ann } = await twoCopies();
    ann.workbook.autoSave = true;
    const eve = world.at('Eve', ann.workbook);
    eve.add(null, 'Fourth', 'Eve');
    eve.service = { ...eve.service, lease: withoutRelease(eve) };
    await crashes(eve, 'write');
    const before = world.fixture.clock.now;
    assert.equal((await ann.sync({}, { patience: 0 })).busy?.author, 'Eve');
    assert.equal((await ann.sync()).status, 'done');
    assert.ok(world.fixture.clock.now - before >= 55_000);
    assert.deepEqual(titles(await world.ledger()).slice(3), ['N-004 Fourth']);
    assert.deepEqual(ann.shows(), await world.ledger());
  });
});

/** Her machine is off: nobody gives the lease back. */
function withoutRelease({ service: { lease } }: Person): typeof lease {
  return async (workbook, request) =>
    request.release ? { until: new Date(0).toISOString(), base: null } : lease(workbook, request);
}

describe('a history of unlucky moments: saved and unsaved', () => {
  /** Ann's "Anna" is in the ledger; her workbook was saved with it, but before the answer was there. */
  async function savedBeforeTheAnswer() {
    const both = await twoCopies();
    const { ann } = both;
    ann.type('N-001', 'owner', 'Anna');
    const file = saved(ann);
    await ann.sync();
    return { ...both, reopen: () => closedUnsaved(ann, file) };
  }

  it('pushed, saved before the answer, then edited by someone else, then reopened: theirs is taken', async () => {
    const { world, ann, bob, reopen } = await savedBeforeTheAnswer();
    await bob.sync();
    await edits(bob, 'N-001', 'owner', 'Bob');
    reopen();
    const { conflicts, pushed } = await ann.sync();
    assert.deepEqual([conflicts, pushed, owner(ann, 'N-001')], [[], 0, 'Bob']);
    assert.equal(await ownerInLedger(world, 'N-001'), 'Bob');
  });

  it('pushed, saved before the answer, then put back to the old value, then reopened: it is not pushed again', async () => {
    const { world, ann, bob, reopen } = await savedBeforeTheAnswer();
    await bob.sync();
    bob.type('N-001', 'owner', 'Ann');
    await bob.sync({ reversals: 'all' });
    reopen();
    const { conflicts, pushed } = await ann.sync();
    assert.deepEqual([conflicts, pushed, owner(ann, 'N-001')], [[], 0, 'Ann']);
    assert.equal(await ownerInLedger(world, 'N-001'), 'Ann');
  });

  it('closed unsaved after a sync: it is as if it had not synced yet', async () => {
    const { world, ann, bob } = await twoCopies();
    const file = saved(ann);
    await edits(bob, 'N-001', 'owner', 'Bob');
    await edits(ann, 'N-002', 'owner', 'Anna');
    closedUnsaved(ann, file);
    const { pushed, conflicts } = await ann.sync();
    assert.deepEqual([pushed, conflicts], [0, []]);
    assert.deepEqual(ann.shows(), await world.ledger());
    assert.deepEqual([owner(ann, 'N-001'), owner(ann, 'N-002')], ['Bob', 'Anna']);
  });

  it('closed unsaved after a sync with an added row: the row comes back, once', async () => {
    const { world, ann } = await twoCopies();
    const file = saved(ann);
    ann.add(null, 'Fourth', 'Ann');
    await ann.sync();
    closedUnsaved(ann, file);
    await ann.sync();
    assert.deepEqual(titles(ann.shows()).slice(3), ['N-004 Fourth']);
    assert.deepEqual(ann.shows(), await world.ledger());
  });

  it('closed unsaved after a sync with an undecided conflict: it is shown as left undecided', async () => {
    const { ann, bob } = await twoCopies();
    const file = saved(ann);
    await edits(bob, 'N-001', 'owner', 'Bob');
    await edits(ann, 'N-001', 'owner', 'Anna');
    closedUnsaved(ann, file);
    const { conflicts } = await ann.sync();
    assert.deepEqual(
      conflicts.map(({ conflict: { mine }, left }) => [mine, left]),
      [['Anna', true]],
    );
    assert.equal(owner(ann, 'N-001'), 'Bob');
  });

  it('undo after a sync, one step: the state is back, and the next sync finds the cells as the ledger has them', async () => {
    const { world, ann, bob } = await twoCopies();
    await edits(bob, 'N-001', 'owner', 'Bob');
    await ann.sync();
    const before = readState(ann.workbook.state)?.base.revision;
    ann.workbook.undo();
    assert.deepEqual([before, readState(ann.workbook.state)?.base.revision], [2, 1]);
    const { pushed, taken } = await ann.sync();
    assert.deepEqual([pushed, taken], [0, 0]);
    assert.deepEqual(ann.shows(), await world.ledger());
  });

  it('undo after a sync, cells too: they are taken again', async () => {
    const { world, ann, bob } = await twoCopies();
    await edits(bob, 'N-001', 'owner', 'Bob');
    await ann.sync();
    ann.workbook.undo();
    ann.workbook.undo();
    assert.equal(owner(ann, 'N-001'), 'Ann');
    await ann.sync();
    assert.deepEqual([owner(ann, 'N-001'), await ownerInLedger(world, 'N-001')], ['Bob', 'Bob']);
  });

  it('undo after a sync, past what was typed before it: the ledger has it, and it is taken again', async () => {
    const { world, ann } = await twoCopies();
    await edits(ann, 'N-001', 'owner', 'Anna');
    while (owner(ann, 'N-001') === 'Anna') ann.workbook.undo();
    await ann.sync();
    assert.deepEqual([owner(ann, 'N-001'), await ownerInLedger(world, 'N-001')], ['Anna', 'Anna']);
  });

  it('an undecided conflict when Excel is closed: it is there again when the workbook is opened', async () => {
    const { ann } = await inConflict();
    closedUnsaved(ann, saved(ann));
    const { conflicts } = await ann.sync();
    assert.deepEqual(
      conflicts.map(({ conflict: { mine }, left }) => [mine, left]),
      [['Anna', false]],
    );
  });
});
