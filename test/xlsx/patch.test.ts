/** Changes in a person's own workbook, which must stay theirs. */
import assert from 'node:assert/strict';
import {
  Uint8ArrayReader,
  Uint8ArrayWriter,
  ZipWriter,
  type ZipWriterConstructorOptions,
} from '@zip.js/zip.js';
import ExcelJS from 'exceljs';
import fc from 'fast-check';
import { strToU8, type Zippable, zipSync } from 'fflate';
import { type Entry, entryOf, openArchive } from '../../server/xlsx/archive.ts';
import { patchWorkbook, type SheetEdit } from '../../server/xlsx/patch.ts';
import { readWorkbook } from '../../server/xlsx/read.ts';
import { at, type CellValue, cellAt, type Grid } from '../../shared/sheet/grid.ts';
import type { Edit } from '../../shared/sync/workbook.ts';
import type { CellContent } from '../../shared/values/content.ts';
import { type MadeBook, type MadeSheet, made, unzipped, zip } from './package.ts';

const text = (value: string): CellContent => ({ kind: 'text', text: value });
const number = (value: number, format?: 'date' | 'date-time'): CellContent =>
  format === undefined ? { kind: 'number', number: value } : { kind: 'number', number: value, format };
const BLANK: CellContent = { kind: 'blank' };

function set(row: number, column: number, content: CellContent, sheet = 'Log'): Edit {
  return { kind: 'cell', sheet, row, column, content };
}

function append(
  after: number,
  cells: readonly CellContent[],
  more: Partial<Extract<Edit, { kind: 'append' }>> = {},
): Edit {
  return {
    kind: 'append',
    sheet: 'Log',
    after,
    left: 0,
    right: Math.max(2, cells.length - 1),
    table: null,
    shift: false,
    cells: cells.map((content, column) => ({ column, content })),
    ...more,
  };
}

const state = (rows: SheetEdit['rows']): SheetEdit => ({
  kind: 'sheet',
  name: '_tracker',
  visibility: 'veryHidden',
  rows,
});

function book(log: Omit<MadeSheet, 'name'>, rest: Omit<MadeBook, 'sheets'> = {}): Uint8Array {
  return made({
    ...rest,
    sheets: [
      { name: 'Log', ...log },
      { name: 'Other', rows: '<row r="1"><c r="A1"><v>1</v></c></row>' },
    ],
  });
}

async function logOf(bytes: Uint8Array): Promise<Grid> {
  const grid = (await readWorkbook(bytes, 'log.xlsx')).grids.find(({ sheet }) => sheet === 'Log');
  assert.ok(grid);
  return grid;
}

/** Patches, expecting that nothing is refused. */
async function patched(bytes: Uint8Array, ...edits: readonly (Edit | SheetEdit)[]): Promise<Uint8Array> {
  const { bytes: after, refused } = await patchWorkbook(bytes, edits);
  assert.deepEqual(refused, []);
  return after;
}

function sheetXml(bytes: Uint8Array): string {
  return unzipped(bytes)['xl/worksheets/sheet1.xml'] ?? '';
}

/** The parts whose compressed bytes differ, and those that are there on one side only. */
async function changedParts(before: Uint8Array, after: Uint8Array): Promise<string[]> {
  const [a, b] = [await openArchive(before, 'a'), await openArchive(after, 'b')];
  const names = new Set([...a.entries, ...b.entries].map(({ name }) => name));
  return [...names].filter((name) => {
    const [one, two] = [entryOf(a, name), entryOf(b, name)];
    return one === undefined || two === undefined || !one.packed.equals(two.packed);
  });
}

const ROWS =
  '<row r="1" spans="1:2"><c r="A1" t="inlineStr"><is><t>Ref</t></is></c><c r="B1" s="1"/></row><row r="2" ht="30" customHeight="1"><c r="A2"><v>1</v></c><c r="C2" s="2"><v>44783</v></c></row>';
const FORMATS = ['0.00', 'dd/mm/yyyy'];

