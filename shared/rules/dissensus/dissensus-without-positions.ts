import { z } from 'zod';
import { noParameters } from '../facts.ts';
import { saysNothing } from '../placeholder.ts';
import { rowRule } from '../rule.ts';
import { valueIn } from '../view.ts';
import { positionColumns, positionsIn } from './positions.ts';

/** A dissensus on whose record no party has a position. */
export const dissensusWithoutPositions = rowRule({
  id: 'dissensus-without-positions',
  severity: 'error',
  parameters: noParameters,
  facts: z.object({ blank: z.boolean() }),
  *check(view) {
    for (const column of positionColumns(view)) {
      if (positionsIn(view, column).length > 0) continue;
      yield { column: column.column, facts: { blank: saysNothing(valueIn(view, column.column)) } };
    }
  },
  message: ({ blank }, { heading }) =>
    `${heading()} ${blank ? 'is blank' : 'names no party with its position'}. Write one line for each party: "Party: Object – reason".`,
});
