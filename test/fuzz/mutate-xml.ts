/** Changes to the text of one part: what a bug, a stray edit or a hostile hand could make of it. */
import type { Random } from './random.ts';

/** What stands in an attribute or an element and is hard to read. */
const EXTREMES = [
  '',
  ' ',
  '0',
  '-1',
  '1',
  '2',
  '1.5',
  '1e999',
  '-1e308',
  'NaN',
  'Infinity',
  '2147483648',
  '4294967296',
  '9'.repeat(15),
  '9'.repeat(400),
  '16384',
  '16385',
  '1048576',
  '1048577',
  'A0',
  'A1',
  'XFD1048576',
  'XFE1',
  'A1048577',
  'A1:XFD1048576',
  'A:XFD',
  '1:1048576',
  'B2:A1',
  '#REF!',
  'true',
  'array',
  'shared',
  'dataTable',
  'inlineStr',
  's',
  'e',
  'd',
  'list',
  '../../../../etc/passwd',
  '/',
  'http://example.org/%ff',
  '__proto__',
  'constructor',
  'toString',
  '&#0;',
  '&#x110000;',
  '&#xD800;',
  '&amp;#38;',
  '&unknown;',
  '&',
  '_x0000_',
  '_xD800_',
  '\u{1F600}',
  '\uFFFF',
  '<![CDATA[]]>',
  '<!--',
  ']]>',
  'dd/mm/yyyy',
  '0'.repeat(256),
  `"${'a,'.repeat(3000)}"`,
  `INDIRECT("Owners")`,
  'Owners',
  '2022-02-30',
  '9999-12-31T23:59:59',
  'DI-001',
  'Closed',
  'x'.repeat(40_000),
];

