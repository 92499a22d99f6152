import assert from 'node:assert/strict';
import type { Conflict } from '../../shared/values/change.ts';
import {
  closedUnsaved,
  decides,
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
} from './model/copies.ts';
import type { World } from './model/person.ts';
import { Crash } from './model/workbook.ts';

/** The conflict as it is now. */
async function asNow({ fixture }: World, { id }: Conflict): Promise<Conflict | undefined> {
  const { conflicts } = await fixture.service.conflicts({});
  return conflicts.find((each) => each.id === id);
}

describe('a decision made elsewhere', () => {
  for (const [choose, expected] of [
    ['mine', 'Anna'],
    ['theirs', 'Bob'],
  ] as const) {
    it(`ends a conflict whose pin was never saved: ${choose} is written where "mine" still shows`, async () => {
      const { world, ann, bob } = await twoCopies();
      await edits(bob, 'N-001', 'owner', 'Bob');
      ann.type('N-001', 'owner', 'Anna');
      const file = saved(ann);
      const conflict = onlyConflict(await ann.sync());
      const eve = world.at('Eve', ann.workbook.saveAs());
      closedUnsaved(ann, file);
      await decides(eve, conflict, choose);
      const { conflicts } = await ann.sync();
      assert.deepEqual([conflicts, owner(ann, 'N-001'), pinsOf(ann)], [[], expected, []]);
      assert.equal(await ownerInLedger(world, 'N-001'), expected);
    });
  }

  it('says nothing of a cell that came by the same value after it', async () => {
    const { world, ann, bob, conflict } = await inConflict();
    await decides(ann, conflict, 'theirs');
    await edits(ann, 'N-001', 'owner', 'Anna');
    assert.deepEqual([owner(ann, 'N-001'), await ownerInLedger(world, 'N-001')], ['Anna', 'Anna']);
    await bob.sync();
    assert.equal(owner(bob, 'N-001'), 'Anna');
  });

  it('to the very base of the cell: what was typed here since is listed like what goes back', async () => {
    const { world, ann, conflict } = await inConflict();
    const eve = world.at('Eve', ann.workbook.saveAs());
    await decides(eve, conflict, 'value', 'Ann');
    ann.type('N-001', 'owner', 'Anne');
    await ann.sync();
    assert.deepEqual(
      ann.seen?.reversals.map(({ from, to, by }) => [from, to, by?.author]),
      [['Ann', 'Anne', 'Eve']],
    );
    assert.deepEqual(ann.seen?.push, []);
    assert.deepEqual([owner(ann, 'N-001'), await ownerInLedger(world, 'N-001')], ['Anne', 'Ann']);
    await ann.sync({ reversals: 'all' });
    assert.deepEqual([await ownerInLedger(world, 'N-001'), pinsOf(ann)], ['Anne', []]);
  });

  /** Ann and Eve have one workbook, in which N-010 is in conflict with Bob's. */
  async function addedTwice(gone: boolean) {
    const both = await twoCopies();
    const { world, ann, bob } = both;
    bob.add('N-010', 'of Bob');
    await bob.sync();
    if (gone) {
      bob.remove('N-010');
      await bob.sync({ removals: 'all' });
    }
    ann.add('N-010', 'of Ann');
    const conflict = onlyConflict(await ann.sync());
    const eve = world.at('Eve', ann.workbook.saveAs());
    return { ...both, eve, conflict };
  }

  it('of a row that two added: for theirs the row takes what the ledger has', async () => {
    const { world, ann, eve, conflict } = await addedTwice(false);
    await decides(eve, conflict, 'theirs');
    await ann.sync();
    assert.deepEqual(titles(ann.shows()).slice(3), ['N-010 of Bob']);
    assert.deepEqual([ann.shows(), pinsOf(ann)], [await world.ledger(), []]);
  });

  it('of a row that was removed: for theirs the row goes', async () => {
    const { world, ann, eve, conflict } = await addedTwice(true);
    await decides(eve, conflict, 'theirs');
    await ann.sync();
    assert.deepEqual(titles(ann.shows()), ['N-001 First', 'N-002 Second', 'N-003 Third']);
    assert.deepEqual([ann.shows(), pinsOf(ann)], [await world.ledger(), []]);
  });

  it('of a row that two added: for mine it arrives under its new ref, once', async () => {
    const { world, ann, eve, conflict } = await addedTwice(false);
    await decides(eve, conflict, 'mine');
    await ann.sync();
    assert.deepEqual(titles(ann.shows()).slice(3), ['N-010 of Bob', 'N-011 of Ann']);
    assert.deepEqual([ann.shows(), eve.shows()], [await world.ledger(), await world.ledger()]);
  });

  for (const [choose, expected] of [
    ['mine', ['N-001 First', 'N-003 Third']],
    ['theirs', ['N-001 First', 'N-002 Second', 'N-003 Third']],
  ] as const) {
    it(`of a removed row that someone edited: for ${choose} it is ${choose === 'mine' ? 'gone' : 'back'} here too`, async () => {
      const { world, ann, bob } = await twoCopies();
      await edits(bob, 'N-002', 'owner', 'Bob');
      ann.remove('N-002');
      const conflict = onlyConflict(await ann.sync({ removals: 'all' }));
      await decides(world.at('Eve', ann.workbook.saveAs()), conflict, choose);
      const { conflicts } = await ann.sync({ removals: 'all' });
      assert.deepEqual([conflicts, titles(ann.shows()), pinsOf(ann)], [[], expected, []]);
      assert.deepEqual(ann.shows(), await world.ledger());
    });

    it(`of an edit of a removed row: for ${choose} it is ${choose === 'mine' ? 'back' : 'gone'}, unless it was typed over since`, async () => {
      for (const isTyped of [false, true]) {
        const { world, ann, bob } = await twoCopies();
        bob.remove('N-002');
        await bob.sync({ removals: 'all' });
        const conflict = onlyConflict(await edits(ann, 'N-002', 'owner', 'Anna'));
        await decides(world.at('Eve', ann.workbook.saveAs()), conflict, choose);
        if (isTyped) ann.type('N-002', 'owner', 'Anne');
        const { conflicts } = await ann.sync();
        assert.equal(conflicts.length, isTyped ? 1 : 0);
        if (isTyped) assert.equal(owner(ann, 'N-002'), 'Anne');
        else assert.deepEqual([ann.shows(), pinsOf(ann)], [await world.ledger(), []]);
      }
    });
  }

  it('is known to every sync that follows, as a change of its own', async () => {
    const { ann, bob, conflict } = await inConflict();
    await decides(ann, conflict, 'theirs');
    const { revisions } = await bob.service.changes({ since: 2 });
    assert.deepEqual(
      revisions.map(({ author, changes }) => [author, changes]),
      [
        [
          'Ann',
          [
            {
              op: 'decide',
              conflict: conflict.id,
              tab: 'notes',
              ref: 'N-001',
              column: 'owner',
              choose: 'theirs',
            },
          ],
        ],
      ],
    );
    assert.equal((await bob.sync()).status, 'done');
  });
});

