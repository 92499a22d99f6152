import assert from 'node:assert/strict';
import { onWaiting } from '../../addin/excel/busy.ts';
import { HOLDS_FORMULA } from '../../addin/excel/content.ts';
import { HostFailed } from '../../addin/excel/failure.ts';
import { excelWorkbook } from '../../addin/excel/workbook.ts';
import { at, type Grid } from '../../shared/sheet/grid.ts';
import type { Edit } from '../../shared/sync/workbook.ts';
import type { BookInput } from '../excel-host/data.ts';
import { cellsFrom, openExcel } from './excel.ts';

const bare = () => excelWorkbook({ schema: () => null });

/** A sheet with these rows, and whatever else. */
function book(
  rows: Parameters<typeof cellsFrom>[0],
  more: Partial<BookInput['sheets'][number]> = {},
): BookInput {
  return { sheets: [{ name: 'Risks', cells: cellsFrom(rows), ...more }] };
}

function cell(row: number, column: number, content: Extract<Edit, { kind: 'cell' }>['content']): Edit {
  return { kind: 'cell', sheet: 'Risks', row, column, content };
}

async function gridOf(name = 'Risks'): Promise<Grid> {
  const grid = (await bare().read()).grids.find(({ sheet }) => sheet === name);
  assert(grid, `no sheet ${name}`);
  return grid;
}

async function valuesNow(): Promise<Grid['values']> {
  return (await gridOf()).values;
}

describe('the workbook in Excel, read', () => {
  it('is the grid that stands in it', async () => {
    await openExcel({
      sheets: [
        {
          name: 'Risks',
          cells: [
            { row: 1, column: 1, value: 'Ref' },
            { row: 1, column: 2, value: 'Raised' },
            { row: 2, column: 1, value: 'DR-001' },
            { row: 2, column: 2, value: 44783, numberFormat: 'dd/mm/yyyy' },
            { row: 2, column: 3, value: 12, formula: '=3*4' },
            { row: 3, column: 1, value: '=not a formula', quoted: true },
            { row: 3, column: 2, value: '#N/A' },
            { row: 3, column: 3, value: true },
          ],
          merges: [{ top: 1, left: 2, bottom: 1, right: 3 }],
          hiddenRows: [{ from: 3, to: 3 }],
          hiddenColumns: [{ from: 2, to: 3 }],
          tables: [
            {
              name: 'RiskTable',
              area: { top: 1, left: 1, bottom: 3, right: 3 },
              headings: true,
              totals: false,
            },
          ],
        },
        { name: 'Kept', visibility: 'hidden' },
        { name: '_tracker', visibility: 'veryHidden', cells: cellsFrom([['state', '{}']]) },
      ],
      autoSave: true,
    });
    const { grids, ...rest } = await bare().read();
    const [risks, kept, ...others] = grids;
    assert.deepEqual(risks, {
      sheet: 'Risks',
      visibility: 'visible',
      dateSystem: 1900,
      values: [
        undefined,
        [null, 'Ref', 'Raised'],
        [null, 'DR-001', 44783, 12],
        [null, '=not a formula', '#N/A', true],
      ],
      formats: [undefined, undefined, [undefined, undefined, 'dd/mm/yyyy']],
      formulas: new Map([[at(2, 3), { formula: '=3*4', cached: true }]]),
      links: new Map(),
      merges: [{ top: 1, left: 2, bottom: 1, right: 3 }],
      hiddenRows: [{ from: 3, to: 3 }],
      hiddenColumns: [{ from: 2, to: 3 }],
      dropDowns: [],
      tables: [
        { name: 'RiskTable', area: { top: 1, left: 1, bottom: 3, right: 3 }, headings: true, totals: false },
      ],
      notes: null,
    } satisfies Grid);
    assert.deepEqual([kept?.sheet, kept?.visibility, kept?.values, others], ['Kept', 'hidden', [], []]);
    assert.deepEqual(rest, { state: [['state', '{}']], autoSave: true, canKeepState: true });
  });

  it('knows from a date cell that days count from 1904', async () => {
    await openExcel({
      dateSystem: 1904,
      sheets: [{ name: 'Risks', cells: [{ row: 0, column: 0, value: 43321, numberFormat: 'dd/mm/yyyy' }] }],
    });
    assert.equal((await gridOf()).dateSystem, 1904);
  });

  it('has each drop-down list once, with its values', async () => {
    await openExcel({
      sheets: [
        {
          name: 'Risks',
          cells: cellsFrom([
            ['Risk log', null, null],
            ['Ref', 'Status', 'Owner'],
            ...Array.from({ length: 30 }, (_, row) => [`DR-${row}`, 'Open', 'PMO']),
          ]),
          dropDowns: [
            { areas: [{ top: 2, left: 1, bottom: 31, right: 1 }], source: '"Open,Closed"' },
            { areas: [{ top: 2, left: 2, bottom: 16, right: 2 }], source: '=Lists!$A$1:$A$3' },
          ],
        },
        { name: 'Lists', cells: cellsFrom([['PMO'], ['Ofgem'], ['CCAG']]) },
      ],
    });
    assert.deepEqual((await gridOf()).dropDowns, [
      {
        areas: [{ top: 2, left: 1, bottom: 31, right: 1 }],
        source: '"Open,Closed"',
        values: ['Open', 'Closed'],
      },
      {
        areas: [{ top: 2, left: 2, bottom: 16, right: 2 }],
        source: '=Lists!$A$1:$A$3',
        values: ['PMO', 'Ofgem', 'CCAG'],
      },
    ]);
  });

  it('takes a few requests, however many rows there are', async () => {
    const rows = Array.from({ length: 5_000 }, (_, row) => [`DR-${row}`, 'Open', 'PMO', row]);
    const host = await openExcel(book(rows));
    host.requests = 0;
    assert.equal((await bare().read()).grids[0]?.values.length, 5_000);
    assert(host.requests <= 10, `${host.requests} requests`);
  });

  it('comes in halves where Excel on the web finds the answer too long', async () => {
    const rows = Array.from({ length: 400 }, (_, row) => [`DR-${row}`, 'x'.repeat(8_000)]);
    await openExcel(book(rows), { profile: 'web' });
    const { grids } = await bare().read();
    assert.deepEqual(grids[0]?.values, rows);
  });

  it('is only what was asked for', async () => {
    await openExcel({ sheets: [{ name: 'Risks' }, { name: 'Actions', cells: cellsFrom([['Ref']]) }] });
    const { grids } = await bare().read(['Actions', 'Gone']);
    assert.deepEqual(
      grids.map(({ sheet }) => sheet),
      ['Actions'],
    );
  });
});

