/**
 * What is to be written into a cell, independent of the host. `canonical(contentOf(column, value))` is the
 * value again, in Excel and in a file.
 */
export type CellContent =
  | { readonly kind: 'blank' }
  /** Always as text, also where it looks like a number, a date or a formula. */
  | { readonly kind: 'text'; readonly text: string }
  /** `format`: the cell must show it as a date; a cell with a date format of its own keeps that. */
  | { readonly kind: 'number'; readonly number: number; readonly format?: 'date' | 'date-time' }
  | { readonly kind: 'boolean'; readonly boolean: boolean }
  /** A cell with a hyperlink gets this target; one without gets the text. */
  | { readonly kind: 'link'; readonly text: string; readonly target: string };
