import assert from 'node:assert/strict';
import fc from 'fast-check';
import { at, type CellValue } from '../../shared/sheet/grid.ts';
import { emptyRefs, readRegions, readTracker } from '../../shared/sheet/rows.ts';
import { ValueRefused } from '../../shared/values/canonical.ts';
import { grid, schema } from './grid.ts';

const headings = ['Ref', 'Title', 'Status', 'Impact', 'Score', 'Owner', 'Due Date', 'Cost £'];

describe('the rows of a sheet', () => {
  it('have the ref as typed, canonical values by column, and where they stand', () => {
    const risks = grid('Risk Log', [
      ['Risks of the design'],
      headings,
      [' dr_001\n', 'Late ', 'open', 4, 16, 'Chair', 44783, 12.5],
      2,
      [null, 'New', '', null, null, null, 'next week'],
    ]);
    const { rows, regions } = readTracker(schema, [risks]);
    assert.deepEqual(rows, [
      {
        tab: 'risks',
        ref: 'dr_001',
        cells: {
          title: 'Late',
          status: 'open',
          impact: 4,
          owner: 'Chair',
          due: '2022-08-10',
          'x:cost': '12.5',
        },
        at: { sheet: 'Risk Log', row: 2 },
        region: regions[0],
        silent: [],
      },
      {
        tab: 'risks',
        ref: null,
        cells: { title: 'New', due: 'next week' },
        at: { sheet: 'Risk Log', row: 5 },
        region: regions[0],
        silent: [],
      },
    ]);
  });

  it('are those that were seen when it was recognised, and found again where they were not kept', () => {
    const row = fc.constantFrom<(CellValue | null)[]>(
      ['DR-001', 'Late', 'Open', 4, 16],
      [null, 'New', null, null, null, 'Chair'],
      [],
      headings,
      ['Closed risks'],
      ['DR-009'],
      ['Note: see the log'],
      ['Total', null, null, 12],
      ['Ref', 'Title', 'Decision', 'Status'],
    );
    let found = 0;
    fc.assert(
      fc.property(fc.array(row, { maxLength: 14 }), (below) => {
        const grids = [grid('Risk Log', [headings, ...below])];
        const { regions, rows } = readTracker(schema, grids);
        const again = readRegions(
          schema,
          grids,
          regions.map((region) => ({ ...region })),
        );
        assert.deepEqual(again.rows, rows);
        found += rows.length;
      }),
    );
    assert.ok(found > 100, `only ${found} records`);
  });

  it('say nothing where a formula has no result', () => {
    const formulas = new Map([[at(1, 5), { formula: '=Lists!A1', cached: false }]]);
    const [row] = readTracker(schema, [
      grid('Risk Log', [headings, ['DR-001', 'Late', 'Open', 4, 16]], { formulas }),
    ]).rows;
    assert.deepEqual([row?.silent, row?.cells], [['owner'], { title: 'Late', status: 'Open', impact: 4 }]);
  });

  it('read dates in the workbook’s date system and by the cell’s format', () => {
    const risks = grid('Risk Log', [headings, ['DR-001', 'Late', 'Open', 4, null, 'PMO', 43321, 43321]], {
      dateSystem: 1904,
      formats: [
        undefined,
        [undefined, undefined, undefined, undefined, undefined, undefined, undefined, 'd mmm yy'],
      ],
    });
    const [row] = readTracker(schema, [risks]).rows;
    assert.deepEqual([row?.cells.due, row?.cells['x:cost']], ['2022-08-10', '2022-08-10']);
  });

  it('have the target of a hyperlink in a link column', () => {
    const issues = grid(
      'Issues Log',
      [
        ['Ref', 'Title', 'Severity', 'Status', 'Link'],
        ['DI-001', 'Gap', 3, 'Open', 'Paper 4'],
      ],
      { links: new Map([[at(1, 4), 'https://example.org/4']]) },
    );
    assert.equal(readTracker(schema, [issues]).rows[0]?.cells.link, 'https://example.org/4');
  });

  it('are refused with the cell’s place where a text can’t be kept', () => {
    const risks = grid('Risk Log', [headings, ['DR-001', 'half \ud800', 'Open', 4]]);
    assert.throws(
      () => readTracker(schema, [risks]),
      (error) => error instanceof ValueRefused && error.message.startsWith('Risk Log!B2: '),
    );
  });

  it('leave aside refs that were typed ahead, which can be listed', () => {
    const risks = grid('Risk Log', [headings, ['DR-001', 'Late', 'Open', 4], ['DR-002'], ['DR-003']]);
    const { rows, regions } = readTracker(schema, [risks]);
    assert.deepEqual(
      rows.map(({ ref }) => ref),
      ['DR-001'],
    );
    assert.deepEqual(
      regions.flatMap((region) => emptyRefs(schema, risks, region)),
      [
        { ref: 'DR-002', row: 2 },
        { ref: 'DR-003', row: 3 },
      ],
    );
  });
});
