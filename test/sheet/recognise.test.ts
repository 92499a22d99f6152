import assert from 'node:assert/strict';
import fc from 'fast-check';
import { at, type CellValue, type Grid } from '../../shared/sheet/grid.ts';
import { recognise } from '../../shared/sheet/recognise.ts';
import type { Choices } from '../../shared/sheet/region.ts';
import { readTracker } from '../../shared/sheet/rows.ts';
import { Column, type Schema } from '../../shared/tracker/schema.ts';
import { grid, schema } from './grid.ts';

const headings = ['Ref', 'Title', 'Status', 'Impact', 'Owner'];
const first = ['DR-001', 'Late', 'Open', 4, 'PMO'];
const second = ['DR-002', 'Costly', 'Closed', 2, 'Chair'];
const issueHeadings = ['Ref', 'Title', 'Severity', 'Status', 'Link'];

/** What was recognised, in short: tab, sheet, heading row, records, columns. */
function seen(grids: readonly Grid[], choices?: Choices): string[] {
  const { regions, rows } = readTracker(schema, grids, choices);
  return regions.map((region) => {
    const refs = rows.filter((row) => row.region === region).map(({ ref }) => ref ?? '-');
    return `${region.tab} in ${region.sheet} row ${region.headerRow + 1}: ${refs.join(' ')}`;
  });
}

/** The column keys of the only region, in sheet order. */
function keys(...rows: CellValue[][]): string[] {
  return recognise(schema, [grid('Risk Log', rows)])[0]?.columns.map(({ column }) => column) ?? [];
}

