import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  isWritten,
  listedRefs,
  matchRef,
  normalRef,
  rangesIn,
  refPattern,
  refsIn,
  repairRef,
  writeRef,
} from '../../shared/values/ref.ts';

const risk = refPattern('DR-{000}');
const action = refPattern('DAG{meeting}-{00}');
const all = [
  'DR-{000}',
  'DAG{meeting}-{00}',
  'DI-{000}',
  'DIS-{000}',
  'PRI{000}',
  'CR{000}',
  'MP{000}',
  'M{0}',
].map(refPattern);

/** The refs named in a text. */
function named(text: string): string[] {
  return refsIn(text, all).map(({ ref }) => ref);
}

describe('a ref in normal form', () => {
  it('is the same however its case, dashes and spaces are typed', () => {
    for (const text of [
      'DR-003',
      ' dr-003',
      'DR_003',
      'DR – 003',
      'DR-003\n',
      'DR\u00a0-\u200b003',
      'ＤＲ‐００３',
    ]) {
      assert.equal(normalRef(text), 'dr-003');
    }
  });

  it('is another where digits or letters differ', () => {
    assert.notEqual(normalRef('DR-3'), normalRef('DR-003'));
    assert.notEqual(normalRef('DAG6-01'), normalRef('DAG06-01'));
  });

  it('is its own normal form', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        assert.equal(normalRef(normalRef(text)), normalRef(text));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a ref pattern', () => {
  it('says what a ref means', () => {
    assert.deepEqual(matchRef(risk, 'dr_042'), { meeting: null, number: 42, ref: 'DR-042' });
    assert.deepEqual(matchRef(risk, 'DR-1042'), { meeting: null, number: 1042, ref: 'DR-1042' });
    assert.deepEqual(matchRef(action, 'DAG06-01'), { meeting: '6', number: 1, ref: 'DAG06-01' });
    assert.deepEqual(matchRef(action, 'DAG 10.1-03'), { meeting: '10.1', number: 3, ref: 'DAG10.1-03' });
  });

  it('knows the refs of an action log as it was published', () => {
    const numbers: Record<string, string> = {
      '06': '01',
      '09': '05 12',
      '10': '08',
      '10.1': '01 03',
      '11': '02 06 08',
      '12': '03 04 05 06',
      '13': '01 02 03 04 05 06 07 08 09 10 11 12 13',
    };
    for (const [meeting, each] of Object.entries(numbers)) {
      for (const number of each.split(' ')) {
        const ref = `DAG${meeting}-${number}`;
        assert.equal(matchRef(action, ref)?.ref, ref);
        assert.equal(writeRef(action, meeting, Number(number)), ref);
      }
    }
  });

  it('does not match what it would write in another way', () => {
    for (const text of ['DR-3', 'DR003', 'DR-0003', 'XDR-003', 'DR-003a', '']) {
      assert.equal(matchRef(risk, text), null, text);
    }
    for (const text of [
      'DAG6-01',
      'DAG12-3',
      'DAG1203',
      'DAG 10 August 2022',
      'DAG12.-03',
      'DAG12.123-03',
      'DAG1234-01',
      'DAG10.a1-03',
    ]) {
      assert.equal(matchRef(action, text), null, text);
    }
  });

  it('mends a ref where it can mean only one', () => {
    for (const text of ['DR_3', 'DR3', 'dr 003', 'DR.003', 'DR-0003', '___ DR-003', 'DR-003.\n', 'DR–003']) {
      assert.equal(repairRef(risk, text), 'DR-003', text);
    }
    assert.equal(repairRef(action, 'DAG6-1'), 'DAG06-01');
    assert.equal(repairRef(action, 'DAG 12/03'), 'DAG12-03');
  });

  it('does not mend what can mean more than one', () => {
    for (const text of ['3', 'R-003', 'DR-003/004', 'DR', 'the third'])
      assert.equal(repairRef(risk, text), null, text);
    for (const text of ['DAG1203', 'DAG12.03', 'DAG 12']) assert.equal(repairRef(action, text), null, text);
  });

  it('reads what it writes', () => {
    const meeting = fc.oneof(
      fc.integer({ min: 1, max: 150 }).map(String),
      fc
        .tuple(fc.integer({ min: 1, max: 150 }), fc.integer({ min: 1, max: 9 }))
        .map((each) => each.join('.')),
    );
    fc.assert(
      fc.property(meeting, fc.integer({ min: 0, max: 99_999 }), (held, number) => {
        const ref = writeRef(action, held, number);
        assert.deepEqual(matchRef(action, ref), { meeting: held, number, ref });
        assert.equal(repairRef(action, ref), ref);
        assert.deepEqual(named(`see ${ref}.`), [normalRef(ref)]);
      }),
    );
  });

  it('is refused without a number, with two, and asked to write without a meeting', () => {
    for (const template of ['DR', 'DR-{000}-{00}', '{meeting}-{meeting}']) {
      assert.throws(() => refPattern(template), RangeError);
    }
    for (const meeting of [null, '', 'x', '6x', '10.']) {
      assert.throws(() => writeRef(action, meeting, 1), RangeError, String(meeting));
    }
    for (const number of [-1, 1.5, Number.NaN]) assert.throws(() => writeRef(risk, null, number), RangeError);
  });
});

describe('refs in a text', () => {
  const texts: Record<string, string[]> = {
    'See ACTION DAG 12-03': ['dag12-03'],
    'Provide an update to DAG10.1-03 in the next meeting.': ['dag10.1-03'],
    'to be discussed in DAG 10 August 2022': [],
    'DAG 10-12 August': [],
    'PMO to make DAG on October 28 an all-day session (10:00 – 17:00)': [],
    'PRI004/005': ['pri004', 'pri005'],
    'PRI024.PRI025': ['pri024', 'pri025'],
    'SEC MP162 and CR007 for M5': ['mp162', 'cr007', 'm5'],
    'DR_3; dr–004, DR005\nDIS-001': ['dr-003', 'dr-004', 'dr-005', 'dis-001'],
    'XDR-003 DR-003a DR-003-A DR-003.1 MHHS-DR-003': [],
    'DI 10 May and DR 3 times': [],
    'sent with DAG 14 meeting papers': [],
    'DAG 12 – 3 papers': [],
    'DR-003/2022': ['dr-003'],
    '2022-08-10': [],
  };
  for (const [text, refs] of Object.entries(texts)) {
    it(`${JSON.stringify(text)} names ${refs.length === 0 ? 'none' : refs.join(', ')}`, () => {
      assert.deepEqual(named(text), refs);
    });
  }

  it('are told with their words and places', () => {
    assert.deepEqual(refsIn('as PRI004/005 says', all), [
      { ref: 'pri004', text: 'PRI004', start: 3 },
      { ref: 'pri005', text: '005', start: 10 },
    ]);
  });
});

describe('a ref that is written to the letter', () => {
  const templates = [
    ...[
      'DR-{000}',
      'DA-{00}',
      'DAG{meeting}-{00}',
      'DAG-{000}',
      'R{000}',
      '{000}',
      '{meeting}-{0}',
      'R2{00}',
    ],
    ...['{meeting}{00}', 'X{00}Y', 'd-{0}', 'DIS-{000}', 'DI-{000}', 'A_{00}'],
  ];
  const piece = fc.constantFrom(
    ...[
      'DR',
      'DA',
      'DAG',
      'R',
      'A',
      'x',
      'X',
      'd',
      'Y',
      '-',
      '_',
      ' ',
      '.',
      ', ',
      ',',
      ';',
      '\n',
      'May',
      '/002',
    ],
    ...[
      '0',
      '00',
      '1',
      '12',
      '013',
      '7',
      '12345678',
      '1234567890',
      'DR-001',
      'DA-01',
      'DI-001',
      'DAG06-01',
      'MAY-001',
    ],
  );
  const text = fc.array(piece, { maxLength: 7 }).map((pieces) => pieces.join(''));

  it('is read as any other, only sooner', () => {
    let written = 0;
    fc.assert(
      fc.property(fc.constantFrom(...templates), text, (template, ref) => {
        const pattern = refPattern(template);
        if (!isWritten(pattern, ref)) return;
        written += 1;
        assert.equal(matchRef(pattern, ref)?.ref, ref);
        assert.deepEqual(matchRef(pattern, ref), matchRef(pattern, ` ${ref}`));
        assert.equal(repairRef(pattern, ref), ref);
        assert.equal(normalRef(ref), ref.toLowerCase());
      }),
      { numRuns: 20_000 },
    );
    assert.ok(written > 20, `only ${written} were written so`);
  });

  it('is found in a plain list as in any text', () => {
    let lists = 0;
    fc.assert(
      fc.property(fc.subarray(templates), text, (some, list) => {
        const patterns = some.map(refPattern);
        const refs = listedRefs(list, patterns);
        if (refs === null) return;
        lists += 1;
        assert.deepEqual(
          refs,
          refsIn(list, patterns).map(({ ref }) => ref),
        );
      }),
      { numRuns: 20_000 },
    );
    assert.ok(lists > 50, `only ${lists} were lists`);
  });
});

describe('a range of refs', () => {
  const ranges: Record<string, { ends?: string[]; between?: string[] }> = {
    'DR-001 to DR-004 are closed': { between: ['dr-002', 'dr-003'] },
    'DR-001–004': { ends: ['dr-004'], between: ['dr-002', 'dr-003'] },
    'DR-001 – 004 and DR-009': { ends: ['dr-004'], between: ['dr-002', 'dr-003'] },
    'dr_001 through dr_003, DIS-001 - DIS-003': { between: ['dr-002', 'dis-002'] },
    'DAG13-01 to 04; DAG13-07–08': { ends: ['dag13-04', 'dag13-08'], between: ['dag13-02', 'dag13-03'] },
    'DR-001 TO DR-003, DR-007 Through 009': { between: ['dr-002'] },
    'DR-001 TO 003': { ends: ['dr-003'], between: ['dr-002'] },
    'DR-001 to DR-002, DR-003–004': { ends: ['dr-004'] },
    'Renumbered FROM DR-001 to DR-004': {},
    'DR-003–003, DR-004–003': {},
    'DAG13-01 to DAG14-04': {},
    'DR-004 to DR-001': {},
    'DR-001 to DIS-004': {},
    'renumbered from DR-001 to DR-004': {},
    'DR-003 – 100 customers, DR-003 to 100': {},
    'DR-001-004': {},
    'DR-001–04, DR-001–2022, DR-001–004.5, DR-001–004a': {},
    'DR-001 to DR-900': {},
    'DR-001 and DR-004': {},
  };
  it('is of a hundred and one refs at most', () => {
    const count = (text: string) => rangesIn(text, refsIn(text, all), all).between.length;
    assert.deepEqual([count('DR-001 to DR-101'), count('DR-001 to DR-102'), count('DR-001–102')], [99, 0, 0]);
  });

  for (const [text, { ends = [], between = [] }] of Object.entries(ranges)) {
    const more = [...ends, ...between];
    it(`${JSON.stringify(text)} names ${more.length === 0 ? 'no more' : `${more.join(', ')} besides`}`, () => {
      assert.deepEqual(rangesIn(text, refsIn(text, all), all), { ends, between });
    });
  }
});
