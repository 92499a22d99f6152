import { z } from 'zod';
import { excerpt, quoted } from '../facts.ts';
import { cellRule } from '../rule.ts';
import { isInitials } from './initials.ts';
import { namesIn, partiesParameter } from './parties.ts';

export const partyInitials = cellRule({
  id: 'party-initials',
  about: 'Initials where a party belongs: nobody outside the team knows whose they are.',
  severity: 'warning',
  parameters: z.strictObject({ parties: partiesParameter }),
  facts: z.object({ name: z.string() }),
  columns: (tab) => tab.parties,
  check({ value }, say, { parties }) {
    const unknown = namesIn(parties, value).filter(({ party, text }) => party === null && isInitials(text));
    for (const name of new Set(unknown.map(({ text }) => text))) say({ facts: { name: excerpt(name) } });
  },
  message: ({ name }, { heading }) =>
    `${heading()} says only the initials ${quoted(name)}. Write the party, with the person in brackets if needed.`,
});
