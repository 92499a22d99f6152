import { REF } from '../../tracker/schema.ts';
import { excerpt, noParameters, Text } from '../facts.ts';
import { HAS_AT } from '../marks.ts';
import { cellRule } from '../rule.ts';

const ADDRESS = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/u;

export const personalAddress = cellRule({
  id: 'personal-address',
  about: 'An e-mail address in a column that leaves the house.',
  severity: 'warning',
  parameters: noParameters,
  facts: Text,
  hears: HAS_AT,
  columns: (tab) =>
    [...tab.columns.values()]
      .filter(({ column, internal, computed }) => column !== REF && !internal && !computed)
      .map(({ column }) => column),
  check({ value }, say) {
    if (typeof value !== 'string' || !value.includes('@')) return;
    // A longer stretch without a space is no address; the search must stay short on any text.
    const address = value.split(/[\s,;<>()]+/u).find((word) => word.length <= 254 && ADDRESS.test(word));
    if (address !== undefined) say({ facts: { text: excerpt(ADDRESS.exec(address)?.[0] ?? address) } });
  },
  message: ({ text }, { heading }) =>
    `${heading()} has the e-mail address ${text}, and this column is sent outside. Name the party instead.`,
});
