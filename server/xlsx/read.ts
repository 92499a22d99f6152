/** A workbook's bytes → grids. */
import type { Grid } from '../../shared/sheet/grid.ts';
import type { Archive, Entry } from './archive.ts';
import { entryOf, inflatePart } from './archive.ts';
import type { Book, BookSheet } from './book.ts';
import { bookPart, openBook } from './book.ts';
import { newBudget } from './budget.ts';
import type { Common } from './cells.ts';
import { readCells } from './cells.ts';
import { locating, WorkbookError } from './error.ts';
import { readFormats } from './formats.ts';
import { newListResolver } from './lists.ts';
import { readRelations } from './relations.ts';
import { findChild, findRoot } from './scan.ts';
import { readSharedStrings } from './strings.ts';
import { linkTargets, readNotes, readSurroundings, readTables } from './surroundings.ts';

interface Workbook {
  /** In workbook order, hidden sheets among them; sheets that hold only a chart are left out. */
  readonly grids: readonly Grid[];
  readonly dateSystem: 1900 | 1904;
}

/**
 * Reads a workbook. `name` is the file's name, for messages.
 * Throws a WorkbookError, with the place, for anything that can't be read whole.
 */
export async function readWorkbook(bytes: Uint8Array, name: string): Promise<Workbook> {
  return readBook(await openBook(bytes, name));
}

/** Reads all of a workbook that is open. Throws a WorkbookError as `readWorkbook` does. */
export function readBook(book: Book): Workbook {
  const { archive, dateSystem } = book;
  return locating({ file: archive.file }, () => {
    const strings = entryOf(archive, bookPart(book, 'sharedStrings') ?? 'xl/sharedStrings.xml');
    const budget = newBudget();
    const common: Common = {
      strings: strings === undefined ? [] : readSharedStrings(archive, strings, budget),
      styles: readFormats(archive, bookPart(book, 'styles') ?? 'xl/styles.xml'),
      dateSystem,
      budget,
    };
    const sheets = book.sheets.map((sheet) =>
      locating({ sheet: sheet.name }, () => readSheet(book, sheet, common)),
    );
    const dropDown = newListResolver(sheets, book.names);
    const grids = sheets.map(
      ({ grid, lists, ...source }): Grid => ({
        ...grid,
        dropDowns: lists.map((rule) => dropDown(rule, source)),
      }),
    );
    return { grids, dateSystem };
  });
}

/** Where things stand in a sheet's part. */
interface SheetPart {
  readonly bytes: Buffer;
  readonly prefix: string;
  /** Where `<sheetData` starts; -1 where the sheet has none. */
  readonly data: number;
  /** Behind the root's opening tag. */
  readonly rootEnd: number;
}

/** Inflates a sheet's part and finds its cells. Throws a WorkbookError. */
export function readSheetPart(archive: Archive, entry: Entry): SheetPart {
  const bytes = inflatePart(archive, entry);
  const root = findRoot(bytes, entry.name);
  if (root.name !== 'worksheet' || root.selfClosed) {
    throw new WorkbookError(
      'damaged',
      `the part "${entry.name}" is not a sheet. Open the file in Excel, let Excel repair it, and save it again.`,
    );
  }
  const data = findChild(bytes, root.openEnd, `${root.prefix}sheetData`);
  return { bytes, prefix: root.prefix, data, rootEnd: root.openEnd };
}

function readSheet(book: Book, sheet: BookSheet, common: Common) {
  const { archive } = book;
  const { name, index } = sheet;
  const entry = entryOf(archive, sheet.part);
  if (entry === undefined) throw new WorkbookError('damaged', 'the part that holds this sheet is missing.');
  const { bytes, prefix, data } = readSheetPart(archive, entry);
  const { cells, end } = readCells(bytes, data, prefix, common);
  const { values } = cells;
  const rest = Buffer.concat([bytes.subarray(0, data < 0 ? end : data), bytes.subarray(end)]);
  const around = readSurroundings(archive, rest, entry.name);
  const relations = readRelations(archive, entry.name);
  const tables = readTables(archive, relations);
  const grid: Omit<Grid, 'dropDowns'> = {
    sheet: name,
    visibility: sheet.visibility,
    dateSystem: common.dateSystem,
    values,
    formats: cells.formats,
    formulas: cells.formulas,
    links: linkTargets(around.hyperlinks, relations, values, common.budget),
    merges: around.merges,
    hiddenRows: cells.hiddenRows,
    hiddenColumns: around.hiddenColumns,
    tables,
    notes: readNotes(archive, relations),
  };
  return { name, index, values, tables, grid, lists: around.lists };
}
