/** Merges a tab, row by row and cell by cell. Pure. */

import type { SheetRow } from '../sheet/row.ts';
import type { Tab } from '../tracker/schema.ts';
import type { Conflict } from '../values/change.ts';
import { normalRef } from '../values/ref.ts';
import type { Cells, Value } from '../values/value.ts';
import { equals } from './content.ts';
import { type Given, identify, type Shown } from './identify.ts';
import { baseOf, mergeCell } from './merge.ts';
import {
  type CellEdit,
  type CellPlan,
  isCells,
  type MergeInput,
  type RowFacts,
  type RowPlan,
  type TabPlan,
} from './plan.ts';
import type { Pin } from './preview.ts';
import { findRenumbered, renumberedMessage } from './renumbered.ts';
import { canonicalIn, type Rows } from './timeline.ts';
import { comparedOf, hasFormula, placeOf, valueIn } from './view.ts';

/** Merges a tab. */
export function mergeTab(input: MergeInput): TabPlan {
  return new TabMerge(input).plan();
}

/** One merge of one tab: what is looked up again and again, and the steps. */
class TabMerge {
  readonly #input: MergeInput;
  readonly #tab: Tab;
  readonly #base: Rows;
  readonly #head: Rows;
  readonly #rowPins = new Map<string, Pin>();
  readonly #cellPins = new Map<string, Pin>();
  readonly #conflicts: ReadonlyMap<string, Conflict>;
  readonly #edits: ReadonlyMap<string, CellEdit>;

