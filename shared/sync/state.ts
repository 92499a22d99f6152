/**
 * The state of a copy, and its form in the cells of the very hidden sheet `_tracker`.
 *
 * It lives in cells so that it is saved, undone and co-authored together with them: a file mailed or an old
 * version brought back carries the state of its own cells. Each key and each pin is one row: canonical JSON
 * `[key, value]`, cut into pieces over the cells from column B on, its SHA-256 in column A.
 */
import { z } from 'zod';
import { type Base, Hash, Revision } from '../protocol/common.ts';
import type { Choices } from '../sheet/region.ts';
import { canonicalJson, sha256 } from '../values/hash.ts';
import { Cells, Value } from '../values/value.ts';
import type { Pin } from './preview.ts';
import { STATE_SHEET } from './workbook.ts';

/** The form of the state that this program writes. */
const VERSION = 1;
/** Half of it again stays free below Excel's 32,767 units a cell. */
const PIECE = 30_000;
/** How many rows of each kind choices alone take. */
const NOTHING = { tabs: 0, columns: 0, pins: 0 };
const FIRST_LINE =
  'Design Tracker keeps here what it needs to sync this workbook again. Please leave this sheet as it is; "Disconnect" in the task pane removes it.';

/** What the last sync knew of one tab. */
export interface TabState {
  /** Of the rows as the sheet showed them; null where the sheet already showed more than the ledger knows. */
  readonly digest: string | null;
  /** The revision at which its rows were last compared. */
  readonly revision: number;
  /** The revision at which each column was last compared. */
  readonly columns: Readonly<Record<string, number>>;
  /** The sheets it was found in, one entry a region. A missing one says nothing, so no removals follow from it. */
  readonly sheets: readonly string[];
}

export interface State {
  readonly tracker: string;
  readonly workbook: string;
  readonly base: Base;
  readonly tabs: Readonly<Record<string, TabState>>;
  readonly map: Choices;
  readonly pins: readonly Pin[];
}

/** The state sheet can't be trusted: a row was changed, is missing or comes from a newer program. */
export class StateDamaged extends Error {
  /** The 1-based row of the state sheet. */
  readonly row: number;

  constructor(row: number, what: string) {
    super(
      `The hidden sheet "${STATE_SHEET}", where this workbook keeps its sync state, is damaged: row ${row} ${what}. ` +
        'Nothing was synced. Bring back an earlier version of the file, or choose "Forget state" and sync as a new copy.',
    );
    this.name = 'StateDamaged';
    this.row = row;
  }
}

/** The cells of the state sheet, row by row, its first line saying what it is. */
export function stateRows(state: State): string[][] {
  const entries: unknown[] = [
    ['version', VERSION],
    ['tracker', state.tracker],
    ['workbook', state.workbook],
    ['base', state.base.revision],
    ['hash', state.base.hash],
    ...Object.entries(state.tabs).map(([tab, { columns, ...rest }]) => ['tab', { tab, ...rest }]),
    ...Object.entries(state.tabs).flatMap(([tab, { columns }]) =>
      Object.entries(columns).map(([column, revision]) => ['column', { tab, column, revision }]),
    ),
    ['map', state.map],
    ...state.pins.map((pin) => ['pin', pin]),
    // So that a lost row is noticed.
    ['end', countsOf(state)],
  ];
  return [[FIRST_LINE], ...entries.map(entryRow)];
}

/**
 * The cells of the state sheet of a copy that was never synced, in which a person has chosen: no state, since it was
 * never in line with anything.
 */
export function choiceRows(choices: Choices): string[][] {
  return [
    [FIRST_LINE],
    ...[
      ['version', VERSION],
      ['choices', choices],
      ['end', NOTHING],
    ].map(entryRow),
  ];
}

/**
 * The state in the sheet's cells; null where they hold none (no sheet, an empty one, or choices alone).
 * Throws `StateDamaged`, naming the row.
 */
export function readState(rows: StateRows): State | null {
  const kept = read(rows);
  return kept !== null && 'base' in kept ? kept : null;
}

