/**
 * Cells with parts: positions by party, logs by line. Two people who change different parts of one cell do not
 * disagree, and its history tells which part changed.
 */
import { showDate } from './date.ts';
import { readLog } from './log.ts';
import { normalParty } from './party.ts';
import { type PartyPosition, readPositions } from './positions.ts';
import { MAX_TEXT } from './value.ts';

/** The column types whose cells have parts. */
export type PartsType = 'positions' | 'log';

/** Whether cells of a column type have parts. */
export function hasParts(type: string): type is PartsType {
  return type === 'positions' || type === 'log';
}

interface Part {
  /** As it stands in the cell, without the blank lines after it. */
  readonly text: string;
  /** The line ends before it; none before the first. */
  readonly gap: string;
  /** What makes it the same part when its text is another: a party, a date. Null: its place among such. */
  readonly name: string | null;
}

/** One side of a merge: its parts, each with the base part that it is, and what it added. */
interface Side {
  readonly parts: readonly Part[];
  /** Index of a base part → the part that it is here. */
  readonly of: ReadonlyMap<number, Part>;
  readonly baseOf: ReadonlyMap<Part, number>;
}

const START = -1;

/**
 * What a cell holds once both changes of it are made; null where they meet in one part, and for a person to
 * decide, also where it would be more than a cell holds. Blank cells are '', in and out.
 *
 * A part stands as its writer wrote it, and a new one behind the part that its writer put it behind. Where both
 * put some at one place, the earlier date comes first (the later one in a log that is kept newest first).
 */
export function mergeParts(type: PartsType, base: string, mine: string, theirs: string): string | null {
  if (mine === theirs || theirs === base) return mine;
  if (mine === base) return theirs;
  const parts = partsOf(type, base);
  const [one, other] = [sideOf(type, parts, mine), sideOf(type, parts, theirs)];
  const kept = new Map<number, Part>();
  for (const [index, part] of parts.entries()) {
    const merged = mergePart(part, one.of.get(index), other.of.get(index));
    if (merged === 'collide') return null;
    if (merged !== null) kept.set(index, merged);
  }
  const added = [additions(one, kept), additions(other, kept)] as const;
  if (type === 'positions' && sameParty(...added)) return null;

  const newestFirst = isNewestFirst(parts);
  const sequence: Part[] = [];
  for (const place of [START, ...order(parts, one, other, kept)]) {
    const part = kept.get(place);
    if (part !== undefined) sequence.push(part);
    const [here, there] = [added[0].get(place) ?? [], added[1].get(place) ?? []];
    sequence.push(...interleave(type, here, there, newestFirst ?? place === START));
  }
  const gaps = [...one.parts, ...other.parts].map(({ gap }) => gap).filter((gap) => gap !== '');
  const usual = gaps.sort()[0] ?? '\n';
  const merged = sequence.map(({ gap, text }, index) => (index === 0 ? '' : gap || usual) + text).join('');
  return merged.length > MAX_TEXT ? null : merged;
}

/**
 * What changed inside a cell with parts, each in words: `Party X: Object → Support with reservation`,
 * `10/08/2022 line added`.
 */
export function partChanges(type: PartsType, before: string, after: string): string[] {
  const parts = partsOf(type, before);
  const side = sideOf(type, parts, after);
  const said: string[] = [];
  for (const [index, part] of parts.entries()) {
    const now = side.of.get(index);
    if (now === undefined) said.push(`${titleOf(type, part)} removed`);
    else if (now.text !== part.text) said.push(changeOf(type, part, now));
  }
  for (const part of side.parts) {
    if (!side.baseOf.has(part)) said.push(`${titleOf(type, part)} added`);
  }
  return said.length > 0 || before === after ? said : ['order or blank lines changed'];
}

function partsOf(type: PartsType, text: string): readonly Part[] {
  const read = type === 'log' ? readLog(text) : readPositions(text);
  let gap = '';
  return read.map((each) => {
    const shown = each.text.replace(/\n+$/, '');
    const name = 'party' in each ? normalParty(each.party ?? '') : each.date;
    const part = { text: shown, gap, name };
    gap = `\n${each.text.slice(shown.length)}`;
    return part;
  });
}

/** Finds the base's parts in a side: those of the same text, then by name and order. */
function sideOf(type: PartsType, base: readonly Part[], text: string): Side {
  const parts = partsOf(type, text);
  const of = new Map<number, Part>();
  const baseOf = new Map<Part, number>();
  const match = (isSame: (one: Part, other: Part) => boolean) => {
    for (const part of parts) {
      if (baseOf.has(part)) continue;
      const index = base.findIndex((each, at) => !of.has(at) && isSame(each, part));
      if (index < 0) continue;
      of.set(index, part);
      baseOf.set(part, index);
    }
  };
  match((one, other) => one.name === other.name && one.text === other.text);
  match((one, other) => one.name === other.name);
  return { parts, of, baseOf };
}

