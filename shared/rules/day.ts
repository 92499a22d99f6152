/**
 * The dates of a row, through whatever way they are written: a rule that asks for a date gets the same answer
 * before and after a text date is mended, so that mending one brings no new finding.
 */
import { daysBetween, isDay, readDate } from '../values/date.ts';
import { monthOf } from '../values/read-date.ts';
import type { Value } from '../values/value.ts';
import type { ReadDay } from './memo.ts';
import { isPlaceholder } from './placeholder.ts';
import { serialIn } from './serial.ts';
import { type RowView, says, valueIn } from './view.ts';

/** Columns that say when a row came up: the first that a tab has tells the year of its other dates. */
const RAISED = ['date-raised', 'raised-date', 'date'];

/** A date without a year is taken as the first such day after the row came up, if it comes within this time. */
const NEAR = 183;

/** How a cell says its date; null where it is blank or a placeholder. */
export function readDay(view: RowView, column: string): ReadDay | null {
  const value = valueIn(view, column);
  if (value === null || value === '') return null;
  if (isDay(value)) return { kind: 'date', date: value };
  view.memo.days ??= new Map();
  const known = view.memo.days.get(column);
  if (known !== undefined) return known;
  const read = readOther(view, column, value);
  view.memo.days.set(column, read);
  return read;
}

function readOther(view: RowView, column: string, value: Value): ReadDay | null {
  if (isPlaceholder(value)) return null;
  if (typeof value !== 'string') return { kind: 'unreadable' };
  const serial = serialIn(value);
  if (serial !== null) return { kind: 'serial', date: serial };
  return readText(value, RAISED.includes(column) ? null : raisedOn(view), isMonthFirst(view));
}

/** The day that a cell says, `YYYY-MM-DD`; null where it says none for certain. */
export function dayIn(view: RowView, column: string): string | null {
  if (!says(view, column)) return null;
  const read = readDay(view, column);
  return read === null || read.kind === 'unreadable' ? null : (read.date?.slice(0, 10) ?? null);
}

/** Whether the tracker's text dates are written in American order. */
export function isMonthFirst({ rows }: RowView): boolean {
  return rows.plan.schema.dateOrder === 'month-first';
}

function readText(text: string, raised: string | null, monthFirst: boolean): ReadDay {
  const alone = readDate(text, undefined, monthFirst);
  if (alone !== null) return { kind: 'text', date: alone.certain ? alone.date : null };
  const year = Number((raised ?? '2000').slice(0, 4));
  const hinted = [year, year + 1].flatMap((hint) => readDate(text, hint, monthFirst)?.date ?? []);
  if (hinted.length === 0) return { kind: 'unreadable' };
  const first = hinted.find((date) => raised !== null && date.slice(0, 10) >= raised);
  const near = first !== undefined && raised !== null && daysBetween(raised, first) <= NEAR;
  return { kind: 'text', date: near && isPlain(text) ? first : null };
}

/** Whether a date begins with its day or month: "by 8 August" and "w/c 8 August" are not that day. */
function isPlain(text: string): boolean {
  const word = /^\s*(?:\d|(\p{L}+))/u.exec(text);
  return word !== null && (word[1] === undefined || monthOf(word[1]) !== null);
}

function raisedOn(view: RowView): string | null {
  const column = RAISED.find((each) => view.tab.columns.has(each));
  const value: Value = column === undefined ? null : valueIn(view, column);
  if (isDay(value)) return value.slice(0, 10);
  const serial = serialIn(value);
  if (serial !== null) return serial;
  const read = typeof value === 'string' ? readDate(value, undefined, isMonthFirst(view)) : null;
  return read?.certain ? read.date.slice(0, 10) : null;
}