/** Whether the copy was synced before, as a state says, also a damaged one. */
export function wasSynced(rows: StateRows): boolean {
  try {
    return readState(rows) !== null;
  } catch (error) {
    if (error instanceof StateDamaged) return true;
    throw error;
  }
}

/** What a person chose in this copy, synced or not; null where there is no state sheet. Throws `StateDamaged`. */
export function readChoices(rows: StateRows): Choices | null {
  return read(rows)?.map ?? null;
}

/** The same for what only looks: a damaged state stops a sync, which says so; a check does without the choices in it. */
export function choicesIn(rows: StateRows): Choices | undefined {
  try {
    return readChoices(rows) ?? undefined;
  } catch (error) {
    if (error instanceof StateDamaged) return undefined;
    throw error;
  }
}

type StateRows = readonly (readonly string[])[] | null;

function read(rows: StateRows): State | Pick<State, 'map'> | null {
  if (rows === null || rows.every((row) => row.every((cell) => cell === ''))) return null;
  const reading = new Reading();
  for (const [index, row] of rows.entries()) {
    if (index === 0 || row.every((cell) => cell === '')) continue;
    reading.take(index + 1, row);
  }
  return reading.done(rows.length);
}

/** How many rows of each kind a state takes. */
function countsOf({ tabs, pins }: State): Counts {
  const columns = Object.values(tabs).flatMap((tab) => Object.keys(tab.columns));
  return { tabs: Object.keys(tabs).length, columns: columns.length, pins: pins.length };
}

function entryRow(entry: unknown): string[] {
  const json = canonicalJson(entry);
  return [sha256(json), ...pieces(json)];
}

/** Pieces no longer than a cell may hold, none ending inside a surrogate pair. */
function pieces(text: string): string[] {
  const cut: string[] = [];
  for (let from = 0; from < text.length; ) {
    let to = Math.min(from + PIECE, text.length);
    if (to < text.length && isHighSurrogate(text.charCodeAt(to - 1))) to -= 1;
    cut.push(text.slice(from, to));
    from = to;
  }
  return cut;
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}

const TabEntry = z.object({
  tab: z.string(),
  digest: Hash.nullable(),
  revision: Revision,
  sheets: z.array(z.string()),
});
const ColumnEntry = z.object({ tab: z.string(), column: z.string(), revision: Revision });
const PinEntry = z.object({
  tab: z.string(),
  ref: z.string(),
  column: z.string().nullable(),
  base: z.union([Value, Cells]),
  why: z.enum(['conflict', 'unwritable', 'changed', 'held', 'reversal']),
  conflict: z.string().optional(),
  shown: Value.optional(),
});
const ChoicesEntry = z.object({
  sheets: z.record(z.string(), z.string().nullable()),
  headings: z.record(z.string(), z.record(z.string(), z.string())),
  seen: z
    .array(
      z.object({
        tab: z.string(),
        sheet: z.string(),
        left: z.number(),
        headings: z.array(z.string().nullable()),
        gone: z.array(z.string()).optional(),
      }),
    )
    .optional(),
});
const Counts = z.object({ tabs: z.number(), columns: z.number(), pins: z.number() });
type Counts = z.infer<typeof Counts>;
const Entry = z.union([
  z.tuple([z.literal('version'), z.number()]),
  z.tuple([z.literal('tracker'), z.uuid()]),
  z.tuple([z.literal('workbook'), z.uuid()]),
  z.tuple([z.literal('base'), Revision]),
  z.tuple([z.literal('hash'), Hash]),
  z.tuple([z.literal('tab'), TabEntry]),
  z.tuple([z.literal('column'), ColumnEntry]),
  z.tuple([z.literal('map'), ChoicesEntry]),
  z.tuple([z.literal('choices'), ChoicesEntry]),
  z.tuple([z.literal('pin'), PinEntry]),
  z.tuple([z.literal('end'), Counts]),
]);
type Entry = z.infer<typeof Entry>;

