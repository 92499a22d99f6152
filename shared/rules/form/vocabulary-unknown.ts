import { z } from 'zod';
import { isExcelError } from '../excel-error.ts';
import { excerpt, noParameters, quoted } from '../facts.ts';
import { saysNothing } from '../placeholder.ts';
import { rowRule } from '../rule.ts';
import { says, valueIn } from '../view.ts';
import { meantBy } from '../vocabulary.ts';

export const vocabularyUnknown = rowRule({
  id: 'vocabulary-unknown',
  about: "A choice that is none of its column's words.",
  severity: 'error',
  parameters: noParameters,
  facts: z.object({ text: z.string(), words: z.array(z.string()) }),
  check(view, say) {
    for (const { column, computed } of view.tab.ofType.choice) {
      const vocabulary = view.tab.vocabularies.get(column);
      if (vocabulary === undefined || computed || !says(view, column)) continue;
      const value = valueIn(view, column);
      if (saysNothing(value) || isExcelError(value) || meantBy(vocabulary, String(value)) !== null) continue;
      say({ column, facts: { text: excerpt(value), words: [...vocabulary.words] } });
    }
  },
  message: ({ text, words }, { heading }) =>
    `${quoted(text)} is no ${heading()} of this tracker. Choose one of: ${words.join(', ')}.`,
});
