import { z } from 'zod';
import { namesIn } from '../names.ts';
import { rowRule } from '../rule.ts';
import { statusOf } from '../status.ts';
import { otherView, says, valueIn } from '../view.ts';

export const refWithdrawn = rowRule({
  id: 'ref-withdrawn',
  about: 'An open row about an artefact that was withdrawn.',
  severity: 'warning',
  parameters: z.strictObject({
    tab: z.string().default('artefacts'),
    states: z.array(z.string()).default(['Withdrawn']),
  }),
  facts: z.object({ named: z.string(), status: z.string() }),
  needs: (tab) => tab.citing.length > 0,
  check(view, say, { tab, states }) {
    if (view.tab.citing.length === 0 || view.row.tab === tab || !view.rows.plan.tabs.has(tab)) return;
    if (statusOf(view)?.closed !== false) return;
    for (const { column } of view.tab.citing) {
      if (!says(view, column)) continue;
      for (const name of namesIn(view.rows.plan, valueIn(view, column))) {
        const [row, another] = view.rows.named(tab, name);
        const other = row === undefined || another !== undefined ? null : otherView(view, row);
        const status = other === null ? undefined : statusOf(other)?.status;
        if (status === undefined || !states.includes(status)) continue;
        say({ column, facts: { named: name.toUpperCase(), status } });
      }
    }
  },
  message: ({ named, status }, { heading }) =>
    `${heading()} names ${named}, which is ${status}. Name what took its place, or close this row.`,
});
