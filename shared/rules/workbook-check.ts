/** A workbook that is checked once, and after edits only where they reach. */
import { at, type Grid } from '../sheet/grid.ts';
import { recognise } from '../sheet/recognise.ts';
import type { Choices, Region } from '../sheet/region.ts';
import type { SheetRow } from '../sheet/row.ts';
import { rowsOf } from '../sheet/rows.ts';
import type { Schema } from '../tracker/schema.ts';
import type { Finding } from '../values/finding.ts';
import { Checker } from './checker.ts';
import type { RowChange } from './register.ts';

export class WorkbookCheck {
  readonly #schema: Schema;
  readonly #today: string;
  readonly #choices: Choices | undefined;
  #grids: ReadonlyMap<string, Grid> = new Map();
  /** In the order in which they were recognised, with their rows in sheet order. */
  #rows: ReadonlyMap<Region, readonly SheetRow[]> = new Map();
  #checker: Checker;

  /** Checks all of it. Throws as `readTracker` and `check` do. */
  constructor(schema: Schema, today: string, grids: readonly Grid[], choices?: Choices) {
    this.#schema = schema;
    this.#today = today;
    this.#choices = choices;
    this.#checker = this.#load(new Map(grids.map((grid) => [grid.sheet, grid])));
  }

  /** Those that `check` finds, in its order. */
  get findings(): readonly Finding[] {
    return this.#checker.findings;
  }

  get grids(): readonly Grid[] {
    return [...this.#grids.values()];
  }

  get regions(): readonly Region[] {
    return [...this.#rows.keys()];
  }

  /** How many records were read. */
  get size(): number {
    return [...this.#rows.values()].reduce((sum, { length }) => sum + length, 0);
  }

  /**
   * Takes sheets over that were read anew. The others are taken to be as they were, so whoever calls it reads those
   * anew, too, in which a formula looks elsewhere. What is checked are the changed rows and what rests on them;
   * everything only where a heading, a column or the end of a register moved.
   * Throws as the constructor does, and is then as it was before.
   */
  reread(grids: readonly Grid[]): void {
    const all = new Map([...this.#grids, ...grids.map((grid) => [grid.sheet, grid] as const)]);
    const found = recognise(this.#schema, [...all.values()], this.#choices);
    if (JSON.stringify(found) !== JSON.stringify(this.regions)) {
      this.#checker = this.#load(all, found);
      return;
    }
    const rows = new Map(this.#rows);
    const changes: RowChange[] = [];
    for (const grid of grids) {
      const before = this.#grids.get(grid.sheet);
      for (const [region, old] of this.#rows) {
        if (region.sheet !== grid.sheet || before === undefined) continue;
        const merged = mergedRows(old, rowsOf(this.#schema, grid, region), region, before, grid);
        rows.set(region, merged.rows);
        changes.push(...merged.changes);
      }
    }
    this.#checker.change(changes, grids);
    this.#grids = all;
    this.#rows = rows;
  }

  #load(grids: ReadonlyMap<string, Grid>, found?: readonly Region[]): Checker {
    const all = [...grids.values()];
    const regions = found ?? recognise(this.#schema, all, this.#choices);
    const rows = new Map(
      regions.map((region) => {
        const grid = grids.get(region.sheet);
        return [region, grid === undefined ? [] : rowsOf(this.#schema, grid, region)] as const;
      }),
    );
    const tracker = { rows: [...rows.values()].flat(), regions, grids: all };
    const checker = new Checker(this.#schema, this.#today, tracker);
    this.#grids = grids;
    this.#rows = rows;
    return checker;
  }
}

/** The rows of a region as they are now: the very old ones where nothing about them changed, and what did change. */
function mergedRows(
  old: readonly SheetRow[],
  fresh: readonly SheetRow[],
  region: Region,
  before: Grid,
  after: Grid,
): { readonly rows: readonly SheetRow[]; readonly changes: readonly RowChange[] } {
  const byRow = new Map(old.map((row) => [row.at.row, row]));
  const changes: RowChange[] = [];
  const rows = fresh.map((row) => {
    const was = byRow.get(row.at.row) ?? null;
    byRow.delete(row.at.row);
    if (was !== null && sameRow(was, row) && sameLine(before, after, region, row.at.row)) return was;
    const now = { ...row, region };
    changes.push({ before: was, after: now });
    return now;
  });
  for (const gone of byRow.values()) changes.push({ before: gone, after: null });
  return { rows, changes };
}

function sameRow(one: SheetRow, other: SheetRow): boolean {
  if (one.ref !== other.ref || one.silent.join() !== other.silent.join()) return false;
  const columns = Object.keys(one.cells);
  return (
    columns.length === Object.keys(other.cells).length &&
    columns.every((column) => one.cells[column] === other.cells[column])
  );
}

/** Whether a row's cells are the same to rules that look at the sheet: what a formula works out, formats, formulas. */
function sameLine(before: Grid, after: Grid, { left, right }: Region, row: number): boolean {
  const [was, is] = [before.values[row] ?? [], after.values[row] ?? []];
  const [wasFormat, isFormat] = [before.formats[row] ?? [], after.formats[row] ?? []];
  for (let column = left; column <= right; column++) {
    const place = at(row, column);
    if ((was[column] ?? null) !== (is[column] ?? null) || wasFormat[column] !== isFormat[column])
      return false;
    const [formula, other] = [before.formulas.get(place), after.formulas.get(place)];
    if (formula?.formula !== other?.formula || formula?.cached !== other?.cached) return false;
  }
  return true;
}