describe('a cell written in place', () => {
  it('keeps its style and its row, and every other cell as it was', async () => {
    const before = book({ rows: ROWS }, { formats: FORMATS });
    const after = await patched(
      before,
      set(0, 1, text('Title')),
      set(1, 1, number(2.5)),
      set(1, 2, BLANK),
      set(3, 0, { kind: 'boolean', boolean: true }),
    );
    const data = /<sheetData>.*<\/sheetData>/s.exec(sheetXml(after))?.[0];
    assert.equal(
      data,
      '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Ref</t></is></c><c r="B1" s="1" t="inlineStr"><is><t xml:space="preserve">Title</t></is></c></row>' +
        '<row r="2" ht="30" customHeight="1"><c r="A2"><v>1</v></c><c r="B2"><v>2.5</v></c><c r="C2" s="2"/></row>' +
        '<row r="4"><c r="A4" t="b"><v>1</v></c></row></sheetData>',
    );
    assert.deepEqual(await changedParts(before, after), ['xl/worksheets/sheet1.xml']);
  });

  it('gets a date format where it has none, the same one for all that need it, and the rest of its style with it', async () => {
    const before = book({ rows: ROWS }, { formats: FORMATS });
    const after = await patched(
      before,
      set(0, 1, number(44783, 'date')),
      set(2, 1, number(44784, 'date')),
      set(3, 1, number(44785, 'date')),
      set(1, 2, number(44790, 'date')),
      set(4, 1, number(44783.5, 'date-time')),
    );
    const { formats, values } = await logOf(after);
    assert.deepEqual(
      [formats[0]?.[1], formats[1]?.[2], formats[2]?.[1], formats[3]?.[1], formats[4]?.[1]],
      ['dd/mm/yyyy', 'dd/mm/yyyy', 'dd/mm/yyyy', 'dd/mm/yyyy', 'dd/mm/yyyy hh:mm'],
    );
    assert.deepEqual(
      values.map((row) => row?.[1] ?? null),
      [44783, null, 44784, 44785, 44783.5],
    );
    assert.deepEqual(await changedParts(before, after), ['xl/styles.xml', 'xl/worksheets/sheet1.xml']);
    assert.match(
      unzipped(after)['xl/styles.xml'] ?? '',
      /<numFmts count="3"><numFmt numFmtId="164" formatCode="0.00"\/><numFmt numFmtId="165" formatCode="dd\/mm\/yyyy"\/><numFmt numFmtId="166" formatCode="dd\/mm\/yyyy hh:mm"\/><\/numFmts>.*<cellXfs count="6">.*<xf numFmtId="165" fontId="0" applyNumberFormat="1"\/><xf numFmtId="165" applyNumberFormat="1"\/><xf numFmtId="166" applyNumberFormat="1"\/><\/cellXfs>/,
    );
  });

  it('takes the style of its row or column where there was no cell', async () => {
    const before = book(
      {
        before: '<cols><col min="2" max="3" style="1"/></cols>',
        rows: '<row r="2" s="2" customFormat="1"/>',
      },
      { formats: FORMATS },
    );
    const { formats } = await logOf(await patched(before, set(0, 1, number(1)), set(1, 1, number(1))));
    assert.deepEqual(formats, [
      [undefined, '0.00'],
      [undefined, 'dd/mm/yyyy'],
    ]);
  });

  it('grows the range that the sheet says it uses', async () => {
    const before = book({ before: '<sheetPr/><dimension ref="A1:C2"/>', rows: ROWS });
    assert.match(sheetXml(await patched(before, set(6, 4, text('x')))), /<dimension ref="A1:E7"\/>/);
  });

  it('finds its place among rows and cells out of order or without addresses, under any prefix', async () => {
    const main = 'xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
    const sheet = `<x:worksheet ${main}><x:sheetData><x:row r="3"><x:c r="C3"><x:v>3</x:v></x:c><x:c r="A3"><x:v>1</x:v></x:c></x:row><x:row r="1"><x:c><x:v>4</x:v></x:c></x:row><x:row><x:c><x:v>5</x:v></x:c><x:c><x:v>6</x:v></x:c></x:row></x:sheetData></x:worksheet>`;
    const before = book({}, { parts: { 'xl/worksheets/sheet1.xml': sheet } });
    const after = await patched(before, set(2, 1, number(2)), set(1, 1, number(7)), set(0, 2, text('x')));
    assert.deepEqual((await logOf(after)).values, [
      [4, null, 'x'],
      [5, 7],
      [1, 2, 3],
    ]);
    assert.match(sheetXml(after), /<x:row r="1">.*<x:row r="2">.*<x:row r="3">/);
  });

  it('joins two elements of one row', async () => {
    const before = book({
      rows: '<row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="C1"><v>3</v></c></row>',
    });
    assert.deepEqual((await logOf(await patched(before, set(0, 1, number(2))))).values, [[1, 2, 3]]);
  });

  it('has Excel work the workbook out again on opening, where formulas may hang on it', async () => {
    const rows = `${ROWS}<row r="3"><c r="A3"><f>A2*2</f><v>2</v></c></row>`;
    const before = book({ rows });
    const after = await patched(before, set(1, 0, number(5)));
    assert.deepEqual(await changedParts(before, after), ['xl/workbook.xml', 'xl/worksheets/sheet1.xml']);
    assert.match(unzipped(after)['xl/workbook.xml'] ?? '', /<\/sheets><calcPr fullCalcOnLoad="1"\/>/);
    const chain =
      unzipped(book({ rows: ROWS }))['xl/_rels/workbook.xml.rels']?.replace('/styles"', '/calcChain"') ?? '';
    const elsewhere = book({ rows: ROWS }, { parts: { 'xl/_rels/workbook.xml.rels': chain } });
    assert.match(
      unzipped(await patched(elsewhere, set(1, 0, number(5))))['xl/workbook.xml'] ?? '',
      /fullCalcOnLoad="1"/,
    );
    const calculated = book({ rows }, { workbook: '<calcPr calcId="191029"/>' });
    assert.match(
      unzipped(await patched(calculated, set(1, 0, number(5))))['xl/workbook.xml'] ?? '',
      /<calcPr calcId="191029" fullCalcOnLoad="1"\/>/,
    );
  });
});

