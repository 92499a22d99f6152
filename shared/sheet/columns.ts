/** A row of headings as columns of a tab. */
import { REF } from '../tracker/schema.ts';
import {
  GUESSED,
  type Heading,
  type HeadingMatch,
  type HeadingReader,
  LOOSE,
  MISTYPED,
  normalHeading,
} from './heading.ts';
import type { RegionColumn } from './region.ts';

/** A row of headings by column; null where a cell is none. */
export type Headings = readonly (Heading | null)[];

/** Headings that belong together, and the keys of the tab's columns among them. */
export interface Block {
  readonly left: number;
  readonly right: number;
  readonly columns: ReadonlyMap<string, number>;
  /** Those whose heading only comes near: no help to tell the tab. */
  readonly loose: ReadonlySet<string>;
  /** Those whose heading says it in other words. */
  readonly guessed: ReadonlySet<string>;
}

/** A register may have an empty column or two within it; more than that lies between two registers. */
const WIDEST_GAP = 2;

/**
 * The heading row cut into blocks, one for each register that may stand there side by side. Cells without a gap
 * between them belong together; over a narrow gap the next ones do if they bring columns that were missing, but
 * not a second ref.
 */
export function blocksOf(headings: Headings, read: HeadingReader, key: string, claims: Claims = {}): Block[] {
  const blocks: Block[] = [];
  for (const { left, right } of runs(headings)) {
    const found = matched(headings, read, left, right, claims);
    const { columns } = found;
    if (columns.size === 0) continue;
    const last = blocks.at(-1);
    const news = [...columns.keys()].filter((column) => last?.columns.has(column) !== true).length;
    const near = last !== undefined && gapBetween(headings, last.right, left) <= WIDEST_GAP;
    const another = last?.columns.has(key) === true && columns.has(key);
    if (last !== undefined && near && !another && news * 2 >= columns.size) {
      blocks[blocks.length - 1] = {
        left: last.left,
        right,
        ...matched(headings, read, last.left, right, claims),
      };
    } else {
      blocks.push({ left, right, ...found });
    }
  }
  return blocks;
}

/** What a column of a row of headings is taken for. */
export interface Claims {
  /** Whether a guess is to be believed, by what stands in the column. */
  readonly believes?: (column: string, place: number) => boolean;
  /** The place of a ref that no heading names. */
  readonly ref?: number | undefined;
  /** A place that is no column of the tab, whatever its heading. */
  readonly never?: number | undefined;
  /** Whether headings may be in other words throughout; else two of them must stand as we know them. */
  readonly guesses?: boolean | undefined;
}

/**
 * Every headed column from `left` to `right`, in sheet order. Of two headings that mean the same column the
 * better match wins, then the one further left; the other is an extra column, as are headings that no column
 * claims. Headings alike get a number: `x:note`, `x:note 2`.
 */
export function regionColumns(
  headings: Headings,
  read: HeadingReader,
  left: number,
  right: number,
  claims: Claims = {},
): RegionColumn[] {
  const { columns } = matched(headings, read, left, right, claims);
  const places = new Map([...columns].map(([column, place]) => [place, column]));
  if (claims.ref !== undefined) places.set(claims.ref, REF);
  const found: Placed[] = [];
  for (let place = left; place <= right; place++) {
    const heading = headings[place];
    if (heading != null && heading.key !== '') found.push({ heading: heading.text, place });
  }
  const extras = extraKeys(found.filter(({ place }) => !places.has(place)));
  return found.flatMap(({ heading, place }) => {
    const column = places.get(place) ?? extras.get(place);
    return column === undefined ? [] : [{ column, heading, at: place }];
  });
}

/** So many headings must be ours before others are taken for ours mistyped. */
const SURE = 1;

function matched(
  headings: Headings,
  read: HeadingReader,
  left: number,
  right: number,
  { believes, never, guesses = true }: Claims = {},
): Pick<Block, 'columns' | 'loose' | 'guessed'> {
  const best = new Map<string, { place: number; rank: number }>();
  const take = (place: number, match: HeadingMatch | null): boolean => {
    if (match === null) return false;
    if (match.rank >= GUESSED && believes?.(match.column, place) === false) return false;
    const rival = best.get(match.column);
    if (rival === undefined || match.rank < rival.rank) best.set(match.column, { place, rank: match.rank });
    return true;
  };
  // What is read stays out of the next, bolder reading, and what that finds does not displace it.
  const pass = (places: readonly number[], look: (heading: Heading) => HeadingMatch | null): number[] =>
    places.filter((place) => {
      const heading = headings[place];
      return heading == null || !take(place, look(heading));
    });
  const places: number[] = [];
  for (let place = left; place <= right; place++)
    if (headings[place] != null && place !== never) places.push(place);
  let unread = pass(places, read);
  // A record may hold a word that is a heading too.
  const bold = guesses || best.size > 1;
  if (bold) unread = pass(unread, read.guess);
  if (bold && [...best.values()].filter(({ rank }) => rank < LOOSE).length >= SURE) {
    pass(unread, (heading) => {
      const match = read.near(heading);
      return match === null || best.has(match.column) ? null : match;
    });
  }
  return {
    columns: new Map([...best].map(([column, { place }]) => [column, place])),
    loose: new Set([...best].flatMap(([column, { rank }]) => (rank >= LOOSE ? [column] : []))),
    guessed: new Set(
      [...best].flatMap(([column, { rank }]) => (rank >= GUESSED && rank < MISTYPED ? [column] : [])),
    ),
  };
}

interface Placed {
  readonly heading: string;
  readonly place: number;
}

function extraKeys(extras: readonly Placed[]): Map<number, string> {
  const taken = new Map<string, number>();
  // Names that stand in the sheet go first: "Note 2" keeps its key beside two columns "Note".
  for (const { heading, place } of extras) {
    const key = `x:${normalHeading(heading)}`;
    if (!taken.has(key)) taken.set(key, place);
  }
  for (const { heading, place } of extras) {
    const key = `x:${normalHeading(heading)}`;
    if (taken.get(key) === place) continue;
    let count = 2;
    while (taken.has(`${key} ${count}`)) count++;
    taken.set(`${key} ${count}`, place);
  }
  return new Map([...taken].map(([key, place]) => [place, key]));
}

/** Runs of headings without a gap. */
function runs(headings: Headings): { left: number; right: number }[] {
  const found: { left: number; right: number }[] = [];
  for (const [place, heading] of headings.entries()) {
    if (heading == null) continue;
    const last = found.at(-1);
    if (last !== undefined && last.right === place - 1) last.right = place;
    else found.push({ left: place, right: place });
  }
  return found;
}

/** How many cells in a row are empty at the widest, between two places. */
function gapBetween(headings: Headings, left: number, right: number): number {
  let widest = 0;
  let gap = 0;
  for (let place = left + 1; place < right; place++) {
    gap = headings[place] == null ? gap + 1 : 0;
    widest = Math.max(widest, gap);
  }
  return widest;
}
