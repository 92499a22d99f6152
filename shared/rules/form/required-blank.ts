import { z } from 'zod';
import { type Column, REF } from '../../tracker/schema.ts';
import type { Value } from '../../values/value.ts';
import { excerpt, noParameters, quoted } from '../facts.ts';
import { isPlaceholder } from '../placeholder.ts';
import type { TabPlan } from '../plan.ts';
import { rowRule } from '../rule.ts';
import { says, valueIn } from '../view.ts';
import { meantBy } from '../vocabulary.ts';

export const requiredBlank = rowRule({
  id: 'required-blank',
  about:
    'A required cell that is blank or holds a placeholder. Positions have a rule of their own, refs two.',
  severity: 'error',
  parameters: noParameters,
  facts: z.object({ placeholder: z.string().nullable() }),
  check(view, say) {
    for (const column of view.tab.tab.columns) {
      if (column.required !== 'always' || column.computed || column.column === REF) continue;
      if (column.type === 'positions' || !says(view, column.column)) continue;
      const value = valueIn(view, column.column);
      const placeholder = isPlaceholder(value) && !isWord(view.tab, column, value);
      if (value !== null && value !== '' && !placeholder) continue;
      say({ column: column.column, facts: { placeholder: placeholder ? excerpt(value) : null } });
    }
  },
  message: ({ placeholder }, { heading }) =>
    placeholder === null
      ? `${heading()} is blank. Every row needs it: fill it in.`
      : `${heading()} says only ${quoted(placeholder)}. Put the real value there as soon as it is known.`,
});

/** A vocabulary may have a word such as "None" of its own. */
function isWord(tab: TabPlan, column: Column, value: Value): boolean {
  const vocabulary = tab.vocabularies.get(column.column);
  return vocabulary !== undefined && typeof value === 'string' && meantBy(vocabulary, value) !== null;
}
