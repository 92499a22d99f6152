import { z } from 'zod';
import { excerpt, quoted } from '../facts.ts';
import { rowRule } from '../rule.ts';
import { says, valueIn } from '../view.ts';
import { namesIn, partiesParameter } from './parties.ts';

/** Somebody named whom the configuration's parties don't hold. */
export const partyUnknown = rowRule({
  id: 'party-unknown',
  severity: 'warning',
  parameters: z.strictObject({ parties: partiesParameter }),
  facts: z.object({ name: z.string() }),
  *check(view, { parties }) {
    for (const { column, computed } of view.tab.ofType.party) {
      if (computed || !says(view, column)) continue;
      const unknown = namesIn(parties, valueIn(view, column)).filter(({ party }) => party === null);
      for (const name of new Set(unknown.map(({ text }) => excerpt(text)))) yield { column, facts: { name } };
    }
  },
  message: ({ name }, { heading }) =>
    `${heading()} names ${quoted(name)}, who is no party of this tracker. Name the party (a person may follow in brackets), or add it to the configuration.`,
});
