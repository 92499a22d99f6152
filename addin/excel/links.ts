/**
 * Targets of hyperlinks. Excel answers them cell by cell only, so they are asked for where they count: in the
 * columns that the schema calls links.
 */

import { at, type Grid } from '../../shared/sheet/grid.ts';
import { recognise } from '../../shared/sheet/recognise.ts';
import type { Choices } from '../../shared/sheet/region.ts';
import { columnOf, type Schema, tabOf } from '../../shared/tracker/schema.ts';
import { rangeOf } from './cells.ts';

/** The grids with the targets in their link columns. */
export async function withLinks(
  context: Excel.RequestContext,
  schema: Schema,
  grids: readonly Grid[],
  choices?: Choices,
): Promise<Grid[]> {
  const columns = recognise(schema, grids, choices).flatMap((region) => {
    const tab = tabOf(schema, region.tab);
    return region.columns
      .filter(
        ({ column }) => tab && columnOf(tab, column)?.type === 'link' && region.lastRow >= region.firstRow,
      )
      .map((column) => {
        const area = {
          top: region.firstRow,
          bottom: region.lastRow,
          left: column.at,
          right: column.at,
        };
        const cells = rangeOf(context, region.sheet, area).getCellProperties({ hyperlink: true });
        return { sheet: region.sheet, area, cells };
      });
  });
  if (columns.length === 0) return [...grids];
  await context.sync();
  const links = new Map<string, Map<number, string>>();
  for (const { sheet, area, cells } of columns) {
    const targets = links.get(sheet) ?? new Map<number, string>();
    links.set(sheet, targets);
    cells.value.forEach(([cell], index) => {
      const target = targetOf(cell?.hyperlink);
      if (target !== null) targets.set(at(area.top + index, area.left), target);
    });
  }
  return grids.map((grid) => ({ ...grid, links: links.get(grid.sheet) ?? grid.links }));
}

/** A place in this workbook starts with `#`; null where the cell has no link. */
export function targetOf(link: Excel.RangeHyperlink | null | undefined): string | null {
  if (link?.address)
    return link.documentReference ? `${link.address}#${link.documentReference}` : link.address;
  return link?.documentReference ? `#${link.documentReference}` : null;
}
