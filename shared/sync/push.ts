/** Pushes a merge's ops, and what each of them came to. */

import type { Base } from '../protocol/common.ts';
import type { PushAnswer } from '../protocol/push.ts';
import type { Conflict } from '../values/change.ts';
import { type Fate, fatesOf } from './fates.ts';
import type { RowPlan } from './plan.ts';
import type { PlannedOp } from './planned-op.ts';
import type { Session } from './prepare.ts';
import type { Confirmation } from './preview.ts';
import { send } from './send.ts';

export interface Pushed {
  readonly fates: ReadonlyMap<PlannedOp, Fate>;
  /** The refs given to rows that had none. */
  readonly given: ReadonlyMap<RowPlan, string>;
  /** This workbook's conflicts after it; null where nothing was pushed. */
  readonly conflicts: readonly Conflict[] | null;
  /** The ledger's head after it; null where nothing was pushed. */
  readonly head: Base | null;
}

export const NOTHING_PUSHED: Pushed = { fates: new Map(), given: new Map(), conflicts: null, head: null };

/** The protocol's limit of ops in one push. */
const MOST_OPS = 20_000;

/** Pushes, or tries a push out. Null where a person would not confirm. Throws as `send`. */
export async function push(
  { options, schema, copy }: Session,
  ops: readonly PlannedOp[],
  dryRun: boolean,
  confirm: (list: Confirmation) => Promise<boolean>,
): Promise<Pushed | null> {
  const fates = new Map<PlannedOp, Fate>();
  const given = new Map<RowPlan, string>();
  let { conflicts, head } = NOTHING_PUSHED;
  for (let from = 0; from < ops.length; from += MOST_OPS) {
    const some = ops.slice(from, from + MOST_OPS);
    const answer: PushAnswer | null = await send(
      options.service,
      {
        // Kept in memory only: a request id that outlives its session could be used for another body.
        request: options.uuid(),
        tracker: schema.tracker,
        workbook: copy.workbook,
        base: copy.base,
        fingerprint: schema.fingerprint,
        ...(dryRun ? { dryRun } : {}),
        ...(options.adopt ? { adopt: true } : {}),
        ...(options.reason === undefined ? {} : { reason: options.reason }),
        changes: some.map(({ op }) => op),
      },
      confirm,
    );
    if (answer === null) return null;
    if (!dryRun && answer.applied > 0) options.own?.add(answer.revision);
    for (const [op, fate] of fatesOf(some, answer)) fates.set(op, fate);
    for (const { op, row } of some) {
      const ref = op.op === 'add' ? answer.refs[op.ref] : undefined;
      if (row && ref !== undefined) given.set(row, ref);
    }
    conflicts = answer.conflicts;
    head = { revision: answer.revision, hash: answer.hash };
    options.progress?.('push', fates.size, ops.length);
  }
  return { fates, given, conflicts, head };
}
