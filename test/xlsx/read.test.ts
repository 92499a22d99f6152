/** What other programs write, and exceljs does not: books made by hand. */
import assert from 'node:assert/strict';
import { readWorkbook } from '../../server/xlsx/read.ts';
import { at, type Grid } from '../../shared/sheet/grid.ts';
import { type MadeBook, type MadeSheet, made, madeRows, partsOf, zip } from './package.ts';

async function grids(bytes: Uint8Array): Promise<readonly Grid[]> {
  return (await readWorkbook(bytes, 'log.xlsx')).grids;
}

async function onlyGrid(bytes: Uint8Array): Promise<Grid> {
  const [grid, ...others] = await grids(bytes);
  assert.ok(grid);
  assert.deepEqual(others, []);
  return grid;
}

async function values(rows: string, rest: Omit<MadeBook, 'sheets'> = {}) {
  return (await onlyGrid(madeRows(rows, rest))).values;
}

async function gridAround(
  sheet: Omit<MadeSheet, 'name'>,
  rest: Omit<MadeBook, 'sheets'> = {},
): Promise<Grid> {
  return await onlyGrid(made({ ...rest, sheets: [{ name: 'Log', ...sheet }] }));
}

/** One row of cells, given without their addresses. */
const row = (...cells: string[]) => `<row>${cells.join('')}</row>`;

