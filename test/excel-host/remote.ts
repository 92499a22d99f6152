/** Changes of co-authors, as they arrive in this person's Excel. */
import type { CellValue } from '../../shared/sheet/grid.ts';
import { areaOf, wholeRow } from './area.ts';
import { addSheet, type Book, type Cell, cellOf, knownSheet, putCell, type Visibility } from './book.ts';
import { edited, type Happening } from './change.ts';
import { sheetName } from './classes/worksheet.ts';
import { shiftCells } from './shift.ts';

/** A co-author's change, as it arrives. Rows and columns count from 0; a value is what their cell holds. */
export type RemoteEdit =
  | {
      readonly sheet: string;
      readonly row: number;
      readonly column: number;
      readonly value: CellValue;
      readonly formula?: string;
      readonly numberFormat?: string;
    }
  | { readonly sheet: string; readonly insertRow: number }
  | { readonly sheet: string; readonly deleteRow: number }
  | { readonly sheet: string; readonly addedAs: Visibility };

/** Makes the change and answers what happened. Throws where there is no such sheet. */
export function applyRemote(book: Book, edit: RemoteEdit): Happening {
  if ('addedAs' in edit) {
    const added = addSheet(book, sheetName(edit.sheet, book, null));
    added.visibility = edit.addedAs;
    return { kind: 'added', sheet: added };
  }
  const sheet = knownSheet(book, edit.sheet);
  if ('insertRow' in edit) {
    book.undo.steps = [];
    return shiftCells(book, sheet, { area: wholeRow(edit.insertRow), axis: 'rows', kind: 'insert' });
  }
  if ('deleteRow' in edit) {
    book.undo.steps = [];
    return shiftCells(book, sheet, { area: wholeRow(edit.deleteRow), axis: 'rows', kind: 'delete' });
  }
  const { row, column, value, formula, numberFormat } = edit;
  const before = cellOf(sheet, row, column);
  const { formula: _, cached: __, quoted: ___, format, ...kept } = before;
  const now = numberFormat ?? format ?? 'General';
  const cell: Cell = {
    ...kept,
    value,
    ...(formula === undefined ? {} : { formula, cached: true }),
    ...(now === 'General' ? {} : { format: now }),
  };
  // Undo takes back one's own changes only: what it would bring back holds the co-author's cell too.
  for (const step of book.undo.steps) {
    const content = step.kept.get(sheet)?.content;
    if (content !== undefined) putCell(content, row, column, cell);
  }
  putCell(sheet, row, column, cell);
  return edited(sheet, areaOf(row, column, 1, 1), before.value, value);
}
