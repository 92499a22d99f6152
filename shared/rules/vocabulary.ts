/** The words that a choice may be, and which of them a mistyped one was meant to be. */
import { editDistance } from '../tracker/nearest.ts';

export interface Vocabulary {
  readonly words: readonly string[];
  readonly exact: ReadonlySet<string>;
  readonly folded: ReadonlyMap<string, string>;
}

/** The word a cell says: itself, or the one it was meant to be. */
export interface Meant {
  readonly word: string;
  readonly exact: boolean;
}

/** A vocabulary made ready for looking words up. Of two that fold alike neither is found by its fold. */
export function vocabularyOf(words: readonly string[]): Vocabulary {
  const known = vocabularies.get(words);
  if (known !== undefined) return known;
  const folded = new Map<string, string>();
  const twice = new Set<string>();
  for (const word of words) {
    const fold = folds(word);
    if (folded.has(fold)) twice.add(fold);
    folded.set(fold, word);
  }
  for (const fold of twice) folded.delete(fold);
  const made = { words, exact: new Set(words), folded };
  vocabularies.set(words, made);
  return made;
}

const vocabularies = new WeakMap<readonly string[], Vocabulary>();

/**
 * The word of the vocabulary that a text is or was plainly meant to be, or null.
 *
 * Case, spaces, dashes and end marks don't count. A typo is one letter, in words of eight letters and more
 * two, and only where the next word is at least two letters further away: "Escalated to DSG" may be two things.
 */
export function meantBy(vocabulary: Vocabulary, text: string): Meant | null {
  if (vocabulary.exact.has(text)) return { word: text, exact: true };
  const fold = folds(text);
  const same = vocabulary.folded.get(fold);
  if (same !== undefined) return { word: same, exact: false };
  const allowed = fold.length >= 8 ? 2 : fold.length >= 4 ? 1 : 0;
  let best: string | null = null;
  let least = Number.POSITIVE_INFINITY;
  let next = Number.POSITIVE_INFINITY;
  for (const [other, word] of vocabulary.folded) {
    // Three letters more or less cannot be near, and a cell may hold a whole page.
    if (Math.abs(other.length - fold.length) > 3) continue;
    const distance = editDistance(fold, other);
    if (distance < least) {
      next = least;
      least = distance;
      best = word;
    } else next = Math.min(next, distance);
  }
  return best !== null && least <= allowed && next >= least + 2 ? { word: best, exact: false } : null;
}

function folds(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\p{Pd}_]/gu, '-')
    .replace(/\s+/gu, ' ')
    .replace(/\s*-\s*/gu, '-')
    .replace(/^[\s'"“”‘’]+|[\s.,;:!'"“”‘’]+$/gu, '');
}