describe('a conflict whose row someone else removes', () => {
  it('goes on as an edit of a removed row, under a name of its own, and what is typed next replaces it', async () => {
    const { world, ann, bob, conflict } = await inConflict();
    bob.remove('N-001');
    await bob.sync({ removals: 'all' });
    const { conflicts } = await ann.sync();
    assert.deepEqual(
      conflicts.map(({ conflict: { kind, mine }, left }) => [kind, mine, left]),
      [['edited-removed', { owner: 'Anna' }, false]],
    );
    assert.deepEqual(
      pinsOf(ann).map(({ column, conflict: named }) => [column, named]),
      [[null, conflicts[0]?.conflict.id]],
    );
    const next = onlyConflict(await edits(ann, 'N-001', 'owner', 'Anne'));
    assert.deepEqual(next.mine, { owner: 'Anne' });
    assert.equal((await asNow(world, conflict))?.state, 'superseded');
    await decides(ann, next, 'mine');
    await bob.sync();
    assert.deepEqual([owner(ann, 'N-001'), owner(bob, 'N-001')], ['Anne', 'Anne']);
  });
});

describe('a decision', () => {
  it('that would bring in an error is held, and the conflict stays open', async () => {
    const { world, ann, bob } = await twoCopies();
    await edits(bob, 'N-001', 'title', 'of Bob');
    const conflict = onlyConflict(await edits(ann, 'N-001', 'title', 'of Ann'));
    const { decision, result } = await decides(ann, conflict, 'value');
    assert.equal(decision, 'held');
    assert.equal(onlyConflict(result).id, conflict.id);
    assert.equal((await asNow(world, conflict))?.state, 'open');
    assert.deepEqual([ann.shows()[0]?.[1], (await world.ledger())[0]?.[1]], ['of Ann', 'of Bob']);
  });

  it('that was pushed before the program went down applies at the next sync', async () => {
    for (const [choose, expected] of [
      ['mine', 'Anna'],
      ['theirs', 'Bob'],
      ['value', 'Cid'],
    ] as const) {
      const { world, ann, conflict } = await inConflict();
      let reads = 0;
      ann.workbook.before = (call) => {
        if (call === 'read' && ++reads === 2) throw new Crash();
      };
      await assert.rejects(decides(ann, conflict, choose, choose === 'value' ? 'Cid' : undefined), Crash);
      ann.workbook.before = () => undefined;
      assert.equal(await ownerInLedger(world, 'N-001'), expected);
      ann.open();
      const { conflicts } = await ann.sync();
      assert.deepEqual([conflicts, owner(ann, 'N-001'), pinsOf(ann)], [[], expected, []]);
    }
  });

  it('is not needed where the ledger comes to hold mine: the conflict is settled', async () => {
    const { world, ann, bob, conflict } = await inConflict();
    await edits(bob, 'N-001', 'owner', 'Anna');
    const { conflicts } = await ann.sync();
    assert.deepEqual([conflicts, pinsOf(ann)], [[], []]);
    assert.equal((await asNow(world, conflict))?.state, 'settled');
  });

  it('of a workbook that was never synced, or of a conflict that is not recorded, is refused', async () => {
    const { world, ann, conflict } = await inConflict();
    const fresh = world.person('Fay', []);
    await assert.rejects(decides(fresh, conflict, 'mine'), /was not synced yet/);
    await assert.rejects(decides(ann, { ...conflict, id: null }, 'mine'), /not recorded yet/);
  });

  it('leaves the value that lost in the conflict, with who typed it and when', async () => {
    const { world, ann, conflict } = await inConflict();
    await decides(ann, conflict, 'theirs');
    const now = await asNow(world, conflict);
    assert.ok(now);
    assert.deepEqual(
      [sides(now), now.author, now.state, now.decided?.choose, now.decided?.author],
      [{ base: 'Ann', mine: 'Anna', theirs: 'Bob' }, 'Ann', 'decided', 'theirs', 'Ann'],
    );
  });
});
