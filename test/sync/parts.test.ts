import assert from 'node:assert/strict';
import fc from 'fast-check';
import { itemLine } from '../../shared/sync/describe.ts';
import { mergeByParts } from '../../shared/sync/merge.ts';
import { readState } from '../../shared/sync/state.ts';
import { type Person, World } from './model/person.ts';
import { ModelWorkbook } from './model/workbook.ts';

const HEADINGS = ['Ref', 'Date', 'Action', 'Owner', 'Due', 'Latest Update'];
const BEFORE = '01/08/2022: sent';

/** Ann and Bob have the same action, whose update is a log. */
async function twoCopies() {
  const world = await World.open();
  const book = () => new ModelWorkbook({ Actions: [HEADINGS] });
  const ann = world.at('Ann', book());
  ann.workbook.edit('Actions', ([headings = []]) => [
    headings,
    ['DAG14-01', '2022-08-10', 'Send the papers', 'PMO', '2022-09-01', BEFORE],
  ]);
  const { pushed, stops } = await ann.sync();
  assert.deepEqual([pushed, stops], [1, []]);
  ann.open();
  const bob = world.at('Bob', book());
  await bob.sync();
  bob.open();
  return { world, ann, bob };
}

const log = ({ workbook }: Person) => workbook.sheet('Actions').rows[1]?.[5];
const write = ({ workbook }: Person, text: string) => workbook.type('Actions', 1, 5, text);

describe('a cell with parts', () => {
  it('to which two people add lines holds both, in the ledger and in both sheets', async () => {
    const { world, ann, bob } = await twoCopies();
    write(bob, `${BEFORE}\n03/08/2022: chased`);
    await bob.sync();
    write(ann, `${BEFORE}\n02/08/2022: read`);
    const { conflicts, pins } = await ann.sync();
    const both = `${BEFORE}\n02/08/2022: read\n03/08/2022: chased`;
    assert.deepEqual([conflicts, pins, log(ann)], [[], [], both]);
    assert.deepEqual(ann.seen?.push.length, 1);
    assert.match(
      ann.seen?.push.map(itemLine)[0] ?? '',
      /DAG14-01, Latest Update: .*chased → .*read .*chased/,
    );
    await bob.sync();
    assert.equal(log(bob), both);
    const { rows } = await world.fixture.service.rows('actions');
    assert.equal(rows[0]?.cells.update, both);
    assert.equal((await ann.sync()).status, 'unchanged');
  });

  it('that was left unticked in a copy without a base is listed again once a line was added to it: it lacks one', async () => {
    const { world, ann, bob } = await twoCopies();
    write(bob, `${BEFORE}\n03/08/2022: chased`);
    await bob.sync();
    write(ann, `02/08/2022: read\n${BEFORE}`);
    ann.workbook.state = null;
    ann.open();
    const { proposal } = await ann.sync();
    await ann.sync({}, { base: proposal?.revision ?? 0 });
    assert.equal(ann.seen?.unsure.length, 1);
    write(ann, `07/08/2022: done\n02/08/2022: read\n${BEFORE}`);
    const { pushed } = await ann.sync();
    assert.deepEqual([pushed, ann.seen?.reversals.length, ann.seen?.push], [0, 1, []]);
    const { rows } = await world.fixture.service.rows('actions');
    assert.equal(rows[0]?.cells.update, `${BEFORE}\n03/08/2022: chased`);
  });

  it('that shows what others had replaced is listed as going back, also where the ledger went on since', async () => {
    const { world, ann, bob } = await twoCopies();
    write(bob, `${BEFORE}\n02/08/2022: read`);
    await bob.sync();
    await ann.sync();
    // A co-author's Excel brings the old cell after the state.
    write(ann, BEFORE);
    const both = `${BEFORE}\n02/08/2022: read\n03/08/2022: chased`;
    write(bob, both);
    await bob.sync();
    const { pushed } = await ann.sync();
    assert.deepEqual([pushed, ann.seen?.reversals.length, ann.seen?.push], [0, 1, []]);
    const { rows } = await world.fixture.service.rows('actions');
    assert.equal(rows[0]?.cells.update, both);
  });

  it('in one part of which both wrote is in conflict', async () => {
    const { ann, bob } = await twoCopies();
    write(bob, '01/08/2022: sent twice');
    await bob.sync();
    write(ann, '01/08/2022: sent late');
    const { conflicts } = await ann.sync();
    assert.deepEqual(
      conflicts.map(({ conflict: { base, mine, theirs } }) => [base, mine, theirs]),
      [[BEFORE, '01/08/2022: sent late', '01/08/2022: sent twice']],
    );
  });

  it('ends its conflict where what is typed next no longer collides', async () => {
    const { world, ann, bob } = await twoCopies();
    write(bob, '01/08/2022: sent twice');
    await bob.sync();
    write(ann, '01/08/2022: sent late');
    await ann.sync();
    write(ann, `${BEFORE}\n02/08/2022: read`);
    const { conflicts } = await ann.sync();
    assert.deepEqual([conflicts, log(ann)], [[], '01/08/2022: sent twice\n02/08/2022: read']);
    assert.deepEqual(readState(ann.workbook.state)?.pins, []);
    const { conflicts: all } = await world.fixture.service.conflicts({});
    assert.deepEqual(
      all.map(({ state }) => state),
      ['superseded'],
    );
  });

  it('that the host will not write is pinned, and comes later', async () => {
    const { ann, bob } = await twoCopies();
    write(bob, `${BEFORE}\n03/08/2022: chased`);
    await bob.sync();
    write(ann, `${BEFORE}\n02/08/2022: read`);
    ann.workbook.locked.add('Actions!1!5');
    await ann.sync();
    assert.equal(log(ann), `${BEFORE}\n02/08/2022: read`);
    ann.workbook.locked.clear();
    const { conflicts } = await ann.sync();
    assert.deepEqual([conflicts, log(ann)], [[], `${BEFORE}\n02/08/2022: read\n03/08/2022: chased`]);
  });

  it('keeps every line that either side added, whatever the lines are', () => {
    const line = fc.constantFrom('01/08/2022: a', '02/08/2022: b', '03/08/2022: c', '04/08/2022: d', 'e: f');
    const lines = fc.uniqueArray(line, { maxLength: 4 });
    fc.assert(
      fc.property(lines, lines, (mine, theirs) => {
        const merged = mergeByParts('log', null, mine.join('\n') || null, theirs.join('\n') || null);
        if (merged === null) return;
        const there = new Set(String(merged).split('\n'));
        for (const each of [...mine, ...theirs]) assert.ok(there.has(each), `${each} of ${merged}`);
      }),
    );
  });

  it('is merged by part only where its column has parts', () => {
    assert.equal(mergeByParts('text', 'a', 'a\nb', 'a\nc'), null);
    assert.equal(
      mergeByParts('positions', 'A: Support', 'A: Object', 'A: Support\nB: Object'),
      'A: Object\nB: Object',
    );
  });
});
