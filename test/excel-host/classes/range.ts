import { z } from 'zod';
import { fullAddress } from '../address.ts';
import {
  areaOf,
  bounding,
  columnsOf,
  contains,
  intersection,
  LAST_COLUMN,
  LAST_ROW,
  rowsOf,
} from '../area.ts';
import { flag, index, parsed, rangeArgument, text, whole } from '../arguments.ts';
import { type LiveRange, nextId } from '../book.ts';
import { place } from '../data.ts';
import { accessDenied, HostError, invalidArgument, itemNotFound } from '../error.ts';
import { changeable } from '../modes.ts';
import { shiftCells } from '../shift.ts';
import { shown } from '../shown.ts';
import { bind, type Kind } from '../target.ts';
import { changing } from '../undo.ts';
import { clearCells, inSpans } from '../write.ts';
import { conditionalFormats } from './conditional-format.ts';
import { dataValidation } from './data-validation.ts';
import { rangeFormat } from './format.ts';
import {
  cellProperty,
  common,
  each,
  hidden,
  hide,
  linkOf,
  listed,
  rowHidden,
  same,
  setFormats,
  setLink,
  specialAreas,
  spread,
  usedIn,
  valueType,
  wholeColumns,
  wholeRows,
  write,
} from './range-content.ts';
import { areasOn, rangeOn, sheetOn } from './reach.ts';

