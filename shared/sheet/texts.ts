/**
 * The texts of a sheet by their numbers. In a file a cell of text *is* a number in a list of all texts, so that whoever
 * read the file knows which cells say the same without comparing a letter.
 */
import type { Grid } from './grid.ts';

export interface Texts {
  readonly all: readonly string[];
  /** By column, and by row: 1 + the text's number; 0 or nothing where the cell holds none of them, or it is not known. */
  readonly columns: readonly (Int32Array | undefined)[];
}

/** Kept beside the values, not in the grid: whoever changes a cell makes other values, of which nothing is known. */
const known = new WeakMap<Grid['values'], Texts>();

/** Keeps the numbers of the texts that a reader put into these values. */
export function rememberTexts(values: Grid['values'], texts: Texts): void {
  known.set(values, texts);
}

/** The numbers of the texts in these values, if their reader knew them. */
export function knownTexts(values: Grid['values']): Texts | undefined {
  return known.get(values);
}
