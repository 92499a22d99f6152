import { z } from 'zod';
import { namesIn } from '../names.ts';
import { rowRule } from '../rule.ts';
import { says, valueIn } from '../view.ts';
import { missingTab } from './missing.ts';

export const mentionedUnknown = rowRule({
  id: 'mentioned-unknown',
  about:
    'Prose that names a row which does not exist. It may have been one of an older log, so this is a warning.',
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
  check(view, say, { prose }) {
    for (const { column, type } of view.tab.prose) {
      if ((type !== 'log' && !prose.includes(column)) || !says(view, column)) continue;
      for (const name of namesIn(view.rows.plan, valueIn(view, column))) {
        const tab = missingTab(view.rows, name);
        if (tab !== null) say({ column, facts: { named: name.toUpperCase(), tab } });
      }
    }
  },
  message: ({ named, tab }, { heading, title }) =>
    `${heading()} mentions ${named}, but ${title(tab)} has no such row. Check the ref.`,
});
