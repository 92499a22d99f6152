import { z } from 'zod';
import { optionalText, parsed, text } from '../arguments.ts';
import type { Book } from '../book.ts';
import { accessDenied, HostError, itemNotFound } from '../error.ts';
import { changeable } from '../modes.ts';
import { bind, type Kind, type Target } from '../target.ts';
import { clearUndo } from '../undo.ts';
import { names } from './names.ts';
import { rangeOn } from './reach.ts';
import { tables } from './table.ts';
import { worksheets } from './worksheets.ts';

export const workbook: Kind<Book> = {
  className: 'Workbook',
  scalars: {
    Name: { get: ({ name }) => name },
    ReadOnly: { get: (_, { modes }) => modes.readOnly },
    AutoSave: { get: ({ autoSave }) => autoSave },
    IsDirty: { get: ({ undo }) => undo.steps.length > 0 },
  },
  navigation: {
    Worksheets: (book) => bind(worksheets, book),
    Tables: (book) => bind(tables, { sheets: () => book.sheets, sheet: null }),
    Names: (book) => bind(names, book),
    Application: (book) => bind(application, book),
    Protection: (book) => bind(workbookProtection, book),
    _Runtime: (book) => bind(runtime, book),
  },
  objects: {
    GetSelectedRange: ({ selection: { sheet, area } }, _, call) => rangeOn(sheet, area, call),
    GetActiveCell: ({ selection: { sheet, area } }, _, call) =>
      rangeOn(sheet, { ...area, bottom: area.top, right: area.left }, call),
    _GetRangeForEventByReferenceId: (_, [id], call) => {
      const found = forEvent(text(id, 'id'), call.references);
      if (found === null) throw itemNotFound('the range of the event');
      return found;
    },
    _GetRangeOrNullObjectForEventByReferenceId: (_, [id], call) => forEvent(text(id, 'id'), call.references),
  },
  actions: {
    Save: (book) => {
      clearUndo(book);
      return null;
    },
    _RemoveReference: (_, [id], { references }) => {
      references.delete(text(id, 'id'));
      return null;
    },
    _RemoveAllReferences: (_, __, { references }) => {
      references.clear();
      return null;
    },
    _GetReferenceCount: (_, __, { references }) => references.size,
  },
};

function forEvent(id: string, references: ReadonlyMap<string, Target>): Target | null {
  return references.get(id) ?? null;
}

export const application: Kind<Book> = {
  className: 'Application',
  scalars: { CalculationMode: { get: () => 'Automatic' } },
  actions: {
    SuspendScreenUpdatingUntilNextSync: () => null,
    SuspendApiCalculationUntilNextSync: () => null,
  },
};

export const runtime: Kind<Book> = {
  className: 'Runtime',
  scalars: {
    EnableEvents: {
      get: (_, call) => call.eventsEnabled,
      set: (_, input, call) => call.setEventsEnabled(parsed(z.boolean(), input, 'enableEvents')),
    },
  },
};

export const workbookProtection: Kind<Book> = {
  className: 'WorkbookProtection',
  scalars: { Protected: { get: ({ protectedStructure }) => protectedStructure } },
  actions: {
    Protect: (book, _, call) => {
      changeable(call);
      if (book.protectedStructure)
        throw new HostError('InvalidOperation', 'The workbook is protected already.');
      book.protectedStructure = true;
      clearUndo(book);
      return null;
    },
    Unprotect: (book, [password], call) => {
      changeable(call);
      if (book.protectedStructure && optionalText(password, 'password') !== null) {
        throw accessDenied('the workbook has no such password');
      }
      book.protectedStructure = false;
      clearUndo(book);
      return null;
    },
  },
};
