import assert from 'node:assert/strict';
import { partyOfColumn } from '../../shared/rules/dissensus/positions.ts';
import { defaultParties } from '../../shared/tracker/parties.ts';

describe('the party whose positions a column holds', () => {
  const columns: readonly [string, string | null][] = [
    ['x:dcc', 'DCC'],
    ['x:dcc position', 'DCC'],
    ["x:dcc's position", 'DCC'],
    ['x:position of dcc', 'DCC'],
    ['x:position: dcc', 'DCC'],
    ['x:position of the dcc', null],
    ['x:costs', null],
    // A column that the tab has itself is what the tab says that it is.
    ['to-dcc', null],
    ['todcc', null],
  ];
  for (const [column, party] of columns) {
    it(`is ${party ?? 'nobody'} where the column is ${column}`, () => {
      assert.equal(partyOfColumn(defaultParties, column)?.party ?? null, party);
    });
  }
});
