/** What stands in a row that may be headings. */
import type { Headings } from './columns.ts';
import type { CellValue, Grid, GridTable } from './grid.ts';
import { type Heading, headingOf } from './heading.ts';

/** The headings of a table. */
export function tableHeadings(grid: Grid, { area }: GridTable): Headings {
  return headingsOf(grid.values[area.top] ?? [], (column) => column >= area.left && column <= area.right);
}

/** What may be headings in a row, outside tables, with those of cells merged down into it. */
export function plainHeadings(grid: Grid, row: number): Headings {
  const tables = grid.tables.filter(
    ({ area, headings }) => headings && row >= area.top && row <= area.bottom,
  );
  const headings = headingsOf(
    grid.values[row] ?? [],
    (column) => !tables.some(({ area }) => column >= area.left && column <= area.right),
  );
  if (headings.every((heading) => heading === null)) return headings;
  for (const { top, left, bottom, right } of grid.merges) {
    // Two rows of headings: those without a second part are merged over both.
    if (top < row && bottom === row && left === right && (headings[left] ?? null) === null) {
      while (headings.length < left) headings.push(null);
      headings[left] = headingOf(grid.values[top]?.[left] ?? null);
    }
  }
  return headings;
}

function headingsOf(values: readonly CellValue[], within: (column: number) => boolean): (Heading | null)[] {
  return Array.from({ length: values.length }, (_, column) =>
    within(column) ? headingOf(values[column] ?? null) : null,
  );
}
