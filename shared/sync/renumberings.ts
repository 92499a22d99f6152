/** Renumberings as ops, each with the references to its row that change along. Pure. */

import { columnOf } from '../tracker/schema.ts';
import { normalRef, refPattern, refsIn } from '../values/ref.ts';
import { headingOf, itemId, placeOfRow, refOf, type Sent } from './place.ts';
import type { CellPlan, RowPlan, TabPlan } from './plan.ts';
import type { PlannedOp, PlannedRenumbering } from './planned-op.ts';
import type { PreviewItem } from './preview.ts';

/** The renumberings that a merge found. */
export function renumberingsOf(plans: readonly TabPlan[]): PlannedRenumbering[] {
  return plans.flatMap(({ input, renumbered }) =>
    renumbered.flatMap((row): PlannedRenumbering[] => {
      const to = row.row?.ref;
      if (to == null || row.ledger === null) return [];
      const from = row.ref ?? '';
      const seen = input.timeline.at(input.head).get(row.key ?? '')?.revision ?? row.seen;
      const by = input.timeline.lastChange(row.key ?? '', null, input.state?.revision ?? 0);
      const item: PreviewItem = {
        ...placeOfRow(row),
        id: itemId('renumber', row, null),
        kind: 'renumber',
        column: null,
        heading: null,
        from,
        to,
        ...(by ? { by } : {}),
      };
      const references = referencesTo(plans, row, from, to).map(({ item: each }) => each);
      const op: PlannedOp = {
        op: { op: 'renumber', tab: row.tab.tab, ref: refOf(row, input.atBase), to, seen },
        row,
        cell: null,
        item,
      };
      return [{ op, row, item: { ...item, references } }];
    }),
  );
}

/** The pushes that bring references to renumbered rows along: one a cell, whichever of the rows it names. */
export function referenceOps(
  plans: readonly TabPlan[],
  accepted: readonly PlannedRenumbering[],
): PlannedOp[] {
  const moved = new Map(
    accepted.map(({ row, item }) => [`${row.tab.tab}\0${normalRef(String(item.from))}`, String(item.to)]),
  );
  if (moved.size === 0) return [];
  const toOf = new Map(accepted.map(({ row, item }) => [row, String(item.to)]));
  return referring(plans).flatMap(({ row, cell, sent, text }): PlannedOp[] => {
    const to = rewritten(plans, text, (tab, ref) => moved.get(`${tab}\0${ref}`));
    if (to === text) return [];
    const ref = toOf.get(row) ?? refOf(row, sent);
    const { tab } = row.tab;
    return [
      {
        op: { op: 'set', tab, ref, column: cell.column, from: cell.ledger, to },
        row,
        cell,
        item: referenceItem(row, cell, text, to),
      },
    ];
  });
}

interface Reference {
  readonly row: RowPlan;
  readonly cell: CellPlan;
  readonly sent: Sent;
  /** The ledger's text, which names refs. */
  readonly text: string;
}

/** Cells of ref columns which the sheet leaves as the ledger has them; what a person typed there stays theirs. */
function referring(plans: readonly TabPlan[]): Reference[] {
  return plans.flatMap(({ input, rows }) =>
    rows.flatMap((row) => {
      if (row.kind !== 'compare') return [];
      return row.cells.flatMap((cell): Reference[] => {
        const type = columnOf(row.tab, cell.column)?.type;
        const isQuiet = cell.merge === 'same' || cell.merge === 'take' || cell.merge === 'agreed';
        if ((type !== 'ref' && type !== 'refs') || !isQuiet || cell.formula) return [];
        if (typeof cell.ledger !== 'string') return [];
        return [{ row, cell, sent: input.atBase, text: cell.ledger }];
      });
    }),
  );
}

function referencesTo(
  plans: readonly TabPlan[],
  renumbered: RowPlan,
  from: string,
  to: string,
): { item: PreviewItem }[] {
  const key = normalRef(from);
  return referring(plans).flatMap(({ row, cell, text }) => {
    const changed = rewritten(plans, text, (tab, ref) =>
      tab === renumbered.tab.tab && ref === key ? to : undefined,
    );
    return changed === text ? [] : [{ item: referenceItem(row, cell, text, changed) }];
  });
}

function referenceItem(row: RowPlan, cell: CellPlan, from: string, to: string): PreviewItem {
  const { column } = cell;
  const heading = headingOf(row, column);
  return { ...placeOfRow(row), id: itemId('set', row, column), kind: 'set', column, heading, from, to };
}

/** A text with its refs replaced, each by the tab whose pattern it is in. */
function rewritten(
  plans: readonly TabPlan[],
  text: string,
  to: (tab: string, ref: string) => string | undefined,
): string {
  let result = text;
  for (const { input } of plans) {
    const { tab } = input.tabView;
    if (tab.refPattern === null) continue;
    const hits = refsIn(result, [refPattern(tab.refPattern)]);
    for (const { ref, text: written, start } of [...hits].reverse()) {
      const now = to(tab.tab, ref);
      if (now !== undefined)
        result = `${result.slice(0, start)}${now}${result.slice(start + written.length)}`;
    }
  }
  if (result !== text) return result;
  // Free refs have no pattern to be found by: only a cell that is nothing but the ref is one.
  const free = plans.filter(({ input }) => input.tabView.tab.refPattern === null);
  const found = free.map(({ input }) => to(input.tabView.tab.tab, normalRef(text)));
  return found.find((each) => each !== undefined) ?? text;
}
