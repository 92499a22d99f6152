/** When a group meets. Actions are numbered by meeting, and due dates and approvals are held against it. */

export interface Meeting {
  readonly group: string;
  /** As it stands in refs: `10`, and `10.1` for an extraordinary one. */
  readonly meeting: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
}

/** The group whose meetings number the actions. */
export const defaultMeetingGroup = 'DAG';

/** The Design Advisory Group's meetings named in its paper of 10 August 2022; from 15 on they lay ahead. */
export const defaultMeetings: readonly Meeting[] = [
  { group: 'DAG', meeting: '6', date: '2022-03-09' },
  { group: 'DAG', meeting: '9', date: '2022-05-11' },
  { group: 'DAG', meeting: '10', date: '2022-06-08' },
  { group: 'DAG', meeting: '10.1', date: '2022-06-21' },
  { group: 'DAG', meeting: '11', date: '2022-07-06' },
  { group: 'DAG', meeting: '12', date: '2022-07-21' },
  { group: 'DAG', meeting: '13', date: '2022-07-28' },
  { group: 'DAG', meeting: '14', date: '2022-08-10' },
  { group: 'DAG', meeting: '15', date: '2022-09-14' },
  { group: 'DAG', meeting: '16', date: '2022-10-12' },
  { group: 'DAG', meeting: '17', date: '2022-10-28' },
  { group: 'DAG', meeting: '18', date: '2022-11-09' },
  { group: 'DAG', meeting: '19', date: '2022-12-14' },
];

/** The meeting that a group held on a date, or undefined. */
export function meetingOn(meetings: readonly Meeting[], group: string, date: string): Meeting | undefined {
  return meetings.find((meeting) => meeting.group === group && meeting.date === date);
}

/** The group's first meeting on or after a date, or undefined. */
export function nextMeeting(meetings: readonly Meeting[], group: string, date: string): Meeting | undefined {
  return meetings
    .filter((meeting) => meeting.group === group && meeting.date >= date)
    .reduce<Meeting | undefined>(
      (next, meeting) => (next === undefined || meeting.date < next.date ? meeting : next),
      undefined,
    );
}
