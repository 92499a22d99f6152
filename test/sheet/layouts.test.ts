/** One small sheet for each trait of the workbooks that people keep. */
import assert from 'node:assert/strict';
import { check } from '../../shared/rules/check.ts';
import { schemaOf } from '../../shared/rules/settings.ts';
import { otherKinds } from '../../shared/sheet/category.ts';
import { type Area, at, type CellValue, type Grid } from '../../shared/sheet/grid.ts';
import { recognise } from '../../shared/sheet/recognise.ts';
import { readTracker } from '../../shared/sheet/rows.ts';
import { configure } from '../../shared/tracker/configuration.ts';
import { isExtra, Tab } from '../../shared/tracker/schema.ts';
import { grid, schema } from './grid.ts';

const headings = ['Ref', 'Title', 'Status', 'Impact', 'Owner'];
const first = ['DR-001', 'Late', 'Open', 4, 'PMO'];
const second = ['DR-002', 'Costly', 'Closed', 2, 'Chair'];
const third = ['DR-003', 'Unclear', 'Open', 1, 'PMO'];

/** What was recognised: where, and the refs of the records, or their titles where they have none. */
function seen(...grids: Grid[]): string[] {
  const { regions, rows } = readTracker(schema, grids);
  return regions.map((region) => {
    const own = rows.filter((row) => row.region === region);
    const names = own.map(({ ref, cells }) => ref ?? String(cells.title ?? '-'));
    return `${region.tab} in ${region.sheet} row ${region.headerRow + 1}: ${names.join(' ')}`;
  });
}

/** The columns of the only region by key, extra columns by heading. */
function columnsOf(rows: (CellValue[] | number)[], more: Partial<Grid> = {}): string[] {
  const [region, ...others] = recognise(schema, [grid('Risk Log', rows, more)]);
  assert.deepEqual(others, []);
  return region?.columns.map(({ column, heading }) => (isExtra(column) ? `(${heading})` : column)) ?? [];
}

const merge = (top: number, left: number, bottom: number, right: number): Area => ({
  top,
  left,
  bottom,
  right,
});

