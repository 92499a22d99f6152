/** What of a merge is pushed once a person has answered, and in which order. Pure. */

import { normalRef } from '../values/ref.ts';
import type { TabPlan } from './plan.ts';
import type { PlannedOp, PlannedOps } from './planned-op.ts';
import type { Pushed } from './push.ts';

/** Two pushes as one. */
export function both(one: Pushed, other: Pushed): Pushed {
  return {
    fates: new Map([...one.fates, ...other.fates]),
    given: new Map([...one.given, ...other.given]),
    conflicts: other.conflicts ?? one.conflicts,
    head: other.head ?? one.head,
  };
}

/**
 * Those that can be pushed beside other ops, and those whose new ref would be taken for another row's there: a row
 * has it, or had it at the base. These go first, alone; most are refused.
 */
export function splitRenumberings(
  plans: readonly TabPlan[],
  renumberings: PlannedOps['renumberings'],
): [PlannedOps['renumberings'], PlannedOps['renumberings']] {
  const name = (tab: string, ref: string) => `${tab}\0${normalRef(ref)}`;
  const present = new Set(
    plans.flatMap(({ input }) => {
      const { tab } = input.tabView.tab;
      return [...input.timeline.at(input.head).keys()].map((key) => name(tab, key));
    }),
  );
  /** The refs by which ops must name rows that have others now → those. */
  const atBase = new Map(
    plans.flatMap(({ input }) => {
      const { tab } = input.tabView.tab;
      return [...input.atBase].map(([key, ref]) => [name(tab, ref), name(tab, key)] as const);
    }),
  );
  let [together, alone]: [PlannedOps['renumberings'], PlannedOps['renumberings']] = [renumberings, []];
  for (;;) {
    const free = new Set(together.map(({ row, item }) => name(row.tab.tab, String(item.from))));
    const isClear = ({ row, item }: PlannedOps['renumberings'][number]) => {
      const to = name(row.tab.tab, String(item.to));
      const named = atBase.get(to);
      return (!present.has(to) || free.has(to)) && (named === undefined || free.has(named));
    };
    const clear = together.filter(isClear);
    if (clear.length === together.length) return [together, alone];
    [together, alone] = [clear, [...alone, ...together.filter((each) => !isClear(each))]];
  }
}

/** Beside renumberings other ops name their rows by the new refs. */
export function underNewRefs(
  ops: readonly PlannedOp[],
  renumberings: PlannedOps['renumberings'],
): readonly PlannedOp[] {
  const refs = new Map(renumberings.map(({ row, item }) => [row, String(item.to)]));
  return ops.map((planned) => {
    const ref = planned.row ? refs.get(planned.row) : undefined;
    if (ref === undefined || planned.op.op === 'decide') return planned;
    return { ...planned, op: { ...planned.op, ref } };
  });
}
