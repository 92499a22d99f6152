/**
 * Writes the ledger's rows into the sheets: cells, refs given, rows appended, rows gone. Before each batch its
 * targets are read again, and any that differ from what the merge saw are left alone.
 */

import { at, cellAt, type Grid } from '../sheet/grid.ts';
import type { Choices, Region } from '../sheet/region.ts';
import type { SheetRow } from '../sheet/row.ts';
import { emptyRefs } from '../sheet/rows.ts';
import { columnOf, extraColumn, REF, type Schema, type Tab } from '../tracker/schema.ts';
import { contentOf } from '../values/canonical.ts';
import { normalRef } from '../values/ref.ts';
import type { Cells, Value } from '../values/value.ts';
import { comparedOf, placeOf, type TabView, type View, valueIn, viewOf } from './view.ts';
import type { Edit, Workbook } from './workbook.ts';

/** One thing to write. `row` is the sheet's row as the merge saw it. */
export type Job =
  | {
      readonly kind: 'cell';
      readonly tab: Tab;
      readonly key: string;
      readonly row: SheetRow;
      readonly column: string;
      readonly to: Value;
    }
  /** The ref of a row that shows none, or another. */
  | {
      readonly kind: 'ref';
      readonly tab: Tab;
      readonly key: string;
      readonly row: SheetRow;
      readonly ref: string;
    }
  | {
      readonly kind: 'append';
      readonly tab: Tab;
      readonly key: string;
      readonly ref: string;
      readonly cells: Cells;
    }
  | {
      readonly kind: 'drop';
      readonly tab: Tab;
      readonly key: string;
      readonly row: SheetRow;
      /** The columns that were compared before. One that has lost its heading may stand beside the region. */
      readonly compared: readonly string[];
    };

export interface Written {
  readonly done: ReadonlySet<Job>;
  /** Those that the host would not make, with its reason. */
  readonly refused: ReadonlyMap<Job, string>;
}

export interface WriteInput {
  readonly workbook: Workbook;
  readonly schema: Schema;
  readonly choices: Choices;
  /** As the merge saw it. */
  readonly view: View;
  readonly jobs: readonly Job[];
  /** Called before each batch. */
  readonly before: () => Promise<void>;
  readonly progress: (done: number, of: number) => void;
}

/** A batch: large enough to be quick, small enough that its targets are fresh and a request stays far below 5 MB. */
const BATCH = 500;

/** Makes the jobs. What throws is the host itself; some jobs may then be done. */
export async function writeJobs(input: WriteInput): Promise<Written> {
  return new Writing(input).all();
}

class Writing {
  readonly #input: WriteInput;
  readonly #done = new Set<Job>();
  readonly #refused = new Map<Job, string>();
  /** In workbook order, each as it was read last. */
  readonly #grids: Map<string, Grid>;

  constructor(input: WriteInput) {
    this.#input = input;
    this.#grids = new Map(input.view.grids);
  }

  async all(): Promise<Written> {
    const { jobs } = this.#input;
    // Cells first, while all rows stand where the merge saw them; rows that go last, since they move others up.
    const renumbered = jobs.filter((job) => job.kind === 'ref' && job.row.ref !== null);
    const cells = jobs.filter(
      (job) => (job.kind === 'cell' || job.kind === 'ref') && !renumbered.includes(job),
    );
    for (const batch of batches(cells)) await this.#batch(batch, cellEdit);
    // In one batch: of two rows that swap their refs neither can be told from the other once one is written.
    await this.#batch(renumbered, cellEdit);
    await this.#takeBack(renumbered);
    const tabs = new Set(jobs.filter(({ kind }) => kind === 'append').map(({ tab }) => tab));
    for (const tab of tabs) {
      const appends = jobs.filter((job) => job.kind === 'append' && job.tab === tab);
      for (const batch of batches(appends)) await this.#appends(tab, batch);
    }
    const drops = jobs.filter(({ kind }) => kind === 'drop');
    for (const batch of batches(drops)) await this.#batch(batch, dropEdit, lowestFirst);
    return { done: this.#done, refused: this.#refused };
  }

  async #batch(
    batch: readonly Job[],
    editOf: (view: View, job: Job) => Edit | null,
    order?: (a: Edit, b: Edit) => number,
  ): Promise<void> {
    if (batch.length === 0) return;
    const view = await this.#look(batch, sheetsOf(batch));
    const made = batch.flatMap((job) => {
      const edit = editOf(view, job);
      if (job.kind === 'drop' && edit?.kind === 'remove' && hasMore(view, job, edit)) {
        this.#refused.set(job, NAMELESS);
        return [];
      }
      return edit ? [{ job, edit }] : [];
    });
    if (order) made.sort((a, b) => order(a.edit, b.edit));
    await this.#make(made);
  }

