/** Open risks that score high: what the rules about them share. */
import { z } from 'zod';
import { type Matrix, scoreOf } from '../../tracker/matrix.ts';
import { statusOf } from '../status.ts';
import { type RowView, says, valueIn } from '../view.ts';
import { matrixParameter } from './matrix.ts';
import { scoreIn } from './score.ts';

export const highParameters = {
  matrix: matrixParameter,
  probability: z.string().default('probability'),
  impact: z.string().default('impact'),
  /** The score from which a risk is high. */
  from: z.number().default(15),
};

/** The score of an open risk that is high; null for any other row. */
export function highScore(
  view: RowView,
  {
    matrix,
    probability,
    impact,
    from,
  }: { matrix: Matrix; probability: string; impact: string; from: number },
): number | null {
  if (view.tab.columns.get(probability)?.type !== 'score' || !says(view, probability) || !says(view, impact))
    return null;
  const score = scoreOf(
    matrix,
    scoreIn(valueIn(view, probability)) ?? 0,
    scoreIn(valueIn(view, impact)) ?? 0,
  );
  if (score === undefined || score < from) return null;
  return statusOf(view)?.closed === false ? score : null;
}
