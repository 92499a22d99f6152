/** What a group gets, worked out from the ledger's rows: pure. */

import type { LedgerRow } from '../../shared/protocol/rows.ts';
import { actionStatus } from '../../shared/rules/action-status.ts';
import { columnsFor, type Group, type GroupTab, isFor } from '../../shared/tracker/groups.ts';
import { bandOf, type Matrix, scoreOf } from '../../shared/tracker/matrix.ts';
import { type Column, columnOf, REF, type Tab, tabOf } from '../../shared/tracker/schema.ts';
import type { Cells, Value } from '../../shared/values/value.ts';

/** One sheet of a group's book. */
export interface Content {
  readonly tab: string;
  readonly title: string;
  readonly columns: readonly { readonly heading: string; readonly type: Column['type'] }[];
  readonly rows: readonly (readonly Value[])[];
}

/** A column worked out here, in exports only, because no workbook pushes it. */
interface Derived {
  readonly column: string;
  readonly heading: string;
  readonly type: Column['type'];
  readonly value: (cells: Cells, matrix: Matrix) => Value;
}

const scored =
  (probability: string, impact: string) =>
  (cells: Cells, matrix: Matrix): Value =>
    scoreOf(matrix, Number(cells[probability]), Number(cells[impact])) ?? null;

/** What stands for a tab's computed columns; a computed column that is not here is left out. */
const DERIVED: Readonly<Record<string, readonly Derived[]>> = {
  risks: [
    { column: 'score', heading: 'Score', type: 'score', value: scored('probability', 'impact') },
    {
      column: 'residual-score',
      heading: 'Residual score',
      type: 'score',
      value: scored('residual-probability', 'residual-impact'),
    },
    {
      column: 'rag',
      heading: 'RAG',
      type: 'choice',
      value: (cells, matrix) => {
        const score = scored('probability', 'impact')(cells, matrix);
        return typeof score === 'number' ? (bandOf(matrix, score)?.rag ?? null) : null;
      },
    },
  ],
  actions: [
    {
      column: 'status',
      heading: 'Status',
      type: 'choice',
      value: ({ update }) => (typeof update === 'string' ? actionStatus(update) : null),
    },
  ],
};

/** The sheets of a group, in the order of its configuration. `rowsOf` answers a tab's rows in the ledger. */
export function contentFor(
  group: Group,
  tabs: readonly Tab[],
  matrix: Matrix,
  rowsOf: (tab: string) => readonly LedgerRow[],
): Content[] {
  return group.tabs.flatMap((groupTab) => {
    const tab = tabOf({ tabs: [...tabs] }, groupTab.tab);
    return tab === undefined ? [] : [sheetFor(group, groupTab, tab, matrix, rowsOf(tab.tab))];
  });
}

function sheetFor(
  group: Group,
  groupTab: GroupTab,
  tab: Tab,
  matrix: Matrix,
  rows: readonly LedgerRow[],
): Content {
  const derived = DERIVED[tab.tab] ?? [];
  const wanted = columnsFor(group, groupTab, tab);
  const stored = wanted.filter(
    ({ column, computed }) => !computed && !derived.some((each) => each.column === column),
  );
  // A derived column is given where the group gets all columns, or names it; never where it is internal.
  const added = derived.filter(({ column }) => {
    if (group.outside && columnOf(tab, column)?.internal) return false;
    return groupTab.columns === null || groupTab.columns.includes(column);
  });
  return {
    tab: tab.tab,
    title: tab.title,
    columns: [...stored, ...added].map(({ heading, type }) => ({ heading, type })),
    rows: rows
      .filter(({ cells }) => isFor(groupTab, tab, cells))
      .map(({ ref, cells }) => [
        ...stored.map(({ column }) => (column === REF ? ref : (cells[column] ?? null))),
        ...added.map(({ value }) => value(cells, matrix)),
      ]),
  };
}
