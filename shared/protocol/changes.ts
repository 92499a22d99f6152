/** GET /changes?since=N[&hash=H][&workbook=W][&limit][&tab][&ref][&column] */
import { z } from 'zod';
import { Change } from '../values/change.ts';
import { Day, Hash, Instant, Revision, StoredText } from './common.ts';

export const ChangesQuery = z.strictObject({
  since: z.coerce.number().int().nonnegative(),
  hash: Hash.optional(),
  workbook: z.uuid().optional(),
  /** Counts changes; whole revisions, at least one a page. */
  limit: z.coerce.number().int().min(1).max(10_000).optional(),
  tab: StoredText.min(1).optional(),
  /** Needs `tab`. */
  ref: StoredText.min(1).optional(),
  column: StoredText.min(1).optional(),
});
export type ChangesQuery = z.infer<typeof ChangesQuery>;

export const RevisionRecord = z.object({
  revision: Revision,
  hash: Hash,
  author: z.string(),
  at: Instant,
  workbook: z.uuid().nullable(),
  reason: z.string().nullable(),
  changes: z.array(Change),
});
export type RevisionRecord = z.infer<typeof RevisionRecord>;

export const ChangesAnswer = z.object({
  since: Revision,
  /** Where to go on. */
  revision: Revision,
  hash: Hash,
  fingerprint: Hash,
  today: Day,
  /** This workbook's open conflicts; null where no workbook was named. */
  openConflicts: z.number().int().nonnegative().nullable(),
  more: z.boolean(),
  revisions: z.array(RevisionRecord),
});
export type ChangesAnswer = z.infer<typeof ChangesAnswer>;
