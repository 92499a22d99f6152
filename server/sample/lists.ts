/** The sheet behind the drop-downs. */
import type { Worksheet } from 'exceljs';
import * as look from './look.ts';
import { columnLetter } from './place.ts';

export const LISTS = 'Lists';

type Named = Readonly<Record<string, readonly (string | number)[]>>;

/** Where a list stands, as a drop-down names it. Throws where there is no such list. */
export function listRange(lists: Named, name: string): string {
  const index = Object.keys(lists).indexOf(name);
  const values = lists[name];
  if (index === -1 || values === undefined) throw new Error(`no list ${name} in the sample`);
  const letter = columnLetter(index + 1);
  return `${LISTS}!$${letter}$2:$${letter}$${values.length + 1}`;
}

/** Writes the lists side by side, each under its name. */
export function writeLists(sheet: Worksheet, lists: Named): void {
  Object.entries(lists).forEach(([name, values], index) => {
    const head = sheet.getCell(1, index + 1);
    head.value = name;
    head.font = look.headingFont;
    head.fill = look.headingFill;
    values.forEach((value, row) => {
      sheet.getCell(row + 2, index + 1).value = value;
      sheet.getCell(row + 2, index + 1).font = look.font;
    });
    sheet.getColumn(index + 1).width =
      Math.max(name.length, ...values.map((value) => String(value).length)) + 3;
  });
  sheet.views = [{ state: 'frozen', xSplit: 0, ySplit: 1 }];
}
