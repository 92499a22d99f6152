/**
 * The state after a session: every compared cell that does not show what the ledger holds is pinned, with the
 * base that counts for it next time: what the session last wrote, pushed or agreed there, else the base it used.
 * Pure.
 */

import { normalRef } from '../values/ref.ts';
import type { Cells, Value } from '../values/value.ts';
import { cellOf, mergedIn } from './cell-plan.ts';
import { equals } from './content.ts';
import { digestOf } from './digest.ts';
import type { Fate, RowFates } from './fates.ts';
import { keyOf } from './jobs.ts';
import { followed, type Moves } from './moves.ts';
import { shownCells } from './ops.ts';
import { type CellPlan, isCells, type RowPlan, type TabPlan } from './plan.ts';
import type { Pin } from './preview.ts';
import type { TabState } from './state.ts';
import type { Rows } from './timeline.ts';
import { comparedOf, type TabView, valueIn } from './view.ts';
import type { Job, Written } from './writes.ts';

export interface SettleInput {
  readonly plan: TabPlan;
  /** The tab at the last reading, after all writes; undefined where it is no longer recognised. */
  readonly now: TabView | undefined;
  readonly fates: RowFates;
  readonly given: ReadonlyMap<RowPlan, string>;
  readonly written: Written;
  readonly jobs: readonly Job[];
  readonly head: Rows;
  /** The last revision pulled: the new base. */
  readonly revision: number;
  /** The renumberings since the merge. */
  readonly moves: Moves;
  /** The tab's pins as they were in the state, and under the present refs. */
  readonly before: readonly Pin[];
  readonly pins: readonly Pin[];
}

export interface Settled {
  readonly state: TabState | undefined;
  readonly pins: readonly Pin[];
}

/** What the state keeps of one tab. */
export function settle(input: SettleInput): Settled {
  const { plan, now } = input;
  // A tab that was not recognised in the last reading keeps its revision and its pins: it is merged against those.
  if (!now) return { state: plan.input.state, pins: input.before };
  return new Settling(input, now).all();
}

class Settling {
  readonly #input: SettleInput;
  readonly #now: TabView;
  readonly #pins: Pin[] = [];
  /** What the merge and the writes had to do with a row, by normal ref. */
  readonly #plans = new Map<string, RowPlan>();
  /** Rows that still stand under another ref than the ledger's: the normal ref shown → the present one. */
  readonly #standing = new Map<string, string>();
  /** The other way: the present normal ref → the ref as it is shown. */
  readonly #shownAs = new Map<string, string>();
  readonly #refused = new Set<string>();
  readonly #wrote = new Map<string, Value>();
  /** Rows that were to be appended, and those that were. */
  readonly #appended = new Set<string>();
  readonly #cameIn = new Set<string>();
  readonly #columns: readonly string[];
  /** A row that the ledger has not got and no pin tells of: the next session must look again. */
  #unfinished = false;

  constructor(input: SettleInput, now: TabView) {
    this.#input = input;
    this.#now = now;
    // Compared means: seen by the merge and by the last reading.
    const merged = new Set(input.plan.input.tabView.columns);
    this.#columns = now.columns.filter((column) => merged.has(column));
    const wroteRef = new Set(
      input.jobs.flatMap((job) => (job.kind === 'ref' && input.written.done.has(job) ? [job.row] : [])),
    );
    for (const row of input.plan.rows) {
      const key = keyOf(row, input);
      if (key === null) this.#unfinished = true;
      else this.#plans.set(key, row);
      if (key !== null && row.row?.ref != null && !wroteRef.has(row.row)) {
        const shown = normalRef(row.row.ref);
        if (shown !== key) {
          this.#standing.set(shown, key);
          this.#shownAs.set(key, row.row.ref);
        }
      }
    }
    const { held, keys, silent } = input.plan.identified;
    for (const { row } of held) {
      const known = keys.get(row);
      if (row.ref === null || known === undefined || !silent.has(known)) continue;
      const key = followed(input.moves, known);
      if (normalRef(row.ref) === key) continue;
      this.#standing.set(normalRef(row.ref), key);
      this.#shownAs.set(key, row.ref);
    }
    for (const job of input.jobs) {
      if (job.kind === 'append') this.#appended.add(job.key);
      if (job.kind === 'append' && input.written.done.has(job)) this.#cameIn.add(job.key);
      if (job.kind === 'cell' && input.written.done.has(job))
        this.#wrote.set(`${job.key}\0${job.column}`, job.to);
    }
    for (const job of input.written.refused.keys()) {
      this.#refused.add(job.kind === 'cell' ? `${job.key}\0${job.column}` : job.key);
    }
  }

