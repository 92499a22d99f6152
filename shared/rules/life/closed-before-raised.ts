import { z } from 'zod';
import { showDate } from '../../values/date.ts';
import { rowRule } from '../rule.ts';
import { closedColumns, firstDate, raisedColumns } from './columns.ts';

/** Closed before it was raised: one of the two dates is wrong. */
export const closedBeforeRaised = rowRule({
  id: 'closed-before-raised',
  severity: 'error',
  parameters: z.strictObject({ closed: closedColumns, raised: raisedColumns }),
  facts: z.object({ closed: z.string(), raised: z.string(), raisedColumn: z.string() }),
  *check(view, parameters) {
    const closed = firstDate(view, parameters.closed);
    const raised = firstDate(view, parameters.raised);
    if (closed === null || raised === null || closed.date >= raised.date) return;
    yield {
      column: closed.column,
      facts: { closed: closed.date, raised: raised.date, raisedColumn: raised.column },
    };
  },
  message: ({ closed, raised, raisedColumn }, { heading }) =>
    `${heading()} (${showDate(closed)}) is before ${heading(raisedColumn)} (${showDate(raised)}). Correct whichever is wrong.`,
});
