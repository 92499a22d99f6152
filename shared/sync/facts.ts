/** What is known of a tab when it is merged, looked up by present normal refs: base, head, pins and conflicts. Pure. */

import type { LedgerRow } from '../protocol/rows.ts';
import type { SheetRow } from '../sheet/row.ts';
import { REF, type Tab } from '../tracker/schema.ts';
import type { Conflict } from '../values/change.ts';
import { normalRef } from '../values/ref.ts';
import type { Cells, Value } from '../values/value.ts';
import { equals } from './content.ts';
import type { Given } from './identify.ts';
import { type CellEdit, isCells, type MergeInput, type RowFacts } from './plan.ts';
import type { Pin } from './preview.ts';
import { canonicalIn, type Rows } from './timeline.ts';
import { comparedOf, placeOf, valueIn } from './view.ts';

export class TabFacts {
  readonly input: MergeInput;
  readonly tab: Tab;
  readonly base: Rows;
  readonly head: Rows;
  readonly rowPins: ReadonlyMap<string, Pin>;
  readonly #cellPins = new Map<string, Pin>();
  readonly #conflicts: ReadonlyMap<string, Conflict>;
  readonly #edits: ReadonlyMap<string, CellEdit>;

  constructor(input: MergeInput) {
    this.input = input;
    this.tab = input.tabView.tab;
    const rowPins = new Map<string, Pin>();
    for (const pin of input.pins) {
      const ref = normalRef(pin.ref);
      if (pin.column === null) rowPins.set(ref, pin);
      else this.#cellPins.set(`${ref}\0${pin.column}`, pin);
    }
    this.rowPins = rowPins;
    const base = baseRows(input);
    for (const [ref, pin] of rowPins) {
      const cells = this.#pinnedRow(ref, pin);
      if (cells) base.set(ref, { ref: pin.ref, revision: 0, cells });
      else base.delete(ref);
    }
    this.base = base;
    this.head = input.timeline.at(input.head);
    this.#conflicts = new Map(input.conflicts.flatMap((each) => (each.id === null ? [] : [[each.id, each]])));
    this.#edits = new Map(
      (input.edits ?? []).map((edit) => [`${edit.sheet}\0${edit.row}\0${edit.column}`, edit] as const),
    );
  }

  /** What is the same of a row whatever follows; `key` is null for a row that has no ref. */
  rowFacts(key: string | null): RowFacts {
    const pin = key === null ? undefined : this.rowPins.get(key);
    return {
      tab: this.tab,
      key,
      base: (key === null ? undefined : this.base.get(key)?.cells) ?? null,
      seen: typeof pin?.base === 'number' ? pin.base : (this.input.state?.revision ?? 0),
      ledger: (key === null ? undefined : this.head.get(key)?.cells) ?? null,
      pin,
      open: this.openOf(pin),
    };
  }

  cellPin(key: string, column: string): Pin | undefined {
    return this.#cellPins.size === 0 ? undefined : this.#cellPins.get(`${key}\0${column}`);
  }

  /** The ref as it is to be shown. */
  refOf(key: string): string {
    return this.head.get(key)?.ref ?? this.base.get(key)?.ref ?? this.rowPins.get(key)?.ref ?? key;
  }

  /** The conflict that a pin names. */
  conflictOf(pin: Pin | undefined): Conflict | undefined {
    return pin?.conflict === undefined ? undefined : this.#conflicts.get(pin.conflict);
  }

  openOf(pin: Pin | undefined): Conflict | undefined {
    const conflict = this.conflictOf(pin);
    return conflict?.state === 'open' ? conflict : undefined;
  }

  /**
   * The decided conflict that ends a cell's difference: the one that its pin names, or, without a pin, one that
   * was recorded after the cell's base.
   */
  decidedCell(key: string, column: string, pin: Pin | undefined): Conflict | undefined {
    if (pin) {
      const named = this.conflictOf(pin);
      return named?.state === 'decided' && named.kind === 'cell' ? named : undefined;
    }
    return this.#decidedSince(
      this.input.state?.columns[column] ?? 0,
      (each) => each.kind === 'cell' && each.column === column && normalRef(each.ref) === key,
    );
  }

  /** The same of a whole row without a pin. */
  decidedRow(key: string, kind: Conflict['kind']): Conflict | undefined {
    if (this.rowPins.has(key)) return undefined;
    return this.#decidedSince(
      this.input.state?.revision ?? 0,
      (each) => each.kind === kind && normalRef(each.ref) === key,
    );
  }

  /** Whether a person gave a row another ref that was removed meanwhile, and that is being decided or was. */
  isMovedWhileRemoved(key: string): boolean {
    const conflict = this.conflictOf(this.rowPins.get(key));
    return conflict?.kind === 'edited-removed' && isCells(conflict.mine) && REF in conflict.mine;
  }

  /** A conflict's "mine" of a cell, canonical; undefined where it is a row's. */
  mineOf(conflict: Conflict, column: string): Value | undefined {
    return isCells(conflict.mine) ? undefined : canonicalIn(this.tab, column, conflict.mine);
  }

  /** What the host tells of the last edit of a row's cell. */
  editOf(row: SheetRow, column: string): CellEdit | undefined {
    if (this.#edits.size === 0) return undefined;
    return this.#edits.get(`${row.at.sheet}\0${row.at.row}\0${placeOf(row.region, column)}`);
  }

  /** Whether the host tells that a co-author typed in a row since the workbook was opened, and nobody here. */
  isFromElsewhere(row: SheetRow): boolean {
    const sources = comparedOf(this.tab, row).map((column) => this.editOf(row, column)?.source);
    return sources.includes('remote') && !sources.includes('local');
  }

  /** Whether a co-author's session added a row since the workbook was opened. */
  isAddedElsewhere(key: string): boolean {
    const { timeline, workbook, opened, own } = this.input;
    return timeline
      .row(key)
      .some(
        (each) =>
          each.op === 'add' &&
          each.workbook === workbook &&
          each.revision > opened &&
          !own.has(each.revision),
      );
  }

  /** Rows that this workbook added after the base, or whose ref could not be written into the sheet yet. */
  given(): Map<string, Given> {
    const { timeline, state, workbook, incomplete } = this.input;
    const given = new Map<string, Given>();
    for (const [key, events] of timeline.rows()) {
      const added = events.find((each) => each.op === 'add' && each.revision > (state?.revision ?? 0));
      if (added?.workbook !== workbook || this.base.has(key)) continue;
      given.set(key, { ref: this.head.get(key)?.ref ?? added.ref, cells: added.cells });
    }
    for (const [key, pin] of incomplete ? [] : this.rowPins) {
      const cells = isCells(pin.base) ? pin.base : null;
      if (cells && isUnshown(pin) && this.head.has(key)) given.set(key, { ref: this.refOf(key), cells });
    }
    return given;
  }

  /** Whether a row of the sheet shows this ref's base in every compared cell. */
  equalsBase(key: string, row: SheetRow): boolean {
    const base = this.base.get(key) ?? this.head.get(key);
    if (!base) return false;
    return comparedOf(this.tab, row).every((column) => {
      const pinned = this.cellPin(key, column)?.base;
      const value = pinned === undefined || isCells(pinned) ? valueIn(base, column) : pinned;
      return valueIn(row, column) === value;
    });
  }

  /**
   * The present normal ref that "mine" of an added row was given by a decision made elsewhere, where the row was edited
   * here since; else null.
   */
  numberedAnew(key: string, row: SheetRow): string | null {
    const conflict = this.conflictOf(this.rowPins.get(key));
    if (conflict?.kind !== 'added' || conflict.decided?.choose !== 'mine') return null;
    const { value } = conflict.decided;
    if (typeof value !== 'string' || equals(this.tab, row, cellsIn(this.tab, conflict.mine))) return null;
    return this.head.has(normalRef(value)) ? normalRef(value) : null;
  }

  /** Whether at least half of a row's filled cells are what the ledger's row has, or once had. */
  everHadHalf(key: string, row: SheetRow): boolean {
    const rows = [this.head.get(key), this.base.get(key)];
    const filled = comparedOf(this.tab, row).filter((column) => valueIn(row, column) !== null);
    const had = filled.filter((column) => {
      const value = valueIn(row, column);
      const isShown = rows.some((each) => each !== undefined && valueIn(each, column) === value);
      return isShown || this.input.timeline.wasPut(key, column, value, 0);
    });
    return had.length > 0 && had.length * 2 >= filled.length;
  }

  /**
   * Whether a row only has by chance the ref that the ledger gave to another one since: somebody typed it for a new row
   * while the sheet no longer shows that other one.
   */
  isStranger(key: string, row: SheetRow): boolean {
    const { moves, pins } = this.input;
    if (row.ref === null || normalRef(row.ref) !== key || !moves.backward.has(key)) return false;
    return !pins.some(({ ref }) => normalRef(ref) === key) && !this.everHadHalf(key, row);
  }

  #decidedSince(since: number, isIt: (conflict: Conflict) => boolean): Conflict | undefined {
    const { baseAt, conflicts } = this.input;
    if (baseAt === null && since > 0) return undefined;
    return conflicts.findLast(
      (each) => each.state === 'decided' && isIt(each) && (since === 0 || each.at > (baseAt ?? '')),
    );
  }

  /** The base row that a row's pin stands for. */
  #pinnedRow(ref: string, pin: Pin): Cells | null {
    if (typeof pin.base === 'number') {
      const cells = this.input.timeline.at(pin.base).get(ref)?.cells;
      return cells ? asCompared(this.input, ref, cells, pin.base) : null;
    }
    return isCells(pin.base) ? cellsIn(this.tab, pin.base) : null;
  }
}