describe('a register', () => {
  it('is found with its headings, its columns and its last record', () => {
    assert.deepEqual(recognise(schema, [grid('Risk Log', [headings, first, second])]), [
      {
        tab: 'risks',
        sheet: 'Risk Log',
        headerRow: 0,
        firstRow: 1,
        lastRow: 2,
        left: 0,
        right: 4,
        columns: [
          { column: 'ref', heading: 'Ref', at: 0 },
          { column: 'title', heading: 'Title', at: 1 },
          { column: 'status', heading: 'Status', at: 2 },
          { column: 'impact', heading: 'Impact', at: 3 },
          { column: 'owner', heading: 'Owner', at: 4 },
        ],
        table: null,
        occupiedBelow: false,
      },
    ]);
  });

  it('is found below banners and to the right of a margin', () => {
    const rows = [['Design Risk Log'], 1, [null, 'Version', 3], 16, headings, first].map((row) =>
      typeof row === 'number' ? row : [null, null, ...row],
    );
    assert.deepEqual(seen([grid('Risk Log', rows)]), ['risks in Risk Log row 20: DR-001']);
  });

  it('is found below a line that is only a little like headings', () => {
    const line = ['Ref', 'RL-7', 'Owner', 'PMO'];
    assert.deepEqual(seen([grid('Risk Log', [line, 1, headings, first])]), [
      'risks in Risk Log row 3: DR-001',
    ]);
  });

  it('is told from another with like headings by the name of its sheet', () => {
    const common = [
      ['ID', 'Name', 'Status'],
      ['A-1', 'Late', 'Open'],
    ];
    assert.deepEqual(seen([grid('Issues Log', common)]), ['issues in Issues Log row 1: A-1']);
    assert.deepEqual(seen([grid('Risk Log', common)]), ['risks in Risk Log row 1: A-1']);
  });

  it('is told from another by the pattern of its refs, whatever the sheet is called', () => {
    const longer = [
      [...issueHeadings, 'Owner'],
      ['DI_7', 'Late', 3, 'Open'],
    ];
    assert.deepEqual(seen([grid('Risk Log', longer)]), ['issues in Risk Log row 1: DI_7']);
  });

  it('is told by its headings where the sheet has a name of its own, or another register’s', () => {
    assert.deepEqual(seen([grid('Sheet1', [headings, first])]), ['risks in Sheet1 row 1: DR-001']);
    const wide = [...headings, 'Due Date', 'Score', 'Action and Controls'];
    assert.deepEqual(seen([grid('Issues Log', [wide, first])]), ['risks in Issues Log row 1: DR-001']);
  });

  it('may lie in several sheets, one of them for closed rows', () => {
    assert.deepEqual(seen([grid('Risk Log', [headings, first]), grid('Closed risks', [headings, second])]), [
      'risks in Risk Log row 1: DR-001',
      'risks in Closed risks row 1: DR-002',
    ]);
  });

  it('is not what has no such headings: a list, a pivot table, a cover', () => {
    const sheets = [
      grid('Lists', [
        ['Status', 'Owner'],
        ['Open', 'PMO'],
        ['Closed', 'Chair'],
      ]),
      grid('Summary', [
        ['Status', 'Count'],
        ['Open', 4],
      ]),
      grid('Cover', [['Risk Log'], ['Title', 'Design tracker'], ['Owner', 'PMO']]),
      grid('Empty', []),
    ];
    assert.deepEqual(seen(sheets), []);
  });

  it('is not an extract of one that stands in a sheet of its own name', () => {
    const wide = [...headings, 'Due Date', 'Score', 'Action and Controls'];
    const extract = grid('Dashboard', [
      ['Ref', 'Title', 'Status', 'Owner'],
      ['DR-001', 'Late', 'Open', 'PMO'],
    ]);
    assert.deepEqual(seen([grid('Risk Log', [wide, first]), extract]), ['risks in Risk Log row 1: DR-001']);
  });

  it('is not looked for in a very hidden sheet, but in a hidden one', () => {
    const rows = [headings, first];
    assert.deepEqual(seen([grid('Risk Log', rows, { visibility: 'veryHidden' })]), []);
    assert.equal(seen([grid('Risk Log', rows, { visibility: 'hidden' })]).length, 1);
  });

  it('may stand under another in the same sheet', () => {
    const rows = [
      headings,
      first,
      2,
      ['Issues'],
      issueHeadings,
      ['DI-001', 'Gap', 3, 'Open'],
      20,
      headings,
      second,
    ];
    assert.deepEqual(seen([grid('RAID', rows)]), [
      'risks in RAID row 1: DR-001',
      'issues in RAID row 6: DI-001',
      'risks in RAID row 28: DR-002',
    ]);
  });

  it('may stand beside another in the same sheet', () => {
    const rows = [
      [...headings, null, ...issueHeadings],
      [...first, null, 'DI-001', 'Gap', 3, 'Open'],
      [...second],
    ];
    assert.deepEqual(seen([grid('RAID', rows)]), [
      'risks in RAID row 1: DR-001 DR-002',
      'issues in RAID row 1: DI-001',
    ]);
  });

  it('is an Excel table where there is one, to its last row and without its totals', () => {
    const rows = [['Risk Log'], headings, first, second, ['Total', null, null, 6], 1, ['A note']];
    const area = { top: 1, left: 0, bottom: 4, right: 4 };
    const [region, ...others] = recognise(schema, [
      grid('Sheet1', rows, { tables: [{ name: 'Risks', area, headings: true, totals: true }] }),
    ]);
    assert.deepEqual(others, []);
    assert.deepEqual(
      [region?.table, region?.headerRow, region?.firstRow, region?.lastRow, region?.occupiedBelow],
      ['Risks', 1, 2, 3, true],
    );
  });

  it('takes in records that were pasted right below its table', () => {
    const rows = [headings, first, second, ['Printed 10/08/2022']];
    const table = {
      name: 'Risks',
      area: { top: 0, left: 0, bottom: 1, right: 4 },
      headings: true,
      totals: false,
    };
    assert.deepEqual(seen([grid('Sheet1', rows, { tables: [table] })]), [
      'risks in Sheet1 row 1: DR-001 DR-002',
    ]);
  });

  it('is found beside and above Excel tables of something else, and ends above them', () => {
    const owners = {
      name: 'Owners',
      area: { top: 0, left: 6, bottom: 2, right: 7 },
      headings: true,
      totals: false,
    };
    const issues = {
      name: 'Issues',
      area: { top: 4, left: 0, bottom: 5, right: 4 },
      headings: true,
      totals: false,
    };
    const rows = [
      [...headings, null, 'ID', 'Name'],
      [...first, null, 1, 'PMO'],
      [null, null, null, null, null, null, 2, 'Chair'],
      1,
      issueHeadings,
      ['DI-001', 'Gap', 3, 'Open'],
    ];
    assert.deepEqual(seen([grid('Risk Log', rows, { tables: [owners, issues] })]), [
      'risks in Risk Log row 1: DR-001',
      'issues in Risk Log row 5: DI-001',
    ]);
  });

  it('is what a person chose, whatever the sheet and its headings are called', () => {
    const rows = [
      ['Nr', 'Name', 'Wer'],
      ['DR-001', 'Late', 'PMO'],
    ];
    const choices: Choices = {
      sheets: { Blatt1: 'risks', 'Risk Log': null },
      headings: { risks: { nr: 'ref', wer: 'owner' } },
    };
    const [region] = recognise(schema, [grid('Blatt1', rows), grid('Risk Log', [headings, first])], choices);
    assert.deepEqual(
      region?.columns.map(({ column }) => column),
      ['ref', 'title', 'owner'],
    );
    assert.deepEqual(seen([grid('Risk Log', [headings, first])], choices), []);
  });
});

