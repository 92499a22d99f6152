import { z } from 'zod';
import { saysNothing } from '../placeholder.ts';
import { rowRule } from '../rule.ts';
import { statusOf } from '../status.ts';
import { says, valueIn } from '../view.ts';
import { firstColumn } from './columns.ts';

/** A row that is over, and doesn't say since when. */
export const closedWithoutDate = rowRule({
  id: 'closed-without-date',
  severity: 'error',
  parameters: z.strictObject({
    /** A date in any of them will do: a dependency that is met says when it was. */
    closed: z.array(z.string()).default(['date-closed', 'actual-date']),
  }),
  facts: z.object({ status: z.string() }),
  *check(view, { closed }) {
    const status = statusOf(view);
    if (status === null || !status.closed) return;
    const column = firstColumn(view, closed);
    if (column === null) return;
    if (closed.some((each) => says(view, each) && !saysNothing(valueIn(view, each)))) return;
    yield { column, facts: { status: status.status } };
  },
  message: ({ status }, { heading }) => `The status is ${status}, but ${heading()} is blank. Give the date.`,
});
