/** Who is sent what: the recipients of exports. */
import { type Column, columnOf, type Tab } from './schema.ts';

/** What a group gets of one tab. */
export interface GroupTab {
  readonly tab: string;
  /** Column keys in the order wanted; null: all of the tab's. */
  readonly columns: readonly string[] | null;
  /** Leave out rows whose status is among the closed ones. */
  readonly open: boolean;
  /** Only rows whose cell in each of these columns is one of these values. */
  readonly only: readonly { readonly column: string; readonly values: readonly string[] }[];
}

export interface Group {
  readonly group: string;
  readonly title: string;
  /** Outside the house: internal columns are left out. */
  readonly outside: boolean;
  readonly tabs: readonly GroupTab[];
}

/** Three groups of the programme, each with what its meetings work on. */
export const defaultGroups: readonly Group[] = [
  {
    group: 'DAG',
    title: 'Design Advisory Group',
    outside: true,
    tabs: ['artefacts', 'issues', 'dependencies', 'dissensus', 'risks', 'actions'].map((tab) => whole(tab)),
  },
  {
    group: 'CCAG',
    title: 'Cross-Code Advisory Group',
    outside: true,
    tabs: [
      {
        ...whole('dependencies'),
        only: [{ column: 'depends-on-type', values: ['Code modification', 'Regulatory decision'] }],
      },
      { ...whole('issues'), open: true },
      whole('dissensus'),
    ],
  },
  {
    group: 'PSG',
    title: 'Programme Steering Group',
    outside: true,
    tabs: [
      {
        tab: 'artefacts',
        columns: [
          'ref',
          'title',
          'tranche',
          'version',
          'status',
          'rag',
          'planned-dag-date',
          'forecast-dag-date',
          'actual-dag-date',
          'next-step',
          'next-step-date',
        ],
        open: false,
        only: [],
      },
      { ...whole('risks'), open: true },
      { ...whole('issues'), only: [{ column: 'status', values: ['Escalated to DAG', 'Escalated to PSG'] }] },
      { ...whole('dissensus'), open: true },
    ],
  },
];

/** All rows and columns of a tab. */
function whole(tab: string): GroupTab {
  return { tab, columns: null, open: false, only: [] };
}

/**
 * The columns of a tab that a group gets, in their order. A group outside the house never gets an internal
 * one, not even one that its list names.
 */
export function columnsFor(group: Group, groupTab: GroupTab, tab: Tab): readonly Column[] {
  const wanted =
    groupTab.columns?.flatMap((key) => {
      const column = columnOf(tab, key);
      return column === undefined ? [] : [column];
    }) ?? tab.columns;
  return group.outside ? wanted.filter((column) => !column.internal) : wanted;
}

/** Whether a group gets a row, by its cells. Values are compared trimmed and case apart. */
export function isFor(
  groupTab: GroupTab,
  tab: Tab,
  cells: Readonly<Record<string, string | number | boolean | null>>,
): boolean {
  const among = (column: string, values: readonly string[]) => {
    const value = fold(String(cells[column] ?? ''));
    return values.some((each) => fold(each) === value);
  };
  if (
    groupTab.open &&
    tab.columns.some(({ column, closed }) => closed !== undefined && among(column, closed))
  ) {
    return false;
  }
  return groupTab.only.every(({ column, values }) => among(column, values));
}

function fold(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase();
}
