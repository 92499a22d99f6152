/**
 * The walker of the small parts: element by element, with names without prefixes. It stands on the scanner's
 * functions, since a SAX library takes some ten times as long, and a sheet can have more merges than cells.
 */
import { WorkbookError } from './error.ts';
import { MAX_DEPTH } from './limits.ts';
import { endOfName, isDoctype, newTag, nextTag, readTag, skipMarkup, type Tag } from './scan.ts';
import { decodeXml, doctypeError } from './xml.ts';

const BANG = 0x21;
const SLASH = 0x2f;
const QUESTION = 0x3f;

/** By local name; those of the relationships namespace as `r:id`. Prefixes are the file's own business. */
export interface Attributes {
  get(name: string): string | undefined;
  has(name: string): boolean;
}

interface XmlVisitor {
  /**
   * `name` is the local name, `parent` that of the element around it ('' at the root, whose `depth` is 0). The
   * attributes are those of this element only until it returns.
   */
  open?(name: string, attributes: Attributes, parent: string, depth: number): void;
  /** An element ends; `text` is all that stood directly in it. */
  close?(name: string, text: string, parent: string): void;
}

/** An element that is open. */
interface Open {
  /** Where its whole name stands. */
  readonly from: number;
  readonly to: number;
  readonly name: string;
  text: string;
}

/** Walks through a part. Throws a WorkbookError where it is not well-formed, nests too deep or has a DOCTYPE. */
export function walkXml(bytes: Buffer, part: string, visitor: XmlVisitor): void {
  const tag = newTag();
  const attributes = new TagAttributes(bytes, tag, part);
  const open: Open[] = [];
  let begun = false;
  let pos = 0;
  for (;;) {
    const inner = open.at(-1);
    const next = nextTag(bytes, pos);
    const end = next < 0 ? bytes.length : next;
    if (end > pos) {
      const text = decoded(bytes.toString('utf8', pos, end), part);
      if (inner !== undefined) inner.text += text;
      else if (/[^\s\uFEFF]/.test(text)) throw notWellFormed(part);
    }
    if (next < 0) break;
    const code = bytes[next + 1];
    if (code === BANG || code === QUESTION) {
      if (isDoctype(bytes, next)) throw doctypeError(part);
      pos = sure(part, () => skipMarkup(bytes, next));
      // Of these only CDATA says anything.
      if (inner !== undefined) inner.text += decoded(bytes.toString('utf8', next, pos), part);
    } else if (code === SLASH) {
      if (inner === undefined) throw notWellFormed(part);
      pos = endOfClosing(bytes, next, inner, part);
      open.pop();
      attributes.leave(open.length);
      visitor.close?.(inner.name, inner.text, open.at(-1)?.name ?? '');
    } else {
      const from = next + 1;
      const to = endOfName(bytes, from);
      if (to === from || (inner === undefined && begun)) throw notWellFormed(part);
      begun = true;
      if (open.length > MAX_DEPTH) throw tooDeep(part);
      sure(part, () => readTag(bytes, to, tag));
      const name = localName(bytes.toString('latin1', from, to));
      const parent = inner?.name ?? '';
      attributes.enter(open.length);
      visitor.open?.(name, attributes, parent, open.length);
      pos = tag.end;
      if (!tag.selfClosed) {
        open.push({ from, to, name, text: '' });
        continue;
      }
      attributes.leave(open.length);
      visitor.close?.(name, '', parent);
    }
  }
  if (!begun || open.length > 0) throw notWellFormed(part);
}

/** Behind a closing tag, which must be that of the innermost element. Throws a WorkbookError. */
function endOfClosing(bytes: Buffer, start: number, { from, to }: Open, part: string): number {
  const name = start + 2;
  const nameEnd = endOfName(bytes, name);
  const end = bytes.indexOf('>', nameEnd);
  const isSame = nameEnd - name === to - from && bytes.compare(bytes, from, to, name, nameEnd) === 0;
  if (!isSame || end < 0 || bytes.toString('latin1', nameEnd, end).trim() !== '') throw notWellFormed(part);
  return end + 1;
}

/** The scanner does not know which part it reads. */
function sure<Result>(part: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    throw error instanceof WorkbookError && error.code === 'damaged' ? notWellFormed(part) : error;
  }
}

function tooDeep(part: string): WorkbookError {
  return new WorkbookError(
    'unsafe',
    `the part "${part}" nests deeper than any workbook does. Get the workbook from its owner again.`,
  );
}

