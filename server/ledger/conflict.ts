/** Conflicts as the ledger keeps them, how they are shown now, and when the ledger came to hold "mine". */

import { REF } from '../../shared/tracker/schema.ts';
import type { Conflict } from '../../shared/values/change.ts';
import { canonicalJson } from '../../shared/values/hash.ts';
import { matchRef } from '../../shared/values/ref.ts';
import type { Cells, Value } from '../../shared/values/value.ts';
import { type Columns, cellIn, sameCells, sameValue } from './columns.ts';
import { type Head, rowAt } from './head.ts';
import type { HeadRow, Touch } from './head-row.ts';

/** A conflict without the `theirs` fields: those are of the moment that it is shown. */
export type Kept = Pick<
  Conflict,
  'id' | 'workbook' | 'kind' | 'tab' | 'column' | 'base' | 'mine' | 'author' | 'at' | 'state' | 'decided'
> & {
  /** The ref in normal form. */
  readonly key: string;
  /** The ref as the push wrote it, shown where no row has it. */
  readonly ref: string;
};

/** A conflict that is recorded: it has an id and belongs to a workbook. */
export type Recorded = Kept & { readonly id: string; readonly workbook: string };

/** What the ledger holds against "mine" now, since when and by whom. */
export function theirs(
  kept: Pick<Kept, 'kind' | 'column'>,
  row: HeadRow | undefined,
): Pick<Conflict, 'theirs' | 'theirsRevision' | 'theirsAuthor' | 'theirsAt'> {
  if (row === undefined) return { theirs: null, theirsRevision: 0, theirsAuthor: null, theirsAt: null };
  if (row.removed) return { theirs: null, ...since(row.last) };
  if (kept.kind === 'cell' && kept.column !== null) {
    const { touched, born } = row;
    const touch = Object.hasOwn(touched, kept.column) ? (touched[kept.column] ?? born) : born;
    return { theirs: cellIn(row.cells, kept.column), ...since(touch) };
  }
  return { theirs: kept.kind === 'renumbered' ? row.ref : row.cells, ...since(row.last) };
}

function since({ revision, author, at }: Touch) {
  return { theirsRevision: revision, theirsAuthor: author, theirsAt: at };
}

/** A conflict as it is shown under a head. */
export function shown(kept: Kept, head: Pick<Head, 'tabs' | 'lineage'>, columns: Columns): Conflict {
  const row = rowAt(head, kept.tab, kept.key);
  const ref = row?.ref ?? head.lineage.lastLeft(kept.tab, kept.key)?.shown ?? spelled(kept, columns);
  const { id, workbook, kind, tab, column, base, mine, author, at, state, decided } = kept;
  return {
    id,
    workbook,
    kind,
    tab,
    ref,
    column,
    base,
    mine,
    ...theirs(kept, row),
    author,
    at,
    state,
    decided,
  };
}

/** A ref that no row ever had, as the tab's pattern writes it. */
function spelled({ tab, key, ref }: Kept, columns: Columns): string {
  const pattern = columns.pattern(tab);
  return (pattern === null ? null : matchRef(pattern, key)?.ref) ?? ref;
}

/** Whether two "mine" are the same. */
export function sameMine(one: Kept['mine'], other: Kept['mine']): boolean {
  return one === other || canonicalJson(one) === canonicalJson(other);
}

/** Whether the ledger holds a conflict's "mine". */
export function holds(columns: Columns, kept: Kept, row: HeadRow | undefined): boolean {
  if (row === undefined) return false;
  switch (kept.kind) {
    case 'cell':
      return (
        !row.removed &&
        kept.column !== null &&
        !isCells(kept.mine) &&
        sameValue(columns, kept.tab, kept.column, cellIn(row.cells, kept.column), kept.mine)
      );
    case 'removed-edited':
      return row.removed;
    case 'edited-removed':
      return (
        !row.removed &&
        Object.entries(editedIn(kept.mine)).every(([column, value]) =>
          sameValue(columns, kept.tab, column, cellIn(row.cells, column), value),
        )
      );
    case 'added':
      return !row.removed && sameCells(columns, kept.tab, row.cells, cellsOf(kept.mine));
    case 'renumbered':
      return false;
  }
}

/** A side of a conflict as a cell's value; null for a row's cells. */
export function asValue(side: Kept['mine']): Value {
  return isCells(side) ? null : side;
}

/** The cells that were edited in a row that was removed; a new ref is asked for again once the row is back. */
export function editedIn(mine: Kept['mine']): Cells {
  const { [REF]: _, ...cells } = cellsOf(mine);
  return cells;
}

/** A side of a conflict as a row's cells; none for a value. */
export function cellsOf(side: Kept['mine']): Cells {
  return isCells(side) ? side : {};
}

function isCells(side: Kept['mine']): side is Cells {
  return side !== null && typeof side === 'object';
}
