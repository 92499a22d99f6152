import { saysNothing } from '../placeholder.ts';
import { type RowView, says, valueIn } from '../view.ts';

/** Those of the columns that the row has and leaves blank. */
export function blankOf(view: RowView, columns: readonly string[]): string[] {
  return columns.filter((column) => says(view, column) && saysNothing(valueIn(view, column)));
}
