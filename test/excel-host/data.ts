/** A workbook as plain JSON: what a host is opened with and what it is saved as. */
import { z } from 'zod';
import { at, type Grid } from '../../shared/sheet/grid.ts';

const Index = z.int().nonnegative();
const Scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const AreaData = z.strictObject({ top: Index, left: Index, bottom: Index, right: Index }).readonly();
const SpanData = z.strictObject({ from: Index, to: Index }).readonly();

const CellData = z
  .strictObject({
    row: Index,
    column: Index,
    value: Scalar,
    /** With its leading `=`. */
    formula: z.string().startsWith('=').optional(),
    /** False where no result is stored with the formula. */
    cached: z.boolean().optional(),
    /** General where it is absent. */
    numberFormat: z.string().optional(),
    /** A hyperlink's target; a place in this workbook starts with `#`. */
    link: z.string().optional(),
    /** Locked unless false, as in Excel: it counts once the sheet is protected. */
    locked: z.boolean().optional(),
    /** The text was typed with a leading apostrophe. */
    quoted: z.boolean().optional(),
    fill: z.string().optional(),
  })
  .readonly();

const ConditionalFormatData = z
  .strictObject({
    id: z.string(),
    areas: z.array(AreaData).min(1).readonly(),
    formula: z.string(),
    fill: z.string().nullable(),
    font: z.string().nullable(),
    stopIfTrue: z.boolean(),
  })
  .readonly();

const SheetData = z
  .strictObject({
    name: z.string().min(1).max(31),
    visibility: z.enum(['visible', 'hidden', 'veryHidden']).default('visible'),
    cells: z.array(CellData).readonly().default([]),
    merges: z.array(AreaData).readonly().default([]),
    hiddenRows: z.array(SpanData).readonly().default([]),
    hiddenColumns: z.array(SpanData).readonly().default([]),
    tables: z
      .array(
        z
          .strictObject({ name: z.string(), area: AreaData, headings: z.boolean(), totals: z.boolean() })
          .readonly(),
      )
      .readonly()
      .default([]),
    /** Sources as Office.js has them: `Open,Closed` or `=Lists!$A$2:$A$9`. */
    dropDowns: z
      .array(z.strictObject({ areas: z.array(AreaData).readonly(), source: z.string() }).readonly())
      .readonly()
      .default([]),
    notes: z
      .array(z.strictObject({ row: Index, column: Index, text: z.string() }).readonly())
      .readonly()
      .default([]),
    conditionalFormats: z.array(ConditionalFormatData).readonly().default([]),
    protected: z.boolean().default(false),
  })
  .readonly();

const NameData = z.strictObject({ name: z.string().min(1), formula: z.string().startsWith('=') }).readonly();

/** Of a workbook; everything but the sheets' names may be left out. */
export const BookData = z
  .strictObject({
    name: z.string().default('Book1.xlsx'),
    dateSystem: z.union([z.literal(1900), z.literal(1904)]).default(1900),
    sheets: z.array(SheetData).min(1).readonly(),
    /** Names of the whole workbook, such as `=Lists!$A$2:$A$9`. */
    names: z.array(NameData).readonly().default([]),
    protectedStructure: z.boolean().default(false),
    autoSave: z.boolean().default(false),
  })
  .readonly();

export type BookData = z.output<typeof BookData>;
export type BookInput = z.input<typeof BookData>;
export type CellData = z.output<typeof CellData>;
export type SheetData = z.output<typeof SheetData>;
export type NameData = z.output<typeof NameData>;
export type ConditionalFormatData = z.output<typeof ConditionalFormatData>;

/** Makes a host workbook of grids, for instance those that `server/xlsx/` read from a file. Notes have no text there. */
export function fromGrids(grids: readonly Grid[], name = 'Book1.xlsx'): BookData {
  return BookData.parse({
    name,
    dateSystem: grids[0]?.dateSystem ?? 1900,
    sheets: grids.map((grid) => ({
      name: grid.sheet,
      visibility: grid.visibility,
      cells: cellsOf(grid),
      merges: grid.merges,
      hiddenRows: grid.hiddenRows,
      hiddenColumns: grid.hiddenColumns,
      tables: grid.tables,
      dropDowns: grid.dropDowns.map(({ areas, source }) => ({ areas, source: unquoted(source) })),
      notes: [...(grid.notes ?? [])].map((key) => ({ ...place(key), text: '' })),
    })),
  });
}

/** A list that stands in the rule itself has quotes in a file and none in Office.js. */
function unquoted(source: string): string {
  return /^".*"$/s.test(source) ? source.slice(1, -1).replaceAll('""', '"') : source;
}

function cellsOf(grid: Grid): CellData[] {
  const cells = new Map<number, CellData>();
  const put = (row: number, column: number, more: Partial<CellData>) => {
    const key = at(row, column);
    cells.set(key, { value: null, ...cells.get(key), ...more, row, column });
  };
  grid.values.forEach((line, row) => {
    line?.forEach((value, column) => {
      if (value !== null) put(row, column, { value });
    });
  });
  grid.formats.forEach((line, row) => {
    line?.forEach((numberFormat, column) => {
      if (numberFormat !== undefined && numberFormat !== 'General') put(row, column, { numberFormat });
    });
  });
  for (const [key, { formula, cached }] of grid.formulas) {
    const { row, column } = place(key);
    put(row, column, { formula, cached });
  }
  for (const [key, link] of grid.links) {
    const { row, column } = place(key);
    put(row, column, { link });
  }
  return [...cells.values()];
}

/** The cell that `at(row, column)` stands for. */
export function place(key: number): { readonly row: number; readonly column: number } {
  const columns = at(1, 0);
  return { row: Math.floor(key / columns), column: key % columns };
}
