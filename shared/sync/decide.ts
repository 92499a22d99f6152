/** Deciding a conflict: the decision is pushed, and the sync that follows brings the cells in line with it. */

import { Problem } from '../protocol/problem.ts';
import type { Push } from '../protocol/push.ts';
import type { SchemaAnswer } from '../protocol/schema.ts';
import type { DecideOptions, Decision } from './options.ts';
import { send } from './send.ts';
import { readState } from './state.ts';
import { sync } from './sync.ts';

/**
 * Decides one of this workbook's conflicts and syncs. Throws as `sync`, `StateDamaged`, and an Error for a conflict
 * that was never recorded or a workbook that was never synced: there is nothing to decide yet.
 */
export async function decide(options: DecideOptions): Promise<Decision> {
  const schema = options.schema ?? (await options.service.schema());
  try {
    return await attempt(options, schema);
  } catch (error) {
    if (!(error instanceof Problem && error.type === 'schema-changed')) throw error;
    return attempt(options, await options.service.schema());
  }
}

async function attempt(options: DecideOptions, schema: SchemaAnswer): Promise<Decision> {
  const { conflict, choose, value, service, workbook } = options;
  const state = readState((await workbook.read()).state);
  if (conflict.id === null) throw new Error('This conflict is not recorded yet. Sync first, then decide it.');
  if (state === null) throw new Error('This workbook was not synced yet. Sync first, then decide.');
  const push: Push = {
    request: options.uuid(),
    tracker: schema.tracker,
    workbook: state.workbook,
    base: state.base,
    fingerprint: schema.fingerprint,
    ...(options.reason === undefined ? {} : { reason: options.reason }),
    changes: [
      {
        op: 'decide',
        conflict: conflict.id,
        choose,
        ...(choose === 'value' ? { value: value ?? null } : {}),
        seen: conflict.theirsRevision,
      },
    ],
  };
  const answer = await send(service, push, options.confirm);
  if (answer !== null && answer.applied > 0) options.own?.add(answer.revision);
  const result = await sync({ ...options, schema });
  if (answer === null) return { decision: 'cancelled', conflict: null, result };
  const [outcome] = answer.outcomes;
  if (!outcome) return { decision: 'decided', conflict: null, result };
  if (outcome.outcome === 'held') return { decision: 'held', conflict: null, result };
  return { decision: 'moved-on', conflict: outcome.conflict, result };
}