describe('headings', () => {
  it('are found as low as row 30, in any column', () => {
    const rows = [['Risks'], 28, [null, null, null, ...headings], [null, null, null, ...first]];
    assert.deepEqual(seen(grid('Risk Log', rows)), ['risks in Risk Log row 30: DR-001']);
  });

  it('may have group headings above, merged or not', () => {
    const rows: CellValue[][] = [['What', null, 'How bad', null, 'Who'], headings, first];
    const all = ['ref', 'title', 'status', 'impact', 'owner'];
    assert.deepEqual(columnsOf(rows), all);
    assert.deepEqual(columnsOf(rows, { merges: [merge(0, 0, 0, 1), merge(0, 2, 0, 3)] }), all);
  });

  it('mean what they mean under their group', () => {
    const rows: CellValue[][] = [
      [null, null, null, 'Risk', null, 'Other risk', null],
      ['Ref', 'Title', 'Status', 'Impact', 'Owner', 'Impact', 'Owner'],
      [...first, 2, 'Chair'],
    ];
    assert.deepEqual(columnsOf(rows, { merges: [merge(0, 3, 0, 4), merge(0, 5, 0, 6)] }), [
      'ref',
      'title',
      'status',
      'impact',
      'owner',
      '(Impact)',
      '(Owner)',
    ]);
  });

  it('in two rows are read together, though nobody merged them', () => {
    const rows = [
      ['Ref', 'Title', 'Assessment', null, 'Owner'],
      [null, null, 'Status', 'Impact'],
      first,
      second,
    ];
    assert.deepEqual(columnsOf(rows), ['ref', 'title', 'status', 'impact', 'owner']);
    assert.deepEqual(seen(grid('Risk Log', rows)), ['risks in Risk Log row 2: DR-001 DR-002']);
  });

  it('in two rows may be halves of one another', () => {
    const rows = [
      ['Risk', 'Risk', 'Current', null, 'Risk', 'Due'],
      ['No.', 'Title', 'Status', 'Impact', 'Owner', 'Date'],
      [...first, '1 May 2024'],
      [...second, '2 May 2024'],
    ];
    assert.deepEqual(columnsOf(rows), ['ref', 'title', 'status', 'impact', 'owner', 'due']);
    assert.deepEqual(seen(grid('Risk Log', rows)), ['risks in Risk Log row 2: DR-001 DR-002']);
  });

  it('in short mean what they mean under their group too', () => {
    const rows = [
      [null, null, 'Inherent risk', null, null, 'Residual risk', null, null],
      ['Risk ID', 'Risk title', 'L', 'I', 'Score', 'L', 'I', 'Score'],
      ['DR-001', 'Late', 4, 3, 12, 2, 3, 6],
    ];
    const [region] = recognise(schemaOf(configure({})), [grid('Risk Register', rows)]);
    assert.deepEqual(
      region?.columns.map(({ column }) => column),
      [
        'ref',
        'title',
        'probability',
        'impact',
        'score',
        'residual-probability',
        'residual-impact',
        'residual-score',
      ],
    );
  });

  it('may have lines of guidance below that do not sound like it', () => {
    const rows = [
      headings,
      ['Unique reference', 'Short name', 'Select one', '1 to 5', 'Who owns it'],
      ['Given by the PMO', 'In plain words', 'As in the list', 'As in the key', null],
      ['Mandatory', 'Mandatory', 'Mandatory', 'Optional', 'Mandatory'],
      first,
      second,
    ];
    assert.deepEqual(seen(grid('Risk Log', rows)), ['risks in Risk Log row 1: DR-001 DR-002']);
    const unnumbered = [headings, ['to come', 'No ref yet', 'Open', 'to be agreed', 'PMO'], first, second];
    assert.deepEqual(seen(grid('Risk Log', unnumbered)), ['risks in Risk Log row 1: to come DR-001 DR-002']);
  });

  it('may have two rows of guidance below', () => {
    const rows = [
      headings,
      ['Unique reference', 'Short name', 'Select one', '1 to 5', 'Who owns it'],
      ['e.g. DR-001', 'Enter a title', 'Choose from the list', '1-5', 'Name of the owner'],
      first,
    ];
    assert.deepEqual(seen(grid('Risk Log', rows)), ['risks in Risk Log row 1: DR-001']);
  });

  it('are known with explanations in brackets and in further lines', () => {
    assert.deepEqual(
      columnsOf([
        [
          'Ref',
          'Title\nShort and plain',
          'Status (see list)',
          'Impact\nLevel\n1 (low) to 5 (high)',
          'Owner(s)',
        ],
      ]),
      ['ref', 'title', 'status', 'impact', 'owner'],
    );
  });

  it('may be counted through', () => {
    assert.deepEqual(
      columnsOf([['1. Ref', '2. Risk title', '3) Status', '4. Impact (1-5)', 'e. Owner'], first]),
      ['ref', 'title', 'status', 'impact', 'owner'],
    );
  });

  it('are known in other words and another order', () => {
    assert.deepEqual(
      columnsOf([['Person Responsible', 'Risk Title', 'Risk #', 'Status', 'Impact Level', 'Deadline']]),
      ['owner', 'title', 'ref', 'status', 'impact', 'due'],
    );
  });

  it('are known mistyped, unless they may be other words', () => {
    assert.deepEqual(columnsOf([['Ref', 'Titel', 'Satus', 'Impct', 'Onwer', 'Due Daet', 'Scope']]), [
      'ref',
      'title',
      'status',
      'impact',
      'owner',
      'due',
      '(Scope)',
    ]);
  });

  it('are not guessed against what stands below them', () => {
    const row = ['Ref', 'Title', 'Status', 'Impact', 'Deadline'];
    assert.deepEqual(columnsOf([row, ['DR-001', 'Late', 'Open', 4, 44783]]), [
      'ref',
      'title',
      'status',
      'impact',
      'due',
    ]);
    assert.deepEqual(columnsOf([row, ['DR-001', 'Late', 'Open', 4, 'is not known yet']]), [
      'ref',
      'title',
      'status',
      'impact',
      '(Deadline)',
    ]);
  });

  it('say which tab it is where the sheet’s name says another', () => {
    const rows = [['ID', 'Name', 'Status', 'Impact', 'Risk Owner', 'Due Date', 'Action & Controls'], first];
    assert.deepEqual(seen(grid('Issues Log', rows)), ['risks in Issues Log row 1: DR-001']);
  });
});

