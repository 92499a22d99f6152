/** Writes down, while a sheet is read, which of the workbook's shared texts each cell holds. */
import type { Texts } from '../../shared/sheet/texts.ts';

/** A column may have room for so many times its texts, and some: one text far below the others must not cost megabytes. */
const ROOM = 4;
const LEAST = 64;
const FIRST = 16;

export class TextNumbers {
  readonly #columns: (Int32Array | undefined)[] = [];
  /** By column, how many texts it has; -1 for one that is too sparse to be kept. */
  readonly #counts: number[] = [];

  /** A cell holds the text of that number. */
  put(row: number, column: number, text: number): void {
    const count = this.#counts[column] ?? 0;
    if (count < 0) return;
    let cells = this.#columns[column];
    if (cells === undefined || row >= cells.length) {
      if (row >= LEAST + count * ROOM) {
        this.#counts[column] = -1;
        this.#columns[column] = undefined;
        return;
      }
      const more = new Int32Array(Math.max(FIRST, 2 * row));
      if (cells !== undefined) more.set(cells);
      while (this.#columns.length < column) this.#columns.push(undefined);
      this.#columns[column] = more;
      cells = more;
    }
    cells[row] = text + 1;
    this.#counts[column] = count + 1;
  }

  /** Another value stands there: a damaged file may have a cell twice. */
  clear(row: number, column: number): void {
    const cells = this.#columns[column];
    if (cells !== undefined && row < cells.length) cells[row] = 0;
  }

  /** What was written down, of the workbook's texts. */
  of(all: readonly string[]): Texts {
    return { all, columns: this.#columns };
  }
}
