/** Text in canonical form: NFC, LF line ends, no spaces, no-break spaces or line ends around it, and nothing for empty. */
import { MAX_TEXT } from './value.ts';

/** A value that no cell or no store can hold. Its message says why and what to do, and is for a person. */
export class ValueRefused extends Error {
  override name = 'ValueRefused';
}

const SPACE = 0x20;
const RETURN = 0x0d;
/** NFC leaves every character below this one as it is. */
const FIRST_COMBINING = 0x300;

/** The canonical form of a text, null where nothing is left. Throws `ValueRefused`. */
export function canonicalText(text: string): string | null {
  let result = text;
  let returns = false;
  let composes = false;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit === 0) {
      throw new ValueRefused(
        'The text has an invisible character (U+0000) that can’t be stored. Type the text again.',
      );
    }
    if (unit === RETURN) returns = true;
    else if (unit >= FIRST_COMBINING) composes = true;
  }
  if (composes) {
    if (!text.isWellFormed()) {
      throw new ValueRefused('The text has half of a character (a lone surrogate). Type the text again.');
    }
    result = result.normalize('NFC');
  }
  if (returns) result = result.replace(/\r\n?/g, '\n');
  result = trimmed(result);
  if (result.length > MAX_TEXT) {
    throw new ValueRefused(
      `The text is ${result.length.toLocaleString('en-GB')} characters long; a cell holds ${MAX_TEXT.toLocaleString('en-GB')}. Shorten it.`,
    );
  }
  return result === '' ? null : result;
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