/** One pass over the rows of a state sheet. */
class Reading {
  readonly #single = new Map<string, Entry>();
  readonly #tabs = new Map<string, z.infer<typeof TabEntry>>();
  readonly #columns = new Map<string, Record<string, number>>();
  readonly #pins: Pin[] = [];

  take(row: number, cells: readonly string[]): void {
    const [hash = '', ...rest] = cells;
    const json = rest.join('');
    if (sha256(json) !== hash) throw new StateDamaged(row, 'does not match its checksum');
    const parsed = Entry.safeParse(parseJson(row, json));
    if (!parsed.success) throw new StateDamaged(row, 'holds something that this program does not know');
    this.#keep(row, parsed.data);
  }

  #keep(row: number, entry: Entry): void {
    if (entry[0] === 'version' && entry[1] !== VERSION) {
      throw new StateDamaged(row, `was written by a newer program (form ${entry[1]})`);
    }
    if (entry[0] === 'pin') {
      const { conflict, shown, ...pin } = entry[1];
      this.#pins.push({
        ...pin,
        ...(conflict === undefined ? {} : { conflict }),
        ...(shown === undefined ? {} : { shown }),
      });
    } else if (entry[0] === 'tab') {
      if (this.#tabs.has(entry[1].tab)) throw new StateDamaged(row, 'is there twice');
      this.#tabs.set(entry[1].tab, entry[1]);
    } else if (entry[0] === 'column') {
      const { tab, column, revision } = entry[1];
      const columns = this.#columns.get(tab) ?? {};
      if (Object.hasOwn(columns, column)) throw new StateDamaged(row, 'is there twice');
      this.#columns.set(tab, Object.assign(columns, { [column]: revision }));
    } else {
      if (this.#single.has(entry[0])) throw new StateDamaged(row, 'is there twice');
      this.#single.set(entry[0], entry);
    }
  }

  /** The whole state, or the choices alone, once every row was taken; `rows` of them there were. */
  done(rows: number): State | Pick<State, 'map'> {
    const missing = (key: string) =>
      new StateDamaged(rows, `is the last one, and the entry "${key}" is missing`);
    const one = (key: Entry[0]): Entry => {
      const entry = this.#single.get(key);
      if (entry === undefined) throw missing(key);
      return entry;
    };
    one('version');
    const alone = this.#single.get('choices');
    if (alone?.[0] === 'choices') {
      const last = one('end');
      if (this.#single.size > 3 || canonicalJson(last[1]) !== canonicalJson(NOTHING)) {
        throw new StateDamaged(rows, 'is the last one, and rows of another state stand above it');
      }
      return { map: choicesOf(alone[1]) };
    }
    const [tracker, workbook, base, hash] = [one('tracker'), one('workbook'), one('base'), one('hash')];
    const [map, end] = [one('map'), one('end')];
    if (tracker[0] !== 'tracker' || workbook[0] !== 'workbook' || base[0] !== 'base') throw missing('base');
    if (hash[0] !== 'hash' || map[0] !== 'map' || end[0] !== 'end') throw missing('map');
    const tabs = [...this.#tabs].map(([tab, { digest, revision, sheets }]): [string, TabState] => [
      tab,
      { digest, revision, sheets, columns: this.#columns.get(tab) ?? {} },
    ]);
    const state: State = {
      tracker: tracker[1],
      workbook: workbook[1],
      base: { revision: base[1], hash: hash[1] },
      tabs: Object.fromEntries(tabs),
      map: choicesOf(map[1]),
      pins: this.#pins,
    };
    if (canonicalJson(countsOf(state)) !== canonicalJson(end[1])) {
      throw new StateDamaged(rows, 'is the last one, and some rows above it are missing');
    }
    return state;
  }
}

function choicesOf({ sheets, headings, seen }: z.infer<typeof ChoicesEntry>): Choices {
  if (seen === undefined) return { sheets, headings };
  const rows = seen.map(({ gone, ...row }) => (gone === undefined ? row : { ...row, gone }));
  return { sheets, headings, seen: rows };
}

function parseJson(row: number, json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new StateDamaged(row, 'is not readable');
  }
}
