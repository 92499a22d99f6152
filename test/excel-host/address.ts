/** Addresses as Excel writes them: `A1:B2`, `5:5`, `A:A`, with or without a sheet. */
import { type Area, letter } from '../../shared/sheet/grid.ts';
import { LAST_COLUMN, LAST_ROW } from './area.ts';
import { invalidArgument } from './error.ts';

/** Excel refuses longer addresses. */
const LONGEST = 8192;

/** `A1:B2`, `A:A`, `5:5`, without the sheet. */
export function address(area: Area): string {
  const wholeRows = area.left === 0 && area.right === LAST_COLUMN;
  const wholeColumns = area.top === 0 && area.bottom === LAST_ROW;
  if (wholeRows) return `${area.top + 1}:${area.bottom + 1}`;
  if (wholeColumns) return `${letter(area.left)}:${letter(area.right)}`;
  const first = `${letter(area.left)}${area.top + 1}`;
  const last = `${letter(area.right)}${area.bottom + 1}`;
  return first === last ? first : `${first}:${last}`;
}

/** `Sheet1!A1:B2`, the sheet in quotes where it needs them. */
export function fullAddress(sheet: string, area: Area): string {
  const plain = /^[A-Za-z_][A-Za-z0-9_.]*$/.test(sheet) && !/^[A-Za-z]{1,3}\d+$/.test(sheet);
  return `${plain ? sheet : `'${sheet.replaceAll("'", "''")}'`}!${address(area)}`;
}

/** Reads an address; an empty one is the whole sheet. Throws InvalidArgument. `sheet` is null where it names none. */
export function parseAddress(text: string): { readonly sheet: string | null; readonly area: Area } {
  if (text.length > LONGEST) throw invalidArgument(`an address of ${text.length} characters`);
  const split = /^(?:'((?:[^']|'')+)'|([^'!]+))!(.*)$/s.exec(text.trim());
  const sheet = split === null ? null : (split[1]?.replaceAll("''", "'") ?? split[2] ?? null);
  const rest = (split === null ? text : (split[3] ?? '')).replaceAll('$', '').trim().toUpperCase();
  if (rest === '') return { sheet, area: { top: 0, left: 0, bottom: LAST_ROW, right: LAST_COLUMN } };
  const parts = /^([A-Z]{0,3})(\d{0,7})(?::([A-Z]{0,3})(\d{0,7}))?$/.exec(rest);
  const pair = rest.includes(':');
  if (parts === null) throw invalidArgument(`the address "${text}"`);
  const [, firstColumn = '', firstRow = '', lastColumn = '', lastRow = ''] = parts;
  const endColumn = pair ? lastColumn : firstColumn;
  const endRow = pair ? lastRow : firstRow;
  if (firstColumn === '' && firstRow === '') throw invalidArgument(`the address "${text}"`);
  if ((firstColumn === '') !== (endColumn === '') || (firstRow === '') !== (endRow === '')) {
    throw invalidArgument(`the address "${text}"`);
  }
  if (!pair && (firstColumn === '' || firstRow === '')) throw invalidArgument(`the address "${text}"`);
  const rows = firstRow === '' ? [0, LAST_ROW] : [Number(firstRow) - 1, Number(endRow) - 1];
  const columns = firstColumn === '' ? [0, LAST_COLUMN] : [columnOf(firstColumn), columnOf(endColumn)];
  const area: Area = {
    top: Math.min(...rows),
    bottom: Math.max(...rows),
    left: Math.min(...columns),
    right: Math.max(...columns),
  };
  if (area.top < 0 || area.bottom > LAST_ROW || area.right > LAST_COLUMN) {
    throw invalidArgument(`the address "${text}"`);
  }
  return { sheet, area };
}

function columnOf(letters: string): number {
  let column = 0;
  for (const character of letters) column = column * 26 + character.charCodeAt(0) - 64;
  return column - 1;
}
