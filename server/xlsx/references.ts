/** Which cells a formula names by their address. */
import type { Area } from '../../shared/sheet/grid.ts';
import { parseTemplate } from './formula.ts';

interface Named {
  /** The sheet's name in lower case. */
  readonly sheet: string;
  readonly area: Area;
}

/**
 * The cells and ranges in a formula (without `=`) of a sheet. Whole columns and rows are left out: what is moved within
 * them they still hold. So are tables and names, which Excel keeps by other means.
 */
export function namedAreas(formula: string, sheet: string): Named[] {
  const { pieces } = parseTemplate(formula, 0, 0);
  const named: Named[] = [];
  let before = '';
  let last: { column: number; row: number; sheet: string } | null = null;
  for (const piece of pieces) {
    if (typeof piece === 'string') {
      before = piece;
      continue;
    }
    const { row, column } = piece;
    if (row === null || column === null) {
      last = null;
    } else if (before === ':' && last !== null) {
      named.pop();
      named.push({ sheet: last.sheet, area: span(last, { row, column }) });
      last = null;
    } else {
      last = { row, column, sheet: sheetBefore(before) ?? sheet.toLowerCase() };
      named.push({ sheet: last.sheet, area: span(last, last) });
    }
    before = '';
  }
  return named;
}

/** The sheet that a reference belongs to by what stands before it: `Sheet!` or `'A sheet'!`. */
function sheetBefore(text: string): string | undefined {
  const match = /(?:'((?:[^']|'')*)'|([^\s'!()+\-*/^&=<>,;:{}"]+))!$/.exec(text);
  return (match?.[1]?.replaceAll("''", "'") ?? match?.[2])?.toLowerCase();
}

function span(a: { row: number; column: number }, b: { row: number; column: number }): Area {
  return {
    top: Math.min(a.row, b.row),
    left: Math.min(a.column, b.column),
    bottom: Math.max(a.row, b.row),
    right: Math.max(a.column, b.column),
  };
}
