import { z } from 'zod';
import { showDate } from '../../values/date.ts';
import { firstDate, raisedColumns } from '../life/columns.ts';
import { meetingDays, meetingsParameters } from '../meetings.ts';
import { hasAny } from '../needs.ts';
import { rowRule } from '../rule.ts';
import { unescalated, unescalatedParameters } from './unescalated.ts';

export const dissensusUnescalated = rowRule({
  id: 'dissensus-unescalated',
  about: 'A material dissensus that is open for two meetings and that nobody took further.',
  severity: 'warning',
  parameters: z.strictObject({
    ...meetingsParameters,
    ...unescalatedParameters,
    weights: z.array(z.string()).default(['Material', 'Blocking']),
    raised: raisedColumns,
    /** Meetings since it was raised. */
    after: z.number().int().min(1).default(2),
  }),
  facts: z.object({ status: z.string(), group: z.string(), raised: z.string(), after: z.number() }),
  needs: (tab, { materiality }) => hasAny(tab, [materiality]),
  check(view, say, { meetings, meetingGroup: group, weights, raised, after, ...parameters }) {
    const status = unescalated(view, parameters, weights);
    const since = status === null ? null : firstDate(view, raised);
    if (status === null || since === null) return;
    const days = meetingDays(meetings, group).filter((day) => since.date < day && day < view.today);
    if (days.length < after) return;
    say({ column: status.column, facts: { status: status.status, group, raised: since.date, after } });
  },
  message: ({ status, group, raised, after }) =>
    `Raised on ${showDate(raised)} and still ${status}, though ${group} has met ${after} times or more since. Escalate it, or say why not.`,
});
