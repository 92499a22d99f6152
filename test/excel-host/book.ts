/** The workbook model. What a cell, merge, table or format holds is never changed in place, only replaced. */
import { type Area, at, type CellValue, type Span } from '../../shared/sheet/grid.ts';
import {
  BookData,
  type BookInput,
  type CellData,
  type ConditionalFormatData,
  type NameData,
  place,
} from './data.ts';
import { HostError } from './error.ts';

export interface Cell {
  readonly value: CellValue;
  readonly formula?: string;
  readonly cached?: boolean;
  readonly format?: string;
  readonly link?: string;
  readonly unlocked?: true;
  readonly quoted?: true;
  readonly fill?: string;
}

export const EMPTY: Cell = { value: null };

export interface Table {
  readonly id: string;
  readonly name: string;
  readonly area: Area;
  readonly headings: boolean;
  readonly totals: boolean;
}

export interface DropDown {
  readonly areas: readonly Area[];
  readonly source: string;
}

export type Visibility = 'visible' | 'hidden' | 'veryHidden';

/** Everything of a sheet that undo brings back. */
export interface SheetContent {
  name: string;
  visibility: Visibility;
  cells: Map<number, Cell>;
  merges: readonly Area[];
  hiddenRows: readonly Span[];
  hiddenColumns: readonly Span[];
  /** Rows that a filter hides now. */
  filteredRows: readonly Span[];
  tables: readonly Table[];
  dropDowns: readonly DropDown[];
  notes: ReadonlyMap<number, string>;
  conditionalFormats: readonly ConditionalFormatData[];
  protected: boolean;
}

export interface Sheet extends SheetContent {
  readonly id: string;
}

/** A range that someone holds: it moves with its cells; null once they are deleted. */
export class LiveRange {
  readonly sheet: Sheet;
  held: Area | null;

  constructor(sheet: Sheet, area: Area) {
    this.sheet = sheet;
    this.held = area;
  }

  /** Where it is now. Throws InvalidReference once its cells are gone. */
  get area(): Area {
    if (this.held === null) {
      throw new HostError('InvalidReference', 'The cells of this range were deleted.');
    }
    return this.held;
  }
}

/** A sheet as it was before a step. */
interface Kept {
  readonly content: SheetContent;
  readonly ranges: readonly (readonly [LiveRange, Area | null])[];
}

/** What one undo takes back. */
interface Step {
  readonly sheets: readonly Sheet[];
  readonly kept: Map<Sheet, Kept>;
}

export interface Undo {
  steps: Step[];
  open: Step | null;
  /** A call that Excel can't undo was made in the open step. */
  cleared: boolean;
}

export interface Book {
  readonly name: string;
  readonly dateSystem: 1900 | 1904;
  sheets: readonly Sheet[];
  active: Sheet;
  selection: { readonly sheet: Sheet; readonly area: Area };
  readonly names: readonly NameData[];
  protectedStructure: boolean;
  autoSave: boolean;
  ranges: Set<LiveRange>;
  readonly undo: Undo;
  /** For ids of sheets, tables, formats and references. */
  lastId: number;
}

/** Opens a workbook. Throws where the data is not one. */
export function openBook(input: BookInput, undo: Undo): Book {
  const data = BookData.parse(input);
  let lastId = 0;
  const sheets = data.sheets.map((sheet): Sheet => {
    lastId += 1;
    return {
      id: sheetId(lastId),
      name: sheet.name,
      visibility: sheet.visibility,
      cells: new Map(sheet.cells.map((one) => [at(one.row, one.column), cellFrom(one)])),
      merges: sheet.merges,
      hiddenRows: sheet.hiddenRows,
      hiddenColumns: sheet.hiddenColumns,
      filteredRows: [],
      tables: sheet.tables.map((table) => {
        lastId += 1;
        return { ...table, id: `{TABLE-${lastId}}` };
      }),
      dropDowns: sheet.dropDowns,
      notes: new Map(sheet.notes.map(({ row, column, text }) => [at(row, column), text])),
      conditionalFormats: sheet.conditionalFormats,
      protected: sheet.protected,
    };
  });
  const first = sheets.find(({ visibility }) => visibility === 'visible');
  if (first === undefined) throw new Error('A workbook needs at least one visible sheet.');
  return {
    name: data.name,
    dateSystem: data.dateSystem,
    sheets,
    active: first,
    selection: { sheet: first, area: { top: 0, left: 0, bottom: 0, right: 0 } },
    names: data.names,
    protectedStructure: data.protectedStructure,
    autoSave: data.autoSave,
    ranges: new Set(),
    undo,
    lastId,
  };
}