  /**
   * Where the ref of one row could not be written, no other row may have come to show the ref that it still has: such
   * a row gets back what it showed. And so on.
   */
  async #takeBack(renumbered: readonly Job[]): Promise<void> {
    const refs = renumbered.filter((job) => job.kind === 'ref');
    for (;;) {
      const still = refs.filter((job) => !this.#done.has(job));
      const shown = new Map(still.map((job) => [`${job.tab.tab}\0${normalRef(job.row.ref ?? '')}`, job]));
      const doubled = refs.filter(
        (job) => this.#done.has(job) && shown.has(`${job.tab.tab}\0${normalRef(job.ref)}`),
      );
      if (doubled.length === 0) return;
      const view = await this.#look(doubled, sheetsOf(doubled));
      const edits = doubled.flatMap((job) => {
        const rows = view.tabs.get(job.tab.tab)?.rows ?? [];
        const now = rows.find((row) => isAt(row, job.row) && row.ref === job.ref);
        return now ? (writeCell(view, job.tab, now.region, now.at.row, REF, job.row.ref) ?? []) : [];
      });
      if (edits.length > 0) await this.#input.workbook.write(edits);
      for (const job of doubled) {
        this.#done.delete(job);
        this.#refused.set(job, REF_STAYS);
      }
    }
  }

  async #appends(tab: Tab, batch: readonly Job[]): Promise<void> {
    const view = await this.#look(batch, this.#input.view.tabs.get(tab.tab)?.sheets ?? []);
    const tabView = view.tabs.get(tab.tab);
    const [region] = tabView?.regions ?? [];
    if (!tabView || !region) return;
    const shown = new Set(tabView.rows.flatMap(({ ref }) => (ref === null ? [] : [normalRef(ref)])));
    const ahead = numberedAhead(this.#input.schema, view, tabView.regions);
    const filled: { job: Job; edit: Edit }[] = [];
    const made: { job: Job; edit: Edit }[] = [];
    let after = region.lastRow;
    for (const job of batch) {
      if (job.kind !== 'append' || shown.has(job.key)) continue;
      const ready = ahead.get(job.key);
      if (ready) {
        for (const edit of fill(view, tab, ready.region, ready.row, job.cells)) filled.push({ job, edit });
        continue;
      }
      made.push({ job, edit: appendEdit(view, tab, region, after, job.ref, job.cells) });
      after += 1;
    }
    // Rows numbered in advance are filled in first: rows that are appended move those below them down.
    await this.#make([...filled, ...made]);
  }

