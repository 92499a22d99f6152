/**
 * A tracker that is checked once, and after each change only where the change reaches: the changed rows, and those
 * rows whose findings rest on something about them.
 *
 * What a row's findings rest on is written down while it is checked: each name that a rule looks up among the other
 * rows. A change touches the names that the row goes by and those that it cites or mentions. At first it is written
 * down for all rows at once that got the same answer; of those that were checked again, for each.
 */
import { type CodedColumn, type CodedRows, isSheetRow } from '../sheet/coded.ts';
import type { Grid } from '../sheet/grid.ts';
import type { Region } from '../sheet/region.ts';
import type { Row } from '../sheet/row.ts';
import type { Schema } from '../tracker/schema.ts';
import type { Finding } from '../values/finding.ts';
import { askRows, type Notes } from './ask.ts';
import {
  checkRegion,
  checkRow,
  type Ready,
  readyRules,
  regionViews,
  registerOf,
  type Together,
  type Tracker,
  telling,
  together,
} from './check.ts';
import { citedBy, mentionedBy } from './names.ts';
import { merged, sorted } from './order.ts';
import { planOf } from './plan.ts';
import { nameOf, nameOfRef, type Register, type RowChange, type Rows } from './register.ts';
import type { RegionView } from './view.ts';

/** The findings that a change brought in and took away. */
export interface Difference {
  readonly come: readonly Finding[];
  readonly gone: readonly Finding[];
}

export class Checker {
  readonly #today: string;
  readonly #register: Register;
  readonly #ready: Ready;
  readonly #views: Map<Region, RegionView>;
  readonly #handed: ReadonlySet<Region>;
  readonly #ofRow = new Map<Row, Finding[]>();
  readonly #ofRegion = new Map<Region, readonly Finding[]>();
  /** By what their answers rested on at first, the rows; those of them that went. */
  readonly #atFirst = new Map<string, Alike[]>();
  readonly #gone = new WeakSet<Row>();
  /** By what it rests on, the rows that were checked again; and by row, what it rests on. */
  readonly #dependents = new Map<string, Set<Row>>();
  readonly #rests = new Map<Row, ReadonlySet<string>>();
  #findings: Finding[];

