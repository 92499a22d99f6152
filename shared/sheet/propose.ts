/**
 * What a tracker.yaml for these workbooks may say, learnt from them: which register is which tab, its columns, their
 * types and words, the pattern of its refs. Each guess says how sure it is and why; a person decides.
 */
import { isExtra, REF, type Schema, type Tab, tabOf } from '../tracker/schema.ts';
import { refByLooks } from './evidence.ts';
import { type CellValue, cellAt, type Grid } from './grid.ts';
import { headingOf, headingReader, normalHeading } from './heading.ts';
import { type Guess, type Learnt, learnColumn, percent } from './learn.ts';
import { recognise } from './recognise.ts';
import { isBlank } from './records.ts';
import { rowsOf } from './rows.ts';
import { type Unrecognised, unrecognised } from './unrecognised.ts';
import { wordsOf } from './words.ts';

export interface ProposedColumn extends Learnt {
  /** The key it is to have; `ref` for the key of the tab. */
  readonly column: string;
  /** As the sheet has it, in one line. */
  readonly heading: string;
  readonly at: number;
  /** Whether the tab has the column already and knows this heading: then nothing need be written of it. */
  readonly known: boolean;
  /** Whether the tab has the column, by this heading or another. */
  readonly isOwn: boolean;
}

export interface ProposedTab {
  readonly tab: Guess<string>;
  /** Whether the tracker has no such tab yet. */
  readonly isNew: boolean;
  readonly sheet: string;
  readonly headerRow: number;
  readonly rows: number;
  /** Null: refs are free text, or there are none. */
  readonly refPattern: Guess<string | null>;
  readonly columns: readonly ProposedColumn[];
}

export interface Proposal {
  readonly tabs: readonly ProposedTab[];
  /** Who is named in columns of parties, the most frequent first. */
  readonly parties: readonly { readonly name: string; readonly times: number }[];
  /** Which comes first in dates that were typed as text; null where no date tells. */
  readonly dateOrder: Guess<'day first' | 'month first'> | null;
}

/** Learns from the grids. Throws what reading a cell's value throws (`ValueRefused`). */
export function propose(schema: Schema, grids: readonly Grid[]): Proposal {
  const regions = recognise(schema, grids);
  const bySheet = new Map(grids.map((grid) => [grid.sheet, grid]));
  const known = regions.flatMap((region) => {
    const grid = bySheet.get(region.sheet);
    const tab = tabOf(schema, region.tab);
    if (grid === undefined || tab === undefined) return [];
    const rows = rowsOf(schema, grid, region).map((row) => row.at.row);
    return [{ grid, rows, proposed: ofTab(tab, grid, region, rows) }];
  });
  const taken = new Set(schema.tabs.map(({ tab }) => tab));
  const further = unrecognised(schema, grids, regions).flatMap((register) => {
    const grid = bySheet.get(register.sheet);
    if (grid === undefined) return [];
    const rows = recordsOf(grid, register);
    return [
      {
        grid,
        rows,
        proposed: ofRegister(grid, register, rows, unique(keyOf(register.sheet, 'register'), taken)),
      },
    ];
  });
  const all = [...known, ...further];
  return { tabs: all.map(({ proposed }) => proposed), parties: partiesIn(all), dateOrder: dateOrderIn(all) };
}

interface Source {
  readonly grid: Grid;
  readonly rows: readonly number[];
  readonly proposed: ProposedTab;
}

function ofTab(
  tab: Tab,
  grid: Grid,
  region: ReturnType<typeof recognise>[number],
  rows: readonly number[],
): ProposedTab {
  const read = headingReader(tab);
  const keys = new Set(tab.columns.map(({ column }) => column));
  const own = region.columns.filter(({ column }) => !isExtra(column)).length;
  const share = own / region.columns.length;
  return {
    tab: {
      value: tab.tab,
      confidence: Math.min(0.95, 0.5 + share / 2),
      reason: `${own} of its ${region.columns.length} headings are columns of ${tab.title}`,
    },
    isNew: false,
    sheet: region.sheet,
    headerRow: region.headerRow,
    rows: rows.length,
    refPattern: patternOf(grid, region.columns.find(({ column }) => column === REF)?.at, rows),
    columns: region.columns.map(({ column, heading, at }) => {
      const said = headingOf(heading);
      const isKnown = said !== null && read(said) !== null;
      const key = isExtra(column) ? unique(keyOf(heading, 'column'), keys) : column;
      return {
        column: key,
        heading: oneLine(heading),
        at,
        known: isKnown,
        isOwn: !isExtra(column),
        ...learnt(grid, key, heading, at, rows),
      };
    }),
  };
}

