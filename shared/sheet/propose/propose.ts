/**
 * What a tracker.yaml for these workbooks may say, learnt from them: which register is which tab, its columns, their
 * types and words, the pattern of its refs. Each guess says how sure it is and why; what is not sure is asked.
 */
import { REF, type Schema, type Tab, tabOf } from '../../tracker/schema.ts';
import { defaultTabs } from '../../tracker/tabs/index.ts';
import { refByLooks } from '../evidence.ts';
import { cellAt, type Grid } from '../grid.ts';
import { normalHeading } from '../heading.ts';
import { recognise } from '../recognise.ts';
import { isBlank } from '../records.ts';
import type { Choices, Region } from '../region.ts';
import { rowsOf } from '../rows.ts';
import { type Unrecognised, unrecognised } from '../unrecognised.ts';
import { wordsOf } from '../words.ts';
import type { SeenColumn, SeenRegister } from './affinity.ts';
import { learnColumn } from './learn.ts';
import { type Match, matchesOf, matchOf } from './match.ts';
import { dateOrderIn, namedIn, partiesOf } from './named.ts';
import type { Proposal, ProposedTab } from './proposal.ts';
import { asTab, asTabOfItsOwn, keyOf, type TabGuess, unique } from './proposed-tab.ts';
import type { HeadingQuestion, SheetQuestion } from './question.ts';

export type { Proposal, ProposedColumn, ProposedTab } from './proposal.ts';

/** A register this like a tab is taken for it; this like it at least, it is asked. */
const TAKEN = 0.85;
const ASKED = 0.4;
/** And so much more like it than the next. */
const AHEAD = 0.15;
/** Tabs less like it are not offered, nor more than so many. */
const OFFERED = 0.2;
const MOST_OPTIONS = 4;
/** A sheet of another name of whose headings fewer are the tab's own is asked about. */
const DOUBTFUL = 0.4;

interface Proposed {
  readonly register: SeenRegister;
  readonly proposed: ProposedTab;
  readonly questions: readonly (SheetQuestion | HeadingQuestion)[];
}

/**
 * Learns from the grids. What was chosen already (`choices`) is not asked again. Throws what reading a cell's value
 * throws (`ValueRefused`).
 */
export function propose(schema: Schema, grids: readonly Grid[], choices?: Choices): Proposal {
  const regions = recognise(schema, grids, choices);
  const bySheet = new Map(grids.map((grid) => [grid.sheet, grid]));
  const clash = clashIn(schema, regions, bySheet, choices);
  if (clash !== null) return apartFrom(schema, grids, clash, choices);
  const known = regions.flatMap((region): Proposed[] => {
    const grid = bySheet.get(region.sheet);
    const tab = tabOf(schema, region.tab);
    return grid === undefined || tab === undefined ? [] : [ofRegion(schema, tab, grid, region, choices)];
  });
  const taken = new Set([...schema.tabs, ...defaultTabs].map(({ tab }) => tab));
  const registers = unrecognised(schema, grids, regions).flatMap((register) => {
    const grid = bySheet.get(register.sheet);
    return grid === undefined ? [] : [seenIn(grid, register)];
  });
  // A choice is of a sheet: of several registers in one, the likest is asked about.
  const asked = new Map<string, { register: Register; matches: Match[] }>();
  for (const register of registers) {
    const { sheet } = register.grid;
    if (regions.some((region) => region.sheet === sheet)) continue;
    const matches = matchesOf(schema, register, register.columns, register.ref, choices);
    const other = asked.get(sheet)?.matches[0]?.confidence ?? -1;
    if ((matches[0]?.confidence ?? 0) > other) asked.set(sheet, { register, matches });
  }
  const further = registers.map((register): Proposed => {
    const likest = asked.get(register.grid.sheet);
    const matches = likest?.register === register ? likest.matches : null;
    return ofRegister(schema, register, matches, taken, choices);
  });
  const all = [...known, ...further];
  const cells = all.flatMap(({ register: { grid, rows }, proposed }) =>
    proposed.columns.map(({ at, type }) => ({ grid, rows, at, type: type.value })),
  );
  return {
    tabs: apart(schema, all),
    parties: namedIn(
      cells.filter(({ type }) => type === 'party'),
      partiesOf(schema),
    ),
    dateOrder: dateOrderIn(cells),
    questions: all
      .flatMap(({ questions }) => questions)
      .sort((a, b) => Number(a.ask === 'heading') - Number(b.ask === 'heading')),
  };
}

interface Clash {
  readonly region: Region;
  readonly question: SheetQuestion;
}

