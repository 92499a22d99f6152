/** What a check says about a cell, a row or a sheet. Its message is rendered by `shared/rules`. */
import { z } from 'zod';
import { Severity } from '../tracker/schema.ts';
import { Value } from './value.ts';

export const Finding = z.object({
  rule: z.string(),
  /** The facts that the message is rendered from. */
  parameters: z.record(z.string(), z.json()),
  severity: Severity,
  tab: z.string(),
  /** As typed; null where the row has none, or the finding is about a whole sheet. */
  ref: z.string().nullable(),
  /** Null in the service, which has no sheets. */
  sheet: z.string().nullable(),
  /** The 1-based sheet row; null in the service, or where the finding is about a whole sheet. */
  row: z.number().int().positive().nullable(),
  /** The column's key; null where the finding is about the row. */
  column: z.string().nullable(),
  /** What to write into the cell to mend it, where one right answer exists. */
  fix: z.object({ value: Value }).nullable(),
});
export type Finding = z.infer<typeof Finding>;
