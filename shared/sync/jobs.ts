/** What is to be written into the sheets once the push is answered and the ledger's head pulled. Pure. */

import { normalRef } from '../values/ref.ts';
import { mergedIn } from './cell-plan.ts';
import type { RowFates } from './fates.ts';
import type { Moves } from './moves.ts';
import { followed } from './moves.ts';
import type { RowPlan, TabPlan } from './plan.ts';
import type { Rows } from './timeline.ts';
import { comparedOf, hasFormula, type View, valueIn } from './view.ts';
import type { Job } from './writes.ts';

export interface AfterPush {
  readonly view: View;
  readonly fates: RowFates;
  /** The refs given to rows that had none. */
  readonly given: ReadonlyMap<RowPlan, string>;
  /** The tab's rows at the last revision pulled. */
  readonly head: Rows;
  /** The renumberings since the merge. */
  readonly moves: Moves;
}

/** The present normal ref of a row, also where the push gave it; null for one that has none. */
export function keyOf(row: RowPlan, { given, moves }: Pick<AfterPush, 'given' | 'moves'>): string | null {
  if (row.key !== null) return followed(moves, row.key);
  const ref = given.get(row);
  return ref === undefined ? null : normalRef(ref);
}

/** The jobs of one tab. */
export function jobsOf({ input, identified, rows }: TabPlan, after: AfterPush): Job[] {
  const planned = new Set(rows.flatMap((row) => keyOf(row, after) ?? []));
  const silent = new Set([...identified.silent].map((key) => followed(after.moves, key)));
  const compared = Object.keys(input.state?.columns ?? {});
  const jobs = rows.flatMap((row) => jobsOfRow(row, after, compared));
  for (const [key, { ref, cells }] of after.head) {
    if (planned.has(key) || silent.has(key)) continue;
    // A row that came while this session was busy.
    jobs.push({ kind: 'append', tab: input.tabView.tab, key, ref, cells });
  }
  return jobs;
}

function jobsOfRow(plan: RowPlan, after: AfterPush, compared: readonly string[]): Job[] {
  const { kind, tab, row } = plan;
  const key = keyOf(plan, after);
  const now = key === null ? undefined : after.head.get(key);
  if (key === null || kind === 'silent' || kind === 'gone') return [];
  const fate = after.fates.ofRow(plan);
  if (kind === 'append' || kind === 'remove') {
    const stays = fate?.kind === 'conflict' || fate?.kind === 'held';
    return now && !stays ? [{ kind: 'append', tab, key, ref: now.ref, cells: now.cells }] : [];
  }
  if (row === null || (kind === 'add' && fate?.kind !== 'done')) return [];
  const jobs: Job[] = [];
  if (now === undefined) {
    const isPending = mergedIn(plan).some((column) => after.fates.pending(plan, column) !== undefined);
    // What was done to it here is in conflict with its removal.
    const isKept = fate?.kind === 'conflict' && fate.conflict.kind === 'edited-removed';
    return isPending || isKept ? [] : [{ kind: 'drop', tab, key, row, compared }];
  }
  for (const column of comparedOf(tab, row)) {
    const to = now.cells[column] ?? null;
    if (to === valueIn(row, column) || hasFormula(after.view, row, column)) continue;
    if (after.fates.pending(plan, column) !== undefined) continue;
    jobs.push({ kind: 'cell', tab, key, row, column, to });
  }
  // Held back, its renumbering waits; refused or left unticked, the row gets the ledger's ref back.
  const showsOther = row.ref === null ? plan.refMissing : normalRef(row.ref) !== key;
  if (showsOther && fate?.kind !== 'held') jobs.push({ kind: 'ref', tab, key, row, ref: now.ref });
  return jobs;
}