describe('the refs of a register', () => {
  it('are found by their looks where their heading says nothing', () => {
    const rows = [['Ticket', 'Title', 'Status', 'Impact', 'Owner'], first, second];
    assert.deepEqual(columnsOf(rows), ['ref', 'title', 'status', 'impact', 'owner']);
    const counted = [['', 'Title', 'Status'], ...[1, 2, 3].map((number) => [number, 'Late', 'Open'])];
    counted[0] = ['Pos', 'Title', 'Status', 'Impact'];
    assert.deepEqual(columnsOf(counted), ['ref', 'title', 'status', 'impact']);
  });

  it('may be missing: it is read all the same, and says that its rows can’t be told', () => {
    const rows = [headings.slice(1), first.slice(1), second.slice(1)];
    assert.deepEqual(seen(grid('Risk Log', rows)), ['risks in Risk Log row 1: Late Costly']);
    assert.equal(recognise(schema, [grid('Risk Log', rows)])[0]?.unkeyed, 'no-ref');
  });

  it('repeat in a child table, which says so', () => {
    const rows = [
      headings,
      first,
      ['DR-001', 'Later', 'Open', 4, 'PMO'],
      second,
      ['DR-002', 'Dear', 'Open', 4, 'PMO'],
    ];
    assert.deepEqual(seen(grid('Risk Log', rows)), ['risks in Risk Log row 1: DR-001 DR-001 DR-002 DR-002']);
    assert.equal(recognise(schema, [grid('Risk Log', rows)])[0]?.unkeyed, 'refs-repeat');
  });

  it('that repeat in a child table are no mistake', () => {
    const rows = [
      ['Ref', 'Title', 'Status', 'Owner'],
      ['DI-001', 'Late', 'Open', 'PMO'],
      ['DI-001', 'Later', 'Open', 'PMO'],
      ['DI-001', 'Latest', 'Open', 'PMO'],
      ['DI-002', 'Dear', 'Open', 'PMO'],
    ];
    const defaults = schemaOf(configure({}));
    const duplicates = (...all: CellValue[][]) => {
      const grids = [grid('Issues Log', all)];
      const found = check(defaults, '2024-05-01', readTracker(defaults, grids));
      return found.filter(({ rule }) => rule === 'ref-duplicate').length;
    };
    assert.equal(duplicates(...rows), 0);
    assert.equal(duplicates(...rows.toSpliced(2, 1)), 2);
  });

  it('that stand twice by mistake are left to the rules', () => {
    const rows = [headings, first, first, second, second, third];
    assert.equal(recognise(schema, [grid('Risk Log', rows)])[0]?.unkeyed, undefined);
  });

  it('may be merged over child rows, each of which then has it', () => {
    const rows = [headings, first, [null, 'Later', 'Open', 4, 'PMO'], second];
    const sheet = grid('Risk Log', rows, { merges: [merge(1, 0, 2, 0)] });
    assert.deepEqual(seen(sheet), ['risks in Risk Log row 1: DR-001 DR-001 DR-002']);
    assert.equal(recognise(schema, [sheet])[0]?.unkeyed, 'refs-repeat');
  });
});

