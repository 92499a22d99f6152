/**
 * Refs in prose and in lists: updates, descriptions, cells that name several.
 *
 * Traps, all met in published papers: "DAG 10 August 2022" is a date; "DAG 12-03" is DAG12-03; "PRI004/005"
 * and "PRI024.PRI025" are two each; R-001 may be cited as R001; a ref inside a longer word or number is none.
 */
import { isDay } from './date.ts';
import { monthOf } from './read-date.ts';
import { endOfDigits, escaped, normalRef, type RefPattern, repairRef } from './ref-pattern.ts';

export interface FoundRef {
  /** In normal form, as the pattern writes it. */
  readonly ref: string;
  /** As it stands in the text; for the second of "PRI004/005" that is `005`. */
  readonly text: string;
  readonly start: number;
}

const DASH = '[-\\u2010-\\u2015\\u2212_]';
/** "PRI004/005": further numbers of the same width. */
const FURTHER = /^ ?\/ ?(\d+)(?![\p{L}\p{N}])/u;
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;
const searchers = new WeakMap<RefPattern, RegExp>();

/** Every ref of these patterns that the text names, in order of place, as often as it stands there. */
export function refsIn(text: string, patterns: readonly RefPattern[]): FoundRef[] {
  if (isDay(text)) return [];
  const found = new Map<number, FoundRef>();
  for (const pattern of patterns) {
    for (const ref of refsOf(text, pattern)) {
      // Two patterns at one place: the longer reading is the ref, the shorter a part of it.
      const rival = found.get(ref.start);
      if (rival === undefined || rival.text.length < ref.text.length) found.set(ref.start, ref);
    }
  }
  return [...found.values()].sort((a, b) => a.start - b.start);
}

/**
 * The refs of a text that is nothing but a list of them, each as its pattern writes it: `DA-001, DA-004`. In normal
 * form; null for any other text, which takes a longer look.
 */
export function listedRefs(text: string, patterns: readonly RefPattern[]): string[] | null {
  const refs: string[] = [];
  const isList = everyListed(text, patterns, (_pattern, _number, start, end) => {
    refs.push(text.slice(start, end).toLowerCase());
    return true;
  });
  return isList ? refs : null;
}

/**
 * Whether a text is such a list, and `holds` for each of its refs; asked with the ref's pattern, its number, and
 * where it begins and ends.
 */
export function everyListed(
  text: string,
  patterns: readonly RefPattern[],
  holds: (pattern: RefPattern, number: number, start: number, end: number) => boolean,
): boolean {
  const heads = headsOf(patterns);
  for (let at = 0; at < text.length; ) {
    const head = headAt(heads, text, at);
    if (head === null) return false;
    const start = at + head.literal.length;
    const end = endOfDigits(text, start);
    const digits = end - start;
    if (digits < head.width || digits > 9 || (digits > head.width && text.charCodeAt(start) === ZERO))
      return false;
    let number = 0;
    for (let digit = start; digit < end; digit += 1) number = number * 10 + text.charCodeAt(digit) - ZERO;
    if (!holds(head.pattern, number, at, end)) return false;
    if (end === text.length) return true;
    const after = text.charCodeAt(end);
    if (after !== COMMA && after !== SEMICOLON) return false;
    at = end + 1;
    while (text.charCodeAt(at) === SPACE) at += 1;
  }
  return false;
}

function headAt(heads: readonly Head[], text: string, at: number): Head | null {
  for (const head of heads) if (text.startsWith(head.literal, at)) return head;
  return null;
}

const ZERO = 48;
const COMMA = 44;
const SEMICOLON = 59;
const SPACE = 32;

interface Head {
  readonly pattern: RefPattern;
  readonly literal: string;
  readonly width: number;
}

const headsKnown = new WeakMap<readonly RefPattern[], readonly Head[]>();

/** The patterns of letters, a hyphen and a number whose letters no other pattern begins with. */
function headsOf(patterns: readonly RefPattern[]): readonly Head[] {
  const known = headsKnown.get(patterns);
  if (known !== undefined) return known;
  const lettersOf = ({ literals }: RefPattern) => /^\p{L}*/u.exec(normalRef(literals[0] ?? ''))?.[0] ?? '';
  const made = patterns.flatMap((pattern) => {
    const [literal = '', after] = pattern.literals;
    const alone = patterns.filter((other) => lettersOf(other) === lettersOf(pattern)).length === 1;
    if (!alone || !/^[A-Z]+-$/.test(literal) || after !== '' || pattern.fields.length !== 1) return [];
    return [{ pattern, literal, width: pattern.width }];
  });
  headsKnown.set(patterns, made);
  return made;
}

