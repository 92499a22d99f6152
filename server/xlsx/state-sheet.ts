/** Our own very hidden sheet in a person's workbook: made, rewritten, taken away. */
import type { Book, BookSheet } from './book.ts';
import { renderCell } from './cell-xml.ts';
import { WorkbookError } from './error.ts';
import type { PackageEditor } from './package-editor.ts';
import { childrenAt, childrenOf } from './package-editor.ts';
import { findRoot } from './scan.ts';
import type { Splice } from './tags.ts';
import { editTag, escapeAttribute, splice } from './tags.ts';

const STRICT = 'http://purl.oclc.org/ooxml/spreadsheetml/main';
const TRANSITIONAL = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const SHEET_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml';

export type Rows = readonly (readonly string[])[];

/** Makes the sheet, or puts other rows into it where it is there. */
export function writeSheet(
  editor: PackageEditor,
  book: Book,
  sheet: BookSheet | undefined,
  name: string,
  rows: Rows,
): void {
  const workbook = editor.need(book.part);
  const strict = workbook.includes(STRICT);
  const content = renderSheet(rows, strict ? STRICT : TRANSITIONAL);
  if (sheet !== undefined) {
    editor.write(sheet.part, content);
    if (sheet.visibility !== 'veryHidden') hide(editor, book, sheet);
    return;
  }
  const folder = book.part.slice(0, book.part.lastIndexOf('/') + 1);
  let number = book.sheets.length + 1;
  while (editor.has(`${folder}worksheets/sheet${number}.xml`)) number += 1;
  editor.add(`${folder}worksheets/sheet${number}.xml`, content, SHEET_TYPE);
  const relationships = strict
    ? 'http://purl.oclc.org/ooxml/officeDocument/relationships'
    : 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const id = editor.relate(book.part, `${relationships}/worksheet`, `worksheets/sheet${number}.xml`, false);
  const { sheets, prefix, end } = sheetElements(workbook, book);
  const sheetId = Math.max(0, ...sheets.map(({ attribute }) => Number(attribute('sheetId')))) + 1;
  const element = `<${prefix}sheet xmlns:r="${relationships}" name="${escapeAttribute(name)}" sheetId="${sheetId}" state="veryHidden" r:id="${id}"/>`;
  editor.write(book.part, splice(workbook, [{ from: end, to: end, text: element }]));
}

/** Takes a sheet out of the workbook; names local to it go, those local to later sheets follow them. */
export function removeSheet(editor: PackageEditor, book: Book, sheet: BookSheet): void {
  const workbook = editor.need(book.part);
  const { sheets, prefix } = sheetElements(workbook, book);
  const splices: Splice[] = [];
  const own = sheets[sheet.index];
  if (own !== undefined) splices.push({ from: own.start, to: own.end, text: '' });
  for (const names of childrenOf(workbook, book.part, 'definedNames')) {
    const all = [...childrenAt(workbook, editTag(workbook, names.start, {}).to, `${prefix}definedName`)];
    const kept = all.filter(({ attribute }) => attribute('localSheetId') !== String(sheet.index));
    if (kept.length === 0) {
      splices.push({ from: names.start, to: names.end, text: '' });
      continue;
    }
    for (const { start, end, attribute } of all) {
      const local = Number(attribute('localSheetId') ?? -1);
      if (local === sheet.index) splices.push({ from: start, to: end, text: '' });
      else if (local > sheet.index)
        splices.push(editTag(workbook, start, { localSheetId: String(local - 1) }));
    }
  }
  for (const views of childrenOf(workbook, book.part, 'bookViews')) {
    for (const { start, attribute } of childrenAt(
      workbook,
      editTag(workbook, views.start, {}).to,
      `${prefix}workbookView`,
    )) {
      const moved: Record<string, string> = {};
      for (const key of ['activeTab', 'firstSheet']) {
        const shown = Number(attribute(key) ?? 0);
        if (shown > sheet.index) moved[key] = String(shown - 1);
      }
      splices.push(editTag(workbook, start, moved));
    }
  }
  editor.write(book.part, splice(workbook, splices));
  editor.unrelate(book.part, sheet.relation);
  editor.remove(sheet.part);
}

function hide(editor: PackageEditor, book: Book, sheet: BookSheet): void {
  const workbook = editor.need(book.part);
  const own = sheetElements(workbook, book).sheets[sheet.index];
  if (own !== undefined)
    editor.write(book.part, splice(workbook, [editTag(workbook, own.start, { state: 'veryHidden' })]));
}

/** Asks Excel to work all formulas out again when it opens the file: their kept results may be old. */
export function recalculateOnOpen(editor: PackageEditor, book: Book): void {
  const workbook = editor.need(book.part);
  const [calculation] = childrenOf(workbook, book.part, 'calcPr');
  if (calculation !== undefined) {
    editor.write(
      book.part,
      splice(workbook, [editTag(workbook, calculation.start, { fullCalcOnLoad: '1' })]),
    );
    return;
  }
  const { prefix } = findRoot(workbook, book.part);
  // The schema's order: these come before calcPr, in this order.
  const before = ['sheets', 'functionGroups', 'externalReferences', 'definedNames'];
  const end = before.flatMap((name) => [...childrenOf(workbook, book.part, name)]).at(-1)?.end;
  if (end === undefined) return;
  editor.write(
    book.part,
    splice(workbook, [{ from: end, to: end, text: `<${prefix}calcPr fullCalcOnLoad="1"/>` }]),
  );
}

/** The `<sheet>` elements. Throws a WorkbookError where they are not the ones that were read. */
function sheetElements(workbook: Buffer, book: Book) {
  const { prefix } = findRoot(workbook, book.part);
  const [list] = childrenOf(workbook, book.part, 'sheets');
  const sheets =
    list === undefined
      ? []
      : [...childrenAt(workbook, editTag(workbook, list.start, {}).to, `${prefix}sheet`)];
  const last = sheets.at(-1);
  if (
    last === undefined ||
    book.sheets.some(({ index, name }) => sheets[index]?.attribute('name') !== name)
  ) {
    throw new WorkbookError(
      'damaged',
      'its list of sheets stands where Excel does not write it. Open the file in Excel and save it again.',
    );
  }
  return { prefix, sheets, end: last.end };
}

function renderSheet(rows: Rows, namespace: string): Buffer {
  const pieces = [
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n',
    `<worksheet xmlns="${namespace}"><sheetData>`,
  ];
  rows.forEach((cells, row) => {
    pieces.push(`<row r="${row + 1}">`);
    cells.forEach((text, column) => {
      pieces.push(renderCell('', row, column, 0, { kind: 'text', text })?.raw.toString('utf8') ?? '');
    });
    pieces.push('</row>');
  });
  pieces.push('</sheetData></worksheet>');
  return Buffer.from(pieces.join(''));
}
