/** The text of XML, as Excel escapes it. */
import { WorkbookError } from './error.ts';

/** What is said of a DOCTYPE, which no workbook has: it can define entities that grow without end or name files. */
export function doctypeError(part: string): WorkbookError {
  return new WorkbookError(
    'unsafe',
    `the part "${part}" has a DOCTYPE, which workbooks never have and attacks use. Get the workbook from its owner again.`,
  );
}

/** `amp` is last: what it leaves is text, and no entity again. */
const NAMED: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['amp', '&'],
]);

/** Raw XML character data as text: line ends made LF, CDATA opened, entities replaced. */
export function decodeXml(raw: string): string {
  let text = raw;
  if (text.includes('\r')) text = text.replace(/\r\n?/g, '\n');
  if (text.includes('<')) return decodeMarkup(text);
  return text.includes('&') ? replaceEntities(text) : text;
}

function decodeMarkup(text: string): string {
  return text
    .split(/(<!\[CDATA\[[\s\S]*?\]\]>|<!--[\s\S]*?-->|<\?[\s\S]*?\?>)/)
    .map((piece) => {
      if (piece.startsWith('<![CDATA[')) return piece.slice(9, -3);
      return piece.startsWith('<') ? '' : replaceEntities(piece);
    })
    .join('');
}

function replaceEntities(text: string): string {
  // Formulas are full of quotes. Without numbered entities one after the other will do, and takes a fraction of the time.
  if (!text.includes('&#')) {
    let plain = text;
    for (const [name, character] of NAMED) plain = plain.replaceAll(`&${name};`, character);
    return plain;
  }
  return text.replace(/&(?:#(\d{1,7})|#x([0-9A-Fa-f]{1,6})|([a-z]{2,4}));/g, (whole, decimal, hex, name) => {
    if (name !== undefined) return NAMED.get(name) ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/** Excel writes characters that XML can't hold as `_xHHHH_`, and an underscore that would look like one as `_x005F_`. */
export function unescapeExcel(text: string): string {
  return text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text;
}
