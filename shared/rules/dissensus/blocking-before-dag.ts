import { z } from 'zod';
import { nextMeeting } from '../../tracker/meetings.ts';
import { showDate } from '../../values/date.ts';
import { meetingsParameters, workingDays } from '../meetings.ts';
import { hasAny } from '../needs.ts';
import { rowRule } from '../rule.ts';
import { unescalated, unescalatedParameters } from './unescalated.ts';

export const blockingBeforeDag = rowRule({
  id: 'blocking-before-dag',
  about: 'A dissensus that blocks, still with its working group when the papers of the next meeting are due.',
  severity: 'error',
  parameters: z.strictObject({
    ...meetingsParameters,
    ...unescalatedParameters,
    weights: z.array(z.string()).default(['Blocking']),
    /** Working days before the meeting. */
    within: z.number().int().min(1).default(10),
  }),
  facts: z.object({ status: z.string(), meeting: z.string(), on: z.string(), within: z.number() }),
  needs: (tab, { materiality }) => hasAny(tab, [materiality]),
  check(view, say, { meetings, meetingGroup, weights, within, ...parameters }) {
    const status = unescalated(view, parameters, weights);
    const next = status === null ? undefined : nextMeeting(meetings, meetingGroup, view.today);
    if (status === null || next === undefined || workingDays(view.today, next.date) > within) return;
    const meeting = `${meetingGroup} ${next.meeting}`;
    say({ column: status.column, facts: { status: status.status, meeting, on: next.date, within } });
  },
  message: ({ status, meeting, on, within }) =>
    `This blocks and is still ${status}, and ${meeting} (${showDate(on)}) is ${within} working days away or less. Escalate it now, or settle it in the working group.`,
});
