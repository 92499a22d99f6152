/** What stands in a row that may be headings. */
import type { Headings } from './columns.ts';
import type { Area, CellValue, Grid, GridTable } from './grid.ts';
import { type Heading, headingOf } from './heading.ts';
import { isBlank } from './records.ts';

/** A group heading stands one or two rows above the headings of its columns. */
const GROUP_ROWS = 2;
const MAX_GROUP = 60;

/** The headings of a table. */
export function tableHeadings(grid: Grid, { area }: GridTable): Headings {
  return grouped(
    grid,
    area.top,
    headingsOf(grid.values[area.top] ?? [], (column) => column >= area.left && column <= area.right),
  );
}

/** What may be headings in a row, outside tables, with those of cells merged down into it. */
export function plainHeadings(grid: Grid, row: number): Headings {
  const headings = ownHeadings(grid, row);
  if (headings.every((heading) => heading === null)) return headings;
  for (const { top, left, bottom, right } of mergesIn(grid, row)) {
    // Two rows of headings: those without a second part are merged over both.
    if (top < row && bottom === row && left === right && (headings[left] ?? null) === null) {
      while (headings.length < left) headings.push(null);
      headings[left] = headingOf(grid.values[top]?.[left] ?? null);
    }
  }
  return grouped(grid, row, headings);
}

/**
 * The headings of a row together with those right above: two rows of headings that nobody merged. Where the row has
 * none it is the one above; where both have one, that is its group. Null where the row above adds nothing.
 */
export function joinedHeadings(grid: Grid, row: number): Headings | null {
  const own = grid.values[row];
  const over = grid.values[row - 1];
  if (own === undefined || over === undefined || !mayJoin(own, over)) return null;
  const headings = ownHeadings(grid, row);
  if (headings.filter((heading) => heading !== null).length < 2) return null;
  const above = ownHeadings(grid, row - 1);
  const joined = Array.from({ length: Math.max(headings.length, above.length) }, (_, column) => {
    const heading = headings[column] ?? null;
    const upper = above[column] ?? null;
    return heading === null || upper === null ? (heading ?? upper) : { ...heading, group: upper.text };
  });
  const added = joined.filter((heading, column) => heading !== (headings[column] ?? null)).length;
  return added < 2 ? null : grouped(grid, row, joined);
}

/** Whether a row can add to the one below: fill two of its gaps; or be the upper halves of its words, both rows words alone. */
function mayJoin(own: readonly CellValue[], over: readonly CellValue[]): boolean {
  let gaps = 0;
  let pairs = 0;
  for (let column = 0; column < over.length; column++) {
    if (isBlank(over[column] ?? null)) continue;
    if (isBlank(own[column] ?? null)) gaps++;
    else pairs++;
    if (gaps === 2) return true;
  }
  return gaps + pairs >= 2 && own.every(isBlankOrWord) && over.every(isBlankOrWord);
}

function isBlankOrWord(value: CellValue): boolean {
  return isBlank(value) || (typeof value === 'string' && value.length <= MAX_GROUP && !/\d/.test(value));
}

function ownHeadings(grid: Grid, row: number): (Heading | null)[] {
  const tables = grid.tables.filter(
    ({ area, headings }) => headings && row >= area.top && row <= area.bottom,
  );
  return headingsOf(
    grid.values[row] ?? [],
    (column) => !tables.some(({ area }) => column >= area.left && column <= area.right),
  );
}

function headingsOf(values: readonly CellValue[], within: (column: number) => boolean): (Heading | null)[] {
  return Array.from({ length: values.length }, (_, column) =>
    within(column) ? headingOf(values[column] ?? null) : null,
  );
}

/** The same with what stands above several of them. */
function grouped(grid: Grid, row: number, headings: readonly (Heading | null)[]): Headings {
  for (let above = row - 1; above >= Math.max(0, row - GROUP_ROWS); above--) {
    const groups = groupsIn(grid, above, headings);
    if (groups.size === 0) continue;
    return headings.map((heading, column) => {
      const group = groups.get(column);
      return heading === null || group === undefined || group === heading.text
        ? heading
        : { ...heading, group };
    });
  }
  return headings;
}

/** Headings are merged over a few rows; what is merged over more is no heading. */
const MOST_MERGED_ROWS = 4;
const merges = new WeakMap<Grid, Map<number, Area[]>>();
const NONE: readonly Area[] = [];

/** The merges that a row has a part in. */
function mergesIn(grid: Grid, row: number): readonly Area[] {
  let byRow = merges.get(grid);
  if (byRow === undefined) {
    byRow = new Map();
    for (const area of grid.merges) {
      if (area.bottom - area.top >= MOST_MERGED_ROWS) continue;
      for (let each = area.top; each <= area.bottom; each++) {
        const there = byRow.get(each);
        if (there === undefined) byRow.set(each, [area]);
        else there.push(area);
      }
    }
    merges.set(grid, byRow);
  }
  return byRow.get(row) ?? NONE;
}

function groupsIn(grid: Grid, row: number, headings: readonly (Heading | null)[]): Map<number, string> {
  const groups = new Map<number, string>();
  const values = grid.values[row] ?? [];
  const merged = mergesIn(grid, row);
  const texts = values.filter((value) => typeof value === 'string' && !isBlank(value)).length;
  // Without a merge it reaches to the next one, where it stands over a heading at all.
  const reaches = texts * 2 <= headings.filter((each) => each !== null).length;
  if (texts === 0 || (!reaches && merged.length === 0)) return groups;
  for (const [column, value] of values.entries()) {
    if (typeof value !== 'string' || isBlank(value) || value.length > MAX_GROUP) continue;
    const area = merged.find(({ left, right }) => left === column && right > left);
    let last = area?.right ?? column;
    if (area === undefined && reaches) {
      while ((headings[last + 1] ?? null) !== null && (values[last + 1] ?? '') === '') last++;
    }
    if (last === column || (headings[column] ?? null) === null) continue;
    for (let each = column; each <= last; each++) groups.set(each, value);
  }
  return groups;
}
