import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ColumnType } from '../../shared/tracker/schema.ts';
import {
  canonical,
  canonicalValue,
  contentOf,
  isDateFormat,
  ValueRefused,
} from '../../shared/values/canonical.ts';
import type { CellContent } from '../../shared/values/content.ts';
import { MAX_TEXT, type Value } from '../../shared/values/value.ts';

type Type = (typeof ColumnType.options)[number];
type Cell = Parameters<typeof canonical>[2];

/** Reads a cell of a 1900 workbook. */
function read(type: Type, value: Cell['value'], format?: string): Value {
  return canonical({ type }, 1900, { value, format });
}

/** The cell that a faithful host makes of a content, whatever stood in it before. */
function cellOf(content: CellContent): Cell {
  switch (content.kind) {
    case 'blank':
      return { value: null };
    case 'text':
      return { value: content.text, format: '@' };
    case 'boolean':
      return { value: content.boolean };
    case 'link':
      return { value: content.text, link: content.target };
    case 'number': {
      const formats = { date: 'dd/mm/yyyy', 'date-time': 'dd/mm/yyyy hh:mm' };
      return { value: content.number, format: content.format && formats[content.format] };
    }
  }
}

const column = fc.constantFrom(...ColumnType.options).map((type) => ({ type }));
const dateSystem = fc.constantFrom<1900 | 1904>(1900, 1904);
const text = fc.oneof(
  fc.string({ unit: 'binary' }).filter((each) => !each.includes('\0') && each.isWellFormed()),
  fc.stringMatching(/^[ \u00a0\r\n]*(?:[-=+@0-9a-zA-Z./ ]|e\u0301){0,12}[ \u00a0\r\n]*$/),
  fc.constantFrom('TRUE', 'false', '#N/A', '2022-08-10', '2022-08-10T14:30:00', '1900-02-29', '1899-01-01'),
  fc.constantFrom(
    '2022-08-10T00:00:00',
    '1903-07-01',
    '9999-12-31T23:59:59',
    '0',
    '60',
    '0.5',
    '44783',
    '-0',
  ),
);
const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 }),
  fc.integer(),
  fc.double({ noNaN: true, min: -10, max: 2_960_000 }),
  fc.constantFrom(
    0,
    -0,
    0.5,
    1,
    59,
    60,
    60.5,
    61,
    1462,
    44783,
    2958465,
    2958466,
    2957003,
    1e21,
    1e-7,
    0.1 + 0.2,
  ),
);
const value: fc.Arbitrary<Value> = fc.oneof(text, number, fc.boolean(), fc.constant(null));

