import { z } from 'zod';
import { excerpt, quoted } from '../facts.ts';
import { rowRule } from '../rule.ts';
import { says, valueIn } from '../view.ts';
import { isInitials } from './initials.ts';
import { namesIn, partiesParameter } from './parties.ts';

export const partyUnknown = rowRule({
  id: 'party-unknown',
  about: "Somebody named whom the configuration's parties don't hold. Initials have a rule of their own.",
  severity: 'warning',
  parameters: z.strictObject({ parties: partiesParameter }),
  facts: z.object({ name: z.string() }),
  needs: (tab) => tab.ofType.party.length > 0,
  check(view, say, { parties }) {
    for (const { column, computed } of view.tab.ofType.party) {
      if (computed || !says(view, column)) continue;
      const unknown = namesIn(parties, valueIn(view, column)).filter(
        ({ party, text }) => party === null && !isInitials(text),
      );
      for (const name of new Set(unknown.map(({ text }) => excerpt(text)))) say({ column, facts: { name } });
    }
  },
  message: ({ name }, { heading }) =>
    `${heading()} names ${quoted(name)}, who is no party of this tracker. Name the party (a person may follow in brackets), or add it to the configuration.`,
});
