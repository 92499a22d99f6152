import { excerpt, noParameters, quoted, Text } from '../facts.ts';
import { MAY_BE_PLACEHOLDER } from '../marks.ts';
import { isPlaceholder } from '../placeholder.ts';
import { cellRule } from '../rule.ts';
import { meantBy } from '../vocabulary.ts';

export const placeholderLeft = cellRule({
  id: 'placeholder-left',
  about: 'A placeholder in a date or choice that may be blank: sorting, filters and drop-downs trip over it.',
  severity: 'warning',
  parameters: noParameters,
  facts: Text,
  hears: MAY_BE_PLACEHOLDER,
  columns: (tab) =>
    [...tab.ofType.date, ...tab.ofType.choice]
      .filter(({ required, computed }) => required !== 'always' && !computed)
      .map(({ column }) => column),
  check({ column, value, view }, say) {
    if (!isPlaceholder(value)) return;
    const vocabulary = view.tab.vocabularies.get(column);
    if (vocabulary !== undefined && meantBy(vocabulary, value) !== null) return;
    say({ facts: { text: excerpt(value) } });
  },
  message: ({ text }, { heading }) =>
    `${heading()} says only ${quoted(text)}. Leave the cell blank until the value is known.`,
});
