import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  choiceRows,
  readChoices,
  readState,
  type State,
  StateDamaged,
  stateRows,
  wasSynced,
} from '../../shared/sync/state.ts';

const state: State = {
  tracker: '11111111-1111-4111-8111-111111111111',
  workbook: '22222222-2222-4222-8222-222222222222',
  base: { revision: 12, hash: 'a'.repeat(64) },
  tabs: {
    risks: {
      digest: 'b'.repeat(64),
      revision: 12,
      columns: { title: 12, 'x:cost': 7 },
      sheets: ['Risks', 'Closed'],
    },
    issues: { digest: null, revision: 3, columns: {}, sheets: [] },
  },
  map: { sheets: { 'Old risks': null, 'R 2022': 'risks' }, headings: { risks: { 'what if': 'title' } } },
  pins: [
    {
      tab: 'risks',
      ref: 'DR-001',
      column: 'title',
      base: 'a',
      why: 'conflict',
      conflict: '33333333-3333-4333-8333-333333333333',
    },
    { tab: 'risks', ref: 'DR-002', column: null, base: 11, why: 'held' },
    { tab: 'risks', ref: 'DR-003', column: null, base: { title: 'x' }, why: 'changed' },
    { tab: 'risks', ref: 'DR-004', column: 'score', base: null, why: 'reversal', shown: 4 },
  ],
};

describe('the state of a copy', () => {
  it('comes back from the cells of its sheet as it was, whatever its texts', () => {
    assert.deepEqual(readState(stateRows(state)), state);
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 40 })), (texts) => {
        const pins = texts.map((base) => ({
          tab: 'risks',
          ref: base,
          column: base,
          base,
          why: 'changed' as const,
        }));
        const each = { ...state, pins };
        assert.deepEqual(readState(stateRows(each)), each);
      }),
    );
  });

  it('says in its first line what the sheet is', () => {
    assert.match(stateRows(state)[0]?.[0] ?? '', /Design Tracker keeps here/);
  });

  it('is cut into cells that Excel can hold, no piece ending inside a character', () => {
    const base = '😀'.repeat(40_000);
    const long: State = {
      ...state,
      pins: [{ tab: 'risks', ref: 'DR-001', column: 'title', base, why: 'changed' }],
    };
    const rows = stateRows(long);
    assert.ok(rows.flat().every((cell) => cell.length <= 30_000 && cell.isWellFormed()));
    assert.deepEqual(readState(rows), long);
  });

  it('is none where there is no sheet or an empty one', () => {
    assert.deepEqual([readState(null), readState([]), readState([['', ''], []])], [null, null, null]);
  });

  it('is the same with the blank cells and rows that a host adds', () => {
    const rows = stateRows(state).map((row) => [...row, '', '']);
    assert.deepEqual(readState([...rows, ['', '']]), state);
  });

  it('is damaged, by the row, where any cell was changed or any row is missing, double or unknown', () => {
    const rows = stateRows(state);
    for (const [index, row] of rows.entries()) {
      if (index === 0) continue;
      const changed = rows.map((each) => (each === row ? [each[0] ?? '', `${each[1]} `] : each));
      assert.throws(
        () => readState(changed),
        (error) => error instanceof StateDamaged && error.row === index + 1,
      );
      assert.throws(
        () => readState(rows.filter((each) => each !== row)),
        StateDamaged,
        `without row ${index + 1}`,
      );
    }
    const [, version = []] = rows;
    assert.throws(() => readState([...rows, version]), /is there twice/);
  });

  it('keeps what a person chose, with the rows of headings that it was chosen in', () => {
    const seen = [{ tab: 'risks', sheet: 'R 2022', left: 1, headings: ['ref', null, 'what if'] }];
    const each: State = { ...state, map: { ...state.map, seen } };
    assert.deepEqual(readState(stateRows(each)), each);
    assert.deepEqual(readChoices(stateRows(each)), each.map);
  });

  it('is none where only choices were made: the copy was never synced', () => {
    const rows = choiceRows(state.map);
    assert.deepEqual([readState(rows), readChoices(rows), wasSynced(rows)], [null, state.map, false]);
    assert.deepEqual([readChoices(null), wasSynced(null), wasSynced(stateRows(state))], [null, false, true]);
    for (const row of rows.slice(1)) {
      assert.throws(() => readChoices(rows.filter((each) => each !== row)), StateDamaged);
    }
    assert.throws(() => readState([...rows, ...stateRows(state).slice(2, 3)]), StateDamaged);
  });
});
