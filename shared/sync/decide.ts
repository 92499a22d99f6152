/** Deciding one conflict, as it was shown. */

import { decideAll } from './decide-all.ts';
import type { DecideOptions, Decision } from './options.ts';

/** Decides one of this workbook's conflicts and syncs. Throws as `decideAll`. */
export async function decide(options: DecideOptions): Promise<Decision> {
  const { conflict, choose, value } = options;
  const decided = { conflict, choose, ...(value === undefined ? {} : { value }) };
  const { movedOn, held, cancelled, result } = await decideAll({ ...options, decisions: [decided] });
  const [now = null] = movedOn;
  if (result.busy !== null) return { decision: 'busy', conflict: null, result };
  if (cancelled) return { decision: 'cancelled', conflict: null, result };
  if (held > 0) return { decision: 'held', conflict: null, result };
  return { decision: now === null ? 'decided' : 'moved-on', conflict: now, result };
}
