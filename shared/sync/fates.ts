/** What became of each thing that a merge would push: done, in conflict, held, or declined by a person. Pure. */

import type { PushAnswer } from '../protocol/push.ts';
import type { Conflict } from '../values/change.ts';
import type { Finding } from '../values/finding.ts';
import { normalRef } from '../values/ref.ts';
import { mergedIn } from './cell-plan.ts';
import type { RowPlan } from './plan.ts';
import type { PlannedOp } from './planned-op.ts';

export type Fate =
  | { readonly kind: 'done' }
  | { readonly kind: 'conflict'; readonly conflict: Conflict }
  | { readonly kind: 'held'; readonly findings: readonly Finding[] }
  | { readonly kind: 'declined' };

const DONE: Fate = { kind: 'done' };

/** The fates of a push's ops, in its order. */
export function fatesOf(
  ops: readonly PlannedOp[],
  answer: Pick<PushAnswer, 'outcomes'>,
): Map<PlannedOp, Fate> {
  const fates = new Map(ops.map((op): [PlannedOp, Fate] => [op, DONE]));
  for (const outcome of answer.outcomes) {
    const op = ops[outcome.index];
    if (!op) continue;
    fates.set(
      op,
      outcome.outcome === 'held'
        ? { kind: 'held', findings: outcome.findings }
        : { kind: 'conflict', conflict: outcome.conflict },
    );
  }
  holdTogether(fates);
  return fates;
}

/**
 * Rows that change refs among themselves wait together: where one of them is held, so are those that need its ref.
 * Refused, they would get their own ref back, which the held one still shows.
 */
function holdTogether(fates: Map<PlannedOp, Fate>): void {
  const held = [...fates].filter(([{ op }, { kind }]) => op.op === 'renumber' && kind === 'held');
  // The list grows while it is gone through: who waits for one that waits, waits too.
  for (const [holding, fate] of held) {
    const { tab, from } = holding.item ?? { tab: null, from: null };
    for (const [waiting, { kind }] of fates) {
      const { op } = waiting;
      if (kind !== 'conflict' || op.op !== 'renumber' || op.tab !== tab) continue;
      if (normalRef(op.to) !== normalRef(String(from))) continue;
      fates.set(waiting, fate);
      held.push([waiting, fate]);
    }
  }
}

/** Fates looked up by row and cell. What was not pushed has none, but for what waits on an open conflict. */
export class RowFates {
  readonly #rows = new Map<RowPlan, Fate>();
  readonly #cells = new Map<RowPlan, Map<string, Fate>>();

  constructor(fates: ReadonlyMap<PlannedOp, Fate>, declined: readonly PlannedOp[]) {
    for (const [{ row, column }, fate] of [
      ...fates,
      ...declined.map((op) => [op, { kind: 'declined' } as const] as const),
    ]) {
      if (row === null) continue;
      if (column === null) this.#rows.set(row, fate);
      else {
        const columns = this.#cells.get(row) ?? new Map<string, Fate>();
        this.#cells.set(row, columns.set(column, fate));
      }
    }
  }

  ofRow(row: RowPlan): Fate | undefined {
    if (row.waiting && row.open) return { kind: 'conflict', conflict: row.open };
    return this.#rows.get(row);
  }

  ofCell(row: RowPlan, column: string): Fate | undefined {
    const waiting = row.cells.find((cell) => cell.waiting && cell.column === column);
    if (waiting?.open) return { kind: 'conflict', conflict: waiting.open };
    return this.#cells.get(row)?.get(column);
  }

  /** Why the sheet's value of a cell stays as it is; undefined where the ledger's may be written. */
  pending(row: RowPlan, column: string): Exclude<Fate, { kind: 'done' }> | undefined {
    const fate = this.ofCell(row, column) ?? (row.waiting ? this.ofRow(row) : undefined);
    return fate === undefined || fate.kind === 'done' ? undefined : fate;
  }

  /** What became of a row's ops, the worst of them. */
  worst(row: RowPlan): Fate | undefined {
    const fates = [this.ofRow(row), ...mergedIn(row).map((column) => this.ofCell(row, column))];
    return (
      fates.find((fate) => fate !== undefined && fate.kind !== 'done') ??
      fates.find((fate) => fate !== undefined)
    );
  }
}
