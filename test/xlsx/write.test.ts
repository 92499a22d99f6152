/** New workbooks, as exports write them. */
import assert from 'node:assert/strict';
import ExcelJS from 'exceljs';
import fc from 'fast-check';
import { openArchive } from '../../server/xlsx/archive.ts';
import { readWorkbook } from '../../server/xlsx/read.ts';
import { type WrittenSheet, writeWorkbook } from '../../server/xlsx/write.ts';
import { at, cellAt, type Grid } from '../../shared/sheet/grid.ts';
import { serialFromIso } from '../../shared/values/date.ts';
import type { Value } from '../../shared/values/value.ts';
import { unzipped } from './package.ts';

async function written(...sheets: readonly WrittenSheet[]): Promise<readonly Grid[]> {
  return (await readWorkbook(await writeWorkbook(sheets), 'export.xlsx')).grids;
}

const column = (heading: string, type = 'text') => ({ heading, type });

describe('a new workbook', () => {
  it('has a title, headings that stay in sight under a filter, and real dates', async () => {
    const bytes = await writeWorkbook([
      {
        name: 'Issues',
        title: 'Issues · for CCAG',
        columns: [
          column('Ref', 'ref'),
          column('Due', 'date'),
          column('Seen', 'date'),
          { ...column('Note'), width: 50 },
        ],
        rows: [
          ['DI-001', '2022-08-10', '2022-08-10T06:00:00', 'a\nb'],
          ['DI-002', 'soon', null, null],
        ],
      },
    ]);
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(new Uint8Array(bytes).buffer);
    const sheet = workbook.getWorksheet('Issues');
    assert.ok(sheet);
    assert.deepEqual(
      {
        title: sheet.getCell('A1').value,
        headings: ['A2', 'B2', 'C2', 'D2'].map((address) => sheet.getCell(address).value),
        dates: ['B3', 'C3', 'B4'].map((address) => sheet.getCell(address).value),
        formats: ['B3', 'C3'].map((address) => sheet.getCell(address).numFmt),
        frozen: sheet.views.map((view) => [view.state, 'ySplit' in view ? view.ySplit : null]),
        filter: sheet.autoFilter,
        width: sheet.getColumn(4).width,
      },
      {
        title: 'Issues · for CCAG',
        headings: ['Ref', 'Due', 'Seen', 'Note'],
        dates: [new Date('2022-08-10T00:00:00Z'), new Date('2022-08-10T06:00:00Z'), 'soon'],
        formats: ['dd/mm/yyyy', 'dd/mm/yyyy hh:mm'],
        frozen: [['frozen', 2]],
        filter: 'A2:D4',
        width: 50,
      },
    );
  });

  it('is read with every value as it was written, text never as a formula', async () => {
    const value: fc.Arbitrary<Value> = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.constantFrom(
        '=1+1',
        '+44',
        '-x',
        '@a',
        '_x0041_',
        'a\r\nb',
        '\u0001',
        ' x ',
        '1',
        'TRUE',
        '#N/A',
        '2022-08-10',
      ),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
      fc.boolean(),
      fc.constant(null),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(value, { minLength: 3, maxLength: 3 }), { maxLength: 6 }),
        async (rows) => {
          const [grid] = await written({
            name: 'Data',
            columns: [column('A'), column('B'), column('C')],
            rows,
          });
          assert.ok(grid);
          const read = rows.map((row, index) => row.map((_, place) => cellAt(grid, index + 1, place)));
          assert.deepEqual(
            read,
            rows.map((row) => row.map((cell) => (cell === '' ? null : cell))),
          );
          assert.deepEqual(grid.formulas, new Map());
        },
      ),
      { numRuns: 100 },
    );
  });

  it('is read with every date as it was written', async () => {
    const dates = fc.date({
      min: new Date('1900-03-01T00:00:00Z'),
      max: new Date('2100-01-01T00:00:00Z'),
      noInvalidDate: true,
    });
    const iso = fc.tuple(dates, fc.boolean()).map(([date, timed]) => {
      const whole = date.toISOString().slice(0, 19);
      return timed && !whole.endsWith('T00:00:00') ? whole : whole.slice(0, 10);
    });
    await fc.assert(
      fc.asyncProperty(fc.array(iso, { minLength: 1, maxLength: 8 }), async (all) => {
        const [grid] = await written({
          name: 'Data',
          columns: [column('Due', 'date')],
          rows: all.map((date) => [date]),
        });
        assert.ok(grid);
        all.forEach((date, index) => {
          const [read, expected] = [cellAt(grid, index + 1, 0), serialFromIso(date, 1900)];
          assert.ok(typeof read === 'number' && expected !== null);
          assert.equal(Math.round(read * 86_400), Math.round(expected * 86_400), date);
        });
      }),
      { numRuns: 50 },
    );
  });

  it('has links that open the web or mail, and any other target as text', async () => {
    const targets = [
      'https://example.com/?a=1&b=2',
      'mailto:a@example.com',
      'file:///c:/x',
      'javascript:1',
      '\\\\server\\x',
      'https://a b',
    ];
    const [grid] = await written({
      name: 'Data',
      columns: [column('Link', 'link')],
      rows: targets.map((target) => [target]),
    });
    assert.deepEqual(
      grid?.links,
      new Map([
        [at(1, 0), targets[0]],
        [at(2, 0), targets[1]],
      ]),
    );
    assert.deepEqual(
      grid?.values.slice(1),
      targets.map((target) => [target]),
    );
  });

  it('has sheet names that Excel allows, each once', async () => {
    const names = [
      'History',
      "'a/b:c*?[d]\\'",
      '',
      'x'.repeat(40),
      'X'.repeat(40),
      'Risks',
      'risks',
      '😀'.repeat(20),
    ];
    const grids = await written(...names.map((name) => ({ name, columns: [column('A')], rows: [] })));
    assert.deepEqual(
      grids.map(({ sheet }) => sheet),
      [
        'History_',
        'a b c   d',
        'Sheet',
        'x'.repeat(31),
        `${'X'.repeat(27)} (2)`,
        'Risks',
        'risks (2)',
        '😀'.repeat(15),
      ],
    );
  });

  it('is the same bytes for the same rows, on any day', async () => {
    const sheet = { name: 'Data', columns: [column('A')], rows: [['x']] };
    const bytes = await writeWorkbook([sheet]);
    assert.deepEqual(bytes, await writeWorkbook([sheet]));
    // 1 January 1980, as the zip format packs it.
    assert.deepEqual(
      [...new Set((await openArchive(bytes, 'a')).entries.map(({ listed }) => listed.rawLastModDate))],
      [0x210000],
    );
    const dates = unzipped(bytes)['docProps/core.xml']?.match(/\d{4}-\d\d-\d\dT[\d:.]+Z/g);
    assert.deepEqual([...new Set(dates)], ['1980-01-01T00:00:00Z']);
  });
});
