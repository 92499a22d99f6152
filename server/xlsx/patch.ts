/**
 * Changes in a person's own workbook, in place: only the parts that change are unpacked and written, all
 * others keep their compressed bytes. Loading and saving through a library would lose what the library
 * does not know: pivot tables, charts, macros, threaded comments, other people's validations.
 */
import type { Edit, Refusal } from '../../shared/sync/workbook.ts';
import type { Book } from './book.ts';
import { bookPart, openBook } from './book.ts';
import { DateStyles } from './date-styles.ts';
import { locating } from './error.ts';
import { readFormats } from './formats.ts';
import { PackageEditor } from './package-editor.ts';
import { SheetEditor } from './sheet-editor.ts';
import type { Rows } from './state-sheet.ts';
import { recalculateOnOpen, removeSheet, writeSheet } from './state-sheet.ts';

/** A whole sheet of ours: made, its cells replaced, or (null) taken away. */
export interface SheetEdit {
  readonly kind: 'sheet';
  readonly name: string;
  readonly visibility: 'veryHidden';
  readonly rows: Rows | null;
}

interface Patched {
  readonly bytes: Uint8Array;
  /** The edits that were not made, and why; all others were. */
  readonly refused: readonly Refusal[];
}

/**
 * Makes edits in their order, each on what the ones before it left. Cells keep their style, but for a date
 * in a cell whose format is none; new text is inline. Formulas are never written over, nor cells that a
 * merge covers or an array fills, nor headings of tables. A removed row is emptied and keeps its place;
 * its formulas stay. Where the workbook has formulas, Excel is asked to work the workbook out again on
 * opening it. `name` is the file's name, for messages. Throws a WorkbookError where the file can't be read.
 */
export async function patchWorkbook(
  bytes: Uint8Array,
  edits: readonly (Edit | SheetEdit)[],
  name = 'workbook.xlsx',
): Promise<Patched> {
  const refused: Refusal[] = [];
  let current = bytes;
  if (edits.some(({ kind }) => kind !== 'sheet')) {
    const book = await openBook(bytes, name);
    const editor = locating({ file: name }, () => changeCells(book, edits, refused));
    if (editor !== null) current = await editor.finish();
  }
  for (const [index, edit] of edits.entries()) {
    if (edit.kind !== 'sheet') continue;
    const book = await openBook(current, name);
    const editor = locating({ file: name }, () => changeSheet(book, edit));
    if (typeof editor === 'string') refused.push({ index, reason: editor });
    else if (editor !== null) current = await editor.finish();
  }
  return { bytes: current, refused: refused.toSorted((a, b) => a.index - b.index) };
}

/** Makes the edits of cells and rows; null where none was made. */
function changeCells(
  book: Book,
  edits: readonly (Edit | SheetEdit)[],
  refused: Refusal[],
): PackageEditor | null {
  const editor = new PackageEditor(book.archive);
  const part = bookPart(book, 'styles') ?? 'xl/styles.xml';
  const styles = new DateStyles(editor, part, readFormats(book.archive, part));
  const sheets = new Map<string, SheetEditor | null>();
  const changed = new Set<SheetEditor>();
  edits.forEach((edit, index) => {
    if (edit.kind === 'sheet') return;
    let sheet = sheets.get(edit.sheet);
    if (sheet === undefined) {
      sheet = openSheet(editor, book, edit.sheet, styles);
      sheets.set(edit.sheet, sheet);
    }
    const reason =
      sheet === null
        ? `there is no sheet "${edit.sheet}" in the workbook any more. Sync again.`
        : sheet.make(edit);
    if (reason !== null) refused.push({ index, reason });
    else if (sheet !== null) changed.add(sheet);
  });
  if (changed.size === 0) return null;
  for (const sheet of changed) sheet.finish();
  styles.finish();
  // Excel keeps a calculation chain as soon as any sheet has a formula: it may hang on the changed cells.
  if (bookPart(book, 'calcChain') !== undefined || [...changed].some(({ formulas }) => formulas)) {
    recalculateOnOpen(editor, book);
  }
  return editor;
}

function openSheet(editor: PackageEditor, book: Book, name: string, styles: DateStyles): SheetEditor | null {
  const sheet = book.sheets.find((one) => one.name === name);
  if (sheet === undefined) return null;
  return locating({ sheet: name }, () => new SheetEditor(editor, book, sheet, styles));
}

/** Makes, rewrites or takes away a sheet of ours; null where nothing changes, a text that says why it is refused. */
function changeSheet(book: Book, { name, rows }: SheetEdit): PackageEditor | string | null {
  const sheet = book.sheets.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (rows === null && sheet === undefined) return null;
  if (book.structureLocked && (rows === null || sheet === undefined)) {
    return "the workbook's structure is protected, so that no sheet can be added or removed. Take the protection off in Excel (Review, Protect Workbook).";
  }
  const editor = new PackageEditor(book.archive);
  if (rows !== null) writeSheet(editor, book, sheet, name, rows);
  else if (sheet !== undefined) removeSheet(editor, book, sheet);
  return editor;
}