describe('the rows of a register', () => {
  it('each have what is merged down over them, which is written in the first alone', () => {
    const rows = [headings, first, ['DR-002', 'Costly', null, 2, 'Chair'], third];
    const sheet = grid('Risk Log', rows, { merges: [merge(1, 2, 2, 2)] });
    assert.deepEqual(
      readTracker(schema, [sheet]).rows.map(({ cells, silent }) => [cells.status, silent]),
      [
        ['Open', []],
        ['Open', ['status']],
        ['Open', []],
      ],
    );
  });

  it('go on below the title of a part, which is merged across', () => {
    const rows = [headings, ['Open risks'], first, ['Closed risks'], second];
    const merges = [merge(1, 0, 1, 4), merge(3, 0, 3, 4)];
    assert.deepEqual(seen(grid('Risk Log', rows, { merges })), ['risks in Risk Log row 1: DR-001 DR-002']);
  });

  it('end above totals, notes and the key to its marks', () => {
    const below: (CellValue[] | number)[][] = [
      [[null, null, 'Total', 6]],
      [1, ['Printed monthly']],
      [1, [null, 'Open', 'not closed'], [null, 'Closed', 'done with']],
    ];
    for (const more of below) {
      assert.deepEqual(seen(grid('Risk Log', [headings, first, second, ...more])), [
        'risks in Risk Log row 1: DR-001 DR-002',
      ]);
    }
  });

  it('are none in formatted emptiness and typed-ahead refs', () => {
    const rows = [headings, first, ['DR-002'], ['DR-003'], [null, '', ' '], 2000];
    assert.deepEqual(seen(grid('Risk Log', rows)), ['risks in Risk Log row 1: DR-001']);
  });

  it('stand in many tables one above the other, each with its title and headings', () => {
    const rows = Array.from({ length: 13 }, (_, part) => [
      [`Part ${part + 1}`],
      headings,
      [`DR-${part + 101}`, 'Late', 'Open', 4, 'PMO'],
      1,
    ]).flat();
    const refs = Array.from({ length: 13 }, (_, part) => `DR-${part + 101}`).join(' ');
    assert.deepEqual(seen(grid('Risk Log', rows)), [`risks in Risk Log row 2: ${refs}`]);
  });

  it('without refs end where another register begins', () => {
    const rows = [
      headings.slice(1),
      first.slice(1),
      1,
      ['Title', 'Severity', 'Status', 'Link'],
      ['Gap', 3, 'Open'],
    ];
    assert.deepEqual(seen(grid('RAID', rows)), ['risks in RAID row 1: Late', 'issues in RAID row 4: Gap']);
  });

  it('closed long ago stand in a sheet of their own', () => {
    assert.deepEqual(seen(grid('Risk Log', [headings, first]), grid('Closed', [headings, second])), [
      'risks in Risk Log row 1: DR-001',
      'risks in Closed row 1: DR-002',
    ]);
  });
});

