import { z } from 'zod';
import { canBe } from '../needs.ts';
import { saysNothing } from '../placeholder.ts';
import { nameOfRef } from '../register.ts';
import { rowRule } from '../rule.ts';
import { statusOf } from '../status.ts';
import { says, valueIn } from '../view.ts';

export const escalatedOffAgenda = rowRule({
  id: 'escalated-off-agenda',
  about: 'Escalated, and nobody brings it anywhere: it says no meeting, and no action mentions it.',
  severity: 'warning',
  parameters: z.strictObject({
    states: z.array(z.string()).default(['Escalated to DAG', 'Escalated to PSG', 'Escalated']),
    /** A word in one of them is a place on an agenda. */
    agenda: z.array(z.string()).default(['escalated-at', 'decision-meeting', 'next-step']),
    /** The tab of actions; where it has no rows, nothing is known. */
    actions: z.string().default('actions'),
  }),
  facts: z.object({ status: z.string(), actions: z.string() }),
  needs: (tab, { states }) => canBe(tab, states),
  check(view, say, { states, agenda, actions }) {
    const status = statusOf(view);
    if (status === null || !states.includes(status.status)) return;
    if (view.tab.tab.tab === actions || !view.rows.filled(actions)) return;
    if (agenda.some((column) => says(view, column) && !saysNothing(valueIn(view, column)))) return;
    const name = nameOfRef(view.tab, view.ref);
    if (name === null || view.rows.mentioning(name, actions).length > 0) return;
    say({ column: status.column, facts: { status: status.status, actions } });
  },
  message: ({ status, actions }, { title }) =>
    `The status is ${status}, but the row names no meeting, and nothing in ${title(actions)} mentions it. Put it on an agenda, or give somebody the action.`,
});
