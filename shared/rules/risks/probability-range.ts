import { z } from 'zod';
import { isExcelError } from '../excel-error.ts';
import { excerpt, quoted } from '../facts.ts';
import { saysNothing } from '../placeholder.ts';
import { cellRule } from '../rule.ts';
import { scoreIn } from './score.ts';

export const probabilityRange = cellRule({
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
  columns: (tab, { columns }) =>
    tab.ofType.score
      .filter(({ column, computed }) => !computed && columns.includes(column))
      .map(({ column }) => column),
  check({ value }, say, { lowest, highest }) {
    if (saysNothing(value) || isExcelError(value)) return;
    const score = scoreIn(value);
    if (score !== null && Number.isInteger(score) && lowest <= score && score <= highest) return;
    say({ facts: { text: excerpt(value), lowest, highest } });
  },
  message: ({ text, lowest, highest }, { heading }) =>
    `${heading()} is ${quoted(text)}. Give a whole number from ${lowest} to ${highest}.`,
});
