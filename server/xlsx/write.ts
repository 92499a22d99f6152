/** New workbooks, for exports: rows of canonical values → .xlsx, by exceljs's streaming writer. */
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import ExcelJS from 'exceljs';
import type { Value } from '../../shared/values/value.ts';
import { openArchive } from './archive.ts';
import { undated } from './pack.ts';
import { escapeUnfit } from './tags.ts';

interface WrittenColumn {
  readonly heading: string;
  /** In characters; without it by the column's type. */
  readonly width?: number;
  /** The column's type (`shared/tracker/`): `date` makes real dates, `link` hyperlinks. */
  readonly type: string;
}

export interface WrittenSheet {
  readonly name: string;
  /** Stands in a row of its own above the headings. */
  readonly title?: string;
  readonly columns: readonly WrittenColumn[];
  readonly rows: readonly (readonly Value[])[];
}

/**
 * Writes a new workbook: a heading row that stays in sight, a filter, dates as real dates shown
 * dd/mm/yyyy, text always as text. The same sheets give the same bytes, whenever they are written.
 * Sheet names that Excel does not allow are made so that it does.
 */
export async function writeWorkbook(sheets: readonly WrittenSheet[]): Promise<Uint8Array> {
  const stream = new PassThrough();
  const whole = buffer(stream);
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ stream, useStyles: true, useSharedStrings: false });
  // The same rows give the same bytes: no clock, no user.
  book.created = EPOCH;
  book.modified = EPOCH;
  const taken = new Set<string>();
  for (const sheet of sheets) writeSheet(book, sheet, sheetName(sheet.name, taken));
  await book.commit();
  return await undated(await openArchive(await whole, 'export.xlsx'));
}

const EPOCH = new Date(Date.UTC(1980, 0, 1));
const HEADING_FILL = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFE7ECF2' } } as const;
const WIDTHS: ReadonlyMap<string, number> = new Map([
  ['date', 12],
  ['ref', 12],
  ['score', 8],
  ['flag', 8],
  ['number', 10],
  ['choice', 18],
]);
const OTHER_WIDTH = 32;
/** Excel holds at most this many hyperlinks in a sheet; links beyond it stay text. */
const MAX_LINKS = 65_530;

function writeSheet(book: ExcelJS.stream.xlsx.WorkbookWriter, sheet: WrittenSheet, name: string): void {
  const { title, columns, rows } = sheet;
  const headingRow = title === undefined ? 1 : 2;
  const written = book.addWorksheet(name, { views: [{ state: 'frozen', ySplit: headingRow }] });
  written.columns = columns.map(({ width, type }) => ({ width: width ?? WIDTHS.get(type) ?? OTHER_WIDTH }));
  if (columns.length > 0) {
    written.autoFilter = {
      from: { row: headingRow, column: 1 },
      to: { row: headingRow + rows.length, column: columns.length },
    };
  }
  if (title !== undefined) {
    const row = written.getRow(1);
    row.getCell(1).value = escapeUnfit(title);
    row.font = { bold: true, size: 14 };
    row.commit();
  }
  const headings = written.getRow(headingRow);
  columns.forEach(({ heading }, index) => {
    const cell = headings.getCell(index + 1);
    cell.value = escapeUnfit(heading);
    cell.font = { bold: true };
    cell.fill = HEADING_FILL;
    cell.alignment = { wrapText: true, vertical: 'top' };
  });
  headings.commit();
  let links = 0;
  rows.forEach((values, index) => {
    const row = written.getRow(headingRow + 1 + index);
    values.forEach((value, column) => {
      if (value === null) return;
      const cell = row.getCell(column + 1);
      cell.alignment = { wrapText: true, vertical: 'top' };
      const type = columns[column]?.type;
      if (type === 'link' && links < MAX_LINKS && typeof value === 'string' && LINK.test(value)) {
        links += 1;
        cell.value = { text: escapeUnfit(value), hyperlink: value };
      } else {
        fill(cell, value, type);
      }
    });
    row.commit();
  });
  written.commit();
}

/** What a click may open: an address of the web or of mail, and nothing on the reader's own machine. */
const LINK = /^(https?:\/\/|mailto:)[^\s<>"]+$/i;
const DATE = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d):(\d\d))?$/;

function fill(cell: ExcelJS.Cell, value: string | number | boolean, type: string | undefined): void {
  const match = type === 'date' && typeof value === 'string' ? DATE.exec(value) : null;
  // Serial dates begin with 1900, and Excel's January and February of that year are a day off.
  if (match === null || value < '1900-03-01') {
    cell.value = typeof value === 'string' ? escapeUnfit(value) : value;
    return;
  }
  const timed = match[4] !== undefined;
  cell.value = new Date(`${value}${timed ? 'Z' : 'T00:00:00Z'}`);
  cell.numFmt = timed ? 'dd/mm/yyyy hh:mm' : 'dd/mm/yyyy';
}

/** Excel's rules for a sheet's name: 31 characters, none of []:*?/\, no apostrophe at an end, not "History", once in a book. */
function sheetName(wanted: string, taken: Set<string>): string {
  const plain = wanted
    .replace(/[[\]:*?/\\]|\p{Cc}/gu, ' ')
    .replace(/^[\s']+|[\s']+$/g, '')
    .toWellFormed();
  const base = plain === '' ? 'Sheet' : /^history$/i.test(plain) ? `${plain}_` : plain;
  for (let number = 1; ; number += 1) {
    const ending = number === 1 ? '' : ` (${number})`;
    const name = cut(base, 31 - ending.length) + ending;
    if (taken.has(name.toLowerCase())) continue;
    taken.add(name.toLowerCase());
    return name;
  }
}

/** The first `length` units of a text, no character cut in two, nothing hanging at its end. */
function cut(text: string, length: number): string {
  return text.slice(0, length).replace(/[\ud800-\udbff]$|[\s']+$/, '');
}
