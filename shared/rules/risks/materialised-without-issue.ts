import { z } from 'zod';
import { blankOf } from '../life/needed.ts';
import { canBe } from '../needs.ts';
import { rowRule } from '../rule.ts';
import { statusOf } from '../status.ts';

export const materialisedWithoutIssue = rowRule({
  id: 'materialised-without-issue',
  about: 'A risk that came true is an issue from then on.',
  severity: 'warning',
  parameters: z.strictObject({
    states: z.array(z.string()).default(['Materialised']),
    issue: z.string().default('became-issue'),
  }),
  facts: z.object({ status: z.string() }),
  needs: (tab, { states }) => canBe(tab, states),
  check(view, say, { states, issue }) {
    const status = statusOf(view)?.status;
    if (status === undefined || !states.includes(status)) return;
    for (const column of blankOf(view, [issue])) say({ column, facts: { status } });
  },
  message: ({ status }, { heading }) =>
    `The status is ${status}, but ${heading()} is blank. Name the issue that it became.`,
});
