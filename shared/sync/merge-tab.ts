/** Merges a tab, row by row; `cell-plan.ts` merges their cells. Pure. */

import type { SheetRow } from '../sheet/row.ts';
import type { Tab } from '../tracker/schema.ts';
import type { Conflict } from '../values/change.ts';
import type { Cells } from '../values/value.ts';
import { align } from './align.ts';
import { type BaseFrom, planCell } from './cell-plan.ts';
import { equals } from './content.ts';
import { cellsIn, isUnshown, TabFacts } from './facts.ts';
import { type Identified, identify, type Shown } from './identify.ts';
import {
  type CellPlan,
  isCells,
  type MergeInput,
  type RowFacts,
  type RowPlan,
  type TabPlan,
} from './plan.ts';
import type { Pin } from './preview.ts';
import { findRenumbered, type Renumbered } from './renumbered.ts';
import { comparedOf, valueIn } from './view.ts';

/** Merges a tab. */
export function mergeTab(input: MergeInput): TabPlan {
  return new TabMerge(new TabFacts(input)).plan();
}

/** One merge of one tab. */
class TabMerge {
  readonly #facts: TabFacts;
  readonly #tab: Tab;

  constructor(facts: TabFacts) {
    this.#facts = facts;
    this.#tab = facts.tab;
  }

