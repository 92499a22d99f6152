/** A register on its sheet: banner and guidance, headings, records, and all that people hang on them. */
import type { CellValue, Worksheet } from 'exceljs';
import type { Cell, Register, SampleData, SheetColumn } from './data.ts';
import { addDropDown } from './drop-down.ts';
import { formulaIn, resultOf } from './formula.ts';
import { listRange } from './lists.ts';
import * as look from './look.ts';
import { columnLetter, columnNumber, type Place, placeOf } from './place.ts';

/** Writes a register to its empty sheet. */
export function writeRegister(sheet: Worksheet, register: Register, data: SampleData): void {
  const place = placeOf(register);
  writeBanner(sheet, register, place);
  writeHeadings(sheet, register, place);
  for (let row = place.firstRow; row <= place.lastSpareRow; row++) {
    const cells = register.rows[row - place.firstRow] ?? {};
    register.columns.forEach((column, index) => {
      const cell = sheet.getCell(row, index + 1);
      cell.value = cellValue(column, cells, row, register, data);
      cell.font = column.key === 'link' && cells.link !== undefined ? look.linkFont : look.font;
      cell.alignment = look.wrapped;
      cell.border = look.box;
      if (column.date) cell.numFmt = look.DATE_FORMAT;
    });
    if (row <= place.lastRow) sheet.getRow(row).height = heightOf(register, cells);
  }
  register.columns.forEach(({ list }, index) => {
    if (list === undefined) return;
    const letter = columnLetter(index + 1);
    addDropDown(
      sheet,
      `${letter}${place.firstRow}:${letter}${place.lastSpareRow}`,
      listRange(data.lists, list),
    );
  });
  for (const { ref, key, text } of register.notes) {
    const index = register.rows.findIndex((row) => row.ref === ref);
    if (index === -1) throw new Error(`${register.sheet} has no row ${ref} for a note`);
    sheet.getCell(place.firstRow + index, columnNumber(register, key)).note = text;
  }
  for (const key of register.hidden) sheet.getColumn(columnNumber(register, key)).hidden = true;
  colour(sheet, register, place);
}

function writeBanner(sheet: Worksheet, register: Register, place: Place): void {
  sheet.getCell(1, 1).value = register.title;
  sheet.getCell(1, 1).font = look.titleFont;
  sheet.getRow(1).height = 24;
  register.lines.forEach((line, index) => {
    sheet.getCell(index + 2, 1).value = line;
    sheet.getCell(index + 2, 1).font = look.lineFont;
  });
  // Wide enough to be read at once, not as wide as the register.
  const width = Math.min(register.columns.length, 8);
  sheet.mergeCells(place.guidanceRow, 1, place.guidanceRow, width);
  const guidance = sheet.getCell(place.guidanceRow, 1);
  guidance.value = register.guidance;
  guidance.font = look.guidanceFont;
  guidance.fill = look.guidanceFill;
  guidance.alignment = look.middle;
  sheet.getRow(place.guidanceRow).height = 30;
}

function writeHeadings(sheet: Worksheet, register: Register, place: Place): void {
  if (place.bandRow !== null) {
    for (const { from, to, text } of register.bands) {
      const left = columnNumber(register, from);
      sheet.mergeCells(place.bandRow, left, place.bandRow, columnNumber(register, to));
      const cell = sheet.getCell(place.bandRow, left);
      cell.value = text;
      cell.font = { ...look.font, bold: true };
      cell.fill = look.bandFill;
      cell.alignment = { horizontal: 'center' };
      cell.border = look.box;
    }
  }
  register.columns.forEach(({ width }, index) => {
    // Excel keeps a width with the padding of its font; a column of just the default width would not be written.
    sheet.getColumn(index + 1).width = width + 0.71;
  });
  if (register.table === undefined) {
    register.columns.forEach(({ heading }, index) => {
      sheet.getCell(place.headingRow, index + 1).value = heading;
    });
    sheet.autoFilter = {
      from: { row: place.headingRow, column: 1 },
      to: { row: place.lastRow, column: register.columns.length },
    };
  } else {
    sheet.addTable({
      name: register.table,
      ref: `A${place.headingRow}`,
      headerRow: true,
      style: { theme: 'TableStyleLight1', showRowStripes: false },
      columns: register.columns.map(({ heading }) => ({ name: heading, filterButton: true })),
      rows: register.rows.map(() => register.columns.map(() => null)),
    });
  }
  register.columns.forEach((_, index) => {
    const cell = sheet.getCell(place.headingRow, index + 1);
    cell.font = look.headingFont;
    cell.fill = look.headingFill;
    cell.alignment = look.middle;
    cell.border = look.box;
  });
  sheet.getRow(place.headingRow).height = 32;
  sheet.views = [
    {
      state: 'frozen',
      xSplit: register.freeze,
      ySplit: place.headingRow,
      topLeftCell: `${columnLetter(register.freeze + 1)}${place.firstRow}`,
      activeCell: `${columnLetter(register.freeze + 1)}${place.firstRow}`,
      showGridLines: false,
    },
  ];
}

