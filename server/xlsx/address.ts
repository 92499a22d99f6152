/** Cell addresses as text: `B7`, `$A$1:$C$9`, `A:C`, `2:5`. */
import type { Area } from '../../shared/sheet/grid.ts';
import { letter } from '../../shared/sheet/grid.ts';
import { COLUMNS, ROWS } from './limits.ts';

/** The area of an address, null where it is none (or lies outside a sheet). */
export function parseArea(text: string): Area | null {
  const colon = text.indexOf(':');
  const first = parseCorner(text, 0, colon < 0 ? text.length : colon);
  const second = colon < 0 ? first : parseCorner(text, colon + 1, text.length);
  if (first === null || second === null) return null;
  const whole = { columns: first.column === null, rows: first.row === null };
  if (whole.columns !== (second.column === null) || whole.rows !== (second.row === null)) return null;
  if ((whole.columns && whole.rows) || (colon < 0 && (whole.columns || whole.rows))) return null;
  const top = first.row ?? 0;
  const bottom = second.row ?? ROWS - 1;
  const left = first.column ?? 0;
  const right = second.column ?? COLUMNS - 1;
  if (Math.max(left, right) >= COLUMNS || Math.max(top, bottom) >= ROWS) return null;
  return {
    top: Math.min(top, bottom),
    left: Math.min(left, right),
    bottom: Math.max(top, bottom),
    right: Math.max(left, right),
  };
}

/** One end of a range, counted from 0; null for what it does not say. */
interface Corner {
  readonly column: number | null;
  readonly row: number | null;
}

const DOLLAR = 0x24;
const MOST_LETTERS = 3;
const MOST_DIGITS = 7;

/** By hand: a sheet can have tens of thousands of ranges, and a pattern takes several times as long. */
function parseCorner(text: string, from: number, to: number): Corner | null {
  let pos = text.charCodeAt(from) === DOLLAR ? from + 1 : from;
  const letters = pos;
  let column = 0;
  for (; pos < to; pos += 1) {
    const code = text.charCodeAt(pos);
    const upper = code > 0x60 && code < 0x7b ? code - 0x20 : code;
    if (upper < 0x41 || upper > 0x5a) break;
    column = column * 26 + upper - 0x40;
  }
  const hasColumn = pos > letters;
  if (pos - letters > MOST_LETTERS) return null;
  if (text.charCodeAt(pos) === DOLLAR) pos += 1;
  const digits = pos;
  let row = 0;
  for (; pos < to; pos += 1) {
    const digit = text.charCodeAt(pos) - 0x30;
    if (digit < 0 || digit > 9) break;
    row = row * 10 + digit;
  }
  const hasRow = pos > digits;
  if (pos !== to || pos - digits > MOST_DIGITS || (hasRow && row === 0)) return null;
  return { column: hasColumn ? column - 1 : null, row: hasRow ? row - 1 : null };
}

/** A column's number, counted from 0, of its letters. */
export function columnOf(letters: string): number {
  let column = 0;
  for (const character of letters.toUpperCase()) column = column * 26 + character.charCodeAt(0) - 64;
  return column - 1;
}

/** `B7` */
export function cellAddress(row: number, column: number): string {
  return `${letter(column)}${row + 1}`;
}

/** `B7:C9`, or `B7` for one cell. */
export function areaAddress({ top, left, bottom, right }: Area): string {
  const first = cellAddress(top, left);
  return top === bottom && left === right ? first : `${first}:${cellAddress(bottom, right)}`;
}

/** Whether a cell lies in an area. */
export function inside(area: Area, row: number, column: number): boolean {
  return row >= area.top && row <= area.bottom && column >= area.left && column <= area.right;
}
