import { parseAddress } from '../address.ts';
import { optionalText } from '../arguments.ts';
import { type Book, sheetNamed } from '../book.ts';
import type { NameData } from '../data.ts';
import { itemNotFound } from '../error.ts';
import { bind, type Call, type Kind, type Target } from '../target.ts';
import { rangeOn } from './reach.ts';

/** The names of the workbook. They stay as the workbook was opened: insertions do not move them. */
export const names: Kind<Book> = {
  className: 'NamedItemCollection',
  scalars: {},
  items: (book) => book.names.map((name) => bind(namedItem, name)),
  item: (book, key) => {
    const found = byName(book, key);
    if (found === null) throw itemNotFound(`the name "${String(key)}"`);
    return found;
  },
  objects: { GetItemOrNullObject: (book, [key]) => byName(book, key) },
  actions: { GetCount: (book) => book.names.length },
};

export const namedItem: Kind<NameData> = {
  className: 'NamedItem',
  identity: ({ name }) => ({ _Id: name }),
  scalars: {
    Name: { get: ({ name }) => name },
    Formula: { get: ({ formula }) => formula },
    Scope: { get: () => 'Workbook' },
    Visible: { get: () => true },
  },
  objects: {
    GetRange: (it, _, call) => {
      const found = rangeOf(it, call);
      if (found === null) throw itemNotFound(`the name "${it.name}" is no range`);
      return found;
    },
    GetRangeOrNullObject: (it, _, call) => rangeOf(it, call),
  },
};

function byName(book: Book, key: unknown): Target | null {
  const wanted = optionalText(key, 'name')?.toLowerCase();
  const found = book.names.find(({ name }) => name.toLowerCase() === wanted);
  return found === undefined ? null : bind(namedItem, found);
}

function rangeOf({ formula }: NameData, call: Call): Target | null {
  if (!/^=('([^']|'')+'|[^'!()]+)!\$?[A-Z]+\$?\d+(:\$?[A-Z]+\$?\d+)?$/i.test(formula)) return null;
  const { sheet, area } = parseAddress(formula.slice(1));
  const on = sheet === null ? null : sheetNamed(call.book, sheet);
  return on === null ? null : rangeOn(on, area, call);
}
