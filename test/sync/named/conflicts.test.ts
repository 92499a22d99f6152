import assert from 'node:assert/strict';
import {
  decides,
  edits,
  inConflict,
  onlyConflict,
  owner,
  ownerInLedger,
  pinsOf,
  sides,
  twoCopies,
} from '../model/copies.ts';

describe('a history of deciding', () => {
  it('a conflict decided from another copy: it ends here too, on whichever side', async () => {
    for (const [choose, expected] of [
      ['mine', 'Anna'],
      ['theirs', 'Bob'],
    ] as const) {
      const { world, ann, conflict } = await inConflict();
      const eve = world.at('Eve', ann.workbook.saveAs());
      await decides(eve, conflict, choose);
      await ann.sync();
      assert.deepEqual([owner(ann, 'N-001'), pinsOf(ann)], [expected, []]);
    }
  });

  it('a conflict decided from another copy, and typed over here since: what is typed is a fresh conflict', async () => {
    const { world, ann, conflict } = await inConflict();
    const eve = world.at('Eve', ann.workbook.saveAs());
    await decides(eve, conflict, 'theirs');
    const fresh = onlyConflict(await edits(ann, 'N-001', 'owner', 'Anne'));
    assert.deepEqual(sides(fresh), { base: 'Ann', mine: 'Anne', theirs: 'Bob' });
    assert.equal(await ownerInLedger(world, 'N-001'), 'Bob');
  });

  it('Save-As copies in conflict on one cell: each keeps its own, and neither replaces the other', async () => {
    const { world, ann, bob } = await twoCopies();
    const eve = world.at('Eve', ann.workbook.saveAs());
    await edits(bob, 'N-001', 'owner', 'Bob');
    await edits(ann, 'N-001', 'owner', 'Anna');
    await edits(eve, 'N-001', 'owner', 'Eva');
    const { conflicts } = await world.fixture.service.conflicts({ state: 'open' });
    assert.deepEqual(conflicts.map(sides), [
      { base: 'Ann', mine: 'Anna', theirs: 'Bob' },
      { base: 'Ann', mine: 'Eva', theirs: 'Bob' },
    ]);
    const [annas, evas] = conflicts;
    assert.ok(annas && evas);
    await decides(ann, annas, 'mine');
    await decides(eve, { ...evas, ...(await asNow(evas.id)) }, 'theirs');
    assert.deepEqual([owner(ann, 'N-001'), owner(eve, 'N-001')], ['Anna', 'Anna']);
    assert.deepEqual((await world.fixture.service.conflicts({ state: 'open' })).conflicts, []);

    async function asNow(id: string | null) {
      const { conflicts: now } = await world.fixture.service.conflicts({});
      return now.find((each) => each.id === id);
    }
  });

  it('a conflict whose ledger side moves on while someone decides: it is shown anew, and then decided', async () => {
    const { world, ann, bob, conflict } = await inConflict();
    await edits(bob, 'N-001', 'owner', 'Bert');
    const stale = await decides(ann, conflict, 'mine');
    assert.equal(stale.decision, 'moved-on');
    assert.deepEqual(stale.conflict && sides(stale.conflict), { base: 'Ann', mine: 'Anna', theirs: 'Bert' });
    assert.deepEqual([owner(ann, 'N-001'), await ownerInLedger(world, 'N-001')], ['Anna', 'Bert']);
    const again = await decides(ann, onlyConflict(stale.result), 'mine');
    assert.deepEqual([again.decision, await ownerInLedger(world, 'N-001')], ['decided', 'Anna']);
    assert.deepEqual(pinsOf(ann), []);
  });

  it('a decision of a third value against a fresher typing: the typing is kept, as a conflict with it', async () => {
    const { world, ann, conflict } = await inConflict();
    ann.type('N-001', 'owner', 'Anne');
    const { decision, result } = await decides(ann, conflict, 'value', 'Cid');
    assert.equal(decision, 'decided');
    assert.deepEqual([owner(ann, 'N-001'), await ownerInLedger(world, 'N-001')], ['Anne', 'Cid']);
    assert.deepEqual(sides(onlyConflict(result)), { base: 'Ann', mine: 'Anne', theirs: 'Cid' });
  });

  it('a decision of a third value from another copy, against a fresher typing: the same', async () => {
    const { world, ann, conflict } = await inConflict();
    const eve = world.at('Eve', ann.workbook.saveAs());
    await decides(eve, conflict, 'value', 'Cid');
    const result = await edits(ann, 'N-001', 'owner', 'Anne');
    assert.deepEqual([owner(ann, 'N-001'), await ownerInLedger(world, 'N-001')], ['Anne', 'Cid']);
    assert.deepEqual(sides(onlyConflict(result)), { base: 'Ann', mine: 'Anne', theirs: 'Cid' });
  });

  it('a goes-back left unticked, twice: it is listed each time, and neither pushed nor overwritten', async () => {
    const { world, ann, bob } = await twoCopies();
    await edits(bob, 'N-001', 'owner', 'Bob');
    await ann.sync();
    ann.type('N-001', 'owner', 'Ann');
    for (let time = 1; time <= 2; time += 1) {
      await ann.sync();
      assert.deepEqual(
        ann.seen?.reversals.map(({ ref, from, to }) => [ref, from, to]),
        [['N-001', 'Bob', 'Ann']],
        `time ${time}`,
      );
      assert.deepEqual([owner(ann, 'N-001'), await ownerInLedger(world, 'N-001')], ['Ann', 'Bob']);
      ann.open();
    }
    await ann.sync({ reversals: 'all' });
    assert.deepEqual([await ownerInLedger(world, 'N-001'), pinsOf(ann)], ['Ann', []], 'ticked, it is pushed');
  });

  it('a goes-back left unticked, then undone by hand: nothing is listed any more', async () => {
    const { ann, bob } = await twoCopies();
    await edits(bob, 'N-001', 'owner', 'Bob');
    await ann.sync();
    await edits(ann, 'N-001', 'owner', 'Ann');
    ann.seen = null;
    await edits(ann, 'N-001', 'owner', 'Bob');
    assert.deepEqual([ann.seen, pinsOf(ann)], [null, []]);
  });

  it('a goes-back left unticked, then typed over: the new value is an edit like any other', async () => {
    const { world, ann, bob } = await twoCopies();
    await edits(bob, 'N-001', 'owner', 'Bob');
    await ann.sync();
    await edits(ann, 'N-001', 'owner', 'Ann');
    await edits(ann, 'N-001', 'owner', 'Anna');
    assert.deepEqual([await ownerInLedger(world, 'N-001'), pinsOf(ann)], ['Anna', []]);
  });

  it('a pinned cell while the ledger moves on twice and ends at the pinned base: nothing is left to write', async () => {
    const { world, ann, bob } = await twoCopies();
    ann.workbook.locked.add('Notes!1!2');
    for (const value of ['Bob', 'Bert', 'Ann']) {
      await edits(bob, 'N-001', 'owner', value);
      await ann.sync();
    }
    assert.deepEqual(
      [owner(ann, 'N-001'), await ownerInLedger(world, 'N-001'), pinsOf(ann)],
      ['Ann', 'Ann', []],
    );
  });

  it('a cell in conflict while the ledger moves on twice and ends at its base: there is nothing against mine any more', async () => {
    const { world, ann, bob } = await inConflict();
    await edits(bob, 'N-001', 'owner', 'Bert');
    await edits(bob, 'N-001', 'owner', 'Ann');
    const { conflicts } = await ann.sync();
    assert.deepEqual([conflicts, await ownerInLedger(world, 'N-001'), pinsOf(ann)], [[], 'Anna', []]);
    const { conflicts: all } = await world.fixture.service.conflicts({});
    assert.deepEqual(
      all.map(({ mine, state }) => [mine, state]),
      [['Anna', 'superseded']],
    );
  });
});
