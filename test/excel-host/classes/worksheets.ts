import { flag, optionalText, text } from '../arguments.ts';
import { addSheet, type Book, type Sheet, sheetNamed } from '../book.ts';
import { itemNotFound } from '../error.ts';
import { EVENT, listening, WORKBOOK } from '../subscription.ts';
import { bind, type Kind, type Target } from '../target.ts';
import { changing } from '../undo.ts';
import { sheetName, structureChangeable, worksheet } from './worksheet.ts';

export const worksheets: Kind<Book> = {
  className: 'WorksheetCollection',
  scalars: {},
  items: (book) => book.sheets.map((sheet) => bind(worksheet, sheet)),
  item: (book, key) => {
    const sheet = sheetNamed(book, text(key, 'key'));
    if (sheet === null) throw itemNotFound(`the sheet "${String(key)}"`);
    return bind(worksheet, sheet);
  },
  objects: {
    GetItemOrNullObject: (book, [key]) => {
      const sheet = sheetNamed(book, text(key, 'key'));
      return sheet === null ? null : bind(worksheet, sheet);
    },
    GetActiveWorksheet: ({ active }) => bind(worksheet, active),
    GetFirst: (book, [visibleOnly]) => end(book, flag(visibleOnly, 'visibleOnly'), 0),
    GetLast: (book, [visibleOnly]) => end(book, flag(visibleOnly, 'visibleOnly'), -1),
    Add: (book, [asked], call) => {
      structureChangeable(call);
      const sheet = addSheet(book, sheetName(optionalText(asked, 'name') ?? freeName(book), book, null));
      changing(book, sheet);
      call.happened({ kind: 'added', sheet });
      return bind(worksheet, sheet);
    },
  },
  actions: {
    GetCount: (book, [visibleOnly]) => listed(book, flag(visibleOnly, 'visibleOnly')).length,
    ...listening<Book>(
      {
        DataChanged: EVENT.changed,
        Activated: EVENT.activated,
        Deactivated: EVENT.deactivated,
        Added: EVENT.added,
        Deleted: EVENT.deleted,
        SelectionChanged: EVENT.selected,
      },
      () => WORKBOOK,
    ),
  },
};

function listed(book: Book, visibleOnly: boolean): readonly Sheet[] {
  return visibleOnly ? book.sheets.filter(({ visibility }) => visibility === 'visible') : book.sheets;
}

function end(book: Book, visibleOnly: boolean, at: 0 | -1): Target {
  const sheet = listed(book, visibleOnly).at(at);
  if (sheet === undefined) throw itemNotFound('there is no such sheet');
  return bind(worksheet, sheet);
}

function freeName(book: Book): string {
  let number = book.sheets.length + 1;
  while (sheetNamed(book, `Sheet${number}`) !== null) number += 1;
  return `Sheet${number}`;
}
