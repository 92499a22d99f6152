/** Files that are no workbooks, broken ones, and ones made to hurt. */
import assert from 'node:assert/strict';
import ExcelJS from 'exceljs';
import fc from 'fast-check';
import { WorkbookError, type WorkbookErrorCode } from '../../server/xlsx/error.ts';
import { readWorkbook } from '../../server/xlsx/read.ts';
import { made, madeRows, partsOf, rawZip, zip } from './package.ts';

const ONE_SHEET = { sheets: [{ name: 'Log', rows: '<row r="1"><c r="A1"><v>1</v></c></row>' }] };

/** What the reader says of a file: the code, the place and the message. */
async function refusal(bytes: Uint8Array): Promise<WorkbookError> {
  try {
    await readWorkbook(bytes, 'log.xlsx');
  } catch (error) {
    if (error instanceof WorkbookError) return error;
    throw error;
  }
  throw new assert.AssertionError({ message: 'the file was read' });
}

async function assertRefused(bytes: Uint8Array, code: WorkbookErrorCode, message: RegExp): Promise<void> {
  const error = await refusal(bytes);
  assert.equal(error.code, code, error.message);
  assert.match(error.message, message);
  assert.match(error.message, /^log\.xlsx/);
}

const raw = (parts: Readonly<Record<string, string>>) =>
  Object.entries(parts).map(([name, content]) => ({ name, content: Buffer.from(content) }));

describe('a file that is no workbook', () => {
  it('is refused when it is empty', async () => await assertRefused(new Uint8Array(), 'not-xlsx', /empty/));

  it('is refused when it is something else under the name', async () =>
    await assertRefused(
      Buffer.from('Ref,Title\nDI-001,A title\n'),
      'not-xlsx',
      /not an \.xlsx workbook.*save it as \.xlsx/,
    ));

  it('is refused when it is a zip of something else', async () =>
    await assertRefused(zip({ 'readme.txt': 'hello' }), 'not-xlsx', /zip file but not an Excel workbook/));

  it('is refused when it is a Word document', async () => {
    const parts = partsOf(ONE_SHEET);
    const relations = parts['_rels/.rels']?.replace('xl/workbook.xml', 'word/document.xml') ?? '';
    await assertRefused(
      zip({ '_rels/.rels': relations, 'word/document.xml': '<document/>' }),
      'not-xlsx',
      /not an Excel workbook/,
    );
  });

  it('is refused when it is a binary workbook', async () => {
    const parts = partsOf(ONE_SHEET);
    const relations = parts['_rels/.rels']?.replace('workbook.xml', 'workbook.bin') ?? '';
    await assertRefused(zip({ ...parts, '_rels/.rels': relations }), 'not-xlsx', /\.xlsb/);
  });

  it('is named as the old format', async () =>
    await assertRefused(
      Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]),
      'old-xls',
      /old \.xls format/,
    ));

  it('is named as protected by a password', async () => {
    const content = Buffer.from('EncryptedPackage', 'utf16le');
    await assertRefused(
      Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600), content]),
      'encrypted',
      /password/,
    );
  });
});

