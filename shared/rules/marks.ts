/**
 * What is seen of a value at a glance. Most rules over cells have nothing to say about most values (no `@`, no error, a
 * ref as it should be), so each says which marks it waits for, and is not asked about values without any of them.
 */
import { isWritten, type RefPattern } from '../values/ref.ts';
import type { Value } from '../values/value.ts';
import { mayBePlaceholder } from './placeholder.ts';

/** Every value has it: the mark of rules that must be asked about all. */
export const ANY = 1;
/** Nothing, or a text without a letter. */
export const BLANK = 2;
/** A text that begins as formulas and Excel's errors do. */
export const SIGN_FIRST = 4;
/** A text with an `@` in it. */
export const HAS_AT = 8;
/** A text that may be a placeholder: few are not told from one by their first two letters. */
export const MAY_BE_PLACEHOLDER = 16;
/** A text of no more than `SHORT_TEXT` characters. */
export const SHORT = 32;
/** Anything but a ref to the letter as the pattern of its tab's refs writes it. */
export const NO_WRITTEN_REF = 64;

export const SHORT_TEXT = 60;

/** By letter: the mark of those that formulas and Excel's errors begin with. */
const SIGNS = new Uint8Array(128);
for (const sign of '=+-@#') SIGNS[sign.charCodeAt(0)] = SIGN_FIRST;

/** The marks of a value; `pattern`: that of its tab's refs where it stands for one, else null. */
export function marksOf(value: Value, pattern: RefPattern | null): number {
  if (value === null) return ANY | BLANK | NO_WRITTEN_REF;
  if (typeof value !== 'string') return ANY | NO_WRITTEN_REF;
  const sign = SIGNS[value.charCodeAt(0)] ?? 0;
  // Letters, hyphens and digits: no address, and no placeholder, for none of those has a number.
  if (pattern !== null && isWritten(pattern, value)) return ANY | SHORT | sign;
  let marks = ANY | NO_WRITTEN_REF | sign;
  if (value === '') marks |= BLANK;
  if (value.length <= SHORT_TEXT) marks |= SHORT;
  if (value.includes('@')) marks |= HAS_AT;
  if (mayBePlaceholder(value)) marks |= MAY_BE_PLACEHOLDER;
  return marks;
}
