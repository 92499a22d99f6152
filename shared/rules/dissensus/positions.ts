import type { Column } from '../../tracker/schema.ts';
import { type PartyPosition, readPositions } from '../../values/positions.ts';
import { isExcelError } from '../excel-error.ts';
import { saysNothing } from '../placeholder.ts';
import { type RowView, says, valueIn } from '../view.ts';

/** The positions that a cell holds: a party, and what it says. */
export function positionsIn(view: RowView, column: Column): PartyPosition[] {
  const value = valueIn(view, column.column);
  if (saysNothing(value)) return [];
  return readPositions(String(value)).filter(
    ({ party, position }) => party !== null && !saysNothing(position),
  );
}

/** The columns of positions that a row must fill and that it says something about. */
export function positionColumns(view: RowView): Column[] {
  return view.tab.ofType.positions.filter(
    ({ column, required, computed }) =>
      required === 'always' && !computed && says(view, column) && !isExcelError(valueIn(view, column)),
  );
}
