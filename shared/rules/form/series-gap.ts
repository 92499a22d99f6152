import { z } from 'zod';
import { REF } from '../../tracker/schema.ts';
import { matchRef, normalRef, writeRef } from '../../values/ref.ts';
import { nameOf } from '../register.ts';
import { rowRule } from '../rule.ts';

export const seriesGap = rowRule({
  id: 'series-gap',
  about:
    "A number left out in a meeting's series: an action was lost on the way, or another one misnumbered.",
  severity: 'warning',
  parameters: z.strictObject({
    /** So many missing numbers and more are a log that leaves its old rows out. */
    most: z.number().int().min(1).default(3),
  }),
  facts: z.object({ missing: z.array(z.string()) }),
  needs: (tab) => tab.pattern?.fields.includes('meeting') === true,
  check({ row, tab, rows }, say, { most }) {
    const { pattern } = tab;
    if (pattern === null || !pattern.fields.includes('meeting')) return;
    const name = nameOf(tab, row);
    const match = name === null ? null : matchRef(pattern, name);
    if (match === null) return;
    const missing: string[] = [];
    for (let number = match.number - 1; number > 0; number -= 1) {
      const before = writeRef(pattern, match.meeting, number);
      if (rows.named(tab.tab.tab, normalRef(before)).length > 0) break;
      missing.unshift(before);
      if (missing.length > most) return;
    }
    if (missing.length > 0) say({ column: REF, facts: { missing } });
  },
  message: ({ missing }) =>
    `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing before this one. Check whether a row was lost or this one has the wrong number.`,
});