  plan(): TabPlan {
    const { input, base, head, rowPins } = this.#facts;
    const { identified, renumbered } = this.#identify();
    const rows: RowPlan[] = [];
    for (const [key, shown] of identified.shown) rows.push(this.#shownRow(key, shown));
    for (const row of identified.fresh) rows.push(this.#freshRow(row));
    for (const key of new Set([...base.keys(), ...head.keys(), ...rowPins.keys()])) {
      if (identified.shown.has(key)) continue;
      const silent = identified.silent.has(key) || (input.incomplete && base.has(key));
      const row = silent ? this.#silentRow(key) : this.#absentRow(key);
      if (row) rows.push(row);
    }
    const isRenumbered = ({ row }: RowPlan) => row !== null && renumbered.has(row);
    return { input, rows, identified, renumbered: rows.filter(isRenumbered) };
  }

  /** Which rows the sheet shows: by ref, and then by content where refs look renumbered. */
  #identify(): { identified: Identified; renumbered: Renumbered } {
    const { input, base, head, rowPins } = this.#facts;
    const { rows } = input.tabView;
    const { keys, asked } = align({ tab: this.#tab, rows, moves: input.moves, base, head, rowPins });
    const found = {
      tab: this.#tab,
      rows,
      // Without a base equal rows agree, so there the ledger's own rows are looked through.
      base: input.state ? base : head,
      given: this.#facts.given(),
      equalsBase: (key: string, row: SheetRow) => this.#facts.equalsBase(key, row),
      refOf: (key: string) => this.#facts.refOf(key),
      pairs: input.pairs,
    };
    const identified = identify({ ...found, keys, renumbered: new Map() });
    const renumbered = new Map(findRenumbered(this.#tab, identified.shown, base, head));
    if (renumbered.size > 0) {
      const moved = new Map([...keys, ...renumbered]);
      return this.#withAsked(identify({ ...found, keys: moved, renumbered }), renumbered, asked);
    }
    return this.#withAsked(identified, renumbered, asked);
  }

  /** Renumberings that were asked for before, and held, are asked for again. */
  #withAsked(
    identified: Identified,
    renumbered: ReadonlyMap<SheetRow, string>,
    asked: readonly SheetRow[],
  ): { identified: Identified; renumbered: Renumbered } {
    const all = new Map(renumbered);
    for (const [key, { row }] of identified.shown) {
      if (asked.includes(row) && this.#facts.head.has(key)) all.set(row, key);
    }
    return { identified, renumbered: all };
  }

  #freshRow(row: SheetRow): RowPlan {
    const rest = { ref: null, row, refMissing: true, cells: [], waiting: false, settle: [] };
    return { ...this.#facts.rowFacts(null), kind: 'add', ...rest };
  }

  #silentRow(key: string): RowPlan {
    const ref = this.#facts.refOf(key);
    const rest = { ref, row: null, refMissing: false, cells: [], waiting: false, settle: [] };
    return { ...this.#facts.rowFacts(key), kind: 'silent', ...rest };
  }

  /** A row that the sheet does not show, though the base, the ledger or a pin has it. */
  #absentRow(key: string): RowPlan | null {
    const common = this.#facts.rowFacts(key);
    const { pin, open, base, ledger } = common;
    const rest = { ref: this.#facts.refOf(key), row: null, refMissing: false, cells: [] };
    // The sheet shows what the ledger holds (nothing), or what was before (nothing).
    const ends = open && (ledger === null || open.kind === 'added') ? [open] : [];
    if (ledger === null) {
      return ends.length > 0 ? { ...common, kind: 'gone', ...rest, waiting: false, settle: ends } : null;
    }
    const taken = base === null || (pin !== undefined && isUnshown(pin) && isCells(pin.base));
    if (taken || this.#removalOverruled(key, pin)) {
      return { ...common, kind: 'append', ...rest, waiting: false, settle: ends };
    }
    return { ...common, kind: 'remove', ...rest, waiting: open?.kind === 'removed-edited', settle: [] };
  }

  /** Whether the removal that the pin stands for was decided, and the row is to come back. */
  #removalOverruled(key: string, pin: Pin | undefined): boolean {
    const conflict = this.#facts.conflictOf(pin) ?? this.#facts.decidedRow(key, 'removed-edited');
    return conflict?.kind === 'removed-edited' && conflict.state === 'decided';
  }

  #shownRow(key: string, shown: Shown): RowPlan {
    const { row, refMissing } = shown;
    const common = this.#facts.rowFacts(key);
    const { pin, open, base, ledger } = common;
    const own = { ref: ledger ? this.#facts.refOf(key) : shown.ref, row, refMissing };
    if (base === null) return this.#newcomer(key, shown, common, own);
    const cells = this.#cells(key, shown, 'base');
    const edited = cells.some(({ merge }) => merge === 'push' || merge === 'parts' || merge === 'conflict');
    const ends = open && (!edited || open.kind === 'removed-edited') ? [open] : [];
    const settle = [...ends, ...settled(cells)];
    if (ledger !== null) return { ...common, kind: 'compare', ...own, cells, waiting: false, settle };
    const changed = cells.filter((cell) => cell.sheet !== cell.base);
    if (changed.length === 0 || this.#editOverruled(key, pin, changed)) {
      return { ...common, kind: 'drop', ...own, cells, waiting: false, settle };
    }
    const waiting = open?.kind === 'edited-removed' && sameCells(cellsIn(this.#tab, open.mine), changed);
    return { ...common, kind: 'edited-removed', ...own, cells, waiting, settle };
  }

  /** Whether the edits of a removed row were decided against, and the sheet still shows just those. */
  #editOverruled(key: string, pin: Pin | undefined, changed: readonly CellPlan[]): boolean {
    const conflict = this.#facts.conflictOf(pin) ?? this.#facts.decidedRow(key, 'edited-removed');
    if (conflict?.kind !== 'edited-removed' || conflict.state !== 'decided') return false;
    return sameCells(cellsIn(this.#tab, conflict.mine), changed);
  }

  /** A row that the sheet shows under a ref that was in no base. */
  #newcomer(
    key: string,
    shown: Shown,
    common: RowFacts,
    own: Pick<RowPlan, 'ref' | 'row' | 'refMissing'>,
  ): RowPlan {
    const { row } = shown;
    const { pin, open, ledger } = common;
    const { timeline, state, workbook } = this.#facts.input;
    const since = state?.revision ?? 0;
    const plain = { waiting: false, settle: [] };
    if (ledger && equals(this.#tab, row, ledger)) {
      const cells = this.#cells(key, shown, 'sheet');
      return { ...common, kind: 'compare', ...own, cells, ...plain, settle: open ? [open] : [] };
    }
    const conflict = this.#facts.conflictOf(pin) ?? this.#facts.decidedRow(key, 'added');
    const asMine = conflict?.kind === 'added' && equals(this.#tab, row, cellsIn(this.#tab, conflict.mine));
    if (asMine && conflict.state === 'open') {
      return { ...common, kind: 'add', ...own, cells: [], waiting: true, settle: [] };
    }
    const isOver = asMine && conflict.state === 'decided';
    const filled = comparedOf(this.#tab, row).filter((column) => valueIn(row, column) !== null);
    const put = filled.filter((column) => timeline.wasPut(key, column, valueIn(row, column), since));
    const events = timeline.row(key).filter(({ revision, op }) => revision > since && op !== 'renumber');
    const isKnown = events.length > 0;
    const fromLedger = isKnown && put.length === filled.length;
    const whole = isOver || (fromLedger && open === undefined);
    if (ledger === null) {
      if (shown.asAdded && equals(this.#tab, row, shown.asAdded))
        return { ...common, kind: 'drop', ...own, cells: [], ...plain };
      return { ...common, kind: whole ? 'drop' : 'add', ...own, cells: [], ...plain };
    }
    // Taken or pushed by this workbook before it went down, and edited since: at least half of it came from there.
    // As a whole it would be another row under the same ref, and "mine" would double it.
    const ours = events.some((each) => each.op === 'add' && each.workbook === workbook);
    const partly = isKnown && put.length > 0 && put.length * 2 >= filled.length;
    if (whole || shown.asAdded || ((ours || partly) && this.#facts.conflictOf(pin) === undefined)) {
      const cells = this.#cells(key, shown, whole ? 'sheet' : 'added');
      return { ...common, kind: 'compare', ...own, cells, ...plain, settle: settled(cells) };
    }
    return { ...common, kind: 'add', ...own, cells: [], ...plain };
  }

  #cells(key: string, shown: Shown, from: BaseFrom): CellPlan[] {
    return comparedOf(this.#tab, shown.row).map((column) => planCell(this.#facts, key, column, shown, from));
  }
}

/** Open conflicts whose cell shows the ledger's side, or its base again. */
function settled(cells: readonly CellPlan[]): Conflict[] {
  return cells.flatMap(({ open, sheet, ledger, base }) =>
    open?.kind === 'cell' && (sheet === ledger || sheet === base) ? [open] : [],
  );
}

function sameCells(mine: Cells, changed: readonly CellPlan[]): boolean {
  const names = new Set([...Object.keys(mine), ...changed.map(({ column }) => column)]);
  const sheet = new Map(changed.map((cell) => [cell.column, cell.sheet]));
  return [...names].every((column) => sheet.has(column) && sheet.get(column) === (mine[column] ?? null));
}