function cellFrom({ value, formula, cached, numberFormat, link, locked, quoted, fill }: CellData): Cell {
  return {
    value,
    ...(formula === undefined ? {} : { formula, cached: cached ?? true }),
    ...(numberFormat === undefined || numberFormat === 'General' ? {} : { format: numberFormat }),
    ...(link === undefined ? {} : { link }),
    ...(locked === false ? { unlocked: true as const } : {}),
    ...(quoted === true ? { quoted: true as const } : {}),
    ...(fill === undefined ? {} : { fill }),
  };
}

/** The workbook as data, as saving keeps it: without filters, selection and undo. */
export function toData(book: Book): BookData {
  return BookData.parse({
    name: book.name,
    dateSystem: book.dateSystem,
    names: book.names,
    protectedStructure: book.protectedStructure,
    autoSave: book.autoSave,
    sheets: book.sheets.map((sheet) => ({
      name: sheet.name,
      visibility: sheet.visibility,
      cells: [...sheet.cells]
        .sort(([a], [b]) => a - b)
        .map(([key, { value, formula, cached, format, link, unlocked, quoted, fill }]) => ({
          ...place(key),
          value,
          ...(formula === undefined ? {} : { formula, cached }),
          ...(format === undefined ? {} : { numberFormat: format }),
          ...(link === undefined ? {} : { link }),
          ...(unlocked ? { locked: false } : {}),
          ...(quoted ? { quoted } : {}),
          ...(fill === undefined ? {} : { fill }),
        })),
      merges: sheet.merges,
      hiddenRows: sheet.hiddenRows,
      hiddenColumns: sheet.hiddenColumns,
      tables: sheet.tables.map(({ name, area, headings, totals }) => ({ name, area, headings, totals })),
      dropDowns: sheet.dropDowns,
      notes: [...sheet.notes].map(([key, text]) => ({ ...place(key), text })),
      conditionalFormats: sheet.conditionalFormats,
      protected: sheet.protected,
    })),
  });
}

function sheetId(number: number): string {
  return `{00000000-0000-0000-0000-${String(number).padStart(12, '0')}}`;
}

/** A number not given before in this book. */
export function nextId(book: Book): number {
  book.lastId += 1;
  return book.lastId;
}

export function cellOf(sheet: Sheet, row: number, column: number): Cell {
  return sheet.cells.get(at(row, column)) ?? EMPTY;
}

/** Puts a cell where it says something, else takes it away. */
export function putCell(
  sheet: Pick<SheetContent, 'cells'>,
  row: number,
  column: number,
  content: Cell,
): void {
  const key = at(row, column);
  if (Object.keys(content).length === 1 && content.value === null) sheet.cells.delete(key);
  else sheet.cells.set(key, content);
}

/** A new, blank sheet behind all others. */
export function addSheet(book: Book, name: string): Sheet {
  const sheet: Sheet = {
    id: sheetId(nextId(book)),
    name,
    visibility: 'visible',
    cells: new Map(),
    merges: [],
    hiddenRows: [],
    hiddenColumns: [],
    filteredRows: [],
    tables: [],
    dropDowns: [],
    notes: new Map(),
    conditionalFormats: [],
    protected: false,
  };
  book.sheets = [...book.sheets, sheet];
  return sheet;
}

/** Sheets are found by id or, in any case, by name. */
export function sheetNamed(book: Book, key: string): Sheet | null {
  const folded = key.toLowerCase();
  return book.sheets.find(({ id, name }) => id === key || name.toLowerCase() === folded) ?? null;
}

/** A sheet that must be there. Throws where it is not. */
export function knownSheet(book: Book, name: string): Sheet {
  const found = sheetNamed(book, name);
  if (found === null) throw new Error(`The workbook has no sheet "${name}".`);
  return found;
}

export function heldRange(book: Book, sheet: Sheet, area: Area): LiveRange {
  const range = new LiveRange(sheet, area);
  book.ranges.add(range);
  return range;
}

/** The area of all cells that hold something, or only of those with values; null where there are none. */
export function usedArea(sheet: Sheet, valuesOnly: boolean): Area | null {
  let [top, left, bottom, right] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, -1, -1];
  for (const [key, { value, formula }] of sheet.cells) {
    if (valuesOnly && value === null && formula === undefined) continue;
    const { row, column } = place(key);
    top = Math.min(top, row);
    bottom = Math.max(bottom, row);
    left = Math.min(left, column);
    right = Math.max(right, column);
  }
  return bottom < 0 ? null : { top, left, bottom, right };
}
