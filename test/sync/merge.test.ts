import assert from 'node:assert/strict';
import fc from 'fast-check';
import { baseOf, mergeCell } from '../../shared/sync/merge.ts';

describe('the merge of a cell', () => {
  for (const [title, base, sheet, ledger, expected] of [
    ['nobody changed it', 'a', 'a', 'a', 'same'],
    ['only the ledger changed it', 'a', 'a', 'b', 'take'],
    ['only the sheet changed it', 'a', 'b', 'a', 'push'],
    ['both changed it to the same', 'a', 'b', 'b', 'agreed'],
    ['both changed it to different values', 'a', 'b', 'c', 'conflict'],
    ['the sheet blanked it', 'a', null, 'a', 'push'],
    ['the ledger blanked it', 'a', 'a', null, 'take'],
    ['a number is not its text', null, '1', 1, 'conflict'],
  ] as const) {
    it(`${title}: ${expected}`, () => assert.equal(mergeCell(base, sheet, ledger), expected));
  }

  it('takes or pushes only over a side that did not change', () => {
    const value = fc.constantFrom('a', 'b', 'c', 1, true, null);
    fc.assert(
      fc.property(value, value, value, (base, sheet, ledger) => {
        const merge = mergeCell(base, sheet, ledger);
        if (merge === 'take') assert.equal(sheet, base);
        if (merge === 'push') assert.equal(ledger, base);
        if (merge === 'same' || merge === 'agreed') assert.equal(sheet, ledger);
        if (merge === 'conflict') assert.equal(new Set([base, sheet, ledger]).size, 3);
      }),
    );
  });
});

describe('the base of a cell', () => {
  it("is its pin's, else its own value where that came from the ledger, else the ledger's at the base", () => {
    assert.equal(baseOf('s', { pinned: 'p', sheetWasPut: true, atBase: 'b' }), 'p');
    assert.equal(baseOf('s', { pinned: null, sheetWasPut: true, atBase: 'b' }), null);
    assert.equal(baseOf('s', { sheetWasPut: true, atBase: 'b' }), 's');
    assert.equal(baseOf('s', { sheetWasPut: false, atBase: 'b' }), 'b');
  });
});
