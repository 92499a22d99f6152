/** Which column of a tab a heading means. */
import { normalHeading } from '../tracker/heading.ts';
import { isExtra, type Tab } from '../tracker/schema.ts';
import type { CellValue } from './grid.ts';
import { isMistyped, meaningOf, withoutLoose, wordsOf } from './words.ts';

export { normalHeading } from '../tracker/heading.ts';

/** Longer text is a sentence, not a heading. */
const MAX_HEADING = 120;
/** What people add to a heading and mean nothing else by it: `Date Raised (dd/mm/yyyy)`, `Impact (monetary)`, `Owner(s)`. */
const ADDITION = /\s*[([][^()[\]]*[)\]]/gu;

/** Headings counted through: `3. Date raised`, `b) Owner`. */
const ENUMERATED = /^\s*(?:\d{1,2}|[a-z])[.):]\s+(?=\p{L})/iu;

/** The column that a heading means. */
export interface HeadingMatch {
  readonly column: string;
  /** The lower, the better the match: a person's choice, the heading, its aliases, then what only comes near. */
  readonly rank: number;
}

/** A reader remembers what so many headings mean: those of many workbooks. */
const MOST_REMEMBERED = 5_000;

/** Ranks from here on are guesses, which what stands in the column may refute. */
export const GUESSED = 2000;
/** Ranks from here on do not help to tell which tab a row of headings is. */
export const LOOSE = 4000;
/** And from here on a heading of ours, mistyped. */
export const MISTYPED = 3000;
const WITHOUT_ADDITION = 1000;
const NONE: ReadonlySet<string> = new Set();

/** The text of a cell that may be a heading, and the form in which it is compared. */
export interface Heading {
  readonly text: string;
  /** `&` and "and" are one in it. */
  readonly key: string;
  /** What stands above it and its neighbours: "Residual" over "Probability" and "Impact". */
  readonly group: string | null;
}

/** Looks headings of one tab up. Null for a heading that no column claims. */
export interface HeadingReader {
  /** As it is written, or as a person settled it. */
  (heading: Heading): HeadingMatch | null;
  /** With an addition, or in other words. */
  readonly guess: (heading: Heading) => HeadingMatch | null;
  /** The column whose heading it is mistyped, or has something to it. */
  readonly near: (heading: Heading) => HeadingMatch | null;
}

/** The word for one row of the tab: `risk`, `dependency`. */
export function stemOf({ tab }: Pick<Tab, 'tab'>): string {
  return tab
    .replaceAll('-', ' ')
    .replace(/ies$/, 'y')
    .replace(/(?<![su])s$/, '');
}

/** The columns of a tab by what their headings and aliases are, and by what they mean. */
interface HeadingClaims {
  readonly exact: ReadonlyMap<string, HeadingMatch>;
  readonly meant: ReadonlyMap<string, HeadingMatch>;
}

/** Worked out once for a tab: a workbook is read over and over against the same ones. */
const claimed = new WeakMap<Tab, HeadingClaims>();

function claimsOf(tab: Tab, stem: string, reserved: ReadonlySet<string>): HeadingClaims {
  const known = reserved.size === 0 ? claimed.get(tab) : undefined;
  if (known !== undefined) return known;
  const exact = new Map<string, HeadingMatch>();
  const meant = new Map<string, HeadingMatch>();
  const claim = (claims: Map<string, HeadingMatch>, key: string, match: HeadingMatch) => {
    const rival = claims.get(key);
    if (key !== '' && (rival === undefined || match.rank < rival.rank)) claims.set(key, match);
  };
  for (const { column, heading, aliases } of tab.columns) {
    if (reserved.has(column)) continue;
    for (const [index, text] of [heading, ...aliases].entries()) {
      claim(exact, comparable(text), { column, rank: 1 + index });
      claim(meant, meaningOf(wordsOf(text), stem), { column, rank: GUESSED + index });
    }
  }
  const claims = { exact, meant };
  if (reserved.size === 0) claimed.set(tab, claims);
  return claims;
}

/**
 * `chosen`: normal heading → column key, as a person settled it once. The columns in `reserved` no other heading may
 * claim.
 */
