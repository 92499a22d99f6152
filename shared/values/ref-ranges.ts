/**
 * Ranges of refs: "DR-001 to DR-004", "DR-001–004", "DAG13-01 – 04". They name each ref in between, too.
 *
 * Traps: "DR-003 – 100 customers" and "raised DR-003 to 100" are no ranges, so a number alone needs the dash close
 * to it or a leading nought; "renumbered from DR-001 to DR-004" names two; "DR-001-004" may be a longer ref.
 */
import { matchRef, normalRef, type RefPattern, writeRef } from './ref-pattern.ts';
import type { FoundRef } from './refs-in.ts';

export interface RefRanges {
  /** The ends that are written as a number alone. In normal form, as what is between. */
  readonly ends: readonly string[];
  readonly between: readonly string[];
}

/** A longer range is a mistyped ref, or all there are. */
const MOST = 100;
const FROM = /\bfrom\s+$/iu;
const TO_REF = /^ ?(?:[-\u2010-\u2015\u2212]|to|through|up to) ?$/iu;
const TO_NUMBER =
  /^(?:[\u2012-\u2015\u2212](\d+)| ?(?:[-\u2012-\u2015\u2212]|to) ?(0\d+))(?![-\u2010-\u2015]?[\p{L}\p{N}]|[.:/]\d)/iu;

/** What the ranges of a text name besides the refs that were found in it, which are given in order of place. */
export function rangesIn(
  text: string,
  found: readonly FoundRef[],
  patterns: readonly RefPattern[],
): RefRanges {
  const ends: string[] = [];
  const between: string[] = [];
  found.forEach((first, place) => {
    const range = rangeFrom(text, first, found[place + 1], patterns);
    if (range === null) return;
    const { pattern, meeting, from, to, bare } = range;
    const named = (number: number) => normalRef(writeRef(pattern, meeting, number));
    if (bare) ends.push(named(to));
    if (to - from > MOST) return;
    for (let number = from + 1; number < to; number += 1) between.push(named(number));
  });
  return { ends, between };
}

interface Range {
  readonly pattern: RefPattern;
  readonly meeting: string | null;
  readonly from: number;
  readonly to: number;
  /** Whether its end is written as a number alone. */
  readonly bare: boolean;
}

/** The range that begins with a ref, where one does; `next` is the ref after it. */
function rangeFrom(
  text: string,
  first: FoundRef,
  next: FoundRef | undefined,
  patterns: readonly RefPattern[],
): Range | null {
  const pattern = patterns.find((each) => matchRef(each, first.ref) !== null);
  const start = pattern === undefined ? null : matchRef(pattern, first.ref);
  if (pattern === undefined || start === null || FROM.test(text.slice(0, first.start))) return null;
  const { meeting, number: from } = start;
  const after = first.start + first.text.length;
  if (next !== undefined && TO_REF.test(text.slice(after, next.start))) {
    const end = matchRef(pattern, next.ref);
    return end === null || end.meeting !== meeting
      ? null
      : { pattern, meeting, from, to: end.number, bare: false };
  }
  const number = TO_NUMBER.exec(text.slice(after, after + 24));
  const digits = number?.[1] ?? number?.[2];
  if (digits === undefined || digits.length !== pattern.width || Number(digits) <= from) return null;
  return { pattern, meeting, from, to: Number(digits), bare: true };
}