describe('a table of several tabs', () => {
  const mixed = ['Ref', 'Type', 'Title', 'Status', 'Impact', 'Owner'];
  const rows: CellValue[][] = [
    mixed,
    ['R-1', 'Risk', 'Late', 'Open', 4, 'PMO'],
    ['I-1', 'Issue', 'Gap', 'Open', 3, 'PMO'],
    ['R-2', 'Risk', 'Costly', 'Closed', 2, 'Chair'],
    ['A-1', 'Assumption', 'All stays', 'Open', 2, 'Chair'],
  ];

  it('gives each row to its tab, by the column that says what it is', () => {
    assert.deepEqual(seen(grid('RAID', rows)), ['risks in RAID row 1: R-1 R-2', 'issues in RAID row 1: I-1']);
    assert.deepEqual(
      recognise(schema, [grid('RAID', rows)]).map(({ tab, category }) => ({ tab, category })),
      [
        { tab: 'risks', category: { at: 1, words: ['risk', ''], word: 'Risk' } },
        { tab: 'issues', category: { at: 1, words: ['issue'], word: 'Issue' } },
      ],
    );
  });

  it('names what it holds besides', () => {
    const grids = [grid('RAID', [...rows, ['A-2', 'assumption ', 'Enough staff', 'Open', 1, 'PMO']])];
    assert.deepEqual(otherKinds(grids, recognise(schema, grids)), [
      { sheet: 'RAID', kind: 'Assumption', rows: 2 },
    ]);
  });

  it('has the refs in its first column, though the heading is another one elsewhere', () => {
    const raid = [
      ['RAID Ref', 'Category', 'Title', 'Description', 'Raised by', 'Date raised', 'Owner', 'RAG', 'Status'],
      ['001', 'Risk', 'Late', 'All may be late', 'CCAG', '1 May 2024', 'PMO', 'Red', 'Open'],
      ['002', 'Issue', 'Gap', 'There is a gap', 'CCAG', '1 May 2024', 'PMO', 'Red', 'Open'],
      ['003', 'Risk', 'Costly', 'All may be dear', 'CCAG', '1 May 2024', 'Chair', 'Red', 'Open'],
    ];
    const { rows: read } = readTracker(schemaOf(configure({})), [grid('RAID', raid)]);
    assert.deepEqual(
      read.map(({ tab, ref }) => `${tab} ${ref}`),
      ['issues 002', 'risks 001', 'risks 003'],
    );
  });

  it('is known by initials too', () => {
    const initials = rows.map((row, index) => (index === 0 ? row : row.with(1, String(row[1]).charAt(0))));
    assert.deepEqual(seen(grid('RAID', initials)), [
      'risks in RAID row 1: R-1 R-2',
      'issues in RAID row 1: I-1',
    ]);
  });

  it('is none where the column says something else', () => {
    const kinds = rows.map((row, index) =>
      index === 0 ? row : row.with(1, ['Legal', 'Cost'][index % 2] ?? ''),
    );
    assert.deepEqual(seen(grid('Risk Log', kinds)), ['risks in Risk Log row 1: R-1 I-1 R-2 A-1']);
  });

  it('is no matrix of letters', () => {
    const letters = rows.map((row, index) => [
      ...row.with(1, 'x'),
      index === 0 ? 'Team' : 'RIAC'.charAt(index % 4),
    ]);
    assert.equal(seen(grid('Risk Log', letters)).length, 1);
  });

  it('is no register of ours where every row says that it is of another', () => {
    const extract = [mixed, ...rows.slice(1).map((row) => row.with(1, 'Issue'))];
    assert.deepEqual(seen(grid('Extract', extract)), []);
  });
});

describe('two tables much alike', () => {
  const tabOf = (tab: string, ...columns: string[]) =>
    Tab.parse({
      tab,
      title: tab,
      sheets: ['Lists'],
      refPattern: null,
      columns: columns.map((heading) => ({
        column: heading.toLowerCase(),
        heading,
        type: 'text',
        required: 'always',
      })),
    });

  it('are each of the tab that lacks the least, in whatever order the tabs are', () => {
    const short = [
      ['Name', 'Owner', 'Team'],
      ['One', 'PMO', 'A'],
    ];
    const long = [
      ['Name', 'Owner', 'Team', 'Cost'],
      ['Two', 'PMO', 'B', 4],
    ];
    const tabs = [tabOf('short', 'Name', 'Owner', 'Team'), tabOf('long', 'Name', 'Owner', 'Team', 'Cost')];
    for (const order of [tabs, tabs.toReversed()]) {
      const both = short.map((row, index) => [...row, null, null, null, ...(long[index] ?? [])]);
      const regions = recognise({ ...schema, tabs: order }, [grid('Lists', both)]);
      assert.deepEqual(
        regions.map(({ tab, left }) => `${tab} ${left}`),
        ['short 0', 'long 6'],
      );
    }
  });
});

describe('cells of all kinds', () => {
  it('are read by what they say', () => {
    const formulas = new Map([[at(1, 3), { formula: '=2+2', cached: true }]]);
    const rows = [headings, ['\u00a0DR-001 ', 'Late\nand more', ' Open', 4, '#N/A']];
    assert.deepEqual(
      readTracker(schema, [grid('Risk Log', rows, { formulas })]).rows.map(({ ref, cells }) => ({
        ref,
        cells,
      })),
      [{ ref: 'DR-001', cells: { title: 'Late\nand more', status: 'Open', impact: 4, owner: '#N/A' } }],
    );
  });
});
