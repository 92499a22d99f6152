/** Changes to single tags of a part that leave all else in it as it is. */
import { newTag, readTag } from './scan.ts';

/** A stretch of a part, and what is to stand there. */
export interface Splice {
  readonly from: number;
  readonly to: number;
  readonly text: string | Buffer;
}

/** The part with the splices made; they must not overlap. */
export function splice(bytes: Buffer, splices: readonly Splice[]): Buffer {
  const pieces: Buffer[] = [];
  let done = 0;
  for (const { from, to, text } of splices.toSorted((a, b) => a.from - b.from)) {
    pieces.push(bytes.subarray(done, from), typeof text === 'string' ? Buffer.from(text) : text);
    done = to;
  }
  pieces.push(bytes.subarray(done));
  return Buffer.concat(pieces);
}

/**
 * The opening tag at `start` with attributes set (by their whole names; null takes one away), the others
 * as they stand, as a splice.
 */
export function editTag(
  bytes: Buffer,
  start: number,
  changes: Readonly<Record<string, string | null>>,
): Splice {
  const nameEnd = endOfTagName(bytes, start);
  const tag = newTag();
  readTag(bytes, nameEnd, tag);
  let text = bytes.toString('utf8', start, nameEnd);
  const left = new Map(Object.entries(changes));
  for (let slot = 0; slot < tag.count * 4; slot += 4) {
    const name = bytes.toString('utf8', tag.bounds[slot], tag.bounds[slot + 1]);
    const change = left.get(name);
    left.delete(name);
    if (change === undefined)
      text += ` ${name}=${bytes.toString('utf8', (tag.bounds[slot + 2] ?? 0) - 1, (tag.bounds[slot + 3] ?? 0) + 1)}`;
    else if (change !== null) text += ` ${name}="${escapeAttribute(change)}"`;
  }
  for (const [name, value] of left) {
    if (value !== null) text += ` ${name}="${escapeAttribute(value)}"`;
  }
  return { from: start, to: tag.end, text: text + (tag.selfClosed ? '/>' : '>') };
}

/** Text for an attribute in double quotes. */
export function escapeAttribute(text: string): string {
  return escapeText(text)
    .replaceAll('"', '&quot;')
    .replace(/[\t\n]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Text for an element. */
function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/**
 * What XML can't hold (control characters, lone surrogates, U+FFFE and U+FFFF), a carriage return, which
 * XML turns into a line feed, and an underscore that would look like the escape of one of them.
 */
const UNFIT = /(?![\t\n])\p{Cc}|\p{Cs}|[\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)/gu;

/** Text for a cell, with Excel's escapes for what XML can't hold; XML's own are still to come. */
export function escapeUnfit(text: string): string {
  return text.replace(
    UNFIT,
    (character) => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
  );
}

/** Text for a cell, ready to stand in XML. */
export function escapeCellText(text: string): string {
  return escapeText(escapeUnfit(text));
}

/** Behind the name of the tag at `start`. */
export function endOfTagName(bytes: Buffer, start: number): number {
  let pos = start + 1;
  for (;;) {
    const code = bytes[pos] ?? 0;
    if (code <= 0x20 || code === 0x3e || code === 0x2f) return pos;
    pos += 1;
  }
}