export function headingReader(
  tab: Tab,
  chosen: Readonly<Record<string, string>> = {},
  reserved: ReadonlySet<string> = NONE,
): HeadingReader {
  const stem = stemOf(tab);
  const { exact, meant } = claimsOf(tab, stem, reserved);
  const choices = new Map(Object.entries(chosen));
  const settled = ({ text }: Heading): HeadingMatch | 'none' | 'later' | null => {
    const choice = choices.size === 0 ? undefined : choices.get(normalHeading(text));
    if (choice === undefined) return null;
    if (isExtra(choice)) return 'none';
    return tab.columns.some(({ column }) => column === choice) ? { column: choice, rank: 0 } : 'later';
  };

  const named = new Map(tab.columns.map(({ column, heading }) => [column, heading]));
  const read = (heading: Heading): HeadingMatch | null => {
    const choice = settled(heading);
    // A column that was still to come: the tracker may have the heading by now, under whichever key.
    if (choice !== null && choice !== 'later') return choice === 'none' ? null : choice;
    const { key, group } = heading;
    const alone = exact.get(key);
    if (group === null) return alone ?? null;
    // Together they say it best, whatever each says alone: "L" under "Residual risk" is a probability, and that one.
    const whole =
      exact.get(comparable(`${group} ${heading.text}`)) ??
      (alone === undefined ? undefined : under(group, named.get(alone.column) ?? heading.text));
    return whole === undefined ? (alone ?? null) : { ...whole, rank: 0.5 };
  };
  /** What a heading means under a group, where that is not what the group means by itself. */
  const under = (group: string, text: string): HeadingMatch | undefined => {
    const above = wordsOf(group);
    const match = meant.get(meaningOf([...above, ...wordsOf(text)], stem));
    return match === meant.get(meaningOf(above, stem)) ? undefined : match;
  };
  const guess = (heading: Heading): HeadingMatch | null => {
    if (settled(heading) !== null) return null;
    const { parts, words } = readingOf(heading);
    const whole = heading.group === null ? undefined : under(heading.group, heading.text);
    if (whole !== undefined) return whole;
    for (const [index, part] of parts.entries()) {
      const found = exact.get(part);
      if (found !== undefined) return { column: found.column, rank: found.rank + WITHOUT_ADDITION + index };
    }
    for (const each of words) {
      const found = meant.get(meaningOf(each, stem));
      if (found !== undefined) return found;
    }
    return null;
  };
  const near = (heading: Heading): HeadingMatch | null => {
    const { key } = heading;
    if (settled(heading) !== null || !/\p{L}/u.test(key)) return null;
    let best: HeadingMatch | null = null;
    for (const [claimed, match] of exact) {
      if (isMistyped(key, claimed) && (best === null || match.rank + MISTYPED < best.rank)) {
        best = { column: match.column, rank: match.rank + MISTYPED };
      }
    }
    if (best !== null) return best;
    for (const each of readingOf(heading).words) {
      const loose = withoutLoose(each);
      const match = loose === null ? undefined : meant.get(meaningOf(loose, stem));
      if (match !== undefined) return { column: match.column, rank: match.rank - GUESSED + LOOSE };
    }
    return null;
  };
  // The same heading is asked for again for each block that it may belong to, and for each sheet that has it.
  const nearest = new Map<string, HeadingMatch | null>();
  const nearOnce = (heading: Heading): HeadingMatch | null => {
    const known = nearest.get(heading.text);
    if (known !== undefined) return known;
    const match = near(heading);
    if (nearest.size >= MOST_REMEMBERED) nearest.clear();
    nearest.set(heading.text, match);
    return match;
  };
  return Object.assign(read, { guess, near: nearOnce });
}

interface Reading {
  /** In the form in which headings are compared. */
  readonly parts: readonly string[];
  /** Of the whole heading and of its parts. */
  readonly words: readonly (readonly string[])[];
}

const readings = new WeakMap<Heading, Reading>();

/** A heading taken apart, once for all tabs. */
function readingOf(heading: Heading): Reading {
  const known = readings.get(heading);
  if (known !== undefined) return known;
  const parts = partsOf(heading.text);
  const reading = { parts: parts.map(comparable), words: [heading.text, ...parts].map(wordsOf) };
  readings.set(heading, reading);
  return reading;
}

/** What of a longer heading may be the heading proper: without its number, and additions in brackets; its first lines, each of them. */
function partsOf(text: string): string[] {
  const bare = (/[([]/.test(text) ? text.replace(ADDITION, '') : text).replace(ENUMERATED, '');
  const lines = bare.split(/[\r\n]+/).filter((line) => line.trim() !== '');
  const first = lines.map((_, index) => lines.slice(0, index + 1).join(' ')).reverse();
  const parts = lines.length > 1 ? [...first, ...lines.slice(1)] : [];
  return [...new Set([bare, ...parts])].filter((part) => part !== text && part.trim() !== '');
}

/** A cell as a heading; null for a blank one, a boolean or a long text. */
export function headingOf(value: CellValue, group: string | null = null): Heading | null {
  if (value === null || typeof value === 'boolean') return null;
  const text = String(value);
  return text.length > MAX_HEADING || text.trim() === '' ? null : { text, key: comparable(text), group };
}

function comparable(heading: string): string {
  const normal = normalHeading(heading);
  return normal.includes('&') ? normal.replace(/ ?& ?/g, ' and ').trim() : normal;
}
