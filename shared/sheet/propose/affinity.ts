/**
 * How much a column of a sheet is like a column of a tab whose heading does not say so: by the words of the heading,
 * by what stands below it, and by which columns the tab still misses. Each piece of evidence has its reason in words;
 * together they are what a person is asked with.
 */
import { type Column, REF, type Tab } from '../../tracker/schema.ts';
import { readPositions } from '../../values/positions.ts';
import { refPattern, repairRef } from '../../values/ref-pattern.ts';
import { mayBe } from '../evidence.ts';
import { type CellValue, cellAt, type Grid } from '../grid.ts';
import { stemOf } from '../heading.ts';
import { isBlank } from '../records.ts';
import { alike } from './ideas.ts';
import { type Guess, type Learnt, looksLikeName, percent } from './learn.ts';

/** A column of a sheet, and what was learnt of it. */
export interface SeenColumn {
  readonly heading: string;
  readonly at: number;
  readonly learnt: Learnt;
}

/** A register in a sheet, whatever it is. */
export interface SeenRegister {
  readonly grid: Grid;
  readonly headerRow: number;
  readonly rows: readonly number[];
}

/** A column of a sheet as a column of a tab. */
export interface Pair extends Guess<string> {
  readonly at: number;
  /** Whether more than its type speaks for it. */
  readonly told: boolean;
}

/** What one piece of evidence is worth, between 0 and 1. */
type Evidence = readonly [worth: number, reason: string];

/** So many rows are enough to compare words. */
const SEEN = 400;
/** What words that mean the same are worth at most: they are no heading of ours yet. */
const WORDS = 0.75;
/** Below this, headings are about something else. */
const FEWEST_IDEAS = 0.4;
const WORDS_OF_LIST = 0.85;
const ONLY_ONE = 0.3;
/** A guess is never surer than this. */
const SUREST = 0.95;
/** A scale has so many marks at most. */
const HIGHEST_MARK = 10;

/**
 * Pairs the columns of a register with those of a tab (`wanted`), the best first, each at most once. What stands in a
 * column may refute a pair.
 */
export function pairsOf(
  tab: Tab,
  wanted: readonly Column[],
  register: SeenRegister,
  columns: readonly SeenColumn[],
): Pair[] {
  const all = columns.flatMap((seen) => optionsOf(tab, wanted, register, columns, seen));
  const pairs: Pair[] = [];
  for (const pair of all.sort((a, b) => b.confidence - a.confidence)) {
    if (pairs.some(({ value, at }) => value === pair.value || at === pair.at)) continue;
    pairs.push(pair);
  }
  return pairs;
}

/** The columns of a tab (`wanted`) that a column of a register may be, the best first. */
export function optionsOf(
  tab: Tab,
  wanted: readonly Column[],
  register: SeenRegister,
  columns: readonly SeenColumn[],
  seen: SeenColumn,
): Pair[] {
  const options = wanted.flatMap((column): Pair[] => {
    if (column.column === REF || column.computed !== seen.learnt.computed) return [];
    const content = contentOf(tab, column, register, seen);
    if (content === null) return [];
    const words = wordsFor(tab, column, seen.heading);
    const only = onlyOne(column, wanted, columns, seen);
    const evidence = [...words, ...content, ...only].sort(([a], [b]) => b - a);
    const against = evidence.reduce((rest, [worth]) => rest * (1 - worth), 1);
    const told = words.length > 0 || evidence.some(([worth]) => worth > ONLY_ONE);
    return [
      {
        value: column.column,
        at: seen.at,
        confidence: Math.min(SUREST, 1 - against),
        reason: evidence.map(([, reason]) => reason).join(', '),
        told,
      },
    ];
  });
  return options.sort((a, b) => b.confidence - a.confidence);
}

function wordsFor(tab: Tab, { heading, aliases }: Column, own: string): Evidence[] {
  const stem = stemOf(tab);
  const share = Math.max(...[heading, ...aliases].map((each) => alike(own, each, stem)));
  return share < FEWEST_IDEAS ? [] : [[WORDS * share ** 1.5, `${quoted(own)} may mean ${heading}`]];
}