describe('the canonical value of a cell', () => {
  it('is text in NFC with LF line ends, without spaces, no-break spaces and line ends around it', () => {
    assert.equal(read('text', '\r\n\u00a0 Cafe\u0301\r\nopen\rlate \u202f\t\n'), 'Café\nopen\nlate');
    assert.equal(read('text', 'voila\u0300'), 'voilà');
  });

  it('is nothing where a cell is empty or shows only spaces', () => {
    for (const empty of [null, '', '  ', '\u00a0 \r\n']) assert.equal(read('text', empty), null);
  });

  it('keeps line ends and spaces within a text', () => {
    assert.equal(read('log', 'ONGOING:  sent\n\nlate'), 'ONGOING:  sent\n\nlate');
  });

  it('is the number to 15 significant digits in columns of numbers and scores', () => {
    assert.deepEqual(
      [0.1 + 0.2, 1234567890.1234567, -0, 5].map((each) => read('number', each)),
      [0.3, 1234567890.12346, 0, 5],
    );
    assert.equal(read('score', 4), 4);
    assert.equal(read('score', 'High'), 'High');
  });

  it('is the shortest decimal where a number stands in a column of text, never with an exponent', () => {
    assert.deepEqual(
      [12, 1.5, 0.1 + 0.2, 1e21, 1.25e22, 1e-7, -2.5e-9, 123456789012345680].map((each) =>
        read('text', each),
      ),
      [
        '12',
        '1.5',
        '0.3',
        '1000000000000000000000',
        '12500000000000000000000',
        '0.0000001',
        '-0.0000000025',
        '123456789012346000',
      ],
    );
  });

  it('is a date where a serial stands in a date column, with the time where it has one', () => {
    assert.equal(read('date', 44783), '2022-08-10');
    assert.equal(read('date', 44783.604166666664), '2022-08-10T14:30:00');
    assert.equal(canonical({ type: 'date' }, 1904, { value: 43321 }), '2022-08-10');
  });

  it('is a date in any column whose cell is formatted as one', () => {
    for (const type of ['text', 'number', 'choice', 'ref', 'flag'] as const) {
      assert.equal(read(type, 44783, 'dd/mm/yyyy'), '2022-08-10');
    }
    assert.equal(read('number', 44783, '#,##0'), 44783);
  });

  it('stays a number in a date column where the serial is no date', () => {
    for (const serial of [-1, 0, 0.75, 60, 60.5, 2958466]) assert.equal(read('date', serial), serial);
  });

  it('stays as typed where a text should be a date and is not', () => {
    for (const typed of ['August 8 th', 'TBC', '10/08/2022', '44783', '0.50', '00', '0.9999999999999999'])
      assert.equal(read('date', typed), typed);
  });

  it('is true or false in a flag column for the cell or the word, and any other word as typed', () => {
    assert.deepEqual(
      [true, 'TRUE', 'False', 'Yes', 'y'].map((each) => read('flag', each)),
      [true, true, false, 'Yes', 'y'],
    );
  });

  it('is the word where a yes-or-no cell stands in another column', () => {
    assert.deepEqual(
      [read('text', true), read('number', false), read('date', true)],
      ['TRUE', 'FALSE', 'TRUE'],
    );
  });

  it('is the target of a hyperlink in a link column, else the text', () => {
    const link = 'https://example.org/a';
    assert.equal(canonical({ type: 'link' }, 1900, { value: 'Plan', link }), link);
    assert.equal(canonical({ type: 'link' }, 1900, { value: 'Plan' }), 'Plan');
    assert.equal(canonical({ type: 'text' }, 1900, { value: 'Plan', link }), 'Plan');
  });

  it('keeps an Excel error as its code, and aliases and odd spellings as typed', () => {
    assert.equal(read('score', '#N/A'), '#N/A');
    assert.equal(read('party', 'Programme (PMO)'), 'Programme (PMO)');
    assert.equal(read('choice', 'closed '), 'closed');
    assert.equal(read('refs', 'DR_3; dr-4'), 'DR_3; dr-4');
  });

  it('is refused where no cell or store can hold it', () => {
    for (const bad of ['a\0b', 'a\ud800b', 'x'.repeat(MAX_TEXT + 1), Number.NaN, Number.POSITIVE_INFINITY]) {
      assert.throws(() => read('text', bad), ValueRefused);
    }
    assert.equal(read('text', 'x'.repeat(MAX_TEXT)), 'x'.repeat(MAX_TEXT));
  });

  it('does not change when it is made canonical again', () => {
    fc.assert(
      fc.property(column, value, (each, any) => {
        const once = canonicalValue(each, any);
        assert.equal(canonicalValue(each, once), once);
      }),
      { numRuns: 3000 },
    );
  });

  it('does not change on its way from a sheet to the service', () => {
    fc.assert(
      fc.property(column, value, fc.constantFrom(undefined, 'dd/mm/yyyy', '0.00'), (each, any, format) => {
        const once = canonical(each, 1900, { value: any, format });
        assert.equal(canonicalValue(each, once), once);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('what is written into a cell', () => {
  it('reads back as the same value, for every column type and both date systems', () => {
    fc.assert(
      fc.property(column, dateSystem, value, (each, system, any) => {
        const own = canonicalValue(each, any);
        assert.equal(canonical(each, system, cellOf(contentOf(each, system, own))), own);
      }),
      { numRuns: 10_000 },
    );
  });

  it('reads back as the same value where the column had another type before', () => {
    fc.assert(
      fc.property(column, column, dateSystem, value, (before, now, system, any) => {
        const old = canonicalValue(before, any);
        assert.equal(canonical(now, system, cellOf(contentOf(now, system, old))), canonicalValue(now, old));
      }),
      { numRuns: 5000 },
    );
  });

  it('is a serial with a date format in a date column, and text where the date system begins later', () => {
    const date = { type: 'date' } as const;
    assert.deepEqual(contentOf(date, 1900, '2022-08-10'), { kind: 'number', number: 44783, format: 'date' });
    assert.deepEqual(contentOf(date, 1904, '2022-08-10T12:00:00'), {
      kind: 'number',
      number: 43321.5,
      format: 'date-time',
    });
    assert.deepEqual(contentOf(date, 1904, '1903-12-31'), { kind: 'text', text: '1903-12-31' });
  });

  it('is text where text looks like a date, a number or a formula', () => {
    for (const text of ['2022-08-10', '007', '=1+1', '-5', '@PMO', '1e5', 'TRUE']) {
      assert.deepEqual(contentOf({ type: 'text' }, 1900, text), { kind: 'text', text });
    }
  });

  it('is nothing, a yes-or-no, or a link where the value is one', () => {
    assert.deepEqual(contentOf({ type: 'text' }, 1900, null), { kind: 'blank' });
    assert.deepEqual(contentOf({ type: 'flag' }, 1900, true), { kind: 'boolean', boolean: true });
    const target = 'https://example.org/a';
    assert.deepEqual(contentOf({ type: 'link' }, 1900, target), { kind: 'link', text: target, target });
  });
});

describe('a number format', () => {
  it('is a date format where it shows a day, a month or a year', () => {
    for (const format of [
      'dd/mm/yyyy',
      'd-mmm',
      'mmm yy',
      '[$-809]dd mmmm yyyy;@',
      'mmmm',
      'DD/MM/YYYY',
      'MMM',
      'yyyy',
      'm/d/yy h:mm',
    ]) {
      assert.equal(isDateFormat(format), true, format);
    }
  });

  it('is none where the letters are literals, a time, a duration, a colour or an exponent', () => {
    const others = [
      'General',
      '@',
      '0.00',
      '[Red]0',
      '0.00E+00',
      '"day" 0',
      '\\d0',
      'h:mm AM/PM',
      '[h]:mm',
      '[H]:MM',
      'mm:ss',
      'mm-h',
    ];
    for (const format of [...others, '#,##0_d', '0*y', undefined])
      assert.equal(isDateFormat(format), false, format);
  });
});
