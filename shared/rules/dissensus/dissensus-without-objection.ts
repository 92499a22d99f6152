import { z } from 'zod';
import { rowRule } from '../rule.ts';
import { statusOf } from '../status.ts';
import { meantBy, vocabularyOf } from '../vocabulary.ts';
import { positionColumns, positionsIn } from './positions.ts';

/** An open dissensus to which nobody objects: the objection is missing from the record, or there is none. */
export const dissensusWithoutObjection = rowRule({
  id: 'dissensus-without-objection',
  severity: 'error',
  parameters: z.strictObject({ objections: z.array(z.string()).default(['Object']) }),
  facts: z.object({ objection: z.string() }),
  *check(view, { objections }) {
    if (statusOf(view)?.closed) return;
    for (const column of positionColumns(view)) {
      const positions = positionsIn(view, column);
      const words = vocabularyOf(column.vocabulary ?? objections);
      const objected = positions.some(({ position }) =>
        objections.includes(meantBy(words, position)?.word ?? position),
      );
      if (positions.length === 0 || objected) continue;
      yield { column: column.column, facts: { objection: objections[0] ?? 'Object' } };
    }
  },
  message: ({ objection }, { heading }) =>
    `No party's position in ${heading()} is "${objection}". Put the objection on record, or close the dissensus.`,
});
