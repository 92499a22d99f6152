/** Cell addresses as text: `B7`, `$A$1:$C$9`, `A:C`, `2:5`. */
import type { Area } from '../../shared/sheet/grid.ts';
import { letter } from '../../shared/sheet/grid.ts';
import { COLUMNS, ROWS } from './limits.ts';

const AREA = /^\$?([A-Za-z]{1,3})?\$?([0-9]{1,7})?(?::\$?([A-Za-z]{1,3})?\$?([0-9]{1,7})?)?$/;

/** The area of an address, null where it is none (or lies outside a sheet). */
export function parseArea(text: string): Area | null {
  const match = AREA.exec(text);
  if (match === null) return null;
  const [, column1, row1, column2, row2] = match;
  const range = text.includes(':');
  const whole = { columns: column1 === undefined, rows: row1 === undefined };
  if (whole.columns && whole.rows) return null;
  if (!range && (whole.columns || whole.rows)) return null;
  if (range && ((column2 === undefined) !== whole.columns || (row2 === undefined) !== whole.rows))
    return null;
  const left = column1 === undefined ? 0 : columnOf(column1);
  const right = column1 === undefined ? COLUMNS - 1 : columnOf(column2 ?? column1);
  const top = row1 === undefined ? 0 : Number(row1) - 1;
  const bottom = row1 === undefined ? ROWS - 1 : Number(row2 ?? row1) - 1;
  if (
    Math.min(left, right, top, bottom) < 0 ||
    Math.max(left, right) >= COLUMNS ||
    Math.max(top, bottom) >= ROWS
  )
    return null;
  return {
    top: Math.min(top, bottom),
    left: Math.min(left, right),
    bottom: Math.max(top, bottom),
    right: Math.max(left, right),
  };
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
