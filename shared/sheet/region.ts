/** A part of a sheet in which a tab was recognised. Rows and columns count from 0. */

export interface RegionColumn {
  /** The column's key; `x:` and the normal heading for an extra column. */
  readonly column: string;
  /** As read from the sheet. */
  readonly heading: string;
  readonly at: number;
}

export interface Region {
  readonly tab: string;
  readonly sheet: string;
  /** The row of the main headings. */
  readonly headerRow: number;
  readonly firstRow: number;
  /** The last filled record; `firstRow - 1` where there is none. */
  readonly lastRow: number;
  readonly left: number;
  readonly right: number;
  readonly columns: readonly RegionColumn[];
  /** The Excel table that the region is, if it is one. */
  readonly table: string | null;
  /** Whether something stands below the region in its columns, so that a new row must shift it down. */
  readonly occupiedBelow: boolean;
}

/** What a person chose once, kept in the copy's state: which sheet is which tab, which heading is which column. */
export interface Choices {
  /** Sheet name → tab, or null for "none of ours". */
  readonly sheets: Readonly<Record<string, string | null>>;
  /** Tab → normal heading → column key. */
  readonly headings: Readonly<Record<string, Readonly<Record<string, string>>>>;
}
