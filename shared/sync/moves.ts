/** Renumberings as the feed tells of them: under which ref a row of some revision is known now. Pure. */

import type { RevisionRecord } from '../protocol/changes.ts';
import { normalRef } from '../values/ref.ts';
import type { Pin } from './preview.ts';

/** A tab's renumberings after a revision, up to the last one pulled. */
export interface Moves {
  /** A row's normal ref at that revision → as it is now, for rows that have another one. */
  readonly forward: ReadonlyMap<string, string>;
  /** The present normal ref → the ref at that revision, as it was written. */
  readonly backward: ReadonlyMap<string, string>;
  /** The present normal ref → it as it is written. */
  readonly written: ReadonlyMap<string, string>;
}

export const NO_MOVES: Moves = { forward: new Map(), backward: new Map(), written: new Map() };

/** The renumberings of a tab in revisions after `since`, one after another; those of one revision all at once. */
export function movesOf(tab: string, revisions: readonly RevisionRecord[], since: number): Moves {
  const moved = movedSince(tab, revisions, since);
  if (moved.length === 0) return NO_MOVES;
  return {
    forward: new Map(moved.map(({ start, now }) => [start, now])),
    backward: new Map(moved.map(({ now, ref }) => [now, ref])),
    written: new Map(moved.map(({ now, written }) => [now, written])),
  };
}

/** How the ops of a push from a base must name their rows. */
export interface NamesAtBase {
  /**
   * The present normal ref → the ref at the base: only where another row had the present ref then would it be taken
   * for the other row's.
   */
  readonly atBase: ReadonlyMap<string, string>;
  /** Normal refs that named other rows at the base: an op would mean those rows still. */
  readonly vacated: ReadonlySet<string>;
}

/** The same since a push's base. A row that was added since had no ref there, and is named as it is now. */
export function namesAtBase(tab: string, revisions: readonly RevisionRecord[], base: number): NamesAtBase {
  const moved = movedSince(tab, revisions, base).filter(({ isNew }) => !isNew);
  const vacated = new Set(moved.map(({ start }) => start));
  const both = moved.filter(({ now }) => vacated.has(now));
  return { atBase: new Map(both.map(({ now, ref }) => [now, ref])), vacated };
}

/** A row that has another ref than it had. */
interface Moved {
  /** In normal form and as written: at the revision, or as it was added since. */
  readonly start: string;
  readonly ref: string;
  readonly isNew: boolean;
  readonly now: string;
  readonly written: string;
}

function movedSince(tab: string, revisions: readonly RevisionRecord[], since: number): Moved[] {
  const starts = new Map<string, Moved>();
  const added = new Set<string>();
  for (const { revision, changes } of revisions) {
    if (revision <= since) continue;
    const own = changes.filter((change) => change.tab === tab);
    const present = new Map([...starts].map(([start, { now }]) => [now, start] as const));
    for (const change of own) {
      if (change.op !== 'renumber') continue;
      const from = normalRef(change.ref);
      const start = present.get(from) ?? from;
      const known = present.has(from) ? starts.get(start) : undefined;
      // A row that was added under a ref given up since: at `since` another one had it.
      if (known === undefined && starts.has(from)) continue;
      const { ref, isNew } = known ?? { ref: change.ref, isNew: added.has(from) };
      starts.set(start, { start, ref, isNew, now: normalRef(change.to), written: change.to });
    }
    for (const change of own) if (change.op === 'add') added.add(normalRef(change.ref));
  }
  return [...starts.values()].filter(({ start, now }) => start !== now);
}

/** A pin under the present ref of its row. */
export function movedPin(pin: Pin, moves: Moves): Pin {
  const moved = moves.forward.get(normalRef(pin.ref));
  return moved === undefined ? pin : { ...pin, ref: moves.written.get(moved) ?? moved };
}

/** The present normal ref of what had this one. */
export function followed({ forward }: Moves, key: string): string {
  return forward.get(key) ?? key;
}
