import { z } from 'zod';
import { choiceIn } from '../choice.ts';
import { blocks } from '../life/late.ts';
import { canBe } from '../needs.ts';
import { hasRef, nameOf, nameOfRef } from '../register.ts';
import { rowRule } from '../rule.ts';
import { statusOf } from '../status.ts';
import { otherView } from '../view.ts';

export const baselinedWhileBlocked = rowRule({
  id: 'baselined-while-blocked',
  about: 'A baseline with an open row on it that was to be settled before.',
  severity: 'warning',
  parameters: z.strictObject({
    states: z.array(z.string()).default(['Baselined']),
    /** A flag that says that the baseline waits for the row. */
    blocking: z.string().default('blocks-baseline'),
    /** A choice, and its word, that say the same. */
    materiality: z.string().default('materiality'),
    word: z.string().default('Blocking'),
  }),
  facts: z.object({ status: z.string(), refs: z.array(z.string()) }),
  needs: (tab, { states }) => canBe(tab, states),
  check(view, say, { states, blocking, materiality, word }) {
    const status = statusOf(view);
    if (status === null || !states.includes(status.status)) return;
    const name = nameOfRef(view.tab, view.ref);
    if (name === null) return;
    const refs: string[] = [];
    for (const row of view.rows.citing(name)) {
      const other = otherView(view, row);
      if (other === null || !hasRef(row)) continue;
      if (!blocks(other, blocking) && choiceIn(other, materiality) !== word) continue;
      if (statusOf(other)?.closed === false) refs.push(nameOf(other.tab, row)?.toUpperCase() ?? row.ref);
    }
    if (refs.length > 0) say({ column: status.column, facts: { status: status.status, refs: refs.sort() } });
  },
  message: ({ status, refs }) =>
    `The status is ${status}, but ${refs.join(', ')} ${refs.length === 1 ? 'is' : 'are'} open and block${refs.length === 1 ? 's' : ''} the baseline. Close what is settled, or take the baseline back.`,
});