  /** Checks the tracker. @throws Error as `check` does */
  constructor(schema: Schema, today: string, tracker: Tracker) {
    this.#today = today;
    const plan = planOf(schema);
    this.#views = regionViews(plan, tracker);
    const groups = together(plan, tracker, this.#views);
    this.#register = registerOf(schema, groups);
    this.#ready = readyRules(schema);
    this.#handed = new Set(tracker.regions);
    this.#checkAll(groups);
    for (const region of this.#views.keys()) this.#checkRegion(region);
    const all = [...this.#ofRow.values(), ...this.#ofRegion.values()].flat();
    this.#findings = sorted(plan, all);
  }

  /** The findings of now, in their order: those that `check` finds. */
  get findings(): readonly Finding[] {
    return this.#findings;
  }

  /** The records of a region as they are now, in sheet order. */
  rowsIn(region: Region): CodedRows | null {
    return this.#views.get(region)?.rows ?? null;
  }

  /**
   * Takes changes of rows over. `before` is the very row that the checker has, null for a new one; `after` stands in
   * a region that it has, null for a row that is gone. Where cells of a sheet changed, `grids` has the sheet anew, and
   * the changes every row in it whose cells are others, those that a formula works out included.
   */
  change(changes: readonly RowChange[], grids: readonly Grid[] = []): Difference {
    const touched = new Set<string>();
    const regions = new Set<Region>();
    const tabs = this.#filledTabs();
    for (const change of changes) {
      for (const row of [change.before, change.after]) {
        if (row === null) continue;
        for (const key of keysOf(this.#register, row)) touched.add(key);
        if (isSheetRow(row)) regions.add(row.region);
      }
    }
    const old: Finding[] = [];
    for (const { before } of changes) {
      if (before === null) continue;
      old.push(...this.#forget(before));
      this.#gone.add(before);
    }
    this.#register.apply(changes);
    const after = this.#filledTabs();
    for (const tab of this.#register.plan.tabs.keys()) {
      if (tabs.has(tab) !== after.has(tab)) touched.add(filledKey(tab));
    }
    this.#place(changes, grids, regions);
    const again = new Set<Row>();
    for (const { after: row } of changes) if (row !== null) again.add(row);
    for (const key of touched) {
      for (const row of this.#dependents.get(key) ?? []) again.add(row);
      for (const those of this.#atFirst.get(key) ?? [])
        for (const row of alikeRows(those)) if (!this.#gone.has(row)) again.add(row);
    }
    const fresh: Finding[] = [];
    for (const row of again) {
      old.push(...this.#forget(row));
      fresh.push(...this.#checkRow(row));
    }
    for (const region of regions) {
      old.push(...(this.#ofRegion.get(region) ?? []));
      fresh.push(...this.#checkRegion(region));
    }
    return this.#replace(old, fresh);
  }

  #replace(old: readonly Finding[], fresh: readonly Finding[]): Difference {
    const dropped = new Set(old);
    const kept = this.#findings.filter((finding) => !dropped.has(finding));
    this.#findings = merged(this.#register.plan, kept, sorted(this.#register.plan, fresh));
    const was = new Set(old.map((finding) => JSON.stringify(finding)));
    const is = new Set(fresh.map((finding) => JSON.stringify(finding)));
    return {
      come: fresh.filter((finding) => !was.has(JSON.stringify(finding))),
      gone: old.filter((finding) => !is.has(JSON.stringify(finding))),
    };
  }

  #checkAll(groups: readonly Together[]): void {
    const looked = new Set<string>();
    const rows = recording(this.#register, looked);
    const noted = (those: Alike) => {
      for (const key of looked) {
        const known = this.#atFirst.get(key);
        if (known === undefined) this.#atFirst.set(key, [those]);
        else known.push(those);
      }
    };
    const notes: Notes = {
      begin: () => looked.clear(),
      forRows(rows, column, code) {
        if (looked.size > 0) noted({ rows, first: column?.first[code] ?? 0, column, code });
      },
      forRow(rows, first) {
        if (looked.size > 0) noted({ rows, first, column: null, code: ALONE });
      },
    };
    const tell = telling((row) => {
      const findings = this.#ofRow.get(row) ?? [];
      this.#ofRow.set(row, findings);
      return findings;
    });
    for (const { rows: coded, tab, region } of groups) {
      if (tab === null) continue;
      const around = { tab, rows, today: this.#today, region };
      askRows(this.#ready.rowRules.get(tab) ?? [], coded, around, tell, notes);
    }
  }

  #checkRow(row: Row): readonly Finding[] {
    const rests = new Set<string>();
    const findings: Finding[] = [];
    const region = isSheetRow(row) ? (this.#views.get(row.region) ?? null) : null;
    checkRow(this.#ready.rowRules, row, recording(this.#register, rests), this.#today, region, findings);
    this.#ofRow.set(row, findings);
    this.#rests.set(row, rests);
    for (const key of rests) {
      const rows = this.#dependents.get(key);
      if (rows === undefined) this.#dependents.set(key, new Set([row]));
      else rows.add(row);
    }
    return findings;
  }

  #forget(row: Row): readonly Finding[] {
    for (const key of this.#rests.get(row) ?? []) {
      const rows = this.#dependents.get(key);
      rows?.delete(row);
      if (rows?.size === 0) this.#dependents.delete(key);
    }
    const findings = this.#ofRow.get(row) ?? [];
    this.#rests.delete(row);
    this.#ofRow.delete(row);
    return findings;
  }

  #checkRegion(region: Region): readonly Finding[] {
    const view = this.#views.get(region);
    const findings: Finding[] = [];
    if (view !== undefined && this.#handed.has(region)) {
      checkRegion(this.#ready.sheetRules, view, findings);
    }
    this.#ofRegion.set(region, findings);
    return findings;
  }

  /** Puts changed rows and sheets into the views of their regions. */
  #place(changes: readonly RowChange[], grids: readonly Grid[], regions: Set<Region>): void {
    const bySheet = new Map(grids.map((grid) => [grid.sheet, grid]));
    for (const region of this.#views.keys()) if (bySheet.has(region.sheet)) regions.add(region);
    for (const region of regions) {
      const view = this.#views.get(region);
      if (view === undefined) continue;
      const out = new Set(changes.flatMap(({ before }) => before ?? []));
      const added = changes.flatMap(({ after }) =>
        after !== null && isSheetRow(after) && after.region === region ? [after] : [],
      );
      const rows = out.size + added.length === 0 ? view.rows : view.rows.changed(out, added);
      this.#views.set(region, { ...view, grid: bySheet.get(region.sheet) ?? view.grid, rows });
    }
  }

  #filledTabs(): ReadonlySet<string> {
    return new Set([...this.#register.plan.tabs.keys()].filter((tab) => this.#register.filled(tab)));
  }
}

/** Rows that got the same answer to a question, and maybe some that did not: those of one code in a column. */
interface Alike {
  readonly rows: CodedRows;
  readonly first: number;
  /** Null where it is all of them. */
  readonly column: CodedColumn | null;
  readonly code: number;
}

/** Instead of a code: it is the first row alone. */
const ALONE = -1;

function alikeRows({ rows, first, column, code }: Alike): readonly Row[] {
  if (code === ALONE) return [rows.row(first)];
  if (column === null) return rows.all();
  const { codes, counts } = column;
  const found = [rows.row(first)];
  for (let place = first + 1; found.length < (counts[code] ?? 0) && place < codes.length; place += 1)
    if (codes[place] === code) found.push(rows.row(place));
  return found;
}

const namedKey = (tab: string, name: string) => `named ${tab} ${name}`;
const countKey = (name: string) => `count ${name}`;
const filledKey = (tab: string) => `filled ${tab}`;
const citingKey = (name: string) => `citing ${name}`;
const mentioningKey = (name: string) => `mentioning ${name}`;

/** The register, writing down what is looked up in it. */
function recording(register: Register, rests: Set<string>): Rows {
  return {
    plan: register.plan,
    named(tab, name) {
      rests.add(namedKey(tab, name));
      return register.named(tab, name);
    },
    told(tab, name, column) {
      rests.add(namedKey(tab, name));
      return register.told(tab, name, column);
    },
    shared(tab, ref) {
      const name = nameOfRef(register.plan.tabs.get(tab), ref);
      if (name !== null) rests.add(namedKey(tab, name));
      return register.shared(tab, ref);
    },
    count(name, tab) {
      rests.add(countKey(name));
      return register.count(name, tab);
    },
    filled(tab) {
      rests.add(filledKey(tab));
      return register.filled(tab);
    },
    size: (tab) => register.size(tab),
    // Looked up one by one, so that each is written down.
    someShare: () => true,
    someAre: () => true,
    hasAll: () => false,
    hasBefore: () => false,
    citing(name, tab) {
      rests.add(citingKey(name));
      return register.citing(name, tab);
    },
    mentioning(name, tab) {
      rests.add(mentioningKey(name));
      return register.mentioning(name, tab);
    },
  };
}

/** All that others may have looked up and found this row by. */
function keysOf({ plan }: Rows, row: Row): string[] {
  const name = nameOf(plan.tabs.get(row.tab), row);
  const own = name === null ? [] : [namedKey(row.tab, name), countKey(name)];
  return [...own, ...citedBy(plan, row).map(citingKey), ...mentionedBy(plan, row).map(mentioningKey)];
}
