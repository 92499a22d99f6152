import { z } from 'zod';
import { showDate } from '../../values/date.ts';
import { firstDate } from '../life/columns.ts';
import { hasAny } from '../needs.ts';
import { rowRule } from '../rule.ts';
import { greenParameters, isGreen } from './green.ts';

export const greenPastGate = rowRule({
  id: 'green-past-gate',
  about: 'Green, though the day of its gate has gone by without an approval.',
  severity: 'error',
  parameters: z.strictObject({
    ...greenParameters,
    gate: z.array(z.string()).default(['forecast-dag-date', 'planned-dag-date']),
    passed: z.array(z.string()).default(['actual-dag-date']),
  }),
  facts: z.object({ date: z.string(), column: z.string(), green: z.string() }),
  needs: (tab, { rag, gate }) => hasAny(tab, [rag]) && hasAny(tab, gate),
  check(view, say, parameters) {
    const gate = firstDate(view, parameters.gate);
    if (gate === null || gate.date >= view.today || firstDate(view, parameters.passed) !== null) return;
    if (!isGreen(view, parameters)) return;
    say({ column: parameters.rag, facts: { date: gate.date, column: gate.column, green: parameters.green } });
  },
  message: ({ date, column, green }, { heading }) =>
    `${heading()} is ${green}, but ${heading(column)} (${showDate(date)}) has gone by without an approval. Give the new forecast and its colour, or the approval.`,
});
