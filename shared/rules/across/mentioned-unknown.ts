import { z } from 'zod';
import { writtenIn } from '../names.ts';
import { cellRule } from '../rule.ts';
import { missingTab } from './missing.ts';

export const mentionedUnknown = cellRule({
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
  columns: (tab, { prose }) =>
    tab.prose
      .filter(({ column, type }) => type === 'log' || prose.includes(column))
      .map(({ column }) => column),
  check({ value, view: { rows } }, say) {
    for (const name of writtenIn(rows.plan, value)) {
      const tab = missingTab(rows, name);
      if (tab !== null) say({ facts: { named: name.toUpperCase(), tab } });
    }
  },
  message: ({ named, tab }, { heading, title }) =>
    `${heading()} mentions ${named}, but ${title(tab)} has no such row. Check the ref.`,
});
