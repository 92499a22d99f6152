import { z } from 'zod';
import { parseAddress } from '../address.ts';
import { areaOf } from '../area.ts';
import { flag, index, optionalText, parsed, text, whole } from '../arguments.ts';
import { type Book, type Sheet, sheetNamed, usedArea, type Visibility } from '../book.ts';
import { accessDenied, HostError, invalidArgument, itemNotFound } from '../error.ts';
import { changeable } from '../modes.ts';
import { EVENT, listening } from '../subscription.ts';
import { bind, type Call, type Kind, type Target } from '../target.ts';
import { changing, clearUndo } from '../undo.ts';
import { areasOn, rangeOn } from './reach.ts';
import { type TablesOf, tables } from './table.ts';

const VISIBILITIES: Readonly<Record<Visibility, string>> = {
  visible: 'Visible',
  hidden: 'Hidden',
  veryHidden: 'VeryHidden',
};

export const worksheet: Kind<Sheet> = {
  className: 'Worksheet',
  identity: ({ id }) => ({ Id: id }),
  scalars: {
    Id: { get: ({ id }) => id },
    Name: {
      get: ({ name }) => name,
      set: (sheet, input, call) => {
        structureChangeable(call);
        const name = sheetName(text(input, 'name'), call.book, sheet);
        changing(call.book, sheet);
        sheet.name = name;
        clearUndo(call.book);
      },
    },
    Position: {
      get: (sheet, { book }) => book.sheets.indexOf(sheet),
      set: (sheet, input, call) => {
        structureChangeable(call);
        const rest = call.book.sheets.filter((one) => one !== sheet);
        const to = Math.min(index(input, 'position'), rest.length);
        call.book.sheets = [...rest.slice(0, to), sheet, ...rest.slice(to)];
        clearUndo(call.book);
      },
    },
    Visibility: {
      get: ({ visibility }) => VISIBILITIES[visibility],
      set: (sheet, input, call) => setVisibility(sheet, input, call),
    },
  },
  navigation: {
    Protection: (sheet) => bind(worksheetProtection, sheet),
    Tables: (sheet) => bind(tables, { sheets: () => [sheet], sheet } satisfies TablesOf),
  },
  objects: {
    GetRange: (sheet, [where], call) => {
      const { sheet: named, area } = parseAddress(optionalText(where, 'address') ?? '');
      if (named !== null && sheetNamed(call.book, named) !== sheet) {
        throw invalidArgument(`an address on the sheet "${named}"`);
      }
      return rangeOn(sheet, area, call);
    },
    GetRanges: (sheet, [where], call) => {
      const areas = text(where, 'address')
        .split(',')
        .map((one) => parseAddress(one).area);
      return areasOn({ sheet, areas }, call);
    },
    GetRangeByIndexes: (sheet, [row, column, rows, columns], call) => {
      const area = areaOf(
        index(row, 'row'),
        index(column, 'column'),
        index(rows, 'rows'),
        index(columns, 'columns'),
      );
      if (area.bottom < area.top || area.right < area.left) throw invalidArgument('a range of no cells');
      return rangeOn(sheet, area, call);
    },
    GetCell: (sheet, [row, column], call) =>
      rangeOn(sheet, areaOf(whole(row, 'row'), whole(column, 'column'), 1, 1), call),
    // A blank sheet answers its first cell, as the documentation says.
    GetUsedRange: (sheet, [valuesOnly], call) =>
      rangeOn(sheet, usedArea(sheet, flag(valuesOnly, 'valuesOnly')) ?? areaOf(0, 0, 1, 1), call),
    GetUsedRangeOrNullObject: (sheet, [valuesOnly], call) => {
      const area = usedArea(sheet, flag(valuesOnly, 'valuesOnly'));
      return area === null ? null : rangeOn(sheet, area, call);
    },
    _GetSheetById: (_, [id], call) => sheetOrThrow(call.book, id),
    _GetAnotherWorksheetById: (_, [id], call) => sheetOrThrow(call.book, id),
  },
  actions: {
    Activate: (sheet, _, call) => {
      if (sheet.visibility !== 'visible')
        throw new HostError('InvalidOperation', `"${sheet.name}" is hidden.`);
      if (call.book.active === sheet) return null;
      call.happened({ kind: 'deactivated', sheet: call.book.active });
      call.book.active = sheet;
      call.happened({ kind: 'activated', sheet });
      return null;
    },
    Delete: (sheet, _, call) => {
      structureChangeable(call);
      if (sheet.visibility === 'veryHidden') {
        throw new HostError(
          'InvalidOperation',
          `"${sheet.name}" is very hidden: show it before it is deleted.`,
        );
      }
      const rest = call.book.sheets.filter((one) => one !== sheet);
      const next = rest.find(({ visibility }) => visibility === 'visible');
      if (next === undefined)
        throw new HostError('InvalidOperation', 'A workbook needs at least one visible sheet.');
      call.book.sheets = rest;
      if (call.book.active === sheet) call.book.active = next;
      for (const range of call.book.ranges) if (range.sheet === sheet) range.held = null;
      clearUndo(call.book);
      call.happened({ kind: 'deleted', sheet });
      return null;
    },
    ...listening<Sheet>(
      {
        DataChanged: EVENT.changed,
        Activated: EVENT.activated,
        Deactivated: EVENT.deactivated,
        SelectionChanged: EVENT.selected,
      },
      ({ id }) => id,
    ),
  },
};

