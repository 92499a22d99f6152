/** Cells put in and taken out: what moves, what grows, what Excel refuses. */
import { type Area, at } from '../../shared/sheet/grid.ts';
import {
  columnsOf,
  intersection,
  LAST_COLUMN,
  LAST_ROW,
  moved,
  rowsOf,
  type Shift,
  sameArea,
  shifted,
  tears,
} from './area.ts';
import { type Book, type Cell, cellOf, putCell, type Sheet, usedArea } from './book.ts';
import type { CellsChanged, ChangeKind } from './change.ts';
import { place } from './data.ts';
import { accessDenied, HostError, insertDeleteConflict } from './error.ts';
import { changing } from './undo.ts';

/** Inserts cells or deletes them, and moves what lies behind them. Throws AccessDenied, InsertDeleteConflict. */
export function shiftCells(book: Book, sheet: Sheet, shift: Shift): CellsChanged {
  if (sheet.protected) throw accessDenied(`"${sheet.name}" is protected`);
  for (const merge of sheet.merges) {
    if (tears(merge, shift)) throw insertDeleteConflict('merged cells would be torn');
  }
  for (const table of sheet.tables) {
    if (tears(table.area, shift))
      throw insertDeleteConflict(`a part of the table "${table.name}" would be moved`);
    const hit = intersection(table.area, shift.area);
    if (hit === null || shift.axis !== 'rows' || shift.kind !== 'delete') continue;
    if (table.headings && hit.top === table.area.top && !sameArea(hit, table.area)) {
      throw insertDeleteConflict(`the heading row of the table "${table.name}" can't be deleted`);
    }
  }
  const filtered = sheet.filteredRows.some(({ from, to }) => from <= LAST_ROW && to >= shift.area.top);
  if (filtered && shift.axis === 'rows') {
    throw new HostError('FilteredRangeConflict', 'A filter hides rows of this range.');
  }
  if (shift.kind === 'insert') refuseOverflow(sheet, shift);
  changing(book, sheet);
  const blank = emptied(sheet, shift);
  if (blank === null) shiftSheet(book, sheet, shift);
  else {
    // A table keeps one blank row when all of its rows are deleted.
    for (let column = blank.left; column <= blank.right; column += 1) {
      const {
        value: _,
        formula: __,
        cached: ___,
        quoted: ____,
        link: _____,
        ...look
      } = cellOf(sheet, blank.top, column);
      putCell(sheet, blank.top, column, { ...look, value: null });
    }
    const others = { ...shift.area, top: blank.top + 1 };
    if (others.top <= others.bottom) shiftSheet(book, sheet, { ...shift, area: others });
  }
  if (shift.kind === 'insert') inheritLook(sheet, shift);
  const whole = shift.axis === 'rows' ? columnsOf(shift.area) > LAST_COLUMN : rowsOf(shift.area) > LAST_ROW;
  if (whole && shift.axis === 'rows')
    sheet.hiddenRows = movedSpans(sheet.hiddenRows, shift.area.top, shift.area.bottom, shift.kind);
  if (whole && shift.axis === 'columns') {
    sheet.hiddenColumns = movedSpans(sheet.hiddenColumns, shift.area.left, shift.area.right, shift.kind);
  }
  return {
    kind: 'changed',
    sheet,
    change: kindOf(shift, whole),
    area: shift.area,
    direction: directionOf(shift),
    details: null,
  };
}

/** The first of the cells to be deleted, where they are all rows of a table but its headings; null where not. */
function emptied(sheet: Sheet, { area, axis, kind }: Shift): Area | null {
  if (axis !== 'rows' || kind !== 'delete') return null;
  const table = sheet.tables.find(
    (one) =>
      one.headings &&
      area.top === one.area.top + 1 &&
      area.bottom >= one.area.bottom - Number(one.totals) &&
      intersection(area, one.area) !== null,
  );
  return table === undefined ? null : { ...area, bottom: area.top };
}

