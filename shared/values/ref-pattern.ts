/**
 * Refs: the keys of rows as people write them, compared in a normal form, and the templates that a tab's refs
 * follow: `DR-{000}`, or `DAG{meeting}-{00}` where each meeting counts from one.
 *
 * A meeting is written with two digits, as published: `DAG06-01`, `DAG10.1-03`.
 */

import { remembered } from './remember.ts';

/** White space, and the zero-width space that comes along from web pages. */
const SPACES = /[\s\u200b]+/g;
/** Every dash, the minus sign, the hyphen bullet, and the underscore. */
const DASHES = /[\p{Pd}\u2212\u2043_]/gu;
const PLAIN = /^[!-~]*$/;

/**
 * The form in which refs are compared: NFKC, no white space, every dash and `_` as `-`, case folded.
 * `DR_003`, ` dr–003 ` and `DR-003` are one ref; `DR-3` is another.
 */
export function normalRef(text: string): string {
  if (PLAIN.test(text)) return text.replaceAll('_', '-').toLowerCase();
  // By way of upper case, so that letters with two small forms fold to one; NFKC again, since this undoes it.
  return text
    .normalize('NFKC')
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .replace(SPACES, '')
    .replace(DASHES, '-')
    .normalize('NFKC');
}

/** A tab's template for refs, taken apart. */
export interface RefPattern {
  readonly template: string;
  /** What stands before, between and after its fields, as written. */
  readonly literals: readonly string[];
  /** Its fields in order, one between each two literals. */
  readonly fields: readonly ('meeting' | 'number')[];
  /** The least number of digits of the number. */
  readonly width: number;
  /** Whether its literals are Latin letters and hyphens, with some between two fields. */
  readonly plain: boolean;
}

/** A ref that follows its tab's pattern. */
export interface RefMatch {
  /** `6`, `10.1`, without leading zeros; null in a pattern without meetings. */
  readonly meeting: string | null;
  readonly number: number;
  /** As the pattern writes it. */
  readonly ref: string;
}

const MEETING = '(\\d{1,3}(?:\\.\\d{1,2})?)';
const NUMBER = '(\\d{1,9})';
const FIELD = /\{(meeting|0+)\}/;
const patterns = new Map<string, RefPattern>();
const matchers = new WeakMap<RefPattern, { exact: RegExp; loose: RegExp }>();

/** The pattern of a template. Throws a RangeError for one without exactly one number or with two meetings. */
export function refPattern(template: string): RefPattern {
  const known = patterns.get(template);
  if (known !== undefined) return known;
  // Splitting by one group puts the fields at the odd places.
  const parts = template.split(FIELD);
  const names = parts.filter((_, index) => index % 2 === 1);
  const numbers = names.filter((name) => name !== 'meeting');
  if (numbers.length !== 1 || names.length > 2) {
    throw new RangeError(
      `The ref pattern "${template}" needs one number such as {000}, and at most one {meeting}: DR-{000}, DAG{meeting}-{00}.`,
    );
  }
  const literals = parts.filter((_, index) => index % 2 === 0);
  const pattern: RefPattern = {
    template,
    literals,
    fields: names.map((name) => (name === 'meeting' ? 'meeting' : 'number')),
    width: numbers[0]?.length ?? 1,
    plain: literals.every((each) => PLAIN_LITERAL.test(each)) && !literals.slice(1, -1).includes(''),
  };
  patterns.set(template, pattern);
  return pattern;
}

const ZERO = 48;
const NINE = 57;

/** A literal that reads the same whatever stands beside it. */
const PLAIN_LITERAL = /^[A-Za-z-]*$/;

/**
 * Whether a text is a ref to the letter as a plain pattern writes it, such as nearly all that stand in a register:
 * then its normal form is the text in small letters. False where only a longer look can tell.
 */
export function isWritten({ literals, fields, width, plain }: RefPattern, text: string): boolean {
  if (!plain) return false;
  let at = 0;
  for (let part = 0; part < literals.length; part += 1) {
    if (part > 0) {
      const end = endOfDigits(text, at);
      if (fields[part - 1] === 'number') {
        if (end - at < width || end - at > 9 || (end - at > width && text.charCodeAt(at) === ZERO))
          return false;
        at = end;
      } else {
        if (end - at < 2 || end - at > 3 || (end - at > 2 && text.charCodeAt(at) === ZERO)) return false;
        at = text.charAt(end) === '.' ? endOfDigits(text, end + 1) : end;
        if (at - end > 3 || at - end === 1) return false;
      }
    }
    const literal = literals[part] ?? '';
    if (!text.startsWith(literal, at)) return false;
    at += literal.length;
  }
  return at === text.length;
}

