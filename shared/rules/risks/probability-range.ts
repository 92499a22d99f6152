import { z } from 'zod';
import { isExcelError } from '../excel-error.ts';
import { excerpt, quoted } from '../facts.ts';
import { saysNothing } from '../placeholder.ts';
import { rowRule } from '../rule.ts';
import { says, valueIn } from '../view.ts';
import { scoreIn } from './score.ts';

export const probabilityRange = rowRule({
  id: 'probability-range',
  about: 'A probability, impact or severity that is no step of its scale.',
  severity: 'error',
  parameters: z.strictObject({
    columns: z
      .array(z.string())
      .default(['probability', 'impact', 'residual-probability', 'residual-impact', 'severity']),
    lowest: z.number().int().default(1),
    highest: z.number().int().default(5),
  }),
  facts: z.object({ text: z.string(), lowest: z.number(), highest: z.number() }),
  needs: (tab) => tab.ofType.score.length > 0,
  check(view, say, { columns, lowest, highest }) {
    for (const { column, computed } of view.tab.ofType.score) {
      if (computed || !columns.includes(column) || !says(view, column)) continue;
      const value = valueIn(view, column);
      if (saysNothing(value) || isExcelError(value)) continue;
      const score = scoreIn(value);
      if (score !== null && Number.isInteger(score) && lowest <= score && score <= highest) continue;
      say({ column, facts: { text: excerpt(value), lowest, highest } });
    }
  },
  message: ({ text, lowest, highest }, { heading }) =>
    `${heading()} is ${quoted(text)}. Give a whole number from ${lowest} to ${highest}.`,
});
