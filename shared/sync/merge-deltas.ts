/** Three versions of a tracker merged by row and cell: what both sides changed, taken together. Pure. */
import { columnOf, isExtra, type Schema } from '../tracker/schema.ts';
import type { Change, ConflictKind } from '../values/change.ts';
import { canonicalJson } from '../values/hash.ts';
import { normalRef } from '../values/ref.ts';
import type { Cells, Value } from '../values/value.ts';
import { changesOf, deltasOf, numbered, type RowDelta, type Version } from './diff.ts';
import { mergeByParts, mergeCell } from './merge.ts';

/** What only a person can decide. A whole row has no column. */
export interface MergeConflict {
  readonly kind: ConflictKind;
  readonly tab: string;
  readonly ref: string;
  readonly column: string | null;
  readonly base: Value | Cells;
  readonly mine: Value | Cells;
  readonly theirs: Value | Cells;
}

export interface Merged {
  /** Each list is from the base. */
  readonly mine: readonly Change[];
  readonly theirs: readonly Change[];
  /** Both together; what is in conflict stays as the base has it. */
  readonly merged: readonly Change[];
  readonly conflicts: readonly MergeConflict[];
}

/** Merges two versions that come from one. */
export function mergeVersions(
  schema: Pick<Schema, 'tabs'>,
  base: Version,
  mine: Version,
  theirs: Version,
): Merged {
  const [ours, others] = [deltasOf(schema, base, mine), deltasOf(schema, base, theirs)];
  const conflicts: MergeConflict[] = [];
  const byRow = new Map(
    others.flatMap((delta) => (delta.key === null ? [] : [[rowKey(delta), delta] as const])),
  );
  const nameless = others.filter(({ key }) => key === null);
  const both = new Set<RowDelta>();
  const cellsOf = rowsByKey(base);
  const together = ours.flatMap((own): RowDelta[] => {
    const other =
      own.key === null ? nameless.find((each) => isTwin(own, each, both)) : byRow.get(rowKey(own));
    if (!other) return [own];
    both.add(other);
    return mergeRow(own, other, cellsOf.get(rowKey(own)) ?? {}, conflicts);
  });
  const rest = others.filter((delta) => !both.has(delta));
  const merged = refsOnce(numbered([...together, ...rest]), [...cellsOf.keys()], conflicts);
  const order = schema.tabs.map(({ tab }) => tab);
  const sorted = merged.toSorted((a, b) => order.indexOf(a.tab.tab) - order.indexOf(b.tab.tab));
  return { mine: changesOf(ours), theirs: changesOf(others), merged: changesOf(sorted), conflicts };
}

/** One row that both sides changed; what can't be taken together is a conflict and left out. */
function mergeRow(mine: RowDelta, theirs: RowDelta, base: Cells, conflicts: MergeConflict[]): RowDelta[] {
  const { tab, ref } = mine;
  const conflict = (
    kind: ConflictKind,
    column: string | null,
    ...[from, one, other]: readonly [Value | Cells, Value | Cells, Value | Cells]
  ) => {
    conflicts.push({ kind, tab: tab.tab, ref, column, base: from, mine: one, theirs: other });
  };
  if (mine.kind === 'added' || theirs.kind === 'added') {
    if (canonicalJson(mine.whole) === canonicalJson(theirs.whole)) return [mine];
    conflict('added', null, null, mine.whole, theirs.whole);
    return [];
  }
  if (mine.kind === 'removed' || theirs.kind === 'removed') {
    if (mine.kind === theirs.kind) return [mine];
    if (mine.kind === 'removed') conflict('removed-edited', null, base, null, theirs.whole);
    else conflict('edited-removed', null, base, mine.whole, null);
    return [];
  }
  const cells = [...mine.cells];
  for (const cell of theirs.cells) {
    const at = cells.findIndex(({ column }) => column === cell.column);
    const own = cells[at];
    if (!own) {
      cells.push(cell);
      continue;
    }
    if (mergeCell(cell.before, own.after, cell.after) !== 'conflict') continue;
    const type = isExtra(cell.column) ? 'text' : columnOf(tab, cell.column)?.type;
    const both = mergeByParts(type, cell.before, own.after, cell.after);
    if (both !== null) cells.splice(at, 1, { ...own, after: both });
    else {
      cells.splice(at, 1);
      conflict('cell', cell.column, cell.before, own.after, cell.after);
    }
  }
  let to = mine.to ?? theirs.to;
  if (mine.to !== null && theirs.to !== null && normalRef(mine.to) !== normalRef(theirs.to)) {
    conflict('renumbered', null, ref, mine.to, theirs.to);
    to = null;
  }
  return cells.length === 0 && to === null ? [] : [{ ...mine, cells, to }];
}

/** No ref may come to name two rows: a renumbering to a ref that another row has or takes is not made. */
function refsOnce(
  deltas: readonly RowDelta[],
  known: readonly string[],
  conflicts: MergeConflict[],
): RowDelta[] {
  for (let left = [...deltas]; ; ) {
    const moving = new Set(
      left.flatMap((delta) => (delta.to !== null || delta.kind === 'removed' ? [rowKey(delta)] : [])),
    );
    const taken = new Map<string, number>();
    const take = (key: string) => taken.set(key, (taken.get(key) ?? 0) + 1);
    for (const key of known) if (!moving.has(key)) take(key);
    const target = ({ tab, to, ref }: RowDelta) => `${tab.tab}\0${normalRef(to ?? ref)}`;
    for (const delta of left) {
      if (delta.to !== null || (delta.kind === 'added' && delta.key !== null)) take(target(delta));
    }
    const clashing = left.filter((delta) => delta.to !== null && (taken.get(target(delta)) ?? 0) > 1);
    if (clashing.length === 0) return left;
    for (const { tab, ref, to } of clashing) {
      const rest = { column: null, base: ref, mine: to, theirs: ref };
      conflicts.push({ kind: 'renumbered', tab: tab.tab, ref, ...rest });
    }
    // A row that keeps its ref may now be in the way of another: look again.
    left = left.flatMap((delta) => {
      if (!clashing.includes(delta)) return [delta];
      return delta.cells.length === 0 ? [] : [{ ...delta, to: null }];
    });
  }
}

/** Rows without a ref that say the same are one row, one to one. */
function isTwin(own: RowDelta, other: RowDelta, both: ReadonlySet<RowDelta>): boolean {
  return (
    !both.has(other) &&
    own.tab.tab === other.tab.tab &&
    own.kind === other.kind &&
    canonicalJson(own.whole) === canonicalJson(other.whole)
  );
}

function rowKey({ tab, key }: Pick<RowDelta, 'tab' | 'key'>): string {
  return `${tab.tab}\0${key}`;
}

function rowsByKey({ rows }: Version): Map<string, Cells> {
  const found = new Map<string, Cells>();
  for (const { tab, ref, cells } of rows) {
    const key = ref === null ? null : `${tab}\0${normalRef(ref)}`;
    if (key !== null && !found.has(key)) found.set(key, cells);
  }
  return found;
}
