/** The meetings of the configuration, as rules are told them. */
import { z } from 'zod';
import { defaultMeetingGroup, defaultMeetings, type Meeting } from '../tracker/meetings.ts';
import { addDays, weekday } from '../values/date.ts';

export const meetingsParameters = {
  /** Filled from the configuration's `meetings`. */
  meetings: z
    .array(z.object({ group: z.string(), meeting: z.string(), date: z.string() }))
    .default([...defaultMeetings]),
  /** Filled from the configuration's `meetingGroup`. */
  meetingGroup: z.string().default(defaultMeetingGroup),
};

/** The days on which a group meets, in no order. */
export function meetingDays(meetings: readonly Meeting[], group: string): string[] {
  return meetings.filter((meeting) => meeting.group === group).map(({ date }) => date);
}

/** The Mondays to Fridays after a day, up to and with another; 0 where that is no later. Bank holidays count as days. */
export function workingDays(from: string, to: string): number {
  let days = 0;
  for (let day = from; day < to; ) {
    day = addDays(day, 1);
    const ofWeek = weekday(day);
    if (ofWeek !== 0 && ofWeek !== 6) days += 1;
  }
  return days;
}