const TAG = /<(\/?)([A-Za-z_][\w:.-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>/g;
const ATTRIBUTE = /\s+([\w:.-]+)\s*=\s*("[^"]*"|'[^']*')/g;

interface Span {
  readonly from: number;
  readonly to: number;
}

type Mutation = (xml: string, random: Random) => string;

const MUTATIONS: readonly Mutation[] = [
  // An element taken away, doubled, said a hundred times, put elsewhere, put into itself.
  (xml, random) => replace(xml, element(xml, random), () => ''),
  (xml, random) => replace(xml, element(xml, random), (text) => text + text),
  (xml, random) => replace(xml, element(xml, random), (text) => text.repeat(text.length > 2000 ? 3 : 200)),
  (xml, random) => {
    const span = element(xml, random);
    const text = xml.slice(span.from, span.to);
    const rest = replace(xml, span, () => '');
    const at = tag(rest, random).to;
    return rest.slice(0, at) + text + rest.slice(at);
  },
  (xml, random) => {
    const text = xml.slice(...bounds(element(xml, random)));
    const at = tag(xml, random).to;
    return xml.slice(0, at) + text + xml.slice(at);
  },
  (xml, random) => {
    const name = /[\w:.-]+/.exec(xml.slice(...bounds(tag(xml, random))))?.[0] ?? 'a';
    const depth = random.of([1, 5, 99, 150, 5000]);
    return replace(
      xml,
      element(xml, random),
      (text) => `<${name}>`.repeat(depth) + text + `</${name}>`.repeat(depth),
    );
  },
  // One tag alone: taken away, under another name, or doubled.
  (xml, random) => replace(xml, tag(xml, random), () => ''),
  (xml, random) => replace(xml, tag(xml, random), (text) => text.replace(/[\w:.-]+/, random.of(NAMES))),
  (xml, random) => replace(xml, tag(xml, random), (text) => text + text),
  // Attributes: extreme, missing, twice, under another name.
  (xml, random) =>
    inAttribute(xml, random, ([name]) => ` ${name}="${random.of(EXTREMES).replaceAll('"', '&quot;')}"`),
  (xml, random) =>
    inAttribute(xml, random, ([name]) => ` ${name}="${random.of(EXTREMES).replaceAll('"', '&quot;')}"`),
  (xml, random) => inAttribute(xml, random, ([name]) => ` ${name}="${random.below(2 ** 31) - 2 ** 30}"`),
  (xml, random) => inAttribute(xml, random, () => ''),
  (xml, random) => inAttribute(xml, random, ([name, value]) => ` ${name}=${value} ${name}=${value}`),
  (xml, random) => inAttribute(xml, random, ([, value]) => ` ${random.of(ATTRIBUTES)}=${value}`),
  // Text.
  (xml, random) => inText(xml, random, () => random.of(EXTREMES)),
  (xml, random) => inText(xml, random, () => random.of(EXTREMES)),
  (xml, random) => inText(xml, random, (text) => `<![CDATA[${text}]]>`),
  (xml, random) => inText(xml, random, (text) => `<!-- ${text} -->${text}<?x ${text}?>`),
  // The whole part: prefixes, namespaces, entities, encodings, ends.
  (xml) => xml.replace(/<(\/?)([A-Za-z]\w*)(?=[\s/>])/g, '<$1p:$2').replace(/\sxmlns=/, ' xmlns:p='),
  (xml, random) =>
    xml.replace(/xmlns(:\w+)?="[^"]*"/, (_, prefix = '') => `xmlns${prefix}="${random.of(SPACES)}"`),
  (xml) =>
    `<!DOCTYPE a [<!ENTITY b "${'c'.repeat(100)}"><!ENTITY d "&b;&b;&b;&b;">]>${xml.replace(/>([^<]+)</, '>&d;<')}`,
  (xml, random) =>
    `<?xml version="1.0" encoding="${random.of(['UTF-8', 'UTF-16', 'ISO-8859-1', 'x'])}"?>${xml.replace(/^<\?xml[^>]*\?>/, '')}`,
  (xml) => `\uFEFF\n${xml}`,
  (xml, random) => xml.slice(0, random.below(xml.length + 1)),
  (xml, random) => xml.slice(random.below(xml.length + 1)),
  (xml) => xml + xml,
  () => '',
  () => '<a/>',
  (xml) => xml.replaceAll('"', "'"),
  (xml) => xml.replaceAll('><', '>\r\n\t<'),
];

const NAMES = [
  'row',
  'c',
  'v',
  'f',
  'is',
  't',
  'r',
  'si',
  'sheetData',
  'sheet',
  'sheets',
  'cellXfs',
  'xf',
  'worksheet',
  'definedName',
  'x:row',
  'a',
];
const ATTRIBUTES = [
  'r',
  's',
  't',
  'ref',
  'si',
  'hidden',
  'min',
  'max',
  'sqref',
  'Id',
  'Target',
  'name',
  'r:id',
  'xmlns',
  'xmlns:r',
  'id',
];
const SPACES = [
  '',
  'urn:x',
  'http://purl.oclc.org/ooxml/spreadsheetml/main',
  'http://www.w3.org/2000/xmlns/',
];

/** A part's text, changed in one way. */
export function mutateXml(xml: string, random: Random): string {
  const changed = random.of(MUTATIONS)(xml, random);
  // What grows without end tests the machine and not the reader.
  return changed.length > 4_000_000 ? xml : changed;
}

function replace(xml: string, { from, to }: Span, change: (text: string) => string): string {
  return xml.slice(0, from) + change(xml.slice(from, to)) + xml.slice(to);
}

function bounds({ from, to }: Span): [number, number] {
  return [from, to];
}

/** A tag at random, by its place; nothing at the end where there is none. */
function tag(xml: string, random: Random): Span {
  TAG.lastIndex = random.below(xml.length + 1);
  const match = TAG.exec(xml) ?? first(xml);
  return match === null
    ? { from: xml.length, to: xml.length }
    : { from: match.index, to: match.index + match[0].length };
}

function first(xml: string): RegExpExecArray | null {
  TAG.lastIndex = 0;
  return TAG.exec(xml);
}

/** An element at random with all that stands in it. */
function element(xml: string, random: Random): Span {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const { from, to } = tag(xml, random);
    if (xml[from + 1] === '/') continue;
    if (xml[to - 2] === '/') return { from, to };
    TAG.lastIndex = to;
    let depth = 1;
    for (let match = TAG.exec(xml); match !== null; match = TAG.exec(xml)) {
      if (match[1] === '/') depth -= 1;
      else if (match[4] === '') depth += 1;
      if (depth === 0) return { from, to: TAG.lastIndex };
    }
  }
  return { from: xml.length, to: xml.length };
}

function inAttribute(
  xml: string,
  random: Random,
  change: (attribute: readonly [string, string]) => string,
): string {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const span = tag(xml, random);
    const all = [...xml.slice(span.from, span.to).matchAll(ATTRIBUTE)];
    if (all.length === 0) continue;
    const { index, 0: whole, 1: name = '', 2: value = '' } = random.of(all);
    const from = span.from + index;
    return replace(xml, { from, to: from + whole.length }, () => change([name, value]));
  }
  return xml;
}

function inText(xml: string, random: Random, change: (text: string) => string): string {
  const texts = />([^<>]+)</g;
  texts.lastIndex = random.below(xml.length + 1);
  const match = texts.exec(xml);
  if (match === null) return xml;
  const from = match.index + 1;
  return replace(xml, { from, to: from + (match[1]?.length ?? 0) }, change);
}
