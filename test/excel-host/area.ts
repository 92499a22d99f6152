/** Rectangles of a sheet, and what happens to them when cells are inserted or deleted. */
import type { Area } from '../../shared/sheet/grid.ts';

/** Excel's last row and column, counted from 0. */
export const LAST_ROW = 1_048_575;
export const LAST_COLUMN = 16_383;

/** A place where cells were put in or taken out; `by` is negative for a deletion. */
export interface Shift {
  readonly area: Area;
  readonly axis: 'rows' | 'columns';
  readonly kind: 'insert' | 'delete';
}

export function areaOf(top: number, left: number, rows: number, columns: number): Area {
  return { top, left, bottom: top + rows - 1, right: left + columns - 1 };
}

/** A sheet row. */
export function wholeRow(row: number): Area {
  return { top: row, left: 0, bottom: row, right: LAST_COLUMN };
}

export function rowsOf(area: Area): number {
  return area.bottom - area.top + 1;
}

export function columnsOf(area: Area): number {
  return area.right - area.left + 1;
}

export function sameArea(a: Area, b: Area): boolean {
  return a.top === b.top && a.left === b.left && a.bottom === b.bottom && a.right === b.right;
}

export function contains(area: Area, row: number, column: number): boolean {
  return row >= area.top && row <= area.bottom && column >= area.left && column <= area.right;
}

/** The common part of two areas, null where they have none. */
export function intersection(a: Area, b: Area): Area | null {
  const top = Math.max(a.top, b.top);
  const left = Math.max(a.left, b.left);
  const bottom = Math.min(a.bottom, b.bottom);
  const right = Math.min(a.right, b.right);
  return top > bottom || left > right ? null : { top, left, bottom, right };
}

/** The smallest area that holds both. */
export function bounding(a: Area, b: Area): Area {
  return {
    top: Math.min(a.top, b.top),
    left: Math.min(a.left, b.left),
    bottom: Math.max(a.bottom, b.bottom),
    right: Math.max(a.right, b.right),
  };
}

export function turned(area: Area): Area {
  return { top: area.left, left: area.top, bottom: area.right, right: area.bottom };
}

/** The cells that a shift moves: those it names and everything after them, in its rows or columns. */
export function moved(shift: Shift): Area {
  return shift.axis === 'rows' ? { ...shift.area, bottom: LAST_ROW } : { ...shift.area, right: LAST_COLUMN };
}

/** Whether a shift would move a part of the area sideways out of the rest. */
export function tears(area: Area, shift: Shift): boolean {
  const hit = intersection(area, moved(shift));
  if (hit === null) return false;
  return shift.axis === 'rows'
    ? hit.left !== area.left || hit.right !== area.right
    : hit.top !== area.top || hit.bottom !== area.bottom;
}

/** An area after a shift: moved, grown or shrunk; null where all of it was deleted; as it was where the shift would tear it. */
export function shifted(area: Area, shift: Shift): Area | null {
  if (shift.axis === 'columns') {
    const back = shifted(turned(area), { ...shift, axis: 'rows', area: turned(shift.area) });
    return back === null ? null : turned(back);
  }
  const { top, bottom, left, right } = shift.area;
  if (area.left < left || area.right > right) return area;
  const by = bottom - top + 1;
  if (shift.kind === 'insert') {
    if (area.bottom < top) return area;
    const lower = Math.min(LAST_ROW, area.bottom + by);
    return area.top >= top ? { ...area, top: area.top + by, bottom: lower } : { ...area, bottom: lower };
  }
  if (area.bottom < top) return area;
  if (area.top > bottom) return { ...area, top: area.top - by, bottom: area.bottom - by };
  const gone = Math.min(area.bottom, bottom) - Math.max(area.top, top) + 1;
  const height = area.bottom - area.top + 1 - gone;
  if (height === 0) return null;
  const start = Math.min(area.top, top);
  return { ...area, top: start, bottom: start + height - 1 };
}
