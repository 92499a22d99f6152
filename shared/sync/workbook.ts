/**
 * One of the two ports that let one session run in Excel, over a file and in tests. It is fulfilled by
 * `addin/excel/` and by `server/xlsx/`. The other is `Service` (`shared/protocol/service.ts`).
 */
import type { Grid } from '../sheet/grid.ts';
import type { CellContent } from '../values/content.ts';

/** The name of the very hidden sheet that keeps a copy's state. It is in no `grids`. */
export const STATE_SHEET = '_tracker';

export interface Reading {
  /** Every worksheet but the state sheet, in workbook order. */
  readonly grids: readonly Grid[];
  /** The state sheet's cells as text, row by row; null where there is none. */
  readonly state: readonly (readonly string[])[] | null;
  /** Whether AutoSave is on, so that others may be editing it right now. */
  readonly autoSave: boolean;
  /** Whether the state sheet can be made: workbook structure is not protected, or it is there already. */
  readonly canKeepState: boolean;
}

/** A change to a sheet. Rows and columns count from 0. */
export type Edit =
  | {
      readonly kind: 'cell';
      readonly sheet: string;
      readonly row: number;
      readonly column: number;
      readonly content: CellContent;
    }
  /** A new row below `after`, the region's last one. A table is resized; `shift` moves the region's cells below down. */
  | {
      readonly kind: 'append';
      readonly sheet: string;
      readonly after: number;
      readonly left: number;
      readonly right: number;
      readonly table: string | null;
      readonly shift: boolean;
      readonly cells: readonly { readonly column: number; readonly content: CellContent }[];
    }
  /** A removed row: in Excel deleted over the region's width, in a file emptied. */
  | {
      readonly kind: 'remove';
      readonly sheet: string;
      readonly row: number;
      readonly left: number;
      readonly right: number;
      readonly table: string | null;
    };

/** An edit that the host would not make (locked, merged, formula, array): the session pins it and goes on. */
export interface Refusal {
  /** Into the edits of that call. */
  readonly index: number;
  /** For a person: why, and what to do. */
  readonly reason: string;
}

export interface Workbook {
  /** Reads the whole workbook, or the named sheets only (then `grids` holds those that exist). */
  read(sheets?: readonly string[]): Promise<Reading>;
  /**
   * Makes the edits in order and answers those that were refused; all others were made. Rows removed shift
   * rows below them, so callers remove from the bottom up.
   * Throws where the host itself fails (timeout, request too large, closed); some may then have been made.
   */
  write(edits: readonly Edit[]): Promise<readonly Refusal[]>;
  /** Replaces the state sheet's cells, making the sheet where there is none; null takes the sheet away. */
  writeState(rows: readonly (readonly string[])[] | null): Promise<void>;
}
