import { z } from 'zod';
import { rowRule } from '../rule.ts';
import { says, valueIn } from '../view.ts';
import { namesIn, partiesParameter } from './parties.ts';

export const ownersTwo = rowRule({
  id: 'owners-two',
  about: 'Two owners: each may take the other to be at it.',
  severity: 'warning',
  parameters: z.strictObject({
    parties: partiesParameter,
    owners: z.array(z.string()).default(['owner', 'design-lead', 'action-owner']),
  }),
  facts: z.object({ names: z.array(z.string()) }),
  needs: (tab) => tab.ofType.party.length > 0,
  check(view, say, { parties, owners }) {
    for (const column of owners) {
      if (view.tab.columns.get(column)?.type !== 'party' || !says(view, column)) continue;
      const names = namesIn(parties, valueIn(view, column)).map(({ right }) => right);
      if (names.length > 1) say({ column, facts: { names } });
    }
  },
  message: ({ names }, { heading }) =>
    `${heading()} names ${names.length} (${names.join(', ')}). Leave the one who answers for it; the others can stand in the update.`,
});
