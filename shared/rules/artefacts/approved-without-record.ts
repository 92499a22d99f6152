import { z } from 'zod';
import { blankOf } from '../life/needed.ts';
import { canBe } from '../needs.ts';
import { rowRule } from '../rule.ts';
import { statusOf } from '../status.ts';

export const approvedWithoutRecord = rowRule({
  id: 'approved-without-record',
  about: 'An approved artefact must say which meeting approved it, and when.',
  severity: 'error',
  parameters: z.strictObject({
    states: z.array(z.string()).default(['Approved', 'Approved – Dissensus Noted', 'Baselined']),
    needed: z.array(z.string()).default(['approval-meeting', 'actual-dag-date']),
  }),
  facts: z.object({ status: z.string() }),
  needs: (tab, { states }) => canBe(tab, states),
  check(view, say, { states, needed }) {
    const status = statusOf(view)?.status;
    if (status === undefined || !states.includes(status)) return;
    for (const column of blankOf(view, needed)) say({ column, facts: { status } });
  },
  message: ({ status }, { heading }) =>
    `The status is ${status}, but ${heading()} is blank. Fill it in from the minutes.`,
});
