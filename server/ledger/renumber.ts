/** Renumberings of a push: before all else and all at once, so that rows may swap their refs or shift by one. */
import { REF } from '../../shared/tracker/schema.ts';
import type { Change } from '../../shared/values/change.ts';
import { normalRef } from '../../shared/values/ref.ts';
import { rowAt } from './head.ts';
import { type HeadRow, type Renumber, renumbered, rowId } from './head-row.ts';
import { conflict, type Scratch } from './scratch.ts';
import { highest } from './series.ts';
import type { Step, StepOf } from './step.ts';

interface Wanted {
  readonly step: StepOf<'renumber'>;
  readonly row: HeadRow;
  /** The new ref in normal form. */
  readonly key: string;
}

/** Makes the renumberings that can be; the others are answered as conflicts, which are not recorded. */
export function renumberAll(scratch: Scratch, steps: readonly StepOf<'renumber'>[]): void {
  if (steps.length === 0) return;
  const wanted: Wanted[] = [];
  for (const step of steps) {
    const row = step.lost ? undefined : rowAt(scratch.head, step.op.tab, step.key);
    const key = normalRef(step.op.to);
    if (row === undefined || row.removed) refuse(scratch, step, row);
    else if (key === row.key) scratch.agreed.push(step);
    else if (row.last.revision > step.op.seen) refuse(scratch, step, row);
    else wanted.push({ step, row, key });
  }
  const made = possible(scratch, wanted, steps);
  for (const each of wanted) if (!made.includes(each)) refuse(scratch, each.step, each.row);
  const changes = made.map(
    ({ step, row }): Renumber => ({ op: 'renumber', tab: row.tab, ref: row.ref, to: step.op.to }),
  );
  const rows = renumbered((tab, key) => rowAt(scratch.head, tab, key), changes, scratch.under.touch);
  made.forEach(({ step }, index) => {
    const [change, moved] = [changes[index], rows[index]];
    if (change !== undefined && moved !== undefined) move(scratch, step, change, moved.from, moved.row);
  });
  followConflicts(scratch);
}

/** Those whose new ref is free. One that waits for a row which stays where it is can't be either. */
function possible(
  scratch: Scratch,
  wanted: readonly Wanted[],
  steps: readonly StepOf<'renumber'>[],
): readonly Wanted[] {
  const asked = new Map<string, number>();
  for (const { op } of steps) {
    const id = rowId(op.tab, normalRef(op.to));
    asked.set(id, (asked.get(id) ?? 0) + 1);
  }
  let left = wanted.filter(({ row, key }) => asked.get(rowId(row.tab, key)) === 1);
  for (;;) {
    const leaving = new Set(left.map(({ row }) => rowId(row.tab, row.key)));
    const free = left.filter(({ row, key }) => isFree(scratch, row, key, leaving));
    if (free.length === left.length) return left;
    left = free;
  }
}

/** Never given; or given up in this push; or the row's own of before, which nobody had since. */
function isFree(scratch: Scratch, row: HeadRow, key: string, leaving: ReadonlySet<string>): boolean {
  if (rowAt(scratch.head, row.tab, key) !== undefined) return leaving.has(rowId(row.tab, key));
  const { lineage } = scratch.head;
  const last = lineage.lastLeft(row.tab, key);
  return last === undefined || lineage.followed(row.tab, key, last.revision - 1) === row.key;
}

function move(scratch: Scratch, step: Step, change: Renumber, from: string, row: HeadRow): void {
  const { elsewhere } = step.op;
  const made: Change = elsewhere === true ? { ...change, elsewhere } : change;
  const id = rowId(row.tab, row.key);
  scratch.changes.push(made);
  scratch.rows.set(id, row);
  scratch.owners.set(id, step.row);
  scratch.was.set(id, from);
  scratch.moved.set(step.row, row.key);
  scratch.left.add(rowId(row.tab, from));
  highest(scratch.counters, scratch.under.columns, row.tab, row.ref);
  scratch.applied.push(step);
}

/** Conflicts go with their rows. */
function followConflicts(scratch: Scratch): void {
  for (const kept of scratch.under.conflicts.values()) {
    const key = scratch.moved.get(rowId(kept.tab, kept.key));
    if (key === undefined) continue;
    const ref = scratch.rows.get(rowId(kept.tab, key))?.ref ?? key;
    scratch.kept.set(kept.id, { ...kept, key, ref });
  }
}

function refuse(scratch: Scratch, step: StepOf<'renumber'>, row: HeadRow | undefined): void {
  const { tab, ref, to } = step.op;
  if (row?.removed) {
    // As an edit of a removed row: "mine" brings it back, and its new ref can be asked for again.
    const [base, mine] = [{ [REF]: row.ref }, { [REF]: to }];
    conflict(scratch, [step], { kind: 'edited-removed', tab, ref: row.ref, column: null, base, mine });
    return;
  }
  const about = {
    kind: 'renumbered',
    tab,
    ref: row?.ref ?? ref,
    column: null,
    base: null,
    mine: to,
  } as const;
  conflict(scratch, [step], about, false);
}
