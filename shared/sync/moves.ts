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
  // By the normal ref at `since`: that ref as written, and the present one.
  const starts = new Map<string, { readonly ref: string; now: string; written: string }>();
  for (const { revision, changes } of revisions) {
    if (revision <= since) continue;
    const present = new Map([...starts].map(([start, { now }]) => [now, start] as const));
    for (const change of changes) {
      if (change.op !== 'renumber' || change.tab !== tab) continue;
      const from = normalRef(change.ref);
      const start = present.get(from);
      const known = start === undefined ? undefined : starts.get(start);
      const to = { now: normalRef(change.to), written: change.to };
      if (known) Object.assign(known, to);
      // A row that was added under a ref given up since: at `since` another one had it.
      else if (!starts.has(from)) starts.set(from, { ref: change.ref, ...to });
    }
  }
  const moved = [...starts].filter(([start, { now }]) => start !== now);
  if (moved.length === 0) return NO_MOVES;
  return {
    forward: new Map(moved.map(([start, { now }]) => [start, now])),
    backward: new Map(moved.map(([, { ref, now }]) => [now, ref])),
    written: new Map(moved.map(([, { now, written }]) => [now, written])),
  };
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