  /** Reads the sheets of a batch again; only what it needs of them is looked through. */
  async #look(batch: readonly Job[], sheets: readonly string[]): Promise<View> {
    const { workbook, schema, choices } = this.#input;
    await this.#input.before();
    const { grids } = await workbook.read(sheets);
    const fresh = new Map(grids.map((grid) => [grid.sheet, grid]));
    for (const sheet of sheets) {
      const grid = fresh.get(sheet);
      if (grid) this.#grids.set(sheet, grid);
      else this.#grids.delete(sheet);
    }
    const tabs = new Set(batch.map(({ tab }) => tab.tab));
    const view = viewOf(schema, { grids: [...this.#grids.values()] }, choices, tabs);
    // What stands in other sheets was not read again: it is no target, and proves nothing.
    const regions = view.regions.filter(({ sheet }) => fresh.has(sheet));
    const own = [...view.tabs].map(([name, each]) => [name, within(each, fresh)] as const);
    return { grids: fresh, regions, tabs: new Map(own) };
  }

  async #make(made: readonly { readonly job: Job; readonly edit: Edit }[]): Promise<void> {
    if (made.length === 0) return;
    const refusals = await this.#input.workbook.write(made.map(({ edit }) => edit));
    for (const { job } of made) this.#done.add(job);
    for (const { index, reason } of refusals) {
      const job = made[index]?.job;
      if (!job) continue;
      this.#done.delete(job);
      this.#refused.set(job, reason);
    }
    this.#input.progress(this.#done.size + this.#refused.size, this.#input.jobs.length);
  }
}

function sheetsOf(batch: readonly Job[]): string[] {
  return [...new Set(batch.flatMap((job) => (job.kind === 'append' ? [] : [job.row.at.sheet])))];
}

function within(tabView: TabView, sheets: ReadonlyMap<string, Grid>): TabView {
  return {
    ...tabView,
    regions: tabView.regions.filter(({ sheet }) => sheets.has(sheet)),
    rows: tabView.rows.filter(({ at }) => sheets.has(at.sheet)),
  };
}

/** The row now, if it still is the one that the merge saw: by its ref, or without one by its place and content. */
function find(view: View, job: Exclude<Job, { kind: 'append' }>): SheetRow | null {
  const rows = view.tabs.get(job.tab.tab)?.rows ?? [];
  const { row } = job;
  if (row.ref !== null) {
    const sharing = byRef(rows).get(normalRef(row.ref)) ?? [];
    const same = sharing.length === 1 ? sharing : sharing.filter((each) => isAt(each, row));
    return same[0] ?? null;
  }
  const there = rows.find((each) => isAt(each, row));
  if (!there) return null;
  // A ref written a batch ago makes it that row.
  if (there.ref !== null) return normalRef(there.ref) === job.key ? there : null;
  return showsSame(job.tab, there, row) ? there : null;
}

/** Rows by their normal ref; asked for job by job. */
function byRef(rows: readonly SheetRow[]): ReadonlyMap<string | null, readonly SheetRow[]> {
  const known = grouped.get(rows) ?? Map.groupBy(rows, ({ ref }) => (ref === null ? null : normalRef(ref)));
  grouped.set(rows, known);
  return known;
}

const grouped = new WeakMap<readonly SheetRow[], ReadonlyMap<string | null, readonly SheetRow[]>>();

function isAt({ at: here }: SheetRow, { at: there }: SheetRow): boolean {
  return here.sheet === there.sheet && here.row === there.row;
}

function showsSame(tab: Tab, now: SheetRow, seen: SheetRow): boolean {
  return comparedOf(tab, seen).every((column) => valueIn(now, column) === valueIn(seen, column));
}

function cellEdit(view: View, job: Job): Edit | null {
  if (job.kind !== 'cell' && job.kind !== 'ref') return null;
  const now = find(view, job);
  if (!now) return null;
  const column = job.kind === 'ref' ? REF : job.column;
  const seen = job.kind === 'ref' ? job.row.ref : valueIn(job.row, column);
  const shows = job.kind === 'ref' ? now.ref : valueIn(now, column);
  if (shows !== seen) return null;
  const value = job.kind === 'ref' ? job.ref : job.to;
  return writeCell(view, job.tab, now.region, now.at.row, column, value);
}

function writeCell(
  view: View,
  tab: Tab,
  region: Region,
  row: number,
  column: string,
  value: Value,
): Edit | null {
  const place = placeOf(region, column);
  const grid = view.grids.get(region.sheet);
  if (place === undefined || !grid || grid.formulas.has(at(row, place))) return null;
  const content = contentOf(columnOf(tab, column) ?? extraColumn(column), grid.dateSystem, value);
  return { kind: 'cell', sheet: region.sheet, row, column: place, content };
}

function dropEdit(view: View, job: Job): Edit | null {
  if (job.kind !== 'drop') return null;
  const now = find(view, job);
  if (!now || !showsSame(job.tab, now, job.row)) return null;
  const { sheet, left, right, table } = now.region;
  return { kind: 'remove', sheet, row: now.at.row, left, right, table };
}

const REF_STAYS = 'Another row still shows this ref, since its own could not be written.';

const NAMELESS =
  'A column here has cells and no heading, and they would be lost or come to stand in other rows. Give the column its heading, or clear its cells.';

/**
 * Whether a row that is to go holds something in its region's width that no sync ever read; or whether, a heading
 * at its edge being gone, cells beside the region would no longer stand in their rows.
 */
function hasMore(
  view: View,
  { tab, compared }: Extract<Job, { kind: 'drop' }>,
  { sheet, row, left, right }: Extract<Edit, { kind: 'remove' }>,
): boolean {
  const region = view.tabs.get(tab.tab)?.regions.find((each) => each.sheet === sheet && each.left === left);
  const grid = view.grids.get(sheet);
  if (!region || !grid) return false;
  const isFilled = (at: number, place: number) => {
    const value = cellAt(grid, at, place);
    return value !== null && value !== '';
  };
  const known = new Set(region.columns.map(({ at: place }) => place));
  for (let place = left; place <= right; place += 1) {
    if (!known.has(place) && isFilled(row, place)) return true;
  }
  const isNarrowed = compared.some((column) => placeOf(region, column) === undefined);
  for (let each = region.firstRow; isNarrowed && each <= region.lastRow; each += 1) {
    if ((left > 0 && isFilled(each, left - 1)) || isFilled(each, right + 1)) return true;
  }
  return false;
}

function lowestFirst(a: Edit, b: Edit): number {
  if (a.kind !== 'remove' || b.kind !== 'remove') return 0;
  return a.sheet === b.sheet ? b.row - a.row : a.sheet < b.sheet ? -1 : 1;
}

function appendEdit(view: View, tab: Tab, region: Region, after: number, ref: string, cells: Cells): Edit {
  const dateSystem = view.grids.get(region.sheet)?.dateSystem ?? 1900;
  const own = region.columns.flatMap(({ column, at: place }) => {
    const value = column === REF ? ref : (cells[column] ?? null);
    if (value === null || columnOf(tab, column)?.computed === true) return [];
    const content = contentOf(columnOf(tab, column) ?? extraColumn(column), dateSystem, value);
    return [{ column: place, content }];
  });
  // In a table that mixes several tabs a new row says which it is of.
  const kind = region.category;
  if (kind !== undefined && !own.some(({ column }) => column === kind.at)) {
    own.push({ column: kind.at, content: contentOf(extraColumn('x:'), dateSystem, kind.word) });
  }
  const { sheet, left, right, table, occupiedBelow: shift } = region;
  return { kind: 'append', sheet, after, left, right, table, shift, cells: own };
}

/** Rows numbered in advance: a ref and nothing else. Such a row is filled in when the ledger has a row of that ref. */
function numberedAhead(
  schema: Schema,
  view: View,
  regions: readonly Region[],
): Map<string, { region: Region; row: number }> {
  const ahead = new Map<string, { region: Region; row: number }>();
  for (const region of regions) {
    const grid = view.grids.get(region.sheet);
    for (const { ref, row } of grid ? emptyRefs(schema, grid, region) : []) {
      const key = normalRef(ref);
      if (!ahead.has(key)) ahead.set(key, { region, row });
    }
  }
  return ahead;
}

function fill(view: View, tab: Tab, region: Region, row: number, cells: Cells): Edit[] {
  return region.columns.flatMap(({ column }) => {
    if (column === REF || columnOf(tab, column)?.computed === true) return [];
    const value = cells[column] ?? null;
    const edit = value === null ? null : writeCell(view, tab, region, row, column, value);
    return edit ? [edit] : [];
  });
}

function batches<T>(items: readonly T[]): T[][] {
  const cut: T[][] = [];
  for (let from = 0; from < items.length; from += BATCH) cut.push(items.slice(from, from + BATCH));
  return cut;
}