describe('values of a sheet', () => {
  it('are text from the shared strings, its runs joined, readings for pronunciation left out', async () => {
    const strings = [
      '<t>plain</t>',
      '<t xml:space="preserve"> spaced </t>',
      '<r><rPr><b/></rPr><t xml:space="preserve">rich </t></r><r><t>text</t></r>',
      '<t>課題</t><rPh sb="0" eb="2"><t>かだい</t></rPh><phoneticPr fontId="1"/>',
      '<t/>',
      '',
    ];
    const cells = strings.map((_, index) => `<c t="s"><v>${index}</v></c>`);
    assert.deepEqual(await values(row(...cells, '<c><v>1</v></c>'), { strings }), [
      ['plain', ' spaced ', 'rich text', '課題', null, null, 1],
    ]);
  });

  it('are text in the cell itself, plain, rich or worked out', async () => {
    const cells = [
      '<c t="inlineStr"><is><t>plain</t></is></c>',
      '<c t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r><rPh sb="0" eb="1"><t>c</t></rPh></is></c>',
      '<c t="str"><v>worked out</v></c>',
      '<c t="str"><v><![CDATA[<b> & ]]>c</v></c>',
      '<c t="inlineStr"><is/></c>',
    ];
    assert.deepEqual(await values(row(...cells)), [['plain', 'ab', 'worked out', '<b> & c']]);
  });

  it("have entities and Excel's escapes replaced, and line ends as line feeds", async () => {
    const texts = [
      '&lt;&amp;&gt;&quot;&apos;',
      '&#8211;&#x1F600;',
      'a_x000D__x000A_b',
      '_x005F_x0041_',
      'a\r\nb\rc',
      '&#13;',
      '&nbsp;&amp;amp;',
    ];
    assert.deepEqual(await values(row(...texts.map((text) => `<c t="str"><v>${text}</v></c>`))), [
      ['<&>"\'', '–😀', 'a\r\nb', '_x0041_', 'a\nb\nc', '\r', '&nbsp;&amp;'],
    ]);
  });

  it('are numbers to the last digit, booleans, and errors as their code', async () => {
    const numbers = [
      '0',
      '-0',
      '1',
      '-12.5',
      '0.1',
      '123456789012345',
      '1234567890123456',
      '44783.583333333336',
      '1E-7',
      '1.7976931348623157E+308',
      '.5',
      '5.',
      '+3',
      ' 7 ',
    ];
    const cells = numbers.map((number) => `<c><v>${number}</v></c>`);
    const others = [
      '<c t="b"><v>1</v></c>',
      '<c t="b"><v>0</v></c>',
      '<c t="e"><v>#DIV/0!</v></c>',
      '<c t="n"><v>1e999</v></c>',
      '<c><v>n/a</v></c>',
    ];
    assert.deepEqual(await values(row(...cells, ...others)), [
      [...numbers.map((number) => Number(number) + 0), true, false, '#DIV/0!', '1e999', 'n/a'],
    ]);
  });

  it('are serials under a date format where the file has ISO dates', async () => {
    const rows = row(
      '<c t="d"><v>2022-08-10</v></c>',
      '<c t="d" s="1"><v>2022-08-10T12:00:00Z</v></c>',
      '<c t="d"><v>2022-08-10T06:00</v></c>',
      '<c t="d"><v>soon</v></c>',
    );
    const grid = await onlyGrid(madeRows(rows, { formats: [14] }));
    assert.deepEqual(grid.values, [[44783, 44783.5, 44783.25, 'soon']]);
    assert.deepEqual(grid.formats, [['yyyy-mm-dd', 'dd/mm/yyyy', 'yyyy-mm-dd hh:mm:ss']]);
    const later = await onlyGrid(madeRows(rows, { formats: [14], before: '<workbookPr date1904="1"/>' }));
    assert.deepEqual([later.dateSystem, later.values[0]?.[0]], [1904, 44783 - 1462]);
  });

  it('stand where their addresses say, in whatever order, and one after the other where they say nothing', async () => {
    const rows =
      '<row r="3"><c r="C3"><v>3</v></c><c r="A3"><v>1</v></c><c><v>2</v></c></row><row r="1"><c><v>4</v></c><c r="C1"><v>5</v></c><c><v>6</v></c></row><row><c><v>7</v></c></row>';
    assert.deepEqual(await values(rows), [[4, null, 5, 6], [7], [1, 2, 3]]);
  });

  it('are found under any prefix, past comments, and past elements of later Excels', async () => {
    const parts = partsOf({ sheets: [{ name: 'Log' }] });
    const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
    const sheet = `<?xml version="1.0"?><!-- <sheetData> --><x:worksheet xmlns:x="${main}"><x:sheetPr><x:tabColor rgb="a>b"/></x:sheetPr><x:sheetData><!-- <x:row> --><x:row r="1"><x:extLst><x:c><x:v>9</x:v></x:c></x:extLst><x:c r="A1" t='inlineStr' ><x:is><x:t>a</x:t></x:is><x:extLst><x:v>9</x:v></x:extLst></x:c ><x:c r = "B1"><x:v >2</x:v></x:c></x:row></x:sheetData><x:mergeCells><x:mergeCell ref="A1:B1"/></x:mergeCells></x:worksheet>`;
    const grid = await onlyGrid(zip({ ...parts, 'xl/worksheets/sheet1.xml': sheet }));
    assert.deepEqual([grid.values, grid.merges], [[['a', 2]], [{ top: 0, left: 0, bottom: 0, right: 1 }]]);
  });

  it('leave no trace where there are none, but for the formats of cells left of a value', async () => {
    const rows = `<row r="1"><c r="A1" s="1"/><c r="B1"><v>1</v></c><c r="C1" s="1"/></row><row r="2"><c r="A2" s="1"/></row>`;
    const grid = await onlyGrid(madeRows(rows, { formats: ['dd/mm/yyyy'] }));
    assert.deepEqual([grid.values, grid.formats], [[[null, 1]], [['dd/mm/yyyy']]]);
  });

  it("have the number formats of the file, and Excel's own as a British Excel shows them", async () => {
    const formats = [14, 22, 20, 0, 49, '[$-809]d mmm yyyy', 'General', '&quot;DI-&quot;000'];
    const cells = formats.map((_, index) => `<c s="${index + 1}"><v>1</v></c>`);
    assert.deepEqual((await onlyGrid(madeRows(row(...cells), { formats }))).formats, [
      ['dd/mm/yyyy', 'dd/mm/yyyy hh:mm', 'hh:mm', undefined, '@', '[$-809]d mmm yyyy', undefined, '"DI-"000'],
    ]);
  });
});

