/** A push being applied: the head with what its ops have done so far, and what became of each op. */
import type { Row } from '../../shared/sheet/row.ts';
import type { Change, Conflict } from '../../shared/values/change.ts';
import type { Finding } from '../../shared/values/finding.ts';
import { normalRef } from '../../shared/values/ref.ts';
import type { Cells } from '../../shared/values/value.ts';

import type { Columns } from './columns.ts';
import { type Kept, type Recorded, sameMine } from './conflict.ts';
import { type Head, rowAt, wasGiven } from './head.ts';
import { changed, type HeadRow, rowId, type Touch } from './head-row.ts';
import { give, highest } from './series.ts';
import type { Step, StepOf } from './step.ts';

/** What a push is applied under, besides the head. */
export interface Circumstances {
  readonly columns: Columns;
  /** The revision that it would be, its author and time. */
  readonly touch: Touch;
  readonly workbook: string | null;
  /** Whether conflicts get an id and are kept: not for a dry run, nor without a workbook. */
  readonly record: boolean;
  /** Every open conflict, and those that decisions name, by id. */
  readonly conflicts: ReadonlyMap<string, Recorded>;
  /** The rows that this workbook added after the push's base, with their cells as added, oldest first. */
  readonly added: readonly { readonly tab: string; readonly key: string; readonly cells: Cells }[];
  /** The rows of refs that the push brings itself, held ones too: nothing else is given them. */
  readonly typed: ReadonlySet<string>;
  /** The cells of a row at an earlier revision; null where it was not there. */
  cellsAt(tab: string, key: string, revision: number): Cells | null;
  /** What the row that last gave up a ref said, then and now; for rows that the push adds under such a ref. */
  readonly gaveUp: ReadonlyMap<string, readonly Cells[]>;
  /** A new uuid. */
  id(): string;
}

export interface Scratch {
  readonly head: Head;
  readonly under: Circumstances;
  /** Rows as changed so far, by `rowId`. */
  readonly rows: Map<string, HeadRow>;
  readonly counters: Map<string, number>;
  readonly changes: Change[];
  readonly applied: Step[];
  readonly agreed: Step[];
  readonly conflicted: { readonly step: Step; readonly conflict: Kept }[];
  readonly refs: Map<string, string>;
  /** Conflicts that are new or in another state, by id. */
  readonly kept: Map<string, Recorded>;
  /** Which step's row a changed row came from. */
  readonly owners: Map<string, string>;
  /** Renumbered rows: `Step.row` → the new ref; `rowId` under the new ref → the old one; `rowId`s given up. */
  readonly moved: Map<string, string>;
  readonly was: Map<string, string>;
  readonly left: Set<string>;
  /** Rows that must be held because they can't be numbered, by the step's row. */
  readonly unnumbered: Map<string, { readonly finding: Finding; readonly row: Row }>;
}

export function scratchOf(head: Head, under: Circumstances): Scratch {
  return {
    head,
    under,
    rows: new Map(),
    counters: new Map(head.counters),
    changes: [],
    applied: [],
    agreed: [],
    conflicted: [],
    refs: new Map(),
    kept: new Map(),
    owners: new Map(),
    moved: new Map(),
    was: new Map(),
    left: new Set(),
    unnumbered: new Map(),
  };
}

/** The row as the push has it so far. */
export function rowNow(
  scratch: Scratch,
  tab: string,
  key: string,
  id = rowId(tab, key),
): HeadRow | undefined {
  return scratch.rows.get(id) ?? (scratch.left.has(id) ? undefined : rowAt(scratch.head, tab, key));
}

/** A step's row as the push has it so far, under its new ref where it was renumbered. */
export function rowOf(
  scratch: Scratch,
  step: StepOf<'set' | 'add' | 'remove' | 'restore'>,
): HeadRow | undefined {
  if (step.lost) return undefined;
  const moved = scratch.moved.get(step.row);
  return moved === undefined
    ? rowNow(scratch, step.op.tab, step.key, step.row)
    : rowNow(scratch, step.op.tab, moved);
}

