/**
 * Registers that are no tab of the tracker: tables of records under headings that say nothing to us. They are
 * offered to a person as further tabs. What only looks like one (lists of words, a matrix, a pivot, a form) is not.
 */
import type { Schema } from '../tracker/schema.ts';
import { isDateFormat } from '../values/canonical.ts';
import type { Headings } from './columns.ts';
import { lookLikeRefs } from './evidence.ts';
import { type Area, type CellValue, cellAt, type Grid } from './grid.ts';
import { type Heading, type HeadingReader, headingOf, headingReader, normalHeading } from './heading.ts';
import { plainHeadings, tableHeadings } from './heading-row.ts';
import { isBlank } from './records.ts';
import type { Region } from './region.ts';
import { wordsOf } from './words.ts';

export interface Unrecognised {
  readonly sheet: string;
  /** The row of the headings, counted from 0 as all rows and columns here. */
  readonly headerRow: number;
  readonly lastRow: number;
  readonly left: number;
  readonly right: number;
  readonly columns: readonly { readonly heading: string; readonly at: number }[];
  /** How many records it holds. */
  readonly rows: number;
  /** The Excel table that it is, if it is one. */
  readonly table: string | null;
}

/** Below so many empty rows something else begins. */
const WIDEST_GAP = 10;
/** So many records are enough to see what a table is. */
const SEEN = 200;
const FEWEST_ROWS = 2;
const FEWEST_COLUMNS = 3;

/** The registers of the visible sheets in which no region lies, in sheet order and from the top. */
export function unrecognised(
  schema: Schema,
  grids: readonly Grid[],
  regions: readonly Region[],
): readonly Unrecognised[] {
  const readers = schema.tabs.map((tab) => headingReader(tab));
  return grids
    .filter(({ visibility }) => visibility === 'visible')
    .flatMap((grid) =>
      registersIn(
        grid,
        readers,
        regions.filter(({ sheet }) => sheet === grid.sheet),
      ),
    );
}

function registersIn(
  grid: Grid,
  readers: readonly HeadingReader[],
  regions: readonly Region[],
): Unrecognised[] {
  const taken: Area[] = regions.map(({ headerRow, lastRow, left, right }) => ({
    top: headerRow,
    left,
    bottom: Math.max(headerRow, lastRow),
    right,
  }));
  const found: Unrecognised[] = [];
  const take = (register: Unrecognised | null) => {
    if (register === null) return;
    found.push(register);
    const { headerRow: top, lastRow: bottom, left, right } = register;
    taken.push({ top, left, bottom, right });
  };
  for (const table of grid.tables) {
    if (!table.headings || taken.some((area) => overlap(area, table.area))) continue;
    const { top, left, right } = table.area;
    const bottom = table.area.bottom - (table.totals ? 1 : 0);
    take(registerAt(grid, readers, tableHeadings(grid, table), { top, left, bottom, right }, table.name));
    taken.push(table.area);
  }
  for (let row = 0; row < grid.values.length - 1; row++) {
    const values = grid.values[row];
    if (!mayBeHeadings(values)) continue;
    const covering = taken.find((area) => covers(area, row, values));
    if (covering !== undefined) {
      row = covering.bottom;
      continue;
    }
    for (const { left, right } of runs(plainHeadings(grid, row))) {
      const area = { top: row, left, bottom: grid.values.length - 1, right };
      if (taken.some((each) => overlap(each, { ...area, bottom: row }))) continue;
      const next = Math.min(
        ...taken.flatMap((each) => (each.top > row && overlap(each, area) ? [each.top] : [])),
        grid.values.length,
      );
      take(registerAt(grid, readers, plainHeadings(grid, row), { ...area, bottom: next - 1 }, null));
    }
  }
  return found.sort((a, b) => a.headerRow - b.headerRow || a.left - b.left);
}

/** Whether a row holds at least two short texts, which is little to ask and most records' rows are told by it. */
function mayBeHeadings(values: readonly CellValue[] | undefined): values is readonly CellValue[] {
  if (values === undefined) return false;
  let texts = 0;
  for (const value of values)
    if (typeof value === 'string' && value.length <= 120 && value.trim() !== '') texts++;
  return texts >= 2;
}

