import { z } from 'zod';
import { blankOf } from '../life/needed.ts';
import { canBe } from '../needs.ts';
import { rowRule } from '../rule.ts';
import { statusOf } from '../status.ts';

export const decidedWithoutRecord = rowRule({
  id: 'decided-without-record',
  about: "A decision against somebody's objection must say who took it, when and why.",
  severity: 'error',
  parameters: z.strictObject({
    states: z.array(z.string()).default(['Decided – Dissensus Noted']),
    /** Its date is asked for by `closed-without-date`. */
    needed: z.array(z.string()).default(['decision', 'decision-maker', 'decision-rationale']),
  }),
  facts: z.object({ status: z.string() }),
  needs: (tab, { states }) => canBe(tab, states),
  check(view, say, { states, needed }) {
    const status = statusOf(view)?.status;
    if (status === undefined || !states.includes(status)) return;
    for (const column of blankOf(view, needed)) say({ column, facts: { status } });
  },
  message: ({ status }, { heading }) =>
    `The status is ${status}, but ${heading()} is blank. The record needs it: fill it in.`,
});
