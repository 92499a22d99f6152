import { z } from 'zod';
import { REF } from '../../tracker/schema.ts';
import { refsIn } from '../../values/ref.ts';
import { noParameters } from '../facts.ts';
import { rowRule } from '../rule.ts';
import { says, valueIn } from '../view.ts';
import { missingTab } from './missing.ts';

/** A ref column that names a row which does not exist. */
export const refUnknown = rowRule({
  id: 'ref-unknown',
  severity: 'error',
  parameters: noParameters,
  facts: z.object({ named: z.string(), tab: z.string() }),
  *check(view) {
    const { ofType } = view.tab;
    for (const { column, computed } of [...ofType.ref, ...ofType.refs]) {
      if (column === REF || computed || !says(view, column)) continue;
      const value = valueIn(view, column);
      if (typeof value !== 'string') continue;
      const told = new Set<string>();
      for (const { ref } of refsIn(value, view.rows.plan.patterns)) {
        const tab = told.has(ref) ? null : missingTab(view.rows, ref);
        told.add(ref);
        if (tab !== null) yield { column, facts: { named: ref.toUpperCase(), tab } };
      }
    }
  },
  message: ({ named, tab }, { heading, title }) =>
    `${heading()} names ${named}, but ${title(tab)} has no such row. Correct the ref, or add the row.`,
});
