/**
 * Dates as canonical text, `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM:SS`, and Excel's serial numbers.
 *
 * There is no time zone here: a date in a sheet is the day that the sheet shows.
 */
import { remembered } from './remember.ts';
import type { Value } from './value.ts';

const DAY_MS = 86_400_000;
const DAY_SECONDS = 86_400;
const PATTERN = /^(\d{4})-(\d\d)-(\d\d)(?:T([01]\d|2[0-3]):([0-5]\d):([0-5]\d))?$/;

/** Day 0 of each date system as a day number of 1970. Serial 1 of 1900 is 1 January. */
const EPOCH = { 1900: Date.UTC(1899, 11, 31) / DAY_MS, 1904: Date.UTC(1904, 0, 1) / DAY_MS } as const;
const LAST_DAY = Date.UTC(9999, 11, 31) / DAY_MS;
/** Lotus took 1900 for a leap year and Excel kept it: this serial is 29 February 1900, which never was. */
const PHANTOM = 60;

/**
 * The date of a serial, to the second; null where it is none: negative, after 9999-12-31, below 1 in the 1900
 * system (a time of day), or that system's 29 February 1900.
 */
export function isoFromSerial(serial: number, dateSystem: 1900 | 1904): string | null {
  if (!(serial >= (dateSystem === 1900 ? 1 : 0))) return null;
  if (dateSystem === 1900 && Math.floor(serial) === PHANTOM) return null;
  const seconds = Math.round(serial * DAY_SECONDS);
  const serialDay = Math.floor(seconds / DAY_SECONDS);
  if (dateSystem === 1900 && serialDay === PHANTOM) return null;
  const day = EPOCH[dateSystem] + serialDay - (dateSystem === 1900 && serialDay > PHANTOM ? 1 : 0);
  if (day > LAST_DAY) return null;
  const time = seconds % DAY_SECONDS;
  return time === 0 ? isoOfDay(day) : `${isoOfDay(day)}T${clock(time)}`;
}

/** The serial that a sheet shows as this date; null where the text is no canonical date or the system begins later. */
export function serialFromIso(iso: string, dateSystem: 1900 | 1904): number | null {
  const parts = partsOf(iso);
  if (parts === null) return null;
  const plain = parts.day - EPOCH[dateSystem];
  const serial = dateSystem === 1900 && plain >= PHANTOM ? plain + 1 : plain;
  if (serial < (dateSystem === 1900 ? 1 : 0)) return null;
  return serial + parts.seconds / DAY_SECONDS;
}

/** Whether a value is a canonical date or date-time. Midnight is written as the date alone. */
export function isDay(value: unknown): value is string {
  return typeof value === 'string' && (isPlainDay(value) || partsOf(value) !== null);
}

/** Whether a text is a date before the 29th: the days that every month has need no calendar. */
function isPlainDay(text: string): boolean {
  if (text.length !== 10 || text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return false;
  for (let at = 0; at < 10; at += 1) {
    if (at !== 4 && at !== 7 && !(text.charCodeAt(at) >= 48 && text.charCodeAt(at) <= 57)) return false;
  }
  const number = (at: number) => (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48;
  const month = number(5);
  const day = number(8);
  return number(0) + number(2) > 0 && month >= 1 && month <= 12 && day >= 1 && day <= 28;
}

/** The day of a value that is a date or date-time, as `YYYY-MM-DD`; null for any other value. */
export function dayOf(value: Value | undefined): string | null {
  return isDay(value) ? value.slice(0, 10) : null;
}

/** The day so many days after a date (before it, if negative). Throws a RangeError for what is no date. */
export function addDays(iso: string, days: number): string {
  return isoOfDay(dayNumber(iso) + days);
}

/** How many days from `a` to `b`; negative where `b` is earlier. Throws a RangeError for what is no date. */
export function daysBetween(a: string, b: string): number {
  return dayNumber(b) - dayNumber(a);
}

/** A date as people here write it, `DD/MM/YYYY`, with the time where it has one. Other text as it is. */
export function showDate(iso: string): string {
  if (!isDay(iso)) return iso;
  const day = `${iso.slice(8, 10)}/${iso.slice(5, 7)}/${iso.slice(0, 4)}`;
  return iso.length === 10 ? day : `${day} ${iso.slice(11)}`;
}

/** The day of the week, 0 for Sunday. Throws a RangeError for what is no date. */
export function weekday(iso: string): number {
  // 1 January 1970 was a Thursday.
  return (((dayNumber(iso) + 4) % 7) + 7) % 7;
}

/** `YYYY-MM-DD` of a year, month (1–12) and day; null where there is no such day between 0001 and 9999. */
export function isoOf(year: number, month: number, day: number): string | null {
  const iso = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
  return partsOf(iso) === null ? null : iso;
}

/** `HH:MM:SS` of a second of the day. */
export function clock(second: number): string {
  return `${two(Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}`;
}

function dayNumber(iso: string): number {
  const parts = partsOf(iso);
  if (parts === null) throw new RangeError(`"${iso}" is no date of the form YYYY-MM-DD`);
  return parts.day;
}

/** The day number of 1970 and the second of the day; null for text that is no canonical date. */
function partsOf(iso: string): { day: number; seconds: number } | null {
  // Most texts that come here are no dates; the regular expression is for those that may be.
  if ((iso.length !== 10 && iso.length !== 19) || iso.charCodeAt(4) !== 45) return null;
  return readParts(iso);
}

const readParts = remembered((iso: string): { day: number; seconds: number } | null => {
  const match = PATTERN.exec(iso);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second] = match.map(Number);
  if (year === undefined || month === undefined || day === undefined || year === 0) return null;
  const date = new Date(0);
  // Date.UTC takes years below 100 for 1900 and later.
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  const seconds = iso.length === 10 ? 0 : (hour ?? 0) * 3600 + (minute ?? 0) * 60 + (second ?? 0);
  if (iso.length === 19 && seconds === 0) return null;
  return { day: date.getTime() / DAY_MS, seconds };
});

function isoOfDay(day: number): string {
  const date = new Date(day * DAY_MS);
  const iso = isoOf(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
  if (iso === null) throw new RangeError('a date outside the years 0001 to 9999');
  return iso;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
