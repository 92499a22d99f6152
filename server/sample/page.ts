/** A sheet that is no register: a read-me, notes, figures copied from a pivot. */
import type { Worksheet } from 'exceljs';
import type { Page } from './data.ts';
import * as look from './look.ts';

/** Writes a page's lines to its empty sheet. */
export function writePage(sheet: Worksheet, page: Page): void {
  sheet.getColumn(1).width = page.width;
  page.lines.forEach((line, index) => {
    const values = line.cells ?? (line.text === undefined ? [] : [line.text]);
    values.forEach((value, column) => {
      const cell = sheet.getCell(index + 1, column + 1);
      cell.value = value;
      cell.font =
        line.style === 'title'
          ? look.titleFont
          : line.style === 'heading'
            ? { ...look.font, size: 12, bold: true }
            : look.font;
      cell.alignment = line.cells === undefined ? look.wrapped : { vertical: 'top' };
    });
  });
  sheet.views = [{ state: 'normal', showGridLines: false }];
}
