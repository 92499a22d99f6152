import { z } from 'zod';
import { hasAny } from '../needs.ts';
import { saysNothing } from '../placeholder.ts';
import { rowRule } from '../rule.ts';
import { statusOf } from '../status.ts';
import { says, valueIn } from '../view.ts';
import { firstColumn } from './columns.ts';

export const closedWithoutDate = rowRule({
  id: 'closed-without-date',
  about: "A row that is over, and doesn't say since when.",
  severity: 'error',
  parameters: z.strictObject({
    /** A date in any of them will do: a dependency that is met says when it was. */
    closed: z.array(z.string()).default(['date-closed', 'actual-date']),
    /** Closed states whose date another rule asks for. */
    exempt: z.array(z.string()).default(['Met']),
  }),
  facts: z.object({ status: z.string() }),
  needs: (tab, { closed }) => hasAny(tab, closed),
  check(view, say, { closed, exempt }) {
    const status = statusOf(view);
    if (status === null || !status.closed || exempt.includes(status.status)) return;
    const column = firstColumn(view, closed);
    if (column === null) return;
    if (closed.some((each) => says(view, each) && !saysNothing(valueIn(view, each)))) return;
    say({ column, facts: { status: status.status } });
  },
  message: ({ status }, { heading }) => `The status is ${status}, but ${heading()} is blank. Give the date.`,
});
