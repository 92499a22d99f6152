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
  /**
   * Why its rows can't be told by their refs, so that they are checked and never synced: it has no column of refs,
   * or several lines stand under one ref on purpose. Absent where they can.
   */
  readonly unkeyed?: 'no-ref' | 'refs-repeat' | undefined;
  /** Where one table holds the records of several tabs: which of its rows are this one's. Absent where all are. */
  readonly category?: Category | undefined;
}

export interface Category {
  /** The column that says what each row is. */
  readonly at: number;
  /** What it says of a row of this tab, in normal form; the empty text for a row of which it says nothing. */
  readonly words: readonly string[];
  /** As it stands in most of them: what a new row is to say. */
  readonly word: string;
}

/** What a person chose once, kept in the copy's state: which sheet is which tab, which heading is which column. */
export interface Choices {
  /** Sheet name → tab, or null for "none of ours". A tab that the tracker has not yet is none of ours until it has. */
  readonly sheets: Readonly<Record<string, string | null>>;
  /** Tab → normal heading → column key; of an extra column that, or a column that the tab has not yet. */
  readonly headings: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The rows of headings in which chosen ones were seen last, by which a renamed one is known again. */
  readonly seen?: readonly SeenHeadings[];
}

/** A row of headings as it was when the choices in it were made, or last written down. */
export interface SeenHeadings {
  readonly tab: string;
  readonly sheet: string;
  /** The place of the first, from which on there is one entry a place. */
  readonly left: number;
  /** In normal form; null for a column without a heading. */
  readonly headings: readonly (string | null)[];
  /** Chosen ones that were gone by then, and nobody could tell what they had become. */
  readonly gone?: readonly string[];
}
