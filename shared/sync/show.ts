/** A merge as a person sees it: what is pushed, taken, held and in conflict. Pure. */

import type { Conflict } from '../values/change.ts';
import { normalRef } from '../values/ref.ts';
import type { Fate, RowFates } from './fates.ts';
import { headingOf, itemId, placeOfRow } from './place.ts';
import type { RowPlan, TabPlan } from './plan.ts';
import type { PlannedOp, PlannedOps } from './planned-op.ts';
import type { ConflictItem, HeldRow, Pin, PreviewItem } from './preview.ts';

/** What is written into the sheets, as far as is known before the push. */
export function takenOf(plans: readonly TabPlan[]): PreviewItem[] {
  return plans.flatMap(({ input, rows, renumbered }) =>
    rows.flatMap((row): PreviewItem[] => {
      const since = input.state?.revision ?? 0;
      const by = (column: string | null) => {
        const last = row.key === null ? undefined : input.timeline.lastChange(row.key, column, since);
        return last ? { by: last } : {};
      };
      const whole = { ...placeOfRow(row), column: null, heading: null, ...by(null) };
      if (row.kind === 'append') {
        return [{ ...whole, id: itemId('add', row, null), kind: 'add', from: null, to: row.ledger }];
      }
      if (row.kind === 'drop') {
        return [
          {
            ...whole,
            id: itemId('remove', row, null),
            kind: 'remove',
            from: row.row?.cells ?? null,
            to: null,
          },
        ];
      }
      if (row.kind !== 'compare') return [];
      const moved = refItem(row, renumbered.includes(row), by(null));
      const cells = row.cells.flatMap((cell): PreviewItem[] => {
        const isTaken = cell.merge === 'take' || (cell.merge === 'parts' && cell.goal !== cell.sheet);
        if (!isTaken || cell.formula) return [];
        const { column } = cell;
        const to = cell.merge === 'parts' ? cell.goal : cell.ledger;
        const place = { ...placeOfRow(row), column, heading: headingOf(row, column), ...by(column) };
        return [{ ...place, id: itemId('set', row, column), kind: 'set', from: cell.sheet, to }];
      });
      return moved ? [moved, ...cells] : cells;
    }),
  );
}

/** The ref of a row that the ledger has renumbered, which is written into the sheet. */
function refItem(row: RowPlan, isRenumbered: boolean, by: Pick<PreviewItem, 'by'>): PreviewItem | null {
  const shown = row.row?.ref ?? null;
  if (shown === null || !row.refMissing || isRenumbered) return null;
  const id = itemId('renumber', row, null);
  const place = { ...placeOfRow(row), column: null, heading: null };
  return { ...place, id, kind: 'renumber', from: shown, to: row.ref, ...by };
}

/** The pushes that will be taken: those that are neither in conflict nor held. */
export function pushedOf(fates: ReadonlyMap<PlannedOp, Fate>): PreviewItem[] {
  return [...fates].flatMap(([{ item }, fate]) => (item && fate.kind === 'done' ? [item] : []));
}

/** Rows that stay in the sheet and are not pushed. */
export function heldOf(
  plans: readonly TabPlan[],
  fates: RowFates,
  unnameable: PlannedOps['unnameable'],
): HeldRow[] {
  const held: HeldRow[] = [];
  for (const { input, rows, identified } of plans) {
    for (const row of rows) {
      const fate = fates.worst(row);
      if (fate?.kind !== 'held') continue;
      held.push({ ...placeOfRow(row), id: heldId(row), findings: fate.findings, reason: null });
    }
    const { tab } = input.tabView;
    for (const { row, reason } of identified.held) {
      const place = {
        tab: tab.tab,
        tabTitle: tab.title,
        ref: row.ref,
        sheet: row.at.sheet,
        row: row.at.row + 1,
      };
      held.push({ ...place, id: `held ${tab.tab} ${place.sheet}!${place.row}`, findings: [], reason });
    }
  }
  for (const { row, reason } of unnameable) {
    held.push({ ...placeOfRow(row), id: heldId(row), findings: [], reason });
  }
  return held;
}

/** Conflicts with their places in the sheets. `pins`: those under which a conflict counts as this sheet's own. */
export function conflictItems(
  conflicts: readonly Conflict[],
  plans: readonly TabPlan[],
  pins: readonly Pin[],
): ConflictItem[] {
  const named = new Set(pins.flatMap(({ conflict }) => conflict ?? []));
  return conflicts.map((conflict) => {
    const plan = plans.find(({ input }) => input.tabView.tab.tab === conflict.tab);
    const key = normalRef(conflict.ref);
    const tab = plan?.input.tabView.tab;
    const row = plan?.rows.find((each) => each.key === key)?.row ?? null;
    const { column } = conflict;
    return {
      id:
        conflict.id ??
        ['conflict', conflict.tab, conflict.ref, ...(column === null ? [] : [column])].join(' '),
      conflict,
      tab: conflict.tab,
      tabTitle: tab?.title ?? conflict.tab,
      ref: conflict.ref,
      sheet: row?.at.sheet ?? null,
      row: row ? row.at.row + 1 : null,
      heading: column === null || !tab ? column : headingOf({ tab, row }, column),
      left: conflict.id !== null && !named.has(conflict.id),
    };
  });
}

function heldId(row: RowPlan): string {
  return itemId('set', row, null).replace(/^set/, 'held');
}