describe('a cell that is not written', () => {
  async function reasons(bytes: Uint8Array, ...edits: readonly (Edit | SheetEdit)[]): Promise<string[]> {
    const { bytes: after, refused } = await patchWorkbook(bytes, edits);
    assert.deepEqual(await changedParts(bytes, after), []);
    assert.deepEqual(
      refused.map(({ index }) => index),
      edits.map((_, index) => index),
    );
    return refused.map(({ reason }) => reason);
  }

  it('is one with a formula, its own, shared, or of an array', async () => {
    const rows =
      '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f t="shared" si="0" ref="B1:B2">A1</f><v>1</v></c><c r="C1"><f t="array" ref="C1:C2">A1:A2</f><v>1</v></c></row><row r="2"><c r="B2"><f t="shared" si="0"/><v>1</v></c><c r="C2"><v>1</v></c></row>';
    const all = await reasons(
      book({ rows }),
      set(0, 0, text('x')),
      set(0, 1, BLANK),
      set(1, 1, number(1)),
      set(0, 2, text('x')),
      set(1, 2, text('x')),
    );
    assert.deepEqual(all, [
      'A1 holds a formula, which is never written over. Change it in Excel.',
      'B1 holds a formula, which is never written over. Change it in Excel.',
      'B2 holds a formula, which is never written over. Change it in Excel.',
      'C1 holds a formula, which is never written over. Change it in Excel.',
      'C2 is filled by an array formula, which is never written over. Change it in Excel.',
    ]);
  });

  it('is one that a merge covers, but for the corner that shows', async () => {
    const bytes = book({ rows: ROWS, after: '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>' });
    assert.deepEqual(await reasons(bytes, set(1, 1, text('x'))), [
      'B2 is covered by a merged cell. Unmerge it in Excel.',
    ]);
    assert.equal(cellAt(await logOf(await patched(bytes, set(0, 0, text('x')))), 0, 0), 'x');
  });

  it('is the heading of a table', async () => {
    const { bytes } = tableBook();
    assert.match((await reasons(bytes, set(0, 1, text('x'))))[0] ?? '', /^B1 is a heading of the table Log/);
  });

  it('is one that can not hold what it should', async () => {
    const all = await reasons(
      book({ rows: ROWS }),
      set(0, 0, text('x'.repeat(32_768))),
      set(0, 0, number(Number.NaN)),
      set(1_048_576, 0, text('x')),
    );
    assert.match(all[0] ?? '', /32,768 characters and a cell holds 32,767/);
    assert.match(all[1] ?? '', /not a number/);
    assert.match(all[2] ?? '', /no such cell/);
  });

  it('is one in a sheet that is gone', async () =>
    assert.match(
      (await reasons(book({}), set(0, 0, text('x'), 'Gone')))[0] ?? '',
      /there is no sheet "Gone"/,
    ));

  describe('on a protected sheet', () => {
    const rows =
      '<row r="1"><c r="A1"><v>1</v></c><c r="B1" s="1"><v>2</v></c><c r="C1" s="1"/></row><row r="3" s="1" customFormat="1"/>';
    const around = {
      before: '<cols><col min="5" max="5" style="1"/></cols>',
      after:
        '<sheetProtection sheet="1"/><protectedRanges><protectedRange sqref="A5 A6" name="Free"/><protectedRange sqref="A7" name="Kept" password="CC1A"/><protectedRange sqref="A8" name="Some"><securityDescriptor>D:</securityDescriptor></protectedRange></protectedRanges>',
    };
    const parts = {
      'xl/styles.xml':
        '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellStyleXfs count="1"><xf><protection locked="0"/></xf></cellStyleXfs><cellXfs count="2"><xf/><xf><protection locked="0"/></xf></cellXfs></styleSheet>',
    };
    const protectedBook = (protection = around.after) =>
      book({ rows, ...around, after: protection }, { parts });

    it('is a locked one, as every cell is that is not said to be unlocked', async () => {
      const [first, ...others] = await reasons(
        protectedBook(),
        set(0, 0, text('x')),
        set(0, 0, BLANK),
        set(3, 3, text('x')),
        set(6, 0, text('x')),
        set(7, 0, text('x')),
      );
      assert.equal(
        first,
        'the sheet is protected and A1 is locked. Take the protection off in Excel (Review, Unprotect Sheet), or unlock the cell there.',
      );
      assert.deepEqual(
        others.map((reason) => / and (.*) is locked/.exec(reason)?.[1]),
        ['A1', 'D4', 'A7', 'A8'],
      );
    });

    it('is none that its style, its row, its column or a free range unlocks', async () => {
      const after = await patched(
        protectedBook(),
        set(0, 1, number(44_783, 'date')),
        // Its style is a new one by now.
        set(0, 1, number(44_784, 'date')),
        set(2, 0, text('row')),
        set(1, 4, text('column')),
        set(5, 0, text('range')),
      );
      const { values } = await logOf(after);
      assert.deepEqual(
        [values[0]?.[1], values[2]?.[0], values[1]?.[4], values[5]?.[0]],
        [44_784, 'row', 'column', 'range'],
      );
    });

    it('is one of a row to add or to empty, which is then left alone as a whole', async () => {
      const remove: Edit = { kind: 'remove', sheet: 'Log', row: 0, left: 0, right: 2, table: null };
      const all = await reasons(protectedBook(), remove, append(0, [BLANK, text('x')]));
      assert.match(all[0] ?? '', /A1 is locked/);
      assert.match(all[1] ?? '', /A2 is locked/);
      const unlocked = { ...remove, left: 1 };
      const after = await patched(protectedBook(), unlocked, append(1, [text('a'), text('b')]));
      assert.deepEqual((await logOf(after)).values, [[1], undefined, ['a', 'b']]);
    });

    it('is any that a longer table or a shift would move', async () => {
      const { bytes } = tableBook();
      const sheet = sheetXml(bytes).replace('</sheetData>', '</sheetData><sheetProtection sheet="true"/>');
      const locked = zip({ ...unzipped(bytes), 'xl/worksheets/sheet1.xml': sheet });
      assert.match(
        (await reasons(locked, append(2, [text('x')], { table: 'Log' })))[0] ?? '',
        /the table Log can't be made longer/,
      );
      const below = book(
        {
          rows: '<row r="1"/><row r="2" s="1" customFormat="1"><c r="A2" s="1"><v>1</v></c></row>',
          ...around,
        },
        { parts },
      );
      assert.match(
        (await reasons(below, append(0, [text('x')], { shift: true })))[0] ?? '',
        /nothing below row 1 can be moved/,
      );
    });

    it('is none where the protection is switched off', async () => {
      const off = protectedBook('<sheetProtection sheet="0" objects="1"/>');
      assert.equal((await logOf(await patched(off, set(0, 0, text('x'))))).values[0]?.[0], 'x');
    });
  });

  it('leaves the other edits to be made', async () => {
    const { bytes, refused } = await patchWorkbook(
      book({ rows: '<row r="1"><c r="A1"><f>1</f><v>1</v></c></row>' }),
      [set(0, 0, text('no')), set(0, 1, text('yes'))],
    );
    assert.deepEqual(
      refused.map(({ index }) => index),
      [0],
    );
    assert.deepEqual((await logOf(bytes)).values, [[1, 'yes']]);
  });
});

