import { z } from 'zod';
import { excerpt, quoted } from '../facts.ts';
import { cellRule } from '../rule.ts';
import { isInitials } from './initials.ts';
import { namesIn, partiesParameter } from './parties.ts';

export const partyUnknown = cellRule({
  id: 'party-unknown',
  about: "Somebody named whom the configuration's parties don't hold. Initials have a rule of their own.",
  severity: 'warning',
  parameters: z.strictObject({ parties: partiesParameter }),
  facts: z.object({ name: z.string() }),
  columns: (tab) => tab.parties,
  check({ value }, say, { parties }) {
    const unknown = namesIn(parties, value).filter(({ party, text }) => party === null && !isInitials(text));
    for (const name of new Set(unknown.map(({ text }) => excerpt(text)))) say({ facts: { name } });
  },
  message: ({ name }, { heading }) =>
    `${heading()} names ${quoted(name)}, who is no party of this tracker. Name the party (a person may follow in brackets), or add it to the configuration.`,
});
