/** Small trackers over the default tabs: clean rows, with what a case says laid over them. */
import { check } from '../../shared/rules/check.ts';
import { schemaOf } from '../../shared/rules/settings.ts';
import type { Grid } from '../../shared/sheet/grid.ts';
import { at } from '../../shared/sheet/grid.ts';
import type { Region } from '../../shared/sheet/region.ts';
import type { Row, SheetRow } from '../../shared/sheet/row.ts';
import { configure } from '../../shared/tracker/configuration.ts';
import type { Finding } from '../../shared/values/finding.ts';
import type { Value } from '../../shared/values/value.ts';

export const schema = schemaOf(configure(null));
/** The day of the meeting whose paper the action log was published in. */
export const today = '2022-08-10';

export type Cells = Readonly<Record<string, Value>>;
export type Tabs = 'artefacts' | 'issues' | 'dependencies' | 'dissensus' | 'risks' | 'actions';

/** A row of each tab that no rule has anything to say about on `today`. */
const clean: Readonly<Record<Tabs, Cells>> = {
  artefacts: {
    ref: 'DA-001',
    title: 'Metering service requirements',
    type: 'Business Requirements',
    tranche: '1',
    'working-group': 'BPRWG',
    'design-lead': 'Programme (Design Team)',
    version: '0.9',
    status: 'In Review',
    'planned-dag-date': '2022-10-28',
  },
  issues: {
    ref: 'DI-001',
    title: 'MPAN enquiry',
    description: 'The interface for enquiries is not specified.',
    artefacts: 'DA-001',
    'raised-by': 'DCC',
    'date-raised': '2022-07-01',
    severity: 3,
    'blocks-baseline': true,
    owner: 'Programme',
    'target-date': '2022-09-14',
    status: 'Open',
  },
  dependencies: {
    ref: 'DD-001',
    title: 'Decision on SEC MP162',
    direction: 'Inbound',
    giver: 'Ofgem',
    receiver: 'Programme',
    artefacts: 'DA-001',
    'depends-on-type': 'Code modification',
    'depends-on-ref': 'SEC MP162',
    'needed-by': '2022-09-30',
    agreement: 'Agreed',
    status: 'On Track',
    owner: 'PMO',
    'date-raised': '2022-06-08',
  },
  dissensus: {
    ref: 'DIS-001',
    artefact: 'DA-001',
    version: '0.9',
    subject: 'Who sends the readings',
    'programme-position': 'The data service does.',
    'raised-by': 'Large Suppliers',
    'raised-at': 'BPRWG',
    'raised-date': '2022-07-06',
    positions: 'Programme: Support – in line with the target model\nLarge Suppliers: Object – costs',
    materiality: 'Material',
    level: 'DAG',
    status: 'Escalated to DAG',
    owner: 'Chair',
    'next-step': 'Decision at DAG 14',
  },
  risks: {
    ref: 'DR-001',
    title: 'Late decision on MP162',
    event: 'The decision comes after the baseline.',
    'date-raised': '2022-06-08',
    owner: 'Programme',
    probability: 4,
    impact: 3,
    response: 'Treat',
    status: 'Open',
    'on-programme-raid': false,
    'last-reviewed': '2022-07-28',
  },
  actions: {
    ref: 'DAG13-01',
    date: '2022-07-28',
    action: 'Bring the transition plan to the next meeting.',
    owner: 'PMO',
    'due-date': '2022-08-10',
    update: 'ONGOING: to be given at the meeting',
  },
};

export type Given = Partial<Record<Tabs, readonly Cells[]>>;

/** Rows as the ledger has them: each a clean one with these cells instead; null takes a cell out. With a sheet, they stand in it. */
export function tracker(given: Given, sheet: string | null = null): Row[] {
  const rows = tabsOf(given).flatMap(([tab, rows]) => rows.map((over) => rowOf(tab, over)));
  return sheet === null ? rows : rows.map((row, place) => ({ ...row, at: { sheet, row: place + 1 } }));
}

function rowOf(tab: string, over: Cells): Row {
  const { ref, ...cells } = { ...clean[tab as Tabs], ...over };
  return { tab, ref: typeof ref === 'string' ? ref : null, cells: withoutNulls(cells), at: null };
}

function tabsOf(given: Given): [string, readonly Cells[]][] {
  return Object.entries(given).map(([tab, rows]) => [tab, rows ?? []]);
}

function withoutNulls(cells: Cells): Record<string, Value> {
  return Object.fromEntries(Object.entries(cells).filter(([, value]) => value !== null));
}

export interface Sheet {
  readonly rows: SheetRow[];
  readonly regions: Region[];
  readonly grids: Grid[];
}

/**
 * One sheet with a tab on it: headings in row 1, and these columns of clean rows with these cells instead. A
 * cell that begins with `=` is a formula that shows what follows after ` -> `; nothing there is no result.
 */
export function sheet(
  tab: Tabs,
  columns: readonly string[],
  given: readonly Cells[],
  headings: readonly string[] = columns,
): Sheet {
  const formulas = new Map<number, { formula: string; cached: boolean }>();
  const all = given.map((over) => ({ ...clean[tab], ...over }) as Cells);
  const values = all.map((cells, row) =>
    columns.map((column, place) => {
      const value = cells[column] ?? null;
      if (typeof value !== 'string' || !value.startsWith('=')) return value;
      const [formula = '', shown] = value.split(' -> ');
      formulas.set(at(row + 1, place), { formula, cached: shown !== undefined });
      return shown === undefined ? null : (JSON.parse(shown) as Value);
    }),
  );
  const region: Region = {
    tab,
    sheet: 'Log',
    headerRow: 0,
    firstRow: 1,
    lastRow: given.length,
    left: 0,
    right: columns.length - 1,
    columns: columns.map((column, place) => ({ column, heading: headings[place] ?? column, at: place })),
    table: null,
    occupiedBelow: false,
  };
  const grid: Grid = {
    sheet: 'Log',
    visibility: 'visible',
    dateSystem: 1900,
    values: [[...headings], ...values],
    formats: [],
    formulas,
    links: new Map(),
    merges: [],
    hiddenRows: [],
    hiddenColumns: [],
    dropDowns: [],
    tables: [],
    notes: null,
  };
  const computed = new Set(
    schema.tabs
      .find((each) => each.tab === tab)
      ?.columns.flatMap((each) => (each.computed ? [each.column] : [])),
  );
  const rows = values.map((cells, row): SheetRow => {
    const own = Object.fromEntries(
      columns.flatMap((column, place): [string, Value][] => {
        const value = cells[place] ?? null;
        return column === 'ref' || computed.has(column) || value === null ? [] : [[column, value]];
      }),
    );
    const ref = cells[columns.indexOf('ref')] ?? null;
    const silent = columns.filter((_, place) => formulas.get(at(row + 1, place))?.cached === false);
    return {
      tab,
      ref: typeof ref === 'string' ? ref : null,
      cells: own,
      at: { sheet: 'Log', row: row + 1 },
      region,
      silent,
    };
  });
  return { rows, regions: [region], grids: [grid] };
}

/** What a rule says about a tracker, without what the case knows already. */
export function said(rule: string, findings: readonly Finding[]) {
  return findings
    .filter((finding) => finding.rule === rule)
    .map(({ ref, column, parameters, fix }) => ({ ref, column, parameters, fix: fix?.value ?? null }));
}

/** The findings of rows as the ledger has them. */
export function findings(rows: readonly Row[], day = today): Finding[] {
  return check(schema, day, { rows });
}
