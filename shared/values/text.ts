/** Text in canonical form: NFC, LF line ends, no spaces, no-break spaces or line ends around it, and nothing for empty. */
import { MAX_TEXT } from './value.ts';

/** A value that no cell or no store can hold. Its message says why and what to do, and is for a person. */
export class ValueRefused extends Error {
  override name = 'ValueRefused';
}

const SPACE = 0x20;
const RETURN = 0x0d;
/** What most texts have none of: U+0000, a return, or a character that NFC may change, as none before U+0300 is. */
const UNUSUAL = /[\u0300-\uffff\0\r]/;

/** The canonical form of a text, null where nothing is left. Throws `ValueRefused`. */
export function canonicalText(text: string): string | null {
  const result = trimmed(UNUSUAL.test(text) ? composed(text) : text);
  if (result.length > MAX_TEXT) {
    throw new ValueRefused(
      `The text is ${result.length.toLocaleString('en-GB')} characters long; a cell holds ${MAX_TEXT.toLocaleString('en-GB')}. Shorten it.`,
    );
  }
  return result === '' ? null : result;
}

function composed(text: string): string {
  if (text.includes('\0')) {
    throw new ValueRefused(
      'The text has an invisible character (U+0000) that can’t be stored. Type the text again.',
    );
  }
  if (!text.isWellFormed()) {
    throw new ValueRefused('The text has half of a character (a lone surrogate). Type the text again.');
  }
  return text.normalize('NFC').replace(/\r\n?/g, '\n');
}

function trimmed(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text.charCodeAt(start))) start++;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
  return start === 0 && end === text.length ? text : text.slice(start, end);
}

/** A space, tab or line end, or a no-break space (also the narrow one and the one of a figure's width). */
function isSpace(unit: number): boolean {
  return (
    unit === SPACE || (unit >= 0x09 && unit <= RETURN) || unit === 0xa0 || unit === 0x202f || unit === 0x2007
  );
}

/** Whether every database keeps the text as it is: no U+0000 in it, and no half of a character. */
export function isStorable(text: string): boolean {
  return !text.includes('\u0000') && text.isWellFormed();
}
