import { z } from 'zod';
import { excerpt, noParameters, quoted } from '../facts.ts';
import { rowRule } from '../rule.ts';
import { says, valueIn } from '../view.ts';
import { meantBy } from '../vocabulary.ts';

export const vocabularyForm = rowRule({
  id: 'vocabulary-form',
  about: "A choice that differs from one of its column's words by case, spaces, dashes or a typo.",
  severity: 'warning',
  parameters: noParameters,
  facts: z.object({ text: z.string(), word: z.string() }),
  check(view, say) {
    for (const { column, computed } of view.tab.ofType.choice) {
      const vocabulary = view.tab.vocabularies.get(column);
      const value = valueIn(view, column);
      if (vocabulary === undefined || computed || typeof value !== 'string' || !says(view, column)) continue;
      const meant = meantBy(vocabulary, value);
      if (meant === null || meant.exact) continue;
      say({ column, facts: { text: excerpt(value), word: meant.word }, fix: meant.word });
    }
  },
  message: ({ text, word }, { heading }) =>
    `${heading()} says ${quoted(text)}. Write ${quoted(word)}, as the list has it.`,
});
