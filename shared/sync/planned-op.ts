/** Ops with what they are about, as a preview and a push need them. */

import type { Op } from '../values/change.ts';
import type { CellPlan, RowPlan } from './plan.ts';
import type { PreviewItem, Renumbering } from './preview.ts';

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
  readonly unsure: readonly PlannedOp[];
  readonly renumberings: readonly PlannedRenumbering[];
  /** Rows that can't be added, and why: nobody can give them a ref, or not yet. */
  readonly unnameable: readonly { readonly row: RowPlan; readonly reason: string }[];
}

/** A renumbering with what else in the tracker names the row. */
export interface PlannedRenumbering {
  readonly op: PlannedOp;
  readonly row: RowPlan;
  readonly item: Renumbering;
}
