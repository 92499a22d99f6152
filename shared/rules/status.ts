/** Where a row stands in its life, by its status column or, in an action log, by its update. */
import { actionStatus, isOver } from './action-status.ts';
import type { Status } from './memo.ts';
import type { TabPlan } from './plan.ts';
import { type RowView, says, valueIn } from './view.ts';
import { meantBy } from './vocabulary.ts';

/** The update column whose first words are the status where a tab has no status column. */
const UPDATE = 'update';

/** The column that tells where rows of a tab stand. */
export function statusColumn({ status }: TabPlan): string {
  return status?.column ?? UPDATE;
}

/** The row's status; null where it says none, or one that can't be understood. */
export function statusOf(view: RowView): Status | null {
  const { memo } = view;
  if (memo.status === undefined) memo.status = readStatus(view);
  return memo.status;
}

function readStatus(view: RowView): Status | null {
  const { status } = view.tab;
  if (status === null) return updateStatus(view);
  const vocabulary = view.tab.vocabularies.get(status.column);
  const value = valueIn(view, status.column);
  if (!says(view, status.column) || vocabulary === undefined) return null;
  if (typeof value !== 'string') return null;
  const meant = meantBy(vocabulary, value);
  if (meant === null) return null;
  return {
    column: status.column,
    status: meant.word,
    closed: status.closed?.includes(meant.word) ?? false,
  };
}

function updateStatus(view: RowView): Status | null {
  const value = valueIn(view, UPDATE);
  if (view.tab.columns.get(UPDATE)?.type !== 'log' || typeof value !== 'string') return null;
  const status = actionStatus(value);
  return status === null ? null : { column: UPDATE, status, closed: isOver(status) };
}
