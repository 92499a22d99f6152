/** The risk matrix as rules are told it. */
import { z } from 'zod';
import { defaultMatrix, type Matrix } from '../../tracker/matrix.ts';

const Scores = z.array(z.array(z.number()));
const Band = z.object({
  from: z.number(),
  to: z.number(),
  band: z.string(),
  rag: z.enum(['Red', 'Amber', 'Green']),
});

/** Filled from the configuration's `matrix`. */
export const matrixParameter = z.object({ scores: Scores, bands: z.array(Band) }).default({
  scores: defaultMatrix.scores.map((row) => [...row]),
  bands: [...defaultMatrix.bands],
}) satisfies z.ZodType<Matrix>;

/** Which columns make a score. */
export const scoresParameter = z
  .array(z.strictObject({ score: z.string(), probability: z.string(), impact: z.string() }))
  .default([
    { score: 'score', probability: 'probability', impact: 'impact' },
    { score: 'residual-score', probability: 'residual-probability', impact: 'residual-impact' },
  ]);
