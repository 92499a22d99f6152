/**
 * Drop-down lists. Excel answers the rule of a range only where all its cells have the same one, so a range
 * with several is halved until each part has one: a few questions a column instead of one a cell, all columns
 * in the same round trips.
 */
import { type Area, cellAt, type DropDown, type Grid } from '../../shared/sheet/grid.ts';
import { rangeOf } from './cells.ts';
import type { SheetOutline } from './outline.ts';
import { parseArea } from './place.ts';

interface Asked {
  readonly sheet: string;
  readonly area: Area;
}

interface Found extends Asked {
  readonly source: string;
}

/** The drop-down lists inside the used range of each sheet, by sheet; their values are still to be found. */
export async function readDropDowns(
  context: Excel.RequestContext,
  sheets: readonly SheetOutline[],
): Promise<Map<string, DropDown[]>> {
  let pending: Asked[] = sheets.flatMap(({ sheet, used }) => (used ? [{ sheet, area: used }] : []));
  const found: Found[] = [];
  while (pending.length > 0) {
    const asked = pending.map((each) => {
      const validation = rangeOf(context, each.sheet, each.area).dataValidation;
      validation.load('type,rule');
      return { each, validation };
    });
    // One trip a level of halving, for all sheets and columns together.
    await context.sync();
    pending = [];
    for (const { each, validation } of asked) {
      if (validation.type === 'MixedCriteria' || validation.type === 'Inconsistent') {
        pending.push(...parts(each));
      } else if (validation.type === 'List') {
        const source: unknown = validation.rule.list?.source;
        if (typeof source === 'string') {
          found.push({ ...each, source: /^[="]/.test(source) ? source : `"${source}"` });
        }
      }
    }
  }
  return bySheet(found);
}

/** Columns first: a list stands in a column, under headings that have none. */
function parts({ sheet, area }: Asked): Asked[] {
  const { top, left, bottom, right } = area;
  if (right > left) {
    const middle = (left + right) >> 1;
    return [
      { sheet, area: { ...area, right: middle } },
      { sheet, area: { ...area, left: middle + 1 } },
    ];
  }
  if (bottom === top) return [];
  const middle = (top + bottom) >> 1;
  return [
    { sheet, area: { ...area, bottom: middle } },
    { sheet, area: { ...area, top: middle + 1 } },
  ];
}

/** One list for each run down a column: whether two runs are one rule in the file, Excel does not say. */
function bySheet(found: readonly Found[]): Map<string, DropDown[]> {
  const runs: Found[] = [];
  const inOrder = found.toSorted((a, b) => a.area.left - b.area.left || a.area.top - b.area.top);
  for (const [sheet, own] of Map.groupBy(inOrder, (each) => each.sheet)) {
    for (const { area, source } of own) {
      const last = runs.at(-1);
      const goesOn =
        last?.sheet === sheet &&
        last.source === source &&
        last.area.left === area.left &&
        last.area.right === area.right &&
        last.area.bottom === area.top - 1;
      if (goesOn) runs[runs.length - 1] = { ...last, area: { ...last.area, bottom: area.bottom } };
      else runs.push({ sheet, area, source });
    }
  }
  const lists = Map.groupBy(runs, ({ sheet }) => sheet);
  return new Map(
    [...lists].map(([sheet, own]) => [
      sheet,
      own.map(({ area, source }) => ({ areas: [area], source, values: null })),
    ]),
  );
}

/** The lists with their values: those in the rule itself, or in cells of this workbook; else null. */
export function withValues(
  dropDowns: readonly DropDown[],
  sheet: string,
  grids: ReadonlyMap<string, Grid>,
): DropDown[] {
  return dropDowns.map((dropDown) => ({ ...dropDown, values: valuesOf(dropDown.source, sheet, grids) }));
}

function valuesOf(source: string, sheet: string, grids: ReadonlyMap<string, Grid>): string[] | null {
  if (source.startsWith('"')) {
    return source
      .slice(1, -1)
      .split(',')
      .map((value) => value.trim());
  }
  const parsed = /^=(?:(?:'((?:[^']|'')+)'|([^'!]+))!)?(\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)$/i.exec(
    source,
  );
  const area = parsed?.[3] ? parseArea(parsed[3]) : null;
  const grid = grids.get(parsed?.[1]?.replaceAll("''", "'") ?? parsed?.[2] ?? sheet);
  if (!area || !grid) return null;
  const values: string[] = [];
  for (let row = area.top; row <= Math.min(area.bottom, grid.values.length - 1); row++) {
    for (let column = area.left; column <= area.right; column++) {
      const value = cellAt(grid, row, column);
      if (value !== null) values.push(String(value));
    }
  }
  return values;
}
