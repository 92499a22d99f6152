/** What a person is told of a decision that was not taken. */
import type { Outcome } from '../../shared/protocol/push.ts';
import { message } from '../../shared/rules/message.ts';
import type { Schema } from '../../shared/tracker/schema.ts';

/** Why a conflict was not decided, for a person. */
export function undecided(outcome: Outcome, schema: Schema): string {
  if (outcome.outcome === 'held') {
    const why = outcome.findings.map((finding) => message(finding, schema)).join(' ');
    return `Not decided, since the row would then have an error. ${why}`;
  }
  return outcome.conflict.state === 'open'
    ? "Not decided: the ledger's side has changed since. tracker conflicts shows both sides as they are now."
    : `Not decided: the conflict has ended before (${outcome.conflict.state}). tracker conflicts --all shows how.`;
}
