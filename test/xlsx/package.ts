/** Small packages made by hand, for what no library writes. */
import { crc32, deflateRawSync } from 'node:zlib';
import { strToU8, unzipSync, type Zippable, zipSync } from 'fflate';

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONSHIPS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

export interface MadeSheet {
  readonly name: string;
  /** The inside of `<sheetData>`. */
  readonly rows?: string;
  /** What stands before and behind the cells. */
  readonly before?: string;
  readonly after?: string;
  readonly state?: string;
  /** Relations: id → type's last word, target. A hyperlink is external. */
  readonly relations?: Readonly<Record<string, readonly [string, string]>>;
}

export interface MadeBook {
  readonly sheets: readonly MadeSheet[];
  /** Number formats of the styles from 1 on: an id of Excel's own, or a code. */
  readonly formats?: readonly (string | number)[];
  readonly strings?: readonly string[];
  /** Further elements of the workbook part, behind `<sheets>`. */
  readonly workbook?: string;
  readonly before?: string;
  /** Parts added, or put in the place of those made. */
  readonly parts?: Readonly<Record<string, string>>;
}

/** The parts of a workbook as text, before they are zipped. */
export function partsOf(book: MadeBook): Record<string, string> {
  const { sheets, formats = [], strings } = book;
  const custom = formats.flatMap((format, index) =>
    typeof format === 'string' ? [{ id: 164 + index, format }] : [],
  );
  const parts: Record<string, string> = {
    '[Content_Types].xml': `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
    '_rels/.rels': relations({ r: ['officeDocument', 'xl/workbook.xml'] }),
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONSHIPS}">${book.before ?? ''}<sheets>${sheets
      .map(
        ({ name, state }, index) =>
          `<sheet name="${name}" sheetId="${index + 1}"${state === undefined ? '' : ` state="${state}"`} r:id="s${index + 1}"/>`,
      )
      .join('')}</sheets>${book.workbook ?? ''}</workbook>`,
    'xl/_rels/workbook.xml.rels': relations({
      ...Object.fromEntries(
        sheets.map((_, index) => [`s${index + 1}`, ['worksheet', `worksheets/sheet${index + 1}.xml`]]),
      ),
      st: ['styles', 'styles.xml'],
      ss: ['sharedStrings', 'sharedStrings.xml'],
    }),
    'xl/styles.xml': `<styleSheet xmlns="${MAIN}"><numFmts count="${custom.length}">${custom
      .map(({ id, format }) => `<numFmt numFmtId="${id}" formatCode="${format}"/>`)
      .join(
        '',
      )}</numFmts><fonts count="1"><font/></fonts><cellXfs count="${formats.length + 1}"><xf numFmtId="0"/>${formats
      .map(
        (format, index) => `<xf numFmtId="${typeof format === 'number' ? format : 164 + index}" fontId="0"/>`,
      )
      .join('')}</cellXfs></styleSheet>`,
  };
  if (strings !== undefined) {
    parts['xl/sharedStrings.xml'] =
      `<sst xmlns="${MAIN}">${strings.map((string) => `<si>${string}</si>`).join('')}</sst>`;
  }
  sheets.forEach((sheet, index) => {
    const { rows = '', before = '', after = '' } = sheet;
    parts[`xl/worksheets/sheet${index + 1}.xml`] =
      `<worksheet xmlns="${MAIN}" xmlns:r="${RELATIONSHIPS}">${before}<sheetData>${rows}</sheetData>${after}</worksheet>`;
    if (sheet.relations !== undefined) {
      parts[`xl/worksheets/_rels/sheet${index + 1}.xml.rels`] = relations(sheet.relations);
    }
  });
  return { ...parts, ...book.parts };
}

export function zip(parts: Readonly<Record<string, string | Uint8Array>>): Uint8Array {
  const files: Zippable = {};
  for (const [name, content] of Object.entries(parts)) {
    files[name] = typeof content === 'string' ? strToU8(content) : content;
  }
  return zipSync(files, { level: 1 });
}

/** A zip written byte by byte, so that its directory can lie. */
export function rawZip(
  entries: readonly { name: string; content: Uint8Array; size?: number; offset?: number; crc?: number }[],
): Buffer {
  const body: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, ...lies } of entries) {
    const packed = deflateRawSync(content);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(lies.crc ?? crc32(content), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(lies.size ?? content.length, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const at = Buffer.alloc(4);
    at.writeUInt32LE(lies.offset ?? offset);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), packed]);
    directory.push(
      Buffer.from('PK\x01\x02\x14\x00', 'latin1'),
      common,
      Buffer.alloc(10),
      at,
      Buffer.from(name),
    );
    body.push(local);
    offset += local.length;
  }
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...body, ...directory, end]);
}

/** A workbook's bytes. */
export function made(book: MadeBook): Uint8Array {
  return zip(partsOf(book));
}

/** A workbook of one sheet with these rows. */
export function madeRows(
  rows: string,
  rest: Omit<MadeBook, 'sheets'> & Omit<MadeSheet, 'name' | 'rows' | 'before'> = {},
): Uint8Array {
  const { after, relations: own, ...book } = rest;
  const sheet: MadeSheet = {
    name: 'Sheet1',
    rows,
    ...(after === undefined ? {} : { after }),
    ...(own === undefined ? {} : { relations: own }),
  };
  return made({ ...book, sheets: [sheet] });
}

/** A package's parts as text, by name. */
export function unzipped(bytes: Uint8Array): Record<string, string> {
  return Object.fromEntries(
    Object.entries(unzipSync(bytes)).map(([name, content]) => [name, Buffer.from(content).toString('utf8')]),
  );
}

function relations(all: Readonly<Record<string, readonly [string, string]>>): string {
  const entries = Object.entries(all).map(([id, [type, target]]) => {
    const mode = type === 'hyperlink' ? ' TargetMode="External"' : '';
    return `<Relationship Id="${id}" Type="${RELATIONSHIPS}/${type}" Target="${target}"${mode}/>`;
  });
  return `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${entries.join('')}</Relationships>`;
}
