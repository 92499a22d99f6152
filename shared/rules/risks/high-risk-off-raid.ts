import { z } from 'zod';
import { isExcelError } from '../excel-error.ts';
import { rowRule } from '../rule.ts';
import { says, valueIn } from '../view.ts';
import { isYes } from '../yes.ts';
import { highParameters, highScore } from './high.ts';

export const highRiskOffRaid = rowRule({
  id: 'high-risk-off-raid',
  about: "A high risk that the programme's RAID log does not have.",
  severity: 'warning',
  parameters: z.strictObject({ ...highParameters, flag: z.string().default('on-programme-raid') }),
  facts: z.object({ score: z.number() }),
  needs: (tab) => tab.ofType.score.length > 0,
  check(view, say, { flag, ...parameters }) {
    const score = highScore(view, parameters);
    if (score === null || !says(view, flag)) return;
    const value = valueIn(view, flag);
    if (!isYes(value) && !isExcelError(value)) say({ column: flag, facts: { score } });
  },
  message: ({ score }, { heading }) =>
    `A score of ${score} belongs on the programme's RAID log, but ${heading()} does not say yes. Put it on the log and give its ref, or score it again.`,
});