describe('the workbook in Excel, written', () => {
  it('holds text as text, whatever it looks like', async () => {
    const texts = [
      'Open',
      'May 5',
      '1/2',
      '0042',
      'TRUE',
      '=1+1',
      '+44 20',
      '-',
      '@home',
      '#N/A',
      "'quoted'",
      '50%',
      '10:30',
      'EUR 5',
      'DR-001',
      'mar-22',
      'A long sentence, with 2 numbers: 1/2.',
    ];
    await openExcel(book([['Ref']]));
    const edits = texts.map((text, index) => cell(index + 1, 0, { kind: 'text', text }));
    assert.deepEqual(await bare().write(edits), []);
    const grid = await gridOf();
    assert.deepEqual(
      grid.values.slice(1),
      texts.map((text) => [text]),
    );
    assert.equal(grid.formulas.size, 0);
  });

  it('holds numbers, booleans and blanks, and dates in a date format', async () => {
    const host = await openExcel({
      sheets: [
        {
          name: 'Risks',
          cells: [
            { row: 0, column: 0, value: 'as text', numberFormat: '@' },
            { row: 0, column: 1, value: 44000, numberFormat: 'd mmm yy' },
            { row: 0, column: 2, value: 'gone' },
            { row: 0, column: 3, value: 44000, numberFormat: 'd mmm yy' },
          ],
        },
      ],
    });
    await bare().write([
      cell(0, 0, { kind: 'number', number: 5 }),
      cell(0, 1, { kind: 'number', number: 44783, format: 'date' }),
      cell(0, 2, { kind: 'blank' }),
      cell(0, 3, { kind: 'number', number: 7 }),
      cell(0, 4, { kind: 'number', number: 44783.5, format: 'date-time' }),
      cell(0, 5, { kind: 'boolean', boolean: true }),
    ]);
    assert.deepEqual(
      [0, 1, 2, 3, 4, 5].map((column) => host.cell('Risks', 0, column)),
      [
        { value: 5, formula: null, format: 'General' },
        { value: 44783, formula: null, format: 'd mmm yy' },
        { value: null, formula: null, format: 'General' },
        { value: 7, formula: null, format: 'General' },
        { value: 44783.5, formula: null, format: 'dd/mm/yyyy hh:mm:ss' },
        { value: true, formula: null, format: 'General' },
      ],
    );
  });

  it('gets a new target where a cell has a link, and loses the link where it is blanked', async () => {
    const host = await openExcel({
      sheets: [
        {
          name: 'Risks',
          cells: [
            { row: 0, column: 0, value: 'Paper', link: 'https://example.org/1' },
            { row: 0, column: 1, value: 'Paper', link: 'https://example.org/1' },
            { row: 0, column: 2, value: 'Paper' },
          ],
        },
      ],
    });
    const content = { kind: 'link', text: 'Paper 2', target: 'https://example.org/2' } as const;
    await bare().write([cell(0, 0, content), cell(0, 1, { kind: 'blank' }), cell(0, 2, content)]);
    assert.deepEqual(
      host.save().sheets[0]?.cells.map(({ column, value, link }) => ({ column, value, link })),
      [
        { column: 0, value: 'Paper 2', link: 'https://example.org/2' },
        { column: 2, value: 'Paper 2', link: undefined },
      ],
    );
  });

  it('keeps its formulas', async () => {
    const host = await openExcel({
      sheets: [{ name: 'Risks', cells: [{ row: 0, column: 0, value: 12, formula: '=3*4' }] }],
    });
    const refused = await bare().write([
      cell(0, 0, { kind: 'number', number: 9 }),
      cell(0, 1, { kind: 'number', number: 9 }),
    ]);
    assert.deepEqual(refused, [{ index: 0, reason: HOLDS_FORMULA }]);
    assert.deepEqual([host.cell('Risks', 0, 0).formula, host.cell('Risks', 0, 1).value], ['=3*4', 9]);
  });

  it('takes all but the cells that Excel refuses', async () => {
    const rows = Array.from({ length: 20 }, (_, row) => [`DR-${row}`]);
    await openExcel({
      sheets: [
        {
          name: 'Risks',
          protected: true,
          cells: rows.map(([value], row) => ({
            row,
            column: 0,
            value: value ?? null,
            locked: row === 7 || row === 13,
          })),
        },
      ],
    });
    const refused = await bare().write(
      rows.map((_, row) => cell(row, 0, { kind: 'text', text: `new ${row}` })),
    );
    assert.deepEqual(
      refused.map(({ index }) => index),
      [7, 13],
    );
    assert.match(refused[0]?.reason ?? '', /protected/);
    assert.deepEqual(
      await valuesNow(),
      rows.map(([value], row) => [row === 7 || row === 13 ? value : `new ${row}`]),
    );
  });

  it('fails as a whole where Excel itself fails', async () => {
    const host = await openExcel(book([['Ref']]));
    host.modes.timedOut = true;
    await assert.rejects(bare().write([cell(0, 0, { kind: 'blank' })]), HostFailed);
    await assert.rejects(bare().read(), HostFailed);
  });

  it('waits for a cell that is being edited, and says so', async () => {
    const host = await openExcel(book([['Ref']]));
    host.modes.cellEdit = true;
    const said: (string | null)[] = [];
    const stop = onWaiting((message) => {
      said.push(message === null ? null : 'waiting');
      if (message !== null) host.leaveCell();
    });
    await bare().write([cell(0, 0, { kind: 'text', text: 'Reference' })]);
    stop();
    assert.deepEqual([said, await valuesNow()], [['waiting', null], [['Reference']]]);
  });

  it('grows a table by a row, and makes room below where something is in the way', async () => {
    const area = { top: 0, left: 0, bottom: 1, right: 1 };
    const host = await openExcel(
      book(
        [
          ['Ref', 'Title'],
          ['DR-001', 'One'],
          [null, null],
          ['Signed', null],
        ],
        {
          tables: [{ name: 'RiskTable', area, headings: true, totals: false }],
        },
      ),
    );
    const edit = (after: number, shift: boolean, ref: string): Edit => ({
      kind: 'append',
      sheet: 'Risks',
      after,
      left: 0,
      right: 1,
      table: 'RiskTable',
      shift,
      cells: [
        { column: 0, content: { kind: 'text', text: ref } },
        { column: 1, content: { kind: 'text', text: '5/8' } },
      ],
    });
    assert.deepEqual(await bare().write([edit(1, false, 'DR-002'), edit(2, true, 'DR-003')]), []);
    assert.deepEqual(await valuesNow(), [
      ['Ref', 'Title'],
      ['DR-001', 'One'],
      ['DR-002', '5/8'],
      ['DR-003', '5/8'],
      ['Signed'],
    ]);
    assert.deepEqual(host.save().sheets[0]?.tables[0]?.area, { ...area, bottom: 3 });
  });

  it('gets many new rows in a few requests', async () => {
    const host = await openExcel(book([['Ref'], ['DR-000'], [null], ['Signed']]));
    const refs = Array.from({ length: 300 }, (_, index) => `DR-${index + 1}`);
    host.requests = 0;
    const refused = await bare().write(
      refs.map((text, index) => ({
        kind: 'append',
        sheet: 'Risks',
        after: 1 + index,
        left: 0,
        right: 0,
        table: null,
        shift: true,
        cells: [{ column: 0, content: { kind: 'text', text } }],
      })),
    );
    assert.deepEqual([refused, host.requests <= 6], [[], true]);
    assert.deepEqual(await valuesNow(), [
      ['Ref'],
      ['DR-000'],
      ...refs.map((ref) => [ref]),
      undefined,
      ['Signed'],
    ]);
  });

  it('gets new rows above the totals of a table', async () => {
    const host = await openExcel(
      book([['Ref'], ['DR-001'], ['Total']], {
        tables: [
          { name: 'RiskTable', area: { top: 0, left: 0, bottom: 2, right: 0 }, headings: true, totals: true },
        ],
      }),
    );
    const refused = await bare().write([
      {
        kind: 'append',
        sheet: 'Risks',
        after: 1,
        left: 0,
        right: 0,
        table: 'RiskTable',
        shift: false,
        cells: [{ column: 0, content: { kind: 'text', text: 'DR-002' } }],
      },
    ]);
    assert.deepEqual(refused, []);
    assert.deepEqual(await valuesNow(), [['Ref'], ['DR-001'], ['DR-002'], ['Total']]);
    assert.equal(host.save().sheets[0]?.tables[0]?.area.bottom, 3);
  });

  it('moves down only the cells of the region', async () => {
    await openExcel(
      book([
        ['Ref', 'Other'],
        ['DR-001', 'a'],
        ['Signed', 'b'],
      ]),
    );
    await bare().write([
      {
        kind: 'append',
        sheet: 'Risks',
        after: 1,
        left: 0,
        right: 0,
        table: null,
        shift: true,
        cells: [{ column: 0, content: { kind: 'text', text: 'DR-002' } }],
      },
    ]);
    assert.deepEqual(await valuesNow(), [['Ref', 'Other'], ['DR-001', 'a'], ['DR-002', 'b'], ['Signed']]);
  });

  it('loses a row over the region’s width, never the sheet row', async () => {
    await openExcel(
      book([
        ['Ref', 'Other'],
        ['DR-001', 'a'],
        ['DR-002', 'b'],
      ]),
    );
    const remove: Edit = { kind: 'remove', sheet: 'Risks', row: 1, left: 0, right: 0, table: null };
    assert.deepEqual(await bare().write([remove]), []);
    assert.deepEqual(await valuesNow(), [
      ['Ref', 'Other'],
      ['DR-002', 'a'],
      [null, 'b'],
    ]);
  });
});

