/** The workbook as `Grid`s: the same that `server/xlsx/` reads from its file. */
import { at, type CellValue, type Formula, type Grid } from '../../shared/sheet/grid.ts';
import type { Choices } from '../../shared/sheet/region.ts';
import type { Schema } from '../../shared/tracker/schema.ts';
import { type Block, readCells } from './cells.ts';
import { readDateSystem } from './date-system.ts';
import { readDropDowns, withValues } from './drop-downs.ts';
import { withLinks } from './links.ts';
import { readNotes } from './notes.ts';
import { type Outline, readOutline, type SheetOutline } from './outline.ts';

export interface ReadOptions {
  /** Tells which columns are links; without it no link targets are read. */
  readonly schema: Schema | null;
  /** What a person chose about sheets and headings, if anything; asked for once. */
  readonly choices?: (outline: Outline) => Promise<Choices | undefined>;
  /** The date system that an earlier reading found, for sheets that don't show it. */
  readonly known?: 1900 | 1904 | undefined;
  readonly progress?: ((done: number, of: number) => void) | undefined;
}

export interface Read {
  readonly outline: Outline;
  readonly grids: readonly Grid[];
}

/** Reads the named sheets, or all but the state sheet, in workbook order. */
export async function readGrids(
  context: Excel.RequestContext,
  names: readonly string[] | undefined,
  { schema, choices, known, progress }: ReadOptions,
): Promise<Read> {
  const outline = await readOutline(context, names);
  const chosen = await choices?.(outline);
  const areas = outline.sheets.flatMap(({ sheet, used }) => (used ? [{ sheet, area: used }] : []));
  const cells = await readCells(context, areas, progress);
  const dateSystem = (await readDateSystem(context, cells)) ?? known ?? 1900;
  const blocks = Map.groupBy(cells, ({ sheet }) => sheet);
  const dropDowns = await readDropDowns(context, outline.sheets);
  const notes = await readNotes(
    context,
    outline.sheets.map(({ sheet }) => sheet),
  );
  const bare = outline.sheets.map((sheet) => ({
    ...gridOf(sheet, blocks.get(sheet.sheet) ?? [], dateSystem),
    dropDowns: dropDowns.get(sheet.sheet) ?? [],
    notes: notes?.get(sheet.sheet) ?? (notes ? new Set<number>() : null),
  }));
  const byName = new Map(bare.map((grid) => [grid.sheet, grid]));
  const grids = bare.map((grid) => ({
    ...grid,
    dropDowns: withValues(grid.dropDowns, grid.sheet, byName),
  }));
  return { outline, grids: schema ? await withLinks(context, schema, grids, chosen) : grids };
}

function gridOf(outline: SheetOutline, blocks: readonly Block[], dateSystem: 1900 | 1904): Grid {
  const values: (CellValue[] | undefined)[] = [];
  const formats: ((string | undefined)[] | undefined)[] = [];
  const formulas = new Map<number, Formula>();
  for (const block of blocks) {
    block.values.forEach((cells, index) => {
      const row = block.top + index;
      values[row] = line(block.left, cells, null);
      formats[row] = line(
        block.left,
        (block.formats[index] ?? []).map((format) => (format === 'General' ? undefined : format)),
        undefined,
      );
      block.formulas[index]?.forEach((formula, offset) => {
        // Text that begins with `=` reads the same both ways; no formula's value is the formula itself.
        if (typeof formula === 'string' && formula.startsWith('=') && formula !== cells[offset]) {
          formulas.set(at(row, block.left + offset), { formula, cached: true });
        }
      });
    });
  }
  return {
    sheet: outline.sheet,
    visibility: outline.visibility,
    dateSystem,
    values: lines(values),
    formats: lines(formats),
    formulas,
    links: new Map(),
    merges: outline.merges,
    hiddenRows: outline.hiddenRows,
    hiddenColumns: outline.hiddenColumns,
    dropDowns: [],
    tables: outline.tables,
    notes: null,
  };
}

/** A row from column A to its last cell with something in it; undefined where it has none. */
function line<Cell>(left: number, cells: readonly Cell[], nothing: Cell): Cell[] | undefined {
  const last = cells.findLastIndex((cell) => cell !== nothing);
  return last < 0 ? undefined : [...Array<Cell>(left).fill(nothing), ...cells.slice(0, last + 1)];
}

/** The rows to the last one with something in it, without holes. */
function lines<Line>(rows: readonly (Line | undefined)[]): (Line | undefined)[] {
  return Array.from(rows.slice(0, rows.findLastIndex((row) => row !== undefined) + 1));
}
