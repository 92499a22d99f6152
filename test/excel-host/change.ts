/** What happened in the workbook, for those who listen. */
import { type Area, at, type CellValue } from '../../shared/sheet/grid.ts';
import { bounding } from './area.ts';
import type { Cell, Sheet, SheetContent } from './book.ts';
import { place } from './data.ts';

export type ChangeKind =
  | 'RangeEdited'
  | 'RowInserted'
  | 'RowDeleted'
  | 'ColumnInserted'
  | 'ColumnDeleted'
  | 'CellInserted'
  | 'CellDeleted';

export type Direction = 'None' | 'ShiftCellLeft' | 'ShiftCellUp' | 'ShiftCellRight' | 'ShiftCellDown';

export interface CellsChanged {
  readonly kind: 'changed';
  readonly sheet: Sheet;
  readonly change: ChangeKind;
  readonly area: Area;
  readonly direction: Direction;
  /** Only of a single cell, as Excel has it. */
  readonly details: { readonly before: CellValue; readonly after: CellValue } | null;
}

export type Happening =
  | CellsChanged
  | { readonly kind: 'activated' | 'deactivated' | 'added' | 'deleted'; readonly sheet: Sheet }
  | { readonly kind: 'selected'; readonly sheet: Sheet; readonly area: Area };

export function edited(sheet: Sheet, area: Area, before: CellValue, after: CellValue): CellsChanged {
  const single = area.top === area.bottom && area.left === area.right;
  return {
    kind: 'changed',
    sheet,
    change: 'RangeEdited',
    area,
    direction: 'None',
    details: single ? { before, after } : null,
  };
}

/** One change for each sheet whose cells differ, over the area that holds all of the differences. */
export function differences(before: ReadonlyMap<Sheet, SheetContent>): CellsChanged[] {
  const found: CellsChanged[] = [];
  for (const [sheet, content] of before) {
    let area: Area | null = null;
    for (const key of new Set([...content.cells.keys(), ...sheet.cells.keys()])) {
      if (same(content.cells.get(key), sheet.cells.get(key))) continue;
      const { row, column } = place(key);
      const one: Area = { top: row, left: column, bottom: row, right: column };
      area = area === null ? one : bounding(area, one);
    }
    if (area === null) continue;
    const key = at(area.top, area.left);
    found.push(
      edited(sheet, area, content.cells.get(key)?.value ?? null, sheet.cells.get(key)?.value ?? null),
    );
  }
  return found;
}

function same(a: Cell | undefined, b: Cell | undefined): boolean {
  return (a?.value ?? null) === (b?.value ?? null) && a?.formula === b?.formula;
}
