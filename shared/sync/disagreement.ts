/**
 * A disagreement put on record: the row of the dissensus register that cites both sides of a conflict, prefilled as
 * far as the conflict tells. What it can't tell, such as the parties' positions, is for the person who opens it. Pure.
 */
import type { Grid } from '../sheet/grid.ts';
import type { Region } from '../sheet/region.ts';
import { columnOf, REF, type Schema, type Tab, tabOf } from '../tracker/schema.ts';
import { contentOf } from '../values/canonical.ts';
import type { Conflict } from '../values/change.ts';
import type { Cells, Value } from '../values/value.ts';
import { byText, valueText } from './describe.ts';
import type { Edit } from './workbook.ts';

/** The tab that disagreements are recorded in, where a tracker has one. */
export const DISSENSUS = 'dissensus';

/**
 * The cells of the dissensus row. `heading` is what the sheet calls the column in conflict, null for a whole row;
 * `row` are the cells of the row in conflict, as far as they are known.
 */
export function disagreementCells(
  schema: Schema,
  conflict: Conflict,
  heading: string | null,
  row: Cells,
  today: string,
): Cells {
  const tab = tabOf(schema, DISSENSUS);
  const own = tabOf(schema, conflict.tab);
  if (!tab) return {};
  const { ref, mine, theirs, author, at, theirsAuthor, theirsAt } = conflict;
  const what = heading === null ? `the row ${ref}` : `${heading.replaceAll(/\s+/g, ' ')} of ${ref}`;
  const their = theirsAuthor !== null && theirsAt !== null ? { author: theirsAuthor, at: theirsAt } : null;
  const sides = [
    `${byText({ author, at })}: ${sideText(mine)}`,
    `${their === null ? 'The ledger' : byText(their)}: ${sideText(theirs)}`,
  ];
  const cells: Record<string, Value> = {
    artefact: conflict.tab === 'artefacts' ? ref : (row.artefact ?? null),
    version: row.version ?? null,
    subject: `Disagreement on ${what} (${own?.title ?? conflict.tab})`,
    options: sides.join('\n'),
    'raised-date': today,
    status: firstWord(tab, 'status'),
    'related-refs': ref,
  };
  return Object.fromEntries(
    Object.entries(cells).filter(([key, value]) => value !== null && columnOf(tab, key) !== undefined),
  );
}

/** The row below the last one of the register; without a ref, which the ledger gives at the next sync. */
export function disagreementEdit(schema: Schema, region: Region, grid: Grid, cells: Cells): Edit {
  const tab = tabOf(schema, region.tab);
  const { sheet, lastRow: after, left, right, table, occupiedBelow: shift } = region;
  const own = region.columns.flatMap(({ column, at }) => {
    const value = column === REF ? null : (cells[column] ?? null);
    const of = tab && columnOf(tab, column);
    if (value === null || !of || of.computed) return [];
    return [{ column: at, content: contentOf(of, grid.dateSystem, value) }];
  });
  return { kind: 'append', sheet, after, left, right, table, shift, cells: own };
}

function firstWord(tab: Tab, column: string): Value {
  return columnOf(tab, column)?.vocabulary?.[0] ?? null;
}

function sideText(side: Value | Cells): string {
  if (typeof side !== 'object' || side === null) return valueText(side);
  const cells = Object.entries(side).map(([column, value]) => `${column} ${valueText(value)}`);
  return cells.length === 0 ? 'no row' : cells.join('; ');
}
