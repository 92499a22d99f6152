/** Headings that say the same in other words: `Person Responsible`, `Risk #`, `Date of closure`, `Mitigation Notes`. */
import { normalHeading } from '../tracker/heading.ts';
import { editDistance } from '../tracker/nearest.ts';

/** Words that are one in headings, by the one that stands for them; several words where one stands for a phrase. */
const MEANINGS: Readonly<Record<string, readonly string[]>> = {
  ref: ['id', 'ids', 'identifier', 'reference', 'no', 'nr', 'num', 'number', 'key', 'code', 'uid', '#'],
  probability: ['likelihood', 'prob'],
  score: ['rating'],
  effect: ['consequence'],
  raised: ['identified', 'logged', 'opened', 'created', 'reported', 'recorded', 'registered'],
  closed: ['closure', 'resolved', 'completed', 'completion'],
  owner: ['responsible', 'assignee', 'accountable', 'ownership'],
  giver: ['giving'],
  receiver: ['receiving'],
  'raised by': ['reporter', 'raiser', 'originator', 'submitter'],
  'due date': ['deadline'],
  update: ['updated'],
  review: ['reviewed'],
  comment: ['remark'],
  description: ['detail', 'desc'],
  mitigation: ['mitigating', 'mitigate'],
  affected: ['impacted'],
  escalation: ['escalated'],
};
const MEANING = new Map(
  Object.entries(MEANINGS).flatMap(([meaning, words]) => words.map((word) => [word, meaning] as const)),
);

/** Headings whose words mean something together only. */
const PHRASES: ReadonlyMap<string, readonly string[]> = new Map([
  ['s n', ['ref']],
  ['open closed', ['status']],
  ['by when', ['due', 'date']],
  ['by whom', ['owner']],
]);

/** They say nothing of what the column holds. */
const EMPTY = new Set([
  'the',
  'a',
  'an',
  'of',
  'for',
  'is',
  'was',
  'has',
  'been',
  'and',
  's',
  'item',
  'entry',
  'person',
]);
/** "S/N", "Sl. No.", "Sr. No.": before a word for a ref they say nothing either. */
const SERIAL = new Set(['s', 'sl', 'sr', 'serial', 'unique']);
/** What is added to a heading without changing whose column it is. */
const LOOSE = new Set([
  'level',
  'rate',
  'note',
  'description',
  'plan',
  'text',
  'current',
  'overall',
  'agreed',
  'project',
  'if',
  'any',
]);

/** What a heading says, whatever its words and their order: the words by their meaning. */
export function wordsOf(heading: string): string[] {
  const apart = heading.replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2');
  const words = singular(normalHeading(apart).replaceAll(/[#&]/g, (mark) => (mark === '#' ? ' # ' : ' ')));
  const phrase = PHRASES.get(words.join(' '));
  if (phrase !== undefined) return [...phrase];
  const kept = words.filter((word, index) => !EMPTY.has(word) && !isSerial(word, words[index + 1]));
  return (kept.length === 0 ? words : kept).flatMap((word) => (MEANING.get(word) ?? word).split(' '));
}

/**
 * The same as one text: each word once and sorted. The tab's own name (`stem`) says nothing in its headings, unless
 * it is all there is: "Level" is no "Risk Level".
 */
export function meaningOf(words: readonly string[], stem: string): string {
  const others = words.filter((word) => word !== stem);
  const says = others.some((word) => !LOOSE.has(word));
  return [...new Set(says ? others : words)].sort().join(' ');
}

/** The words without what is only added: `Impact Level`, `Mitigation Notes`. Null where nothing was, or is left. */
export function withoutLoose(words: readonly string[]): string[] | null {
  const kept = words.filter((word) => !LOOSE.has(word));
  return kept.length === 0 || kept.length === words.length ? null : kept;
}

function isSerial(word: string, next: string | undefined): boolean {
  return SERIAL.has(word) && next !== undefined && MEANING.get(next) === 'ref';
}

function singular(heading: string): string[] {
  return heading
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => {
      if (word.length <= 3 || !word.endsWith('s') || /(?:ss|us|is)$/.test(word)) return word;
      return word.endsWith('ies') ? `${word.slice(0, -3)}y` : word.slice(0, -1);
    });
}

/**
 * Whether a text is probably that heading, mistyped. Short words are too often other words ("Scope" and "Score",
 * "Clause" and "Cause"): of them only letters that changed places, are missing or stand twice are taken.
 */
export function isMistyped(typed: string, heading: string): boolean {
  const length = heading.length;
  if (length < 5 || typed[0] !== heading[0] || Math.abs(typed.length - length) > 2) return false;
  const distance = editDistance(typed, heading);
  if (length >= 9) return distance > 0 && distance <= 2;
  if (distance !== 1) return false;
  if (length >= 7) return true;
  const sameLetters = [...typed].sort().join('') === [...heading].sort().join('');
  return sameLetters || typed.length < length || typed.replaceAll(/(.)\1/gu, '$1') === heading;
}
