/** exceljs is the judge: what it writes into a book, our reader reads. */
import assert from 'node:assert/strict';
import ExcelJS from 'exceljs';
import fc from 'fast-check';
import { readWorkbook } from '../../server/xlsx/read.ts';
import { at, type CellValue, cellAt, type Grid } from '../../shared/sheet/grid.ts';
import { serialFromIso } from '../../shared/values/date.ts';

/** A cell for exceljs, and what a grid must hold for it. */
interface Case {
  readonly put: ExcelJS.CellValue;
  readonly value: CellValue;
  readonly formula?: string;
}

/** exceljs drops what XML can't hold and does not escape `_x0041_`: such text is tried elsewhere, by hand. */
const text = fc
  .string({ unit: 'grapheme', maxLength: 40 })
  .map((string) => string.toWellFormed().replace(/\p{Cc}|[\ufffe\uffff]|_x/gu, ''))
  .map((string) => string.normalize('NFC'));
const multiline = fc.array(text, { maxLength: 4 }).map((lines) => lines.join('\n'));
const someText = fc.oneof(
  text,
  multiline,
  fc.constantFrom('=1+1', ' spaced  ', '<b>&amp;"\'', '\u00a0x', '😀 — ₤'),
);
const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0);
const number = fc.oneof(
  finite,
  fc.integer(),
  fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((it) => Number(it.toFixed(4)) + 0),
);
const errorCode = fc.constantFrom(
  '#N/A',
  '#REF!',
  '#NAME?',
  '#DIV/0!',
  '#NULL!',
  '#VALUE!',
  '#NUM!' as const,
);
/** Whole days from 1 March 1900 on: before it exceljs is a day off, as Excel's 1900 has a 29 February. */
const day = fc
  .integer({ min: 0, max: 60_000 })
  .map((days) => new Date(Date.UTC(1904, 0, 2) + days * 86_400_000));

function cases(dateSystem: 1900 | 1904): fc.Arbitrary<Case> {
  return fc.oneof(
    someText.map((put): Case => ({ put, value: put === '' ? null : put })),
    number.map((put): Case => ({ put, value: put })),
    fc.boolean().map((put): Case => ({ put, value: put })),
    day.map((put): Case => ({ put, value: serialFromIso(put.toISOString().slice(0, 10), dateSystem) })),
    errorCode.map((error): Case => ({ put: { error }, value: error })),
    fc.array(text, { minLength: 1, maxLength: 3 }).map(
      (runs): Case => ({
        put: { richText: runs.map((run, index) => ({ text: run, font: { bold: index % 2 === 0 } })) },
        value: runs.join('') || null,
      }),
    ),
    number.map(
      (result): Case => ({
        put: { formula: 'A1*2', date1904: dateSystem === 1904, result },
        value: result,
        formula: '=A1*2',
      }),
    ),
    text
      .filter((it) => it !== '')
      .map(
        (result): Case => ({
          put: { formula: 'A1&"<x>"', date1904: false, result },
          value: result,
          formula: '=A1&"<x>"',
        }),
      ),
    fc.constant<Case>({ put: null, value: null }),
  );
}

async function book(dateSystem: 1900 | 1904, rows: readonly (readonly Case[])[]): Promise<Grid> {
  const workbook = new ExcelJS.Workbook();
  workbook.properties.date1904 = dateSystem === 1904;
  const sheet = workbook.addWorksheet('Data');
  rows.forEach((row, index) => {
    row.forEach(({ put }, column) => {
      sheet.getCell(index + 1, column + 1).value = put;
    });
  });
  const { grids } = await readWorkbook(new Uint8Array(await workbook.xlsx.writeBuffer()), 'made.xlsx');
  const [grid] = grids;
  assert.ok(grid);
  return grid;
}

