import { z } from 'zod';
import { showDate } from '../../values/date.ts';
import { dayIn } from '../day.ts';
import { excerpt } from '../facts.ts';
import { cellRule } from '../rule.ts';
import { isZeroDate } from '../zero-date.ts';

export const dateOutside = cellRule({
  id: 'date-outside',
  about:
    'A date before the programme was thought of or long after it: mostly a mistyped year, 1900 or 00/00/00.',
  severity: 'error',
  parameters: z.strictObject({
    /** The reform of settlement began with a review that Ofgem opened in July 2017. */
    from: z.iso.date().default('2017-01-01'),
    to: z.iso.date().default('2032-12-31'),
  }),
  facts: z.object({ date: z.string(), from: z.string(), to: z.string() }),
  columns: (tab) => tab.dates,
  check({ column, value, view }, say, { from, to }) {
    const day = isZeroDate(value) ? excerpt(value) : dayIn(view, column);
    if (day === null || (!isZeroDate(value) && from <= day && day <= to)) return;
    say({ facts: { date: day, from, to } });
  },
  message: ({ date, from, to }, { heading }) =>
    `${heading()} is ${showDate(date)}, outside the programme's time (${showDate(from)} to ${showDate(to)}). Correct the date, most likely its year.`,
});