/** A second sheet of one tab in which other records have the refs of the first: synced as one, they would be held. */
function clashIn(
  schema: Schema,
  regions: readonly Region[],
  bySheet: ReadonlyMap<string, Grid>,
  choices?: Choices,
): Clash | null {
  const seen: { region: Region; refs: ReadonlyMap<string, string> }[] = [];
  for (const region of regions) {
    const grid = bySheet.get(region.sheet);
    if (grid === undefined || region.category !== undefined) continue;
    const refs = rowsByRef(grid, region);
    const other = seen.find((each) => {
      const same = [...refs].filter(([ref, row]) => (each.refs.get(ref) ?? row) !== row).length;
      const fewer = Math.min(refs.size, each.refs.size);
      return (
        each.region.tab === region.tab && each.region.sheet !== region.sheet && same * 2 >= fewer && same > 1
      );
    });
    seen.push({ region, refs });
    if (other === undefined || chosenFor(choices, region.sheet) !== undefined) continue;
    if (regions.some((each) => each.sheet === region.sheet && each.tab !== region.tab)) continue;
    const reason = `other records have the same refs in "${other.region.sheet}"`;
    const { tab, sheet, headerRow } = region;
    const options = [
      { tab: null, title: 'A register of its own', confidence: 0.6, reason },
      {
        tab,
        title: tabOf(schema, tab)?.title ?? tab,
        confidence: 0.4,
        reason: 'its headings are those of the tab',
      },
    ];
    return { region, question: { ask: 'sheet', sheet, headerRow, rows: refs.size, options } };
  }
  return null;
}

/** What is proposed where the sheet is a register of its own, until someone says that it is none. */
function apartFrom(schema: Schema, grids: readonly Grid[], clash: Clash, choices?: Choices): Proposal {
  const sheets = { ...choices?.sheets, [clash.region.sheet]: null };
  const proposal = propose(schema, grids, { headings: {}, ...choices, sheets });
  const [{ confidence = 0.5, reason = '' } = {}] = clash.question.options;
  const tabs = proposal.tabs.map((each) =>
    each.isNew && each.sheet === clash.region.sheet
      ? { ...each, tab: { value: each.tab.value, confidence, reason } }
      : each,
  );
  return { ...proposal, tabs, questions: [clash.question, ...proposal.questions] };
}

/** By ref, what stands in its first row. */
function rowsByRef(grid: Grid, { columns, firstRow, lastRow }: Region): ReadonlyMap<string, string> {
  const at = columns.find(({ column }) => column === REF)?.at;
  const rows = new Map<string, string>();
  for (let row = firstRow; at !== undefined && row <= lastRow; row++) {
    const ref = String(cellAt(grid, row, at) ?? '').trim();
    const rest = columns.map((column) => String(cellAt(grid, row, column.at) ?? '')).join('\n');
    if (ref !== '' && rest.trim() !== ref && !rows.has(ref)) rows.set(ref, rest);
  }
  return rows;
}

function ofRegion(schema: Schema, tab: Tab, grid: Grid, region: Region, choices?: Choices): Proposed {
  const rows = rowsOf(schema, grid, region).map((row) => row.at.row);
  const own = region.columns.filter(({ column }) => !column.startsWith('x:')).length;
  const share = own / region.columns.length;
  const reason = `${own} of its ${region.columns.length} headings are columns of ${tab.title}`;
  const register = { grid, headerRow: region.headerRow, rows };
  const chosen = chosenFor(choices, grid.sheet);
  const named = [tab.title, ...tab.sheets].some((name) => normalHeading(name) === normalHeading(grid.sheet));
  const guess: TabGuess = {
    confidence: chosen === undefined ? Math.min(0.95, 0.5 + share / 2) : 1,
    reason: chosen === undefined ? reason : 'it was chosen',
    // Without the choice it might not be, so that its sheet is to be named.
    isMatched: chosen !== undefined && !named,
  };
  const { proposed, questions } = asTab(tab, register, region.columns, null, guess, choices);
  if (chosen !== undefined || named || share >= DOUBTFUL) return { register, proposed, questions };
  const question: SheetQuestion = {
    ask: 'sheet',
    sheet: grid.sheet,
    headerRow: region.headerRow,
    rows: rows.length,
    options: [
      { tab: tab.tab, title: tab.title, confidence: guess.confidence, reason },
      ofItsOwn(1 - guess.confidence),
    ],
  };
  return { register, proposed, questions: [question, ...questions] };
}

/** The tabs, each with its own title and, where it has no refs yet, its own pattern for them; and those that share refs. */
function apart(schema: Schema, all: readonly Proposed[]): ProposedTab[] {
  const patterns = new Set(schema.tabs.map(({ refPattern }) => refPattern));
  const titles = new Set<string>();
  const refs = all.map(({ register: { grid, rows }, proposed }) => {
    const at = proposed.columns.find(({ column }) => column === REF)?.at;
    return new Set(at === undefined ? [] : rows.map((row) => String(cellAt(grid, row, at) ?? '').trim()));
  });
  return all.map(({ proposed }, index) => {
    const same = all.findIndex((_, other) => other !== index && isAlike(refs[index], refs[other]));
    const sameAs = all[same]?.proposed.sheet ?? null;
    if (!proposed.isNew) return { ...proposed, sameAs };
    const title = numbered(proposed.title, (count) => ` ${count}`, titles);
    const { refPattern, hasRefs } = proposed;
    const value =
      hasRefs || refPattern.value === null
        ? refPattern.value
        : numbered(refPattern.value, (count) => String(count), patterns);
    return { ...proposed, title, sameAs, refPattern: { ...refPattern, value } };
  });
}