describe('a damaged workbook', () => {
  it('is refused when it was cut off', async () => {
    const whole = made(ONE_SHEET);
    for (const length of [10, 40, Math.floor(whole.length / 2), whole.length - 23]) {
      await assertRefused(whole.subarray(0, length), 'truncated', /cut off.*Get it again/);
    }
  });

  it('is refused when a part does not unpack to what the directory says', async () => {
    const parts = raw(partsOf(ONE_SHEET)).map((part) =>
      part.name.includes('sheet1') ? { ...part, crc: 1 } : part,
    );
    await assertRefused(rawZip(parts), 'damaged', /sheet1\.xml.*does not unpack/);
  });

  it('names the sheet whose part is missing', async () => {
    const { 'xl/worksheets/sheet1.xml': _, ...parts } = partsOf(ONE_SHEET);
    const error = await refusal(zip(parts));
    assert.deepEqual([error.code, error.file, error.sheet], ['damaged', 'log.xlsx', 'Log']);
  });

  it('is refused when two sheets share a name, whatever its case, or a part', async () => {
    const two = { sheets: [{ name: 'Log' }, { name: 'LOG' }] };
    await assertRefused(made(two), 'damaged', /sheet "LOG": another sheet has the same name/);
    const parts = partsOf({ sheets: [{ name: 'Log' }, { name: 'Other' }] });
    const shared = parts['xl/workbook.xml']?.replace('r:id="s2"', 'r:id="s1"') ?? '';
    await assertRefused(
      zip({ ...parts, 'xl/workbook.xml': shared }),
      'damaged',
      /sheet "Other": another sheet has the same content/,
    );
  });

  it('names the cell whose shared string is missing', async () => {
    const error = await refusal(madeRows('<row r="7"><c r="C7" t="s"><v>0</v></c></row>'));
    assert.deepEqual([error.code, error.sheet, error.row, error.column], ['damaged', 'Sheet1', 7, 'C']);
    assert.match(error.message, /^log\.xlsx, sheet "Sheet1", cell C7: the text of this cell is missing/);
  });

  it('is refused when a row has a number that no sheet has', async () => {
    for (const number of ['4000000000', '1048577', '0', '-1', 'x', '1e3', '']) {
      await assertRefused(madeRows(`<row r="${number}"/>`), 'damaged', /number that no sheet has/);
    }
  });

  it('is refused when a cell has an address that no sheet has, or that of another row', async () => {
    for (const address of ['XFE1', 'A1048577', '1', 'A', 'AAAAAAAAAAAA1', '$A$1', 'A0']) {
      await assertRefused(
        madeRows(`<row r="1"><c r="${address}"/></row>`),
        'damaged',
        /address that no sheet has/,
      );
    }
    await assertRefused(madeRows('<row r="1"><c r="A2"/></row>'), 'damaged', /says that it stands in row 2/);
  });

  it('is refused when XML breaks off', async () => {
    const cut = (xml: string, at: string) => xml.slice(0, xml.indexOf(at));
    const parts = partsOf(ONE_SHEET);
    const sheet = parts['xl/worksheets/sheet1.xml'] ?? '';
    for (const at of ['</worksheet>', '</sheetData>', '</c>', '</v>', '<v>', '"A1"']) {
      await assertRefused(zip({ ...parts, 'xl/worksheets/sheet1.xml': cut(sheet, at) }), 'damaged', /XML/);
    }
    await assertRefused(
      zip({ ...parts, 'xl/workbook.xml': cut(parts['xl/workbook.xml'] ?? '', '</sheets>') }),
      'damaged',
      /workbook\.xml.*well-formed/,
    );
  });

  it('is refused when a part is not in UTF-8', async () => {
    const parts = partsOf(ONE_SHEET);
    const workbook = parts['xl/workbook.xml'] ?? '';
    const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(workbook, 'utf16le')]);
    await assertRefused(zip({ ...parts, 'xl/workbook.xml': wide }), 'encoding', /UTF-16/);
    await assertRefused(zip({ ...parts, 'xl/workbook.xml': wide.subarray(2) }), 'encoding', /UTF-16/);
    const latin = `<?xml version="1.0" encoding="ISO-8859-1"?>${workbook}`;
    await assertRefused(zip({ ...parts, 'xl/workbook.xml': latin }), 'encoding', /ISO-8859-1.*save it again/);
    const broken = Buffer.concat([Buffer.from('<a>'), Buffer.from([0xc3, 0x28]), Buffer.from('</a>')]);
    await assertRefused(zip({ ...parts, 'xl/workbook.xml': broken }), 'encoding', /not in UTF-8/);
  });
});

