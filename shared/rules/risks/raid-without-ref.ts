import { z } from 'zod';
import { Nothing } from '../facts.ts';
import { blankOf } from '../life/needed.ts';
import { hasAny } from '../needs.ts';
import { rowRule } from '../rule.ts';
import { says, valueIn } from '../view.ts';
import { isYes } from '../yes.ts';

export const raidWithoutRef = rowRule({
  id: 'raid-without-ref',
  about: "A risk that is said to be on the programme's RAID log, without its number there.",
  severity: 'error',
  parameters: z.strictObject({
    flag: z.string().default('on-programme-raid'),
    ref: z.string().default('programme-raid-ref'),
  }),
  facts: Nothing.extend({ flag: z.string() }),
  needs: (tab, { flag }) => hasAny(tab, [flag]),
  check(view, say, { flag, ref }) {
    if (!isYes(valueIn(view, flag)) || !says(view, flag)) return;
    for (const column of blankOf(view, [ref])) say({ column, facts: { flag } });
  },
  message: ({ flag }, { heading }) =>
    `${heading(flag)} says yes, but ${heading()} is blank. Give its ref there.`,
});
