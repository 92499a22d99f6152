/** How well a row of headings stands for a tab. */
import { REF, type Tab } from '../tracker/schema.ts';
import { refPattern, repairRef } from '../values/ref.ts';
import type { Block } from './columns.ts';
import { cellAt, type Grid } from './grid.ts';
import { type HeadingReader, normalHeading } from './heading.ts';

/** A tab with what is needed to recognise it. */
export interface Sought {
  readonly tab: Tab;
  readonly read: HeadingReader;
  readonly always: ReadonlySet<string>;
  /** The normal forms of what its sheets are called. */
  readonly names: readonly string[];
  /** In a sheet whose headings a person settled: the columns that no other heading may claim there. */
  readonly reserved: ReadonlySet<string>;
}

/** What the sheet's name says of a tab: chosen by a person, its own name, a name like it, nothing. */
export type Hint = 'chosen' | 'named' | 'like' | 'none';

const HINT_FACTOR = { chosen: 4, named: 1.6, like: 1.3, none: 1 } as const;
/** Refs of a tab's own pattern say more than the sheet's name. */
const REFS_FACTOR = 2.5;
/** So many refs, in so many rows, are enough to see their pattern. */
const REFS_SEEN = 10;
const ROWS_SEEN = 40;
const REF_WEIGHT = 3;
const REQUIRED_WEIGHT = 2;
/** A heading that only comes near says half as much. */
const LOOSE_SHARE = 0.5;
const SPECIFIC = 1.5;

const NONE: ReadonlySet<string> = new Set();

export function sought(tab: Tab, read: HeadingReader, reserved = NONE): Sought {
  return {
    tab,
    read,
    reserved,
    always: new Set(tab.columns.filter(({ required }) => required === 'always').map(({ column }) => column)),
    names: [...new Set([tab.title, ...tab.sheets].map(normalHeading))],
  };
}

/** What a sheet's name says of a tab, or a choice of its headings. "Closed Risks" and "Risk Register 2022" are like a name of the risks. */
export function hintOf(sheet: string, { tab, names, reserved }: Sought): Hint {
  const name = normalHeading(sheet);
  if (names.includes(name) || reserved.size > 0) return 'named';
  const words = ` ${name} `;
  const stem = tab.tab.replaceAll('-', ' ').replace(/(?:ies|s)$/, '');
  const alike = names.some((each) => words.includes(` ${each} `)) || words.includes(` ${stem}`);
  return alike ? 'like' : 'none';
}

/**
 * How much a row's headings are like the tab's: its columns among them, by the sheet's name. A heading that no
 * other tab knows (`specific`) says more.
 */
export function likenessOf(
  { always }: Sought,
  block: Block,
  hint: Hint,
  specific: (place: number) => boolean = () => false,
): number {
  let weight = 0;
  for (const [column, place] of block.columns) {
    const full = column === REF ? REF_WEIGHT : always.has(column) ? REQUIRED_WEIGHT : 1;
    weight += (block.loose.has(column) ? full * LOOSE_SHARE : full) * (specific(place) ? SPECIFIC : 1);
  }
  return weight * HINT_FACTOR[hint];
}

/** How much the refs below a row of headings speak for the tab. */
export function refsFactor({ tab }: Sought, block: Block, grid: Grid, row: number): number {
  const place = block.columns.get(REF);
  return place !== undefined && hasOwnRefs(tab, grid, row, place) ? REFS_FACTOR : 1;
}

function hasOwnRefs(tab: Tab, grid: Grid, headerRow: number, place: number): boolean {
  if (tab.refPattern === null) return false;
  const pattern = refPattern(tab.refPattern);
  let refs = 0;
  let own = 0;
  for (let row = headerRow + 1; row <= headerRow + ROWS_SEEN && refs < REFS_SEEN; row++) {
    const value = cellAt(grid, row, place);
    if (typeof value !== 'string') continue;
    if (!/\d/.test(value)) {
      // Guidance may come first; later it is the title or the headings of another register.
      if (refs > 0) break;
      continue;
    }
    refs++;
    if (repairRef(pattern, value) !== null) own++;
  }
  return own > 0 && own * 2 >= refs;
}

/**
 * Whether the headings are enough to take them for this tab: the ref and others with it, or a fair share of the
 * columns that every row needs. Where the sheet has another name, more of them, and they must not be strewn
 * among many that are foreign: a list of statuses, a pivot table, a dashboard have some too.
 */
export function isEnough({ tab, always }: Sought, block: Block, headingCount: number, hint: Hint): boolean {
  const told = new Set([...block.columns.keys()].filter((column) => !block.loose.has(column)));
  const count = told.size;
  const required = [...always].filter((column) => told.has(column)).length;
  const share = always.size === 0 ? 0 : required / always.size;
  const hasRef = block.columns.has(REF);
  if (hint === 'chosen') return hasRef || count >= 2;
  if (hint === 'named') return (hasRef && count >= 2) || (count >= 3 && share >= 0.4);
  if (count < Math.min(4, tab.columns.length) || count < headingCount * 0.3) return false;
  // In other words it may be a register of something else.
  const said = [...always].filter((column) => told.has(column) && !block.guessed.has(column)).length;
  return hasRef || (always.size > 0 && said / always.size >= 0.5);
}
