import { z } from 'zod';
import { noParameters } from '../facts.ts';
import { writtenIn } from '../names.ts';
import { cellRule } from '../rule.ts';
import { missingTab } from './missing.ts';

export const refUnknown = cellRule({
  id: 'ref-unknown',
  about: 'A ref column that names a row which does not exist.',
  severity: 'error',
  parameters: noParameters,
  facts: z.object({ named: z.string(), tab: z.string() }),
  columns: (tab) => tab.citing.map(({ column }) => column),
  check({ value, view: { rows } }, say) {
    if (typeof value !== 'string' || rows.hasAll(value)) return;
    for (const name of writtenIn(rows.plan, value)) {
      const tab = missingTab(rows, name);
      if (tab !== null) say({ facts: { named: name.toUpperCase(), tab } });
    }
  },
  message: ({ named, tab }, { heading, title }) =>
    `${heading()} names ${named}, but ${title(tab)} has no such row. Correct the ref, or add the row.`,
});
