/** GET /rows?tab=T[&at=N] */
import { z } from 'zod';
import { Cells } from '../values/value.ts';
import { Hash, Revision } from './common.ts';

export const RowsQuery = z.strictObject({
  tab: z.string().min(1),
  at: z.coerce.number().int().nonnegative().optional(),
});
export type RowsQuery = z.infer<typeof RowsQuery>;

/** A row of the ledger. `revision` is its last change. */
export const LedgerRow = z.object({ ref: z.string(), revision: Revision, cells: Cells });
export type LedgerRow = z.infer<typeof LedgerRow>;

export const RowsAnswer = z.object({
  tracker: z.uuid(),
  revision: Revision,
  hash: Hash,
  tab: z.string(),
  rows: z.array(LedgerRow),
});
export type RowsAnswer = z.infer<typeof RowsAnswer>;
