import { z } from 'zod';
import { isExcelError } from '../excel-error.ts';
import { excerpt, noParameters, quoted } from '../facts.ts';
import { saysNothing } from '../placeholder.ts';
import { cellRule } from '../rule.ts';
import { meantBy } from '../vocabulary.ts';

export const vocabularyUnknown = cellRule({
  id: 'vocabulary-unknown',
  about: "A choice that is none of its column's words.",
  severity: 'error',
  parameters: noParameters,
  facts: z.object({ text: z.string(), words: z.array(z.string()) }),
  columns: (tab) => tab.choices,
  check({ column, value, view }, say) {
    const vocabulary = view.tab.vocabularies.get(column);
    if (vocabulary === undefined || saysNothing(value) || isExcelError(value)) return;
    if (meantBy(vocabulary, String(value)) !== null) return;
    say({ facts: { text: excerpt(value), words: [...vocabulary.words] } });
  },
  message: ({ text, words }, { heading }) =>
    `${quoted(text)} is no ${heading()} of this tracker. Choose one of: ${words.join(', ')}.`,
});