/** New cells look like those above them or, where they push to the right, left of them. */
function inheritLook(sheet: Sheet, { area, axis }: Shift): void {
  for (const [key, cell] of [...sheet.cells]) {
    const { row, column } = place(key);
    const { format, fill, unlocked } = cell;
    const source =
      axis === 'rows'
        ? row === area.top - 1 && column >= area.left && column <= area.right
        : column === area.left - 1 && row >= area.top && row <= area.bottom;
    if (!source || (format === undefined && fill === undefined && !unlocked)) continue;
    const look: Cell = {
      value: null,
      ...(format === undefined ? {} : { format }),
      ...(fill === undefined ? {} : { fill }),
      ...(unlocked ? { unlocked } : {}),
    };
    if (axis === 'rows') for (let to = area.top; to <= area.bottom; to += 1) putCell(sheet, to, column, look);
    else for (let to = area.left; to <= area.right; to += 1) putCell(sheet, row, to, look);
  }
}

function kindOf(shift: Shift, whole: boolean): ChangeKind {
  if (!whole) return shift.kind === 'insert' ? 'CellInserted' : 'CellDeleted';
  if (shift.axis === 'rows') return shift.kind === 'insert' ? 'RowInserted' : 'RowDeleted';
  return shift.kind === 'insert' ? 'ColumnInserted' : 'ColumnDeleted';
}

function directionOf({ axis, kind }: Shift): CellsChanged['direction'] {
  if (axis === 'rows') return kind === 'insert' ? 'ShiftCellDown' : 'ShiftCellUp';
  return kind === 'insert' ? 'ShiftCellRight' : 'ShiftCellLeft';
}

function refuseOverflow(sheet: Sheet, shift: Shift): void {
  const used = usedArea(sheet, true);
  const pushed = used === null ? null : intersection(used, moved(shift));
  if (pushed === null) return;
  const room = shift.axis === 'rows' ? LAST_ROW - pushed.bottom : LAST_COLUMN - pushed.right;
  const by = shift.axis === 'rows' ? rowsOf(shift.area) : columnsOf(shift.area);
  if (by > room)
    throw new HostError('NonBlankCellOffSheet', "Cells with content can't be pushed off the sheet.");
}

function movedSpans(
  spans: readonly { from: number; to: number }[],
  from: number,
  to: number,
  kind: Shift['kind'],
) {
  const by = to - from + 1;
  const out: { from: number; to: number }[] = [];
  for (const span of spans) {
    for (let index = span.from; index <= span.to; index += 1) {
      if (kind === 'delete' && index >= from && index <= to) continue;
      const now = index < from ? index : kind === 'insert' ? index + by : index - by;
      const last = out.at(-1);
      if (last !== undefined && last.to + 1 === now) last.to = now;
      else out.push({ from: now, to: now });
    }
  }
  return out;
}

/** Moves everything of a sheet that an insertion or deletion moves: cells, merges, tables, lists, formats, notes, held ranges. */
function shiftSheet(book: Book, sheet: Sheet, shift: Shift): void {
  const one = (key: number): number | null => {
    const { row, column } = place(key);
    const area = shifted({ top: row, left: column, bottom: row, right: column }, shift);
    return area === null ? null : at(area.top, area.left);
  };
  sheet.cells = new Map(kept(sheet.cells, one));
  sheet.notes = new Map(kept(sheet.notes, one));
  const all = (areas: readonly Area[]) =>
    areas.map((area) => shifted(area, shift)).filter((area) => area !== null);
  sheet.merges = all(sheet.merges);
  const each = <T extends { readonly areas: readonly Area[] }>(things: readonly T[]): T[] =>
    things.map((thing) => ({ ...thing, areas: all(thing.areas) })).filter(({ areas }) => areas.length > 0);
  sheet.dropDowns = each(sheet.dropDowns);
  sheet.conditionalFormats = each(sheet.conditionalFormats);
  sheet.tables = sheet.tables.flatMap((table) => {
    const area = shifted(table.area, shift);
    return area === null ? [] : [{ ...table, area }];
  });
  for (const range of book.ranges) {
    if (range.sheet === sheet && range.held !== null) range.held = shifted(range.held, shift);
  }
}

function* kept<T>(map: ReadonlyMap<number, T>, move: (key: number) => number | null): Generator<[number, T]> {
  for (const [key, content] of map) {
    const to = move(key);
    if (to !== null) yield [to, content];
  }
}
