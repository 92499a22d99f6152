/** Where a row stands, and how a preview and an op name it. Pure. */

import { columnOf, isExtra } from '../tracker/schema.ts';
import type { RowPlan, TabPlan } from './plan.ts';
import type { PreviewItem } from './preview.ts';

/** What names a row, and where the sheet shows it; it may be of a tab that this workbook does not hold. */
export type Placed = Pick<RowPlan, 'tab' | 'key' | 'ref' | 'row'>;

/** The same for the same change in every preview. */
export function itemId(kind: PreviewItem['kind'], row: Placed, column: string | null): string {
  const name = row.ref ?? (row.row ? `${row.row.at.sheet}!${row.row.at.row + 1}` : '');
  return [kind, row.tab.tab, name, ...(column === null ? [] : [column])].join(' ');
}

export function placeOfRow({
  tab,
  ref,
  row,
}: Placed): Pick<PreviewItem, 'tab' | 'tabTitle' | 'ref' | 'sheet' | 'row'> {
  return {
    tab: tab.tab,
    tabTitle: tab.title,
    ref,
    sheet: row?.at.sheet ?? null,
    row: row ? row.at.row + 1 : null,
  };
}

/** The heading as the sheet has it, else as the schema does. */
export function headingOf({ tab, row }: Pick<Placed, 'tab' | 'row'>, column: string): string {
  const shown = row?.region.columns.find((each) => each.column === column)?.heading;
  return shown ?? columnOf(tab, column)?.heading ?? (isExtra(column) ? column.slice(2) : column);
}

/** Refs as ops name them: those that rows had at the copy's base. */
export type Sent = TabPlan['input']['atBase'];

/** A row's ref as an op names it. */
export function refOf({ ref, key }: Placed, sent: Sent): string {
  return (key === null ? undefined : sent.get(key)) ?? ref ?? key ?? '';
}
