import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  addDays,
  dayOf,
  daysBetween,
  isDay,
  isoFromSerial,
  readDate,
  serialFromIso,
  showDate,
} from '../../shared/values/date.ts';

const dateSystem = fc.constantFrom<1900 | 1904>(1900, 1904);
const day = fc
  .date({ min: new Date('1904-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

describe('serial dates', () => {
  it('are days of both date systems', () => {
    assert.deepEqual(
      [1, 59, 61, 44783, 2958465].map((serial) => isoFromSerial(serial, 1900)),
      ['1900-01-01', '1900-02-28', '1900-03-01', '2022-08-10', '9999-12-31'],
    );
    assert.deepEqual(
      [0, 60, 43321, 2957003].map((serial) => isoFromSerial(serial, 1904)),
      ['1904-01-01', '1904-03-01', '2022-08-10', '9999-12-31'],
    );
  });

  it('are none where they are negative, too great, a time of day or 29 February 1900', () => {
    for (const serial of [-1, 0, 0.999999999, 59.999999, 60, 60.99, 60.999999, 2958466, Number.NaN]) {
      assert.equal(isoFromSerial(serial, 1900), null, String(serial));
    }
    for (const serial of [-0.5, 2957004]) assert.equal(isoFromSerial(serial, 1904), null);
  });

  it('are read to the second, and a second before midnight stays on its day', () => {
    assert.equal(isoFromSerial(44783.99999, 1900), '2022-08-10T23:59:59');
    assert.equal(isoFromSerial(44783.999999, 1900), '2022-08-11');
  });

  it('come back the same from every date and time', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 86_399 }), dateSystem, (date, second, system) => {
        const time = new Date(second * 1000).toISOString().slice(11, 19);
        const iso = second === 0 ? date : `${date}T${time}`;
        assert.equal(isoFromSerial(serialFromIso(iso, system) ?? Number.NaN, system), iso);
      }),
    );
  });

  it('do not exist for what is no canonical date or lies before the system', () => {
    for (const iso of [
      '1899-12-31',
      '2022-02-30',
      '2022-8-1',
      '2022-08-10T00:00:00',
      '2022-08-10T24:00:00',
    ]) {
      assert.equal(serialFromIso(iso, 1900), null, iso);
    }
    assert.equal(serialFromIso('1903-12-31', 1904), null);
  });
});

describe('canonical dates', () => {
  it('are counted in days across months and leap years', () => {
    assert.equal(addDays('2024-02-28', 2), '2024-03-01');
    assert.equal(addDays('2022-08-10T14:30:00', -10), '2022-07-31');
    assert.equal(daysBetween('2022-08-10', '2022-10-28'), 79);
    assert.throws(() => addDays('soon', 1), RangeError);
  });

  it('are told from other values, and shown as people write them', () => {
    assert.deepEqual(['2022-08-10', '2022-02-30', 44783, null].map(isDay), [true, false, false, false]);
    const days = ['2022-01-01', '2022-12-31', '2024-02-29', '0001-01-28', '2022-08-10T00:00:01'];
    assert.deepEqual(days.map(isDay), [true, true, true, true, true]);
    for (const none of [
      '2022-00-10',
      '2022-13-10',
      '2022-08-00',
      '2022-08-32',
      '0000-08-10',
      '2022/08/10',
      '2022-08/10',
      '2022/08-10',
      '2022-08-1 ',
      '2022-0a-10',
      '2022-0:-10',
      '2022-1/-10',
      '202:-08-10',
      '2022-08-/9',
      '2022-08-10T00:00:00',
      '2022-08-10 ',
    ]) {
      assert.equal(isDay(none), false, none);
    }
    assert.deepEqual([dayOf('2022-08-10T14:30:00'), dayOf('TBC'), dayOf(5)], ['2022-08-10', null, null]);
    assert.deepEqual(['2022-08-10', '2022-08-10T14:30:00', 'TBC'].map(showDate), [
      '10/08/2022',
      '10/08/2022 14:30:00',
      'TBC',
    ]);
  });
});

