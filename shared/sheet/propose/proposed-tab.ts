/** A register as a proposed tab: each of its columns as one of the tab's, or as a further one; and what is left to ask. */
import { type Column, columnOf, isExtra, REF, type Tab } from '../../tracker/schema.ts';
import { cellAt } from '../grid.ts';
import { headingOf, headingReader, normalHeading } from '../heading.ts';
import type { Choices } from '../region.ts';
import { optionsOf, type Pair, pairsOf, type SeenColumn, type SeenRegister } from './affinity.ts';
import { alike } from './ideas.ts';
import { type Guess, type Learnt, learnColumn } from './learn.ts';
import { choiceOf, type Match } from './match.ts';
import type { ProposedColumn, ProposedTab } from './proposal.ts';
import type { HeadingQuestion } from './question.ts';
import { refTemplate } from './ref-template.ts';

export interface TabGuess {
  readonly confidence: number;
  readonly reason: string;
  readonly isMatched: boolean;
}

/** A heading this like a column, and so much more than any other, is taken for it; this like it at least, it is asked. */
const TAKEN = 0.75;
const AHEAD = 0.25;
const ASKED = 0.45;
/** And this like it, it counts until it is answered. */
const LIKELY = 0.5;
/** Columns less like it are not offered; nor are more than these. */
const OFFERED = 0.25;
const MOST_OPTIONS = 5;
/** Of a list nearly all cells are words that it has. */
const NEARLY_ALL = 0.95;
const MOST_WORDS = 15;
const LONGEST_WORD = 40;

interface Place {
  readonly heading: string;
  readonly at: number;
  readonly learnt?: Learnt;
  /** As recognised; an extra column, or none, where the heading said nothing. */
  readonly column?: string;
}

interface AsTab {
  readonly proposed: ProposedTab;
  readonly questions: readonly HeadingQuestion[];
}

/** A register as a tab that the tracker has. `match`: how it was matched, where it was not recognised. */
export function asTab(
  tab: Tab,
  register: SeenRegister,
  places: readonly Place[],
  match: Match | null,
  guess: TabGuess,
  choices?: Choices,
): AsTab {
  const { grid, headerRow, rows } = register;
  const seen = places.map((place) => ({
    ...place,
    learnt: place.learnt ?? learnColumn(grid, place.heading, place.at, rows),
  }));
  const ref = refPlace(seen, match);
  const settled = new Map<number, Guess<string>>();
  for (const { heading, at, column } of seen) {
    const chosen = choiceOf(choices, tab.tab, normalHeading(heading));
    if (chosen !== undefined) settled.set(at, { value: chosen, confidence: 1, reason: 'it was chosen' });
    else if (at === ref)
      settled.set(at, { value: REF, confidence: 0.9, reason: 'it tells the records apart' });
    else if (column !== undefined && !isExtra(column)) settled.set(at, readAs(tab, heading, column));
    else {
      const read = match?.pairs.get(at);
      if (read !== undefined && isRead(tab, heading)) settled.set(at, read);
    }
  }
  const left = () => {
    const claimed = new Set([...settled.values()].map(({ value }) => value));
    const free = tab.columns.filter(({ column }) => !claimed.has(column));
    const open = seen.filter(({ at }) => !settled.has(at));
    return pairsOf(tab, free, register, open)
      .filter(({ told, confidence }) => told && confidence >= ASKED)
      .flatMap((best) =>
        open
          .filter(({ at }) => at === best.at)
          .map((column) => ({ best, column, options: optionsOf(tab, free, register, open, column) })),
      );
  };
  for (const { best, options } of left()) {
    const next = options.find(({ value }) => value !== best.value)?.confidence ?? 0;
    if (best.confidence >= TAKEN && best.confidence - next >= AHEAD) settled.set(best.at, best);
  }
  // What is taken is no answer to what is asked of the others.
  const questions = left()
    .sort((a, b) => a.column.at - b.column.at)
    .map(({ best, column, options }) => {
      if (best.confidence >= LIKELY) settled.set(best.at, best);
      return headingQuestion(tab, grid.sheet, column, best, options);
    });
  const keys = new Set(tab.columns.map(({ column }) => column));
  const columns = seen.map((each) => {
    const settledAs = settled.get(each.at);
    const column = settledAs === undefined ? undefined : columnOf(tab, settledAs.value);
    return column === undefined || settledAs === undefined
      ? besideOwn(tab, each, settledAs, keys)
      : ownColumn(tab, column, register, each, settledAs);
  });
  const has = new Set(columns.filter(({ isOwn }) => isOwn).map(({ column }) => column));
  const proposed: ProposedTab = {
    tab: { value: tab.tab, confidence: guess.confidence, reason: guess.reason },
    title: tab.title,
    isNew: false,
    isMatched: guess.isMatched,
    sheet: grid.sheet,
    headerRow,
    rows: rows.length,
    hasRefs: has.has(REF),
    sameAs: null,
    refPattern: refTemplate(grid, columns.find(({ column }) => column === REF)?.at, rows, {
      tab,
      title: tab.title,
    }),
    columns,
    missing: tab.columns
      .filter(({ column, required, computed }) => required === 'always' && !computed && !has.has(column))
      .map(({ column }) => column)
      .filter((column) => column !== REF),
  };
  return { proposed, questions };
}

