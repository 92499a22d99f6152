import { z } from 'zod';
import { excerpt } from '../facts.ts';
import { namesIn } from '../names.ts';
import { hasAny } from '../needs.ts';
import { rowRule } from '../rule.ts';
import { otherView, says, valueIn } from '../view.ts';
import { compareVersions, versionIn } from './version.ts';

export const versionDown = rowRule({
  id: 'version-down',
  about:
    "A row about a version of an artefact that is later than the one the artefact has: it was typed wrong, or the artefact's version went down.",
  severity: 'warning',
  parameters: z.strictObject({
    tab: z.string().default('artefacts'),
    version: z.string().default('version'),
  }),
  facts: z.object({ text: z.string(), named: z.string(), now: z.string() }),
  needs: (tab, { version }) => hasAny(tab, [version]) && tab.citing.length > 0,
  check(view, say, { tab, version: column }) {
    if (view.row.tab === tab || !view.tab.columns.has(column) || !says(view, column)) return;
    const version = versionIn(valueIn(view, column));
    if (version === null) return;
    for (const { column: citing } of view.tab.citing) {
      if (!says(view, citing)) continue;
      for (const name of namesIn(view.rows.plan, valueIn(view, citing))) {
        const [row, another] = view.rows.named(tab, name);
        const artefact = row === undefined || another !== undefined ? null : otherView(view, row);
        if (artefact === null || !says(artefact, column)) continue;
        const now = versionIn(valueIn(artefact, column));
        if (now === null || compareVersions(version, now) <= 0) continue;
        const facts = {
          text: excerpt(valueIn(view, column)),
          named: name.toUpperCase(),
          now: excerpt(valueIn(artefact, column)),
        };
        say({ column, facts });
      }
    }
  },
  message: ({ text, named, now }, { heading }) =>
    `${heading()} is ${text}, but ${named} is at ${now}. A version does not go down: correct whichever is wrong.`,
});
