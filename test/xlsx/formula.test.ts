import assert from 'node:assert/strict';
import fc from 'fast-check';
import { areaAddress, cellAddress, parseArea } from '../../server/xlsx/address.ts';
import { moveTemplate, parseTemplate } from '../../server/xlsx/formula.ts';
import { namedAreas } from '../../server/xlsx/references.ts';

/** A formula of C3, moved two rows down and one column to the right. */
function moved(formula: string): string {
  return moveTemplate(parseTemplate(formula, 2, 2), 4, 3);
}

describe('a formula moved to another cell', () => {
  it('moves references, but not what is fixed', () => {
    assert.equal(moved('A1+$A1+A$1+$A$1'), 'B3+$A3+B$1+$A$1');
    assert.equal(moved('SUM(A1:B2,D:D,$D:D,5:6,5:$6)'), 'SUM(B3:C4,E:E,$D:E,7:8,7:$6)');
    assert.equal(moved("Other!A1+'A1 sheet'!B2+[1]Sheet1!C3"), "Other!B3+'A1 sheet'!C4+[1]Sheet1!D5");
  });

  it('leaves text, names, functions and tables alone', () => {
    for (const formula of [
      '"A1 ""B2"" C3"',
      'LOG10(5)+ATAN2(1,2)',
      'A1_total+Rate.B2',
      'Table1[A1]+Table1[[#This Row],[B2]]',
      'ABC12345678+XFE1',
      "'B2'!Rate",
      '1E5+A0',
      'Été1+x\\A1',
    ]) {
      assert.equal(moved(formula), formula);
    }
  });

  it('says so where a reference leaves the sheet', () => {
    assert.equal(moveTemplate(parseTemplate('A1+$B$1', 2, 2), 1, 2), '#REF!+$B$1');
    assert.equal(moveTemplate(parseTemplate('XFD9', 2, 2), 2, 3), '#REF!');
  });

  it('is itself again when it is moved back', () => {
    const address = fc
      .record({ row: fc.nat(50), column: fc.nat(50) })
      .map(({ row, column }) => cellAddress(row + 100, column + 100));
    const token = fc.oneof(
      address,
      fc.constantFrom('+', '*', '"x"', 'SUM(', ')', ',', ':', '$D$4', "'my sheet'!", 'Rate'),
    );
    fc.assert(
      fc.property(fc.array(token, { maxLength: 8 }), fc.nat(90), fc.nat(90), (tokens, row, column) => {
        const formula = tokens.join(' ');
        const there = moveTemplate(parseTemplate(formula, 10, 10), row, column);
        assert.equal(moveTemplate(parseTemplate(there, row, column), 10, 10), formula);
      }),
    );
  });
});

describe('what a formula names', () => {
  it('is cells and ranges, of its own sheet and of others, but not whole columns, names and tables', () => {
    assert.deepEqual(
      namedAreas("SUM(A1:$B$3,Other!C4)+'It''s a log'!D5:D6+E:E+Rate+Log[Due]*\"F6\"", 'Own').map(
        ({ sheet, area }) => [sheet, areaAddress(area)],
      ),
      [
        ['own', 'A1:B3'],
        ['other', 'C4'],
        ["it's a log", 'D5:D6'],
      ],
    );
  });
});

describe('an address', () => {
  it('is a cell, a range, whole columns or whole rows', () => {
    assert.deepEqual(parseArea('$B$7'), { top: 6, left: 1, bottom: 6, right: 1 });
    assert.deepEqual(parseArea('C9:A1'), { top: 0, left: 0, bottom: 8, right: 2 });
    assert.deepEqual(parseArea('A:B'), { top: 0, left: 0, bottom: 1_048_575, right: 1 });
    assert.deepEqual(parseArea('2:3'), { top: 1, left: 0, bottom: 2, right: 16_383 });
  });

  it('is nothing else', () => {
    for (const text of [
      '',
      ':',
      'A',
      '1',
      'A1:',
      'A1:B',
      'A:1',
      'XFE1',
      'A1048577',
      'A0',
      'Rate',
      '#REF!',
      'A1 B2',
      'A1:B2:C3',
    ]) {
      assert.equal(parseArea(text), null, text);
    }
  });
});
