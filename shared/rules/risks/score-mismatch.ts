import { z } from 'zod';
import { scoreOf } from '../../tracker/matrix.ts';
import { isExcelError } from '../excel-error.ts';
import { excerpt, quoted } from '../facts.ts';
import { saysNothing } from '../placeholder.ts';
import { rowRule } from '../rule.ts';
import { says, shownOf, valueIn } from '../view.ts';
import { matrixParameter, scoresParameter } from './matrix.ts';
import { scoreIn } from './score.ts';

export const scoreMismatch = rowRule({
  id: 'score-mismatch',
  about:
    'A score that is not what the matrix makes of its probability and impact. A formula is not ours to overwrite.',
  severity: 'error',
  parameters: z.strictObject({ matrix: matrixParameter, scores: scoresParameter }),
  facts: z.object({
    text: z.string(),
    score: z.number(),
    probability: z.number(),
    impact: z.number(),
    formula: z.boolean(),
  }),
  needs: (tab) => tab.ofType.score.length > 0,
  check(view, say, { matrix, scores }) {
    for (const columns of scores) {
      const column = view.tab.columns.get(columns.score);
      const shown = column === undefined ? null : shownOf(view, column);
      if (shown === null || saysNothing(shown.value) || isExcelError(shown.value)) continue;
      if (!says(view, columns.probability) || !says(view, columns.impact)) continue;
      const probability = scoreIn(valueIn(view, columns.probability)) ?? 0;
      const impact = scoreIn(valueIn(view, columns.impact)) ?? 0;
      const score = scoreOf(matrix, probability, impact);
      if (score === undefined || scoreIn(shown.value) === score) continue;
      const { formula } = shown;
      say({
        column: columns.score,
        facts: { text: excerpt(shown.value), score, probability, impact, formula },
        fix: formula ? undefined : score,
      });
    }
  },
  message: ({ text, score, probability, impact, formula }, { heading }) =>
    `${heading()} is ${quoted(text)}, but the matrix gives ${score} for probability ${probability} and impact ${impact}. ${
      formula ? 'Correct the formula.' : `Write ${score}.`
    }`,
});
