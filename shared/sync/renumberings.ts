/** Renumberings as ops, each with the references to its row that change along. Pure. */

import { REF, type Tab } from '../tracker/schema.ts';
import { normalRef, refPattern, refsIn } from '../values/ref.ts';
import { cellOf } from './cell-plan.ts';
import { headingOf, itemId, placeOfRow, refOf } from './place.ts';
import type { CellPlan, RowPlan, TabElsewhere, TabPlan } from './plan.ts';
import type { PlannedOp, PlannedRenumbering, Reference } from './planned-op.ts';
import type { PreviewItem } from './preview.ts';

/** The renumberings that a merge found. `elsewhere`: tabs that this workbook does not hold, which may name the rows. */
export function renumberingsOf(
  plans: readonly TabPlan[],
  elsewhere: readonly TabElsewhere[],
): PlannedRenumbering[] {
  if (plans.every(({ renumbered }) => renumbered.length === 0)) return [];
  const cells = referring(plans, elsewhere);
  return plans.flatMap(({ input, renumbered }) =>
    renumbered.flatMap((row): PlannedRenumbering[] => {
      const to = row.row?.ref;
      if (to == null || row.ledger === null) return [];
      const from = row.ref ?? '';
      const seen = input.timeline.at(input.head).get(row.key ?? '')?.revision ?? row.seen;
      const by = input.timeline.lastChange(row.key ?? '', null, input.state?.revision ?? 0);
      const item = { ...renumberItem(row, to), ...(by ? { by } : {}) };
      const moved = new Map([[`${row.tab.tab}\0${normalRef(from)}`, to]]);
      const references = cells.filter(({ text }) => rewritten(plans, text, moved) !== text);
      const items = references.map((each) => referenceItem(each, rewritten(plans, each.text, moved)));
      const op: PlannedOp = {
        op: { op: 'renumber', tab: row.tab.tab, ref: refOf(row, input.atBase), to, seen },
        row,
        column: null,
        item,
      };
      return [{ op, row, item: { ...item, references: items }, references }];
    }),
  );
}

/** How a person sees that a row gets another ref. */
export function renumberItem(row: RowPlan, to: string): PreviewItem {
  const id = itemId('renumber', row, null);
  return { ...placeOfRow(row), id, kind: 'renumber', column: null, heading: null, from: row.ref ?? '', to };
}

/**
 * The pushes that bring references to renumbered rows along: one a cell, whichever of the rows it names; none in rows
 * that are removed in the same push. `beside`: those that are pushed with the renumberings; else those of rows which no
 * op of that push can name, or set, and of those whose removal was `refused`. They follow once the renumberings are
 * made, from the head that was pulled.
 */
export function referenceOps(
  plans: readonly TabPlan[],
  made: readonly PlannedRenumbering[],
  removals: readonly PlannedOp[],
  beside: boolean,
  refused: readonly PlannedOp[] = [],
): PlannedOp[] {
  const moved = new Map(
    made.map(({ row, item }) => [`${row.tab.tab}\0${normalRef(String(item.from))}`, String(item.to)]),
  );
  const stayed = new Set(refused.map(({ row }) => row));
  const gone = new Set(removals.flatMap(({ row }) => (row === null || stayed.has(row) ? [] : [row])));
  const cells = new Set(made.flatMap(({ references }) => references));
  return [...cells].flatMap((reference): PlannedOp[] => {
    const { at, row, shown, column, text, sent } = reference;
    const isLate = sent === null || stayed.has(row);
    if (isLate === beside || (row !== null && gone.has(row))) return [];
    const to = rewritten(plans, text, moved);
    if (to === text) return [];
    const { tab } = at.tab;
    // From the head on, the ledger follows the row by itself.
    const ref = isLate ? (at.ref ?? '') : (moved.get(`${tab}\0${at.key}`) ?? refOf(at, sent));
    return [
      {
        op: { op: 'set', tab, ref, column, from: text, to },
        row: shown ? row : null,
        column: shown ? column : null,
        item: referenceItem(reference, to),
      },
    ];
  });
}