  all(): Settled {
    const { head } = this.#input;
    const shown = Map.groupBy(this.#now.rows, ({ ref }) => (ref === null ? null : this.#keyOf(ref)));
    if (shown.has(null)) this.#unfinished = true;
    for (const [key, { ref, cells }] of head) {
      const rows = shown.get(key) ?? [];
      const [row] = rows;
      // A row that waits under this ref is another one.
      if (this.#waits(key)) this.#absent(key, ref, cells);
      else if (row && rows.length === 1) this.#shown(key, ref, cells, row);
      else if (rows.length > 1) this.#untold(key, ref, cells);
      else this.#absent(key, ref, cells);
    }
    for (const [key, rows] of shown) {
      const [row] = rows;
      if (key === null || !row) continue;
      if (rows.length > 1) this.#unfinished = true;
      if (!head.has(key)) this.#unledgered(key, row.ref ?? key);
    }
    this.#removedUntold();
    this.#keepUnrecognised();
    return { state: this.#state(), pins: this.#pins };
  }

  #waits(key: string): boolean {
    const plan = this.#plans.get(key);
    if (!plan || plan.row !== null || plan.kind === 'silent' || this.#cameIn.has(key)) return false;
    return this.#input.plan.identified.held.some(({ row }) => row.ref !== null && normalRef(row.ref) === key);
  }

  #keyOf(ref: string): string {
    const key = normalRef(ref);
    return this.#standing.get(key) ?? key;
  }

  /** The ledger has it and the sheet shows it once. */
  #shown(key: string, ref: string, cells: Cells, row: TabView['rows'][number]): void {
    const plan = this.#plans.get(key);
    const fate = plan && this.#input.fates.ofRow(plan);
    if (plan?.kind === 'add' && fate?.kind !== 'done') {
      this.#pin(ref, null, null, why(fate));
      return;
    }
    if (plan?.kind === 'edited-removed' || plan?.kind === 'drop') {
      // The ledger got the row back meanwhile: compared with the base that it had.
      this.#pin(ref, null, basesOf(plan), why(this.#input.fates.worst(plan)));
      return;
    }
    if (plan?.kind === 'silent') {
      this.#untold(key, ref, cells, row);
      return;
    }
    if (plan && row.ref !== null && normalRef(row.ref) !== key) {
      // Its ref could not be written, or its renumbering is held.
      const held = this.#input.fates.ofRow(plan)?.kind === 'held';
      const why = held ? 'held' : this.#refused.has(key) ? 'unwritable' : 'changed';
      this.#pin(ref, null, this.#knownCells(key, plan), { why });
    }
    const compared = comparedOf(this.#now.tab, row);
    for (const column of this.#columns) {
      const ledger = cells[column] ?? null;
      const isCompared = compared.includes(column);
      const sheet = valueIn(row, column);
      // Most cells; nothing more is to be known of them.
      if (isCompared && sheet === ledger) continue;
      const known = this.#known(key, plan, column);
      if (!isCompared) {
        if (row.silent.includes(column)) this.#keepSilent(key, ref, column, known, ledger);
        // Its region has no such column, other regions have.
        else if (ledger !== null) this.#pin(ref, column, null, { why: 'unwritable' });
        continue;
      }
      const cell = plan && this.#cellOf(plan, column);
      const reason = this.#whyCell(key, plan, cell, sheet);
      this.#pin(ref, column, known === undefined ? null : known, reason);
    }
  }

  #keepSilent(key: string, ref: string, column: string, known: Value | undefined, ledger: Value): void {
    const old = this.#oldPin(key, column);
    if (old) this.#pins.push(old);
    else {
      const base = known === undefined ? this.#atBase(key, column) : known;
      if (base !== ledger) this.#pin(ref, column, base, { why: 'unwritable' });
    }
  }

  /** The ledger has it, the sheet does not show it. */
  #absent(key: string, ref: string, cells: Cells): void {
    const plan = this.#plans.get(key);
    if (plan?.kind === 'silent') {
      this.#untold(key, ref, cells, undefined, this.#input.plan.identified.silent.has(key));
      return;
    }
    this.#pin(ref, null, ...this.#absentBase(key, plan, cells));
    if (plan?.kind === 'remove') this.#keepCellPins(key);
    if (plan?.kind !== 'compare' || plan.refMissing) return;
    // What was seen of its cells may be older than the row's pin: should it be typed again, that still counts.
    for (const column of mergedIn(plan).filter((each) => this.#columns.includes(each))) {
      const known = this.#known(key, plan, column) ?? null;
      const cell = this.#cellOf(plan, column);
      if (cell && known !== (cells[column] ?? null))
        this.#pin(ref, column, known, this.#whyCell(key, plan, cell, cell.sheet));
    }
  }

  #keepCellPins(key: string): void {
    for (const pin of this.#input.pins) {
      const isKept = pin.column !== null && this.#columns.includes(pin.column);
      if (isKept && normalRef(pin.ref) === key) this.#pins.push(pin);
    }
  }

