/** Rows found by their content: all cells that are compared in a row of the sheet. Pure. */

import type { SheetRow } from '../sheet/row.ts';
import type { Tab } from '../tracker/schema.ts';
import type { Cells, Value } from '../values/value.ts';
import { comparedOf, valueIn } from './view.ts';

/** Whether a row of the sheet shows these cells, in the columns that are compared in it. */
export function equals(tab: Tab, row: SheetRow, cells: Cells): boolean {
  for (const column of comparedOf(tab, row)) {
    if (valueIn(row, column) !== (cells[column] ?? null)) return false;
  }
  return true;
}

/** How many of its filled cells a row shares with these. */
export function shared(
  tab: Tab,
  row: SheetRow,
  cells: Cells,
): { readonly same: number; readonly filled: number } {
  const filled = comparedOf(tab, row).filter((column) => valueIn(row, column) !== null);
  const same = filled.filter((column) => valueIn(row, column) === (cells[column] ?? null));
  return { same: same.length, filled: filled.length };
}

/** Rows of the ledger, by key, to be found by what a row of the sheet shows. */
export class Contents {
  readonly #tab: Tab;
  readonly #rows: ReadonlyMap<string, { readonly cells: Cells }>;
  /** By the columns that count, then by how the content begins: regions differ in their columns. */
  readonly #indexes = new Map<string, ReadonlyMap<string, readonly string[]>>();

  constructor(tab: Tab, rows: ReadonlyMap<string, { readonly cells: Cells }>) {
    this.#tab = tab;
    this.#rows = rows;
  }

  /** The keys of the rows that have just these cells, in their order; none for a row that shows nothing. */
  find(row: SheetRow): readonly string[] {
    const columns = comparedOf(this.#tab, row);
    const values = columns.map((column) => valueIn(row, column));
    if (isBlank(values)) return [];
    const alike = this.#index(columns).get(beginningOf(values)) ?? [];
    return alike.filter((key) => this.#isSame(key, columns, values));
  }

  #isSame(key: string, columns: readonly string[], values: readonly Value[]): boolean {
    const cells = this.#rows.get(key)?.cells ?? {};
    return columns.every((column, place) => (cells[column] ?? null) === values[place]);
  }

  #index(columns: readonly string[]): ReadonlyMap<string, readonly string[]> {
    const name = columns.join('\0');
    const known = this.#indexes.get(name);
    if (known) return known;
    const index = new Map<string, string[]>();
    for (const [key, { cells }] of this.#rows) {
      const values = columns.map((column) => cells[column] ?? null);
      if (isBlank(values)) continue;
      const content = beginningOf(values);
      const keys = index.get(content);
      if (keys) keys.push(key);
      else index.set(content, [key]);
    }
    this.#indexes.set(name, index);
    return index;
  }
}

/** Few rows that differ have the same first cells, and to write out all of them takes long. */
const BEGINNING = 4;

function beginningOf(values: readonly Value[]): string {
  return JSON.stringify(values.slice(0, BEGINNING));
}

function isBlank(values: readonly Value[]): boolean {
  return values.every((value) => value === null);
}