describe('a link written in place', () => {
  const links = {
    rows: '<row r="1"><c r="A1" t="str"><v>one</v></c><c r="B1" t="str"><v>two</v></c><c r="C1" t="str"><v>three</v></c><c r="D1" t="str"><v>four</v></c></row>',
    after:
      '<pageMargins left="1"/><hyperlinks><hyperlink ref="A1" r:id="h1" tooltip="Go"/><hyperlink ref="B1" r:id="h2"/><hyperlink ref="C1" r:id="h2"/><hyperlink ref="D1" location="Other!A1"/><hyperlink ref="F1:F2" r:id="h1"/></hyperlinks><tableParts count="0"/>',
    relations: { h1: ['hyperlink', 'https://example.com/1'], h2: ['hyperlink', 'https://example.com/2'] },
  } as const;
  const link = (column: number, target: string): Edit =>
    set(0, column, { kind: 'link', text: 'new', target });

  it('gets the new target, and no other link does', async () => {
    const after = await patched(
      book(links),
      link(1, 'https://example.com/?a=1&b="2"'),
      link(3, 'https://example.com/4'),
      link(0, '#Other!B2'),
    );
    const { links: read, values } = await logOf(after);
    assert.deepEqual(
      read,
      new Map([
        [at(0, 0), '#Other!B2'],
        [at(0, 1), 'https://example.com/?a=1&b="2"'],
        [at(0, 2), 'https://example.com/2'],
        [at(0, 3), 'https://example.com/4'],
      ]),
    );
    assert.deepEqual(values, [['new', 'new', 'three', 'new']]);
  });

  it('is changed in place where only one cell has that target', async () => {
    const single = { ...links, after: '<hyperlinks><hyperlink ref="A1" r:id="h1"/></hyperlinks>' };
    const before = book(single);
    const after = await patched(before, link(0, 'https://example.com/new'));
    assert.deepEqual((await logOf(after)).links, new Map([[at(0, 0), 'https://example.com/new']]));
    assert.match(
      unzipped(after)['xl/worksheets/_rels/sheet1.xml.rels'] ?? '',
      /Id="h1" [^>]*Target="https:\/\/example.com\/new"/,
    );
    assert.match(sheetXml(after), /<hyperlink ref="A1" r:id="h1"\/>/);
  });

  it('goes when its cell is emptied, the list of links with the last of them', async () => {
    const after = await patched(book(links), set(0, 0, BLANK));
    assert.equal((await logOf(after)).links.has(at(0, 0)), false);
    const single = {
      ...links,
      after: '<hyperlinks><hyperlink ref="A1" r:id="h1"/></hyperlinks><pageMargins/>',
    };
    assert.match(sheetXml(await patched(book(single), set(0, 0, BLANK))), /<\/sheetData><pageMargins\/>/);
  });

  it('is text in a cell that has no link, and refused where several cells share one', async () => {
    const { bytes, refused } = await patchWorkbook(book(links), [
      link(4, 'https://example.com'),
      link(5, 'https://example.com'),
    ]);
    assert.equal(cellAt(await logOf(bytes), 0, 4), 'new');
    assert.match(refused[0]?.reason ?? '', /F1 shares one hyperlink/);
  });
});

