import { excerpt, noParameters, quoted, Text } from '../facts.ts';
import { isPlaceholder } from '../placeholder.ts';
import { rowRule } from '../rule.ts';
import { says, valueIn } from '../view.ts';
import { meantBy } from '../vocabulary.ts';

export const placeholderLeft = rowRule({
  id: 'placeholder-left',
  about: 'A placeholder in a date or choice that may be blank: sorting, filters and drop-downs trip over it.',
  severity: 'warning',
  parameters: noParameters,
  facts: Text,
  check(view, say) {
    for (const column of [...view.tab.ofType.date, ...view.tab.ofType.choice]) {
      if (column.required === 'always' || column.computed || !says(view, column.column)) continue;
      const value = valueIn(view, column.column);
      if (!isPlaceholder(value)) continue;
      const vocabulary = view.tab.vocabularies.get(column.column);
      if (vocabulary !== undefined && meantBy(vocabulary, value) !== null) continue;
      say({ column: column.column, facts: { text: excerpt(value) } });
    }
  },
  message: ({ text }, { heading }) =>
    `${heading()} says only ${quoted(text)}. Leave the cell blank until the value is known.`,
});
