/** When a row was last worked on, by what it says itself: its dated lines and review dates. */
import { type LogEntry, readLog } from '../../values/log.ts';
import { remembered } from '../../values/remember.ts';
import { isMonthFirst } from '../day.ts';
import type { Line } from '../memo.ts';
import { type RowView, says, valueIn } from '../view.ts';
import { firstDate } from './columns.ts';

/** The columns whose first date tells the year of lines without one. */
const RAISED = ['date-raised', 'raised-date', 'date'];

/** The lines of a row's log columns, in order. Dates without a year are of the year in which the row came up. */
export function linesOf(view: RowView): readonly Line[] {
  view.memo.lines ??= readLines(view);
  return view.memo.lines;
}

function readLines(view: RowView): Line[] {
  const lines: Line[] = [];
  for (const { column, computed } of view.tab.ofType.log) {
    const value = valueIn(view, column);
    if (computed || typeof value !== 'string' || !says(view, column)) continue;
    const monthFirst = isMonthFirst(view);
    const known = (monthFirst ? americanLines : britishLines)(value);
    const year = known.needsYear ? firstDate(view, RAISED)?.date.slice(0, 4) : undefined;
    const entries = year === undefined ? known.entries : readLog(value, Number(year), monthFirst);
    for (const { date, ...entry } of entries)
      lines.push({ ...entry, date: date?.slice(0, 10) ?? null, column });
  }
  return lines;
}

interface KnownLines {
  readonly entries: readonly LogEntry[];
  /** Whether there are dates among them that need a year from elsewhere. */
  readonly needsYear: boolean;
}

/** A year in which there is every day. */
const LEAP = 2000;

const britishLines = remembered((text) => knownLines(text, false));
const americanLines = remembered((text) => knownLines(text, true));

function knownLines(text: string, monthFirst: boolean): KnownLines {
  const entries = readLog(text, undefined, monthFirst);
  const dated = readLog(text, LEAP, monthFirst);
  return {
    entries,
    needsYear: dated.length !== entries.length || dated.some(({ date }, at) => date !== entries[at]?.date),
  };
}

/** The latest of the dated lines, up to today; of two of one day the first, since new lines go on top. */
export function latestLine(lines: readonly Line[], today: string): (Line & { readonly date: string }) | null {
  let latest: (Line & { readonly date: string }) | null = null;
  for (const { date, ...line } of lines) {
    if (date === null || date > today || (latest !== null && date <= latest.date)) continue;
    latest = { ...line, date };
  }
  return latest;
}
