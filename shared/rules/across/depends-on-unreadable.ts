import { z } from 'zod';
import { isExcelError } from '../excel-error.ts';
import { excerpt, quoted } from '../facts.ts';
import { namesIn } from '../names.ts';
import { hasAny } from '../needs.ts';
import { saysNothing } from '../placeholder.ts';
import { rowRule } from '../rule.ts';
import { valueIn } from '../view.ts';
import { dependsOnParameters, waitsFor } from './depends-on.ts';

export const dependsOnUnreadable = rowRule({
  id: 'depends-on-unreadable',
  about: 'A depends-on ref in which nobody can find a ref.',
  severity: 'error',
  parameters: z.strictObject({
    ...dependsOnParameters,
    /** Kinds of things that stand in this tracker, so that their refs must be of its tabs. */
    own: z.array(z.string()).default(['Artefact']),
    /** Kinds of things that have a number elsewhere: `SEC MP162`, `CR007`, or the number alone. */
    numbered: z.array(z.string()).default(['Code modification', 'Change request']),
  }),
  facts: z.object({ text: z.string(), type: z.string() }),
  needs: (tab, { on }) => hasAny(tab, [on]),
  check(view, say, { own, numbered, ...parameters }) {
    const type = waitsFor(view, parameters);
    if (type === null || (!own.includes(type) && !numbered.includes(type))) return;
    const value = valueIn(view, parameters.on);
    if (saysNothing(value) || isExcelError(value)) return;
    const readable = own.includes(type)
      ? namesIn(view.rows.plan, value).length > 0
      : /\d/u.test(String(value));
    if (!readable) say({ column: parameters.on, facts: { text: excerpt(value), type } });
  },
  message: ({ text, type }, { heading }) =>
    `No ref can be read in ${heading()} (${quoted(text)}), and this depends on an item of the kind ${type}. Give its ref, such as DA-001 or SEC MP162.`,
});