  constructor(input: MergeInput) {
    this.#input = input;
    this.#tab = input.tabView.tab;
    for (const pin of input.pins) {
      const ref = normalRef(pin.ref);
      if (pin.column === null) this.#rowPins.set(ref, pin);
      else this.#cellPins.set(`${ref}\0${pin.column}`, pin);
    }
    const base = new Map(input.state ? input.timeline.at(input.state.revision) : []);
    for (const [ref, pin] of this.#rowPins) {
      const cells = this.#pinnedRow(ref, pin);
      if (cells) base.set(ref, { ref: pin.ref, revision: 0, cells });
      else base.delete(ref);
    }
    this.#base = base;
    this.#head = input.timeline.at(input.head);
    this.#conflicts = new Map(input.conflicts.flatMap((each) => (each.id === null ? [] : [[each.id, each]])));
    this.#edits = new Map(
      input.edits.map((edit) => [`${edit.sheet}\0${edit.row}\0${edit.column}`, edit] as const),
    );
  }

  plan(): TabPlan {
    const { tabView, pairs } = this.#input;
    const tab = this.#tab;
    const identified = identify({
      tab,
      rows: tabView.rows,
      // Without a base equal rows agree, so there the ledger's own rows are looked through.
      base: this.#input.state ? this.#base : this.#head,
      given: this.#given(),
      equalsBase: (ref, row) => this.#equalsBase(ref, row),
      pairs,
    });
    const renumbered = findRenumbered(tab, identified.shown, this.#base, this.#head);
    const rows: RowPlan[] = [];
    for (const [key, shown] of identified.shown) rows.push(this.#shownRow(key, shown));
    for (const row of identified.fresh) rows.push(this.#freshRow(row));
    for (const key of new Set([...this.#base.keys(), ...this.#head.keys(), ...this.#rowPins.keys()])) {
      if (identified.shown.has(key)) continue;
      const silent = identified.silent.has(key) || (this.#input.incomplete && this.#base.has(key));
      const row = silent ? this.#silentRow(key) : this.#absentRow(key);
      if (row) rows.push(row);
    }
    return {
      input: this.#input,
      rows,
      identified,
      stops: renumbered.map((each) => renumberedMessage(tab, each)),
    };
  }

  /** Rows that this workbook added after the base, or whose ref could not be written into the sheet yet. */
  #given(): Map<string, Given> {
    const { timeline, state, workbook } = this.#input;
    const given = new Map<string, Given>();
    for (const [key, events] of timeline.rows()) {
      const added = events.find((each) => each.op === 'add' && each.revision > (state?.revision ?? 0));
      if (added?.workbook !== workbook || this.#base.has(key)) continue;
      given.set(key, { ref: added.ref, cells: added.cells });
    }
    for (const [key, pin] of this.#input.incomplete ? [] : this.#rowPins) {
      const cells = cellsOf(pin.base);
      if (cells && isUnshown(pin) && this.#head.has(key)) given.set(key, { ref: pin.ref, cells });
    }
    return given;
  }

  /** The base row that a row's pin stands for. */
  #pinnedRow(ref: string, pin: Pin): Cells | null {
    if (typeof pin.base === 'number') {
      return this.#input.timeline.at(pin.base).get(ref)?.cells ?? null;
    }
    const cells = cellsOf(pin.base);
    if (cells === null) return null;
    return Object.fromEntries(
      Object.entries(cells).map(([column, value]) => [column, canonicalIn(this.#tab, column, value)]),
    );
  }

  #equalsBase(ref: string, row: SheetRow): boolean {
    const base = this.#base.get(ref) ?? this.#head.get(ref);
    if (!base) return false;
    return comparedOf(this.#tab, row).every((column) => {
      const pinned = this.#cellPins.get(`${ref}\0${column}`)?.base;
      const value = pinned === undefined || isCells(pinned) ? valueIn(base, column) : pinned;
      return valueIn(row, column) === value;
    });
  }

  #common(key: string | null): RowFacts {
    const pin = key === null ? undefined : this.#rowPins.get(key);
    return {
      tab: this.#tab,
      key,
      base: (key === null ? undefined : this.#base.get(key)?.cells) ?? null,
      seen: typeof pin?.base === 'number' ? pin.base : (this.#input.state?.revision ?? 0),
      ledger: (key === null ? undefined : this.#head.get(key)?.cells) ?? null,
      pin,
      open: this.#openOf(pin),
    };
  }

  #freshRow(row: SheetRow): RowPlan {
    const rest = { ref: null, row, refMissing: true, cells: [], waiting: false, settle: [] };
    return { ...this.#common(null), kind: 'add', ...rest };
  }

  #silentRow(key: string): RowPlan {
    const common = this.#common(key);
    const ref = this.#refOf(key);
    const rest = { ref, row: null, refMissing: false, cells: [], waiting: false, settle: [] };
    return { ...common, kind: 'silent', ...rest };
  }

  /** A row that the sheet does not show, though the base, the ledger or a pin has it. */
  #absentRow(key: string): RowPlan | null {
    const common = this.#common(key);
    const { pin, open, base, ledger } = common;
    const rest = { ref: this.#refOf(key), row: null, refMissing: false, cells: [] };
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
    const conflict = this.#conflictOf(pin) ?? this.#decidedRow(key, 'removed-edited');
    return conflict?.kind === 'removed-edited' && conflict.state === 'decided';
  }

  #shownRow(key: string, shown: Shown): RowPlan {
    const { row, refMissing } = shown;
    const common = this.#common(key);
    const { pin, open, base, ledger } = common;
    const own = { ref: ledger ? this.#refOf(key) : shown.ref, row, refMissing };
    if (base === null) return this.#newcomer(key, shown, common, own);
    const cells = comparedOf(this.#tab, row).map((column) => this.#cell(key, column, shown, 'base'));
    const edited = cells.some(({ merge }) => merge === 'push' || merge === 'conflict');
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
    const conflict = this.#conflictOf(pin) ?? this.#decidedRow(key, 'edited-removed');
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
    const { timeline, state, workbook } = this.#input;
    const since = state?.revision ?? 0;
    const columns = comparedOf(this.#tab, row);
    const plain = { waiting: false, settle: [] };
    if (ledger && equals(this.#tab, row, ledger)) {
      const cells = columns.map((column) => this.#cell(key, column, shown, 'sheet'));
      return { ...common, kind: 'compare', ...own, cells, ...plain, settle: open ? [open] : [] };
    }
    const conflict = this.#conflictOf(pin) ?? this.#decidedRow(key, 'added');
    const asMine = conflict?.kind === 'added' && equals(this.#tab, row, cellsIn(this.#tab, conflict.mine));
    if (asMine && conflict.state === 'open') {
      return { ...common, kind: 'add', ...own, cells: [], waiting: true, settle: [] };
    }
    const isOver = asMine && conflict.state === 'decided';
    const filled = columns.filter((column) => valueIn(row, column) !== null);
    const put = filled.filter((column) => timeline.wasPut(key, column, valueIn(row, column), since));
    const isKnown = timeline.row(key).some(({ revision }) => revision > since);
    const fromLedger = isKnown && put.length === filled.length;
    const whole = isOver || (fromLedger && open === undefined);
    if (ledger === null) {
      if (shown.asAdded && equals(this.#tab, row, shown.asAdded))
        return { ...common, kind: 'drop', ...own, cells: [], ...plain };
      return { ...common, kind: whole ? 'drop' : 'add', ...own, cells: [], ...plain };
    }
    // Taken or pushed by this workbook before it went down, and edited since: at least half of it came from there.
    // As a whole it would be another row under the same ref, and "mine" would double it.
    const ours = timeline
      .row(key)
      .some((each) => each.op === 'add' && each.revision > since && each.workbook === workbook);
    const partly = isKnown && put.length > 0 && put.length * 2 >= filled.length;
    if (whole || shown.asAdded || ((ours || partly) && this.#conflictOf(pin) === undefined)) {
      const from = whole ? 'sheet' : 'added';
      const cells = columns.map((column) => this.#cell(key, column, shown, from));
      return { ...common, kind: 'compare', ...own, cells, ...plain, settle: settled(cells) };
    }
    return { ...common, kind: 'add', ...own, cells: [], ...plain };
  }

  #cell(key: string, column: string, shown: Shown, from: 'base' | 'sheet' | 'added'): CellPlan {
    const { row } = shown;
    const sheet = valueIn(row, column);
    const ledger = this.#head.get(key)?.cells[column] ?? null;
    const pin = this.#cellPins.get(`${key}\0${column}`);
    const decided = this.#decidedFor(key, column, pin);
    const overruled = decided !== undefined && sheet === this.#mineOf(decided, column);
    const base =
      from === 'sheet' || overruled
        ? sheet
        : this.#cellBase(key, column, sheet, shown, pin, from === 'added');
    const merge = mergeCell(base, sheet, ledger);
    const open =
      this.#openOf(pin) ?? (this.#rowPins.has(key) ? this.#openOf(this.#rowPins.get(key)) : undefined);
    const edit = this.#editOf(row, column);
    return {
      column,
      base,
      sheet,
      ledger,
      merge,
      pin,
      open,
      waiting: merge === 'conflict' && open?.kind === 'cell' && sheet === this.#mineOf(open, column),
      reversal: merge === 'push' ? this.#reversal(key, column, sheet, base, pin, decided, edit) : null,
      elsewhere: edit?.source === 'remote',
      formula: hasFormula(this.#input.view, row, column),
    };
  }

  #cellBase(
    key: string,
    column: string,
    sheet: Value,
    shown: Shown,
    pin: Pin | undefined,
    isNew: boolean,
  ): Value {
    if (pin && !isCells(pin.base)) return canonicalIn(this.#tab, column, pin.base);
    const { timeline, state } = this.#input;
    const rowPin = this.#rowPins.get(key);
    if (rowPin && this.#base.has(key)) return this.#base.get(key)?.cells[column] ?? null;
    const since = state?.columns[column] ?? state?.revision ?? 0;
    const compared = state?.columns[column];
    const atBase =
      compared === undefined || isNew ? null : (timeline.at(compared).get(key)?.cells[column] ?? null);
    return baseOf(sheet, {
      sheetWasPut: timeline.wasPut(key, column, sheet, since),
      atBase: shown.asAdded ? (shown.asAdded[column] ?? null) : atBase,
    });
  }

  /**
   * The decided conflict that ends this cell's difference: the one that its pin names, or, without a pin, one
   * that was recorded after the cell's base.
   */
  #decidedFor(key: string, column: string, pin: Pin | undefined): Conflict | undefined {
    if (pin) {
      const named = this.#conflictOf(pin);
      return named?.state === 'decided' && named.kind === 'cell' ? named : undefined;
    }
    const { baseAt, conflicts, state } = this.#input;
    const since = state?.columns[column] ?? 0;
    if (baseAt === null && since > 0) return undefined;
    return conflicts.findLast(
      (each) =>
        each.state === 'decided' &&
        each.kind === 'cell' &&
        each.column === column &&
        normalRef(each.ref) === key &&
        (since === 0 || each.at > (baseAt ?? '')),
    );
  }

  /** The same of a whole row without a pin. */
  #decidedRow(key: string, kind: Conflict['kind']): Conflict | undefined {
    if (this.#rowPins.has(key)) return undefined;
    const { baseAt, conflicts, state } = this.#input;
    const since = state?.revision ?? 0;
    if (baseAt === null && since > 0) return undefined;
    return conflicts.findLast(
      (each) =>
        each.state === 'decided' &&
        each.kind === kind &&
        normalRef(each.ref) === key &&
        (since === 0 || each.at > (baseAt ?? '')),
    );
  }

  #reversal(
    key: string,
    column: string,
    sheet: Value,
    base: Value,
    pin: Pin | undefined,
    decided: Conflict | undefined,
    edit: CellEdit | undefined,
  ): CellPlan['reversal'] {
    const { timeline, opened, own } = this.#input;
    const received = timeline
      .cell(key, column)
      .filter(({ revision, op }) => revision > opened && op !== 'remove' && !own.has(revision));
    const replaced = received.findLast(({ before }) => before === sheet);
    if (replaced) return { by: replaced.by };
    const last = received.at(-1);
    if (pin?.why === 'reversal' && pin.shown === sheet) return { by: last?.by };
    if (decided) {
      const { decided: decision } = decided;
      return { by: decision ? { author: decision.author, at: decision.at } : undefined };
    }
    if (!last || !edit) return null;
    if (edit.source === 'remote') return { by: last.by };
    const began = edit.before === undefined ? base : canonicalIn(this.#tab, column, edit.before);
    return began === base ? null : { by: last.by };
  }

  #editOf(row: SheetRow, column: string): CellEdit | undefined {
    if (this.#edits.size === 0) return undefined;
    return this.#edits.get(`${row.at.sheet}\0${row.at.row}\0${placeOf(row.region, column)}`);
  }

  #conflictOf(pin: Pin | undefined): Conflict | undefined {
    return pin?.conflict === undefined ? undefined : this.#conflicts.get(pin.conflict);
  }

  #openOf(pin: Pin | undefined): Conflict | undefined {
    const conflict = this.#conflictOf(pin);
    return conflict?.state === 'open' ? conflict : undefined;
  }

  #mineOf(conflict: Conflict, column: string): Value | undefined {
    return isCells(conflict.mine) ? undefined : canonicalIn(this.#tab, column, conflict.mine);
  }

  #refOf(key: string): string {
    return this.#head.get(key)?.ref ?? this.#base.get(key)?.ref ?? this.#rowPins.get(key)?.ref ?? key;
  }
}

/** A row's pin that says: the ledger has the row, the sheet does not show it by its ref yet. */
function isUnshown({ why }: Pin): boolean {
  return why === 'unwritable' || why === 'changed';
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

function cellsOf(side: Value | Cells): Cells | null {
  return isCells(side) ? side : null;
}

function cellsIn(tab: Tab, side: Value | Cells): Cells {
  const cells = cellsOf(side) ?? {};
  return Object.fromEntries(
    Object.entries(cells).map(([column, value]) => [column, canonicalIn(tab, column, value)]),
  );
}
