import { z } from 'zod';
import { REF } from '../../tracker/schema.ts';
import { excerpt, noParameters, quoted } from '../facts.ts';
import { BLANK, MAY_BE_PLACEHOLDER } from '../marks.ts';
import { isPlaceholder } from '../placeholder.ts';
import type { TabPlan } from '../plan.ts';
import { cellRule } from '../rule.ts';
import { meantBy } from '../vocabulary.ts';

export const requiredBlank = cellRule({
  id: 'required-blank',
  about:
    'A required cell that is blank or holds a placeholder. Positions have a rule of their own, refs two.',
  severity: 'error',
  parameters: noParameters,
  facts: z.object({ placeholder: z.string().nullable() }),
  hears: BLANK | MAY_BE_PLACEHOLDER,
  columns: ({ tab }) =>
    tab.columns
      .filter(({ required, computed }) => required === 'always' && !computed)
      .filter(({ column, type }) => column !== REF && type !== 'positions')
      .map(({ column }) => column),
  check({ column, value, view }, say) {
    const placeholder = isPlaceholder(value) && !isWord(view.tab, column, value);
    if (value !== null && value !== '' && !placeholder) return;
    say({ facts: { placeholder: placeholder ? excerpt(value) : null } });
  },
  message: ({ placeholder }, { heading }) =>
    placeholder === null
      ? `${heading()} is blank. Every row needs it: fill it in.`
      : `${heading()} says only ${quoted(placeholder)}. Put the real value there as soon as it is known.`,
});

/** A vocabulary may have a word such as "None" of its own. */
function isWord(tab: TabPlan, column: string, value: string): boolean {
  const vocabulary = tab.vocabularies.get(column);
  return vocabulary !== undefined && meantBy(vocabulary, value) !== null;
}
