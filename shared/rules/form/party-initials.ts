import { z } from 'zod';
import { excerpt, quoted } from '../facts.ts';
import { rowRule } from '../rule.ts';
import { says, valueIn } from '../view.ts';
import { isInitials } from './initials.ts';
import { namesIn, partiesParameter } from './parties.ts';

export const partyInitials = rowRule({
  id: 'party-initials',
  about: 'Initials where a party belongs: nobody outside the team knows whose they are.',
  severity: 'warning',
  parameters: z.strictObject({ parties: partiesParameter }),
  facts: z.object({ name: z.string() }),
  needs: (tab) => tab.ofType.party.length > 0,
  check(view, say, { parties }) {
    for (const { column, computed } of view.tab.ofType.party) {
      if (computed || !says(view, column)) continue;
      const told = new Set<string>();
      for (const { text, party } of namesIn(parties, valueIn(view, column))) {
        if (party !== null || !isInitials(text) || told.has(text)) continue;
        told.add(text);
        say({ column, facts: { name: excerpt(text) } });
      }
    }
  },
  message: ({ name }, { heading }) =>
    `${heading()} says only the initials ${quoted(name)}. Write the party, with the person in brackets if needed.`,
});
