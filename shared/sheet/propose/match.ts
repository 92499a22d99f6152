/** Which tab of the tracker a register may be that was recognised as none: by its name, its columns and its rows. */
import { type Column, isExtra, REF, type Schema, type Tab } from '../../tracker/schema.ts';
import { hintOf, sought } from '../candidate.ts';
import { cellAt } from '../grid.ts';
import { headingOf, headingReader, normalHeading, stemOf } from '../heading.ts';
import { isBlank } from '../records.ts';
import type { Choices } from '../region.ts';
import { ownRefs, type Pair, pairsOf, type SeenColumn, type SeenRegister } from './affinity.ts';
import { ideasOf } from './ideas.ts';
import { type Guess, percent } from './learn.ts';

/** A register as a tab, and its columns as those of the tab. */
export interface Match extends Guess<string> {
  readonly title: string;
  /** Where its refs stand, if it has any. */
  readonly ref: number | undefined;
  /** By the place of a column in the sheet. */
  readonly pairs: ReadonlyMap<number, Pair>;
}

/** What the tab needs and has counts so much; two thirds of it are enough. */
const NEEDS = 0.75;
/** A pair below this is chance. */
const FEWEST = 0.3;
/** So many rows are enough to see what they speak of. */
const SEEN = 200;
/** A guess is never surer than this. */
const SUREST = 0.95;

/** Every tab with how much the register is like it, the best first. `ref`: the place of its refs. */
export function matchesOf(
  schema: Schema,
  register: SeenRegister,
  columns: readonly SeenColumn[],
  ref: number | undefined,
  choices?: Choices,
): Match[] {
  return schema.tabs
    .map((tab) => matchOf(tab, register, columns, ref, choices))
    .sort((a, b) => b.confidence - a.confidence);
}

/** A register as this tab, whether it is like it or not. */
export function matchOf(
  tab: Tab,
  register: SeenRegister,
  all: readonly SeenColumn[],
  ref: number | undefined,
  choices?: Choices,
): Match {
  const columns = all.filter(({ at }) => at !== ref);
  const read = readPairs(tab, columns, choices);
  const claimed = new Set(read.map(({ value }) => value));
  const places = new Set(read.map(({ at }) => at));
  const settled = settledHeadings(tab, columns, choices);
  const free = tab.columns.filter(({ column }) => !claimed.has(column));
  const guessed = pairsOf(
    tab,
    free,
    register,
    columns.filter(({ at }) => !places.has(at) && !settled.has(at)),
  ).filter(({ confidence }) => confidence >= FEWEST);
  const pairs = [...read, ...guessed];
  const said = nameEvidence(tab, register, columns, ref);
  const fit = fitOf(tab, columns, pairs);
  const against = said.reduce((rest, [worth]) => rest * (1 - worth), 1 - 0.85 * fit.worth);
  const reasons = [...said.map(([, reason]) => reason), ...(fit.reason === null ? [] : [fit.reason])];
  return {
    value: tab.tab,
    title: tab.title,
    confidence: Math.min(SUREST, 1 - against),
    reason: reasons.length === 0 ? 'nothing speaks for it' : reasons.join(', '),
    ref,
    pairs: new Map(pairs.map((pair) => [pair.at, pair])),
  };
}

function chosenFor(choices: Choices | undefined, tab: string): Readonly<Record<string, string>> {
  return choices !== undefined && Object.hasOwn(choices.headings, tab) ? (choices.headings[tab] ?? {}) : {};
}

/** Headings that the tab knows, and those that a person settled. */
function readPairs(tab: Tab, columns: readonly SeenColumn[], choices?: Choices): Pair[] {
  const reader = headingReader(tab, chosenFor(choices, tab.tab));
  const taken = new Set<string>();
  return columns.flatMap(({ heading, at }) => {
    const said = headingOf(heading);
    const match = said === null ? null : (reader(said) ?? reader.guess(said));
    if (match === null || match.column === REF || taken.has(match.column)) return [];
    taken.add(match.column);
    const reason = `the tab has this heading, or one that says the same`;
    return [{ value: match.column, at, confidence: SUREST, reason, told: true }];
  });
}

