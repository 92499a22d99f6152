/** A workbook that is checked once, and after edits only where they reach. */

import type { CodedColumn, CodedRows } from '../sheet/coded.ts';
import { at, type Grid } from '../sheet/grid.ts';
import { recognise } from '../sheet/recognise.ts';
import type { Choices, Region } from '../sheet/region.ts';
import { readRegions, recordsOf } from '../sheet/rows.ts';
import type { Schema } from '../tracker/schema.ts';
import type { Finding } from '../values/finding.ts';
import { Checker } from './checker.ts';
import type { RowChange } from './register.ts';

export class WorkbookCheck {
  readonly #schema: Schema;
  readonly #today: string;
  readonly #choices: Choices | undefined;
  #grids: ReadonlyMap<string, Grid> = new Map();
  /** In the order in which they were recognised. */
  #regions: readonly Region[] = [];
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
    return this.#regions;
  }

  /** How many records were read. */
  get size(): number {
    return this.#regions.reduce((sum, region) => sum + (this.#checker.rowsIn(region)?.length ?? 0), 0);
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
    const changes = grids.flatMap((grid) => {
      const before = this.#grids.get(grid.sheet);
      return this.#regions.flatMap((region) => {
        const old = this.#checker.rowsIn(region);
        if (region.sheet !== grid.sheet || before === undefined || old === null) return [];
        return changesOf(old, recordsOf(this.#schema, grid, region), region, before, grid);
      });
    });
    this.#checker.change(changes, grids);
    this.#grids = all;
  }

  #load(grids: ReadonlyMap<string, Grid>, found?: readonly Region[]): Checker {
    const all = [...grids.values()];
    const regions = found ?? recognise(this.#schema, all, this.#choices);
    const checker = new Checker(this.#schema, this.#today, readRegions(this.#schema, all, regions));
    this.#grids = grids;
    this.#regions = regions;
    return checker;
  }
}

/** What changed in the rows of a region. A row about which nothing did stays the very old one. */
function changesOf(
  old: CodedRows,
  fresh: CodedRows,
  region: Region,
  before: Grid,
  after: Grid,
): readonly RowChange[] {
  const places = new Map<number | null, number>();
  for (let place = 0; place < old.length; place += 1) places.set(old.line(place), place);
  const was = Int32Array.from({ length: fresh.length }, (_, place) => places.get(fresh.line(place)) ?? -1);
  const differs = differences(old, fresh, was);
  const changes: RowChange[] = [];
  for (let place = 0; place < fresh.length; place += 1) {
    const line = fresh.line(place);
    const from = was[place] ?? -1;
    places.delete(line);
    if (from >= 0 && differs[place] === 0 && sameLine(before, after, region, line ?? -1)) continue;
    changes.push({ before: from < 0 ? null : old.row(from), after: fresh.row(place) });
  }
  for (const gone of places.values()) changes.push({ before: old.row(gone), after: null });
  return changes;
}

const BLANK: Pick<CodedColumn, 'values' | 'codes' | 'silent'> = {
  values: [null],
  codes: new Int32Array(0),
  silent: new Set(),
};

/** By place of the fresh ones: 1 where a row says anything else than the old one that stood there. */
function differences(old: CodedRows, fresh: CodedRows, was: Int32Array): Uint8Array {
  const differs = new Uint8Array(fresh.length);
  for (const key of new Set([...old.columns.keys(), ...fresh.columns.keys()])) {
    const [one, other] = [old.columns.get(key) ?? BLANK, fresh.columns.get(key) ?? BLANK];
    const isSilent = one.silent.size + other.silent.size > 0;
    for (let place = 0; place < fresh.length; place += 1) {
      const code = one.codes[was[place] ?? -1] ?? 0;
      const now = other.codes[place] ?? 0;
      if (one.values[code] !== other.values[now]) differs[place] = 1;
      else if (isSilent && one.silent.has(code) !== other.silent.has(now)) differs[place] = 1;
    }
  }
  return differs;
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