describe('a date typed as text', () => {
  const certain: Record<string, string> = {
    '28 Oct 2022': '2022-10-28',
    '28 October 2022': '2022-10-28',
    '28-Oct-22': '2022-10-28',
    "28 Oct '22": '2022-10-28',
    '10/08/2022': '2022-08-10',
    '10.8.22': '2022-08-10',
    '10-08-2022': '2022-08-10',
    '10 / 08 / 2022': '2022-08-10',
    '2022-08-10': '2022-08-10',
    '2022/8/10': '2022-08-10',
    'Wed 10 August 2022': '2022-08-10',
    'Wednesday, 10th August 2022.': '2022-08-10',
    '10\u00a0August\u00a02022': '2022-08-10',
    '10 th of August, 2022': '2022-08-10',
    'August 8 th, 2022': '2022-08-08',
    '14-Sept-2022': '2022-09-14',
    '10/08/2022 14:30': '2022-08-10T14:30:00',
    '10 August 2022 at 2pm': '2022-08-10T14:00:00',
    '2022-08-10T00:00:00Z': '2022-08-10',
    '10/08/2022 23:59:59': '2022-08-10T23:59:59',
    '10 August 2022 12am': '2022-08-10',
    '10 August 2022, 12pm': '2022-08-10T12:00:00',
    '10 August 2022 1.05AM': '2022-08-10T01:05:00',
    '1 JAN 79': '2079-01-01',
    '1 Jan 80': '1980-01-01',
    '29/02/2024': '2024-02-29',
  };
  for (const [text, date] of Object.entries(certain)) {
    it(`"${text}" is ${date}`, () => {
      assert.deepEqual(readDate(text), { date, certain: true });
    });
  }

  const doubtful: Record<string, string> = {
    'August 8 th': '2022-08-08',
    'October 28': '2022-10-28',
    '14-Sept': '2022-09-14',
    '10/08': '2022-08-10',
  };
  for (const [text, date] of Object.entries(doubtful)) {
    it(`"${text}" has no year: it is ${date} with the year of the meeting, and nothing without`, () => {
      assert.deepEqual(readDate(text, 2022), { date, certain: false });
      assert.equal(readDate(text), null);
    });
  }

  it('is read in American order where the tracker says so', () => {
    assert.deepEqual(readDate('08/03/2022', undefined, true), { date: '2022-08-03', certain: true });
    assert.deepEqual(readDate('8/28/22 2pm', undefined, true), {
      date: '2022-08-28T14:00:00',
      certain: true,
    });
    assert.deepEqual(readDate('28/08/2022', undefined, true), { date: '2022-08-28', certain: false });
    assert.deepEqual(readDate('2022-08-03', undefined, true), { date: '2022-08-03', certain: true });
  });

  it('is doubtful where it is in American order, names another weekday or is a vague one', () => {
    assert.deepEqual(readDate('08/28/2022'), { date: '2022-08-28', certain: false });
    assert.deepEqual(readDate('Tue 10 August 2022'), { date: '2022-08-10', certain: false });
    assert.deepEqual(readDate('w/c 8 August 2022'), { date: '2022-08-08', certain: false });
  });

  it('is no date where it can’t be read', () => {
    const others = [
      'TBC',
      '00/00/00',
      '31/02/2022',
      'Oct 2022',
      'Sunday',
      '44783',
      '10.1',
      '',
      '10/08/2022 or later',
    ];
    for (const time of ['24:00', '14:60', '14:30:60', '13pm', '0pm', '14']) {
      assert.equal(readDate(`10/08/2022 ${time}`), null, time);
    }
    assert.equal(readDate('10 Au 2022'), null);
    for (const text of [...others, '30 February 2022', '1/2/3', 'see above', '10 August 2022 25:00']) {
      assert.equal(readDate(text, 2022), null, text);
    }
  });

  it('reads every date in the ways that people write it', () => {
    const locale = (options: Intl.DateTimeFormatOptions) => (iso: string) =>
      new Date(`${iso}T12:00:00Z`).toLocaleDateString('en-GB', { timeZone: 'UTC', ...options });
    const ways = [
      showDate,
      locale({ day: 'numeric', month: 'long', year: 'numeric' }),
      locale({ day: 'numeric', month: 'short', year: 'numeric' }),
      locale({ weekday: 'short', day: '2-digit', month: 'long', year: 'numeric' }),
    ];
    fc.assert(
      fc.property(day, fc.constantFrom(...ways), (date, way) => {
        assert.deepEqual(readDate(way(date)), { date, certain: true });
      }),
    );
  });
});
