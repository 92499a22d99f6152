import { z } from 'zod';
import { showDate } from '../../values/date.ts';
import { firstDate } from '../life/columns.ts';
import { meetingDays, meetingsParameters } from '../meetings.ts';
import { canBe } from '../needs.ts';
import { rowRule } from '../rule.ts';
import { statusOf } from '../status.ts';

export const approvalNotMeeting = rowRule({
  id: 'approval-not-meeting',
  about:
    'Approved on a day on which the group did not meet. Silent before its first meeting known and after the last.',
  severity: 'warning',
  parameters: z.strictObject({
    ...meetingsParameters,
    states: z.array(z.string()).default(['Approved', 'Approved – Dissensus Noted', 'Baselined']),
    approved: z.array(z.string()).default(['actual-dag-date']),
  }),
  facts: z.object({ date: z.string(), group: z.string(), status: z.string() }),
  needs: (tab, { states }) => canBe(tab, states),
  check(view, say, { meetings, meetingGroup: group, states, approved }) {
    const status = statusOf(view)?.status;
    if (status === undefined || !states.includes(status)) return;
    const on = firstDate(view, approved);
    if (on === null) return;
    const days = meetingDays(meetings, group);
    if (days.includes(on.date)) return;
    if (!days.some((day) => day < on.date) || !days.some((day) => day > on.date)) return;
    say({ column: on.column, facts: { date: on.date, group, status } });
  },
  message: ({ date, group, status }, { heading }) =>
    `The status is ${status}, but ${group} did not meet on ${heading()} (${showDate(date)}). Correct the date from the minutes, or have the meeting added to the configuration.`,
});
