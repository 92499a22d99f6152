/** Deciding several conflicts at once: one push, and the sync that brings the cells in line with it. */

import { Problem } from '../protocol/problem.ts';
import type { Push } from '../protocol/push.ts';
import type { SchemaAnswer } from '../protocol/schema.ts';
import type { Choice, Conflict } from '../values/change.ts';
import type { Value } from '../values/value.ts';
import type { SyncOptions } from './options.ts';
import type { SyncResult } from './preview.ts';
import { send } from './send.ts';
import { readState } from './state.ts';
import { sync } from './sync.ts';

/** What a person decided of one conflict, as it was shown to them. */
export interface Decided {
  readonly conflict: Conflict;
  readonly choose: Choice;
  /** For `value`. */
  readonly value?: Value;
}

export interface DecideAllOptions extends SyncOptions {
  readonly decisions: readonly Decided[];
}

export interface Decisions {
  /** How many ended as decided, by this call or alike before. */
  readonly decided: number;
  /** Those whose other side changed since they were shown, as they are now: look again. */
  readonly movedOn: readonly Conflict[];
  /** How many stay open because the decision would bring in an error. */
  readonly held: number;
  /** A person would not confirm what goes with it: nothing was decided. */
  readonly cancelled: boolean;
  /** The sync that followed. */
  readonly result: SyncResult;
}

/**
 * Decides conflicts of this workbook and syncs. Throws as `sync`, `StateDamaged`, and an Error for a conflict that was
 * never recorded or a workbook that was never synced: there is nothing to decide yet.
 */
export async function decideAll(options: DecideAllOptions): Promise<Decisions> {
  const schema = options.schema ?? (await options.service.schema());
  try {
    return await attempt(options, schema);
  } catch (error) {
    if (!(error instanceof Problem && error.type === 'schema-changed')) throw error;
    return attempt(options, await options.service.schema());
  }
}

async function attempt(options: DecideAllOptions, schema: SchemaAnswer): Promise<Decisions> {
  const { decisions, service, workbook } = options;
  const state = readState((await workbook.read([])).state);
  if (state === null) throw new Error('This workbook was not synced yet. Sync first, then decide.');
  const push: Push = {
    request: options.uuid(),
    tracker: schema.tracker,
    workbook: state.workbook,
    base: state.base,
    fingerprint: schema.fingerprint,
    ...(options.reason === undefined ? {} : { reason: options.reason }),
    changes: decisions.map(opOf),
  };
  const answer = await send(service, push, options.confirm);
  if (answer !== null && answer.applied > 0) options.own?.add(answer.revision);
  const result = await sync({ ...options, schema });
  if (answer === null) return { decided: 0, movedOn: [], held: 0, cancelled: true, result };
  const { applied, agreed, outcomes } = answer;
  return {
    decided: applied + agreed,
    movedOn: outcomes.flatMap((each) => (each.outcome === 'conflict' ? [each.conflict] : [])),
    held: outcomes.filter(({ outcome }) => outcome === 'held').length,
    cancelled: false,
    result,
  };
}

function opOf({ conflict, choose, value }: Decided): Push['changes'][number] {
  if (conflict.id === null) throw new Error('This conflict is not recorded yet. Sync first, then decide it.');
  return {
    op: 'decide',
    conflict: conflict.id,
    choose,
    ...(choose === 'value' ? { value: value ?? null } : {}),
    seen: conflict.theirsRevision,
  };
}
