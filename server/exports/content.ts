/** What a group gets, worked out from the ledger's rows: pure. */

import type { LedgerRow } from '../../shared/protocol/rows.ts';
import { actionStatus, isOver } from '../../shared/rules/action-status.ts';
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
  /** For a column that the tab does not have; else its own heading and type count. */
  readonly heading: string;
  readonly type: Column['type'];
  /** The columns that it gives away: where one of them is internal, it is too. */
  readonly from: readonly string[];
  readonly value: (cells: Cells, matrix: Matrix) => Value;
}

const scored =
  (probability: string, impact: string) =>
  (cells: Cells, matrix: Matrix): Value =>
    scoreOf(matrix, Number(cells[probability]), Number(cells[impact])) ?? null;

/** What stands for a tab's computed columns; a computed column that is not here is left out. */
const DERIVED: Readonly<Record<string, readonly Derived[]>> = {
  risks: [
    {
      column: 'score',
      heading: 'Score',
      type: 'score',
      from: ['probability', 'impact'],
      value: scored('probability', 'impact'),
    },
    {
      column: 'residual-score',
      heading: 'Residual Score',
      type: 'score',
      from: ['residual-probability', 'residual-impact'],
      value: scored('residual-probability', 'residual-impact'),
    },
    {
      column: 'rag',
      heading: 'RAG',
      type: 'choice',
      from: ['probability', 'impact'],
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
      from: ['update'],
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

interface Shown {
  readonly heading: string;
  readonly type: Column['type'];
  readonly value: (row: LedgerRow) => Value;
}

function sheetFor(
  group: Group,
  groupTab: GroupTab,
  tab: Tab,
  matrix: Matrix,
  rows: readonly LedgerRow[],
): Content {
  const shown = columnsShown(group, groupTab, tab, matrix);
  return {
    tab: tab.tab,
    title: tab.title,
    columns: shown.map(({ heading, type }) => ({ heading, type })),
    rows: rows
      .filter(({ cells }) => isFor(groupTab, tab, cells) && !(groupTab.open && isOverByUpdate(tab, cells)))
      .map((row) => shown.map(({ value }) => value(row))),
  };
}

/** What the group gets of the tab, in its order; what no column of the tab is, below. */
function columnsShown(group: Group, groupTab: GroupTab, tab: Tab, matrix: Matrix): Shown[] {
  const derived = (DERIVED[tab.tab] ?? []).filter(({ column, from }) => {
    // A column that people fill in is given as they filled it in.
    if (columnOf(tab, column)?.computed === false) return false;
    return !group.outside || !from.some((key) => columnOf(tab, key)?.internal);
  });
  const own = columnsFor(group, groupTab, tab).flatMap(({ column, heading, type, computed }): Shown[] => {
    if (column === REF) return [{ heading, type, value: ({ ref }) => ref }];
    if (!computed) return [{ heading, type, value: ({ cells }) => cells[column] ?? null }];
    const stands = derived.find((each) => each.column === column);
    return stands === undefined ? [] : [{ heading, type, value: ({ cells }) => stands.value(cells, matrix) }];
  });
  const further = derived
    .filter(
      ({ column }) => columnOf(tab, column) === undefined && (groupTab.columns ?? [column]).includes(column),
    )
    .map(
      ({ heading, type, value }): Shown => ({ heading, type, value: ({ cells }) => value(cells, matrix) }),
    );
  return [...own, ...further];
}

/** The action log has no column that says an action is over: its update does. */
function isOverByUpdate(tab: Tab, { update }: Cells): boolean {
  if (tab.tab !== 'actions' || columnOf(tab, 'status') !== undefined) return false;
  const status = typeof update === 'string' ? actionStatus(update) : null;
  return status !== null && isOver(status);
}