export const range: Kind<LiveRange> = {
  className: 'Range',
  scalars: {
    Address: { get: ({ sheet, area }) => fullAddress(sheet.name, area) },
    RowIndex: { get: ({ area }) => area.top },
    ColumnIndex: { get: ({ area }) => area.left },
    RowCount: { get: ({ area }) => rowsOf(area) },
    ColumnCount: { get: ({ area }) => columnsOf(area) },
    CellCount: { get: ({ area }) => rowsOf(area) * columnsOf(area) },
    IsEntireRow: { get: ({ area }) => wholeRows(area) },
    IsEntireColumn: { get: ({ area }) => wholeColumns(area) },
    Values: {
      get: (it) => each(it, (cell) => cell.value ?? ''),
      set: ({ sheet, area }, input, call) => write(sheet, area, input, call),
    },
    Formulas: {
      get: (it) => each(it, (cell) => cell.formula ?? cell.value ?? ''),
      set: ({ sheet, area }, input, call) => write(sheet, area, input, call),
    },
    Text: {
      get: (it, { book }) => each(it, (cell) => shown(cell.value, cell.format ?? 'General', book.dateSystem)),
    },
    ValueTypes: { get: (it) => each(it, (cell) => valueType(cell.value, cell.quoted === true)) },
    NumberFormat: {
      get: (it) => each(it, (cell) => cell.format ?? 'General'),
      set: ({ sheet, area }, input, call) => setFormats(sheet, area, input, call),
    },
    Hyperlink: {
      get: ({ sheet, area }) => same(spread(sheet, area, (cell) => linkOf(cell))),
      set: ({ sheet, area }, input, call) => setLink(sheet, area, input, call),
    },
    RowHidden: {
      get: ({ sheet, area }) => hidden(area.top, area.bottom, (row) => rowHidden(sheet, row)),
      set: ({ sheet, area }, input, call) => hide(sheet, area.top, area.bottom, 'hiddenRows', input, call),
    },
    ColumnHidden: {
      get: ({ sheet, area }) =>
        hidden(area.left, area.right, (column) => inSpans(sheet.hiddenColumns, column)),
      set: ({ sheet, area }, input, call) => hide(sheet, area.left, area.right, 'hiddenColumns', input, call),
    },
    Hidden: {
      get: ({ sheet, area }) =>
        hidden(area.top, area.bottom, (row) => rowHidden(sheet, row)) === true ||
        hidden(area.left, area.right, (column) => inSpans(sheet.hiddenColumns, column)) === true,
    },
  },
  navigation: {
    Worksheet: ({ sheet }, call) => sheetOn(sheet, call),
    Format: (it) => bind(rangeFormat, it),
    DataValidation: (it) => bind(dataValidation, it),
    ConditionalFormats: ({ sheet, area }) => bind(conditionalFormats, { sheet, areas: [area] }),
  },
  objects: {
    GetCell: ({ sheet, area }, [row, column], call) => {
      const top = area.top + whole(row, 'row');
      const left = area.left + whole(column, 'column');
      return rangeOn(sheet, areaOf(top, left, 1, 1), call);
    },
    GetRow: ({ sheet, area }, [row], call) => {
      const top = area.top + whole(row, 'row');
      return rangeOn(sheet, { ...area, top, bottom: top }, call);
    },
    GetColumn: ({ sheet, area }, [column], call) => {
      const left = area.left + whole(column, 'column');
      return rangeOn(sheet, { ...area, left, right: left }, call);
    },
    GetLastCell: ({ sheet, area }, _, call) => rangeOn(sheet, areaOf(area.bottom, area.right, 1, 1), call),
    GetLastRow: ({ sheet, area }, _, call) => rangeOn(sheet, { ...area, top: area.bottom }, call),
    GetLastColumn: ({ sheet, area }, _, call) => rangeOn(sheet, { ...area, left: area.right }, call),
    GetEntireRow: ({ sheet, area }, _, call) =>
      rangeOn(sheet, { ...area, left: 0, right: LAST_COLUMN }, call),
    GetEntireColumn: ({ sheet, area }, _, call) =>
      rangeOn(sheet, { ...area, top: 0, bottom: LAST_ROW }, call),
    GetOffsetRange: ({ sheet, area }, [rows, columns], call) => {
      const top = area.top + whole(rows, 'rowOffset');
      const left = area.left + whole(columns, 'columnOffset');
      return rangeOn(sheet, areaOf(top, left, rowsOf(area), columnsOf(area)), call);
    },
    GetResizedRange: ({ sheet, area }, [rows, columns], call) => {
      const bottom = area.bottom + whole(rows, 'deltaRows');
      const right = area.right + whole(columns, 'deltaColumns');
      if (bottom < area.top || right < area.left) throw invalidArgument('a range of no cells');
      return rangeOn(sheet, { ...area, bottom, right }, call);
    },
    GetAbsoluteResizedRange: ({ sheet, area }, [rows, columns], call) =>
      rangeOn(sheet, areaOf(area.top, area.left, index(rows, 'numRows'), index(columns, 'numColumns')), call),
    GetBoundingRect: ({ sheet, area }, [other], call) =>
      rangeOn(sheet, bounding(area, rangeArgument(other, sheet, call.book).area), call),
    GetIntersection: ({ sheet, area }, [other], call) => {
      const found = common(sheet, area, rangeArgument(other, sheet, call.book));
      if (found === null) throw itemNotFound('the ranges have no cell in common');
      return rangeOn(sheet, found, call);
    },
    GetIntersectionOrNullObject: ({ sheet, area }, [other], call) => {
      const found = common(sheet, area, rangeArgument(other, sheet, call.book));
      return found === null ? null : rangeOn(sheet, found, call);
    },
    GetUsedRange: ({ sheet, area }, [valuesOnly], call) => {
      const found = usedIn(sheet, area, flag(valuesOnly, 'valuesOnly'));
      return rangeOn(sheet, found ?? areaOf(area.top, area.left, 1, 1), call);
    },
    GetUsedRangeOrNullObject: ({ sheet, area }, [valuesOnly], call) => {
      const found = usedIn(sheet, area, flag(valuesOnly, 'valuesOnly'));
      return found === null ? null : rangeOn(sheet, found, call);
    },
    // Only merges whose first cell lies inside are found, as people report of Excel (office-js#3611).
    GetMergedAreasOrNullObject: ({ sheet, area }, _, call) => {
      const found = sheet.merges.filter(({ top, left }) => contains(area, top, left));
      return found.length === 0 ? null : areasOn({ sheet, areas: found }, call);
    },
    GetSpecialCells: ({ sheet, area }, [type], call) => {
      const areas = specialAreas(sheet, area, text(type, 'cellType'));
      if (areas.length === 0) throw itemNotFound('no cell is of that kind');
      return areasOn({ sheet, areas }, call);
    },
    GetSpecialCellsOrNullObject: ({ sheet, area }, [type], call) => {
      const areas = specialAreas(sheet, area, text(type, 'cellType'));
      return areas.length === 0 ? null : areasOn({ sheet, areas }, call);
    },
    Insert: ({ sheet, area }, [direction], call) => {
      const axis = parsed(z.enum(['Down', 'Right']), direction, 'shift') === 'Down' ? 'rows' : 'columns';
      changeable(call);
      call.happened(shiftCells(call.book, sheet, { area, axis, kind: 'insert' }));
      return rangeOn(sheet, area, call);
    },
  },
  actions: {
    _KeepReference: (it, _, call) => {
      const kept = [...call.references.values()].some(({ subject }) => subject === it);
      if (!kept) call.references.set(`range-${nextId(call.book)}`, bind(range, it));
      return null;
    },
    // office.js asks it before it cuts a large write into blocks.
    _ValidateArraySize: ({ area }, [rows, columns]) => {
      if (rows !== rowsOf(area) || columns !== columnsOf(area)) {
        throw invalidArgument(
          "the number of rows or columns in the input array doesn't match the size of the range",
        );
      }
      return null;
    },
    Select: ({ sheet, area }, _, call) => {
      if (sheet.visibility !== 'visible')
        throw new HostError('InvalidOperation', `"${sheet.name}" is hidden.`);
      if (call.book.active !== sheet) call.happened({ kind: 'activated', sheet });
      call.book.active = sheet;
      call.book.selection = { sheet, area };
      call.happened({ kind: 'selected', sheet, area });
      return null;
    },
    Delete: ({ sheet, area }, [direction], call) => {
      const axis = parsed(z.enum(['Up', 'Left']), direction, 'shift') === 'Up' ? 'rows' : 'columns';
      changeable(call);
      call.happened(shiftCells(call.book, sheet, { area, axis, kind: 'delete' }));
      return null;
    },
    Clear: ({ sheet, area }, [applyTo], call) => {
      const what =
        parsed(z.enum(['All', 'Formats', 'Contents', 'Hyperlinks']).nullish(), applyTo, 'applyTo') ?? 'All';
      changeable(call);
      const change = clearCells(call.book, sheet, area, what);
      if (change !== null) call.happened(change);
      return null;
    },
    Merge: ({ sheet, area }, [across], call) => {
      if (flag(across, 'across')) throw invalidArgument('merging across is not modelled');
      changeable(call);
      if (sheet.protected) throw accessDenied(`"${sheet.name}" is protected`);
      changing(call.book, sheet);
      sheet.merges = [...sheet.merges.filter((one) => intersection(one, area) === null), area];
      for (const key of [...sheet.cells.keys()]) {
        const { row, column } = place(key);
        if (contains(area, row, column) && (row !== area.top || column !== area.left))
          sheet.cells.delete(key);
      }
      return null;
    },
    Unmerge: ({ sheet, area }, _, call) => {
      changeable(call);
      changing(call.book, sheet);
      sheet.merges = sheet.merges.filter((one) => intersection(one, area) === null);
      return null;
    },
    GetCellProperties: ({ sheet, area }, [options]) => {
      const wanted = Object.keys(
        parsed(z.record(z.string(), z.unknown()), options, 'cellPropertiesLoadOptions'),
      );
      return spread(sheet, area, (cell, row, column) =>
        Object.fromEntries(wanted.map((name) => [name, cellProperty(name, sheet, cell, row, column)])),
      );
    },
    GetRowProperties: ({ sheet, area }, [options]) =>
      listed(area.top, area.bottom, options, {
        rowIndex: (row) => row,
        rowHidden: (row) => rowHidden(sheet, row),
        address: (row) => fullAddress(sheet.name, { ...area, top: row, bottom: row }),
      }),
    GetColumnProperties: ({ sheet, area }, [options]) =>
      listed(area.left, area.right, options, {
        columnIndex: (column) => column,
        columnHidden: (column) => inSpans(sheet.hiddenColumns, column),
        address: (column) => fullAddress(sheet.name, { ...area, left: column, right: column }),
      }),
  },
};
