/** What there is in the workbook before its cells are read: sheets, used ranges, tables, merges, what is hidden. */
import type { Area, Grid, GridTable, Span } from '../../shared/sheet/grid.ts';
import { STATE_SHEET } from '../../shared/sync/workbook.ts';

export interface SheetOutline {
  readonly sheet: string;
  readonly visibility: Grid['visibility'];
  /** Null for an empty sheet. */
  readonly used: Area | null;
  readonly tables: readonly GridTable[];
  readonly merges: readonly Area[];
  readonly hiddenRows: readonly Span[];
  readonly hiddenColumns: readonly Span[];
}

export interface Outline {
  readonly sheets: readonly SheetOutline[];
  readonly autoSave: boolean;
  readonly structureProtected: boolean;
  readonly hasState: boolean;
}

/** Reads the outline of the named sheets, or of all but the state sheet, in three round trips. */
export async function readOutline(
  context: Excel.RequestContext,
  names: readonly string[] | undefined,
): Promise<Outline> {
  const { workbook } = context;
  const { worksheets, protection } = workbook;
  worksheets.load('items/name,items/visibility');
  workbook.load('autoSave');
  protection.load('protected');
  await context.sync();

  const wanted = worksheets.items.filter(
    ({ name }) => name !== STATE_SHEET && (names === undefined || names.includes(name)),
  );
  const found = wanted.map((sheet) => {
    const used = sheet.getUsedRangeOrNullObject(true);
    used.load('rowIndex,columnIndex,rowCount,columnCount,rowHidden,columnHidden');
    sheet.tables.load('items/name,items/showHeaders,items/showTotals');
    return { sheet, used };
  });
  await context.sync();

  const parts = found.map(({ sheet, used }) => {
    const tables = sheet.tables.items.map((table) => {
      const range = table.getRange();
      range.load('rowIndex,columnIndex,rowCount,columnCount');
      return { table, range };
    });
    if (used.isNullObject) return { sheet, used: null, tables, merged: null, rows: null, columns: null };
    const merged = used.getMergedAreasOrNullObject();
    merged.load('areas/items/rowIndex,areas/items/columnIndex,areas/items/rowCount,areas/items/columnCount');
    // `rowHidden` of a range is false where none is, and null where only some are.
    const rows = used.rowHidden === false ? null : used.getRowProperties({ rowHidden: true });
    const columns = used.columnHidden === false ? null : used.getColumnProperties({ columnHidden: true });
    return { sheet, used: areaOf(used), tables, merged, rows, columns };
  });
  await context.sync();

  return {
    sheets: parts.map(({ sheet, used, tables, merged, rows, columns }) => ({
      sheet: sheet.name,
      visibility: visibilityOf(sheet.visibility),
      used,
      tables: tables.map(({ table, range }) => ({
        name: table.name,
        area: areaOf(range),
        headings: table.showHeaders,
        totals: table.showTotals,
      })),
      merges: !merged || merged.isNullObject ? [] : merged.areas.items.map(areaOf),
      hiddenRows: spans(
        rows?.value.map((row) => row.rowHidden === true),
        used?.top ?? 0,
      ),
      hiddenColumns: spans(
        columns?.value.map((column) => column.columnHidden === true),
        used?.left ?? 0,
      ),
    })),
    autoSave: workbook.autoSave,
    structureProtected: protection.protected,
    hasState: worksheets.items.some(({ name }) => name === STATE_SHEET),
  };
}

/** The rectangle of a loaded range. */
export function areaOf(range: Excel.Range): Area {
  return {
    top: range.rowIndex,
    left: range.columnIndex,
    bottom: range.rowIndex + range.rowCount - 1,
    right: range.columnIndex + range.columnCount - 1,
  };
}

function visibilityOf(visibility: string): Grid['visibility'] {
  if (visibility === 'VeryHidden') return 'veryHidden';
  return visibility === 'Hidden' ? 'hidden' : 'visible';
}

function spans(flags: readonly boolean[] | undefined, first: number): Span[] {
  const found: Span[] = [];
  flags?.forEach((flag, index) => {
    if (!flag) return;
    const place = first + index;
    const last = found.at(-1);
    if (last?.to === place - 1) found[found.length - 1] = { from: last.from, to: place };
    else found.push({ from: place, to: place });
  });
  return found;
}
