/** Ops with what they are about, as a preview and a push need them. */

import type { Op } from '../values/change.ts';
import type { Placed, Sent } from './place.ts';
import type { RowPlan } from './plan.ts';
import type { PreviewItem, Renumbering } from './preview.ts';

export interface PlannedOp {
  readonly op: Op;
  /** Null for a decision, and for a reference in a cell that the sheet does not show. */
  readonly row: RowPlan | null;
  /** The column of a cell; null for a whole row, and where `row` is. */
  readonly column: string | null;
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
  /** The cells of `item.references`: one and the same object in each renumbering that a cell names. */
  readonly references: readonly Reference[];
}

/** A cell of a ref column that names rows which were renumbered. */
export interface Reference {
  /** Its row, as it stands in the sheet if the cell is shown there. */
  readonly at: Placed;
  /** Null for a tab that this workbook does not hold. */
  readonly row: RowPlan | null;
  /** Whether the sheet shows the cell. */
  readonly shown: boolean;
  readonly column: string;
  /** The ledger's text, which names refs. */
  readonly text: string;
  /** Null where no op beside the renumberings can name its row, or set it. */
  readonly sent: Sent | null;
}
