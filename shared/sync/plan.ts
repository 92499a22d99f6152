/**
 * A merged tab as data: for each of its rows what the sheet, the base and the ledger say, and what follows.
 * `merge-tab.ts` makes it; `ops.ts` makes pushes of it, `jobs.ts` cell writes, `settle.ts` pins.
 */

import type { SheetRow } from '../sheet/row.ts';
import type { Tab } from '../tracker/schema.ts';
import type { Conflict } from '../values/change.ts';
import type { Cells, Value } from '../values/value.ts';
import type { Identified } from './identify.ts';
import type { CellMerge } from './merge.ts';
import type { Moves, NamesAtBase } from './moves.ts';
import type { By, Pin } from './preview.ts';
import type { TabState } from './state.ts';
import type { Rows, Timeline } from './timeline.ts';
import type { TabView, View } from './view.ts';

/** What is known of an edit since the workbook was opened. Rows and columns count from 0. */
export interface CellEdit {
  readonly sheet: string;
  readonly row: number;
  readonly column: number;
  readonly source: 'local' | 'remote';
  /** The raw value that it began from; undefined where the host did not say. */
  readonly before: string | number | boolean | null | undefined;
}

export interface CellPlan {
  readonly column: string;
  readonly base: Value;
  readonly sheet: Value;
  readonly ledger: Value;
  readonly merge: CellMerge;
  /** What is pushed where something is: the sheet's value, or both changes by part. */
  readonly goal: Value;
  readonly pin: Pin | undefined;
  /** The open conflict that the pin names. */
  readonly open: Conflict | undefined;
  /** The open conflict says all of it already, nothing is to be pushed. */
  readonly waiting: boolean;
  /** Set where the push would put back what a change had replaced. */
  readonly reversal: { readonly by: By | undefined } | null;
  /** It differs, and nobody knows which side is the later one. */
  readonly unsure: boolean;
  /** Typed by a co-author. */
  readonly elsewhere: boolean;
  /** A formula stands there. */
  readonly formula: boolean;
}

/**
 * - `compare`: the sheet shows it and the ledger has it.
 * - `add`: the sheet shows it, no base and no row of the ledger is it (or another one has its ref).
 * - `edited-removed`: edited here, removed in the ledger.
 * - `drop`: untouched here, removed in the ledger: it goes from the sheet.
 * - `append`: the ledger has it, the sheet does not show it yet.
 * - `remove`: the sheet no longer shows it: a proposed removal.
 * - `gone`: neither the sheet nor the ledger has it any more.
 * - `silent`: can't be told this time; nothing follows.
 */
export type RowKind = 'compare' | 'add' | 'edited-removed' | 'drop' | 'append' | 'remove' | 'gone' | 'silent';

export interface RowPlan {
  readonly kind: RowKind;
  readonly tab: Tab;
  /** Normal ref; null for a row that gets its ref by being added. */
  readonly key: string | null;
  /** As written; null for a row that gets its ref by being added. */
  readonly ref: string | null;
  readonly row: SheetRow | null;
  /** The sheet shows no ref for it, or another than the ledger. */
  readonly refMissing: boolean;
  /** The base row's cells; null where the row was in no base. */
  readonly base: Cells | null;
  /** For a removal: the revision at which the row was seen. */
  readonly seen: number;
  readonly ledger: Cells | null;
  /**
   * For `edited-removed` and a `drop` of a row of the base all that were merged; for `compare` those that are pinned or
   * show something else than the ledger holds (`cellOf` knows the others).
   */
  readonly cells: readonly CellPlan[];
  readonly pin: Pin | undefined;
  readonly open: Conflict | undefined;
  /** An open conflict says all of it already. */
  readonly waiting: boolean;
  /** Open conflicts of this row that end because the sheet shows the ledger's side, or the base again. */
  readonly settle: readonly Conflict[];
}

/** What is the same of a row whatever follows. */
export type RowFacts = Pick<RowPlan, 'tab' | 'key' | 'seen' | 'base' | 'ledger' | 'pin' | 'open'>;

export interface MergeInput extends NamesAtBase {
  readonly view: View;
  readonly tabView: TabView;
  readonly workbook: string;
  /** What the state knew of the tab; undefined for one that was never compared. */
  readonly state: TabState | undefined;
  /** This tab's pins, under the present refs. */
  readonly pins: readonly Pin[];
  readonly timeline: Timeline;
  /** The ledger's renumberings since the tab was compared. */
  readonly moves: Moves;
  /** The last revision pulled. */
  readonly head: number;
  /** The base that the state held when the workbook was opened. */
  readonly opened: number;
  /** The revisions since then that this opened workbook made itself. */
  readonly own: ReadonlySet<number>;
  /** Those of this workbook and tab. */
  readonly conflicts: readonly Conflict[];
  /** When the base revision was made; null where nothing needs it. */
  readonly baseAt: string | null;
  /** Since the workbook was opened; null where the host tells of none. */
  readonly edits: readonly CellEdit[] | null;
  readonly pairs: Readonly<Record<string, string | null>>;
  /** A sheet of this tab is missing, so that absent rows say nothing. */
  readonly incomplete: boolean;
  /** The base was proposed and confirmed: it says what is stale, and nothing else. */
  readonly proposed: boolean;
}

export interface TabPlan {
  readonly input: MergeInput;
  readonly rows: readonly RowPlan[];
  readonly identified: Identified;
  /** Rows that a person gave another ref in the sheet. */
  readonly renumbered: readonly RowPlan[];
}

/** A tab that this workbook does not hold, as the ledger has it at the last revision pulled. */
export interface TabElsewhere extends NamesAtBase {
  readonly tab: Tab;
  readonly rows: Rows;
}

/** Whether one side of a conflict, or a pin's base, is a whole row. */
export function isCells(side: Value | Cells): side is Cells {
  return typeof side === 'object' && side !== null;
}