describe('formulas of a sheet', () => {
  it('are kept with what they were last worked out to, and marked where they never were', async () => {
    const cells = [
      '<c><f>1+1</f><v>2</v></c>',
      '<c><f>A1&amp;"&lt;"</f></c>',
      '<c t="str"><f>""</f><v></v></c>',
      '<c><f>B1</f><v/></c>',
      '<c t="e"><f>NA()</f><v>#N/A</v></c>',
    ];
    const grid = await onlyGrid(madeRows(row(...cells)));
    assert.deepEqual(grid.values, [[2, null, null, null, '#N/A']]);
    assert.deepEqual(
      [...grid.formulas.values()],
      [
        { formula: '=1+1', cached: true },
        { formula: '=A1&"<"', cached: false },
        { formula: '=""', cached: true },
        { formula: '=B1', cached: false },
        { formula: '=NA()', cached: true },
      ],
    );
  });

  it('are moved to each cell that shares one, also to cells before the one that holds it', async () => {
    const rows =
      '<row r="1"><c r="B1"><f t="shared" si="3"/><v>1</v></c></row><row r="2"><c r="B2"><f t="shared" si="3" ref="B1:B4">A2*$C$1+SUM(A$1:A2)</f><v>2</v></c></row><row r="3"><c r="B3"><f t="shared" si="3"/><v>3</v></c></row>';
    assert.deepEqual(
      [...(await onlyGrid(madeRows(rows))).formulas].toSorted(([a], [b]) => a - b),
      [
        [at(0, 1), { formula: '=A1*$C$1+SUM(A$1:A1)', cached: true }],
        [at(1, 1), { formula: '=A2*$C$1+SUM(A$1:A2)', cached: true }],
        [at(2, 1), { formula: '=A3*$C$1+SUM(A$1:A3)', cached: true }],
      ],
    );
  });

  it('count for all cells that an array formula fills', async () => {
    const rows =
      '<row r="1"><c r="A1"><f t="array" ref="A1:A2">B1:B2*2</f><v>2</v></c></row><row r="2"><c r="A2"><v>4</v></c><c r="B2"><v>2</v></c></row>';
    assert.deepEqual(
      [...(await onlyGrid(madeRows(rows))).formulas],
      [
        [at(0, 0), { formula: '=B1:B2*2', cached: true }],
        [at(1, 0), { formula: '=B1:B2*2', cached: true }],
      ],
    );
  });
});

