import type { Area } from '../../../shared/sheet/grid.ts';
import { areaOf, intersection, rowsOf } from '../area.ts';
import { flag, index, rangeArgument, text } from '../arguments.ts';
import { cellOf, nextId, type Sheet, type Table } from '../book.ts';
import { accessDenied, HostError, invalidArgument, itemNotFound, notImplemented } from '../error.ts';
import { changeable } from '../modes.ts';
import { bind, type Call, type Kind, type Target } from '../target.ts';
import { changing } from '../undo.ts';
import { rangeOn, sheetOn } from './reach.ts';

export interface TableRef {
  readonly sheet: Sheet;
  readonly id: string;
}

/** The tables of one sheet or, with `sheet` null, of the workbook. */
export interface TablesOf {
  readonly sheets: () => readonly Sheet[];
  readonly sheet: Sheet | null;
}

export const tables: Kind<TablesOf> = {
  className: 'TableCollection',
  scalars: { Count: { get: (it) => all(it).length } },
  items: (it) => all(it).map((ref) => bind(table, ref)),
  item: (it, key) => {
    const found = byKey(it, key);
    if (found === null) throw itemNotFound(`the table "${String(key)}"`);
    return found;
  },
  objects: {
    GetItemOrNullObject: (it, [key]) => byKey(it, key),
    GetItemAt: (it, [at]) => {
      const found = all(it)[index(at, 'index')];
      if (found === undefined) throw itemNotFound('there is no such table');
      return bind(table, found);
    },
    Add: (it, [where, hasHeaders], call) => {
      changeable(call);
      const { sheet, area } = rangeArgument(where, it.sheet ?? call.book.active, call.book);
      if (sheet.protected) throw accessDenied(`"${sheet.name}" is protected`);
      if (!flag(hasHeaders, 'hasHeaders')) throw notImplemented('tables added without headings');
      if (sheet.tables.some((one) => intersection(one.area, area) !== null)) {
        throw invalidArgument('a range that overlaps a table');
      }
      changing(call.book, sheet);
      const number = nextId(call.book);
      const made: Table = {
        id: `{TABLE-${number}}`,
        name: `Table${number}`,
        area,
        headings: true,
        totals: false,
      };
      sheet.tables = [...sheet.tables, made];
      return bind(table, { sheet, id: made.id });
    },
  },
  actions: { GetCount: (it) => all(it).length },
};

function all({ sheets }: TablesOf): TableRef[] {
  return sheets().flatMap((sheet) => sheet.tables.map(({ id }) => ({ sheet, id })));
}

function byKey(it: TablesOf, key: unknown): Target | null {
  const wanted = text(key, 'key').toLowerCase();
  const found = all(it).find(
    (ref) => ref.id.toLowerCase() === wanted || tableOf(ref).name.toLowerCase() === wanted,
  );
  return found === undefined ? null : bind(table, found);
}

export const table: Kind<TableRef> = {
  className: 'Table',
  identity: ({ id }) => ({ Id: id }),
  scalars: {
    Id: { get: ({ id }) => id },
    Name: {
      get: (it) => tableOf(it).name,
      set: (it, input, call) => {
        const name = text(input, 'name');
        const taken = call.book.sheets.some(({ tables }) =>
          tables.some((one) => one.id !== it.id && one.name.toLowerCase() === name.toLowerCase()),
        );
        if (!/^[A-Za-z_\\][\w.\\]*$/.test(name)) throw invalidArgument(`the table name "${name}"`);
        if (taken) throw new HostError('ItemAlreadyExists', `There is a table "${name}" already.`);
        put(it, { name }, call);
      },
    },
    ShowHeaders: { get: (it) => tableOf(it).headings },
    ShowTotals: { get: (it) => tableOf(it).totals },
    ShowFilterButton: { get: (it) => tableOf(it).headings },
  },
  navigation: {
    Worksheet: ({ sheet }, call) => sheetOn(sheet, call),
    Columns: (it) => bind(tableColumns, it),
  },
  objects: {
    GetRange: (it, _, call) => rangeOn(it.sheet, tableOf(it).area, call),
    GetDataBodyRange: (it, _, call) => rangeOn(it.sheet, body(tableOf(it)), call),
    GetHeaderRowRange: (it, _, call) => {
      const { area, headings } = tableOf(it);
      if (!headings) throw itemNotFound('the table has no heading row');
      return rangeOn(it.sheet, { ...area, bottom: area.top }, call);
    },
    GetTotalRowRange: (it, _, call) => {
      const { area, totals } = tableOf(it);
      if (!totals) throw itemNotFound('the table has no totals row');
      return rangeOn(it.sheet, { ...area, top: area.bottom }, call);
    },
  },
  actions: {
    // The heading row must stay where it is and the new range must overlap the old one.
    Resize: (it, [where], call) => {
      const now = tableOf(it);
      const { sheet, area } = rangeArgument(where, it.sheet, call.book);
      if (sheet !== it.sheet || area.top !== now.area.top || intersection(area, now.area) === null) {
        throw invalidArgument('a table keeps its heading row and overlaps its old range');
      }
      if (rowsOf(area) < 1 + Number(now.headings) + Number(now.totals))
        throw invalidArgument('a table without rows');
      if (sheet.tables.some((one) => one.id !== it.id && intersection(one.area, area) !== null)) {
        throw invalidArgument('a range that overlaps another table');
      }
      put(it, { area }, call);
      return null;
    },
    ConvertToRange: () => {
      throw notImplemented('Table.convertToRange');
    },
  },
};

export const tableColumns: Kind<TableRef> = {
  className: 'TableColumnCollection',
  scalars: { Count: { get: (it) => columnRefs(it).length } },
  items: (it) => columnRefs(it).map((ref) => bind(tableColumn, ref)),
  actions: { GetCount: (it) => columnRefs(it).length },
};

interface ColumnRef {
  readonly table: TableRef;
  readonly index: number;
}

export const tableColumn: Kind<ColumnRef> = {
  className: 'TableColumn',
  scalars: {
    Id: { get: (it) => it.index + 1 },
    Index: { get: (it) => it.index },
    Name: {
      get: ({ table: it, index }) => {
        const { area, headings } = tableOf(it);
        return headings
          ? String(cellOf(it.sheet, area.top, area.left + index).value ?? '')
          : `Column${index + 1}`;
      },
    },
  },
};

function columnRefs(it: TableRef): readonly ColumnRef[] {
  const { area } = tableOf(it);
  return Array.from({ length: area.right - area.left + 1 }, (_, index) => ({ table: it, index }));
}

function tableOf({ sheet, id }: TableRef): Table {
  const found = sheet.tables.find((one) => one.id === id);
  if (found === undefined) throw itemNotFound('the table was deleted');
  return found;
}

/** The rows between the headings and the totals; the first of them where there are none. */
function body({ area, headings, totals }: Table): Area {
  const top = area.top + Number(headings);
  const rows = Math.max(1, rowsOf(area) - Number(headings) - Number(totals));
  return areaOf(top, area.left, rows, area.right - area.left + 1);
}

function put(it: TableRef, change: Partial<Table>, call: Call): void {
  changeable(call);
  tableOf(it);
  if (it.sheet.protected) throw accessDenied(`"${it.sheet.name}" is protected`);
  changing(call.book, it.sheet);
  it.sheet.tables = it.sheet.tables.map((one) => (one.id === it.id ? { ...one, ...change } : one));
}