/** Whether an area holds all that stands in a row. What stands beside its other rows is no table of its own. */
function covers({ top, left, bottom, right }: Area, row: number, values: readonly CellValue[]): boolean {
  if (row < top || row > bottom) return false;
  return values.every((value, column) => isBlank(value) || (column >= left && column <= right));
}

/** Neighbouring headings that are words, not numbers or codes; a year or a date may stand to the right of them. */
function runs(headings: Headings): { left: number; right: number }[] {
  const found: { left: number; right: number }[] = [];
  for (const [column, heading] of headings.entries()) {
    if (heading === null || !/\p{L}/u.test(heading.key)) continue;
    const last = found.at(-1);
    if (last !== undefined && column - last.right <= 1) last.right = column;
    else found.push({ left: column, right: column });
  }
  return found.filter(({ left, right }) => right > left);
}

function registerAt(
  grid: Grid,
  readers: readonly HeadingReader[],
  headings: Headings,
  { top, left, bottom, right }: Area,
  table: string | null,
): Unrecognised | null {
  const columns = headings
    .slice(left, right + 1)
    .flatMap((heading, index) => (heading === null ? [] : [{ heading, at: left + index }]));
  const texts = columns.map(({ heading }) => normalHeading(heading.text));
  // Headings differ from one another; a row of records repeats its marks.
  if (new Set(texts).size < texts.length * 0.8) return null;
  if (isRepeatedAbove(grid, columns, top)) return null;
  const rows = recordRows(grid, readers, columns, top + 1, bottom);
  if (rows.length < FEWEST_ROWS || !isRegister(grid, readers, columns, rows, top + 1)) return null;
  return {
    sheet: grid.sheet,
    headerRow: top,
    lastRow: rows.at(-1) ?? top,
    left,
    right,
    columns: columns.map(({ heading, at }) => ({ heading: heading.text, at })),
    rows: rows.length,
    table,
  };
}

/** So many rows above a row of headings are looked through for the same words. */
const ABOVE = 10;

/** Whether some of these words stand above too, in their columns: then they are a record's, not headings. */
function isRepeatedAbove(grid: Grid, columns: readonly Headed[], headerRow: number): boolean {
  for (let row = headerRow - 1; row >= Math.max(0, headerRow - ABOVE); row--) {
    const same = columns.filter(({ heading, at }) => cellAt(grid, row, at) === heading.text).length;
    const filled = columns.filter(({ at }) => !isBlank(cellAt(grid, row, at))).length;
    // Group headings are fewer than what stands under them.
    if (same > 0 && same * 2 < columns.length && filled * 2 >= columns.length) return true;
  }
  return false;
}

interface Headed {
  readonly heading: Heading;
  readonly at: number;
}

function recordRows(
  grid: Grid,
  readers: readonly HeadingReader[],
  columns: readonly Headed[],
  first: number,
  last: number,
): number[] {
  const rows: number[] = [];
  let blank = 0;
  let apart = false;
  for (let row = first; row <= last && blank <= WIDEST_GAP; row++) {
    const values = columns.map(({ at }) => cellAt(grid, row, at));
    const filled = values.filter((value) => !isBlank(value));
    if (filled.length === 0) {
      blank++;
      apart = true;
      continue;
    }
    // Below a gap or a title the headings of another table: headings that we know, or words in more columns.
    if (
      apart &&
      ((filled.length >= FEWEST_COLUMNS && areHeadings(readers, filled)) || isWider(grid, columns, row))
    )
      break;
    if (filled.length < 2 && columns.length > 1) {
      apart = true;
      continue;
    }
    const same = columns.filter(
      ({ heading }, index) => normalHeading(String(values[index] ?? '')) === normalHeading(heading.text),
    );
    if (same.length * 2 >= columns.length) continue;
    if (typeof filled[0] === 'string' && /^\s*(?:(?:sub|grand)[ -]?)?totals?\b/i.test(filled[0])) continue;
    blank = 0;
    apart = false;
    rows.push(row);
  }
  return rows;
}

/** Whether these cells are all words, and most of them headings that some tab knows. */
function areHeadings(readers: readonly HeadingReader[], values: readonly CellValue[]): boolean {
  const known = values.filter(
    (value) => typeof value === 'string' && value.length <= 120 && isKnown(readers, value),
  );
  return values.every((value) => typeof value === 'string') && known.length * 2 >= values.length;
}