describe('a workbook made to hurt', () => {
  it('is refused for names that lead out of the package', async () => {
    for (const name of [
      '../evil.xml',
      'xl/../../evil.xml',
      '/etc/passwd',
      'xl\\..\\evil.xml',
      'C:\\evil.xml',
    ]) {
      await assertRefused(
        rawZip(raw({ ...partsOf(ONE_SHEET), [name]: 'x' })),
        'unsafe',
        /leads out of the package/,
      );
    }
  });

  it('is refused for a part that stands in it twice', async () => {
    const parts = raw(partsOf(ONE_SHEET));
    const again = { name: 'XL/Workbook.xml', content: Buffer.from('<workbook/>') };
    await assertRefused(rawZip([...parts, again]), 'unsafe', /twice/);
  });

  it('is refused for parts that share their bytes', async () => {
    const parts = raw(partsOf(ONE_SHEET));
    const first = parts[0];
    assert.ok(first);
    await assertRefused(
      rawZip([...parts, { ...first, name: 'xl/copy.xml', offset: 0 }]),
      'unsafe',
      /overlaps/,
    );
  });

  it('is refused for a part that unpacks to hundreds of times its size', async () => {
    const bomb = ' '.repeat(8 * 1024 * 1024);
    await assertRefused(
      zip({ ...partsOf(ONE_SHEET), 'xl/worksheets/sheet1.xml': bomb }),
      'unsafe',
      /times its size/,
    );
  });

  it('is refused for a part that unpacks to more than it declares', async () => {
    const parts = raw(partsOf(ONE_SHEET)).map((part) =>
      part.name.includes('sheet1') ? { ...part, content: Buffer.alloc(5_000_000, ' '), size: 1000 } : part,
    );
    await assertRefused(rawZip(parts), 'unsafe', /more than the file declares/);
  });

  it('is refused for declared sizes beyond the limit, before anything is unpacked', async () => {
    const parts = raw(partsOf(ONE_SHEET)).map((part) => ({ ...part, size: 400_000_000 }));
    await assertRefused(rawZip(parts), 'too-large', /unpack to more than/);
  });

  it('is refused for a part that claims two gigabytes, before anything is unpacked', async () => {
    for (const name of ['xl/worksheets/sheet1.xml', 'xl/media/film.bin']) {
      const parts = [...raw({ ...partsOf(ONE_SHEET), 'xl/media/film.bin': '' })].map((part) =>
        part.name === name ? { ...part, size: 2 ** 31 } : part,
      );
      await assertRefused(rawZip(parts), 'too-large', /unpack to more than 192 MB/);
    }
  });

  it('is refused for more different texts than any tracker has', async () => {
    let texts = '';
    for (let index = 0; index < 1_400_000; index += 1) texts += `<si><t>${index * 7919}</t></si>`;
    const parts = {
      ...partsOf({ ...ONE_SHEET, strings: ['<t>a</t>'] }),
      'xl/sharedStrings.xml': `<sst>${texts}</sst>`,
    };
    await assertRefused(zip(parts), 'too-large', /each different text counted as 3/);
  });

  it('is refused for more merges than are worked through', async () => {
    const merged = (count: number) =>
      `<mergeCells>${Array.from({ length: count }, (_, row) => `<mergeCell ref="A${row + 1}:B${row + 1}"/>`).join('')}</mergeCells>`;
    const tooMany = madeRows('', { after: merged(100_001) });
    await assertRefused(tooMany, 'too-large', /more than 100,000 merges/);
    const tooMuch = madeRows('', { after: merged(300_000) });
    await assertRefused(tooMuch, 'too-large', /sheet1\.xml" has 10 MB to work through, more than the 8 MB/);
  });

  it('is refused for more parts than any workbook has', async () => {
    const many = Array.from({ length: 10_001 }, (_, index) => ({
      name: `xl/media/${index}`,
      content: Buffer.alloc(0),
    }));
    await assertRefused(rawZip(many), 'too-large', /more than the 10,000 parts/);
  });

  it('is refused for a DOCTYPE in any part that is read', async () => {
    const parts = partsOf({ ...ONE_SHEET, strings: ['<t>a</t>'] });
    for (const name of [
      'xl/workbook.xml',
      'xl/worksheets/sheet1.xml',
      'xl/sharedStrings.xml',
      'xl/styles.xml',
      '_rels/.rels',
    ]) {
      const laughs = `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>${parts[name]}`;
      await assertRefused(zip({ ...parts, [name]: laughs }), 'unsafe', /DOCTYPE/);
    }
  });

  it('is refused for a number format longer than Excel allows', async () =>
    await assertRefused(
      madeRows('', { formats: ['0'.repeat(256)] }),
      'unsafe',
      /256 characters; Excel allows 255/,
    ));

  it('is refused for elements nested without end', async () => {
    const nested = `${'<a>'.repeat(5000)}${'</a>'.repeat(5000)}`;
    const inside = `<mergeCells>${nested}</mergeCells>`;
    await assertRefused(madeRows('', { after: inside }), 'unsafe', /nests deeper/);
    const names = Array.from({ length: 200_000 }, (_, index) => `a${index * 7919}`);
    const unclosed = names.map((name) => `<${name}>`).join('');
    const inCell = `<row><c t="inlineStr"><is>${unclosed}</is></c></row>`;
    await assertRefused(madeRows(inCell), 'damaged', /not well-formed/);
    const whole = `${unclosed}${names
      .reverse()
      .map((name) => `</${name}>`)
      .join('')}`;
    await assertRefused(madeRows('', { after: `<cols>${whole}</cols>` }), 'unsafe', /nests deeper/);
    // What is not read is passed over, however deep.
    assert.deepEqual((await readWorkbook(madeRows('', { after: nested }), 'log.xlsx')).grids[0]?.merges, []);
  });

  it('is refused for more attributes, styles or formulas than any tracker has', async () => {
    const times = (count: number, text: (index: number) => string) =>
      Array.from({ length: count }, (_, index) => text(index)).join('');
    const attributes = `<mergeCells><x ${times(300, (index) => `a${index}="" `)}/></mergeCells>`;
    await assertRefused(madeRows('', { after: attributes }), 'unsafe', /more attributes/);
    const parts = {
      'xl/styles.xml': `<styleSheet><cellXfs>${'<xf/>'.repeat(65_537)}</cellXfs></styleSheet>`,
    };
    await assertRefused(madeRows('', { parts }), 'unsafe', /more than the 65,536 cell styles/);
    const formulas = times(4001, (row) => {
      const cells = times(100, (column) => `<c><f>A${row * 100 + column}</f></c>`);
      return `<row>${cells}</row>`;
    });
    await assertRefused(madeRows(formulas), 'too-large', /more formulas than the 400,000/);
  });

  it('is refused for sheet after sheet that points to one big part', async () => {
    const relations = { c: ['comments', '../notes.xml'] } as const;
    const sheets = Array.from({ length: 40 }, (_, index) => ({ name: `Log ${index}`, relations }));
    const notes = `<comments><comment ref="A1">${'Note. '.repeat(100_000)}</comment></comments>`;
    await assertRefused(
      made({ sheets, parts: { 'xl/notes.xml': notes } }),
      'too-large',
      /notes and validations have more than the 12 MB that are read/,
    );
  });

  it('is refused for values in the last column of row after row', async () => {
    let rows = '';
    for (let row = 1; row <= 300; row += 1) rows += `<row r="${row}"><c r="XFD${row}"><v>1</v></c></row>`;
    await assertRefused(madeRows(rows), 'too-large', /more cells than/);
  });

  it('is read, its ranges kept as ranges, where rules, merges, links and names cover whole sheets', async () => {
    const whole = 'A1:XFD1048576';
    const { grids } = await readWorkbook(
      madeRows('<row r="1"><c r="A1"><v>1</v></c></row>', {
        after: `<mergeCells><mergeCell ref="${whole}"/></mergeCells><dataValidations><dataValidation type="list" sqref="${whole}"><formula1>All</formula1></dataValidation></dataValidations><hyperlinks><hyperlink ref="${whole}" location="A1"/></hyperlinks>`,
        workbook: `<definedNames><definedName name="All">Sheet1!${whole}</definedName></definedNames>`,
      }),
      'log.xlsx',
    );
    const area = { top: 0, left: 0, bottom: 1_048_575, right: 16_383 };
    assert.deepEqual(grids[0]?.merges, [area]);
    assert.deepEqual(grids[0]?.dropDowns, [{ areas: [area], source: '=All', values: null }]);
    assert.deepEqual(grids[0]?.links, new Map([[0, '#A1']]));
  });

  it('holds nothing of a million formatted empty rows', async () => {
    const rows: string[] = ['<row r="1"><c r="A1" s="1"><v>1</v></c></row>'];
    for (let row = 2; row <= 1_000_000; row += 1)
      rows.push(`<row r="${row}" s="1" customFormat="1"><c r="A${row}" s="1"/></row>`);
    const { grids } = await readWorkbook(madeRows(rows.join(''), { formats: [14] }), 'log.xlsx');
    assert.deepEqual(grids[0]?.values, [[1]]);
    assert.deepEqual(grids[0]?.formats, [['dd/mm/yyyy']]);
  });
});

describe('any file at all', () => {
  it('is read or refused with a WorkbookError, whatever byte of it was changed', async () => {
    const workbook = new ExcelJS.Workbook();
    const sheet = workbook.addWorksheet('Data');
    sheet.addRows([
      ['Ref', 'Title', 'Due'],
      ['DI-001', 'A title', new Date(Date.UTC(2022, 7, 10))],
    ]);
    sheet.mergeCells('A4:B4');
    const whole = Buffer.from(await workbook.xlsx.writeBuffer());
    let refused = 0;
    const tried = async (bytes: Uint8Array) => {
      try {
        await readWorkbook(bytes, 'log.xlsx');
      } catch (error) {
        assert.ok(error instanceof WorkbookError, String(error));
        refused += 1;
      }
    };
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const bytes = Buffer.from(whole);
        bytes[at] = (bytes[at] ?? 0) ^ change;
        await tried(bytes);
      }),
      { numRuns: 500 },
    );
    assert.ok(refused > 50, `only ${refused} were refused`);
  });

  it('is read or refused with a WorkbookError, whatever its sheet says', async () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '<row>',
        '<row r="2">',
        '</row>',
        '<c>',
        '<c r="A1" t="s">',
        '<c t="inlineStr">',
        '</c>',
        '<v>',
        '</v>',
      ),
      fc.constantFrom(
        '<f t="shared" si="0">',
        '<f t="array" ref="A1:B2">',
        '</f>',
        '<is>',
        '<t>',
        '</t>',
        '</is>',
        '<rPh>',
        '</rPh>',
      ),
      fc.constantFrom(
        '<!--',
        '-->',
        '<![CDATA[',
        ']]>',
        '<?',
        '?>',
        '&amp;',
        '&#x1F600;',
        '&#55555555;',
        '"',
        "'",
        '>',
        '<',
        '/',
        ' a="',
      ),
      fc.string({ maxLength: 3 }),
    );
    let read = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 12 }), async (pieces) => {
        try {
          await readWorkbook(madeRows(pieces.join('').toWellFormed(), { strings: ['<t>a</t>'] }), 'log.xlsx');
          read += 1;
        } catch (error) {
          assert.ok(error instanceof WorkbookError, String(error));
        }
      }),
      { numRuns: 1000 },
    );
    assert.ok(read > 20, `only ${read} were read`);
  });
});
