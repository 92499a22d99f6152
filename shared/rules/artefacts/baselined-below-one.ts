import { z } from 'zod';
import { excerpt } from '../facts.ts';
import { canBe } from '../needs.ts';
import { rowRule } from '../rule.ts';
import { statusOf } from '../status.ts';
import { says, valueIn } from '../view.ts';
import { compareVersions, versionIn } from './version.ts';

export const baselinedBelowOne = rowRule({
  id: 'baselined-below-one',
  about: 'A baseline is version 1.0 or later; what is below is a draft.',
  severity: 'error',
  parameters: z.strictObject({
    states: z.array(z.string()).default(['Baselined']),
    version: z.string().default('version'),
    least: z
      .string()
      .regex(/^\d+(?:\.\d+)*$/)
      .default('1.0'),
  }),
  facts: z.object({ status: z.string(), text: z.string(), least: z.string() }),
  needs: (tab, { states }) => canBe(tab, states),
  check(view, say, { states, version: column, least }) {
    const status = statusOf(view)?.status;
    if (status === undefined || !states.includes(status) || !says(view, column)) return;
    const value = valueIn(view, column);
    const version = versionIn(value);
    if (version === null || compareVersions(version, versionIn(least) ?? []) >= 0) return;
    say({ column, facts: { status, text: excerpt(value), least } });
  },
  message: ({ status, text, least }, { heading }) =>
    `The status is ${status}, but ${heading()} is ${text}. A baseline is ${least} or later: correct the version or the status.`,
});
