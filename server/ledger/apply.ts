/**
 * The merge: checked ops against a head. Nothing is read, no clock, no randomness of its own; the same ops
 * under the same circumstances give the same result.
 *
 * Ops are a set. Renumberings go first, all at once; then what adds, removes and restores rows, so that a `set`
 * may stand beside the `restore` of its row; then rows that get their ref here, above those that were typed; then sets; then
 * decisions; then the conflicts that came true by all this are settled.
 */
import { canonicalJson } from '../../shared/values/hash.ts';
import type { Cells } from '../../shared/values/value.ts';
import { type Columns, cellIn, sameCells, sameValue } from './columns.ts';
import { holds } from './conflict.ts';
import { decide } from './decide.ts';
import { type Head, rowAt } from './head.ts';
import { type HeadRow, rowId } from './head-row.ts';
import { renumberAll } from './renumber.ts';
import {
  addNew,
  type Circumstances,
  conflict,
  conflictsNow,
  make,
  rowOf,
  type Scratch,
  scratchOf,
  supersede,
} from './scratch.ts';
import { is, isNew, type Step, type StepOf } from './step.ts';

/** What became of the ops. Every step is in exactly one of `applied`, `agreed`, `conflicted`, `unnumbered`. */
export function apply(head: Head, steps: readonly Step[], under: Circumstances): Scratch {
  const scratch = scratchOf(head, under);
  const answers = new Answers(head, steps, under);
  renumberAll(
    scratch,
    steps.filter((step) => is(step, 'renumber')),
  );
  for (const step of steps) {
    if (is(step, 'add') && !isNew(step.op.ref)) add(scratch, step);
    else if (is(step, 'remove')) remove(scratch, step);
    else if (is(step, 'restore')) restore(scratch, step);
  }
  for (const step of steps) if (is(step, 'add') && isNew(step.op.ref)) addUnnumbered(scratch, step, answers);
  setAll(
    scratch,
    steps.filter((step) => is(step, 'set')),
  );
  for (const step of steps) if (is(step, 'decide')) decide(scratch, step);
  settle(scratch);
  return scratch;
}

function add(scratch: Scratch, step: StepOf<'add'>): void {
  const { tab, ref, cells } = step.op;
  const row = rowOf(scratch, step);
  const { columns, gaveUp } = scratch.under;
  if (row === undefined && !step.lost) {
    const moved = gaveUp.get(step.row) ?? [];
    if (!moved.some((said) => sameCells(columns, tab, said, cells))) {
      make(scratch, step, { op: 'add', tab, ref, cells });
      scratch.applied.push(step);
      return;
    }
  }
  // A ref that a row gave up in this very push is not free yet, nor is one for the row that gave it up.
  if (row === undefined) {
    conflict(scratch, [step], { kind: 'added', tab, ref, column: null, base: null, mine: cells });
  } else if (!row.removed && sameCells(columns, tab, row.cells, cells)) {
    scratch.agreed.push(step);
  } else {
    conflict(scratch, [step], { kind: 'added', tab, ref: row.ref, column: null, base: null, mine: cells });
  }
}

function addUnnumbered(scratch: Scratch, step: StepOf<'add'>, answers: Answers): void {
  const { tab, cells } = step.op;
  const answer = answers.take(scratch.under.columns, tab, cells);
  if (answer !== undefined) {
    scratch.refs.set(step.op.ref, answer.ref);
    scratch.agreed.push(step);
    return;
  }
  const ref = addNew(scratch, step, tab, cells);
  if (ref === null) return;
  scratch.refs.set(step.op.ref, ref);
  scratch.applied.push(step);
}

function remove(scratch: Scratch, step: StepOf<'remove'>): void {
  const { tab, seen } = step.op;
  const row = rowOf(scratch, step);
  if (row === undefined) {
    nowhere(scratch, [step], null, null, false);
  } else if (row.removed) {
    scratch.agreed.push(step);
  } else if (row.last.revision > seen) {
    conflict(scratch, [step], {
      kind: 'removed-edited',
      tab,
      ref: row.ref,
      column: null,
      base: scratch.under.cellsAt(tab, row.key, seen),
      mine: null,
    });
  } else {
    make(scratch, step, { op: 'remove', tab, ref: row.ref, cells: row.cells });
    scratch.applied.push(step);
  }
}

function restore(scratch: Scratch, step: StepOf<'restore'>): void {
  const { tab, seen } = step.op;
  const row = rowOf(scratch, step);
  if (row === undefined) {
    nowhere(scratch, [step], null, null, false);
  } else if (!row.removed) {
    scratch.agreed.push(step);
  } else if (row.last.revision > seen) {
    const about = {
      kind: 'edited-removed',
      tab,
      ref: row.ref,
      column: null,
      base: null,
      mine: null,
    } as const;
    conflict(scratch, [step], about, false);
  } else {
    make(scratch, step, { op: 'restore', tab, ref: row.ref, cells: row.cells });
    scratch.applied.push(step);
  }
}

function setAll(scratch: Scratch, steps: readonly StepOf<'set'>[]): void {
  const ofRemoved = new Map<string, StepOf<'set'>[]>();
  const done: StepOf<'set'>[] = [];
  for (const step of steps) {
    const row = rowOf(scratch, step);
    if (row === undefined || row.removed) {
      const own = ofRemoved.get(step.row);
      if (own === undefined) ofRemoved.set(step.row, [step]);
      else own.push(step);
    } else if (set(scratch, step, row)) {
      done.push(step);
    }
  }
  for (const own of ofRemoved.values()) editRemoved(scratch, own);
  supersedeByCells(scratch, done);
}

