import { isExtra } from '../../tracker/schema.ts';
import { excerpt, noParameters, Text } from '../facts.ts';
import { rowRule } from '../rule.ts';

const ADDRESS = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/u;

export const personalAddress = rowRule({
  id: 'personal-address',
  about: 'An e-mail address in a column that leaves the house.',
  severity: 'warning',
  parameters: noParameters,
  facts: Text,
  check({ row, tab }, say) {
    for (const column in row.cells) {
      const value = row.cells[column];
      // A longer stretch without a space is no address; the search must stay short on any text.
      if (typeof value !== 'string' || !value.includes('@')) continue;
      const own = tab.columns.get(column);
      if (isExtra(column) || own === undefined || own.internal || own.computed) continue;
      const address = value.split(/[\s,;<>()]+/u).find((word) => word.length <= 254 && ADDRESS.test(word));
      if (address !== undefined)
        say({ column, facts: { text: excerpt(ADDRESS.exec(address)?.[0] ?? address) } });
    }
  },
  message: ({ text }, { heading }) =>
    `${heading()} has the e-mail address ${text}, and this column is sent outside. Name the party instead.`,
});
