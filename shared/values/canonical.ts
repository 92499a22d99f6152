/**
 * The one form in which cell values are compared, sent and stored.
 *
 * `canonical` runs once, where a grid becomes rows; `canonicalValue` is the same for a value that is JSON
 * already; `contentOf` says what to write into a cell so that reading it gives the value again. That a value
 * survives the way out and back, for every column type and both date systems, is what sync rests on.
 */

import type { Column } from '../tracker/schema.ts';
import type { CellContent } from './content.ts';
import { isoFromSerial, serialFromIso } from './date.ts';
import { isDateFormat } from './date-format.ts';
import { canonicalText, ValueRefused } from './text.ts';
import type { Value } from './value.ts';

export { isDateFormat } from './date-format.ts';
export { ValueRefused } from './text.ts';

export interface Cell {
  readonly value: string | number | boolean | null;
  readonly format?: string | undefined;
  /** The target of the cell's hyperlink. */
  readonly link?: string | undefined;
}

/**
 * The canonical value of a cell that was read under this column. Throws `ValueRefused` for text that is too
 * long or has a character that no store keeps.
 */
export function canonical(column: Pick<Column, 'type'>, dateSystem: 1900 | 1904, cell: Cell): Value {
  const { type } = column;
  const { value } = cell;
  if (type === 'link' && cell.link !== undefined) {
    const target = canonicalText(cell.link);
    if (target !== null) return target;
  }
  if (value === null) return null;
  if (typeof value === 'string') {
    const text = canonicalText(value);
    if (type === 'flag') return flagOf(text);
    return type === 'date' ? timelessNumber(text) : text;
  }
  if (typeof value === 'boolean') return type === 'flag' ? value : value ? 'TRUE' : 'FALSE';

  const number = canonicalNumber(value);
  if (type === 'date' || isDateFormat(cell.format)) {
    const date = isoFromSerial(number, dateSystem);
    if (date !== null) return date;
  }
  return type === 'date' || type === 'score' || type === 'number' ? number : decimal(number);
}

/** The canonical form of a JSON value under this column; a serial counts in the 1900 system. Throws as `canonical`. */
export function canonicalValue(column: Pick<Column, 'type'>, value: Value): Value {
  return canonical(column, 1900, { value });
}

/** What to write into a cell so that `canonical` reads the value again. Throws as `canonical`. */
export function contentOf(column: Pick<Column, 'type'>, dateSystem: 1900 | 1904, value: Value): CellContent {
  const own = canonicalValue(column, value);
  if (own === null) return { kind: 'blank' };
  if (typeof own === 'boolean') return { kind: 'boolean', boolean: own };
  if (typeof own === 'number') {
    // 0.5 and 60 are no dates in the 1900 system, but are in the other.
    const misread = column.type === 'date' && isoFromSerial(own, dateSystem) !== null;
    return misread ? { kind: 'text', text: decimal(own) } : { kind: 'number', number: own };
  }
  // Only a date column reads a serial back as this date whatever becomes of the cell's format.
  const serial = column.type === 'date' ? serialFromIso(own, dateSystem) : null;
  if (serial !== null)
    return { kind: 'number', number: serial, format: own.length === 10 ? 'date' : 'date-time' };
  return column.type === 'link' ? { kind: 'link', text: own, target: own } : { kind: 'text', text: own };
}

/** A number to 15 significant digits, as Excel keeps it. -0 is 0. Throws `ValueRefused` for one that is not finite. */
function canonicalNumber(number: number): number {
  const rounded =
    Number.isSafeInteger(number) && Math.abs(number) < 1e15 ? number : Number(number.toPrecision(15));
  if (!Number.isFinite(rounded)) throw new ValueRefused('This is not a number that a cell can hold.');
  return rounded + 0;
}

/** The shortest decimal of a number, without an exponent. */
export function decimal(number: number): string {
  const text = String(number);
  const exponent = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (exponent === null) return text;
  const [, sign = '', whole = '', fraction = '', power = ''] = exponent;
  const digits = whole + fraction;
  const point = 1 + Number(power);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return sign + digits.padEnd(point, '0');
}

function flagOf(text: string | null): Value {
  const word = text?.toUpperCase();
  return word === 'TRUE' ? true : word === 'FALSE' ? false : text;
}

/**
 * In a date column the text of a number that is no date in the 1900 system but is one in the 1904 system (0 to
 * 1, 60 to 61) is that number: in a workbook of the other system it can only be written as text.
 */
function timelessNumber(text: string | null): Value {
  if (text === null || !/^(?:0|60)(?:\.\d+)?$/.test(text)) return text;
  const number = canonicalNumber(Number(text));
  return decimal(number) === text ? number : text;
}
