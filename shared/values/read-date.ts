/**
 * Dates that people typed as text. British order, the day first, unless the tracker says that the month comes first.
 *
 * Seen in published papers: "August 8 th", "October 28", "14-Sept", "28 Oct 2022", "10/08/2022", "10.8.22".
 */
import { clock, isoOf, weekday } from './day.ts';

export interface DateReading {
  /** Canonical: `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM:SS`. */
  readonly date: string;
  /** False where the year was taken from the hint, the order was not British, or words around it leave a doubt. */
  readonly certain: boolean;
}

const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

const TIME = /(?:[ ,]+(?:at )?|t)(\d{1,2})(?:[:.](\d\d)(?:[:.](\d\d)(?:\.\d+)?)?)? ?(am|pm)?z?$/;
const WEEKDAY = /^([a-z]{3,9})\.?,? (?=.*\d)/;
/** Words that make a date a vague one: "w/c 8 August 2022" is the week. */
const VAGUE =
  /^(?:w\/c|w\/e|wc|week commencing|by|due|before|after|circa|c\.|~|approx\.?|end of|early|mid|late) ?/;
const YEAR_FIRST = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/;
const NUMERIC = /^(\d{1,2})(?: ?[-/.] ?| )(\d{1,2})(?: ?[-/.] ?| )(\d{4}|'?\d\d)$/;
const NUMERIC_NO_YEAR = /^(\d{1,2}) ?\/ ?(\d{1,2})$/;
const ORDINAL = '(\\d{1,2})(?: ?(?:st|nd|rd|th))?';
const BETWEEN = '[ ,./-]*';
const DAY_MONTH = new RegExp(
  `^${ORDINAL}(?: ?of )?${BETWEEN}([a-z]{3,9})\\.?(?:${BETWEEN}(\\d{4}|'?\\d\\d))?$`,
);
const MONTH_DAY = new RegExp(`^([a-z]{3,9})\\.?${BETWEEN}${ORDINAL}(?:[ ,./-]+(\\d{4}|'?\\d\\d))?$`);

/**
 * The date that a text means, the day first unless `monthFirst`; null where it can't be read, or where it has no year and there
 * is no hint. `yearHint` is the year to take for a date without one.
 */
export function readDate(text: string, yearHint?: number, monthFirst = false): DateReading | null {
  // Nothing that is longer is a date, and cells may hold 32,767 characters; every date has a number.
  if (text.length > 60 || !/\p{N}/u.test(text)) return null;
  let rest = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\p{Pd}/gu, '-')
    .replace(/\s+/g, ' ')
    .trim();
  rest = rest.replace(/[.,;:]+$/, '');
  let certain = true;

  const unvague = rest.replace(VAGUE, '');
  if (unvague !== rest) certain = false;
  rest = unvague;

  let named: number | undefined;
  const dayName = WEEKDAY.exec(rest);
  if (dayName !== null) {
    const found = prefixed(DAYS, dayName[1] ?? '');
    if (found !== undefined) {
      named = found;
      rest = rest.slice(dayName[0].length);
    }
  }

  const plain = readDay(rest, yearHint, monthFirst);
  if (plain !== null) return finish(plain, '', certain, named);
  const time = TIME.exec(rest);
  if (time === null) return null;
  const second = secondOf(time[1], time[2], time[3], time[4]);
  if (second === null) return null;
  const day = readDay(rest.slice(0, time.index), yearHint, monthFirst);
  return day === null ? null : finish(day, second === 0 ? '' : `T${clock(second)}`, certain, named);
}

function finish(day: DateReading, time: string, certain: boolean, named: number | undefined): DateReading {
  const agrees = named === undefined || weekday(day.date) === named;
  return { date: day.date + time, certain: certain && day.certain && agrees };
}

function readDay(text: string, yearHint: number | undefined, american: boolean): DateReading | null {
  const iso = YEAR_FIRST.exec(text);
  if (iso !== null) return reading(Number(iso[1]), Number(iso[3]), Number(iso[4]), true);

  const numeric = NUMERIC.exec(text) ?? NUMERIC_NO_YEAR.exec(text);
  if (numeric !== null) {
    const year = yearOf(numeric[3], yearHint);
    if (year === null) return null;
    const first = Number(numeric[1]);
    const second = Number(numeric[2]);
    const known = numeric[3] !== undefined;
    const [day, month] = american ? [second, first] : [first, second];
    // 08/28/2022 is no British date, yet there is only one that it can be.
    return reading(year, month, day, known) ?? reading(year, day, month, false);
  }

  const dayFirst = DAY_MONTH.exec(text);
  const monthFirst = dayFirst === null ? MONTH_DAY.exec(text) : null;
  const found = dayFirst ?? monthFirst;
  if (found === null) return null;
  const month = monthOf((dayFirst === null ? found[1] : found[2]) ?? '');
  const year = yearOf(found[3], yearHint);
  if (month === null || year === null) return null;
  return reading(year, month, Number(dayFirst === null ? found[2] : found[1]), found[3] !== undefined);
}

function reading(year: number, month: number, day: number, certain: boolean): DateReading | null {
  const date = isoOf(year, month, day);
  return date === null ? null : { date, certain };
}

function yearOf(text: string | undefined, hint: number | undefined): number | null {
  if (text === undefined) return hint ?? null;
  const digits = text.replace("'", '');
  const year = Number(digits);
  if (digits.length === 4) return year;
  // As a programme of these years means it: 22 is 2022, 98 is 1998.
  return year < 80 ? 2000 + year : 1900 + year;
}

/** 1 to 12 of a month's name or its first three letters or more; null for any other word. */
export function monthOf(word: string): number | null {
  const month = prefixed(MONTHS, word.toLowerCase());
  return month === undefined ? null : month + 1;
}

function prefixed(names: readonly string[], word: string): number | undefined {
  if (word.length < 3) return undefined;
  const index = names.findIndex((name) => name.startsWith(word));
  return index === -1 ? undefined : index;
}

function secondOf(
  hour: string | undefined,
  minute: string | undefined,
  second: string | undefined,
  half: string | undefined,
): number | null {
  // "10 August 2022 14" is no time, "2pm" is.
  if (minute === undefined && half === undefined) return null;
  let hours = Number(hour);
  if (half !== undefined && (hours < 1 || hours > 12)) return null;
  if (half !== undefined) hours = (hours % 12) + (half === 'pm' ? 12 : 0);
  const minutes = Number(minute ?? 0);
  const seconds = Number(second ?? 0);
  if (hours > 23 || minutes > 59 || seconds > 59) return null;
  return hours * 3600 + minutes * 60 + seconds;
}
