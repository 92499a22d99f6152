/** GET /exports and POST /exports/:group/runs */
import { z } from 'zod';
import { Day, Hash, Revision } from './common.ts';

export const ExportFile = z.object({
  file: z.string(),
  bytes: z.number().int().nonnegative(),
  sha256: Hash,
});
export type ExportFile = z.infer<typeof ExportFile>;

export const Night = z.object({
  night: Day,
  revision: Revision.nullable(),
  hash: Hash.nullable(),
  state: z.enum(['made', 'running', 'failed', 'late']),
  files: z.array(ExportFile),
});
export type Night = z.infer<typeof Night>;

export const ExportsAnswer = z.object({
  groups: z.array(z.object({ group: z.string(), nights: z.array(Night) })),
});
export type ExportsAnswer = z.infer<typeof ExportsAnswer>;

export const ExportRunRequest = z.strictObject({ request: z.uuid(), night: Day.optional() });
export type ExportRunRequest = z.infer<typeof ExportRunRequest>;
