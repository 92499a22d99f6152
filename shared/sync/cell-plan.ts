/** What follows for the cells of a row that both sides may have. Pure. */

import { columnOf } from '../tracker/schema.ts';
import { decimal } from '../values/canonical.ts';
import type { Conflict } from '../values/change.ts';
import { hasParts } from '../values/parts.ts';
import type { Value } from '../values/value.ts';
import type { TabFacts } from './facts.ts';
import type { Shown } from './identify.ts';
import { baseOf, mergeByParts, mergeCell } from './merge.ts';
import { type CellEdit, type CellPlan, isCells, type RowPlan } from './plan.ts';
import type { Pin } from './preview.ts';
import { canonicalIn } from './timeline.ts';
import { comparedOf, hasFormula, type View, valueIn } from './view.ts';

/**
 * Where a cell's base comes from: as always; `sheet`: what it shows counts as its base; `added`: its row is in no
 * base, so nothing but what was put or pinned there.
 */
export type BaseFrom = 'base' | 'sheet' | 'added';

/**
 * Merges the cells of a row that the sheet shows. Most show what the ledger holds; whatever led there, nothing follows,
 * and no plan is made for them (`cellOf` makes one where it is asked for).
 */
export function planCells(facts: TabFacts, key: string, shown: Shown, from: BaseFrom): readonly CellPlan[] {
  const { row } = shown;
  const ledger = facts.rowPins.has(key) ? undefined : facts.head.get(key)?.cells;
  const cells: CellPlan[] = [];
  for (const column of comparedOf(facts.tab, row)) {
    const isAgreed = ledger !== undefined && valueIn(row, column) === (ledger[column] ?? null);
    if (isAgreed && facts.cellPin(key, column) === undefined) continue;
    cells.push(planCell(facts, key, column, shown, from));
  }
  return cells;
}

/** The columns in which a row was merged. */
export function mergedIn({ kind, tab, row, cells }: RowPlan): readonly string[] {
  return kind === 'compare' && row !== null ? comparedOf(tab, row) : cells.map(({ column }) => column);
}

/** A cell of a row as it was merged in this view, whether something follows or not; undefined where it was not. */
export function cellOf(plan: RowPlan, view: View, column: string): CellPlan | undefined {
  const { row } = plan;
  const planned = plan.cells.find((each) => each.column === column);
  if (planned || row === null || !mergedIn(plan).includes(column)) return planned;
  const value = valueIn(row, column);
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
    formula: hasFormula(view, row, column),
  };
}

function planCell(facts: TabFacts, key: string, column: string, shown: Shown, from: BaseFrom): CellPlan {
  const { row } = shown;
  const sheet = valueIn(row, column);
  const ledger = facts.head.get(key)?.cells[column] ?? null;
  const pin = facts.cellPin(key, column);
  const formula = hasFormula(facts.input.view, row, column);
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
    reversal:
      merge === 'push' || (merge === 'parts' && takesOut(ledger, both))
        ? reversalOf(facts, key, column, sheet, base, pin, decided, edit)
        : null,
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
  const rowPin = facts.rowPins.get(key);
  const row = rowPin ? facts.base.get(key) : undefined;
  // A row that was seen at a revision was seen whole; the cells that a pin keeps are those that were compared then, and a
  // column that was not recognised keeps its own revision.
  const isWhole = typeof rowPin?.base === 'number' || (state?.columns[column] ?? 0) >= (state?.revision ?? 0);
  return row && (isWhole || column in row.cells) ? (row.cells[column] ?? null) : undefined;
}

/** Whether a merge by parts lacks a line that the ledger has: in cells that come late it may be one that nobody took out. */
function takesOut(ledger: Value, merged: Value): boolean {
  const kept = new Set(String(merged ?? '').split('\n'));
  return String(ledger ?? '')
    .split('\n')
    .some((line) => !kept.has(line));
}

/**
 * Whether a cell with parts goes back, as was left unticked: then it is so whatever is added to it, since it lacks parts
 * that the ledger has and that nobody took out of it.
 */
function isLeftUnticked({ tab }: Pick<TabFacts, 'tab'>, column: string, pin: Pin | undefined): boolean {
  return pin?.why === 'reversal' && hasParts(columnOf(tab, column)?.type ?? 'text');
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
  if (isLeftUnticked({ tab }, column, pin)) return { by: last?.by };
  if (decided) {
    const { decided: decision } = decided;
    return { by: decision ? { author: decision.author, at: decision.at } : undefined };
  }
  if (!last) return null;
  // Where every edit is told of and none of this cell, nobody typed what it shows: it came late, or by mistake.
  if (!edit) return input.edits === null ? null : { by: last.by };
  if (edit.source === 'remote') return { by: last.by };
  const began = edit.before === undefined ? base : canonicalIn(tab, column, edit.before);
  return began === base ? null : { by: last.by };
}
