/** GET /conflicts[?state][&workbook] */
import { z } from 'zod';
import { Conflict } from '../values/change.ts';

export const ConflictsQuery = z.strictObject({
  state: z.enum(['open', 'superseded', 'settled', 'decided']).optional(),
  workbook: z.uuid().optional(),
});
export type ConflictsQuery = z.infer<typeof ConflictsQuery>;

export const ConflictsAnswer = z.object({ conflicts: z.array(Conflict) });
export type ConflictsAnswer = z.infer<typeof ConflictsAnswer>;
