/** Merges a tab, row by row; `cell-plan.ts` merges their cells. Pure. */

import type { SheetRow } from '../sheet/row.ts';
import { REF, type Tab } from '../tracker/schema.ts';
import type { Conflict } from '../values/change.ts';
import { normalRef } from '../values/ref.ts';
import type { Cells } from '../values/value.ts';
import { align, checkGiven } from './align.ts';
import { planCells } from './cell-plan.ts';
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

/** Merges a tab. Throws `RefTaken`. */
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
    const { identified, renumbered, removed } = this.#identify();
    const rows: RowPlan[] = [];
    for (const [key, shown] of identified.shown)
      rows.push(this.#shownRow(key, shown, removed.has(shown.row)));
    for (const row of identified.fresh) rows.push(this.#freshRow(row));
    for (const key of keysOf([base, head, rowPins], identified.shown)) {
      const silent = identified.silent.has(key) || (input.incomplete && base.has(key));
      const row = silent ? this.#silentRow(key) : this.#absentRow(key);
      if (row) rows.push(row);
    }
    const isRenumbered = ({ row }: RowPlan) => row !== null && renumbered.has(row);
    return { input, rows, identified, renumbered: rows.filter(isRenumbered) };
  }

  /** Which rows the sheet shows: by ref, and then by content where refs look renumbered. Throws `RefTaken`. */
  #identify(): Told {
    const { input, base, head, rowPins } = this.#facts;
    const { rows } = input.tabView;
    const aligned = align({ tab: this.#tab, rows, moves: input.moves, base, head, rowPins });
    const { asked } = aligned;
    const keys = this.#numberedAnew(aligned.keys);
    const given = this.#facts.given();
    checkGiven(this.#tab, rows, keys, given);
    // Without a base, or with one that was only proposed, the ledger's own rows are looked through: equal rows agree.
    const isGuess = !input.state || input.proposed;
    const known = isGuess ? new Map([...base, ...head]) : base;
    const found = {
      tab: this.#tab,
      rows,
      base: known,
      head,
      isLike: !isGuess ? null : (key: string, row: SheetRow) => this.#facts.everHadHalf(key, row),
      given,
      equalsBase: (key: string, row: SheetRow) => this.#facts.equalsBase(key, row),
      isFromElsewhere: (row: SheetRow) => this.#facts.isFromElsewhere(row),
      isAddedElsewhere: (key: string) => this.#facts.isAddedElsewhere(key),
      refOf: (key: string) => this.#facts.refOf(key),
      pairs: input.pairs,
    };
    const identified = identify({ ...found, keys, renumbered: new Map() });
    const { renumbered, removed } = findRenumbered(this.#tab, identified.shown, known, head);
    if (renumbered.size + removed.size === 0) return this.#withAsked(identified, renumbered, removed, asked);
    const both = new Map([...renumbered, ...removed]);
    const again = identify({ ...found, keys: new Map([...keys, ...both]), renumbered: both });
    return this.#withAsked(again, renumbered, removed, asked);
  }

  /** Rows that a decision made elsewhere gave a ref of their own, edited here since, are those rows. */
  #numberedAnew(keys: ReadonlyMap<SheetRow, string>): ReadonlyMap<SheetRow, string> {
    if (this.#facts.rowPins.size === 0) return keys;
    const taken = new Set(keys.values());
    return new Map(
      [...keys].map(([row, key]) => {
        const now = this.#facts.numberedAnew(key, row);
        return [row, now === null || taken.has(now) ? key : now];
      }),
    );
  }

  /** Renumberings that were asked for before, and held, or whose row was removed, are asked for again. */
  #withAsked(
    identified: Identified,
    renumbered: Renumbered,
    removed: Renumbered,
    asked: readonly SheetRow[],
  ): Told {
    const all = new Map([...renumbered, ...identified.told]);
    const gone = new Set(removed.keys());
    for (const [key, { row }] of identified.shown) {
      const isMoved = this.#facts.isMovedWhileRemoved(key) && row.ref !== null && normalRef(row.ref) !== key;
      if (!isMoved && !asked.includes(row)) continue;
      if (this.#facts.head.has(key)) all.set(row, key);
      else gone.add(row);
    }
    return { identified, renumbered: all, removed: gone };
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

  /** `isMoved`: a person gave it another ref, and the ledger removed it meanwhile. */
  #shownRow(key: string, shown: Shown, isMoved: boolean): RowPlan {
    const { row, refMissing } = shown;
    const common = this.#facts.rowFacts(key);
    const { open, base, ledger } = common;
    const own = { ref: ledger ? this.#facts.refOf(key) : shown.ref, row, refMissing };
    if (base === null) return this.#newcomer(key, shown, common, own);
    if (this.#facts.isStranger(key, row)) return this.#newcomer(key, shown, { ...common, base: null }, own);
    const cells = planCells(this.#facts, key, shown, 'base');
    const edited = cells.some(({ merge }) => merge === 'push' || merge === 'parts' || merge === 'conflict');
    const ends = open && ((!edited && !isMoved) || open.kind === 'removed-edited') ? [open] : [];
    const settle = [...ends, ...settled(cells)];
    if (ledger !== null) return { ...common, kind: 'compare', ...own, cells, waiting: false, settle };
    return this.#removed(key, common, { ...own, cells, settle }, isMoved);
  }

  /** A row that the sheet shows and the ledger removed. */
  #removed(
    key: string,
    common: RowFacts,
    own: Pick<RowPlan, ShownFacts | 'cells' | 'settle'>,
    isMoved = false,
  ): RowPlan {
    const { pin, open } = common;
    const changed = own.cells.filter((cell) => cell.sheet !== cell.base);
    if ((changed.length === 0 && !isMoved) || this.#editOverruled(key, pin, changed)) {
      return { ...common, kind: 'drop', ...own, waiting: false };
    }
    const waiting = open?.kind === 'edited-removed' && sameCells(editedIn(this.#tab, open.mine), changed);
    // A conflict that one of them had before is replaced by that of the row.
    const cells = own.cells.map((cell) => ({ ...cell, waiting: false }));
    return { ...common, kind: 'edited-removed', ...own, cells, waiting };
  }

  /** Whether the edits of a removed row were decided against, and the sheet still shows just those. */
  #editOverruled(key: string, pin: Pin | undefined, changed: readonly CellPlan[]): boolean {
    const conflict = this.#facts.conflictOf(pin) ?? this.#facts.decidedRow(key, 'edited-removed');
    if (conflict?.kind !== 'edited-removed' || conflict.state !== 'decided') return false;
    return sameCells(editedIn(this.#tab, conflict.mine), changed);
  }

  /** A row that the sheet shows under a ref that was in no base. */
  #newcomer(key: string, shown: Shown, common: RowFacts, own: Pick<RowPlan, ShownFacts>): RowPlan {
    const { row } = shown;
    const { pin, open, ledger } = common;
    const { timeline, state } = this.#facts.input;
    const since = state?.revision ?? 0;
    const plain = { waiting: false, settle: [] };
    if (ledger && equals(this.#tab, row, ledger)) {
      const cells = planCells(this.#facts, key, shown, 'sheet');
      return { ...common, kind: 'compare', ...own, cells, ...plain, settle: open ? [open] : [] };
    }
    const conflict = this.#facts.conflictOf(pin) ?? this.#facts.decidedRow(key, 'added');
    const asMine = conflict?.kind === 'added' && equals(this.#tab, row, cellsIn(this.#tab, conflict.mine));
    if (asMine && conflict.state === 'open') {
      return { ...common, kind: 'add', ...own, cells: [], waiting: true, settle: [] };
    }
    const isOver = asMine && conflict.state === 'decided';
    // Edited since: decided one by one, "mine" of both would be two rows. What it says now says all of it.
    const older = conflict?.kind === 'added' && conflict.state === 'open' ? [conflict] : [];
    const filled = comparedOf(this.#tab, row).filter((column) => valueIn(row, column) !== null);
    const put = filled.filter((column) => timeline.wasPut(key, column, valueIn(row, column), since));
    const events = timeline.row(key).filter(({ revision, op }) => revision > since && op !== 'renumber');
    const isKnown = events.length > 0;
    const fromLedger = isKnown && put.length === filled.length;
    const whole = isOver || (fromLedger && open === undefined);
    // Taken or pushed by this workbook before it went down, and edited since: at least half of it came from there; in
    // a copy without a base, where every row is in no base, any of it. As a whole it would be another row under the
    // same ref, and "mine" would double it.
    const isPartly = isKnown && put.length > 0 && (!state || put.length * 2 >= filled.length);
    const isSame = isPartly && this.#facts.conflictOf(pin) === undefined;
    if (ledger === null) {
      const isAsAdded = shown.asAdded !== null && equals(this.#tab, row, shown.asAdded);
      if (whole || isAsAdded) return { ...common, kind: 'drop', ...own, cells: [], ...plain };
      if (!isSame) return { ...common, kind: 'add', ...own, cells: [], ...plain, settle: older };
      const cells = planCells(this.#facts, key, shown, 'added');
      const known = cells.filter((cell) => cell.base !== null);
      const base = Object.fromEntries(known.map((cell) => [cell.column, cell.base]));
      return this.#removed(key, { ...common, base }, { ...own, cells, settle: settled(cells) });
    }
    if (whole || shown.asAdded || isSame) {
      const cells = planCells(this.#facts, key, shown, whole ? 'sheet' : 'added');
      return { ...common, kind: 'compare', ...own, cells, ...plain, settle: settled(cells) };
    }
    return { ...common, kind: 'add', ...own, cells: [], ...plain, settle: older };
  }
}

/** The keys of several maps, each once, but for those that another one has. */
function keysOf(
  maps: readonly ReadonlyMap<string, unknown>[],
  without: ReadonlyMap<string, unknown>,
): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const map of maps) for (const key of map.keys()) if (!without.has(key)) keys.add(key);
  return keys;
}

/** Which rows of a tab are which, and those that a person gave other refs: that the ledger has, and that it removed. */
interface Told {
  readonly identified: Identified;
  readonly renumbered: Renumbered;
  readonly removed: ReadonlySet<SheetRow>;
}

/** What is known of a row from its being shown. */
type ShownFacts = 'ref' | 'row' | 'refMissing';

/** Open conflicts whose cell shows the ledger's side, or its base again. */
function settled(cells: readonly CellPlan[]): Conflict[] {
  return cells.flatMap(({ open, sheet, ledger, base }) =>
    open?.kind === 'cell' && (sheet === ledger || sheet === base) ? [open] : [],
  );
}

/** The cells that were edited in a row that was removed; a new ref is none of them. */
function editedIn(tab: Tab, mine: Conflict['mine']): Cells {
  const { [REF]: _, ...cells } = cellsIn(tab, mine);
  return cells;
}

function sameCells(mine: Cells, changed: readonly CellPlan[]): boolean {
  const names = new Set([...Object.keys(mine), ...changed.map(({ column }) => column)]);
  const sheet = new Map(changed.map((cell) => [cell.column, cell.sheet]));
  return [...names].every((column) => sheet.has(column) && sheet.get(column) === (mine[column] ?? null));
}