/** An attribute that is a flag: absent means `otherwise`. */
export function flag(attributes: Attributes, name: string, otherwise = false): boolean {
  const value = attributes.get(name);
  return value === undefined ? otherwise : value === '1' || value === 'true';
}

/** In the transitional form, and in the strict one (ISO 29500). */
const RELATIONSHIPS = new Set([
  'http://schemas.openxmlformats.org/officeDocument/2006/relationships',
  'http://purl.oclc.org/ooxml/officeDocument/relationships',
]);

const XMLNS = 'xmlns:';

/** The attributes of the tag that was read last, made texts when asked for: most elements are passed by. */
class TagAttributes implements Attributes {
  readonly #bytes: Buffer;
  readonly #tag: Tag;
  readonly #part: string;
  /** What prefixes stand for, with the depth of the element that says so; the last one holds. */
  readonly #spaces: { readonly prefix: string; readonly uri: string; readonly depth: number }[] = [];

  constructor(bytes: Buffer, tag: Tag, part: string) {
    this.#bytes = bytes;
    this.#tag = tag;
    this.#part = part;
  }

  /** Takes in the namespaces that the element at this depth declares. */
  enter(depth: number): void {
    for (let slot = 0; slot < this.#tag.count * 4; slot += 4) {
      // Asked of every attribute of every element: the first letter rules nearly all out.
      if (this.#bytes[this.#tag.bounds[slot] ?? 0] !== XMLNS.charCodeAt(0)) continue;
      const name = this.#name(slot);
      if (name.startsWith(XMLNS))
        this.#spaces.push({ prefix: name.slice(XMLNS.length), uri: this.#value(slot), depth });
    }
  }

  /** Forgets the namespaces of the element at this depth. */
  leave(depth: number): void {
    while ((this.#spaces.at(-1)?.depth ?? -1) >= depth) this.#spaces.pop();
  }

  get(name: string): string | undefined {
    const slot = this.#slotOf(name);
    return slot < 0 ? undefined : this.#value(slot);
  }

  has(name: string): boolean {
    return this.#slotOf(name) >= 0;
  }

  #slotOf(name: string): number {
    const related = name.startsWith('r:');
    for (let slot = 0; slot < this.#tag.count * 4; slot += 4) {
      const own = this.#name(slot);
      if (!related && own === name) return slot;
      const colon = own.indexOf(':');
      if (related && colon > 0 && own.slice(colon) === name.slice(1) && this.#isRelated(own.slice(0, colon)))
        return slot;
    }
    return -1;
  }

  #isRelated(prefix: string): boolean {
    const space = this.#spaces.findLast((each) => each.prefix === prefix);
    return space !== undefined && RELATIONSHIPS.has(space.uri);
  }

  #name(slot: number): string {
    const { bounds } = this.#tag;
    return this.#bytes.toString('latin1', bounds[slot], bounds[slot + 1]);
  }

  /** White space in it is blanks (XML 1.0, 3.3.3), but for what is written as a number. */
  #value(slot: number): string {
    const { bounds } = this.#tag;
    const raw = this.#bytes.toString('utf8', bounds[slot + 2], bounds[slot + 3]);
    if (PLAIN.test(raw)) return raw;
    return decoded(/[\t\r\n]/.test(raw) ? raw.replace(/\r\n|[\t\r\n]/g, ' ') : raw, this.#part);
  }
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** Printable ASCII without an entity, as nearly all attributes are: it stands for itself. */
const PLAIN = /^[ -%'-~]*$/;

/** What XML can't hold, even as a number; and what is left of an entity that nothing defines. */
const UNFIT = /(?![\t\n\r\u007f-\u009f])\p{Cc}|[\ufffe\uffff]/u;
const UNDEFINED = /&(?!(?:lt|gt|amp|quot|apos|#\d+|#x[0-9A-Fa-f]+);)/;

function decoded(raw: string, part: string): string {
  if (raw.includes('&') && !raw.startsWith('<') && UNDEFINED.test(raw)) throw notWellFormed(part);
  const text = decodeXml(raw);
  if (UNFIT.test(text)) throw notWellFormed(part);
  return text;
}

function notWellFormed(part: string): WorkbookError {
  return new WorkbookError(
    'damaged',
    `the part "${part}" is not well-formed XML. Open the file in Excel, let Excel repair it, and save it again.`,
  );
}
