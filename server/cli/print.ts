/** How things read in a line of text. */
import { showDate } from '../../shared/values/date.ts';

/** `1 row`, `2 rows`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** `10/08/2022 09:30 UTC` */
export function instant(at: string): string {
  return `${showDate(at.slice(0, 10))} ${at.slice(11, 16)} UTC`;
}

/** Lines up the cells of each column; the last one is left as it is. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_cell, index) =>
    Math.max(...rows.map((row) => row[index]?.length ?? 0)),
  );
  return rows.map((row) =>
    row.map((cell, index) => (index === row.length - 1 ? cell : cell.padEnd(widths[index] ?? 0))).join('  '),
  );
}
