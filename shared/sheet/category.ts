/** One table that holds the records of several tabs, told apart by a column that says which each is. */
import { columnOf, type Tab } from '../tracker/schema.ts';
import { cellAt, type Grid } from './grid.ts';
import { normalHeading, stemOf } from './heading.ts';
import type { Region } from './region.ts';

/** What else such a table may hold that need not be a tab. */
const OTHERS = new Set([
  'risk',
  'issue',
  'dependency',
  'action',
  'assumption',
  'decision',
  'opportunity',
  'constraint',
  'change',
  'lesson',
  'question',
]);
/** What the column of kinds is called. */
const KINDS = /type|kind|categor|class|raid/i;
/** Longer texts are no names of a kind. */
const MAX_WORD = 30;
/** So many of the records must say what they are, and so many of what they say must be a kind that we know. */
const SAYING = 0.6;
const KNOWN = 0.9;

export interface Categories {
  readonly place: number;
  /** The tab of each word in the column, in normal form; null for a kind that is no tab. */
  readonly words: ReadonlyMap<string, Tab | null>;
}

/** The column that says of each record which tab it is of, where there is one. */
export function categoriesIn(
  tabs: readonly Tab[],
  tab: Tab,
  grid: Grid,
  columns: Region['columns'],
  rows: readonly number[],
): Categories | null {
  if (rows.length === 0) return null;
  for (const { column, at: place } of columns) {
    const vocabulary = (columnOf(tab, column)?.vocabulary ?? []).map(normalHeading);
    // A dependency on an artefact says "Artefact" and is none.
    const isKind = (text: string) => text !== '' && text.length <= MAX_WORD && !vocabulary.includes(text);
    // Of what it says so little may be no kind that we know: a column of something else is left after that much.
    const isUnknown = (text: string) =>
      kindOf(tabs, text, false) === undefined &&
      (text.length !== 1 || kindOf(tabs, text, true) === undefined);
    const said = countsIn(grid, rows, place, {
      isKind,
      isUnknown,
      most: Math.ceil(rows.length * (1 - KNOWN)),
    });
    if (said === null) continue;
    const counts = new Map<string, number>();
    for (const [text, count] of said) {
      const normal = normalHeading(text);
      counts.set(normal, (counts.get(normal) ?? 0) + count);
    }
    const filled = [...counts.values()].reduce((sum, count) => sum + count, 0);
    const distinct = [...counts.keys()];
    if (filled < rows.length * SAYING) continue;
    const initials = distinct.every((text) => text.length === 1);
    const words = new Map(distinct.map((text) => [text, kindOf(tabs, text, initials)] as const));
    const known = distinct.reduce(
      (sum, text) => sum + (words.get(text) === undefined ? 0 : (counts.get(text) ?? 0)),
      0,
    );
    const found = new Set([...words.values()].filter((of) => of != null));
    if (found.size === 0 || known < filled * KNOWN) continue;
    // One word alone, or letters, say something only under a heading that promises it: not in a RACI matrix.
    if (
      (initials || found.size === 1) &&
      !columns.some((each) => each.at === place && KINDS.test(each.heading))
    )
      continue;
    return { place, words: new Map([...words].map(([text, tab]) => [text, tab ?? null])) };
  }
  return null;
}

/** More different texts are no kinds. */
const MOST_KINDS = 12;

interface Kinds {
  readonly isKind: (normal: string) => boolean;
  readonly isUnknown: (normal: string) => boolean;
  /** How many cells may say something unknown. */
  readonly most: number;
}

/**
 * How often each text stands in a column; null where other values do, too many different ones, one that is no kind, or
 * too often one that is unknown.
 */
function countsIn(
  grid: Grid,
  rows: readonly number[],
  place: number,
  { isKind, isUnknown, most }: Kinds,
): Map<string, number> | null {
  const counts = new Map<string, number>();
  const unknown = new Set<string>();
  let count = 0;
  for (const row of rows) {
    const value = cellAt(grid, row, place);
    if (value === null || value === '') continue;
    if (typeof value !== 'string') return null;
    const before = counts.get(value);
    if (before === undefined) {
      const normal = normalHeading(value);
      if (counts.size >= MOST_KINDS || !isKind(normal)) return null;
      if (isUnknown(normal)) unknown.add(value);
    }
    if (unknown.has(value)) {
      count += 1;
      if (count > most) return null;
    }
    counts.set(value, (before ?? 0) + 1);
  }
  return counts.size === 0 ? null : counts;
}

/** The tab whose records are called so; null for another known kind, undefined for any other text. */
function kindOf(tabs: readonly Tab[], text: string, initials: boolean): Tab | null | undefined {
  if (initials) {
    const tab = tabs.find((each) => stemOf(each).startsWith(text));
    return tab ?? ([...OTHERS].some((other) => other.startsWith(text)) ? null : undefined);
  }
  const words = text.split(' ').map((word) => stemOf({ tab: word }));
  // "Design risk" is a risk: the last word says what it is.
  const last = words.at(-1) ?? '';
  if (words.length > 2) return undefined;
  return tabs.find((tab) => stemOf(tab) === last) ?? (OTHERS.has(last) ? null : undefined);
}

/** Records of a table that mixes tabs which are of none of them. */
export interface OtherKind {
  readonly sheet: string;
  /** As the first of them says it. */
  readonly kind: string;
  readonly rows: number;
}

/** What else such tables hold, in the order in which it stands in them: assumptions, decisions. */
export function otherKinds(grids: readonly Grid[], regions: readonly Region[]): readonly OtherKind[] {
  const found: OtherKind[] = [];
  const mixed = regions.filter(({ category }) => category !== undefined);
  const tables = Map.groupBy(mixed, ({ sheet, headerRow, left }) => `${headerRow} ${left} ${sheet}`);
  for (const [first, ...others] of tables.values()) {
    const grid = grids.find(({ sheet }) => sheet === first?.sheet);
    if (grid === undefined || first?.category === undefined) continue;
    const known = new Set([first, ...others].flatMap(({ category }) => category?.words ?? []));
    const kinds = new Map<string, OtherKind>();
    for (let row = first.firstRow; row <= first.lastRow; row++) {
      const kind = String(cellAt(grid, row, first.category.at) ?? '').trim();
      const normal = normalHeading(kind);
      if (kind === '' || known.has(normal)) continue;
      const before = kinds.get(normal);
      kinds.set(normal, { sheet: grid.sheet, kind: before?.kind ?? kind, rows: (before?.rows ?? 0) + 1 });
    }
    found.push(...kinds.values());
  }
  return found;
}
