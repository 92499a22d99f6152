import { z } from 'zod';
import { excerpt, noParameters, quoted } from '../facts.ts';
import { rowRule } from '../rule.ts';
import { linesOf } from './touched.ts';

const MOVED =
  /\b(?:due|target|delivery|completion|forecast|agreed|review) dates? (?:\w+ ){0,2}(?:moved|changed|extended|revised|amended|deferred|put back|pushed|re-?dated|slipped|postponed)\b|\bre-?dated (?:to|from)\b|\b(?:new|revised) (?:due|target) date\b/iu;

export const dueMovedUndated = rowRule({
  id: 'due-moved-undated',
  about: 'A due date that was moved, by what the row says, in a line that does not say when.',
  severity: 'warning',
  parameters: noParameters,
  facts: z.object({ text: z.string() }),
  needs: (tab) => tab.ofType.log.length > 0,
  check(view, say) {
    for (const { date, text, column } of linesOf(view)) {
      if (date !== null || !MOVED.test(text)) continue;
      say({ column, facts: { text: excerpt(MOVED.exec(text)?.[0] ?? text) } });
      return;
    }
  },
  message: ({ text }, { heading }) =>
    `${heading()} tells of a moved date (${quoted(text)}) in a line without a date of its own. Begin that line with the day on which it was agreed.`,
});