function tableBook(totals = false): { bytes: Uint8Array } {
  const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
  const bottom = totals ? 4 : 3;
  const count = totals ? ' totalsRowCount="1"' : '';
  return {
    bytes: book(
      {
        rows: `<row r="1"><c r="A1" t="str"><v>Ref</v></c><c r="B1" t="str"><v>Title</v></c><c r="C1" t="str"><v>Due</v></c></row><row r="2"/><row r="3"><c r="A3" s="1" t="str"><v>DI-001</v></c><c r="C3" s="2"><v>44783</v></c></row><row r="4">${totals ? '<c r="A4" t="str"><v>Total</v></c>' : ''}<c r="E4"><v>9</v></c></row>`,
        relations: { t: ['table', '../tables/table1.xml'] },
        after: '<tableParts count="1"><tablePart r:id="t"/></tableParts>',
      },
      {
        formats: FORMATS,
        parts: {
          'xl/tables/table1.xml': `<table ${main} id="1" name="Log" displayName="Log" ref="A1:C${bottom}"${count}><autoFilter ref="A1:C3"><filterColumn colId="1"/></autoFilter><tableColumns count="3"/></table>`,
        },
      },
    ),
  };
}

describe('a row added in place', () => {
  it('stands below the last one, in the styles of the row above', async () => {
    const before = book({ rows: ROWS }, { formats: FORMATS });
    const after = await logOf(
      await patched(before, append(1, [number(2), text('x'), number(44790, 'date')]), append(2, [number(3)])),
    );
    assert.deepEqual(after.values.slice(2), [[2, 'x', 44790], [3]]);
    assert.deepEqual(after.formats[2], [undefined, undefined, 'dd/mm/yyyy']);
  });

  it('makes the table and its filter longer', async () => {
    const after = await patched(
      tableBook().bytes,
      append(2, [text('DI-002'), text('A title')], { table: 'Log' }),
    );
    const { tables, values } = await logOf(after);
    assert.deepEqual(tables[0]?.area, { top: 0, left: 0, bottom: 3, right: 2 });
    assert.deepEqual(values[3], ['DI-002', 'A title', null, null, 9]);
    assert.match(
      unzipped(after)['xl/tables/table1.xml'] ?? '',
      /ref="A1:C4"><autoFilter ref="A1:C4"><filterColumn colId="1"\/>/,
    );
  });

  it('moves a totals row down where it is plain cells', async () => {
    const after = await patched(
      tableBook(true).bytes,
      append(2, [text('DI-002')], { table: 'Log', shift: true }),
    );
    const { tables, values } = await logOf(after);
    assert.deepEqual(tables[0]?.area, { top: 0, left: 0, bottom: 4, right: 2 });
    assert.deepEqual(values.slice(3), [['DI-002', null, null, null, 9], ['Total']]);
    assert.match(
      unzipped(after)['xl/tables/table1.xml'] ?? '',
      /ref="A1:C5" totalsRowCount="1"><autoFilter ref="A1:C4">/,
    );
  });

  it('moves what stands below down by one row, over the width of the region only', async () => {
    const rows = `${ROWS}<row r="3"><c r="A3" t="str"><v>below</v></c><c r="E3"><v>5</v></c></row><row r="5"><c r="B5" s="1"><v>7</v></c></row>`;
    const after = await logOf(
      await patched(
        book({ rows, before: '<dimension ref="A1:E5"/>' }, { formats: FORMATS }),
        append(1, [number(2)], { shift: true }),
      ),
    );
    assert.deepEqual(after.values.slice(2), [[2, null, null, null, 5], ['below'], undefined, [null, 7]]);
    assert.deepEqual(after.formats[5], [undefined, '0.00']);
  });

  const refusals: readonly [string, Omit<MadeSheet, 'name'>, boolean, RegExp][] = [
    [
      'what is filled',
      { rows: '<row r="3"><c r="B3"><v>1</v></c></row>' },
      false,
      /row 3, below the last row, is not empty/,
    ],
    [
      'formulas',
      { rows: '<row r="4"><c r="B4"><f>1</f><v>1</v></c></row>' },
      true,
      /formulas stand below row 2/,
    ],
    [
      'merged cells',
      {
        rows: '<row r="4"><c r="B4"><v>1</v></c></row>',
        after: '<mergeCells><mergeCell ref="B4:C4"/></mergeCells>',
      },
      true,
      /merged cells stand below row 2/,
    ],
    [
      'merged cells in the new row itself',
      { after: '<mergeCells><mergeCell ref="B3:C3"/></mergeCells>' },
      false,
      /merged cells stand below row 2/,
    ],
    [
      'cells that formulas name',
      {
        rows: '<row r="4"><c r="B4"><v>1</v></c><c r="F4"><f>SUM($A$1:$C4)+\'Log\'!D1</f><v>1</v></c></row>',
      },
      true,
      /cells that formulas name stand below row 2/,
    ],
    [
      'links',
      {
        rows: '<row r="4"><c r="B4"><v>1</v></c></row>',
        after: '<hyperlinks><hyperlink ref="B4" location="A1"/></hyperlinks>',
      },
      true,
      /hyperlinks stand below row 2/,
    ],
  ];
  for (const [what, sheet, shift, reason] of refusals) {
    it(`is refused above ${what}`, async () => {
      const { rows = '', ...rest } = sheet;
      const before = book({ rows: ROWS + rows, ...rest });
      const { bytes, refused } = await patchWorkbook(before, [append(1, [number(1)], { shift })]);
      assert.match(refused[0]?.reason ?? '', reason);
      assert.deepEqual(await changedParts(before, bytes), []);
    });
  }

  it('is refused where the table is gone or ends elsewhere', async () => {
    const { refused } = await patchWorkbook(tableBook().bytes, [
      append(2, [], { table: 'Gone' }),
      append(4, [], { table: 'Log' }),
    ]);
    assert.deepEqual(
      refused.map(({ reason }) => reason),
      [
        'there is no table Gone in the sheet any more. Sync again.',
        'the table Log ends at row 3, not at row 5. Sync again.',
      ],
    );
  });
});