/** What a ref says that is written as a plain pattern writes it. */
function asWritten({ literals, fields }: RefPattern, ref: string): RefMatch {
  let meeting: string | null = null;
  let number = 0;
  let at = literals[0]?.length ?? 0;
  for (let part = 1; part < literals.length; part += 1) {
    let end = endOfDigits(ref, at);
    if (fields[part - 1] === 'number') number = Number(ref.slice(at, end));
    else {
      if (ref.charAt(end) === '.') end = endOfDigits(ref, end + 1);
      meeting = plainMeeting(ref.slice(at, end));
    }
    at = end + (literals[part]?.length ?? 0);
  }
  return { meeting, number, ref };
}

/** Where the digits end that begin at a place. */
export function endOfDigits(text: string, start: number): number {
  let end = start;
  while (end < text.length && text.charCodeAt(end) >= ZERO && text.charCodeAt(end) <= NINE) end += 1;
  return end;
}

/** What a ref in the pattern says, compared in normal form; null where it is not exactly as the pattern writes it. */
export function matchRef(pattern: RefPattern, text: string): RefMatch | null {
  if (isWritten(pattern, text)) return asWritten(pattern, text);
  const normal = normalRef(text);
  const match = read(pattern, matcherOf(pattern).exact.exec(normal));
  return match !== null && normalRef(match.ref) === normal ? match : null;
}

/**
 * A ref as the pattern writes it, where the text can mean only that one: `DR_3`, `dr 003` and `DR-0003` are
 * `DR-003`, `DAG6-1` is `DAG06-01`. Null where it can't be told.
 */
export function repairRef(pattern: RefPattern, text: string): string | null {
  const trimmed = normalRef(text)
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .replace(/[^\p{L}\p{N}]+$/u, '');
  return read(pattern, matcherOf(pattern).loose.exec(trimmed))?.ref ?? null;
}

/** The ref of a number in the pattern; `meeting` is `6`, `06` or `10.1`. Throws a RangeError where one is missing. */
export function writeRef(pattern: RefPattern, meeting: string | null, number: number): string {
  let written = pattern.literals[0] ?? '';
  for (let part = 1; part < pattern.literals.length; part += 1) {
    const field = pattern.fields[part - 1];
    written += field === 'number' ? digits(pattern, number) : padMeeting(meeting, pattern);
    written += pattern.literals[part] ?? '';
  }
  return written;
}

/** A meeting without leading zeros: `06` is `6`, `10.1` stays. */
export function plainMeeting(meeting: string): string {
  return meeting.replace(/^0+(?=\d)/, '');
}

function digits(pattern: RefPattern, number: number): string {
  if (!Number.isSafeInteger(number) || number < 0) {
    throw new RangeError(`${number} is no number for a ref such as ${pattern.template}`);
  }
  return String(number).padStart(pattern.width, '0');
}

function padMeeting(meeting: string | null, { template }: RefPattern): string {
  if (meeting === null || !/^\d+(?:\.\d+)?$/.test(meeting)) {
    throw new RangeError(`A ref such as ${template} needs a meeting, like 6 or 10.1`);
  }
  return paddedMeeting(meeting);
}

const paddedMeeting = remembered((meeting) => {
  const [whole = '', ...rest] = plainMeeting(meeting).split('.');
  return [whole.padStart(2, '0'), ...rest].join('.');
});

/** What the groups of a matcher's hit say; null where there is no hit. */
function read(pattern: RefPattern, hit: RegExpExecArray | null): RefMatch | null {
  if (hit === null) return null;
  const number = Number(hit[pattern.fields.indexOf('number') + 1]);
  const place = pattern.fields.indexOf('meeting');
  const written = place === -1 ? undefined : hit[place + 1];
  const meeting = written === undefined ? null : plainMeeting(written);
  return { meeting, number, ref: writeRef(pattern, meeting, number) };
}

function matcherOf(pattern: RefPattern): { exact: RegExp; loose: RegExp } {
  const known = matchers.get(pattern);
  if (known !== undefined) return known;
  const normal = pattern.literals.map(normalRef);
  const made = {
    exact: new RegExp(`^${woven(pattern, normal.map(escaped))}$`),
    loose: new RegExp(
      `^${woven(
        pattern,
        normal.map((literal, index) => loosened(pattern, literal, index)),
      )}$`,
    ),
  };
  matchers.set(pattern, made);
  return made;
}

/** Literals and fields as one regular expression, with a group a field. */
function woven(pattern: RefPattern, literals: readonly string[]): string {
  return literals.reduce(
    (source, literal, index) =>
      source + (pattern.fields[index - 1] === 'meeting' ? MEETING : NUMBER) + literal,
  );
}

/**
 * A literal whose punctuation may be other punctuation or missing. Between two fields some must stand, and no
 * dot: `DAG1203` and `DAG12.03` can be read in more than one way.
 */
function loosened(pattern: RefPattern, literal: string, index: number): string {
  const between = index > 0 && index < pattern.fields.length;
  const letters = literal.split(/[^\p{L}\p{N}]+/u).map(escaped);
  if (between) return letters.join('[-/:#]+');
  const source = letters.join('[-./:#]*');
  return index === 0 && /[\p{L}\p{N}]$/u.test(literal) ? `${source}[-./:#]*` : source;
}

/** A text as it stands in a regular expression. */
export function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
