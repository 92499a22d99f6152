import assert from 'node:assert/strict';
import { itemLine } from '../../shared/sync/describe.ts';
import { readState, stateRows } from '../../shared/sync/state.ts';
import { type Person, World } from './model/person.ts';

/** Ann's workbook is synced at revision 1; Bob makes two more revisions; Ann's copy then loses its base. */
async function lost(how: 'without state' | 'unknown hash' = 'without state') {
  const world = await World.open();
  const ann = world.person('Ann', [
    [null, 'First', 'Ann', 1],
    [null, 'Second', 'Ann', 2],
    [null, 'Third', null, null],
  ]);
  await ann.sync();
  const bob = world.person('Bob');
  await bob.sync();
  bob.type('N-001', 'owner', 'Bob');
  await bob.sync();
  bob.type('N-002', 'owner', 'Bob');
  bob.add(null, 'Fourth');
  await bob.sync();
  const state = readState(ann.workbook.state);
  assert.ok(state);
  ann.workbook.state =
    how === 'without state' ? null : stateRows({ ...state, base: { revision: 1, hash: 'f'.repeat(64) } });
  ann.open();
  return { world, ann, bob };
}

const cell = (person: Person, ref: string, column: number) =>
  person.shows().find(([own]) => own === ref)?.[column];

describe('a copy whose base is lost', () => {
  for (const how of ['without state', 'unknown hash'] as const) {
    it(`${how}, is told the revision that it is nearest to`, async () => {
      const { ann } = await lost(how);
      ann.type('N-003', 'owner', 'Anna');
      const { status, wayOn, proposal, stops } = await ann.sync();
      assert.deepEqual([status, wayOn, proposal?.revision, proposal?.differing], ['stopped', 'base', 1, 1]);
      assert.match(stops[0] ?? '', /nearest to revision 1 \(Ann, 10\/08\/2022 .* UTC\): 1 cell differs/);
    });
  }

  it('takes what is only stale once that base is confirmed, and removes nothing', async () => {
    const { world, ann } = await lost();
    await ann.sync({}, { base: 1 });
    assert.deepEqual(ann.seen?.unsure, []);
    assert.deepEqual(ann.shows(), await world.ledger());
    assert.equal((await ann.sync()).status, 'unchanged');
  });

  it('lists every other cell that differs apart, unticked, with the ledger’s value and whose it is', async () => {
    const { world, ann } = await lost();
    ann.type('N-001', 'owner', 'Anna');
    ann.type('N-003', 'owner', 'Anna');
    const before = await world.ledger();
    await ann.sync({}, { base: 1 });
    assert.deepEqual(ann.seen?.push, []);
    assert.deepEqual(ann.seen?.unsure.map(itemLine), [
      'Notes N-001, Owner: Bob → Anna (Bob, 10/08/2022 09:00 UTC)',
      'Notes N-003, Owner: (blank) → Anna',
    ]);
    assert.deepEqual(await world.ledger(), before);
    assert.deepEqual([cell(ann, 'N-001', 2), cell(ann, 'N-003', 2)], ['Anna', 'Anna']);
    await ann.sync({ reversals: 'all' });
    assert.deepEqual(ann.shows(), await world.ledger());
    assert.equal(cell(ann, 'N-001', 2), 'Anna', 'they are listed again, and pushed when ticked');
  });

  it('declined, merges without a base: equal rows agree, others conflict, nothing is removed', async () => {
    const { world, ann } = await lost();
    ann.remove('N-003');
    ann.type('N-001', 'owner', 'Anna');
    const { conflicts } = await ann.sync({ removals: 'all' }, { withoutBase: true });
    assert.deepEqual(
      conflicts.map(({ conflict: { ref, column } }) => [ref, column]),
      [['N-001', 'owner']],
    );
    assert.equal((await world.ledger()).length, 4);
    assert.equal(cell(ann, 'N-002', 2), 'Bob', 'what the ledger once held itself is only stale');
  });

  it('declined, names rows as they are now, whatever was renumbered before', async () => {
    const { ann, bob } = await lost();
    const [first, second] = ['N-001', 'N-002'];
    bob.workbook.edit('Notes', (rows) =>
      rows.map(([ref = null, ...cells]) => [ref === first ? second : ref === second ? first : ref, ...cells]),
    );
    await bob.sync({ renumberings: 'all' });
    ann.workbook.sheets = bob.workbook.saveAs().sheets;
    ann.type(first, 'owner', 'Anna');
    const { conflicts } = await ann.sync({}, { withoutBase: true });
    assert.deepEqual(
      conflicts.map(({ conflict: { ref, mine } }) => [ref, mine]),
      [[first, 'Anna']],
    );
  });

  it('is not asked about where it shows just what the ledger holds', async () => {
    const { world, ann, bob } = await lost();
    ann.workbook.sheets = bob.workbook.saveAs().sheets;
    await ann.sync();
    assert.deepEqual(ann.shows(), await world.ledger());
  });

  it('is found several hundred revisions back with few requests', async () => {
    const { ann, bob } = await lost();
    for (let n = 0; n < 260; n += 1) {
      bob.type('N-001', 'count', 1_000 + n);
      await bob.sync();
    }
    let requests = 0;
    const { rows, changes } = ann.service;
    const service = {
      ...ann.service,
      rows: (...asked: Parameters<typeof rows>) => {
        requests += 1;
        return rows(...asked);
      },
      changes: (...asked: Parameters<typeof changes>) => {
        requests += 1;
        return changes(...asked);
      },
    };
    const { proposal } = await ann.sync({}, { service });
    assert.equal(proposal?.revision, 1);
    assert.ok(requests <= 8, `${requests} requests`);
  }).timeout(20_000);
});
