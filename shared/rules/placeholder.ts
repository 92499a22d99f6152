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
  if (typeof value !== 'string' || value.length > 60) return false;
  // None of them begins with a number, as dates do.
  const first = value.charCodeAt(0);
  return !(first >= 48 && first <= 57) && isPlaceholderText(value);
}

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
