import { z } from 'zod';
import { changeRule } from '../rule.ts';
import { statusOf } from '../status.ts';

const States = z.array(z.string()).min(1);

export const transitionImpossible = changeRule({
  id: 'transition-impossible',
  about:
    'A status from which nothing leads to the new one: what is over does not begin again. It is taken up by the states between (Open, Under Change), or by a new row.',
  severity: 'error',
  parameters: z.strictObject({
    /** By tab, from which states a row never goes to which. */
    never: z.record(z.string(), z.array(z.strictObject({ from: States, to: States }))).default({
      artefacts: [
        { from: ['Superseded', 'Withdrawn'], to: ['Not Started', 'Baselined', 'Approved'] },
        { from: ['Baselined'], to: ['Not Started', 'In Draft'] },
      ],
      issues: [{ from: ['Closed', 'Transferred', 'Duplicate', 'Withdrawn'], to: ['New'] }],
      dissensus: [
        {
          from: ['Decided – Dissensus Noted', 'Resolved – Consensus', 'Withdrawn', 'Closed'],
          to: ['Raised'],
        },
      ],
      risks: [{ from: ['Closed', 'Materialised'], to: ['Draft'] }],
    }),
  }),
  facts: z.object({ from: z.string(), to: z.string() }),
  check({ before, after }, say, { never }) {
    const pairs = Object.hasOwn(never, after.row.tab) ? never[after.row.tab] : undefined;
    if (pairs === undefined) return;
    const was = statusOf(before);
    const now = statusOf(after);
    if (was === null || now === null || was.status === now.status) return;
    if (!pairs.some(({ from, to }) => from.includes(was.status) && to.includes(now.status))) return;
    say({ column: now.column, facts: { from: was.status, to: now.status } });
  },
  message: ({ from, to }, { heading }) =>
    `${heading()} can not go from ${from} to ${to}. Choose a state between, or add a new row and leave this one as it was.`,
});