export const worksheetProtection: Kind<Sheet> = {
  className: 'WorksheetProtection',
  scalars: { Protected: { get: (sheet) => sheet.protected } },
  actions: {
    Protect: (sheet, _, call) => {
      changeable(call);
      if (sheet.protected) throw new HostError('InvalidOperation', `"${sheet.name}" is protected already.`);
      sheet.protected = true;
      clearUndo(call.book);
      return null;
    },
    Unprotect: (sheet, [password], call) => {
      changeable(call);
      if (sheet.protected && optionalText(password, 'password') !== null) {
        throw accessDenied('the sheet has no such password');
      }
      sheet.protected = false;
      clearUndo(call.book);
      return null;
    },
  },
};

/** Throws AccessDenied where sheets can't be added, renamed, moved, hidden or deleted. */
export function structureChangeable(call: Call): void {
  changeable(call);
  if (call.book.protectedStructure) throw accessDenied("the workbook's structure is protected");
}

/** A name that a sheet may have. Throws InvalidArgument, ItemAlreadyExists. */
export function sheetName(name: string, book: Book, sheet: Sheet | null): string {
  const bad =
    name === '' || name.length > 31 || /[\\/?*[\]:]/.test(name) || name.startsWith("'") || name.endsWith("'");
  if (bad || name.toLowerCase() === 'history') throw invalidArgument(`the sheet name "${name}"`);
  const taken = book.sheets.some((one) => one !== sheet && one.name.toLowerCase() === name.toLowerCase());
  if (taken) throw new HostError('ItemAlreadyExists', `There is a sheet "${name}" already.`);
  return name;
}

function sheetOrThrow(book: Book, id: unknown): Target {
  const sheet = sheetNamed(book, text(id, 'id'));
  if (sheet === null) throw itemNotFound('the sheet was deleted');
  return bind(worksheet, sheet);
}

function setVisibility(sheet: Sheet, input: unknown, call: Call): void {
  structureChangeable(call);
  const asked = parsed(z.enum(['Visible', 'Hidden', 'VeryHidden']), input, 'visibility');
  const visibility = asked === 'Visible' ? 'visible' : asked === 'Hidden' ? 'hidden' : 'veryHidden';
  const other = call.book.sheets.find((one) => one !== sheet && one.visibility === 'visible');
  if (visibility !== 'visible' && other === undefined) {
    throw new HostError('InvalidOperation', 'A workbook needs at least one visible sheet.');
  }
  changing(call.book, sheet);
  sheet.visibility = visibility;
  if (visibility !== 'visible' && call.book.active === sheet && other !== undefined) {
    call.happened({ kind: 'deactivated', sheet });
    call.book.active = other;
    call.happened({ kind: 'activated', sheet: other });
  }
  clearUndo(call.book);
}
