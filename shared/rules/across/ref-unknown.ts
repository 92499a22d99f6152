import { z } from 'zod';
import { noParameters } from '../facts.ts';
import { namesIn } from '../names.ts';
import { rowRule } from '../rule.ts';
import { says, valueIn } from '../view.ts';
import { missingTab } from './missing.ts';

export const refUnknown = rowRule({
  id: 'ref-unknown',
  about: 'A ref column that names a row which does not exist.',
  severity: 'error',
  parameters: noParameters,
  facts: z.object({ named: z.string(), tab: z.string() }),
  needs: (tab) => tab.citing.length > 0,
  check(view, say) {
    for (const { column } of view.tab.citing) {
      if (!says(view, column)) continue;
      for (const name of namesIn(view.rows.plan, valueIn(view, column))) {
        const tab = missingTab(view.rows, name);
        if (tab !== null) say({ column, facts: { named: name.toUpperCase(), tab } });
      }
    }
  },
  message: ({ named, tab }, { heading, title }) =>
    `${heading()} names ${named}, but ${title(tab)} has no such row. Correct the ref, or add the row.`,
});