function refsOf(text: string, pattern: RefPattern): FoundRef[] {
  // A pattern of bare numbers would find every number.
  if (!/\p{L}/u.test(pattern.literals[0] ?? '')) return [];
  const found: FoundRef[] = [];
  for (const hit of text.matchAll(searcherOf(pattern))) {
    const end = hit.index + hit[0].length;
    if (!beginsHere(text, hit.index) || !endsHere(text, end) || spacedOut(hit[0], pattern)) continue;
    const ref = repairRef(pattern, hit[0]);
    if (ref === null) continue;
    found.push({ ref: normalRef(ref), text: hit[0], start: hit.index });
    found.push(...furtherNumbers(text, end, hit[0], pattern));
  }
  return found;
}

/** "MHHS-DR-003" and "XDR-003" are other refs; "see DR-003" and "PRI024.PRI025" are not. */
function beginsHere(text: string, start: number): boolean {
  const before = text.charAt(start - 1);
  if (start === 0) return true;
  if (LETTER_OR_DIGIT.test(before)) return false;
  return !((before === '-' || before === '_') && LETTER_OR_DIGIT.test(text.charAt(start - 2)));
}

/** What follows must not go on with the ref ("DR-003-A", "DR-003.1"), nor make a date of it ("DAG 10-12 August"). */
function endsHere(text: string, end: number): boolean {
  const rest = text.slice(end, end + 24);
  if (/^[-\u2010\u2011_]?[\p{L}\p{N}]/u.test(rest) || /^[.:]\d/.test(rest)) return false;
  const word = /^(?:st|nd|rd|th)?\s+(?:of\s+)?(\p{L}+)/u.exec(rest)?.[1];
  return word === undefined || !isMonth(word);
}

/** A month by its name or usual abbreviation: "may" is also a verb, and stands in prose in small letters. */
function isMonth(word: string): boolean {
  return monthOf(word) !== null && /^\p{Lu}/u.test(word);
}

function furtherNumbers(text: string, end: number, first: string, pattern: RefPattern): FoundRef[] {
  const found: FoundRef[] = [];
  const stem = first.replace(/\d+$/, '');
  let place = end;
  for (;;) {
    const further = FURTHER.exec(text.slice(place, place + 24));
    const digits = further?.[1];
    if (further === null || digits === undefined) return found;
    // Another width makes it a date, a fraction or something else: then none of them is a number of this series.
    if (digits.length !== pattern.width) return [];
    const ref = repairRef(pattern, stem + digits);
    const next = place + further[0].length;
    if (ref !== null) found.push({ ref: normalRef(ref), text: digits, start: next - digits.length });
    place = next;
  }
}

/** "DR 003" is a ref; "DR 3" and "DI 10 August" are words and a number. */
function spacedOut(hit: string, pattern: RefPattern): boolean {
  const digits = pattern.fields[0] === 'number' ? /\s(\d+)/.exec(hit)?.[1] : undefined;
  return digits !== undefined && digits.length < pattern.width;
}

/** Finds candidates; `repairRef` has the last word. */
function searcherOf(pattern: RefPattern): RegExp {
  const known = searchers.get(pattern);
  if (known !== undefined) return known;
  const literals = pattern.literals.map((literal, index) => {
    const words = literal.split(/[^\p{L}\p{N}]+/u).map(escaped);
    // No spaces between a meeting and its number: "DAG 12 – 3 papers" is none.
    if (index > 0) return words.join(DASH);
    const letters = words.filter((word) => word !== '').join(`${DASH}?`);
    return `${letters}[ \\u00a0]?${DASH}?[ \\u00a0]?`;
  });
  const source = literals.reduce(
    (made, literal, index) =>
      made + (pattern.fields[index - 1] === 'meeting' ? '\\d{1,3}(?:\\.\\d{1,2})?' : '\\d{1,9}') + literal,
  );
  const made = new RegExp(source, 'giu');
  searchers.set(pattern, made);
  return made;
}
