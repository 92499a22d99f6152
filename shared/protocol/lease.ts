/** POST /copies/:workbook/lease */
import { z } from 'zod';
import { Base, Instant } from './common.ts';

/** The copy that the URL names. */
export const LeasePath = z.object({ workbook: z.uuid() });

export const LeaseRequest = z.strictObject({
  session: z.uuid(),
  base: Base.nullable(),
  release: z.boolean().optional(),
});
export type LeaseRequest = z.infer<typeof LeaseRequest>;

export const LeaseAnswer = z.object({ until: Instant, base: Base.nullable() });
export type LeaseAnswer = z.infer<typeof LeaseAnswer>;