describe('drop-down lists', () => {
  const lists: MadeSheet = {
    name: 'My Lists',
    rows: '<row r="1"><c r="A1" t="str"><v>Status</v></c></row><row r="2"><c r="A2" t="str"><v>Open</v></c></row><row r="4"><c r="A4" t="str"><v>Closed</v></c><c r="B4"><v>5</v></c></row>',
    relations: { t1: ['table', '../tables/table1.xml'] },
  };
  const table =
    '<table xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" id="1" name="Words" displayName="Words" ref="A1:B4"><autoFilter ref="A1:B4"/></table>';
  const rule = (formula: string, sqref = 'C2:C9 E2') =>
    `<dataValidation type="list" allowBlank="1" prompt="a &gt; b > c" sqref="${sqref}"><formula1>${formula}</formula1></dataValidation>`;

  async function dropDowns(after: string) {
    const [log] = await grids(
      made({
        sheets: [{ name: 'Log', after }, lists],
        workbook:
          '<definedNames><definedName name="States">\'My Lists\'!$A$2:$A$4</definedName><definedName name="Words1">Words[Status]</definedName><definedName name="Own" localSheetId="0">States</definedName><definedName name="Circle">Circle</definedName></definedNames>',
        parts: { 'xl/tables/table1.xml': table },
      }),
    );
    assert.ok(log);
    return log.dropDowns.map(({ source, values }) => [source, values]);
  }

  it('have their entries from the rule, a range, a name, a table', async () => {
    const formulas = [
      '"Open, Closed"',
      "'My Lists'!$A$2:$A$4",
      "'My Lists'!$A:$A",
      'states',
      'Words1',
      'Own',
      'INDIRECT("Words[Status]")',
      "'My Lists'!$A$4:$B$4",
    ];
    const after = `<dataValidations>${formulas.map((formula) => rule(formula.replaceAll('"', '&quot;'))).join('')}</dataValidations>`;
    assert.deepEqual(await dropDowns(after), [
      ['"Open, Closed"', ['Open', 'Closed']],
      ["='My Lists'!$A$2:$A$4", ['Open', 'Closed']],
      ["='My Lists'!$A:$A", ['Status', 'Open', 'Closed']],
      ['=states', ['Open', 'Closed']],
      ['=Words1', ['Open', 'Closed']],
      ['=Own', ['Open', 'Closed']],
      ['=INDIRECT("Words[Status]")', ['Open', 'Closed']],
      ["='My Lists'!$A$4:$B$4", ['Closed', '5']],
    ]);
  });

  it('have none where the range is not to be had', async () => {
    const formulas = [
      '#REF!',
      "'My Lists'!#REF!",
      'Gone!$A$1:$A$5',
      '[1]Lists!$A$1:$A$5',
      'Circle',
      'OFFSET(A1,1,0)',
      "'My Lists'!$A$1:$B$4",
      'Words[Gone]',
    ];
    assert.deepEqual(
      await dropDowns(
        `<dataValidations>${formulas.map((formula) => rule(formula)).join('')}</dataValidations>`,
      ),
      formulas.map((formula) => [`=${formula}`, null]),
    );
  });

  it('are read where Excel keeps those that point to other sheets', async () => {
    const after =
      '<extLst><ext xmlns:x14="urn:x14" uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"><x14:dataValidations xmlns:xm="urn:xm"><x14:dataValidation type="list"><x14:formula1><xm:f>States</xm:f></x14:formula1><xm:sqref>B2:B3 D2</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>';
    const [log] = await grids(made({ sheets: [{ name: 'Log', after }] }));
    assert.deepEqual(log?.dropDowns, [
      {
        areas: [
          { top: 1, left: 1, bottom: 2, right: 1 },
          { top: 1, left: 3, bottom: 1, right: 3 },
        ],
        source: '=States',
        values: null,
      },
    ]);
  });

  it('are told from validations of other kinds', async () =>
    assert.deepEqual(
      await dropDowns(
        '<dataValidations><dataValidation type="whole" sqref="A1"><formula1>1</formula1></dataValidation></dataValidations>',
      ),
      [],
    ));
});

describe('what stands around the cells', () => {
  it('is links to outside and inside, also over several cells', async () => {
    const { links } = await gridAround({
      rows: '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>',
      after:
        '<hyperlinks><hyperlink ref="A1:C1" r:id="h1"/><hyperlink ref="A3" location="\'Other sheet\'!A1"/><hyperlink ref="A4" r:id="h1" location="part"/><hyperlink ref="A5" r:id="gone"/></hyperlinks>',
      relations: { h1: ['hyperlink', 'https://example.com/?a=1&amp;b=2'] },
    });
    assert.deepEqual(
      links,
      new Map([
        [at(0, 0), 'https://example.com/?a=1&b=2'],
        [at(0, 1), 'https://example.com/?a=1&b=2'],
        [at(2, 0), "#'Other sheet'!A1"],
        [at(3, 0), 'https://example.com/?a=1&b=2#part'],
      ]),
    );
  });

  it('is hidden rows and columns as spans', async () => {
    const { hiddenRows, hiddenColumns } = await gridAround({
      before:
        '<cols><col min="2" max="3" hidden="1"/><col min="4" max="4" hidden="true"/><col min="5" max="5" width="0"/><col min="16000" max="99999" hidden="1"/></cols>',
      rows: '<row r="9" hidden="1"/><row r="2" hidden="1"/><row r="3" hidden="true"/><row r="4" hidden="0"/>',
    });
    assert.deepEqual(hiddenRows, [
      { from: 1, to: 2 },
      { from: 8, to: 8 },
    ]);
    assert.deepEqual(hiddenColumns, [
      { from: 1, to: 3 },
      { from: 15_999, to: 16_383 },
    ]);
  });

  it('is tables with and without headings and totals, and notes of either kind', async () => {
    const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
    const { tables, notes } = await gridAround(
      {
        relations: {
          a: ['table', '/xl/tables/a.xml'],
          b: ['table', '../tables/b.xml'],
          c: ['comments', '../comments1.xml'],
          d: ['threadedComment', '../tc.xml'],
        },
      },
      {
        parts: {
          'xl/tables/a.xml': `<table ${main} id="1" name="x" displayName="Log" ref="B3:D9" totalsRowCount="1"/>`,
          'xl/tables/b.xml': `<table ${main} id="2" name="Bare" ref="F1:F2" headerRowCount="0"/>`,
          'xl/comments1.xml': `<comments ${main}><commentList><comment ref="C4" authorId="0"><text><t>x</t></text></comment></commentList></comments>`,
          'xl/tc.xml':
            '<ThreadedComments><threadedComment ref="C4"/><threadedComment ref="D5"/></ThreadedComments>',
        },
      },
    );
    assert.deepEqual(tables, [
      { name: 'Log', area: { top: 2, left: 1, bottom: 8, right: 3 }, headings: true, totals: true },
      { name: 'Bare', area: { top: 0, left: 5, bottom: 1, right: 5 }, headings: false, totals: false },
    ]);
    assert.deepEqual(notes, new Set([at(3, 2), at(4, 3)]));
  });
});