describe('a row removed in place', () => {
  it('is emptied over the width of its region and keeps its styles and formulas', async () => {
    const rows =
      '<row r="1"><c r="A1" s="1"><v>1</v></c><c r="B1"><v>2</v></c><c r="C1"><f>A1</f><v>1</v></c><c r="D1"><v>4</v></c></row>';
    const after = await patched(book({ rows }, { formats: FORMATS }), {
      kind: 'remove',
      sheet: 'Log',
      row: 0,
      left: 0,
      right: 2,
      table: null,
    });
    assert.deepEqual((await logOf(after)).values, [[null, null, 1, 4]]);
    assert.match(sheetXml(after), /<row r="1"><c r="A1" s="1"\/><c r="C1"><f>A1<\/f>/);
  });
});

describe('the state sheet', () => {
  const rows = [['Keep this sheet.'], ['sha', '{"version":1}', ' more '], [], ['x', '', '=1+1']];

  it('is made very hidden, and says what was put there', async () => {
    const before = book({ rows: ROWS });
    const after = await patched(before, state(rows));
    const { grids } = await readWorkbook(after, 'log.xlsx');
    assert.deepEqual(
      grids.map(({ sheet, visibility }) => [sheet, visibility]),
      [
        ['Log', 'visible'],
        ['Other', 'visible'],
        ['_tracker', 'veryHidden'],
      ],
    );
    assert.deepEqual(grids[2]?.values, [
      ['Keep this sheet.'],
      ['sha', '{"version":1}', ' more '],
      undefined,
      ['x', null, '=1+1'],
    ]);
    assert.deepEqual(await changedParts(before, after), [
      '[Content_Types].xml',
      'xl/workbook.xml',
      'xl/_rels/workbook.xml.rels',
      'xl/worksheets/sheet3.xml',
    ]);
  });

  it('is rewritten in its own part alone', async () => {
    const before = await patched(book({ rows: ROWS }), state(rows));
    const after = await patched(before, state([['new']]));
    assert.deepEqual(await changedParts(before, after), ['xl/worksheets/sheet3.xml']);
    assert.deepEqual((await readWorkbook(after, 'log.xlsx')).grids[2]?.values, [['new']]);
  });

  it('leaves no trace when it is taken away', async () => {
    const before = book({ rows: ROWS });
    const after = await patched(await patched(before, state(rows)), state(null));
    assert.deepEqual(unzipped(after), unzipped(before));
  });

  it('is taken from the middle of the sheets without moving names and the sheet in sight', async () => {
    const before = made({
      before: '<bookViews><workbookView activeTab="2" firstSheet="0"/></bookViews>',
      sheets: [{ name: 'Log' }, { name: '_tracker' }, { name: 'Other' }],
      workbook:
        '<definedNames><definedName name="a" localSheetId="0">1</definedName><definedName name="b" localSheetId="1">1</definedName><definedName name="c" localSheetId="2">1</definedName></definedNames>',
    });
    const xml = unzipped(await patched(before, state(null)))['xl/workbook.xml'] ?? '';
    assert.match(xml, /activeTab="1" firstSheet="0"/);
    assert.match(
      xml,
      /<definedNames><definedName name="a" localSheetId="0">1<\/definedName><definedName name="c" localSheetId="1">1<\/definedName><\/definedNames>/,
    );
  });

  it('is refused in a workbook whose structure is protected, but rewritten where it is there', async () => {
    const locked = (sheets: readonly MadeSheet[]) =>
      made({ sheets, before: '<workbookProtection lockStructure="1"/>' });
    const { refused } = await patchWorkbook(locked([{ name: 'Log' }]), [state(rows)]);
    assert.match(refused[0]?.reason ?? '', /structure is protected/);
    await patched(locked([{ name: 'Log' }, { name: '_tracker', state: 'veryHidden' }]), state(rows));
  });
});

