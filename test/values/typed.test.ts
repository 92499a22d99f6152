import assert from 'node:assert/strict';
import { isoOf, readDate } from '../../shared/values/date.ts';
import { typedValue } from '../../shared/values/typed.ts';

describe('what a person types into a field', () => {
  it('is a date, a number or a flag where its column has these', () => {
    assert.equal(typedValue('date', ' 10 August 2022 '), '2022-08-10');
    assert.equal(typedValue('number', '12.5'), 12.5);
    assert.equal(typedValue('score', ' 3 '), 3);
    assert.equal(typedValue('flag', 'True'), true);
    assert.equal(typedValue('flag', 'FALSE'), false);
  });

  it('stays text where it is none, or of another column', () => {
    assert.equal(typedValue('date', 'w/c 8 August 2022'), 'w/c 8 August 2022');
    assert.equal(typedValue('date', 'soon'), 'soon');
    assert.equal(typedValue('number', 'three'), 'three');
    assert.equal(typedValue('flag', 'truest'), 'truest');
    assert.equal(typedValue('text', '3'), '3');
    assert.equal(typedValue('text', 'true'), 'true');
    assert.equal(typedValue(undefined, '10/08/2022'), '10/08/2022');
  });

  it('is nothing where it is blank', () => {
    assert.equal(typedValue('text', '  '), null);
  });
});

describe('a date', () => {
  it('is read from sixty characters, not from a page that happens to hold one', () => {
    assert.equal(readDate('10/08/2022'.padStart(60))?.date, '2022-08-10');
    assert.equal(readDate('10/08/2022'.padStart(61)), null);
  });

  it('is a day of the years 1 to 9999', () => {
    assert.deepEqual(
      [isoOf(1, 1, 1), isoOf(9999, 12, 31), isoOf(0, 1, 1), isoOf(10_000, 1, 1), isoOf(-1, 1, 1)],
      ['0001-01-01', '9999-12-31', null, null, null],
    );
    assert.deepEqual(
      [isoOf(2022, 0, 1), isoOf(2022, 13, 1), isoOf(2022, 1, 0), isoOf(2022, 1, 32), isoOf(2022, 2, 29)],
      [null, null, null, null, null],
    );
  });
});
