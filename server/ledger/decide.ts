/** Decisions: how a conflict ends, and what that does to its row. */
import type { Change } from '../../shared/values/change.ts';
import type { Value } from '../../shared/values/value.ts';
import { cellIn, sameValue } from './columns.ts';
import { asValue, cellsOf, editedIn, type Recorded, theirs } from './conflict.ts';
import { rowAt } from './head.ts';
import { addNew, conflictNow, make, rowNow, type Scratch } from './scratch.ts';
import type { StepOf } from './step.ts';

/** Applies one decision, agrees with it, or answers the conflict as it is now. */
export function decide(scratch: Scratch, step: StepOf<'decide'>): void {
  const { choose, seen } = step.op;
  const kept = conflictNow(scratch, step.op.conflict);
  if (kept === undefined) throw new Error(`Op ${step.index} names a conflict that was not checked.`);
  if (kept.state !== 'open') {
    const alike =
      kept.decided?.choose === choose &&
      (choose !== 'value' || sameThird(scratch, kept, kept.decided.value, step.op.value ?? null));
    if (alike) scratch.agreed.push(step);
    else scratch.conflicted.push({ step, conflict: kept });
    return;
  }
  // Under the ref that it had before this push's renumberings.
  const key = scratch.under.conflicts.get(kept.id)?.key ?? kept.key;
  const row = rowAt(scratch.head, kept.tab, key);
  const nowhere = row === undefined ? kept.kind !== 'added' : row.removed && kept.kind === 'cell';
  const gone = nowhere && choose !== 'theirs';
  if (gone || theirs(kept, row).theirsRevision > seen) {
    scratch.conflicted.push({ step, conflict: kept });
    return;
  }

  let value: Value = choose === 'value' ? (step.op.value ?? null) : null;
  const decision: Change = {
    op: 'decide',
    conflict: kept.id,
    tab: kept.tab,
    ref: rowNow(scratch, kept.tab, kept.key)?.ref ?? kept.ref,
    column: kept.column,
    choose,
  };
  if (kept.kind === 'added' && choose === 'mine') {
    const ref = addNew(scratch, step, kept.tab, cellsOf(kept.mine));
    if (ref === null) return;
    scratch.refs.set(kept.id, ref);
    value = ref;
    make(scratch, step, decision);
  } else {
    make(scratch, step, decision);
    if (choose !== 'theirs') effect(scratch, step, kept, choose === 'value' ? value : asValue(kept.mine));
  }
  const { revision, author, at } = scratch.under.touch;
  scratch.kept.set(kept.id, { ...kept, state: 'decided', decided: { choose, value, revision, author, at } });
  scratch.applied.push(step);
}

/** What "mine" or a third value does to the row of a conflict, but for `added`. */
function effect(scratch: Scratch, step: StepOf<'decide'>, kept: Recorded, value: Value): void {
  const row = rowNow(scratch, kept.tab, kept.key);
  if (row === undefined) return;
  const { tab, ref, cells } = row;
  switch (kept.kind) {
    case 'cell':
      if (kept.column !== null) setTo(scratch, step, kept, kept.column, value);
      return;
    case 'removed-edited':
      if (!row.removed) make(scratch, step, { op: 'remove', tab, ref, cells });
      return;
    case 'edited-removed':
      if (row.removed) make(scratch, step, { op: 'restore', tab, ref, cells });
      for (const [column, mine] of Object.entries(editedIn(kept.mine)))
        setTo(scratch, step, kept, column, mine);
      return;
    case 'added':
    case 'renumbered':
      return;
  }
}

function setTo(scratch: Scratch, step: StepOf<'decide'>, kept: Recorded, column: string, after: Value): void {
  const row = rowNow(scratch, kept.tab, kept.key);
  const before = row === undefined ? null : cellIn(row.cells, column);
  if (row === undefined || sameValue(scratch.under.columns, row.tab, column, before, after)) return;
  make(scratch, step, { op: 'set', tab: row.tab, ref: row.ref, column, before, after });
}

function sameThird(scratch: Scratch, kept: Recorded, one: Value, other: Value): boolean {
  return kept.column === null
    ? one === other
    : sameValue(scratch.under.columns, kept.tab, kept.column, one, other);
}