describe('the sheets of a workbook', () => {
  const SHEETS = {
    sheets: [
      { name: 'One &amp; only', rows: row('<c><v>1</v></c>') },
      { name: 'Two', state: 'veryHidden' },
      { name: 'Three', state: 'hidden' },
    ],
  };

  it('come in its order, hidden ones said to be so', async () =>
    assert.deepEqual(
      (await grids(made(SHEETS))).map(({ sheet, visibility }) => [sheet, visibility]),
      [
        ['One & only', 'visible'],
        ['Two', 'veryHidden'],
        ['Three', 'hidden'],
      ],
    ));

  it('are found in parts of any path, whatever the case of its letters', async () => {
    const renamed = Object.entries(partsOf(SHEETS)).map(([name, text]) => [
      name
        .replace(/^xl\/workbook/, 'odd/Book')
        .replace(/^xl\/_rels\/workbook/, 'odd/_rels/Book')
        .replace(/^xl\/worksheets/, 'DATA'),
      text
        .replace('xl/workbook.xml', '/ODD/book.xml')
        .replaceAll('Target="worksheets/', 'Target="..\\data/')
        .replace('Target="styles', 'Target="/xl/styles'),
    ]);
    assert.deepEqual((await grids(zip(Object.fromEntries(renamed))))[0]?.values, [[1]]);
  });

  it('are read in the strict form of the format', async () => {
    const strict = Object.entries(partsOf(SHEETS)).map(([name, text]) => [
      name,
      text
        .replaceAll(
          'http://schemas.openxmlformats.org/spreadsheetml/2006/main',
          'http://purl.oclc.org/ooxml/spreadsheetml/main',
        )
        .replaceAll(
          'http://schemas.openxmlformats.org/officeDocument/2006/relationships',
          'http://purl.oclc.org/ooxml/officeDocument/relationships',
        ),
    ]);
    assert.deepEqual((await grids(zip(Object.fromEntries(strict))))[0]?.values, [[1]]);
  });

  it('are those with cells: a sheet that holds only a chart is passed over', async () => {
    const parts = partsOf(SHEETS);
    const relations =
      parts['xl/_rels/workbook.xml.rels']?.replace(
        '/worksheet" Target="worksheets/sheet2.xml"',
        '/chartsheet" Target="chartsheets/sheet1.xml"',
      ) ?? '';
    const bytes = zip({ ...parts, 'xl/_rels/workbook.xml.rels': relations });
    assert.deepEqual(
      (await grids(bytes)).map(({ sheet }) => sheet),
      ['One & only', 'Three'],
    );
  });
});