/** The places of headings that a person said are extra columns. */
function settledHeadings(
  { tab }: Tab,
  columns: readonly SeenColumn[],
  choices?: Choices,
): ReadonlySet<number> {
  return new Set(
    columns.flatMap(({ heading, at }) =>
      isExtra(choiceOf(choices, tab, normalHeading(heading)) ?? '') ? [at] : [],
    ),
  );
}

/** The column that a person chose for a heading in normal form; undefined where nobody did. */
export function choiceOf(choices: Choices | undefined, tab: string, normal: string): string | undefined {
  const own = chosenFor(choices, tab);
  return Object.hasOwn(own, normal) ? own[normal] : undefined;
}

/** How well the columns meet: those that every row of the tab needs, and those that the register has. */
function fitOf(tab: Tab, columns: readonly SeenColumn[], pairs: readonly Pair[]) {
  const told = pairs.filter((pair) => pair.told);
  const sum = (some: readonly Pair[]) => some.reduce((total, { confidence }) => total + confidence, 0);
  const needed = new Set(tab.columns.filter(isNeeded).map(({ column }) => column));
  const needs = needed.size === 0 ? 0 : sum(told.filter(({ value }) => needed.has(value))) / needed.size;
  const has = columns.length === 0 ? 0 : sum(told) / columns.length;
  // What most of the register is counts first; that the tab's own needs are met makes it sure.
  const worth = has * (0.5 + Math.min(0.5, needs * NEEDS));
  const some = told.slice(0, 4).map(({ value, at }) => {
    const heading = columns
      .find((column) => column.at === at)
      ?.heading.replaceAll(/\s+/g, ' ')
      .trim();
    return `${JSON.stringify(heading)} as ${tab.columns.find(({ column }) => column === value)?.heading}`;
  });
  const reason = some.length === 0 ? null : `it may have ${some.join(', ')}`;
  return { worth, reason };
}

function isNeeded({ required, computed, column }: Column): boolean {
  return required === 'always' && !computed && column !== REF;
}

/** What the sheet's name, the headings, the refs and the rows say of the tab, each with what it is worth. */
function nameEvidence(
  tab: Tab,
  { grid, rows }: SeenRegister,
  columns: readonly SeenColumn[],
  ref: number | undefined,
): (readonly [number, string])[] {
  const found: (readonly [number, string])[] = [];
  const stem = stemOf(tab);
  const isAbout = (text: string) => ideasOf(text).has(stem);
  const hint = hintOf(grid.sheet, sought(tab, headingReader(tab)));
  if (hint !== 'none') found.push([hint === 'named' ? 0.5 : 0.4, 'its sheet is called so']);
  else if (isAbout(grid.sheet)) found.push([0.35, `its sheet's name speaks of such things`]);
  const named = columns.find(({ heading }) => isAbout(heading));
  if (named !== undefined) {
    found.push([
      0.3,
      `the heading ${JSON.stringify(named.heading.replaceAll(/\s+/g, ' ').trim())} speaks of such things`,
    ]);
  }
  const seen = rows.slice(0, SEEN);
  const refs = ref === undefined ? [] : seen.map((row) => cellAt(grid, row, ref));
  const own = ownRefs(
    tab,
    refs.filter((value) => !isBlank(value)),
  );
  if (own >= 0.5) found.push([0.7 * own, `${percent(own)} of its refs are of the tab's pattern`]);
  const word = new RegExp(`\\b${stem}`, 'i');
  const speak = seen.filter((row) =>
    columns.some(({ at }) => word.test(String(cellAt(grid, row, at) ?? ''))),
  ).length;
  if (speak >= 2 && speak * 5 >= seen.length)
    found.push([0.15, `${percent(speak / seen.length)} of its rows speak of it`]);
  return found;
}
