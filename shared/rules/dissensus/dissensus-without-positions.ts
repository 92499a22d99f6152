import { z } from 'zod';
import { partiesParameter } from '../form/parties.ts';
import { rowRule } from '../rule.ts';
import { recordsOf } from './positions.ts';

export const dissensusWithoutPositions = rowRule({
  id: 'dissensus-without-positions',
  about: 'A dissensus on whose record no party has a position.',
  severity: 'error',
  parameters: z.strictObject({ parties: partiesParameter }),
  facts: z.object({ blank: z.boolean() }),
  needs: (tab) => tab.ofType.positions.length > 0,
  check(view, say, { parties }) {
    for (const { column, positions, blank } of recordsOf(view, parties)) {
      if (positions.length === 0) say({ column, facts: { blank } });
    }
  },
  message: ({ blank }, { heading }) =>
    `${heading()} ${blank ? 'is blank' : 'names no party with its position'}. Write one line for each party: "Party: Object – reason".`,
});