  #absentBase(key: string, plan: RowPlan | undefined, cells: Cells): [Value | Cells, Reason] {
    const fate = plan && this.#input.fates.ofRow(plan);
    const reason: Reason = { why: this.#refused.has(key) ? 'unwritable' : 'changed' };
    if (plan?.kind === 'remove' && (fate?.kind === 'conflict' || fate?.kind === 'held')) {
      return [plan.seen, why(fate)];
    }
    if (plan?.kind === 'add' && fate?.kind === 'done' && plan.refMissing) return [shownCells(plan), reason];
    if (this.#appended.has(key) || plan === undefined) return [null, reason];
    if (plan.refMissing) return [cells, reason];
    // It stood there when the merge read; somebody deleted it since.
    const settled = mergedIn(plan).every(
      (column) => this.#known(key, plan, column) === (cells[column] ?? null),
    );
    return [settled ? this.#input.revision : plan.seen, { why: 'changed' }];
  }

  /** Can't be told this time: what it was compared with last time still counts. */
  #untold(key: string, ref: string, cells: Cells, row?: TabView['rows'][number], isMissing = false): void {
    this.#unfinished = true;
    const plan = this.#plans.get(key);
    // It does not stand in the sheet as the base has it, even where the ledger does.
    const isElsewhere = this.#shownAs.has(key) || isMissing;
    if (plan?.kind === 'compare') {
      const base = this.#knownCells(key, plan);
      if (isElsewhere || !sameCells(base, cells)) this.#pin(ref, null, base, { why: 'changed' });
      return;
    }
    const base = plan?.base ?? null;
    const pinned = this.#oldPin(key, null);
    if (pinned) this.#pins.push(pinned);
    else if (
      isElsewhere ||
      base === null ||
      !sameCells(base, cells) ||
      (row && !equals(this.#now.tab, row, cells))
    )
      this.#pin(ref, null, base, { why: 'changed' });
    this.#keepCellPins(key);
  }

  /** The sheet shows it, the ledger has not got it. */
  #unledgered(key: string, shown: string): void {
    const plan = this.#plans.get(key);
    // A row that stands under another ref is still the one that the ledger removed.
    const ref = plan?.ref ?? shown;
    if (!plan || plan.row === null || plan.kind === 'silent') {
      this.#unfinished = true;
      return;
    }
    const fate = this.#input.fates.worst(plan);
    const reason: Reason = this.#refused.has(key) ? { why: 'unwritable' } : why(fate);
    if (plan.kind === 'compare') this.#pin(ref, null, this.#knownCells(key, plan), reason);
    else if (plan.kind === 'drop' || fate?.kind === 'done') this.#pin(ref, null, shownOver(plan), reason);
    else this.#pin(ref, null, plan.kind === 'add' ? null : basesOf(plan), reason);
  }

  /** Rows that can't be told and that the ledger removed: when they are seen again, they are not new. */
  #removedUntold(): void {
    for (const [key, plan] of this.#plans) {
      if (plan.kind !== 'silent' || plan.base === null || this.#input.head.has(key)) continue;
      this.#pin(plan.ref ?? key, null, plan.base, { why: 'changed' });
    }
  }

  /** Pins of columns that were not recognised stay; rows written meanwhile get one for each column they lack. */
  #keepUnrecognised(): void {
    const { plan, head, pins } = this.#input;
    const compared = new Set(this.#columns);
    const kept = new Set<string>();
    for (const pin of pins) {
      const key = normalRef(pin.ref);
      if (pin.column === null || compared.has(pin.column) || !head.has(key)) continue;
      kept.add(`${key}\0${pin.column}`);
      this.#pins.push(pin);
    }
    const missing = Object.keys(plan.input.state?.columns ?? {}).filter((column) => !compared.has(column));
    for (const key of this.#appended) {
      const ref = head.get(key)?.ref;
      if (ref === undefined) continue;
      for (const column of missing) {
        if (!kept.has(`${key}\0${column}`)) this.#pin(ref, column, null, { why: 'unwritable' });
      }
    }
  }

  #state(): TabState {
    const { plan, revision } = this.#input;
    const { state, tabView } = plan.input;
    // A missing sheet is waited for only while rows are missing too.
    const incomplete = plan.input.incomplete && plan.rows.some(({ kind }) => kind === 'silent');
    const columns = { ...state?.columns };
    for (const column of this.#columns) columns[column] = revision;
    const isWhole = this.#columns.length === this.#now.columns.length && !incomplete && !this.#unfinished;
    return {
      digest: isWhole ? digestOf(this.#now) : null,
      revision,
      columns,
      sheets: incomplete ? more(this.#now.sheets, state?.sheets ?? tabView.sheets) : this.#now.sheets,
    };
  }

  /** What the session last wrote, pushed or agreed in a cell, else the base it used; undefined where it knows nothing. */
  #known(key: string, plan: RowPlan | undefined, column: string): Value | undefined {
    const wrote = this.#wrote.get(`${key}\0${column}`);
    if (wrote !== undefined) return wrote;
    if (this.#cameIn.has(key)) return this.#input.head.get(key)?.cells[column] ?? null;
    if (!plan || plan.kind === 'append') return undefined;
    const { fates } = this.#input;
    // Somebody brought it back before it could be written back.
    if (plan.kind === 'remove') return plan.base?.[column] ?? null;
    if (plan.kind === 'add')
      return fates.ofRow(plan)?.kind === 'done' ? (plan.row ? valueIn(plan.row, column) : null) : null;
    const cell = this.#cellOf(plan, column);
    if (!cell) return undefined;
    if (fates.pending(plan, column)) return cell.base;
    // A formula's cell, or one that the host refused: it shows the sheet's value still, which is its base.
    return cell.sheet;
  }

  #knownCells(key: string, plan: RowPlan): Cells {
    const cells = new Map(Object.entries(plan.base ?? {}));
    for (const column of mergedIn(plan)) cells.set(column, this.#known(key, plan, column) ?? null);
    return Object.fromEntries([...cells].filter(([, value]) => value !== null));
  }

  #atBase(key: string, column: string): Value {
    const { state, timeline } = this.#input.plan.input;
    const since = state?.columns[column];
    return since === undefined ? null : (timeline.at(since).get(key)?.cells[column] ?? null);
  }

  #cellOf(plan: RowPlan, column: string): CellPlan | undefined {
    return cellOf(plan, this.#input.plan.input.view, column);
  }

  #whyCell(key: string, plan: RowPlan | undefined, cell: CellPlan | undefined, sheet: Value): Reason {
    const fate = plan && cell ? this.#input.fates.pending(plan, cell.column) : undefined;
    if (fate?.kind === 'declined') return { why: 'reversal', shown: sheet };
    if (fate) return why(fate);
    const stuck = cell?.formula || (cell && this.#refused.has(`${key}\0${cell.column}`));
    return { why: stuck ? 'unwritable' : 'changed' };
  }

  #oldPin(key: string, column: string | null): Pin | undefined {
    return this.#input.pins.find((pin) => pin.column === column && normalRef(pin.ref) === key);
  }

  #pin(ref: string, column: string | null, base: Value | Cells, reason: Reason): void {
    const shown = column === null ? this.#shownAs.get(normalRef(ref)) : undefined;
    const standing = shown === undefined ? {} : { shown };
    const known = isCells(base) ? this.#compared(base) : base;
    this.#pins.push({ tab: this.#now.tab.tab, ref, column, base: known, ...reason, ...standing });
  }

  /** Of a row's cells those that were compared: what was not recognised keeps the revision of its column. */
  #compared(cells: Cells): Cells {
    const seen = new Set(this.#columns);
    return Object.fromEntries(Object.entries(cells).filter(([column]) => seen.has(column)));
  }
}

type Reason = Pick<Pin, 'why' | 'conflict' | 'shown'>;

/** Why a cell or row stays as it is. */
function why(fate: Fate | undefined): Reason {
  if (fate?.kind === 'held') return { why: 'held' };
  if (fate?.kind !== 'conflict') return { why: 'changed' };
  const { id } = fate.conflict;
  return { why: 'conflict', ...(id === null ? {} : { conflict: id }) };
}

/** The bases that a row's cells were merged with, over its own where they were not; null where it has none. */
function basesOf({ base, cells }: RowPlan): Cells | null {
  if (base === null) return null;
  const bases = new Map(Object.entries(base));
  for (const cell of cells) bases.set(cell.column, cell.base);
  return Object.fromEntries([...bases].filter(([, value]) => value !== null));
}

/** The cells that a row shows, over those of its base where it shows nothing. */
function shownOver(plan: RowPlan): Cells {
  const { tab, row, base } = plan;
  const compared = new Set(row === null ? [] : comparedOf(tab, row));
  const others = Object.entries(base ?? {}).filter(([column]) => !compared.has(column));
  return { ...Object.fromEntries(others), ...shownCells(plan) };
}

function sameCells(one: Cells, other: Cells): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((column) => (one[column] ?? null) === (other[column] ?? null));
}

/** The sheets now, with those that are missing: the rows that stood there still say nothing. */
function more(now: readonly string[], before: readonly string[]): string[] {
  const rest = [...now];
  const missing = before.filter((sheet) => {
    const index = rest.indexOf(sheet);
    if (index < 0) return true;
    rest.splice(index, 1);
    return false;
  });
  return [...now, ...missing];
}
