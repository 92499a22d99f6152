import { z } from 'zod';
import { REF } from '../../tracker/schema.ts';
import { isWritten, matchRef, normalRef, writeRef } from '../../values/ref.ts';
import { isRef, nameOfRef } from '../register.ts';
import { cellRule } from '../rule.ts';

export const seriesGap = cellRule({
  id: 'series-gap',
  about:
    "A number left out in a meeting's series: an action was lost on the way, or another one misnumbered.",
  severity: 'warning',
  parameters: z.strictObject({
    /** So many missing numbers and more are a log that leaves its old rows out. */
    most: z.number().int().min(1).default(3),
  }),
  facts: z.object({ missing: z.array(z.string()) }),
  columns: ({ pattern }) => (pattern?.fields.includes('meeting') === true ? [REF] : []),
  check({ value, view: { tab, rows } }, say, { most }) {
    const { pattern } = tab;
    if (typeof value === 'string' && rows.hasBefore(tab.tab.tab, value)) return;
    const ref =
      pattern === null || !isRef(value) ? null : isWritten(pattern, value) ? value : nameOfRef(tab, value);
    const match = ref === null || pattern === null ? null : matchRef(pattern, ref);
    if (match === null || pattern === null) return;
    const missing: string[] = [];
    for (let number = match.number - 1; number > 0; number -= 1) {
      const before = writeRef(pattern, match.meeting, number);
      if (rows.count(normalRef(before), tab.tab.tab) > 0) break;
      missing.unshift(before);
      if (missing.length > most) return;
    }
    if (missing.length > 0) say({ facts: { missing } });
  },
  message: ({ missing }) =>
    `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing before this one. Check whether a row was lost or this one has the wrong number.`,
});
