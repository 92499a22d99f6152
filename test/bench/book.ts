/** A big, believable workbook made fast: tabs of a few columns of each type, strings shared as Excel shares them. */
import { strToU8, zipSync } from 'fflate';
import { letter } from '../../shared/sheet/grid.ts';

export interface BigBook {
  readonly tabs: number;
  readonly rows: number;
  readonly columns: number;
}

const STATUS = ['Open', 'In Progress', 'Closed', 'Escalated to DAG', 'New'];
const DATE_STYLE = 1;
const FIRST_DAY = 44_562;

/** The bytes of an .xlsx of `tabs` sheets with a heading row and `rows` rows of `columns` cells each. */
export function bigBook({ tabs, rows, columns }: BigBook): Uint8Array {
  const strings = new Map<string, number>();
  const shared = (text: string) => {
    const known = strings.get(text);
    if (known !== undefined) return known;
    strings.set(text, strings.size);
    return strings.size - 1;
  };
  const names = Array.from({ length: tabs }, (_, tab) => `Issues ${tab + 1}`);
  const sheets = names.map((_, tab) => sheetXml(tab, rows, columns, shared));
  return bookOf(names, sheets, [...strings.keys()]);
}

/** The bytes of an .xlsx of sheets as XML and the strings that they share; style 1 is that of dates. */
export function bookOf(
  names: readonly string[],
  sheets: readonly string[],
  strings: readonly string[],
): Uint8Array {
  const parts: Record<string, Uint8Array> = {
    '[Content_Types].xml': xml(
      `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>${names.map((_, n) => `<Override PartName="/xl/worksheets/sheet${n + 1}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`).join('')}<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>`,
    ),
    '_rels/.rels': xml(
      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    ),
    'xl/workbook.xml': xml(
      `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>${names.map((name, n) => `<sheet name="${name}" sheetId="${n + 1}" r:id="rId${n + 1}"/>`).join('')}</sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': xml(
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${names.map((_, n) => `<Relationship Id="rId${n + 1}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet${n + 1}.xml"/>`).join('')}<Relationship Id="rIdStyles" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rIdStrings" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    ),
    'xl/styles.xml': xml(
      '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
    ),
  };
  sheets.forEach((sheet, n) => {
    parts[`xl/worksheets/sheet${n + 1}.xml`] = strToU8(sheet);
  });
  const table = strings.map((text) => `<si><t>${text}</t></si>`).join('');
  parts['xl/sharedStrings.xml'] = xml(
    `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="${strings.length}" uniqueCount="${strings.length}">${table}</sst>`,
  );
  return zipSync(parts, { level: 6 });
}

const HEADINGS = ['Ref', 'Title', 'Description', 'Status', 'Date raised', 'Target date', 'Severity', 'Owner'];

/** Column by column: what a register holds. Dates and severities are numbers, the rest text. */
function cellXml(
  tab: number,
  row: number,
  column: number,
  at: string,
  shared: (text: string) => number,
): string {
  const text = (content: string) => `<c r="${at}" t="s"><v>${shared(content)}</v></c>`;
  switch (column) {
    case 0:
      return text(`DI-${String(tab * 100_000 + row).padStart(3, '0')}`);
    case 1:
      return text(`Design matter ${row} of tab ${tab}`);
    case 2:
      return text(`What was found in review ${row % 977} and what is to be done about it by the owner`);
    case 3:
      return text(STATUS[row % STATUS.length] ?? 'Open');
    case 4:
    case 5:
      return `<c r="${at}" s="${DATE_STYLE}"><v>${FIRST_DAY + ((row * column) % 300)}</v></c>`;
    case 6:
      return `<c r="${at}"><v>${1 + (row % 5)}</v></c>`;
    default:
      return column % 3 === 0
        ? `<c r="${at}"><v>${row * column}</v></c>`
        : text(`Note ${row % 401} in ${column}`);
  }
}

function sheetXml(tab: number, rows: number, columns: number, shared: (text: string) => number): string {
  const letters = Array.from({ length: columns }, (_, column) => letter(column));
  const lines = [
    `<row r="1">${letters
      .map(
        (name, column) =>
          `<c r="${name}1" t="s"><v>${shared(HEADINGS[column] ?? `Column ${column}`)}</v></c>`,
      )
      .join('')}</row>`,
  ];
  for (let row = 2; row <= rows + 1; row += 1) {
    lines.push(
      `<row r="${row}">${letters.map((name, column) => cellXml(tab, row, column, `${name}${row}`, shared)).join('')}</row>`,
    );
  }
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${lines.join('')}</sheetData></worksheet>`;
}

function xml(body: string): Uint8Array {
  return strToU8(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${body}`);
}
