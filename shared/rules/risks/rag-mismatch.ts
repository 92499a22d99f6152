import { z } from 'zod';
import { bandOf, scoreOf } from '../../tracker/matrix.ts';
import { isExcelError } from '../excel-error.ts';
import { excerpt, quoted } from '../facts.ts';
import { saysNothing } from '../placeholder.ts';
import { rowRule } from '../rule.ts';
import { says, shownOf, valueIn } from '../view.ts';
import { meantBy } from '../vocabulary.ts';
import { matrixParameter } from './matrix.ts';
import { scoreIn } from './score.ts';

export const ragMismatch = rowRule({
  id: 'rag-mismatch',
  about: "A risk's colour that is not that of its score's band.",
  severity: 'warning',
  parameters: z.strictObject({
    matrix: matrixParameter,
    rag: z.string().default('rag'),
    probability: z.string().default('probability'),
    impact: z.string().default('impact'),
  }),
  facts: z.object({
    text: z.string(),
    rag: z.string(),
    score: z.number(),
    band: z.string(),
    formula: z.boolean(),
  }),
  needs: (tab) => tab.ofType.score.length > 0,
  check(view, say, { matrix, rag, probability, impact }) {
    const column = view.tab.columns.get(rag);
    if (column === undefined || view.tab.columns.get(probability)?.type !== 'score') return;
    if (!says(view, probability) || !says(view, impact)) return;
    const shown = shownOf(view, column);
    if (shown === null || saysNothing(shown.value) || isExcelError(shown.value)) return;
    const score = scoreOf(
      matrix,
      scoreIn(valueIn(view, probability)) ?? 0,
      scoreIn(valueIn(view, impact)) ?? 0,
    );
    const band = score === undefined ? undefined : bandOf(matrix, score);
    if (score === undefined || band === undefined) return;
    const vocabulary = view.tab.vocabularies.get(rag);
    const text = String(shown.value);
    const word = vocabulary === undefined ? text : meantBy(vocabulary, text)?.word;
    if (word === band.rag) return;
    say({
      column: rag,
      facts: { text: excerpt(text), rag: band.rag, score, band: band.band, formula: shown.formula },
      fix: shown.formula ? undefined : band.rag,
    });
  },
  message: ({ text, rag, score, band, formula }, { heading }) =>
    `${heading()} is ${quoted(text)}, but a score of ${score} is ${band}, ${rag}. ${
      formula ? 'Correct the formula.' : `Write ${rag}.`
    }`,
});
