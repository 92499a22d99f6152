/** Words that stand in for a value: the cell is filled, and says nothing. */
import { remembered } from '../values/remember.ts';
import type { Value } from '../values/value.ts';

const PLACEHOLDERS: ReadonlySet<string> = new Set([
  'tbc',
  'tbd',
  'tba',
  'to be confirmed',
  'to be decided',
  'to be determined',
  'to be agreed',
  'to be added',
  'n/a',
  'na',
  'not applicable',
  'none',
  'nil',
  'please select',
  'please choose',
  'select',
  'choose an item',
  'select an item',
  'click or tap to enter a date',
  'click or tap here to enter text',
  'enter text',
  'insert text',
  'pending',
  'unknown',
  'xx',
  'xxx',
  '',
]);

/** Whether a value is a placeholder, or nothing but marks such as `-`, `?` and `…`. */
export function isPlaceholder(value: Value): value is string {
  return typeof value === 'string' && mayBePlaceholder(value) && isPlaceholderText(value);
}

/** Whether a text begins as a placeholder may, and is no longer than one: most are told from one by that. */
export function mayBePlaceholder(text: string): boolean {
  if (text.length > 60) return false;
  // None of them begins with a number, as dates do; and of those that begin with two letters, most with others.
  const first = text.charCodeAt(0);
  if (first >= 48 && first <= 57) return false;
  const second = text.charCodeAt(1);
  return !isLatin(first) || !isLatin(second) || BEGINNINGS[pairOf(first, second)] === 1;
}

function isLatin(unit: number): boolean {
  const small = unit | 32;
  return small >= 97 && small <= 122 && unit < 128;
}

function pairOf(first: number, second: number): number {
  return (first | 32) * 128 + (second | 32);
}

/** By pair of letters, whether a placeholder begins with them. */
const BEGINNINGS = new Uint8Array(128 * 128);
for (const word of PLACEHOLDERS)
  if (word.length > 1) BEGINNINGS[pairOf(word.charCodeAt(0), word.charCodeAt(1))] = 1;

const isPlaceholderText = remembered((text: string): boolean => {
  const word = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}/]+/gu, ' ')
    .trim();
  return PLACEHOLDERS.has(word.replace(/\s*\/\s*/gu, '/')) || PLACEHOLDERS.has(word);
});

/** Whether a value says nothing: blank, or a placeholder. */
export function saysNothing(value: Value): boolean {
  return value === null || value === '' || isPlaceholder(value);
}