describe('the state in the workbook', () => {
  const rows = [
    ['Design Tracker keeps its state here'],
    ['1e5', '["base",12]'],
    ['=', '+1', "'", 'x'.repeat(30_000)],
  ];

  it('comes back as it was written, from a very hidden sheet', async () => {
    const host = await openExcel(book([['Ref']]));
    await bare().writeState(rows);
    const { state, grids } = await bare().read();
    assert.deepEqual(
      state?.map((row) => row.filter((text) => text !== '')),
      rows,
    );
    assert.deepEqual(
      grids.map(({ sheet }) => sheet),
      ['Risks'],
    );
    assert.equal(host.save().sheets.find(({ name }) => name === '_tracker')?.visibility, 'veryHidden');
  });

  it('replaces the older one wholly', async () => {
    await openExcel(book([['Ref']]));
    await bare().writeState(rows);
    await bare().writeState([['short', 'state']]);
    assert.deepEqual((await bare().read()).state, [['short', 'state']]);
  });

  it('goes with its sheet', async () => {
    const host = await openExcel(book([['Ref']]));
    await bare().writeState(rows);
    await bare().writeState(null);
    assert.equal((await bare().read()).state, null);
    assert.deepEqual(
      host.save().sheets.map(({ name }) => name),
      ['Risks'],
    );
  });

  it('has no place where the structure of the workbook is protected', async () => {
    await openExcel({ ...book([['Ref']]), protectedStructure: true });
    assert.equal((await bare().read()).canKeepState, false);
    await assert.rejects(bare().writeState(rows), HostFailed);
  });
});