/** The rows at the base. A column that was compared before the others counts as it was then. */
function baseRows(input: MergeInput): Map<string, LedgerRow> {
  const { state, timeline } = input;
  const rows = new Map(state ? timeline.at(state.revision) : []);
  if (!state || Object.values(state.columns).every((revision) => revision === state.revision)) return rows;
  for (const [key, row] of rows) {
    rows.set(key, { ...row, cells: asCompared(input, key, row.cells, state.revision) });
  }
  return rows;
}

/** A row's cells at a revision, or before it where its column was last compared before. */
function asCompared({ state, timeline }: MergeInput, key: string, cells: Cells, revision: number): Cells {
  const older = Object.entries(state?.columns ?? {}).filter(([, compared]) => compared < revision);
  if (older.length === 0) return cells;
  const then = older.map(([column, compared]): [string, Value] => [
    column,
    timeline.at(compared).get(key)?.cells[column] ?? null,
  ]);
  const all = { ...cells, ...Object.fromEntries(then) };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
}

/** A row's pin that says: the ledger has the row, the sheet does not show it by its ref yet. */
export function isUnshown({ why }: Pin): boolean {
  return why === 'unwritable' || why === 'changed';
}

/** One side of a conflict as a row's canonical cells; none for a value. */
export function cellsIn(tab: Tab, side: Value | Cells): Cells {
  const cells = isCells(side) ? side : {};
  return Object.fromEntries(
    Object.entries(cells).map(([column, value]) => [column, canonicalIn(tab, column, value)]),
  );
}
