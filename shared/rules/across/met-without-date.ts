import { z } from 'zod';
import { blankOf } from '../life/needed.ts';
import { canBe } from '../needs.ts';
import { rowRule } from '../rule.ts';
import { statusOf } from '../status.ts';

export const metWithoutDate = rowRule({
  id: 'met-without-date',
  about: 'A dependency that is met, and does not say since when.',
  severity: 'error',
  parameters: z.strictObject({
    states: z.array(z.string()).default(['Met']),
    needed: z.array(z.string()).default(['actual-date']),
  }),
  facts: z.object({ status: z.string() }),
  needs: (tab, { states }) => canBe(tab, states),
  check(view, say, { states, needed }) {
    const status = statusOf(view)?.status;
    if (status === undefined || !states.includes(status)) return;
    for (const column of blankOf(view, needed)) say({ column, facts: { status } });
  },
  message: ({ status }, { heading }) =>
    `The status is ${status}, but ${heading()} is blank. Give the day on which it was met.`,
});
