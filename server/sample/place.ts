/** Where things stand on a register's sheet. Rows and columns count from 1, as exceljs has them. */
import type { Register } from './data.ts';

/** Formatted rows below the last record: books are laid out for more than they hold. */
const SPARE = 12;

export interface Place {
  readonly guidanceRow: number;
  /** The row of captions above the headings, where there is one. */
  readonly bandRow: number | null;
  readonly headingRow: number;
  readonly firstRow: number;
  readonly lastRow: number;
  /** The last row with format and drop-downs. */
  readonly lastSpareRow: number;
}

/** Title and lines, a blank row, the guidance, the headings, the records. */
export function placeOf(register: Register): Place {
  const guidanceRow = register.lines.length + 3;
  const bandRow = register.bands.length > 0 ? guidanceRow + 1 : null;
  const headingRow = (bandRow ?? guidanceRow) + 1;
  const lastRow = headingRow + register.rows.length;
  return {
    guidanceRow,
    bandRow,
    headingRow,
    firstRow: headingRow + 1,
    lastRow,
    lastSpareRow: lastRow + SPARE,
  };
}

/** A column's number by its key. Throws where the register has no such column. */
export function columnNumber(register: Register, key: string): number {
  const index = register.columns.findIndex((column) => column.key === key);
  if (index === -1) throw new Error(`${register.sheet} has no column ${key}`);
  return index + 1;
}

/** `A`, `Z`, `AA` … of a column's number. */
export function columnLetter(number: number): string {
  let name = '';
  for (let rest = number; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  }
  return name;
}