/** A register as a tab that the tracker has not yet. */
export function asTabOfItsOwn(
  key: string,
  register: SeenRegister & { readonly columns: readonly SeenColumn[]; readonly ref: number | undefined },
  guess: Pick<Guess<string>, 'confidence' | 'reason'>,
): ProposedTab {
  const { grid, headerRow, rows, ref } = register;
  const keys = new Set<string>([REF]);
  const headings = new Set<string>();
  return {
    tab: { value: key, ...guess },
    title: grid.sheet,
    isNew: true,
    isMatched: false,
    sheet: grid.sheet,
    headerRow,
    rows: rows.length,
    hasRefs: ref !== undefined,
    sameAs: null,
    refPattern: refTemplate(grid, ref, rows, { title: grid.sheet }),
    columns: register.columns.flatMap(({ heading, at, learnt }): ProposedColumn[] => {
      const normal = normalHeading(heading);
      if (normal === '' || headings.has(normal)) return [];
      headings.add(normal);
      const column = at === ref ? REF : unique(keyOf(heading, 'column'), keys);
      return [furtherColumn(column, heading, at, learnt)];
    }),
    missing: [],
  };
}

function furtherColumn(column: string, heading: string, at: number, learnt: Learnt): ProposedColumn {
  const isRef = column === REF;
  const match = isRef
    ? { value: column, confidence: 0.9, reason: 'it tells the records apart' }
    : { value: column, confidence: 0.5, reason: 'no column of the tab is like it' };
  return {
    ...learnt,
    ...(isRef ? { type: { ...match, value: 'ref' as const }, vocabulary: null } : {}),
    column,
    heading: oneLine(heading),
    at,
    known: false,
    isOwn: false,
    match,
    closed: isRef ? [] : closedAmong(heading, learnt.vocabulary ?? []),
    required: false,
  };
}

/** A column of the sheet that none of the tab is. */
function besideOwn(
  tab: Tab,
  { heading, at, learnt }: SeenColumn,
  match: Guess<string> | undefined,
  keys: Set<string>,
): ProposedColumn {
  const further = furtherColumn(unique(keyOf(heading, 'column'), keys), heading, at, learnt);
  // A heading that stands twice is an extra column the second time, and can't be written down.
  return {
    ...further,
    known: isRead(tab, heading),
    ...(match === undefined ? {} : { match: { ...match, value: further.column } }),
  };
}

function ownColumn(
  tab: Tab,
  column: Column,
  register: SeenRegister,
  { heading, at, learnt, column: recognised }: Place & SeenColumn,
  match: Guess<string>,
): ProposedColumn {
  const said = headingOf(heading);
  const exact = said === null ? undefined : headingReader(tab)(said)?.column;
  const words = column.type === 'choice' ? ownWords(column.vocabulary ?? [], register, at, learnt) : null;
  const over = words === null ? [] : closedAmong(heading, words);
  return {
    ...learnt,
    column: column.column,
    heading: oneLine(heading),
    at,
    // What stands above a heading may have told which column it is.
    known: recognised === column.column ? exact !== undefined : exact === column.column,
    isOwn: true,
    match: { ...match, value: column.column },
    type: { value: column.type, confidence: match.confidence, reason: match.reason },
    vocabulary: words,
    closed: (words ?? []).filter((word) => column.closed?.includes(word) || over.includes(word)),
    required: column.required === 'always' && !column.computed,
  };
}

