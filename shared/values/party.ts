/**
 * Who is named in a cell. A cell says `Party (Person or Team)`, or several of them.
 */
import type { Party } from '../tracker/parties.ts';

export interface PartyName {
  /** What stands before the brackets: `Programme`. */
  readonly party: string;
  /** What stands in them: `PMO`, a team, a person; null where there is nothing. */
  readonly person: string | null;
  /** As typed: `Programme (PMO)`. */
  readonly text: string;
}

/**
 * The parties that a text names, in order. Names are parted by a line end, `;`, `,`, `/`, `+`, `&` or "and",
 * outside brackets; but a name that is known as a whole ("I&C Suppliers") is one.
 */
export function partyNames(text: string, parties: readonly Party[] = []): PartyName[] {
  return text
    .split('\n')
    .flatMap((line) => namesIn(line, parties))
    .map(nameOf)
    .filter((name) => name.text !== '');
}

/** The party that a text means, by its name, an alias, or what stands before its brackets; null where none is known. */
export function resolveParty(parties: readonly Party[], text: string): Party | null {
  const names = namesOf(parties);
  return names.get(normalParty(text)) ?? names.get(normalParty(nameOf(text).party)) ?? null;
}

/** The form in which names of parties are compared: NFKC, case folded, single spaces. */
export function normalParty(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
}

const indexes = new WeakMap<readonly Party[], ReadonlyMap<string, Party>>();

function namesOf(parties: readonly Party[]): ReadonlyMap<string, Party> {
  const known = indexes.get(parties);
  if (known !== undefined) return known;
  const index = new Map<string, Party>();
  for (const party of parties) for (const alias of party.aliases) index.set(normalParty(alias), party);
  // A party's own name wins over another's alias.
  for (const party of parties) index.set(normalParty(party.party), party);
  indexes.set(parties, index);
  return index;
}

function namesIn(line: string, parties: readonly Party[]): string[] {
  if (resolveParty(parties, line) !== null) return [line];
  const parted = split(line);
  if (parted === null) return [line];
  return [...namesIn(parted[0], parties), ...namesIn(parted[1], parties)];
}

const SEPARATOR = /\s*[;,+/]\s*|\s+and\s+|\s+&\s+/gi;
/** "N/A" names nobody, and not two of them. */
const NOT_PARTED = /^\s*\p{L}\s*\/\s*\p{L}\s*$/u;

/** The two halves at the first separator outside brackets; null where there is none. */
function split(line: string): [string, string] | null {
  if (NOT_PARTED.test(line)) return null;
  for (const hit of line.matchAll(SEPARATOR)) {
    const before = line.slice(0, hit.index);
    const opened = before.split('(').length - before.split(')').length;
    if (opened === 0) return [before, line.slice(hit.index + hit[0].length)];
  }
  return null;
}

function nameOf(text: string): PartyName {
  const whole = text.trim();
  const match = /^([^()]*\S)\s*\(([^()]*)\)$/.exec(whole);
  const person = match?.[2]?.trim() ?? '';
  return { party: match?.[1]?.trim() ?? whole, person: person === '' ? null : person, text: whole };
}