function mergePart(base: Part, mine: Part | undefined, theirs: Part | undefined): Part | null | 'collide' {
  const text = mergeText(base.text, mine?.text, theirs?.text);
  if (text === null) return 'collide';
  if (text === undefined) return null;
  const gaps = [mine?.gap ?? base.gap, theirs?.gap ?? base.gap].filter((gap) => gap !== base.gap).sort();
  return { ...base, text, gap: gaps.at(-1) ?? base.gap };
}

/** The one that changed; null where both did, differently. Undefined is a part that is gone. */
function mergeText(
  base: string,
  mine: string | undefined,
  theirs: string | undefined,
): string | undefined | null {
  if (mine === theirs || theirs === base) return mine;
  return mine === base ? theirs : null;
}

/** What a side added, by the base part that it stands behind and that is still there. */
function additions(side: Side, kept: ReadonlyMap<number, Part>): ReadonlyMap<number, readonly Part[]> {
  const added = new Map<number, Part[]>();
  let place = START;
  for (const part of side.parts) {
    const index = side.baseOf.get(part);
    if (index !== undefined) {
      if (kept.has(index)) place = index;
      continue;
    }
    const here = added.get(place);
    if (here === undefined) added.set(place, [part]);
    else here.push(part);
  }
  return added;
}

type Added = ReadonlyMap<number, readonly Part[]>;

/** Whether both added a line of one party, and not the same one. */
function sameParty(mine: Added, theirs: Added): boolean {
  const names = new Map([...theirs.values()].flat().map(({ name, text }) => [name, text]));
  return [...mine.values()].flat().some(({ name, text }) => names.has(name) && names.get(name) !== text);
}

/** The places in the order of the side that moved some; where both did, of the one whose text comes first. */
function order(
  base: readonly Part[],
  one: Side,
  other: Side,
  kept: ReadonlyMap<number, Part>,
): readonly number[] {
  const places = [...base.keys()].filter((index) => kept.has(index));
  const orderOf = ({ parts, baseOf }: Side) => {
    const own = parts.flatMap((part) => baseOf.get(part) ?? []).filter((index) => kept.has(index));
    // A part that this side removed and the other kept is not there; then nobody can say where it went.
    return own.length === places.length ? own : places;
  };
  const changed = [orderOf(one), orderOf(other)].filter((own) => own.join() !== places.join());
  return changed.sort((left, right) => (left.join() < right.join() ? -1 : 1))[0] ?? places;
}

/** Two lists for one place, as blocks; a part that both added comes once. */
function interleave(
  type: PartsType,
  mine: readonly Part[],
  theirs: readonly Part[],
  newestFirst: boolean,
): readonly Part[] {
  if (mine.length === 0) return theirs;
  if (theirs.length === 0) return mine;
  const [first, second] = [mine, theirs].sort((one, other) => {
    const [date, later] = [one[0]?.name ?? '', other[0]?.name ?? ''];
    const byDate = type === 'log' && date !== later ? (date < later ? -1 : 1) * (newestFirst ? -1 : 1) : 0;
    return byDate || compare(textOf(one), textOf(other)) || compare(layoutOf(one), layoutOf(other));
  });
  const left = (first ?? []).map(({ text }) => text);
  const further = (second ?? []).filter(({ text }) => {
    const at = left.indexOf(text);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  return [...(first ?? []), ...further];
}

function textOf(parts: readonly Part[]): string {
  return parts.map(({ text }) => text).join('\n');
}

function layoutOf(parts: readonly Part[]): string {
  return parts.map(({ gap, text }) => gap + text).join('');
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Whether a log's dates go down; null where it has too few to tell. */
function isNewestFirst(parts: readonly Part[]): boolean | null {
  const dates = parts.flatMap(({ name }) => name ?? []);
  const [first, last] = [dates[0], dates.at(-1)];
  return first === undefined || last === undefined || first === last ? null : first > last;
}

function titleOf(type: PartsType, part: Part): string {
  if (type === 'log') return part.name === null ? 'undated line' : `${showDate(part.name)} line`;
  const { party, position } = positionOf(part);
  return party === null ? `"${position}"` : position === '' ? party : `${party}: ${position}`;
}

function changeOf(type: PartsType, before: Part, after: Part): string {
  if (type === 'log') return `${titleOf(type, before)} changed`;
  const [then, now] = [positionOf(before), positionOf(after)];
  const who = now.party === null ? '' : `${now.party}: `;
  if (then.position !== now.position) {
    return `${who}${then.position || '(blank)'} → ${now.position || '(blank)'}`;
  }
  return then.reason !== now.reason ? `${who}reason changed` : `${who}written otherwise`;
}

function positionOf({ text }: Part): PartyPosition {
  return readPositions(text)[0] ?? { party: null, position: '', reason: null, text };
}