describe('a book that exceljs wrote', () => {
  for (const dateSystem of [1900, 1904] as const) {
    it(`is read with every value as it was put, in the ${dateSystem} date system`, async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.array(cases(dateSystem), { maxLength: 6 }), { minLength: 1, maxLength: 8 }),
          async (rows) => {
            const grid = await book(dateSystem, rows);
            assert.equal(grid.dateSystem, dateSystem);
            const read = rows.map((row, index) => row.map((_, column) => cellAt(grid, index, column)));
            assert.deepEqual(
              read,
              rows.map((row) => row.map(({ value }) => value)),
            );
            const formulas = rows.flatMap((row, index) =>
              row.flatMap(({ formula }, column) =>
                formula === undefined ? [] : [[at(index, column), { formula, cached: true }]],
              ),
            );
            assert.deepEqual([...grid.formulas], formulas);
          },
        ),
        { numRuns: 150 },
      );
    });
  }

  it('shows dates under a date format, and nothing else under one', async () => {
    const grid = await book(1900, [
      [
        { put: new Date(Date.UTC(2022, 7, 10)), value: 44783 },
        { put: 5, value: 5 },
      ],
    ]);
    assert.deepEqual(grid.values, [[44783, 5]]);
    assert.deepEqual(grid.formats, [['dd/mm/yyyy']]);
  });

  it('has its merges, links, hidden rows and columns, lists, tables and notes', async () => {
    const workbook = new ExcelJS.Workbook();
    const lists = workbook.addWorksheet('Lists', { state: 'hidden' });
    lists.getColumn(1).values = ['Status', 'Open', 'Closed'];
    const sheet = workbook.addWorksheet("It's a log");
    sheet.getCell('A1').value = 'Issues';
    sheet.mergeCells('A1:C1');
    sheet.addTable({
      name: 'Log',
      ref: 'A3',
      headerRow: true,
      columns: [{ name: 'Ref' }, { name: 'Status' }, { name: 'Link' }],
      rows: [
        ['DI-001', 'Open', 'page'],
        ['DI-002', 'Closed', null],
      ],
    });
    sheet.getCell('C4').value = { text: 'page', hyperlink: 'https://example.com/a?b=1&c=2' };
    sheet.getCell('B5').note = 'who closed it?';
    sheet.getCell('F6').value = 'below';
    sheet.getRow(5).hidden = true;
    sheet.getRow(6).hidden = true;
    sheet.getColumn(5).hidden = true;
    sheet.getCell('B4').dataValidation = { type: 'list', formulae: ['Lists!$A$2:$A$3'] };
    sheet.getCell('D4').dataValidation = { type: 'list', formulae: ['"Low, High"'] };
    const { grids } = await readWorkbook(new Uint8Array(await workbook.xlsx.writeBuffer()), 'made.xlsx');
    const log = grids[1];
    assert.ok(log);
    assert.equal(grids[0]?.visibility, 'hidden');
    const { merges, links, hiddenRows, hiddenColumns, dropDowns, tables, notes, sheet: name } = log;
    assert.deepEqual(
      { name, merges, links, hiddenRows, hiddenColumns, dropDowns, tables, notes },
      {
        name: "It's a log",
        merges: [{ top: 0, left: 0, bottom: 0, right: 2 }],
        links: new Map([[at(3, 2), 'https://example.com/a?b=1&c=2']]),
        hiddenRows: [{ from: 4, to: 5 }],
        hiddenColumns: [{ from: 4, to: 4 }],
        dropDowns: [
          {
            areas: [{ top: 3, left: 1, bottom: 3, right: 1 }],
            source: '=Lists!$A$2:$A$3',
            values: ['Open', 'Closed'],
          },
          {
            areas: [{ top: 3, left: 3, bottom: 3, right: 3 }],
            source: '"Low, High"',
            values: ['Low', 'High'],
          },
        ],
        tables: [
          { name: 'Log', area: { top: 2, left: 0, bottom: 4, right: 2 }, headings: true, totals: false },
        ],
        notes: new Set([at(4, 1)]),
      },
    );
  });
});
