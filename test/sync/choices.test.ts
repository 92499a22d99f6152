import assert from 'node:assert/strict';
import type { Choices } from '../../shared/sheet/region.ts';
import { choiceRows, readChoices, readState } from '../../shared/sync/state.ts';
import { type Person, World } from './model/person.ts';
import { type Cell, ModelWorkbook } from './model/workbook.ts';

const GERMAN = ['Nr', 'Titel', 'Wer', 'Anzahl'];
const ROWS: Cell[][] = [
  [null, 'First', 'Ann', 1],
  [null, 'Second', 'Ann', 2],
];
const CHOICES: Choices = {
  sheets: { Liste: 'notes' },
  headings: { notes: { nr: 'ref', titel: 'title', wer: 'owner', anzahl: 'count' } },
};

/** Ann's workbook in which nothing is called as the tracker calls it, and where she has said what is what. */
async function adopted(): Promise<{ world: World; ann: Person }> {
  const world = await World.open();
  const workbook = new ModelWorkbook({ Liste: [GERMAN, ...ROWS] });
  workbook.state = choiceRows(CHOICES);
  return { world, ann: world.at('Ann', workbook) };
}

const owners = async (world: World) => (await world.ledger()).map(([ref, , owner]) => [ref, owner]);

describe('what a person chose in a workbook', () => {
  it('counts from the first sync on, which is that of a copy without a state', async () => {
    const { world, ann } = await adopted();
    const { status } = await ann.sync();
    assert.equal(status, 'done');
    assert.deepEqual(await world.ledger(), [
      ['N-001', 'First', 'Ann', 1],
      ['N-002', 'Second', 'Ann', 2],
    ]);
    const kept = readState(ann.workbook.state)?.map;
    assert.deepEqual([kept?.sheets, kept?.headings], [CHOICES.sheets, CHOICES.headings]);
    assert.equal((await ann.sync()).status, 'unchanged');
  });

  it('does not keep a copy without a state from being compared with past revisions', async () => {
    const { ann, world } = await adopted();
    await ann.sync();
    const bob = world.person('Bob');
    await bob.sync();
    bob.type('N-001', 'owner', 'Bob');
    await bob.sync();
    ann.workbook.state = choiceRows(CHOICES);
    ann.open();
    const { status, wayOn, proposal } = await ann.sync();
    assert.deepEqual([status, wayOn, proposal?.revision], ['stopped', 'base', 1]);
    assert.deepEqual(readChoices(ann.workbook.state), CHOICES);
  });

  it('travels with the file: another copy of it is read alike', async () => {
    const { ann, world } = await adopted();
    await ann.sync();
    const copy = new ModelWorkbook({ Liste: ann.workbook.sheet('Liste').rows });
    copy.state = ann.workbook.state;
    const bob = world.at('Bob', copy);
    copy.type('Liste', 1, 2, 'Bob');
    await bob.sync();
    assert.deepEqual(await owners(world), [
      ['N-001', 'Bob'],
      ['N-002', 'Ann'],
    ]);
  });

  it('survives renamed headings and moved columns, sync after sync, without a change of the rows', async () => {
    const { ann, world } = await adopted();
    await ann.sync();
    const before = await world.ledger();
    ann.workbook.type('Liste', 0, 2, 'Zuständig');
    assert.equal((await ann.sync()).status, 'unchanged');
    ann.workbook.type('Liste', 1, 2, 'Bob');
    await ann.sync();
    assert.deepEqual(readState(ann.workbook.state)?.map.headings.notes, {
      nr: 'ref',
      titel: 'title',
      zuständig: 'owner',
      anzahl: 'count',
    });
    const moved = (rows: Cell[][]) =>
      rows.map(([nr = null, titel = null, wer = null, anzahl = null]) => [wer, anzahl, nr, titel]);
    ann.workbook.edit('Liste', moved);
    assert.equal((await ann.sync({ removals: 'all' })).status, 'unchanged');
    ann.workbook.type('Liste', 0, 1, 'Wie viele');
    assert.equal((await ann.sync({ removals: 'all' })).status, 'unchanged');
    assert.deepEqual(await world.ledger(), [['N-001', 'First', 'Bob', 1], before[1]]);
  });

  it('says nothing of a column that can’t be told, and merges it once that is answered', async () => {
    const { ann, world } = await adopted();
    await ann.sync();
    const before = await world.ledger();
    const unclear = ['Nr', 'Titel', 'Rolle', 'Zuständig', 'Anzahl'];
    ann.workbook.edit('Liste', (rows) =>
      rows.map(([nr = null, titel = null, wer = null, anzahl = null], index) =>
        index === 0 ? unclear : [nr, titel, 'Chair', wer === 'Ann' ? 'Cid' : wer, anzahl],
      ),
    );
    await ann.sync({ removals: 'all' });
    assert.deepEqual(await world.ledger(), before);
    const state = readState(ann.workbook.state);
    assert.ok(state);
    const headings = { notes: { ...state.map.headings.notes, zuständig: 'owner' } };
    await ann.sync({}, { map: { ...state.map, headings } });
    assert.deepEqual(await owners(world), [
      ['N-001', 'Cid'],
      ['N-002', 'Cid'],
    ]);
    assert.equal(Object.hasOwn(readState(ann.workbook.state)?.map.headings.notes ?? {}, 'wer'), false);
  });
});
