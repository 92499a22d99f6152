/** What several rules ask about a row, worked out once. */

export type ReadDay =
  /** A date as it should be; with its time, where it has one. */
  | { readonly kind: 'date'; readonly date: string }
  /** Text that is a date: `date` is the only one it can be, or null where that is not certain. */
  | { readonly kind: 'text'; readonly date: string | null }
  /** A five-digit number typed as text. */
  | { readonly kind: 'serial'; readonly date: string }
  /** Text or a number that is no date. */
  | { readonly kind: 'unreadable' };

export interface Status {
  /** The column that says so. */
  readonly column: string;
  /** As the vocabulary writes it. */
  readonly status: string;
  readonly closed: boolean;
}

/** One entry of an update. */
export interface Line {
  /** `YYYY-MM-DD`; null for a line without a date. */
  readonly date: string | null;
  readonly label: string | null;
  readonly said: string;
  readonly text: string;
  readonly column: string;
}

/** Undefined: not asked yet. */
export interface Memo {
  status?: Status | null;
  days?: Map<string, ReadDay | null>;
  lines?: readonly Line[];
}
