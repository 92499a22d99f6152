import { z } from 'zod';
import { namesIn } from '../names.ts';
import { hasRef, nameOf, nameOfRef } from '../register.ts';
import { rowRule } from '../rule.ts';
import { statusOf } from '../status.ts';
import { otherView, says, valueIn } from '../view.ts';

export const closedWhileNeeded = rowRule({
  id: 'closed-while-needed',
  about: 'A row that is over without being done, while open rows still depend on it.',
  severity: 'warning',
  parameters: z.strictObject({
    /** The columns that say on what a row depends. */
    on: z.array(z.string()).default(['depends-on-ref']),
    /** Closed states in which others have what they waited for. */
    done: z
      .array(z.string())
      .default(['Met', 'Baselined', 'Resolved – Consensus', 'Decided – Dissensus Noted']),
  }),
  facts: z.object({ status: z.string(), refs: z.array(z.string()) }),
  check(view, say, { on, done }) {
    const status = statusOf(view);
    if (status === null || !status.closed || done.includes(status.status)) return;
    const name = nameOfRef(view.tab, view.ref);
    if (name === null) return;
    const refs: string[] = [];
    for (const row of view.rows.citing(name)) {
      const other = row === view.row ? null : otherView(view, row);
      if (other === null || !hasRef(row) || statusOf(other)?.closed !== false) continue;
      const depends = on.some(
        (column) => says(other, column) && namesIn(view.rows.plan, valueIn(other, column)).includes(name),
      );
      if (depends) refs.push(nameOf(other.tab, row)?.toUpperCase() ?? row.ref);
    }
    if (refs.length > 0) say({ column: status.column, facts: { status: status.status, refs: refs.sort() } });
  },
  message: ({ status, refs }) =>
    `The status is ${status}, but ${refs.join(', ')} still ${refs.length === 1 ? 'depends' : 'depend'} on this. Tell ${refs.length === 1 ? 'its owner' : 'their owners'}, and change or close ${refs.length === 1 ? 'it' : 'them'}.`,
});
