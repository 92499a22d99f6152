/** The small parts, through the SAX library; and the text of XML as Excel escapes it. */
import { SaxesParser } from 'saxes';
import { WorkbookError } from './error.ts';
import { MAX_ATTRIBUTES, MAX_DEPTH } from './limits.ts';

/** By local name; those of the relationships namespace as `r:id`. Prefixes are the file's own business. */
type Attributes = Pick<ReadonlyMap<string, string>, 'get' | 'has'>;

interface XmlVisitor {
  /** `name` is the local name, `parent` that of the element around it ('' at the root, whose `depth` is 0). */
  open?(name: string, attributes: Attributes, parent: string, depth: number): void;
  /** An element ends; `text` is all that stood directly in it. */
  close?(name: string, text: string, parent: string): void;
}

/** In the transitional form, and in the strict one (ISO 29500). */
const RELATIONSHIPS = new Set([
  'http://schemas.openxmlformats.org/officeDocument/2006/relationships',
  'http://purl.oclc.org/ooxml/officeDocument/relationships',
]);

/** Walks through a part. Throws a WorkbookError where it is not well-formed, nests too deep or has a DOCTYPE. */
export function walkXml(xml: string, part: string, visitor: XmlVisitor): void {
  const parser = new SaxesParser({ xmlns: true });
  const names: string[] = [''];
  const texts: string[] = [''];
  parser.on('error', (error) => {
    throw new WorkbookError(
      'damaged',
      `the part "${part}" is not well-formed XML (${error.message}). Open the file in Excel and save it again.`,
    );
  });
  parser.on('doctype', () => {
    throw doctypeError(part);
  });
  let attributes = 0;
  parser.on('opentagstart', () => {
    attributes = 0;
  });
  parser.on('attribute', () => {
    attributes += 1;
    if (attributes > MAX_ATTRIBUTES) {
      throw new WorkbookError(
        'unsafe',
        `the part "${part}" has an element with more attributes than any workbook has. Get the workbook from its owner again.`,
      );
    }
  });
  parser.on('opentag', (tag) => {
    const parent = names.at(-1) ?? '';
    if (names.length > MAX_DEPTH) {
      throw new WorkbookError(
        'unsafe',
        `the part "${part}" nests deeper than any workbook does. Get the workbook from its owner again.`,
      );
    }
    names.push(tag.local);
    texts.push('');
    visitor.open?.(tag.local, attributesOf(tag.attributes), parent, names.length - 2);
  });
  const text = (more: string) => {
    texts.push((texts.pop() ?? '') + more);
  };
  parser.on('text', text);
  parser.on('cdata', text);
  parser.on('closetag', (tag) => {
    names.pop();
    visitor.close?.(tag.local, texts.pop() ?? '', names.at(-1) ?? '');
  });
  parser.write(xml).close();
}

/** What is said of a DOCTYPE, which no workbook has: it can define entities that grow without end or name files. */
export function doctypeError(part: string): WorkbookError {
  return new WorkbookError(
    'unsafe',
    `the part "${part}" has a DOCTYPE, which workbooks never have and attacks use. Get the workbook from its owner again.`,
  );
}

/** Looked up when asked for: most elements are passed by. */
function attributesOf(
  found: Readonly<Record<string, { local: string; uri: string; value: string }>>,
): Attributes {
  let known: Map<string, string> | null = null;
  const all = () => {
    if (known !== null) return known;
    known = new Map();
    for (const { local, uri, value } of Object.values(found)) {
      known.set(RELATIONSHIPS.has(uri) ? `r:${local}` : local, value);
    }
    return known;
  };
  return { get: (name) => all().get(name), has: (name) => all().has(name) };
}

/** An attribute that is a flag: absent means `otherwise`. */
export function flag(attributes: Attributes, name: string, otherwise = false): boolean {
  const value = attributes.get(name);
  return value === undefined ? otherwise : value === '1' || value === 'true';
}

const NAMED: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
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
