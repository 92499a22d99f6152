/** How late an open row is: what the rules about overdue rows share. */
import { z } from 'zod';
import { daysBetween } from '../../values/date.ts';
import { statusOf } from '../status.ts';
import { type RowView, says, valueIn } from '../view.ts';
import { isYes } from '../yes.ts';
import { type Dated, dueColumns, firstDate } from './columns.ts';

export const lateParameters = {
  due: dueColumns,
  /** A date in one of them says that it was done, whatever the status. */
  done: z.array(z.string()).default(['actual-dag-date', 'actual-date']),
  /** Open states in which nothing more is awaited from the owner. */
  exempt: z
    .array(z.string())
    .default(['Recommend Closed', 'Deferred', 'Approved', 'Approved – Dissensus Noted', 'Under Change']),
  /** A flag that says that the baseline waits for the row. */
  blocking: z.string().default('blocks-baseline'),
};

/** Whether the row says by its flag that the baseline waits for it. */
export function blocks(view: RowView, flag: string): boolean {
  return says(view, flag) && isYes(valueIn(view, flag));
}

export interface Late extends Dated {
  readonly days: number;
}

/**
 * By how many days an open row is past its date: the due day itself is not late, so an action due at a meeting
 * is not late on the day of that meeting. Null where it isn't late, or does not say.
 */
export function lateness(
  view: RowView,
  { due, done, exempt }: { due: readonly string[]; done: readonly string[]; exempt: readonly string[] },
): Late | null {
  const dated = firstDate(view, due);
  if (dated === null || dated.date >= view.today) return null;
  const status = statusOf(view);
  if (status === null || status.closed || exempt.includes(status.status)) return null;
  if (firstDate(view, done) !== null) return null;
  return { ...dated, days: daysBetween(dated.date, view.today) };
}
