import { z } from 'zod';
import { partiesParameter } from '../form/parties.ts';
import { rowRule } from '../rule.ts';
import { statusOf } from '../status.ts';
import { meantBy, vocabularyOf } from '../vocabulary.ts';
import { recordsOf } from './positions.ts';

export const dissensusWithoutObjection = rowRule({
  id: 'dissensus-without-objection',
  about:
    'An open dissensus to which nobody objects: the objection is missing from the record, or there is none.',
  severity: 'error',
  parameters: z.strictObject({
    parties: partiesParameter,
    objections: z.array(z.string()).default(['Object']),
  }),
  facts: z.object({ objection: z.string() }),
  needs: (tab) => tab.ofType.positions.length > 0,
  check(view, say, { parties, objections }) {
    if (statusOf(view)?.closed) return;
    for (const { column, positions, words } of recordsOf(view, parties)) {
      const vocabulary = vocabularyOf(words ?? objections);
      const objected = positions.some(({ position }) =>
        objections.includes(meantBy(vocabulary, position)?.word ?? position),
      );
      if (positions.length === 0 || objected) continue;
      say({ column, facts: { objection: objections[0] ?? 'Object' } });
    }
  },
  message: ({ objection }, { heading }) =>
    `No party's position in ${heading()} is "${objection}". Put the objection on record, or close the dissensus.`,
});
