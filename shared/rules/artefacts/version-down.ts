import { z } from 'zod';
import { excerpt } from '../facts.ts';
import { namesIn } from '../names.ts';
import { hasAny } from '../needs.ts';
import { cellRule } from '../rule.ts';
import { otherView, says, valueIn } from '../view.ts';
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
    for (const name of namesIn(rows.plan, value)) {
      const named = rows.named(tab, name);
      const [row] = named;
      const artefact = row === undefined || named.length > 1 ? null : otherView(view, row);
      const now = artefact === null || !says(artefact, column) ? null : versionIn(valueIn(artefact, column));
      const version = now === null || !says(view, column) ? null : versionIn(valueIn(view, column));
      if (artefact === null || now === null || version === null || compareVersions(version, now) <= 0)
        continue;
      const facts = {
        text: excerpt(valueIn(view, column)),
        named: name.toUpperCase(),
        now: excerpt(valueIn(artefact, column)),
      };
      say({ column, facts });
    }
  },
  message: ({ text, named, now }, { heading }) =>
    `${heading()} is ${text}, but ${named} is at ${now}. A version does not go down: correct whichever is wrong.`,
});
