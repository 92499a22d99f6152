import assert from 'node:assert/strict';
import fc from 'fast-check';
import { entry, type Regional } from './entry.ts';
import { dateOf, serial } from './serial.ts';
import { shown } from './shown.ts';

const BRITISH: Regional = { dates: 'dmy', year: 2026, dateSystem: 1900 };

const days = fc.date({
  min: new Date('1900-03-01T00:00:00Z'),
  max: new Date('2199-12-31T00:00:00Z'),
  noInvalidDate: true,
});

describe('what Excel makes of an entry', () => {
  it('a day number shows the day that it was made of, in both date systems', () => {
    fc.assert(
      fc.property(days, fc.constantFrom(1900 as const, 1904 as const), (day, system) => {
        const [year, month, date] = [day.getUTCFullYear(), day.getUTCMonth() + 1, day.getUTCDate()];
        const number = serial(year, month, date, system);
        if (number === null) return system === 1904 && year < 1904;
        return dateOf(number, system).toISOString().slice(0, 10) === day.toISOString().slice(0, 10);
      }),
    );
  });

  it('the 1900 system has a day too many, the 29 February 1900', () => {
    assert.deepEqual(
      [
        serial(1900, 1, 1, 1900),
        serial(1900, 2, 28, 1900),
        serial(1900, 3, 1, 1900),
        serial(1904, 1, 1, 1904),
      ],
      [1, 59, 61, 0],
    );
  });

  it('a date typed as it is shown is the same date', () => {
    fc.assert(
      fc.property(days, (day) => {
        const number = serial(day.getUTCFullYear(), day.getUTCMonth() + 1, day.getUTCDate(), 1900);
        if (number === null) return false;
        return ['dd/mm/yyyy', 'd mmm yyyy', 'yyyy-mm-dd'].every(
          (format) => entry(shown(number, format, 1900), 'General', BRITISH).value === number,
        );
      }),
    );
  });

  it('any text after an apostrophe is that text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        assert.deepEqual(entry(`'${text}`, 'General', BRITISH), { value: text, quoted: true });
      }),
    );
  });

  it('any number is that number', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        assert.deepEqual(entry(number, 'General', BRITISH), { value: number });
      }),
    );
  });

  it('day and month change places on an American computer', () => {
    const american: Regional = { ...BRITISH, dates: 'mdy' };
    assert.deepEqual(
      [entry('03/04/2026', 'General', BRITISH).value, entry('03/04/2026', 'General', american).value],
      [serial(2026, 4, 3, 1900), serial(2026, 3, 4, 1900)],
    );
  });

  it('a meeting reference is no date, a bare fraction is one', () => {
    assert.deepEqual(
      ['DAG10.1-03', '3 of 4', '1/2', '14-Sept'].map((text) => entry(text, 'General', BRITISH).value),
      ['DAG10.1-03', '3 of 4', serial(2026, 2, 1, 1900), serial(2026, 9, 14, 1900)],
    );
  });

  it('numbers show as their format says', () => {
    const cases: [number, string, string][] = [
      [0.05, '0%', '5%'],
      [1234.5, '#,##0.00', '1,234.50'],
      [46_093.5, 'dd/mm/yyyy hh:mm', '12/03/2026 12:00'],
      [46_093, 'd mmmm yyyy', '12 March 2026'],
      [0.1 + 0.2, 'General', '0.3'],
    ];
    assert.deepEqual(
      cases.map(([value, format]) => shown(value, format, 1900)),
      cases.map(([, , text]) => text),
    );
  });
});
