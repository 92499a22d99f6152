/** What a person is shown before anything is pushed. */

import type { Conflict } from '../values/change.ts';
import { canonicalJson } from '../values/hash.ts';
import { normalRef } from '../values/ref.ts';
import { RowFates } from './fates.ts';
import type { TabPlan } from './plan.ts';
import type { PlannedOps } from './planned-op.ts';
import type { Prepared } from './prepare.ts';
import type { Preview } from './preview.ts';
import { NOTHING_PUSHED, push } from './push.ts';
import { conflictItems, heldOf, pushedOf, takenOf } from './show.ts';

/** What would happen, by a dry run where something would be pushed. */
export async function previewOf(
  prepared: Prepared,
  plans: readonly TabPlan[],
  ops: PlannedOps,
  open: readonly Conflict[],
): Promise<Preview> {
  const { session } = prepared;
  const dry = ops.plain.some(({ item }) => item !== null)
    ? await push(session, ops.plain, true, () => Promise.resolve(true))
    : NOTHING_PUSHED;
  const dryFates = dry?.fates ?? NOTHING_PUSHED.fates;
  const fates = new RowFates(dryFates, []);
  const answered = [...dryFates.values()].flatMap((fate) =>
    fate.kind === 'conflict' ? [fate.conflict] : [],
  );
  const ending = new Set(
    ops.plain.flatMap(({ op }) =>
      op.op === 'decide' ? [op.conflict] : op.op === 'set' && op.replaces ? [op.replaces] : [],
    ),
  );
  const fresh = distinct(answered.filter((one) => !open.some((other) => isSame(one, other))));
  const remaining = open.filter(({ id }) => id === null || !ending.has(id));
  return {
    push: pushedOf(dryFates),
    take: takenOf(plans),
    removals: ops.removals.flatMap(({ item }) => item ?? []),
    reversals: ops.reversals.flatMap(({ item }) => item ?? []),
    unsure: ops.unsure.flatMap(({ item }) => item ?? []),
    renumberings: ops.renumberings.map(({ item }) => item),
    held: heldOf(plans, fates, ops.unnameable),
    conflicts: conflictItems([...remaining, ...fresh], plans, session.copy.pins),
    pairings: plans.flatMap(({ identified }) => identified.pairing ?? []),
    first: plans.flatMap(({ input, rows }) =>
      rows.length > 0 && input.timeline.at(prepared.pulled.revision).size === 0
        ? [input.tabView.tab.tab]
        : [],
    ),
    stops: [],
  };
}

/** Whether a person is to be asked. */
export function isWorthShowing(preview: Preview, ops: PlannedOps): boolean {
  const { push: pushes, take, removals, reversals, unsure, renumberings, held, pairings } = preview;
  const lists = [pushes, take, removals, reversals, unsure, renumberings, held, pairings];
  const isConflicting = ops.plain.some(({ item }) => item !== null);
  return isConflicting || lists.some((list) => list.length > 0);
}

/** Whether two conflicts are the same to a person: of one cell or row, with one "mine". */
export function isSame(one: Conflict, other: Conflict): boolean {
  const name = ({ kind, tab, ref, column, mine }: Conflict) =>
    canonicalJson([kind, tab, normalRef(ref), column, mine]);
  return name(one) === name(other);
}

/** Several ops can answer one conflict: the cells of a removed row. */
export function distinct(conflicts: readonly Conflict[]): Conflict[] {
  return conflicts.filter((one, index) => conflicts.findIndex((other) => isSame(one, other)) === index);
}