/** The words that a tab's list needs for this column; null where its own do. */
function ownWords(
  vocabulary: readonly string[],
  { grid, rows }: SeenRegister,
  at: number,
  learnt: Learnt,
): readonly string[] | null {
  const known = new Set(vocabulary.map((word) => word.toLowerCase()));
  const cells = rows.map((row) => String(cellAt(grid, row, at) ?? '').trim()).filter((word) => word !== '');
  const foreign = cells.filter((word) => !known.has(word.toLowerCase()));
  if (learnt.type.reason === DROP_DOWN && learnt.vocabulary !== null) {
    return learnt.vocabulary.every((word) => known.has(word.toLowerCase())) ? null : learnt.vocabulary;
  }
  if (foreign.length <= cells.length * (1 - NEARLY_ALL)) return null;
  const words = [...new Set(foreign)].sort();
  if (words.length > MOST_WORDS || words.some((word) => word.length > LONGEST_WORD)) return null;
  return foreign.length === cells.length ? words : [...vocabulary, ...words];
}

const DROP_DOWN = 'it has a drop-down list';
/** How people call it when a row is over. */
const OVER =
  /^(?:closed?|done|completed?|finished|resolved|fixed|solved|cancell?ed|rejected|archived|withdrawn|superseded|obsolete|retired|dropped|met|ended|approved|no longer required|won['’]?t (?:fix|do))\b/i;

/** The words of a status in which a row is over; none where all are, or it is no status. */
export function closedAmong(heading: string, words: readonly string[]): readonly string[] {
  if (alike(heading, 'Status') < 0.5) return [];
  const over = words.filter((word) => OVER.test(word));
  return over.length < words.length ? over : [];
}

function headingQuestion(
  tab: Tab,
  sheet: string,
  { heading, at }: SeenColumn,
  best: Pair,
  all: readonly Pair[],
): HeadingQuestion {
  const [first, ...others] = [best, ...all.filter(({ value }) => value !== best.value)]
    .filter(({ confidence }) => confidence >= OFFERED)
    .slice(0, MOST_OPTIONS)
    .map(({ value, confidence, reason }) => ({
      column: value,
      title: columnOf(tab, value)?.heading ?? value,
      confidence,
      reason,
    }));
  const extra = {
    column: null,
    title: 'A further column',
    confidence: 1 - best.confidence,
    reason: 'kept under its own heading',
  };
  // First what counts until it is answered.
  const likely = first === undefined || best.confidence < LIKELY ? [extra, first] : [first];
  const rest = likely.includes(extra) ? others : [...others, extra];
  const options = [
    ...likely.filter((option) => option !== undefined),
    ...rest.sort((a, b) => b.confidence - a.confidence),
  ];
  return { ask: 'heading', tab: tab.tab, sheet, heading: oneLine(heading), at, options };
}

/** The column of refs: as recognised; by its heading; by how the refs look. */
function refPlace(seen: readonly (Place & SeenColumn)[], match: Match | null): number | undefined {
  const recognised = seen.find(({ column }) => column === REF)?.at;
  if (recognised !== undefined || match === null) return recognised;
  return match.ref;
}

function readAs(tab: Tab, heading: string, column: string): Guess<string> {
  const said = headingOf(heading);
  const exact = said === null ? null : headingReader(tab)(said);
  return exact?.column === column
    ? { value: column, confidence: 1, reason: `the tab knows this heading` }
    : { value: column, confidence: 0.9, reason: `the tab has a heading that says the same` };
}

function isRead(tab: Tab, heading: string): boolean {
  const said = headingOf(heading);
  return said !== null && headingReader(tab)(said) !== null;
}

/** A text as a key: lower-case letters, digits and hyphens, a letter first. */
export function keyOf(text: string, otherwise: string): string {
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
export function unique(key: string, taken: Set<string>): string {
  let free = key;
  for (let count = 2; taken.has(free); count++) free = `${key}-${count}`;
  taken.add(free);
  return free;
}

function oneLine(heading: string): string {
  return heading.replaceAll(/\s+/g, ' ').trim();
}
