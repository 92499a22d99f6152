import assert from 'node:assert/strict';
import { Problem } from '../../shared/protocol/problem.ts';
import type { Service } from '../../shared/protocol/service.ts';
import { readState } from '../../shared/sync/state.ts';
import { HEADINGS, World } from './model/person.ts';
import { type Cell, ModelWorkbook } from './model/workbook.ts';

const NOTES: Cell[][] = [
  [null, 'First', 'Ann', 1],
  [null, 'Second', 'Ann', 2],
];
const CLOSED: Cell[][] = [[null, 'Third', 'Cid', 3]];

/** A register in two sheets, as people keep their closed rows in one of its own, and a plain copy of it. */
async function twoSheets() {
  const world = await World.open();
  const ann = world.at(
    'Ann',
    new ModelWorkbook({ Notes: [HEADINGS, ...NOTES], 'Closed notes': [HEADINGS, ...CLOSED] }),
  );
  await ann.sync();
  const bob = world.person('Bob');
  await bob.sync();
  return { world, ann, bob };
}

describe('a register in several sheets', () => {
  it('is one tab: each row stays in its sheet, and new rows go into the first', async () => {
    const { ann, bob } = await twoSheets();
    bob.type('N-003', 'owner', 'Bob');
    bob.add(null, 'Fourth');
    await bob.sync();
    await ann.sync();
    assert.deepEqual(ann.workbook.shows('Closed notes'), [['N-003', 'Third', 'Bob', 3]]);
    assert.deepEqual(
      ann.workbook.shows('Notes').map(([ref]) => ref),
      ['N-001', 'N-002', 'N-004'],
    );
  });

  it('takes a row that moved to another sheet as the same row', async () => {
    const { ann } = await twoSheets();
    const row = ann.workbook.sheet('Notes').rows[1] ?? [];
    ann.remove('N-001');
    ann.workbook.edit('Closed notes', (rows) => [...rows, row]);
    assert.equal((await ann.sync({ removals: 'all' })).status, 'unchanged');
  });

  it('proposes no removals while one of its sheets is not recognised, and merges when it is back', async () => {
    const { world, ann, bob } = await twoSheets();
    ann.workbook.type('Closed notes', 0, 0, 'gone');
    await ann.sync({ removals: 'all' });
    assert.deepEqual(ann.seen?.removals ?? [], []);
    bob.type('N-003', 'owner', 'Bob');
    await bob.sync();
    await ann.sync({ removals: 'all' });
    assert.equal((await world.ledger()).length, 3);
    ann.workbook.type('Closed notes', 1, 3, 33);
    ann.workbook.type('Closed notes', 0, 0, 'Ref');
    await ann.sync({ removals: 'all' });
    assert.deepEqual(ann.workbook.shows('Closed notes'), [['N-003', 'Third', 'Bob', 33]]);
    assert.deepEqual((await world.ledger())[2], ['N-003', 'Third', 'Bob', 33]);
    assert.deepEqual(readState(ann.workbook.state)?.pins, []);
  });

  it('says no more of a sheet that a person declared to be none of ours', async () => {
    const { world, ann } = await twoSheets();
    ann.workbook.sheets.pop();
    await ann.sync({ removals: 'all' });
    assert.equal((await world.ledger()).length, 3);
    const map = { sheets: { 'Closed notes': null }, headings: {} };
    await ann.sync({ removals: 'all' }, { map });
    assert.equal((await world.ledger()).length, 2);
    assert.deepEqual(readState(ann.workbook.state)?.map, map);
  });
});

describe('rows from the ledger', () => {
  it('push down what stands below the register', async () => {
    const { ann, bob } = await twoSheets();
    ann.workbook.edit('Notes', (rows) => [
      ...rows,
      [],
      [null, null, null, null, 'a remark'],
      ['Signed: Ann'],
    ]);
    await ann.sync();
    bob.add(null, 'Fourth');
    await bob.sync();
    await ann.sync();
    const rows = ann.workbook.sheet('Notes').rows;
    assert.deepEqual(rows[3]?.slice(0, 2), ['N-004', 'Fourth']);
    assert.ok(rows.some(([cell]) => cell === 'Signed: Ann'));
  });

  it('fill in the row that was numbered for them in advance', async () => {
    const { ann, bob } = await twoSheets();
    ann.workbook.edit('Notes', (rows) => [...rows, ['N-004'], ['N-005']]);
    bob.add(null, 'Fourth');
    await bob.sync();
    await ann.sync();
    assert.deepEqual(
      ann.workbook.shows('Notes').slice(2),
      [
        ['N-004', 'Fourth', null, null],
        ['N-005', null, null, null],
      ].map((row) => row.slice(0, row[1] === null ? 1 : 2)),
    );
  });

  it('come into their own rows where some are numbered in advance and others are not', async () => {
    const { world, ann, bob } = await twoSheets();
    ann.workbook.edit('Notes', (rows) => [...rows, ['N-005']]);
    bob.add(null, 'Fourth', 'Bob');
    bob.add(null, 'Fifth', 'Bob');
    bob.add(null, 'Sixth', 'Bob');
    await bob.sync();
    await ann.sync();
    const closed = ann.workbook.shows('Closed notes').map(([ref]) => ref);
    assert.deepEqual(
      ann.shows().map(([ref, title]) => [ref, title]),
      (await world.ledger())
        .filter(([ref]) => !closed.includes(ref ?? null))
        .map(([ref, title]) => [ref, title]),
    );
  });

  it('go from the sheet, unless cells without a heading would be lost or come to stand in other rows', async () => {
    for (const column of [2, 3]) {
      const { ann, bob } = await twoSheets();
      ann.workbook.type('Notes', 0, column, null);
      bob.remove('N-001');
      await bob.sync({ removals: 'all' });
      await ann.sync();
      assert.deepEqual(
        ann.workbook.shows('Notes').map(([ref]) => ref),
        ['N-001', 'N-002'],
      );
      assert.deepEqual(
        readState(ann.workbook.state)?.pins.flatMap(({ ref, column, why }) =>
          column === null ? [[ref, why]] : [],
        ),
        [['N-001', 'unwritable']],
      );
      ann.workbook.type('Notes', 0, column, HEADINGS[column] ?? null);
      await ann.sync();
      assert.deepEqual(ann.workbook.shows('Notes'), [['N-002', 'Second', 'Ann', 2]]);
    }
  });
});

describe('a changed configuration', () => {
  it('is read again, and the sync starts over once', async () => {
    const { world, ann } = await twoSheets();
    ann.type('N-001', 'owner', 'Anna');
    const schema = { ...(await ann.service.schema()), fingerprint: 'e'.repeat(64) };
    assert.equal((await ann.sync({}, { schema })).status, 'done');
    assert.equal((await world.ledger())[0]?.[2], 'Anna');
  });

  it('that changes again and again is told', async () => {
    const { ann } = await twoSheets();
    const service: Service = {
      ...ann.service,
      schema: async () => ({ ...(await ann.service.schema()), fingerprint: 'e'.repeat(64) }),
    };
    await assert.rejects(
      ann.sync({}, { service }),
      (error) => error instanceof Problem && error.type === 'schema-changed',
    );
  });
});