function ofRegister(grid: Grid, register: Unrecognised, rows: readonly number[], tab: string): ProposedTab {
  const places = register.columns.map(({ heading, at }) => ({
    column: `x:${normalHeading(heading)}`,
    heading,
    at,
  }));
  const numbered = places.slice(0, 3).find(({ heading }) => wordsOf(heading).at(-1) === 'ref')?.at;
  const ref = refByLooks(grid, places, rows) ?? numbered;
  const keys = new Set<string>([REF]);
  const headings = new Set<string>();
  return {
    tab: {
      value: tab,
      confidence: 0.5,
      reason:
        'its headings are those of no tab: a tab of its own, unless you know it to be one of the others',
    },
    isNew: true,
    sheet: register.sheet,
    headerRow: register.headerRow,
    rows: rows.length,
    refPattern: patternOf(grid, ref, rows),
    columns: places.flatMap(({ heading, at }) => {
      const normal = normalHeading(heading);
      if (normal === '' || headings.has(normal)) return [];
      headings.add(normal);
      const column = at === ref ? REF : unique(keyOf(heading, 'column'), keys);
      return [
        {
          column,
          heading: oneLine(heading),
          at,
          known: false,
          isOwn: false,
          ...learnt(grid, column, heading, at, rows),
        },
      ];
    }),
  };
}

/** What a column holds; the key of the tab is a ref, whatever it looks like. */
function learnt(grid: Grid, key: string, heading: string, at: number, rows: readonly number[]): Learnt {
  const found = learnColumn(grid, heading, at, rows);
  if (key !== REF) return found;
  const type = { value: 'ref', confidence: 0.9, reason: 'it tells the records apart' } as const;
  return { ...found, type, vocabulary: null };
}

function recordsOf(grid: Grid, { headerRow, lastRow, columns }: Unrecognised): number[] {
  const rows: number[] = [];
  for (let row = headerRow + 1; row <= lastRow; row++) {
    if (columns.filter(({ at }) => !isBlank(cellAt(grid, row, at))).length >= 2) rows.push(row);
  }
  return rows;
}

/** The pattern that nearly all refs have: the same letters before a number. */
function patternOf(grid: Grid, place: number | undefined, rows: readonly number[]): Guess<string | null> {
  if (place === undefined) return { value: null, confidence: 0.9, reason: 'no column of refs was found' };
  const refs = rows.map((row) => cellAt(grid, row, place)).filter((value) => !isBlank(value));
  const byPrefix = new Map<string, number[]>();
  for (const ref of refs) {
    const [, prefix, digits] = /^\s*(\p{L}[\p{L}\p{N}]*?[-_ ]?)(\d+)\s*$/u.exec(String(ref)) ?? [];
    if (prefix === undefined || digits === undefined) continue;
    byPrefix.set(prefix, [...(byPrefix.get(prefix) ?? []), digits.length]);
  }
  const [most] = [...byPrefix].sort((a, b) => b[1].length - a[1].length);
  const share = most === undefined ? 0 : most[1].length / refs.length;
  if (most === undefined || share < 0.8) {
    return { value: null, confidence: 0.6, reason: 'its refs have no pattern in common: they are free text' };
  }
  const [prefix, widths] = most;
  return {
    value: `${prefix}{${'0'.repeat(Math.min(...widths))}}`,
    confidence: share,
    reason: `${percent(share)} of its refs are ${JSON.stringify(prefix)} and a number`,
  };
}

function partiesIn(sources: readonly Source[]): Proposal['parties'] {
  const times = new Map<string, number>();
  for (const { grid, rows, proposed } of sources) {
    for (const { at } of proposed.columns.filter(({ type }) => type.value === 'party')) {
      for (const row of rows) {
        const name = textOf(cellAt(grid, row, at));
        if (name !== '') times.set(name, (times.get(name) ?? 0) + 1);
      }
    }
  }
  return [...times]
    .map(([name, count]) => ({ name, times: count }))
    .sort((a, b) => b.times - a.times || (a.name < b.name ? -1 : 1));
}

function dateOrderIn(sources: readonly Source[]): Proposal['dateOrder'] {
  let day = 0;
  let month = 0;
  for (const { grid, rows, proposed } of sources) {
    for (const { at } of proposed.columns) {
      for (const row of rows) {
        const [, first, second] =
          /^\s*(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}\s*$/.exec(textOf(cellAt(grid, row, at))) ?? [];
        if (Number(first) > 12) day++;
        if (Number(second) > 12) month++;
      }
    }
  }
  if (day + month === 0) return null;
  const share = Math.max(day, month) / (day + month);
  const reason = `${percent(share)} of the dates typed as text that tell put it so`;
  return { value: day >= month ? 'day first' : 'month first', confidence: share, reason };
}

function textOf(value: CellValue): string {
  return typeof value === 'string' ? value.trim() : '';
}

/** A text as a key: lower-case letters, digits and hyphens, a letter first. */
function keyOf(text: string, otherwise: string): string {
  const plain = text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-');
  return (
    plain
      .replace(/^[^a-z]+/, '')
      .slice(0, 40)
      .replace(/-+$/, '') || otherwise
  );
}

/** The key itself, or with a number where it is taken; it is then taken. */
function unique(key: string, taken: Set<string>): string {
  let free = key;
  for (let count = 2; taken.has(free); count++) free = `${key}-${count}`;
  taken.add(free);
  return free;
}

function oneLine(heading: string): string {
  return heading.replaceAll(/\s+/g, ' ').trim();
}
