/** The inverse of a revision, as a push. Pure. */

import type { RevisionRecord } from '../protocol/changes.ts';
import type { Change, Op } from '../values/change.ts';

/**
 * The ops that undo a revision. Each says what it expects to find, so what was changed again since becomes a
 * conflict and is not overwritten. Decisions are not taken back, but what they changed is.
 */
export function invert({ revision, changes }: RevisionRecord): Op[] {
  // A row's cells go with it: no `set` may stand beside the removal of its row.
  const removed = new Set(
    changes.flatMap(({ op, tab, ref }) => (op === 'add' || op === 'restore' ? [`${tab}\0${ref}`] : [])),
  );
  // Beside renumberings an op uses the refs that they give: here those of before.
  const before = new Map(
    changes.flatMap((change) =>
      change.op === 'renumber' ? [[`${change.tab}\0${change.to}`, change.ref] as const] : [],
    ),
  );
  return changes.flatMap((change) => {
    const ref = change.op === 'renumber' ? undefined : before.get(`${change.tab}\0${change.ref}`);
    const op = inverse(ref === undefined ? change : { ...change, ref }, revision);
    return op === null || (op.op === 'set' && removed.has(`${op.tab}\0${op.ref}`)) ? [] : [op];
  });
}

function inverse(change: Change, revision: number): Op | null {
  const { tab, ref } = change;
  switch (change.op) {
    case 'set':
      return { op: 'set', tab, ref, column: change.column, from: change.after, to: change.before };
    case 'add':
    case 'restore':
      return { op: 'remove', tab, ref, seen: revision };
    case 'remove':
      return { op: 'restore', tab, ref, seen: revision };
    case 'renumber':
      return { op: 'renumber', tab, ref: change.to, to: ref, seen: revision };
    case 'decide':
      return null;
  }
}