describe('a heading that a person took for a column still to come', () => {
  const rows = [
    ['Ref', 'Title', 'Status', 'Impact', 'Owner', 'Risk Holder'],
    ['DR-001', 'Late', 'Open', 4, 'PMO', 'Chair'],
  ];
  const choices: Choices = { sheets: {}, headings: { risks: { 'risk holder': 'holder' } } };
  const last = (tabs: Schema['tabs']) =>
    recognise({ ...schema, tabs }, [grid('Risk Log', rows)], choices)[0]?.columns.at(-1)?.column;

  it('is an extra column until the tracker has it, under that key or its heading', () => {
    const withColumn = (column: object) =>
      schema.tabs.map((tab) =>
        tab.tab === 'risks' ? { ...tab, columns: [...tab.columns, Column.parse(column)] } : tab,
      );
    assert.equal(last(schema.tabs), 'x:risk holder');
    assert.equal(last(withColumn({ column: 'holder', heading: 'Holder', type: 'party' })), 'holder');
    assert.equal(last(withColumn({ column: 'keeper', heading: 'Risk holder', type: 'party' })), 'keeper');
  });
});

describe('a heading', () => {
  it('is known whatever its case, spaces, line breaks and marks', () => {
    assert.deepEqual(
      keys([
        ' REF*',
        'title:',
        'Status?',
        'Impact\n(1-5)',
        'Risk\u00a0 Owner',
        'DUE\r\nDATE',
        'Action and  Controls',
      ]),
      ['ref', 'title', 'status', 'impact', 'owner', 'due', 'controls'],
    );
  });

  it('that no column claims makes an extra column, numbered where it stands twice', () => {
    assert.deepEqual(keys(['Ref', 'Notes (PMO)', 'Title', 'Notes PMO', 'Status', 'Notes PMO 2', 'Impact']), [
      'ref',
      'x:notes pmo',
      'title',
      'x:notes pmo 3',
      'status',
      'x:notes pmo 2',
      'impact',
    ]);
  });

  it('means the column that it names best: its heading before an alias, the first of two alike', () => {
    assert.deepEqual(keys(['Ref', 'Risk', 'Title', 'Status', 'Status', 'Impact']), [
      'ref',
      'x:risk',
      'title',
      'status',
      'x:status',
      'impact',
    ]);
  });

  it('that is missing leaves its column out, and what stands beyond a gap is not the register’s', () => {
    const row = ['Ref', 'Title', null, 'Status', 'Impact', null, 'Status', 'Count'];
    assert.deepEqual(keys(row, ['DR-001', 'Late', 'unheaded', 'Open', 3, null, 'Open', 7]), [
      'ref',
      'title',
      'status',
      'impact',
    ]);
  });

  it('may be merged down into the row of the others', () => {
    const rows = [['Ref', 'Title', 'How bad', null, 'Who'], [null, null, 'Status', 'Impact', 'Owner'], first];
    const merges = [0, 1].map((column) => ({ top: 0, left: column, bottom: 1, right: column }));
    const [region] = recognise(schema, [grid('Risk Log', rows, { merges })]);
    assert.deepEqual(
      region?.columns.map(({ column }) => column),
      ['ref', 'title', 'status', 'impact', 'owner'],
    );
    assert.equal(region?.headerRow, 1);
  });
});

describe('the records of a register', () => {
  it('go on after blank rows, and end with the last that says something', () => {
    const [region] = recognise(schema, [
      grid('Risk Log', [headings, first, 3, second, [null, ' ', ''], 900]),
    ]);
    assert.deepEqual([region?.lastRow, region?.occupiedBelow], [5, false]);
  });

  it('are not a ref that was typed ahead, nor formulas filled down', () => {
    const rows = [
      [...headings, 'Score'],
      first,
      ['DR-002', null, null, null, 'TBC?'],
      ['DR-003', null, null, 0, null, 0],
    ];
    const formulas = new Map([3, 5].map((column) => [at(3, column), { formula: '=1', cached: true }]));
    const [region] = recognise(schema, [grid('Risk Log', rows, { formulas })]);
    assert.deepEqual([region?.lastRow, region?.occupiedBelow], [2, true]);
  });

  it('are rows that are linked cell by cell from elsewhere', () => {
    const formulas = new Map(
      [0, 1, 2, 3, 4].map((column) => [at(1, column), { formula: '=X!A1', cached: true }]),
    );
    assert.deepEqual(seen([grid('Risk Log', [headings, first], { formulas })]), [
      'risks in Risk Log row 1: DR-001',
    ]);
  });

  it('are not headings that are repeated, nor the titles above them', () => {
    const rows = [headings, first, 1, [null, 'Closed'], headings, second, headings];
    assert.deepEqual(seen([grid('Risk Log', rows)]), ['risks in Risk Log row 1: DR-001 DR-002']);
  });

  it('are not a note or a total below, but a row without a ref is one', () => {
    const rows = [
      headings,
      first,
      [null, 'New', 'Open'],
      ['Total', null, null, 6],
      1,
      [null, 'Printed monthly'],
    ];
    const [region] = recognise(schema, [grid('Risk Log', rows)]);
    assert.deepEqual([region?.lastRow, region?.occupiedBelow], [2, true]);
    assert.deepEqual(seen([grid('Risk Log', rows)]), ['risks in Risk Log row 1: DR-001 -']);
  });

  it('are not the guidance under the headings', () => {
    const guidance = [
      'Unique reference',
      'Short name of the risk',
      'Select one',
      '1 to 5',
      'Who owns it, e.g. PMO',
    ];
    const partly = [null, 'Enter a title', 'Select one', '1 to 5', 'Who owns it'];
    for (const row of [guidance, partly]) {
      assert.deepEqual(seen([grid('Risk Log', [headings, row, first])]), ['risks in Risk Log row 1: DR-001']);
    }
  });

  it('are rows that only sound like guidance', () => {
    const texts: CellValue[][] = [
      ['DR-009', 'Select a supplier', 'Describe', 'Enter', 'Who'],
      ['R9', 'Select a supplier', 'Describe', 'Enter', 'Who'],
      [null, 'Select a supplier', 'Open', 'Enter', 'Who'],
      [null, 'Select a supplier', 'Describe', 3, 'Who'],
      [null, 'Select a supplier', null, null, 'Who'],
    ];
    for (const row of texts) {
      assert.equal(
        readTracker(schema, [grid('Risk Log', [headings, row, first])]).rows.length,
        2,
        String(row),
      );
    }
  });
});

