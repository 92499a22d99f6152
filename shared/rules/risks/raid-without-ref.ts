import { z } from 'zod';
import { Nothing } from '../facts.ts';
import { blankOf } from '../life/needed.ts';
import { rowRule } from '../rule.ts';
import { says, valueIn } from '../view.ts';

/** A risk that is said to be on the programme's RAID log, without its number there. */
export const raidWithoutRef = rowRule({
  id: 'raid-without-ref',
  severity: 'error',
  parameters: z.strictObject({
    flag: z.string().default('on-programme-raid'),
    ref: z.string().default('programme-raid-ref'),
  }),
  facts: Nothing.extend({ flag: z.string() }),
  *check(view, { flag, ref }) {
    const value = valueIn(view, flag);
    const yes = value === true || (typeof value === 'string' && /^y(?:es)?$/i.test(value));
    if (!yes || !says(view, flag)) return;
    for (const column of blankOf(view, [ref])) yield { column, facts: { flag } };
  },
  message: ({ flag }, { heading }) =>
    `${heading(flag)} says yes, but ${heading()} is blank. Give its ref there.`,
});
