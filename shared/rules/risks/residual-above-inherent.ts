import { z } from 'zod';
import type { Matrix } from '../../tracker/matrix.ts';
import { scoreOf } from '../../tracker/matrix.ts';
import { rowRule } from '../rule.ts';
import type { RowView } from '../view.ts';
import { says, valueIn } from '../view.ts';
import { matrixParameter } from './matrix.ts';
import { scoreIn } from './score.ts';

export const residualAboveInherent = rowRule({
  id: 'residual-above-inherent',
  about: 'A risk that is greater after its mitigation than before.',
  severity: 'warning',
  parameters: z.strictObject({ matrix: matrixParameter }),
  facts: z.object({ residual: z.number(), inherent: z.number() }),
  needs: (tab) => tab.ofType.score.length > 0,
  check(view, say, { matrix }) {
    const inherent = scored(view, matrix, 'probability', 'impact');
    const residual = scored(view, matrix, 'residual-probability', 'residual-impact');
    if (inherent === undefined || residual === undefined || residual <= inherent) return;
    say({ column: 'residual-probability', facts: { residual, inherent } });
  },
  message: ({ residual, inherent }) =>
    `The risk after mitigation scores ${residual}, more than the ${inherent} before it. Correct whichever is wrong.`,
});

function scored(view: RowView, matrix: Matrix, probability: string, impact: string): number | undefined {
  if (!says(view, probability) || !says(view, impact)) return undefined;
  return scoreOf(matrix, scoreIn(valueIn(view, probability)) ?? 0, scoreIn(valueIn(view, impact)) ?? 0);
}