/** One cell of a live row. Answers whether the ledger holds the value now. */
function set(scratch: Scratch, step: StepOf<'set'>, row: HeadRow): boolean {
  const { columns } = scratch.under;
  const { tab, column, from, to, replaces } = step.op;
  const now = cellIn(row.cells, column);
  const place = { kind: 'cell', tab, key: row.key, column } as const;
  if (sameValue(columns, tab, column, now, to)) {
    scratch.agreed.push(step);
  } else if (sameValue(columns, tab, column, now, from)) {
    // By key in order, as it is written down.
    make(scratch, step, { after: to, before: now, column, op: 'set', ref: row.ref, tab }, row);
    scratch.applied.push(step);
  } else {
    conflict(scratch, [step], { kind: 'cell', tab, ref: row.ref, column, base: from, mine: to });
    return false;
  }
  supersede(scratch, replaces, place);
  return true;
}

/** Sets on a removed row are one conflict: its "mine" are the changed cells, blanked ones as null. */
function editRemoved(scratch: Scratch, steps: readonly StepOf<'set'>[]): void {
  const [first] = steps;
  if (first === undefined) return;
  const base = Object.fromEntries(steps.map(({ op }) => [op.column, op.from]));
  const mine = Object.fromEntries(steps.map(({ op }) => [op.column, op.to]));
  const row = rowOf(scratch, first);
  if (row === undefined) nowhere(scratch, steps, base, mine);
  else {
    const about = { kind: 'edited-removed', tab: row.tab, ref: row.ref, column: null, base, mine } as const;
    conflict(scratch, steps, about);
  }
}

/** Ops of a ref that was given up and names no row. */
function nowhere(
  scratch: Scratch,
  steps: readonly StepOf<'set' | 'remove' | 'restore'>[],
  base: Cells | null,
  mine: Cells | null,
  record = scratch.under.record,
): void {
  const [first] = steps;
  if (first === undefined) return;
  const { tab, ref } = first.op;
  conflict(scratch, steps, { kind: 'edited-removed', tab, ref, column: null, base, mine }, record);
}

/**
 * A conflict over several cells of a row that is back since is replaced only by sets that name it and cover
 * all its cells: else what was typed into the others would be forgotten.
 */
function supersedeByCells(scratch: Scratch, done: readonly StepOf<'set'>[]): void {
  const replacing = done.filter(({ op }) => op.replaces !== undefined);
  if (replacing.length === 0) return;
  const naming = Map.groupBy(replacing, ({ row, op }) => `${row} ${op.replaces}`);
  for (const steps of naming.values()) {
    const [first] = steps;
    const named = first?.op.replaces;
    const older = named === undefined ? undefined : scratch.under.conflicts.get(named);
    if (first === undefined || older?.kind !== 'edited-removed') continue;
    const columns = new Set(steps.map(({ op }) => op.column));
    if (Object.keys(older.mine ?? {}).every((column) => columns.has(column))) {
      const { tab } = first.op;
      const key = rowOf(scratch, first)?.key ?? first.key;
      supersede(scratch, named, { kind: 'edited-removed', tab, key, column: null });
    }
  }
}

/** Open conflicts of any workbook whose "mine" the ledger came to hold by this push. */
function settle(scratch: Scratch): void {
  if (scratch.under.conflicts.size === 0) return;
  for (const kept of conflictsNow(scratch)) {
    const row = scratch.rows.get(rowId(kept.tab, kept.key));
    if (row === undefined || kept.state !== 'open') continue;
    if (holds(scratch.under.columns, kept, row)) scratch.kept.set(kept.id, { ...kept, state: 'settled' });
  }
}

/**
 * Rows that this workbook added before, as answers for its `new:` rows, each once: a push whose answer was
 * lost is made again from the same cells, and must not double its rows. Rows that the push names are spoken for.
 */
class Answers {
  /** By what they said when they were added, oldest first. */
  readonly #left = new Map<string, HeadRow[]>();

  constructor(head: Head, steps: readonly Step[], under: Circumstances) {
    if (under.added.length === 0) return;
    const named = new Set(steps.map(({ row }) => row));
    for (const { tab, key, cells } of under.added) {
      const row = rowAt(head, tab, key);
      const id = rowId(tab, key);
      if (row === undefined || row.removed || named.has(id) || under.typed.has(id)) continue;
      const content = contentOf(under.columns, tab, cells);
      const rows = this.#left.get(content);
      if (rows === undefined) this.#left.set(content, [row]);
      else rows.push(row);
    }
  }

  take(columns: Columns, tab: string, cells: Cells): HeadRow | undefined {
    return this.#left.size === 0 ? undefined : this.#left.get(contentOf(columns, tab, cells))?.shift();
  }
}

/** What a row says, as one text: equal for rows that say the same under the schema in force. */
function contentOf(columns: Columns, tab: string, cells: Cells): string {
  const filled = Object.entries(cells)
    .map(([column, value]) => [column, columns.canonical(tab, column, value)] as const)
    .filter(([, value]) => value !== null);
  return rowId(tab, canonicalJson(Object.fromEntries(filled)));
}
