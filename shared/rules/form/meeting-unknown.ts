import { z } from 'zod';
import { meetingOn } from '../../tracker/meetings.ts';
import { columnOf, REF } from '../../tracker/schema.ts';
import { showDate } from '../../values/date.ts';
import { Value } from '../../values/value.ts';
import { dayIn } from '../day.ts';
import { excerpt } from '../facts.ts';
import { NO_WRITTEN_REF } from '../marks.ts';
import { meetingsParameters } from '../meetings.ts';
import { isRef } from '../register.ts';
import { cellRule } from '../rule.ts';

export const meetingUnknown = cellRule({
  id: 'meeting-unknown',
  about:
    'A row without a ref in a tab that counts by meeting, on a day without one: sync has no number to give.',
  severity: 'error',
  parameters: z.object(meetingsParameters),
  facts: z.object({ group: z.string(), date: Value }),
  hears: NO_WRITTEN_REF,
  columns: ({ pattern }) => (pattern?.fields.includes('meeting') === true ? [REF] : []),
  check({ value, view }, say, { meetings, meetingGroup: group }) {
    if (isRef(value)) return;
    const { tab } = view;
    const column = columnOf(tab.tab, 'date') ?? tab.ofType.date[0];
    if (column === undefined) return;
    const date = dayIn(view, column.column);
    // A blank date and one that can't be read have rules of their own.
    if (date === null || meetingOn(meetings, group, date) !== undefined) return;
    say({ column: column.column, facts: { group, date } });
  },
  message({ group, date }) {
    const when = date === null ? 'has no date, so no meeting' : `has a date without a meeting of ${group}`;
    const shown = date === null ? '' : ` (${typeof date === 'string' ? showDate(date) : excerpt(date)})`;
    return (
      `This row has no ref and ${when}${shown} to number it by. ` +
      'Correct the date, type a ref, or have the meeting added to the configuration.'
    );
  },
});