/** Whether a row holds nothing but different short texts, in at least two columns more than these. */
function isWider(grid: Grid, columns: readonly Headed[], row: number): boolean {
  const values = (grid.values[row] ?? []).filter((value) => !isBlank(value));
  const texts = values.filter((value) => typeof value === 'string' && value.length <= 120);
  return (
    texts.length >= columns.length + 2 &&
    texts.length * 5 >= values.length * 4 &&
    new Set(texts).size === texts.length
  );
}

function isKnown(readers: readonly HeadingReader[], text: string): boolean {
  const heading = headingOf(text);
  return heading !== null && readers.some((read) => read(heading) !== null);
}

/** A column that tells records apart stands among the first three. */
const KEY_PLACES = 3;

/**
 * What makes a table of records a register: each record is told from the others by one of its first cells, and
 * says something in words; and either it is numbered, or a heading is one that registers have (an owner, a status).
 */
function isRegister(
  grid: Grid,
  readers: readonly HeadingReader[],
  columns: readonly Headed[],
  all: readonly number[],
  first: number,
): boolean {
  const rows = all.slice(0, SEEN);
  const valuesOf = ({ at }: Headed) =>
    rows.map((row) => cellAt(grid, row, at)).filter((value) => !isBlank(value));
  const isNumbered = (column: Headed) => isNumberedBy(column.heading, valuesOf(column));
  const key = columns.slice(0, KEY_PLACES).find((column) => {
    const values = valuesOf(column);
    if (values.length < rows.length * 0.8 || new Set(values.map(String)).size < values.length * 0.9) {
      return isNumbered(column) && new Set(values.map(String)).size >= values.length * 0.4;
    }
    const dates = rows.filter((row) => isDateFormat(grid.formats[row]?.[column.at] ?? '')).length;
    return (
      dates * 2 < rows.length && (isNumbered(column) || values.some((value) => typeof value === 'string'))
    );
  });
  if (key === undefined) return false;
  const numbered = isNumbered(key);
  if (columns.length < (numbered ? 2 : FEWEST_COLUMNS)) return false;
  const others = columns.filter((column) => column !== key);
  const texts = others.concat(numbered ? [] : [key]).map((column) => valuesOf(column).map(String));
  const least = numbered ? 5 : 12;
  const says = texts.some((values) => {
    const long = values.filter((value) => value.length >= least || value.trim().includes(' '));
    return (
      long.filter((value) => /\p{L}{3}/u.test(value)).length * 5 >=
      Math.max(values.length, rows.length / 2) * 2
    );
  });
  if (!says || areLists(grid, columns, first)) return false;
  if (numbered) return true;
  const cells = others.flatMap(valuesOf);
  const numbers = cells.filter((value) => typeof value === 'number').length;
  return (
    numbers * 2 < cells.length &&
    columns.some(({ heading }) => readers.some((read) => read(heading) !== null))
  );
}

/** Whether refs stand below a heading, or it ends with a word for a ref and numbers stand below it. */
function isNumberedBy(heading: Heading, values: readonly CellValue[]): boolean {
  // A record's own ref is no heading.
  if (lookLikeRefs([heading.text])) return false;
  if (lookLikeRefs(values)) return true;
  const digits = values.filter((value) => /\d/.test(String(value))).length;
  return wordsOf(heading.text).at(-1) === 'ref' && digits * 2 >= values.length;
}

/** Lists side by side, each of its own length and without gaps: no row of them is a record. */
function areLists(grid: Grid, columns: readonly Headed[], first: number): boolean {
  const lists = columns.map(({ at }) => {
    const values: CellValue[] = [];
    for (let row = first; values.length < SEEN && !isBlank(cellAt(grid, row, at)); row++) {
      values.push(cellAt(grid, row, at));
    }
    return values;
  });
  const longest = Math.max(...lists.map(({ length }) => length));
  const goesOn = columns.some(({ at }, index) => {
    const end = first + (lists[index]?.length ?? 0);
    for (let row = end; row < first + longest; row++) if (!isBlank(cellAt(grid, row, at))) return true;
    return false;
  });
  const distinct = lists.every((values) => new Set(values.map(String)).size === values.length);
  const short = lists.filter(({ length }) => length < longest).length;
  return !goesOn && distinct && short * 2 >= columns.length;
}

function overlap(a: Area, b: Area): boolean {
  return a.top <= b.bottom && b.top <= a.bottom && a.left <= b.right && b.left <= a.right;
}