/** Makes a change, for a step. `row`: its row as the push has it so far, where that is at hand. */
export function make(scratch: Scratch, step: Step, change: Change, row?: HeadRow): void {
  const { elsewhere } = step.op;
  scratch.changes.push(elsewhere === true ? { ...change, elsewhere } : change);
  if (change.op === 'decide') return;
  const key = row?.key ?? normalRef(change.ref);
  const id = rowId(change.tab, key);
  const before = row ?? rowNow(scratch, change.tab, key, id);
  scratch.rows.set(id, changed(before, change, scratch.under.touch));
  scratch.owners.set(id, step.row);
  if (change.op === 'add') highest(scratch.counters, scratch.under.columns, change.tab, change.ref);
}

/** Adds a row under the next ref of its series; null where it can't be numbered. */
export function addNew(scratch: Scratch, step: Step, tab: string, cells: Cells): string | null {
  const { columns, typed } = scratch.under;
  const taken = (key: string) =>
    scratch.rows.has(rowId(tab, key)) || wasGiven(scratch.head, tab, key) || typed.has(rowId(tab, key));
  const given = give(scratch.counters, columns, tab, cells, taken);
  if ('finding' in given) {
    // Under its `new:` name rules take it for a row without a ref.
    const ref = step.op.op === 'add' ? step.op.ref : null;
    scratch.unnumbered.set(step.row, { finding: given.finding, row: { tab, ref, cells, at: null } });
    return null;
  }
  make(scratch, step, { op: 'add', tab, ref: given.ref, cells });
  return given.ref;
}

/** A conflict's state as the push has it so far. */
export function conflictNow(scratch: Scratch, id: string): Recorded | undefined {
  return scratch.kept.get(id) ?? scratch.under.conflicts.get(id);
}

/** The conflicts that were there before the push, as it has them so far. */
export function conflictsNow(scratch: Scratch): readonly Recorded[] {
  return [...scratch.under.conflicts.values()].map((kept) => scratch.kept.get(kept.id) ?? kept);
}

/**
 * Answers ops with a conflict: the open one of this workbook with the same "mine", else a new one, which ends
 * those that the ops name as replaced.
 */
export function conflict(
  scratch: Scratch,
  steps: readonly Step[],
  about: Pick<Conflict, 'kind' | 'tab' | 'ref' | 'column' | 'base' | 'mine'>,
  record = scratch.under.record,
): void {
  const { touch, workbook, id } = scratch.under;
  const key = normalRef(about.ref);
  const place = { kind: about.kind, tab: about.tab, key, column: about.column };
  const same = conflictsNow(scratch).find(
    (each) =>
      each.workbook === workbook &&
      each.state === 'open' &&
      atPlace(each, place) &&
      sameMine(each.mine, about.mine),
  );
  let answered: Kept;
  if (same !== undefined) {
    answered = same;
  } else {
    const fresh = {
      ...about,
      key,
      workbook,
      author: touch.author,
      at: touch.at,
      state: 'open' as const,
      decided: null,
    };
    if (record && workbook !== null) {
      const recorded = { ...fresh, id: id(), workbook };
      scratch.kept.set(recorded.id, recorded);
      answered = recorded;
    } else {
      answered = { ...fresh, id: null };
    }
  }
  for (const step of steps) {
    if (step.op.op === 'set') {
      const { column, replaces } = step.op;
      supersede(scratch, replaces, place, answered.id);
      supersede(scratch, replaces, { ...place, kind: 'cell', column }, answered.id);
    }
    scratch.conflicted.push({ step, conflict: answered });
  }
}

interface Place {
  readonly kind: Conflict['kind'];
  readonly tab: string;
  readonly key: string;
  readonly column: string | null;
}

/** Ends the conflict that an op names, where it is open, this workbook's and of that place. */
export function supersede(
  scratch: Scratch,
  named: string | undefined,
  place: Place,
  but: string | null = null,
): void {
  if (named === undefined || named === but || !scratch.under.record) return;
  const older = conflictNow(scratch, named);
  if (older === undefined || older.workbook !== scratch.under.workbook) return;
  if (older.state !== 'open' || !atPlace(older, place)) return;
  scratch.kept.set(named, { ...older, state: 'superseded' });
}

function atPlace(kept: Kept, place: Place): boolean {
  return (
    kept.kind === place.kind &&
    kept.tab === place.tab &&
    kept.key === place.key &&
    kept.column === place.column
  );
}
