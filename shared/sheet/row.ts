/** One record of a tab, from a sheet or from the ledger. */
import type { Cells } from '../values/value.ts';
import type { Region } from './region.ts';

export interface Row {
  readonly tab: string;
  /** As typed; null where the row has none. */
  readonly ref: string | null;
  readonly cells: Cells;
  /** Where it stands, the row counted from 0; null for a row of the ledger. */
  readonly at: { readonly sheet: string; readonly row: number } | null;
}

/** A row that was read from a sheet. */
export interface SheetRow extends Row {
  readonly at: { readonly sheet: string; readonly row: number };
  readonly region: Region;
  /** Columns whose cell says nothing of its own here: a formula without a cached result, a cell merged into one above. */
  readonly silent: readonly string[];
}
