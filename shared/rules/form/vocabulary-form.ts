import { z } from 'zod';
import { excerpt, noParameters, quoted } from '../facts.ts';
import { cellRule } from '../rule.ts';
import { meantBy } from '../vocabulary.ts';

export const vocabularyForm = cellRule({
  id: 'vocabulary-form',
  about: "A choice that differs from one of its column's words by case, spaces, dashes or a typo.",
  severity: 'warning',
  parameters: noParameters,
  facts: z.object({ text: z.string(), word: z.string() }),
  columns: (tab) => tab.choices,
  check({ column, value, view }, say) {
    const vocabulary = view.tab.vocabularies.get(column);
    const meant = vocabulary === undefined || typeof value !== 'string' ? null : meantBy(vocabulary, value);
    if (meant === null || meant.exact) return;
    say({ facts: { text: excerpt(value), word: meant.word }, fix: meant.word });
  },
  message: ({ text, word }, { heading }) =>
    `${heading()} says ${quoted(text)}. Write ${quoted(word)}, as the list has it.`,
});
