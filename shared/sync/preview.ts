/**
 * What a sync is about to do, what a person answers, and what it has done: plain JSON, rendered by the pane
 * and by the command line. One line of English for each thing is made by `describe.ts`.
 */
import type { Conflict } from '../values/change.ts';
import type { Finding } from '../values/finding.ts';
import type { Cells, Value } from '../values/value.ts';

/** Who changed something in the ledger, and when (`2022-08-10T09:30:00.000Z`). */
export interface By {
  readonly author: string;
  readonly at: string;
}

/** Where a row is: by its ref, and in the sheet. */
export interface Place {
  readonly tab: string;
  readonly tabTitle: string;
  /** As shown; null for a row that has none yet. */
  readonly ref: string | null;
  /** Null where the sheet does not show the row. */
  readonly sheet: string | null;
  /** The 1-based sheet row; null where the sheet does not show the row. */
  readonly row: number | null;
}

/** One change that is to be pushed, or to be taken into the sheet. */
export interface PreviewItem extends Place {
  /** The same for the same change in every preview, so that a tick survives a second look. */
  readonly id: string;
  readonly kind: 'set' | 'add' | 'remove' | 'restore' | 'renumber';
  /** Null for a whole row. */
  readonly column: string | null;
  readonly heading: string | null;
  /** A cell's value, or a whole row's cells; null for nothing. */
  readonly from: Value | Cells;
  readonly to: Value | Cells;
  /** Whose change it is that is taken, removed over or put back, where the ledger knows. */
  readonly by?: By;
}

/** A row that was given another ref in the sheet: `from` is the ledger's, `to` the sheet's. */
export interface Renumbering extends PreviewItem {
  /** Cells that name the row, changed along with it. */
  readonly references: readonly PreviewItem[];
}

/** A row that stays in the sheet and is not pushed. */
export interface HeldRow extends Place {
  readonly id: string;
  /** The new errors that hold it, as the service found them. */
  readonly findings: readonly Finding[];
  /** For a person, where it is held without a finding: two rows with one ref, a ref that nobody can give. */
  readonly reason: string | null;
}

/** A conflict as a person meets it. */
export interface ConflictItem extends Place {
  readonly id: string;
  readonly conflict: Conflict;
  readonly heading: string | null;
  /** Recorded by this workbook, but no cell here shows its "mine" (closed unsaved): left undecided. */
  readonly left: boolean;
}

/**
 * Rows without a ref, and in a copy without a base also under new ones, and rows of the ledger that the sheet does not
 * show: which is which?
 */
export interface Pairing {
  readonly tab: string;
  readonly tabTitle: string;
  readonly refs: readonly { readonly ref: string; readonly cells: Cells }[];
  readonly rows: readonly {
    readonly id: string;
    readonly sheet: string;
    readonly row: number;
    readonly cells: Cells;
  }[];
}

export interface Preview {
  readonly push: readonly PreviewItem[];
  readonly take: readonly PreviewItem[];
  /** Rows that the sheet no longer shows. Only those whose id is among the choices are removed; the others are written back. */
  readonly removals: readonly PreviewItem[];
  /** Pushes that would put back what someone else has replaced. Only those whose id is among the choices are pushed. */
  readonly reversals: readonly PreviewItem[];
  /**
   * Cells of a copy with a proposed base that are not only stale: `from` is what the ledger holds. Only those whose
   * id is among the choices are pushed.
   */
  readonly unsure: readonly PreviewItem[];
  /** Rows given another ref. Only those whose id is among the choices are renumbered; the others get their ref back. */
  readonly renumberings: readonly Renumbering[];
  readonly held: readonly HeldRow[];
  readonly conflicts: readonly ConflictItem[];
  /** Each must be answered in `SyncChoices.pairs` before anything is pushed. */
  readonly pairings: readonly Pairing[];
  /** The tabs that the ledger has no rows of: what this workbook has of them an owner may have taken as it is. */
  readonly first: readonly string[];
  /** Why nothing can be synced, and what to do; empty where it can. */
  readonly stops: readonly string[];
}

/** What a person answers to a preview; null instead of it cancels. */
export interface SyncChoices {
  readonly removals: readonly string[];
  readonly reversals: readonly string[];
  readonly renumberings?: readonly string[];
  readonly unsure?: readonly string[];
  /** Row id of a `Pairing` → the ref that it is, or null for a new row. */
  readonly pairs?: Readonly<Record<string, string | null>>;
}

/** What the service asks to have confirmed: rows removed, and filled cells blanked (when they are many). */
export interface Confirmation {
  readonly removals: readonly { readonly tab: string; readonly ref: string }[];
  readonly blanked: readonly { readonly tab: string; readonly ref: string; readonly column: string }[];
}

/** A cell or row (`column` null) that does not show what the ledger holds, with the base that counts for it. */
export interface Pin {
  readonly tab: string;
  readonly ref: string;
  readonly column: string | null;
  /**
   * A cell's base value. Of a whole row: the `seen` revision for a removal, the base cells for a row that the
   * ledger no longer has or that has not got its ref yet, null for one that was in no base.
   */
  readonly base: Value | Cells;
  readonly why: 'conflict' | 'unwritable' | 'changed' | 'held' | 'reversal';
  /** The conflict that this cell's value is the "mine" of. */
  readonly conflict?: string;
  /**
   * For `reversal`: the value that was shown when it was left unticked. Of a whole row: the ref under which it
   * stands in the sheet, where the ledger has another.
   */
  readonly shown?: Value;
}

/** Who is syncing the copy just now, and until when at most (null where the service did not say). */
export interface Busy {
  readonly author: string;
  readonly until: string | null;
}

/** What a person can choose after a stop. */
export type WayOn = 'join' | 'base' | 'without-base' | 'forget' | 'renumber';

/** The revision that a copy without a base is nearest to. */
export interface BaseProposal {
  readonly revision: number;
  readonly hash: string;
  readonly author: string;
  readonly at: string;
  /** How many cells the workbook shows otherwise. */
  readonly differing: number;
}

export interface SyncResult {
  /** `unchanged`: nothing to do. `cancelled`: by a person, nothing done. `stopped`: see `stops`, nothing done. */
  readonly status: 'unchanged' | 'done' | 'cancelled' | 'stopped';
  /** The revision that the copy now stands at. */
  readonly revision: number;
  /** Changes that the ledger took, or already had. */
  readonly pushed: number;
  /** Changes that were written into the sheets. */
  readonly taken: number;
  /** Refs given to new rows. `row` is the 1-based sheet row. */
  readonly refs: readonly {
    readonly tab: string;
    readonly ref: string;
    readonly sheet: string;
    readonly row: number;
  }[];
  readonly held: readonly HeldRow[];
  /** This workbook's open conflicts. */
  readonly conflicts: readonly ConflictItem[];
  readonly pins: readonly Pin[];
  readonly stops: readonly string[];
  /** What a person may choose to go on after a stop. */
  readonly wayOn: WayOn | null;
  /** Set where a co-author's sync is why this one stopped. */
  readonly busy: Busy | null;
  /** With the way on `base`: which one; `without-base` declines it. */
  readonly proposal: BaseProposal | null;
}
