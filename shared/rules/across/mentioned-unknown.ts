import { z } from 'zod';
import { refsIn } from '../../values/ref.ts';
import { rowRule } from '../rule.ts';
import { says, valueIn } from '../view.ts';
import { missingTab } from './missing.ts';

/** Prose that names a row which does not exist. It may have been one of an older log, so this is a warning. */
export const mentionedUnknown = rowRule({
  id: 'mentioned-unknown',
  severity: 'warning',
  parameters: z.strictObject({
    /** Text columns to read besides the updates. */
    prose: z
      .array(z.string())
      .default([
        'action',
        'description',
        'resolution',
        'next-step',
        'comments',
        'closure-reason',
        'decision',
      ]),
  }),
  facts: z.object({ named: z.string(), tab: z.string() }),
  *check(view, { prose }) {
    const logs = view.tab.ofType.log.map(({ column }) => column);
    const texts = view.tab.ofType.text.flatMap(({ column }) => (prose.includes(column) ? [column] : []));
    for (const column of [...logs, ...texts]) {
      const value = valueIn(view, column);
      if (typeof value !== 'string' || !says(view, column)) continue;
      const told = new Set<string>();
      for (const { ref } of refsIn(value, view.rows.plan.patterns)) {
        const tab = told.has(ref) ? null : missingTab(view.rows, ref);
        told.add(ref);
        if (tab !== null) yield { column, facts: { named: ref.toUpperCase(), tab } };
      }
    }
  },
  message: ({ named, tab }, { heading, title }) =>
    `${heading()} mentions ${named}, but ${title(tab)} has no such row. Check the ref.`,
});
