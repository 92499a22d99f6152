/** POST /push */
import { z } from 'zod';
import { Conflict, Op } from '../values/change.ts';
import { Finding } from '../values/finding.ts';
import { Base, Hash, Revision, StoredText } from './common.ts';

export const Push = z.strictObject({
  request: z.uuid(),
  tracker: z.uuid(),
  workbook: z.uuid().nullable(),
  base: Base,
  fingerprint: Hash,
  dryRun: z.boolean().optional(),
  /** A first register is taken as it is, its errors stay as findings. Needs an owner. */
  adopt: z.boolean().optional(),
  /** The hash that `confirm-needed` answered. */
  confirm: Hash.optional(),
  reason: StoredText.max(500).optional(),
  changes: z.array(Op).min(1).max(20_000),
});
export type Push = z.infer<typeof Push>;

export const Outcome = z.discriminatedUnion('outcome', [
  z.object({ index: z.number().int().nonnegative(), outcome: z.literal('conflict'), conflict: Conflict }),
  z.object({
    index: z.number().int().nonnegative(),
    outcome: z.literal('held'),
    findings: z.array(Finding),
  }),
]);
export type Outcome = z.infer<typeof Outcome>;

export const PushAnswer = z.object({
  revision: Revision,
  hash: Hash,
  /** Counts of ops. Every op is applied, agreed, or has an outcome. */
  applied: z.number().int().nonnegative(),
  agreed: z.number().int().nonnegative(),
  /** `{"new:1": "DR-026"}`, and the id of an `added` conflict decided "mine" to its new ref. */
  refs: z.record(z.string(), z.string()),
  outcomes: z.array(Outcome),
  /** This workbook's open conflicts and those decided since `base`. */
  conflicts: z.array(Conflict),
});
export type PushAnswer = z.infer<typeof PushAnswer>;
