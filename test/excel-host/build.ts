/** Small builders of host workbooks for tests. */
import type { CellValue } from '../../shared/sheet/grid.ts';
import type { BookInput } from './data.ts';

type SheetInput = BookInput['sheets'][number];

/** A sheet of rows from A1 on; null is blank, a text that begins with `=` is a formula without a result. */
export function sheetOf(
  name: string,
  rows: readonly (readonly CellValue[])[],
  more: Partial<SheetInput> = {},
): SheetInput {
  const cells = rows.flatMap((line, row) =>
    line.flatMap((value, column) => {
      if (value === null) return [];
      const formula = typeof value === 'string' && value.startsWith('=');
      return [formula ? { row, column, value: null, formula: value, cached: false } : { row, column, value }];
    }),
  );
  return { name, cells: [...cells, ...(more.cells ?? [])], ...withoutCells(more) };
}

function withoutCells({ cells: _, ...more }: Partial<SheetInput>): Partial<SheetInput> {
  return more;
}
