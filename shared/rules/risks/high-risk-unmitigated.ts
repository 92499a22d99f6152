import { z } from 'zod';
import { choiceIn } from '../choice.ts';
import { blankOf } from '../life/needed.ts';
import { rowRule } from '../rule.ts';
import { highParameters, highScore } from './high.ts';

export const highRiskUnmitigated = rowRule({
  id: 'high-risk-unmitigated',
  about: 'A high risk against which nothing is to be done by any day.',
  severity: 'warning',
  parameters: z.strictObject({
    ...highParameters,
    /** The action and its date. */
    needed: z.array(z.string()).default(['action', 'action-due']),
    response: z.string().default('response'),
    /** Responses that need no action. */
    exempt: z.array(z.string()).default(['Tolerate', 'Accept']),
  }),
  facts: z.object({ score: z.number(), missing: z.array(z.string()) }),
  needs: (tab) => tab.ofType.score.length > 0,
  check(view, say, { needed, response, exempt, ...parameters }) {
    const score = highScore(view, parameters);
    if (score === null || exempt.includes(choiceIn(view, response) ?? '')) return;
    const missing = blankOf(view, needed);
    const [column] = missing;
    if (column === undefined) return;
    say({ column, facts: { score, missing } });
  },
  message: ({ score, missing }, { heading }) =>
    `A score of ${score} needs an action with a date, and ${missing.map((column) => heading(column)).join(' and ')} ${missing.length === 1 ? 'is' : 'are'} blank. Agree it with the owner.`,
});
