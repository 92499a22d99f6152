/**
 * Which columns tell a row's life. Tabs call them differently; of each list the first one that the row has
 * counts, and a tab with none of them is not asked.
 */
import { z } from 'zod';
import { dayIn } from '../day.ts';
import { type RowView, says } from '../view.ts';

const keys = z.array(z.string().min(1)).min(1);

export const raisedColumns = keys.default(['date-raised', 'raised-date', 'date']);
export const closedColumns = keys.default(['date-closed']);

/** What the row was promised for: an artefact's forecast counts before its plan. */
export const dueColumns = keys.default([
  'due-date',
  'target-date',
  'forecast-dag-date',
  'planned-dag-date',
  'needed-by',
  'action-due',
]);

export interface Dated {
  readonly column: string;
  /** `YYYY-MM-DD` */
  readonly date: string;
}

/** The first of the columns in which the row says a date for certain. */
export function firstDate(view: RowView, columns: readonly string[]): Dated | null {
  for (const column of columns) {
    const date = dayIn(view, column);
    if (date !== null) return { column, date };
  }
  return null;
}

/** The first of the columns that the row has at all. */
export function firstColumn(view: RowView, columns: readonly string[]): string | null {
  return columns.find((column) => says(view, column)) ?? null;
}
