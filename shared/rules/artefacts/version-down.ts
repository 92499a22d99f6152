import { z } from 'zod';
import { excerpt } from '../facts.ts';
import { namesIn } from '../names.ts';
import { hasAny } from '../needs.ts';
import { cellRule } from '../rule.ts';
import { says, valueIn } from '../view.ts';
import { compareVersions, versionIn } from './version.ts';

export const versionDown = cellRule({
  id: 'version-down',
  about:
    "A row about a version of an artefact that is later than the one the artefact has: it was typed wrong, or the artefact's version went down.",
  severity: 'warning',
  parameters: z.strictObject({
    tab: z.string().default('artefacts'),
    version: z.string().default('version'),
  }),
  facts: z.object({ text: z.string(), named: z.string(), now: z.string() }),
  columns: (own, { tab, version }) =>
    own.tab.tab === tab || !hasAny(own, [version]) ? [] : own.citing.map(({ column }) => column),
  check({ value, view }, say, { tab, version: column }) {
    const { rows } = view;
    const version = says(view, column) ? versionIn(valueIn(view, column)) : null;
    if (version === null) return;
    for (const name of namesIn(rows.plan, value)) {
      const text = rows.told(tab, name, column);
      const now = versionIn(text);
      if (now === null || compareVersions(version, now) <= 0) continue;
      const facts = {
        text: excerpt(valueIn(view, column)),
        named: name.toUpperCase(),
        now: excerpt(text),
      };
      say({ column, facts });
    }
  },
  message: ({ text, named, now }, { heading }) =>
    `${heading()} is ${text}, but ${named} is at ${now}. A version does not go down: correct whichever is wrong.`,
});