/** A tab's columns whose cells name rows, by key. */
export function refColumns({ columns }: Tab): readonly string[] {
  return columns.flatMap(({ column, type, computed }) =>
    (type === 'ref' || type === 'refs') && !computed && column !== REF ? [column] : [],
  );
}

/**
 * What the ledger's cells of ref columns say, but for those which the sheet shows otherwise: what a person typed there
 * stays theirs.
 */
function referring(plans: readonly TabPlan[], elsewhere: readonly TabElsewhere[]): Reference[] {
  const here = plans.flatMap(({ input, rows }) => {
    const columns = refColumns(input.tabView.tab);
    return rows.flatMap((row) => {
      const sent = isAdded(row) ? null : sentOf(row.key, input);
      return columns.flatMap((column): Reference[] => {
        const text = row.ledger?.[column];
        // Any other row under this ref is not the ledger's, whatever it shows.
        if (typeof text !== 'string') return [];
        const cell = row.kind === 'compare' ? cellOf(row, input.view, column) : undefined;
        if (cell && !isLeft(cell)) return [];
        const at = cell ? row : unshown(row);
        return [{ at, row, shown: cell !== undefined, column, text, sent }];
      });
    });
  });
  const others = elsewhere.flatMap((there) => {
    const columns = refColumns(there.tab);
    return [...there.rows].flatMap(([key, { ref, cells }]) => {
      const sent = sentOf(key, there);
      const at = { tab: there.tab, key, ref, row: null };
      return columns.flatMap((column): Reference[] => {
        const text = cells[column];
        if (typeof text !== 'string') return [];
        return [{ at, row: null, shown: false, column, text, sent }];
      });
    });
  });
  return [...here, ...others];
}

/** Null for a row that was added under a ref which another one had at the copy's base: an op would mean the other. */
function sentOf(
  key: string | null,
  { atBase, vacated }: Pick<TabElsewhere, 'atBase' | 'vacated'>,
): Reference['sent'] {
  return key !== null && vacated.has(key) && !atBase.has(key) ? null : atBase;
}

/** Whether the sheet adds another row under its ref: nothing can be set beside that. */
function isAdded({ kind, waiting }: RowPlan): boolean {
  return kind === 'add' && !waiting;
}

/** Whether the sheet leaves a cell as the ledger has it. */
function isLeft({ merge, formula }: CellPlan): boolean {
  return (merge === 'same' || merge === 'take' || merge === 'agreed') && !formula;
}

function unshown({ tab, key, ref }: RowPlan): Reference['at'] {
  return { tab, key, ref, row: null };
}

function referenceItem({ at, column, text }: Reference, to: string): PreviewItem {
  const heading = headingOf(at, column);
  return { ...placeOfRow(at), id: itemId('set', at, column), kind: 'set', column, heading, from: text, to };
}

/** A text with its refs replaced, each by the tab whose pattern it is in. `moved`: tab and normal ref → the new ref. */
function rewritten(plans: readonly TabPlan[], text: string, moved: ReadonlyMap<string, string>): string {
  const hits = plans.flatMap(({ input }) => {
    const { tab } = input.tabView;
    if (tab.refPattern === null) return [];
    return refsIn(text, [refPattern(tab.refPattern)]).flatMap(({ ref, text: written, start }) => {
      const to = moved.get(`${tab.tab}\0${ref}`);
      return to === undefined ? [] : [{ start, end: start + written.length, to }];
    });
  });
  let [result, rest] = [text, text.length];
  // From the end, so that places stay; and all in the text as it was, so that no ref changes twice.
  for (const { start, end, to } of hits.sort((one, other) => other.start - one.start)) {
    if (end > rest) continue;
    result = `${result.slice(0, start)}${to}${result.slice(end)}`;
    rest = start;
  }
  if (result !== text) return result;
  // Free refs have no pattern to be found by: only a cell that is nothing but the ref is one.
  const free = plans.filter(({ input }) => input.tabView.tab.refPattern === null);
  const found = free.map(({ input }) => moved.get(`${input.tabView.tab.tab}\0${normalRef(text)}`));
  return found.find((each) => each !== undefined) ?? text;
}
