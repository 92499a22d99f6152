import { z } from 'zod';
import { actionStatus, isOver } from '../action-status.ts';
import { excerpt, noParameters, quoted } from '../facts.ts';
import { rowRule } from '../rule.ts';
import { statusOf } from '../status.ts';
import { latestLine, linesOf } from './touched.ts';

export const updateContradictsStatus = rowRule({
  id: 'update-contradicts-status',
  about: 'An update whose last word is "closed" on an open row, or the other way round.',
  severity: 'warning',
  parameters: noParameters,
  facts: z.object({ status: z.string(), text: z.string() }),
  // Where the update itself is the status it can't contradict it.
  needs: (tab) => tab.status !== null && tab.ofType.log.length > 0,
  check(view, say) {
    const status = statusOf(view);
    if (status === null) return;
    const lines = linesOf(view);
    const last = latestLine(lines, view.today) ?? lines[0];
    const said = last === undefined ? null : actionStatus(last.text);
    if (last === undefined || said === null || said === 'Recommend Closed') return;
    if (isOver(said) !== status.closed)
      say({ column: last.column, facts: { status: status.status, text: excerpt(last.text) } });
  },
  message: ({ status, text }, { heading }) =>
    `${heading()} says ${quoted(text)}, but the status is ${status}. Correct whichever is wrong.`,
});
