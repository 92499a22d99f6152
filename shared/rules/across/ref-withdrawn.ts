import { z } from 'zod';
import { namesIn } from '../names.ts';
import { cellRule } from '../rule.ts';
import { statusOf } from '../status.ts';
import { otherView } from '../view.ts';

export const refWithdrawn = cellRule({
  id: 'ref-withdrawn',
  about: 'An open row about an artefact that was withdrawn.',
  severity: 'warning',
  parameters: z.strictObject({
    tab: z.string().default('artefacts'),
    states: z.array(z.string()).default(['Withdrawn']),
  }),
  facts: z.object({ named: z.string(), status: z.string() }),
  columns: (own, { tab }) => (own.tab.tab === tab ? [] : own.citing.map(({ column }) => column)),
  isIdle: (rows, { tab, states }) => !rows.someAre(tab, states),
  check({ value, view }, say, { tab, states }) {
    const { rows } = view;
    for (const name of namesIn(rows.plan, value)) {
      const named = rows.named(tab, name);
      const [row] = named;
      const other = row === undefined || named.length > 1 ? null : otherView(view, row);
      const status = other === null ? undefined : statusOf(other)?.status;
      if (status === undefined || !states.includes(status) || statusOf(view)?.closed !== false) continue;
      say({ facts: { named: name.toUpperCase(), status } });
    }
  },
  message: ({ named, status }, { heading }) =>
    `${heading()} names ${named}, which is ${status}. Name what took its place, or close this row.`,
});
