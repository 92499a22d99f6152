import { z } from 'zod';
import { blankOf } from '../life/needed.ts';
import { hasAny } from '../needs.ts';
import { rowRule } from '../rule.ts';
import { dependsOnParameters, waitsFor } from './depends-on.ts';

export const dependsOnMissing = rowRule({
  id: 'depends-on-missing',
  about: 'A dependency that does not say on what: on nothing that anybody could look up.',
  severity: 'error',
  parameters: z.strictObject({
    ...dependsOnParameters,
    /** Kinds of things that have a number. */
    types: z.array(z.string()).default(['Artefact', 'Code modification', 'Change request']),
  }),
  facts: z.object({ type: z.string() }),
  needs: (tab, { on }) => hasAny(tab, [on]),
  check(view, say, { types, ...parameters }) {
    const type = waitsFor(view, parameters);
    if (type === null || !types.includes(type)) return;
    for (const column of blankOf(view, [parameters.on])) say({ column, facts: { type } });
  },
  message: ({ type }, { heading }) =>
    `This depends on an item of the kind ${type}, but ${heading()} is blank. Give its ref, such as DA-001 or SEC MP162.`,
});
