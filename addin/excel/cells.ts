/**
 * Values, formulas and number formats of many ranges in few round trips. Excel on the web refuses an answer of
 * more than 5 MB, and nobody knows the length of texts beforehand: so a modest number of cells a trip, and half
 * of them where that was still too much.
 */
import type { Area, CellValue } from '../../shared/sheet/grid.ts';
import { codeOf } from './failure.ts';

/** About 1 MB where texts have 15 characters (JSON of value, formula and format of each cell). */
const CELLS_A_TRIP = 20_000;

/** A block of cells that was read, with the place of its first one. */
export interface Block {
  readonly sheet: string;
  readonly top: number;
  readonly left: number;
  readonly values: readonly (readonly CellValue[])[];
  /** As Excel answers: the formula, or the value where there is none. */
  readonly formulas: readonly (readonly CellValue[])[];
  readonly formats: readonly (readonly string[])[];
}

export interface Wanted {
  readonly sheet: string;
  readonly area: Area;
}

/** Reads the areas, cut into blocks, in their order. `progress` hears how many cells have come, of how many. */
export async function readCells(
  context: Excel.RequestContext,
  areas: readonly Wanted[],
  progress?: (done: number, of: number) => void,
): Promise<Block[]> {
  const pieces = areas.flatMap(cut);
  const of = pieces.reduce((sum, { area }) => sum + size(area), 0);
  const blocks: Block[] = [];
  let done = 0;
  for (let next = 0; next < pieces.length; ) {
    const trip: Wanted[] = [];
    let cells = 0;
    for (let piece = pieces[next]; piece; piece = pieces[next]) {
      if (trip.length > 0 && cells + size(piece.area) > CELLS_A_TRIP) break;
      trip.push(piece);
      cells += size(piece.area);
      next++;
    }
    blocks.push(...(await readTrip(context, trip)));
    done += cells;
    progress?.(done, of);
  }
  return blocks;
}

async function readTrip(context: Excel.RequestContext, trip: readonly Wanted[]): Promise<Block[]> {
  const ranges = trip.map((wanted) => {
    const range = rangeOf(context, wanted.sheet, wanted.area);
    range.load('values,formulas,numberFormat');
    return range;
  });
  try {
    await context.sync();
  } catch (error) {
    const halves = codeOf(error) === 'ResponsePayloadSizeLimitExceeded' ? halve(trip) : null;
    if (!halves) throw error;
    return [...(await readTrip(context, halves[0])), ...(await readTrip(context, halves[1]))];
  }
  return ranges.map((range, index) => {
    const { sheet, area } = trip[index] ?? { sheet: '', area: { top: 0, left: 0, bottom: 0, right: 0 } };
    return {
      sheet,
      top: area.top,
      left: area.left,
      values: rows(range.values).map((row) => row.map(cellValue)),
      formulas: rows(range.formulas).map((row) => row.map(cellValue)),
      formats: rows(range.numberFormat).map((row) => row.map(String)),
    };
  });
}

/** The cells of an area as a range of Office.js. */
export function rangeOf(context: Excel.RequestContext, sheet: string, area: Area): Excel.Range {
  return context.workbook.worksheets
    .getItem(sheet)
    .getRangeByIndexes(area.top, area.left, area.bottom - area.top + 1, area.right - area.left + 1);
}

function cut({ sheet, area }: Wanted): Wanted[] {
  const height = Math.max(1, Math.floor(CELLS_A_TRIP / (area.right - area.left + 1)));
  const pieces: Wanted[] = [];
  for (let top = area.top; top <= area.bottom; top += height) {
    pieces.push({ sheet, area: { ...area, top, bottom: Math.min(area.bottom, top + height - 1) } });
  }
  return pieces;
}

function halve(trip: readonly Wanted[]): [Wanted[], Wanted[]] | null {
  const middle = trip.length >> 1;
  if (middle > 0) return [trip.slice(0, middle), trip.slice(middle)];
  const only = trip[0];
  if (!only || only.area.top === only.area.bottom) return null;
  const bottom = (only.area.top + only.area.bottom) >> 1;
  return [
    [{ ...only, area: { ...only.area, bottom } }],
    [{ ...only, area: { ...only.area, top: bottom + 1 } }],
  ];
}

function size({ top, left, bottom, right }: Area): number {
  return (bottom - top + 1) * (right - left + 1);
}

/** Excel answers null instead of rows where a range is too large for it. */
function rows(answer: readonly (readonly unknown[])[] | null): readonly (readonly unknown[])[] {
  if (answer === null) throw new Error('Excel gave no cells for a range that it says is in use.');
  return answer;
}

function cellValue(value: unknown): CellValue {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  return typeof value === 'string' && value !== '' ? value : null;
}
