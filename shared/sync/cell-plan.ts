/** What follows for one cell of a row that both sides may have. Pure. */

import { columnOf } from '../tracker/schema.ts';
import { decimal } from '../values/canonical.ts';
import type { Conflict } from '../values/change.ts';
import type { Value } from '../values/value.ts';
import type { TabFacts } from './facts.ts';
import type { Shown } from './identify.ts';
import { baseOf, mergeByParts, mergeCell } from './merge.ts';
import { type CellEdit, type CellPlan, isCells } from './plan.ts';
import type { Pin } from './preview.ts';
import { canonicalIn } from './timeline.ts';
import { hasFormula, valueIn } from './view.ts';

/**
 * Where a cell's base comes from: as always; `sheet`: what it shows counts as its base; `added`: its row is in no
 * base, so nothing but what was put or pinned there.
 */
export type BaseFrom = 'base' | 'sheet' | 'added';

/** Of cells that show what the ledger holds; most do, and whatever led there, nothing follows. */
function agreed(column: string, value: Value, formula: boolean): CellPlan {
  return {
    column,
    base: value,
    sheet: value,
    ledger: value,
    merge: 'same',
    goal: value,
    pin: undefined,
    open: undefined,
    waiting: false,
    reversal: null,
    unsure: false,
    elsewhere: false,
    formula,
  };
}

/** Merges one cell of a row that the sheet shows. */
export function planCell(
  facts: TabFacts,
  key: string,
  column: string,
  shown: Shown,
  from: BaseFrom,
): CellPlan {
  const { row } = shown;
  const sheet = valueIn(row, column);
  const ledger = facts.head.get(key)?.cells[column] ?? null;
  const pin = facts.cellPin(key, column);
  const formula = hasFormula(facts.input.view, row, column);
  if (sheet === ledger && !pin && !facts.rowPins.has(key) && facts.head.has(key)) {
    return agreed(column, sheet, formula);
  }
  const decided = facts.decidedCell(key, column, pin);
  const overruled = decided !== undefined && sheet === facts.mineOf(decided, column);
  const isTaken = from === 'sheet' || overruled;
  const known = isTaken ? sheet : baseOfCell(facts, key, column, sheet, shown, pin, from === 'added');
  const base = ledger !== known && isNumberOf(known, sheet) ? sheet : known;
  const whole = mergeCell(base, sheet, ledger);
  const type = columnOf(facts.tab, column)?.type;
  // Over what the ledger holds, as a person who ticks it sees it.
  if (facts.input.proposed && !isTaken && (whole === 'push' || whole === 'conflict') && facts.head.has(key)) {
    const last = facts.input.timeline.cell(key, column).at(-1);
    const rest = { pin, open: undefined, waiting: false, elsewhere: false, formula };
    const reversal = { by: last?.by };
    return {
      column,
      base: ledger,
      sheet,
      ledger,
      merge: 'push',
      goal: sheet,
      reversal,
      unsure: true,
      ...rest,
    };
  }
  const isMergeable = whole === 'conflict' && !formula && facts.head.has(key);
  const both = isMergeable ? mergeByParts(type, base, sheet, ledger) : null;
  // Theirs may hold mine already; then it is only taken.
  const merge = both === null ? whole : both === ledger ? 'take' : 'parts';
  const open = facts.openOf(pin) ?? facts.openOf(facts.rowPins.get(key));
  const edit = facts.editOf(row, column);
  return {
    column,
    base,
    sheet,
    ledger,
    merge,
    goal: merge === 'parts' ? both : sheet,
    pin,
    open,
    waiting: merge === 'conflict' && open?.kind === 'cell' && sheet === facts.mineOf(open, column),
    reversal: merge === 'push' ? reversalOf(facts, key, column, sheet, base, pin, decided, edit) : null,
    unsure: false,
    elsewhere: edit?.source === 'remote',
    formula,
  };
}

/**
 * Whether the sheet shows the very number that was text while the column's type was another one: nobody edited it, so
 * what was edited elsewhere is taken.
 */
function isNumberOf(text: Value, sheet: Value): boolean {
  return typeof sheet === 'number' && text === decimal(sheet);
}

function baseOfCell(
  facts: TabFacts,
  key: string,
  column: string,
  sheet: Value,
  shown: Shown,
  pin: Pin | undefined,
  isNew: boolean,
): Value {
  const { timeline, state } = facts.input;
  const since = state?.columns[column] ?? state?.revision ?? 0;
  const compared = state?.columns[column];
  const atBase =
    compared === undefined || isNew ? null : (timeline.at(compared).get(key)?.cells[column] ?? null);
  return baseOf(sheet, {
    pinned: pinnedBase(facts, key, column, pin),
    sheetWasPut: timeline.wasPut(key, column, sheet, since),
    atBase: shown.asAdded ? (shown.asAdded[column] ?? null) : atBase,
  });
}

/** The base that the cell's pin keeps, or its row's; undefined where neither does. */
function pinnedBase(facts: TabFacts, key: string, column: string, pin: Pin | undefined): Value | undefined {
  if (pin && !isCells(pin.base)) return canonicalIn(facts.tab, column, pin.base);
  const { state } = facts.input;
  const row = facts.rowPins.has(key) ? facts.base.get(key) : undefined;
  // What a row's pin says was seen then; a column that was not recognised then keeps its own revision.
  const wasAway = (state?.columns[column] ?? 0) < (state?.revision ?? 0);
  return row && (!wasAway || column in row.cells) ? (row.cells[column] ?? null) : undefined;
}

function reversalOf(
  { input, tab }: TabFacts,
  key: string,
  column: string,
  sheet: Value,
  base: Value,
  pin: Pin | undefined,
  decided: Conflict | undefined,
  edit: CellEdit | undefined,
): CellPlan['reversal'] {
  const { timeline, opened, own } = input;
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
  const began = edit.before === undefined ? base : canonicalIn(tab, column, edit.before);
  return began === base ? null : { by: last.by };
}