describe('a workbook whose parts are not as Excel writes them', () => {
  it('has no sheets or links but those in their place, and no sheet is put beside those', async () => {
    const bytes = book({ rows: ROWS });
    const { 'xl/workbook.xml': workbook = '', ...others } = unzipped(bytes);
    const nested = zip({
      ...others,
      'xl/workbook.xml': workbook
        .replace('<sheets>', '<sheets><sheets>')
        .replace('</sheets>', '</sheets></sheets>'),
    });
    assert.deepEqual((await readWorkbook(nested, 'log.xlsx')).grids, []);
    await assert.rejects(
      patchWorkbook(nested, [state([['a']])]),
      /list of sheets stands where Excel does not/,
    );
  });

  it('is refused where links under another prefix are to be changed', async () => {
    const bytes = book({
      rows: ROWS,
      after:
        '<x:hyperlinks xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:hyperlink ref="A2" location="B1"/></x:hyperlinks>',
    });
    await assert.rejects(patchWorkbook(bytes, [set(1, 0, BLANK)]), /hyperlinks stand where Excel does not/);
  });
});

describe('the package of a workbook written in place', () => {
  const kept = ({ name, listed }: Entry) => [
    name,
    listed.rawLastModDate,
    listed.externalFileAttributes,
    listed.versionMadeBy,
  ];

  it('keeps the order, dates and attributes of its parts, of the changed ones too', async () => {
    const files: Zippable = {};
    Object.entries(unzipped(book({ rows: ROWS }))).forEach(([name, content], index) => {
      const mtime = new Date(2022, 7, 10, 6, index, 2);
      files[name] = [
        strToU8(content),
        { mtime, os: 3, attrs: (0o100600 + index) * 65_536, level: index % 2 === 0 ? 6 : 0 },
      ];
    });
    const before = zipSync(files);
    const after = await patched(before, set(0, 1, text('Title')));
    assert.deepEqual(await changedParts(before, after), ['xl/worksheets/sheet1.xml']);
    const [a, b] = [await openArchive(before, 'a'), await openArchive(after, 'b')];
    assert.deepEqual(b.entries.map(kept), a.entries.map(kept));
  });

  it('is the same bytes for the same edits, on any day', async () => {
    const before = book({ rows: ROWS });
    const edits = [set(0, 1, text('Title')), state([['x']])];
    const after = await patched(before, ...edits);
    assert.deepEqual(await patched(before, ...edits), after);
    const added = (await openArchive(after, 'a')).byName.get('xl/worksheets/sheet3.xml');
    // 1 January 1980, as the zip format packs it.
    assert.equal(added?.listed.rawLastModDate, 0x210000);
  });

  const forms: readonly [string, ZipWriterConstructorOptions][] = [
    ['in the Zip64 form', { zip64: true }],
    ['with its sizes behind the data', { dataDescriptor: true }],
    ['not compressed', { level: 0 }],
  ];
  for (const [form, options] of forms) {
    it(`may have been ${form}, with folders in it`, async () => {
      const writer = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false, ...options });
      for (const [name, content] of Object.entries(unzipped(book({ rows: ROWS }))))
        await writer.add(name, new Uint8ArrayReader(strToU8(content)));
      await writer.add('xl/', undefined, { directory: true });
      const before = await writer.close();
      const after = await patched(before, set(0, 1, text('Title')));
      assert.deepEqual(await changedParts(before, after), ['xl/worksheets/sheet1.xml']);
      assert.equal(cellAt(await logOf(after), 0, 1), 'Title');
      assert.ok(unzipped(after)['xl/workbook.xml']);
    });
  }
});

