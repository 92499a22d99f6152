import { z } from 'zod';
import { cellRule } from '../rule.ts';
import { namesIn, partiesParameter } from './parties.ts';

export const ownersTwo = cellRule({
  id: 'owners-two',
  about: 'Two owners: each may take the other to be at it.',
  severity: 'warning',
  parameters: z.strictObject({
    parties: partiesParameter,
    owners: z.array(z.string()).default(['owner', 'design-lead', 'action-owner']),
  }),
  facts: z.object({ names: z.array(z.string()) }),
  columns: (tab, { owners }) => owners.filter((column) => tab.columns.get(column)?.type === 'party'),
  check({ value }, say, { parties }) {
    const names = namesIn(parties, value).map(({ right }) => right);
    if (names.length > 1) say({ facts: { names } });
  },
  message: ({ names }, { heading }) =>
    `${heading()} names ${names.length} (${names.join(', ')}). Leave the one who answers for it; the others can stand in the update.`,
});
