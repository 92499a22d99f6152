/** What stands in a column, as evidence of what the column is. */
import { columnOf, isExtra, REF, type Tab } from '../tracker/schema.ts';
import { isDateFormat } from '../values/canonical.ts';
import { readDate } from '../values/date.ts';
import { type Area, type CellValue, cellAt, type Grid } from './grid.ts';
import { isBlank } from './records.ts';
import type { Region, RegionColumn } from './region.ts';
import { wordsOf } from './words.ts';

/** So many rows are enough to see what a column holds. */
const SEEN = 60;
/** Serials of 1954 to 2119: a number between them may be a date. */
const FIRST_SERIAL = 20_000;
const LAST_SERIAL = 80_000;
/** Longer text is no mark on a scale, no name and no date. */
const SHORT = 40;

/** Whether what stands below a heading may belong to the tab's column: no prose for dates, no numbers for names. */
export function mayBe(tab: Tab, key: string, grid: Grid, headerRow: number, place: number): boolean {
  const values = below(grid, headerRow, place);
  const share = (is: (value: CellValue, row: number) => boolean) =>
    values.filter(({ value, row }) => is(value, row)).length / values.length;
  if (values.length === 0) return true;
  const isDate = (value: CellValue, row: number) =>
    typeof value === 'number'
      ? isDateFormat(grid.formats[row]?.[place] ?? '') || (value >= FIRST_SERIAL && value <= LAST_SERIAL)
      : typeof value === 'string' && readDate(value, 2000) !== null;
  const isShort = (value: CellValue) => String(value).length <= SHORT;
  switch (columnOf(tab, key)?.type) {
    case 'date':
      return share(isDate) >= 0.3;
    case 'party':
    case 'log':
    case 'positions':
      return share((value) => typeof value === 'string') >= 0.5;
    case 'score':
    case 'number':
    case 'flag':
      return (
        share((value, row) => isShort(value) && !(typeof value === 'number' && isDate(value, row))) >= 0.5
      );
    case 'text':
    case 'choice':
      return share((value) => typeof value !== 'number') >= 0.3 || key === 'version';
    case 'ref':
      return share((value) => isShort(value)) >= 0.8;
    default:
      return true;
  }
}

interface Below {
  readonly value: CellValue;
  readonly row: number;
}

function below(grid: Grid, headerRow: number, place: number): Below[] {
  const values: Below[] = [];
  const last = Math.min(grid.values.length - 1, headerRow + SEEN);
  for (let row = headerRow + 1; row <= last; row++) {
    const value = cellAt(grid, row, place);
    if (!isBlank(value)) values.push({ value, row });
  }
  return values;
}

/** A ref by its looks: letters and a number, as `RISK-12`, `R 3`, `AB12.4`. */
const REF_LIKE = /^\W*\p{L}{1,12}[-_ ./]?\p{L}{0,8}[-_ ./]?\d{1,6}(?:[.\-/]\d+)*\W*$/u;
/** Refs stand at the left: in one of the first three columns. */
const REF_PLACES = 3;

/**
 * The column of a register's refs where no heading says so: one of the first in which nearly every record has a value
 * of its own that looks like a ref, or the records are counted. It is unclaimed, or the very first under a heading
 * that is a word for a ref ("RAID Ref", which elsewhere is a ref of another register). Undefined where there is none.
 */
export function refByLooks(
  grid: Grid,
  columns: readonly RegionColumn[],
  rows: readonly number[],
): number | undefined {
  return columns.slice(0, REF_PLACES).find(({ column, heading, at: place }, index) => {
    if (!isExtra(column) && (index > 0 || wordsOf(heading).at(-1) !== REF)) return false;
    const values = rows.map((row) => cellAt(grid, row, place)).filter((value) => !isBlank(value));
    if (values.length === 0 || values.length < rows.length * 0.6) return false;
    return lookLikeRefs(values) || isCount(values);
  })?.at;
}

/** Whether nearly all of these look like refs, each its own. */
export function lookLikeRefs(values: readonly CellValue[]): boolean {
  const like = values.filter((value) => typeof value === 'string' && REF_LIKE.test(value)).length;
  return like > 0 && like >= values.length * 0.8 && new Set(values.map(String)).size >= values.length * 0.9;
}

/** 1, 2, 3 … with few gaps, as numbers or as text: 001, 002, 003. */
function isCount(values: readonly CellValue[]): boolean {
  if (values.length < 3) return false;
  const numbers = values.map((value) =>
    typeof value === 'string' && /^\s*\d{1,6}\s*$/.test(value) ? Number(value) : value,
  );
  const rising = numbers.every(
    (value, index) =>
      typeof value === 'number' &&
      Number.isInteger(value) &&
      (index === 0 || value > Number(numbers[index - 1])),
  );
  return rising && Number(numbers.at(-1)) <= values.length * 2;
}

/** A child table has at least so many rows under the same ref as the row above them. */
const CHILDREN = 2;
const CHILD_SHARE = 1 / 3;

/**
 * Why a region's rows can't be told by their refs: it has no column of them; or it is a child table, in which
 * several lines stand under one ref on purpose, merged over them or repeated. Undefined where they can.
 */
export function unkeyedOf(
  grid: Grid,
  columns: readonly RegionColumn[],
  rows: readonly number[],
): Region['unkeyed'] {
  const place = columns.find(({ column }) => column === REF)?.at;
  if (place === undefined) return 'no-ref';
  const merged = mergedDown(grid, place);
  if (merged.length > 0) {
    const isRecord = new Set(rows);
    if (merged.some(({ top, bottom }) => within(top, bottom, isRecord) > 1)) return 'refs-repeat';
  }
  let children = 0;
  let above = rows[0] ?? 0;
  let refAbove = cellAt(grid, above, place);
  for (let index = 1; index < rows.length; index++) {
    const row = rows[index] ?? above;
    const ref = cellAt(grid, row, place);
    // A row that says the same again was pasted twice.
    if (ref !== null && ref === refAbove && !isBlank(ref) && differ(grid, columns, row, above)) children++;
    above = row;
    refAbove = ref;
  }
  return children >= CHILDREN && children >= rows.length * CHILD_SHARE ? 'refs-repeat' : undefined;
}

function differ(grid: Grid, columns: readonly RegionColumn[], one: number, other: number): boolean {
  return columns.some(({ at: place }) => cellAt(grid, one, place) !== cellAt(grid, other, place));
}

/** Cells merged over several rows that begin in this column. */
function mergedDown(grid: Grid, place: number): Area[] {
  return grid.merges.filter(({ top, bottom, left }) => left === place && bottom > top);
}

function within(top: number, bottom: number, rows: ReadonlySet<number>): number {
  let count = 0;
  for (let row = top; row <= bottom && count < 2; row++) if (rows.has(row)) count++;
  return count;
}
