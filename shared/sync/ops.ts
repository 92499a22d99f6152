/** What a merge would push: each op with the row and cell that it is about. Pure. */

import { columnOf, isExtra } from '../tracker/schema.ts';
import type { Op } from '../values/change.ts';
import type { Cells } from '../values/value.ts';
import type { CellPlan, RowPlan, TabPlan } from './plan.ts';
import type { PreviewItem } from './preview.ts';
import { comparedOf, valueIn } from './view.ts';

export interface PlannedOp {
  readonly op: Op;
  /** Null for a decision. */
  readonly row: RowPlan | null;
  /** Null for a whole row. */
  readonly cell: CellPlan | null;
  /** How a person sees it; null for a decision that only says what the sheet shows already. */
  readonly item: PreviewItem | null;
}

export interface PlannedOps {
  /** Pushed without a question. */
  readonly plain: readonly PlannedOp[];
  /** Pushed where a person accepts them, by their item's id. */
  readonly removals: readonly PlannedOp[];
  readonly reversals: readonly PlannedOp[];
  /** Rows that can't be added: nobody can give them a ref. */
  readonly unnameable: readonly RowPlan[];
}

/** The ops of all tabs, new rows numbered through. */
export function opsOf(plans: readonly TabPlan[]): PlannedOps {
  const plain: PlannedOp[] = [];
  const removals: PlannedOp[] = [];
  const reversals: PlannedOp[] = [];
  const unnameable: RowPlan[] = [];
  const decided = new Set<string>();
  let fresh = 0;
  for (const row of plans.flatMap(({ rows }) => rows)) {
    for (const cell of row.cells) {
      if (!isPushed(row, cell)) continue;
      const list = cell.reversal && row.kind === 'compare' ? reversals : plain;
      list.push(setOf(row, cell));
    }
    if (row.kind === 'add' && !row.waiting) {
      const given = row.ref === null && row.tab.refPattern === null;
      if (given) unnameable.push(row);
      else plain.push(addOf(row, row.ref ?? `new:${++fresh}`));
    }
    if (row.kind === 'remove' && !row.waiting) removals.push(removeOf(row));
    for (const { id, theirsRevision } of row.settle) {
      if (id === null || decided.has(id)) continue;
      decided.add(id);
      const op: Op = { op: 'decide', conflict: id, choose: 'theirs', seen: theirsRevision };
      plain.push({ op, row: null, cell: null, item: null });
    }
  }
  return { plain, removals, reversals, unnameable };
}

/** Whether a cell's value goes to the ledger. */
function isPushed(row: RowPlan, cell: CellPlan): boolean {
  if (row.kind === 'edited-removed') return !row.waiting && cell.sheet !== cell.base;
  if (row.kind !== 'compare') return false;
  return cell.merge === 'push' || (cell.merge === 'conflict' && !cell.waiting);
}

function setOf(row: RowPlan, cell: CellPlan): PlannedOp {
  const open = cell.open ?? row.open;
  const op: Op = {
    op: 'set',
    tab: row.tab.tab,
    ref: refOf(row),
    column: cell.column,
    from: cell.base,
    to: cell.sheet,
    ...(open?.id ? { replaces: open.id } : {}),
    ...(cell.elsewhere ? { elsewhere: true } : {}),
  };
  const item: PreviewItem = {
    ...placeOfRow(row),
    id: itemId('set', row, cell.column),
    kind: 'set',
    column: cell.column,
    heading: headingOf(row, cell.column),
    from: cell.ledger,
    to: cell.sheet,
    ...(cell.reversal?.by ? { by: cell.reversal.by } : {}),
  };
  return { op, row, cell, item };
}

function addOf(row: RowPlan, ref: string): PlannedOp {
  const cells = shownCells(row);
  const item: PreviewItem = {
    ...placeOfRow(row),
    id: itemId('add', row, null),
    kind: 'add',
    column: null,
    heading: null,
    from: null,
    to: cells,
  };
  return { op: { op: 'add', tab: row.tab.tab, ref, cells }, row, cell: null, item };
}

function removeOf(row: RowPlan): PlannedOp {
  const op: Op = { op: 'remove', tab: row.tab.tab, ref: refOf(row), seen: row.seen };
  const item: PreviewItem = {
    ...placeOfRow(row),
    id: itemId('remove', row, null),
    kind: 'remove',
    column: null,
    heading: null,
    from: row.ledger ?? row.base,
    to: null,
  };
  return { op, row, cell: null, item };
}

/** The cells that a row of the sheet would be added with: those that are compared, nulls omitted. */
export function shownCells({ tab, row }: Pick<RowPlan, 'tab' | 'row'>): Cells {
  if (row === null) return {};
  const cells = comparedOf(tab, row).map((column) => [column, valueIn(row, column)] as const);
  return Object.fromEntries(cells.filter(([, value]) => value !== null));
}

/** The same for the same change in every preview. */
export function itemId(kind: PreviewItem['kind'], row: RowPlan, column: string | null): string {
  const name = row.ref ?? (row.row ? `${row.row.at.sheet}!${row.row.at.row + 1}` : '');
  return [kind, row.tab.tab, name, ...(column === null ? [] : [column])].join(' ');
}

export function placeOfRow({
  tab,
  ref,
  row,
}: RowPlan): Pick<PreviewItem, 'tab' | 'tabTitle' | 'ref' | 'sheet' | 'row'> {
  return {
    tab: tab.tab,
    tabTitle: tab.title,
    ref,
    sheet: row?.at.sheet ?? null,
    row: row ? row.at.row + 1 : null,
  };
}

/** The heading as the sheet has it, else as the schema does. */
export function headingOf({ tab, row }: Pick<RowPlan, 'tab' | 'row'>, column: string): string {
  const shown = row?.region.columns.find((each) => each.column === column)?.heading;
  return shown ?? columnOf(tab, column)?.heading ?? (isExtra(column) ? column.slice(2) : column);
}

function refOf({ ref, key }: RowPlan): string {
  return ref ?? key ?? '';
}
