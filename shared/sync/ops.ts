/** What a merge would push: each op with the row and cell that it is about. Pure. */

import type { Op } from '../values/change.ts';
import type { Cells } from '../values/value.ts';
import { headingOf, itemId, placeOfRow, refOf, type Sent } from './place.ts';
import type { CellPlan, RowPlan, TabElsewhere, TabPlan } from './plan.ts';
import type { PlannedOp, PlannedOps } from './planned-op.ts';
import type { PreviewItem } from './preview.ts';
import { renumberItem, renumberingsOf } from './renumberings.ts';
import { comparedOf, valueIn } from './view.ts';

/** The ops of all tabs, new rows numbered through. `elsewhere`: other tabs that may name renumbered rows. */
export function opsOf(plans: readonly TabPlan[], elsewhere: readonly TabElsewhere[] = []): PlannedOps {
  const plain: PlannedOp[] = [];
  const removals: PlannedOp[] = [];
  const reversals: PlannedOp[] = [];
  const unsure: PlannedOp[] = [];
  const unnameable: { row: RowPlan; reason: string }[] = [];
  const decided = new Set<string>();
  let fresh = 0;
  const collect = (row: RowPlan, input: TabPlan['input']) => {
    const sent = input.atBase;
    for (const cell of row.cells) {
      if (!isPushed(row, cell)) continue;
      const list = row.kind !== 'compare' ? plain : cell.unsure ? unsure : cell.reversal ? reversals : plain;
      list.push(setOf(row, cell, sent));
    }
    if (row.kind === 'add' && !row.waiting) {
      const reason = unnameableReason(row, input);
      if (reason !== null) unnameable.push({ row, reason });
      else plain.push(addOf(row, row.ref ?? `new:${++fresh}`));
    }
    const isEdited = row.cells.some((cell) => isPushed(row, cell));
    if (row.kind === 'edited-removed' && !row.waiting && !isEdited) plain.push(movedOf(row, sent));
    if (row.kind === 'remove' && !row.waiting) removals.push(removeOf(row, sent));
    for (const { id, theirsRevision } of row.settle) {
      if (id === null || decided.has(id)) continue;
      decided.add(id);
      const op: Op = { op: 'decide', conflict: id, choose: 'theirs', seen: theirsRevision };
      plain.push({ op, row: null, column: null, item: null });
    }
  };
  for (const { input, rows } of plans) for (const row of rows) collect(row, input);
  const renumberings = renumberingsOf(plans, elsewhere);
  return { plain, removals, reversals, unsure, renumberings, unnameable };
}

/** Why a new row can't be added; null where it can. */
function unnameableReason({ tab, key, ref }: RowPlan, { vacated }: TabPlan['input']): string | null {
  if (ref === null && tab.refPattern === null) {
    return `Rows of ${tab.title} get no ref by themselves. Type one, then sync again.`;
  }
  if (key === null || !vacated.has(key)) return null;
  return `${ref} was another row's ref when this workbook was last synced. This row waits for the next sync.`;
}

/** Whether a cell's value goes to the ledger. */
function isPushed(row: RowPlan, cell: CellPlan): boolean {
  if (row.kind === 'edited-removed') return !row.waiting && cell.sheet !== cell.base;
  if (row.kind !== 'compare') return false;
  return cell.merge === 'push' || cell.merge === 'parts' || (cell.merge === 'conflict' && !cell.waiting);
}

function setOf(row: RowPlan, cell: CellPlan, sent: Sent): PlannedOp {
  const open = cell.open ?? row.open;
  const op: Op = {
    op: 'set',
    tab: row.tab.tab,
    ref: refOf(row, sent),
    column: cell.column,
    // Both changes are there: it is made over what the ledger holds.
    from: cell.merge === 'parts' ? cell.ledger : cell.base,
    to: row.kind === 'compare' ? cell.goal : cell.sheet,
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
    to: row.kind === 'compare' ? cell.goal : cell.sheet,
    ...(cell.reversal?.by ? { by: cell.reversal.by } : {}),
  };
  return { op, row, column: cell.column, item };
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
  return { op: { op: 'add', tab: row.tab.tab, ref, cells }, row, column: null, item };
}

/** A new ref of a row that the ledger removed: it answers a conflict, in which the row can be brought back. */
function movedOf(row: RowPlan, sent: Sent): PlannedOp {
  const to = row.row?.ref ?? '';
  const op: Op = { op: 'renumber', tab: row.tab.tab, ref: refOf(row, sent), to, seen: row.seen };
  return { op, row, column: null, item: renumberItem(row, to) };
}

function removeOf(row: RowPlan, sent: Sent): PlannedOp {
  const op: Op = { op: 'remove', tab: row.tab.tab, ref: refOf(row, sent), seen: row.seen };
  const item: PreviewItem = {
    ...placeOfRow(row),
    id: itemId('remove', row, null),
    kind: 'remove',
    column: null,
    heading: null,
    from: row.ledger ?? row.base,
    to: null,
  };
  return { op, row, column: null, item };
}

/** The cells that a row of the sheet would be added with: those that are compared, nulls omitted. */
export function shownCells({ tab, row }: Pick<RowPlan, 'tab' | 'row'>): Cells {
  if (row === null) return {};
  const cells = comparedOf(tab, row).map((column) => [column, valueIn(row, column)] as const);
  return Object.fromEntries(cells.filter(([, value]) => value !== null));
}
