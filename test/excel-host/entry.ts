/**
 * What Excel makes of something typed into a cell or written to `Range.values`: a formula, a number, a
 * date, a boolean, an error or text. There is no formula engine: a new formula shows `#NAME?` where it can't
 * be one, else 0, until someone gives it a value.
 */
import type { CellValue } from '../../shared/sheet/grid.ts';
import { invalidArgument } from './error.ts';
import { serial } from './serial.ts';

/** Excel's longest text in a cell, in UTF-16 units. */
const LONGEST = 32_767;

const ERRORS = new Set([
  '#N/A',
  '#REF!',
  '#VALUE!',
  '#DIV/0!',
  '#NAME?',
  '#NUM!',
  '#NULL!',
  '#SPILL!',
  '#CALC!',
]);

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** How the host reads dates: the settings of the computer it runs on. */
export interface Regional {
  readonly dates: 'dmy' | 'mdy';
  /** For dates typed without a year. */
  readonly year: number;
  readonly dateSystem: 1900 | 1904;
}

export interface Entry {
  readonly value: CellValue;
  readonly formula?: string;
  /** The number format that Excel gives a General cell with such an entry. */
  readonly format?: string;
  readonly quoted?: true;
}

/** Reads one entry. `format` is the cell's own. Throws InvalidArgument for what no cell can hold. */
export function entry(input: unknown, format: string, regional: Regional): Entry {
  if (typeof input === 'number') {
    if (!Number.isFinite(input)) throw invalidArgument(`the number ${input}`);
    return { value: format === '@' ? String(input) : input };
  }
  if (typeof input === 'boolean') return { value: input };
  if (typeof input !== 'string') throw invalidArgument(`a cell value of type ${typeof input}`);
  if (input === '') return { value: null };
  if (input.startsWith("'")) return bounded({ value: input.slice(1), quoted: true });
  if (format === '@') return bounded({ value: input });
  if (input.startsWith('=') && input.length > 1) return { value: 0, formula: input };
  const read = typed(input.trim(), regional);
  if (read !== null) return read;
  if (/^[+\-@]./s.test(input)) return { value: '#NAME?', formula: `=${input}` };
  return bounded({ value: input });
}

function bounded(made: Entry): Entry {
  if (typeof made.value === 'string' && made.value.length > LONGEST) {
    throw invalidArgument(`a text of ${made.value.length} characters`);
  }
  return made;
}

function typed(text: string, regional: Regional): Entry | null {
  if (/^true$/i.test(text)) return { value: true };
  if (/^false$/i.test(text)) return { value: false };
  if (ERRORS.has(text.toUpperCase())) return { value: text.toUpperCase() };
  return number(text) ?? date(text, regional);
}

function number(text: string): Entry | null {
  const negative = /^\((.+)\)$/.exec(text);
  const inner = negative?.[1] ?? text;
  const parts = /^([+-]?)(£?)(\d{1,3}(?:,\d{3})+|\d+|(?=\.\d))(\.\d*)?(e[+-]?\d{1,3})?(%?)$/i.exec(inner);
  if (parts === null) return null;
  const [, sign = '', pound = '', whole = '', fraction = '', exponent = '', percent = ''] = parts;
  const written = Number(`${whole.replaceAll(',', '') || '0'}${fraction === '.' ? '' : fraction}${exponent}`);
  // Excel keeps 15 digits of a number.
  const size = Number(written.toPrecision(15));
  if (!Number.isFinite(written)) return null;
  const signed = (sign === '-') !== (negative !== null) ? -size : size;
  const decimals = fraction.length > 1;
  if (percent !== '') return { value: signed / 100, format: decimals ? '0.00%' : '0%' };
  if (pound !== '') return { value: signed, format: decimals ? '£#,##0.00' : '£#,##0' };
  if (whole.includes(',')) return { value: signed, format: decimals ? '#,##0.00' : '#,##0' };
  if (exponent !== '') return { value: signed, format: '0.00E+00' };
  return { value: signed };
}

function date(text: string, regional: Regional): Entry | null {
  const split = /^(.*?)(?:\s+)?(\d{1,2}:\d{2}(?::\d{2})?)?$/.exec(text);
  const [, day = '', time = ''] = split ?? [];
  const clock = time === '' ? null : fractionOfDay(time);
  if (time !== '' && clock === null) return null;
  if (day === '') return clock === null ? null : { value: clock, format: 'hh:mm' };
  const found = dayOf(day, regional);
  if (found === null) return null;
  const value = serial(found.year, found.month, found.day, regional.dateSystem);
  if (value === null) return null;
  const shape = found.short ? 'dd-mmm' : 'dd/mm/yyyy';
  return clock === null ? { value, format: shape } : { value: value + clock, format: 'dd/mm/yyyy hh:mm' };
}

interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly short: boolean;
}

function dayOf(text: string, { dates, year }: Regional): Day | null {
  const iso = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$/.exec(text);
  if (iso !== null) return { year: Number(iso[1]), month: Number(iso[2]), day: Number(iso[3]), short: false };
  const numbers = /^(\d{1,2})[-/](\d{1,2})(?:[-/](\d{4}|\d{2}))?$/.exec(text);
  if (numbers !== null) {
    const [first, second] = [Number(numbers[1]), Number(numbers[2])];
    const [day, month] = dates === 'dmy' ? [first, second] : [second, first];
    return { day, month, year: fullYear(numbers[3], year), short: numbers[3] === undefined };
  }
  const words = /^(\d{1,2})[- ]([A-Za-z]{3,9})(?:[- ](\d{4}|\d{2}))?$/.exec(text);
  if (words === null) return null;
  const word = (words[2] ?? '').toLowerCase();
  const month = MONTHS.findIndex((name) => word.startsWith(name)) + 1;
  const long = [
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
  if (month === 0 || !(long[month - 1] ?? '').startsWith(word)) return null;
  return { day: Number(words[1]), month, year: fullYear(words[3], year), short: words[3] === undefined };
}

/** Two digits up to 29 are this century, as Windows has it. */
function fullYear(digits: string | undefined, year: number): number {
  if (digits === undefined) return year;
  const number = Number(digits);
  if (digits.length === 4) return number;
  return number <= 29 ? 2000 + number : 1900 + number;
}

function fractionOfDay(time: string): number | null {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  if (hours > 23 || minutes > 59 || seconds > 59) return null;
  return (hours * 3600 + minutes * 60 + seconds) / 86_400;
}
