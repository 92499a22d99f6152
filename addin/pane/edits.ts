/** The edits since the workbook was opened, cell by cell, as the sync session wants to know them. */
import type { CellEdit } from '../../shared/sync/plan.ts';
import type { SheetEdit } from '../excel/events.ts';
import { parseArea } from '../excel/place.ts';

/** A pasted block is noted cell by cell up to this size; who pasted more is not known for each cell. */
const LARGEST = 2_000;

/** The edits with one more: a newer edit of a cell replaces the older, rows that moved take theirs along. */
export function withEdit(edits: readonly CellEdit[], edit: SheetEdit): CellEdit[] {
  const area = parseArea(edit.address);
  const elsewhere = edits.filter(({ sheet }) => sheet !== edit.sheet);
  // Cells moved in a way that we can't follow: what we knew of this sheet is no longer true.
  if (!area || edit.kind === 'moved') return elsewhere;
  const { top, left, bottom, right } = area;
  const here = edits.filter(({ sheet }) => sheet === edit.sheet);
  const height = bottom - top + 1;
  switch (edit.kind) {
    case 'rows-inserted':
      return [...elsewhere, ...here.map((one) => (one.row >= top ? { ...one, row: one.row + height } : one))];
    case 'rows-deleted':
      return [
        ...elsewhere,
        ...here.flatMap((one) => {
          if (one.row < top) return [one];
          return one.row > bottom ? [{ ...one, row: one.row - height }] : [];
        }),
      ];
    case 'edited': {
      const inside = (one: CellEdit) =>
        one.row >= top && one.row <= bottom && one.column >= left && one.column <= right;
      const kept = [...elsewhere, ...here.filter((one) => !inside(one))];
      if (height * (right - left + 1) > LARGEST) return kept;
      for (let row = top; row <= bottom; row++) {
        for (let column = left; column <= right; column++) {
          const { sheet, source, before } = edit;
          kept.push({ sheet, row, column, source, before });
        }
      }
      return kept;
    }
  }
}