describe('the same records', () => {
  const record = fc.tuple(
    fc.integer({ min: 1, max: 900 }).map((number) => `DR-${String(number).padStart(3, '0')}`),
    fc.constantFrom('Late', 'Costly', 'Enter the market', null),
    fc.constantFrom('Open', 'Closed', null),
    fc.constantFrom(1, 5, 'High', null),
    fc.constantFrom('PMO', 'Chair (PMO)', null),
  );
  const banner = fc.constantFrom<(CellValue[] | number)[]>(
    [],
    [['Risk Log'], 1],
    [['As of', 44783], ['Status', 'Draft'], 3],
  );
  const extras = fc.uniqueArray(fc.constantFrom('Notes', 'DAG view', 'Cost £', 'Rank'), { maxLength: 4 });

  it('are read whatever stands above them, in whatever order columns are, and whatever is added', () => {
    const layout = fc.record({
      records: fc.array(record, { minLength: 1 }),
      banner,
      extras,
      seed: fc.infiniteStream(fc.nat()),
    });
    fc.assert(
      fc.property(layout, ({ records, banner: above, extras: added, seed }) => {
        const all = [...headings, ...added];
        const order = all
          .map((_, index) => ({ index, key: seed.next().value ?? 0 }))
          .sort((a, b) => a.key - b.key);
        const arrange = (row: readonly CellValue[]) => order.map(({ index }) => row[index] ?? null);
        const plain = readTracker(schema, [grid('Risk Log', [headings, ...records])]).rows;
        const moved = readTracker(schema, [
          grid('Risk Log', [...above, arrange(all), ...records.map(arrange)]),
        ]).rows;
        const content = (rows: typeof plain) => rows.map(({ ref, cells }) => ({ ref, cells }));
        assert.deepEqual(content(moved), content(plain));
      }),
      { numRuns: 300 },
    );
  });
});

describe('any sheet at all', () => {
  const cell = fc.constantFrom<CellValue>(
    ...headings,
    ...issueHeadings,
    ...['DR-001', 'DI-002', 'Open', 'Enter a title', 'Total', 3, true, '', null, null, null],
  );
  const row = fc.oneof(
    fc.array(cell, { maxLength: 12 }),
    fc.constantFrom<CellValue[]>(
      headings,
      [null, ...issueHeadings],
      [...headings, null, null, ...issueHeadings],
      first,
      [],
    ),
  );
  const sheet = fc.constantFrom('Risk Log', 'Issues', 'Sheet1');

  it('gives regions of unlike columns that have no cell in common', () => {
    fc.assert(
      fc.property(sheet, fc.array(row, { maxLength: 45 }), (name, rows) => {
        const taken = new Set<number>();
        for (const region of recognise(schema, [grid(name, rows)])) {
          const columns = region.columns.map(({ column }) => column);
          assert.equal(new Set(columns).size, columns.length);
          assert.ok(region.headerRow < region.firstRow && region.firstRow <= region.lastRow + 1);
          for (let line = region.headerRow; line <= region.lastRow; line++) {
            for (const { at: place } of region.columns) {
              assert.ok(!taken.has(at(line, place)), `row ${line + 1} is read twice`);
              taken.add(at(line, place));
            }
          }
        }
      }),
      { numRuns: 1500 },
    );
  });
});
