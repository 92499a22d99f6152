/** A row in the ledger's head, and what a change makes of it. */
import type { Row } from '../../shared/sheet/row.ts';
import type { Change } from '../../shared/values/change.ts';
import { normalRef } from '../../shared/values/ref.ts';
import type { Cells, Value } from '../../shared/values/value.ts';
import { cellIn, compare } from './columns.ts';

/** When, by whom and in which revision something changed. */
export interface Touch {
  readonly revision: number;
  readonly author: string;
  /** ISO 8601 UTC. */
  readonly at: string;
}

export interface HeadRow extends Row {
  /** As first typed. */
  readonly ref: string;
  /** The ref in normal form. */
  readonly key: string;
  /** By key in order, as they are written down: a row that changes need not be sorted again. */
  readonly cells: Cells;
  readonly removed: boolean;
  /** The last change of the row. */
  readonly last: Touch;
  /** When it was added or last restored. */
  readonly born: Touch;
  /** Column → when it was set since then. */
  readonly touched: Readonly<Record<string, Touch>>;
}

/**
 * A row after one change of its own.
 *
 * @param row the row before; undefined where the change adds it
 * @throws Error where the change does not follow from the row, so that a broken log is never folded in silence
 */
export function changed(row: HeadRow | undefined, change: Change, touch: Touch): HeadRow {
  if (change.op === 'add') {
    if (row !== undefined) throw broken(change, 'the row was added before');
    const { tab, ref, cells } = change;
    return {
      tab,
      ref,
      key: normalRef(ref),
      cells: inOrder(cells),
      at: null,
      removed: false,
      last: touch,
      born: touch,
      touched: {},
    };
  }
  if (row === undefined) throw broken(change, 'there is no such row');
  switch (change.op) {
    case 'set': {
      if (row.removed) throw broken(change, 'the row is removed');
      if (cellIn(row.cells, change.column) !== change.before)
        throw broken(change, 'the cell held another value');
      const { column, after } = change;
      const cells = after === null ? without(row.cells, column) : withCell(row.cells, column, after);
      return { ...row, cells, last: touch, touched: { ...row.touched, [column]: touch } };
    }
    case 'remove':
      if (row.removed) throw broken(change, 'the row is removed already');
      return { ...row, removed: true, last: touch };
    case 'restore':
      if (!row.removed) throw broken(change, 'the row is not removed');
      return { ...row, removed: false, last: touch, born: touch, touched: {} };
    case 'decide':
      return row;
    case 'renumber':
      throw broken(change, 'it stands after other changes of its revision');
  }
}

function without(cells: Cells, column: string): Cells {
  const { [column]: _, ...others } = cells;
  return others;
}

function withCell(cells: Cells, column: string, value: Value): Cells {
  const others = { ...cells, [column]: value };
  return Object.hasOwn(cells, column) ? others : inOrder(others);
}

function inOrder(cells: Cells): Cells {
  return Object.fromEntries(Object.entries(cells).sort(([one], [other]) => compare(one, other)));
}

/** A change that renumbers. */
export type Renumber = Extract<Change, { op: 'renumber' }>;

/**
 * The rows of a revision's renumberings under their new refs: all of them at once, so that rows may swap.
 *
 * @param find the row of a ref before the revision
 * @throws Error as `changed`
 */
export function renumbered(
  find: (tab: string, key: string) => HeadRow | undefined,
  changes: readonly Renumber[],
  touch: Touch,
): readonly { readonly from: string; readonly row: HeadRow }[] {
  const leaving = new Set(changes.map(({ tab, ref }) => rowId(tab, normalRef(ref))));
  const taken = new Set<string>();
  if (leaving.size < changes.length) throw new Error('The log renumbers a row twice. Run tracker verify.');
  return changes.map((change) => {
    const { tab, to } = change;
    const [from, key] = [normalRef(change.ref), normalRef(to)];
    const row = find(tab, from);
    if (row === undefined || row.removed) throw broken(change, 'there is no such row');
    const id = rowId(tab, key);
    if (taken.has(id) || (find(tab, key) !== undefined && !leaving.has(id))) {
      throw broken(change, `another row has ${to}`);
    }
    taken.add(id);
    return { from, row: { ...row, ref: to, key, last: touch } };
  });
}

/** One key for a row of any tab. A tab's name has no space. */
export function rowId(tab: string, key: string): string {
  return `${tab} ${key}`;
}

function broken(change: Change, why: string): Error {
  return new Error(
    `The log has a change "${change.op}" of ${change.tab} ${change.ref} that does not follow: ${why}. Run tracker verify.`,
  );
}