describe('any edits of any cells', () => {
  const content: fc.Arbitrary<{ content: CellContent; value: CellValue }> = fc.oneof(
    fc
      .string({ unit: 'binary', maxLength: 30 })
      .map((value) => ({ content: text(value), value: value || null })),
    fc
      .constantFrom('=1+1', ' a\r\n\tb ', '_x0041_', '\u0000', '<![CDATA[&', '1', 'TRUE')
      .map((value) => ({ content: text(value), value })),
    fc
      .double({ noNaN: true, noDefaultInfinity: true })
      .map((value) => ({ content: number(value), value: value + 0 })),
    fc.integer({ min: 1, max: 60_000 }).map((value) => ({ content: number(value, 'date'), value })),
    fc.boolean().map((value) => ({ content: { kind: 'boolean' as const, boolean: value }, value })),
    fc.constant({ content: BLANK, value: null }),
  );
  const edits = fc.array(fc.record({ row: fc.nat(8), column: fc.nat(30), cell: content }), {
    minLength: 1,
    maxLength: 12,
  });

  async function busyBook(): Promise<Uint8Array> {
    const workbook = new ExcelJS.Workbook();
    const sheet = workbook.addWorksheet('Log');
    sheet.addRows([
      ['Ref', 'Title', 'Due'],
      ['DI-001', 'A title', new Date(Date.UTC(2022, 7, 10))],
      ['DI-002', { richText: [{ text: 'rich' }, { text: ' text', font: { bold: true } }] }, 'soon'],
    ]);
    sheet.getCell('B3').note = 'a note';
    sheet.addConditionalFormatting({
      ref: 'A1:A9',
      rules: [{ type: 'expression', formulae: ['A1="x"'], style: {}, priority: 1 }],
    });
    workbook.addWorksheet('Chart data').addRow([1, 2, 3]);
    return new Uint8Array(await workbook.xlsx.writeBuffer());
  }

  it('read as they were written, with all other cells and parts as they were', async () => {
    const before = await busyBook();
    const old = await logOf(before);
    await fc.assert(
      fc.asyncProperty(edits, async (all) => {
        const after = await patched(
          before,
          ...all.map(({ row, column, cell }) => set(row, column, cell.content)),
        );
        const expected = new Map<number, CellValue>();
        for (let row = 0; row < 9; row += 1)
          for (let column = 0; column < 31; column += 1)
            expected.set(at(row, column), cellAt(old, row, column));
        for (const { row, column, cell } of all) expected.set(at(row, column), cell.value);
        const grid = await logOf(after);
        const read = new Map(
          [...expected.keys()].map((place) => [
            place,
            cellAt(grid, Math.floor(place / 16_384), place % 16_384),
          ]),
        );
        assert.deepEqual(read, expected);
        const changed = (await changedParts(before, after)).filter((name) => name !== 'xl/styles.xml');
        assert.deepEqual(changed, ['xl/worksheets/sheet1.xml']);
      }),
      { numRuns: 200 },
    );
  });

  it('are read by exceljs too', async () => {
    const after = await patched(
      await busyBook(),
      set(1, 1, text('Ä <new> title')),
      set(3, 2, number(44790, 'date')),
      set(4, 0, number(7)),
      append(4, [text('DI-003')]),
      state([['x']]),
    );
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(new Uint8Array(after).buffer);
    const sheet = workbook.getWorksheet('Log');
    assert.deepEqual(
      ['B2', 'C2', 'C4', 'A5', 'A6'].map((address) => sheet?.getCell(address).value),
      ['Ä <new> title', new Date(Date.UTC(2022, 7, 10)), new Date(Date.UTC(2022, 7, 17)), 7, 'DI-003'],
    );
    assert.deepEqual(workbook.getWorksheet('_tracker')?.getCell('A1').value, 'x');
  });
});