/** What stands in the column says for this one; null where it says that it can't be. */
function contentOf(tab: Tab, column: Column, register: SeenRegister, seen: SeenColumn): Evidence[] | null {
  const { grid, headerRow, rows } = register;
  const { type } = seen.learnt;
  if (seen.learnt.filled === 0) return [];
  if (!mayBe(tab, column.column, grid, headerRow, seen.at)) return null;
  const isDate = type.value === 'date';
  if (isDate !== (column.type === 'date')) return null;
  const cells = rows
    .slice(0, SEEN)
    .map((row) => cellAt(grid, row, seen.at))
    .filter((value) => !isBlank(value));
  const share = (is: (value: CellValue) => boolean) => cells.filter(is).length / Math.max(1, cells.length);
  const text = (is: (text: string) => boolean) =>
    share((value) => typeof value === 'string' && is(value.trim()));
  switch (column.type) {
    case 'date':
      return [[0.25, 'it holds dates']];
    case 'choice': {
      const words = new Set(column.vocabulary?.map((word) => word.toLowerCase()));
      const known = share((value) => words.has(String(value).trim().toLowerCase()));
      if (known >= 0.2) {
        return [[WORDS_OF_LIST * known, `${percent(known)} of its cells are words of ${column.heading}`]];
      }
      if (share((value) => String(value).length > 40) > 0.3) return null;
      return type.value === 'choice' ? [[0.15, 'it holds a few words again and again']] : [];
    }
    case 'party': {
      const names = text(looksLikeName);
      return names < 0.5 ? null : [[0.2, 'it holds names']];
    }
    case 'score': {
      const marks = share(
        (value) =>
          typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= HIGHEST_MARK,
      );
      if (marks >= 0.8) return [[0.2, 'it holds marks of a scale']];
      return type.value === 'choice' ? [[0.1, 'it holds a few words again and again']] : null;
    }
    case 'flag':
      return type.value === 'flag' ? [[0.25, 'it says yes or no']] : null;
    case 'number':
      return type.value === 'number' ? [[0.15, 'it holds numbers']] : null;
    case 'link':
      return type.value === 'link' ? [[0.45, 'it holds links']] : null;
    case 'ref':
    case 'refs':
      return share((value) => /\d/.test(String(value)) && String(value).length <= 60) >= 0.5
        ? [[0.2, 'it holds refs']]
        : null;
    case 'positions': {
      const lines = text((each) => readPositions(each).some(({ party }) => party !== null));
      return lines >= 0.5 ? [[0.3, 'it holds lines of a party and what it says']] : null;
    }
    default:
      return type.value === 'number' || type.value === 'link' ? null : longOrShort(column, seen, cells);
  }
}

/** Titles are short and each is another; what is described is longer. */
function longOrShort(column: Column, { learnt }: SeenColumn, cells: readonly CellValue[]): Evidence[] {
  const length = cells.reduce<number>((sum, value) => sum + String(value).length, 0) / cells.length;
  const distinct = new Set(cells.map(String)).size / cells.length;
  const isTitle = alike(column.heading, 'Title') >= 1;
  if (isTitle) return length <= 80 && distinct >= 0.9 ? [[0.2, 'it holds a short text of each record']] : [];
  return length > 40 && learnt.type.value === 'text' ? [[0.1, 'it holds sentences']] : [];
}

/** Where one column of a type is left on either side, they are likely each other. */
function onlyOne(
  { type, required }: Column,
  wanted: readonly Column[],
  columns: readonly SeenColumn[],
  { learnt }: SeenColumn,
): Evidence[] {
  if (type === 'text' || required !== 'always' || learnt.filled === 0) return [];
  const same = columns.filter((each) => each.learnt.type.value === learnt.type.value).length;
  const left = wanted.filter((each) => each.type === type && each.required === 'always').length;
  return same === 1 && left === 1 && type === learnt.type.value
    ? [[ONLY_ONE, 'it is the only column of its kind, and the tab still lacks one']]
    : [];
}

/** The share of a register's refs that are of the tab's own pattern. */
export function ownRefs({ refPattern: template }: Tab, refs: readonly CellValue[]): number {
  if (template === null || refs.length === 0) return 0;
  const pattern = refPattern(template);
  const own = refs.filter((ref) => typeof ref === 'string' && repairRef(pattern, ref) !== null).length;
  return own / refs.length;
}

function quoted(heading: string): string {
  return JSON.stringify(heading.replaceAll(/\s+/g, ' ').trim());
}
