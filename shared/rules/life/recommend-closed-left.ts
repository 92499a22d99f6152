import { z } from 'zod';
import { nextMeeting } from '../../tracker/meetings.ts';
import { showDate } from '../../values/date.ts';
import { actionStatus } from '../action-status.ts';
import { meetingsParameters } from '../meetings.ts';
import { canBe } from '../needs.ts';
import { rowRule } from '../rule.ts';
import { statusOf } from '../status.ts';
import { linesOf } from './touched.ts';

export const recommendClosedLeft = rowRule({
  id: 'recommend-closed-left',
  about:
    'Recommended for closure, and still so after the meeting that should have closed it. Silent without a dated line.',
  severity: 'warning',
  parameters: z.strictObject({
    ...meetingsParameters,
    states: z.array(z.string()).default(['Recommend Closed']),
  }),
  facts: z.object({ since: z.string(), meeting: z.string(), on: z.string() }),
  needs: (tab, { states }) => canBe(tab, states),
  check(view, say, { meetings, meetingGroup, states }) {
    const status = statusOf(view);
    if (status === null || !states.includes(status.status)) return;
    const since = linesOf(view).reduce<string | null>(
      (first, { date, text }) =>
        date !== null && actionStatus(text) === 'Recommend Closed' && (first === null || date < first)
          ? date
          : first,
      null,
    );
    const next = since === null ? undefined : nextMeeting(meetings, meetingGroup, since);
    if (since === null || next === undefined || next.date >= view.today) return;
    const meeting = `${meetingGroup} ${next.meeting}`;
    say({ column: status.column, facts: { since, meeting, on: next.date } });
  },
  message: ({ since, meeting, on }) =>
    `Recommended for closure since ${showDate(since)}, and ${meeting} (${showDate(on)}) has met since. Close it, or say what is left to do.`,
});