/** So many records must have the same refs, and this share of the fewer. */
const FEWEST_SAME = 3;
const SAME = 0.8;

function isAlike(one: ReadonlySet<string> = new Set(), other: ReadonlySet<string> = new Set()): boolean {
  const both = [...one].filter((ref) => /\p{L}/u.test(ref) && other.has(ref)).length;
  return both >= FEWEST_SAME && both >= Math.min(one.size, other.size) * SAME;
}

/** The text itself, or with a number before its dash or at its end where it is taken; it is then taken. */
function numbered(text: string, written: (count: number) => string, taken: Set<string | null>): string {
  let free = text;
  for (let count = 2; taken.has(free); count++) {
    const dash = text.lastIndexOf('-{');
    free = dash < 0 ? text + written(count) : text.slice(0, dash) + written(count) + text.slice(dash);
  }
  taken.add(free);
  return free;
}

interface Register extends SeenRegister {
  readonly columns: readonly SeenColumn[];
  /** Where its refs stand, if it has any. */
  readonly ref: number | undefined;
}

function seenIn(grid: Grid, register: Unrecognised): Register {
  const { headerRow } = register;
  const rows = recordsOf(grid, register);
  const places = register.columns.map(({ heading, at }) => ({
    column: `x:${normalHeading(heading)}`,
    heading,
    at,
  }));
  const numbered = places.slice(0, 3).find(({ heading }) => wordsOf(heading).at(-1) === 'ref')?.at;
  const ref = refByLooks(grid, places, rows) ?? numbered;
  const columns = places.map(({ heading, at }) => ({
    heading,
    at,
    learnt: learnColumn(grid, heading, at, rows),
  }));
  return { grid, headerRow, rows, columns, ref };
}

function ofRegister(
  schema: Schema,
  register: Register,
  matches: readonly Match[] | null,
  taken: Set<string>,
  choices?: Choices,
): Proposed {
  const { grid, headerRow, rows } = register;
  const { sheet } = grid;
  const chosen = matches === null ? undefined : chosenFor(choices, sheet);
  const [best, next] = matches ?? [];
  const as = (tab: Tab, match: Match, guess: TabGuess) =>
    asTab(tab, register, register.columns, match, guess, choices);
  const own = (reason: string, confidence: number): Proposed => {
    const key = unique(keyOf(sheet, 'register'), taken);
    return { register, proposed: asTabOfItsOwn(key, register, { confidence, reason }), questions: [] };
  };
  const chosenTab = chosen === undefined || chosen === null ? undefined : tabOf(schema, chosen);
  if (chosenTab !== undefined) {
    const match = matchOf(chosenTab, register, register.columns, register.ref, choices);
    const guess = { confidence: 1, reason: 'it was chosen', isMatched: true };
    return { register, ...as(chosenTab, match, guess) };
  }
  if (chosen === null) return own('it was chosen to be one of its own', 1);
  if (best === undefined || best.confidence < ASKED) return own('it is like none of the tabs', 0.5);
  const tab = tabOf(schema, best.value);
  if (tab === undefined) return own('it is like none of the tabs', 0.5);
  const taking = best.confidence >= 0.5;
  const answer: Proposed = taking
    ? { register, ...as(tab, best, { ...best, isMatched: true }) }
    : own(`it is little like ${tab.title}, the likest of the tabs`, 1 - best.confidence);
  if (best.confidence >= TAKEN && best.confidence - (next?.confidence ?? 0) >= AHEAD) return answer;
  const options = (matches ?? [])
    .filter(({ confidence }) => confidence >= OFFERED)
    .slice(0, MOST_OPTIONS)
    .map(({ value, title, confidence, reason }) => ({ tab: value, title, confidence, reason }));
  const question: SheetQuestion = {
    ask: 'sheet',
    sheet,
    headerRow,
    rows: rows.length,
    options: [...options, ofItsOwn(1 - best.confidence)].sort((a, b) => b.confidence - a.confidence),
  };
  return { ...answer, questions: [question, ...answer.questions] };
}

function ofItsOwn(confidence: number) {
  return {
    tab: null,
    title: 'A register of its own',
    confidence,
    reason: 'none of the tabs is quite like it',
  };
}

function chosenFor(choices: Choices | undefined, sheet: string): string | null | undefined {
  return choices !== undefined && Object.hasOwn(choices.sheets, sheet) ? choices.sheets[sheet] : undefined;
}

function recordsOf(grid: Grid, { headerRow, lastRow, columns }: Unrecognised): number[] {
  const rows: number[] = [];
  for (let row = headerRow + 1; row <= lastRow; row++) {
    if (columns.filter(({ at }) => !isBlank(cellAt(grid, row, at))).length >= 2) rows.push(row);
  }
  return rows;
}