function cellValue(
  column: SheetColumn,
  cells: Readonly<Record<string, Cell>>,
  row: number,
  register: Register,
  data: SampleData,
): CellValue {
  const cell = cells[column.key];
  if (cell === undefined) {
    // Formulas are drawn down over every row that has a ref, also where nothing else is filled in yet.
    if (column.formula === undefined || cells.ref === undefined) return null;
    return {
      formula: formulaIn(column.formula, register, row, data.registers),
      result: resultOf(column, cells, register, data.registers),
    };
  }
  if (typeof cell === 'object') return specialValue(cell);
  if (column.date && typeof cell === 'string' && /^\d{4}-\d\d-\d\d$/.test(cell))
    return new Date(`${cell}T00:00:00Z`);
  return cell;
}

function specialValue(cell: Exclude<Cell, string | number | boolean>): CellValue {
  if ('link' in cell) return { text: cell.text, hyperlink: cell.link };
  if ('error' in cell) return { error: cell.error };
  return { richText: cell.rich.map(({ text, bold }) => ({ text, font: { ...look.font, bold } })) };
}

/** Enough for the longest text, up to a limit: what is longer than a screen is cut, as people leave it. */
function heightOf(register: Register, cells: Readonly<Record<string, Cell>>): number {
  const lines = register.columns.map(({ key, width, date }) => {
    const cell = cells[key];
    if (cell === undefined || date || register.hidden.includes(key)) return 1;
    const text =
      typeof cell !== 'object'
        ? String(cell)
        : 'rich' in cell
          ? cell.rich.map((run) => run.text).join('')
          : '';
    return text
      .split('\n')
      .reduce((sum, line) => sum + Math.max(1, Math.ceil((line.length * 0.95) / width)), 0);
  });
  return Math.min(Math.max(...lines), 16) * 13.5 + 3;
}

/** Traffic lights in the RAG column, and closed rows greyed. */
function colour(sheet: Worksheet, register: Register, place: Place): void {
  let priority = 1;
  const rag = register.columns.findIndex(({ key }) => key === 'rag');
  if (rag !== -1) {
    const letter = columnLetter(rag + 1);
    sheet.addConditionalFormatting({
      ref: `${letter}${place.firstRow}:${letter}${place.lastSpareRow}`,
      rules: look.RAG_COLOURS.map(([word, back, front]) => ({
        type: 'cellIs',
        operator: 'equal',
        priority: priority++,
        formulae: [`"${word}"`],
        style: { fill: look.ground(back), font: { color: { argb: front }, bold: true } },
      })),
    });
  }
  const status = register.columns.findIndex(({ key }) => key === 'status');
  if (status !== -1) {
    const right = columnLetter(register.columns.length);
    sheet.addConditionalFormatting({
      ref: `A${place.firstRow}:${right}${place.lastSpareRow}`,
      rules: [
        {
          type: 'expression',
          priority: priority++,
          formulae: [`$${columnLetter(status + 1)}${place.firstRow}="Closed"`],
          style: { fill: look.closedFill, font: { color: { argb: 'FF7F7F7F' } } },
        },
      ],
    });
  }
}
