/** Places as Excel writes them: `C12`, `A1:D9`. Rows and columns count from 0 here. */
import { type Area, letter } from '../../shared/sheet/grid.ts';

/** `C12` of row 11, column 2. */
export function address(row: number, column: number): string {
  return `${letter(column)}${row + 1}`;
}

/** `A1:D9`, or `C12` for one cell. */
export function areaAddress({ top, left, bottom, right }: Area): string {
  return top === bottom && left === right
    ? address(top, left)
    : `${address(top, left)}:${address(bottom, right)}`;
}

/** The rectangle of `Sheet1!$A$1:D9`, of whole columns `A:C` or whole rows `2:9`; null for anything else. */
export function parseArea(text: string): Area | null {
  const place = text.slice(text.lastIndexOf('!') + 1).replaceAll('$', '');
  const [from = '', to = from] = place.split(':');
  const first = parsePlace(from, 0, 0);
  const last = parsePlace(to, LAST_ROW, LAST_COLUMN);
  return first && last ? { top: first.row, left: first.column, bottom: last.row, right: last.column } : null;
}

const LAST_ROW = 1_048_575;
const LAST_COLUMN = 16_383;

function parsePlace(text: string, row: number, column: number): { row: number; column: number } | null {
  const parts = /^([A-Za-z]{0,3})(\d{0,7})$/.exec(text);
  if (!parts || text === '') return null;
  const [, letters = '', digits = ''] = parts;
  let index = 0;
  for (const each of letters.toUpperCase()) index = index * 26 + each.charCodeAt(0) - 64;
  return { row: digits === '' ? row : Number(digits) - 1, column: letters === '' ? column : index - 1 };
}
