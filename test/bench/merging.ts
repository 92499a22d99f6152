/** What a three-way merge of a big register costs, beside daff's of the same rows, and which of the two is right. */
import daffModule from 'daff';
import type { RevisionRecord } from '../../shared/protocol/changes.ts';
import type { LedgerRow } from '../../shared/protocol/rows.ts';
import { schemaOf } from '../../shared/rules/settings.ts';
import type { Grid } from '../../shared/sheet/grid.ts';
import { mergeTab } from '../../shared/sync/merge-tab.ts';
import { NO_MOVES } from '../../shared/sync/moves.ts';
import { opsOf } from '../../shared/sync/ops.ts';
import type { TabPlan } from '../../shared/sync/plan.ts';
import { rowsByRef, Timeline } from '../../shared/sync/timeline.ts';
import { viewOf } from '../../shared/sync/view.ts';
import { configure } from '../../shared/tracker/configuration.ts';
import { defaultTabs } from '../../shared/tracker/tabs/index.ts';
import type { Change } from '../../shared/values/change.ts';
import { measure, table } from './measure.ts';

const { CompareFlags, Merger, TableView } = daffModule;

const ROWS = 10_000;
/** Without the ref. */
const COLUMNS = 19;
const EDITED = ROWS / 20;
const REMOVED = 20;
const ROUNDS = 5;

const columns = Array.from({ length: COLUMNS }, (_, n) => `c${n + 1}`);
const refOf = (row: number) => `R-${String(row + 1).padStart(5, '0')}`;
const base = Array.from({ length: ROWS }, (_, row) => [
  refOf(row),
  ...columns.map((each) => `${each} of row ${row}`),
]);

/** Mine: every twentieth row. Theirs: others, but for a few cells that both changed; and a few rows are gone. */
const mine = base.map((cells, row) => (row % 20 === 0 ? edited(cells, 3, 'mine') : [...cells]));
const theirs = base.map((cells, row) =>
  row % 20 === 7 || row % 400 === 0 ? edited(cells, row % 400 === 0 ? 3 : 5, 'theirs') : [...cells],
);
/** Rows that I edited and they removed: an edit must not get lost with its row. */
const gone = new Set(Array.from({ length: REMOVED }, (_, n) => n * 400 + 20));

function edited(cells: readonly string[], column: number, by: string): string[] {
  return cells.map((cell, index) => (index === column ? `${cell}, ${by}` : cell));
}

/** Prints the table. */
export async function benchMerging(): Promise<void> {
  const schema = schemaOf(configure(configuration()));
  const headings = ['Ref', ...columns];
  const view = viewOf(schema, { grids: [gridOf([headings, ...mine])] }, { sheets: {}, headings: {} });
  const tabView = view.tabs.get('register');
  if (!tabView) throw new Error('the register was not recognised');
  const ledger = base.map(([ref = '', ...cells]): LedgerRow => {
    return { ref, revision: 1, cells: Object.fromEntries(cells.map((cell, n) => [columns[n] ?? '', cell])) };
  });
  const compared = Object.fromEntries(columns.map((column) => [column, 1]));
  const state = { digest: null, revision: 1, columns: compared, sheets: ['Register'] };
  let plan: TabPlan | null = null;
  let conflicts = 0;
  let merged: string[][] = [];
  const times = await measure(ROUNDS, {
    'Design Tracker': () => {
      const timeline = new Timeline(tabView.tab, 1, rowsByRef(tabView.tab, ledger));
      timeline.follow([revision(ledger)]);
      plan = mergeTab({
        view,
        tabView,
        workbook: '',
        state,
        pins: [],
        timeline,
        moves: NO_MOVES,
        atBase: new Map(),
        vacated: new Set(),
        head: 2,
        opened: 1,
        own: new Set(),
        conflicts: [],
        baseAt: null,
        edits: [],
        pairs: {},
        incomplete: false,
        proposed: false,
      });
      opsOf([plan]);
    },
    daff: () => {
      merged = [headings, ...mine.map((cells) => [...cells])];
      const remote = [headings, ...theirs.filter((_, row) => !gone.has(row))];
      const flags = new CompareFlags();
      flags.addPrimaryKey('Ref');
      const local = new TableView(merged);
      conflicts = new Merger(new TableView([headings, ...base]), local, new TableView(remote), flags).apply();
    },
  });
  const [ours = 0, daff = 0] = [times.get('Design Tracker'), times.get('daff')];
  const found = conflictsOf(plan);
  const kept = new Set(merged.map(([ref]) => ref));
  const lost = [...gone].filter((row) => !kept.has(refOf(row))).length;
  const inBoth = mine.filter((cells, row) => {
    const before = base[row]?.[3];
    return cells[3] !== before && theirs[row]?.[3] !== before && !gone.has(row);
  }).length;
  console.log(
    `Merging ${ROWS} rows × ${COLUMNS + 1} columns, ${EDITED} edited on each side; medians of ${ROUNDS}\n`,
  );
  console.log(
    table([
      ['', 'ms', '× daff', `conflicts of ${inBoth} cells`, `edits lost of ${REMOVED} rows that went`],
      [
        'Design Tracker',
        ours.toFixed(1),
        (ours / daff).toFixed(2),
        `${found.cells}`,
        `${REMOVED - found.rows}`,
      ],
      ['daff', daff.toFixed(1), '1.00', `${conflicts}`, `${lost}`],
    ]),
  );
}

function conflictsOf(plan: TabPlan | null): { cells: number; rows: number } {
  const rows = plan?.rows ?? [];
  return {
    cells: rows
      .flatMap(({ kind, cells }) => (kind === 'compare' ? cells : []))
      .filter(({ merge }) => merge === 'conflict').length,
    rows: rows.filter(({ kind }) => kind === 'edited-removed').length,
  };
}

/** Their changes, as the feed tells them. */
function revision(ledger: readonly LedgerRow[]): RevisionRecord {
  const changes = theirs.flatMap(([ref = '', ...cells], row): Change[] => {
    const before = ledger[row]?.cells ?? {};
    if (gone.has(row)) return [{ op: 'remove', tab: 'register', ref, cells: before }];
    return cells.flatMap((after, index): Change[] => {
      const column = columns[index] ?? '';
      const was = before[column] ?? null;
      return was === after ? [] : [{ op: 'set', tab: 'register', ref, column, before: was, after }];
    });
  });
  const at = '2022-08-10T09:30:00.000Z';
  return { revision: 2, hash: '0'.repeat(64), author: 'Bob', at, workbook: null, reason: null, changes };
}

function configuration(): unknown {
  const dropped = defaultTabs.map(({ tab }) => [tab, false as const]);
  const own = Object.fromEntries(columns.map((column) => [column, { type: 'text', heading: column }]));
  return {
    tabs: { ...Object.fromEntries(dropped), register: { refPattern: 'R-{00000}', columns: own } },
    exports: { groups: [] },
  };
}

function gridOf(values: Grid['values']): Grid {
  return {
    sheet: 'Register',
    visibility: 'visible',
    dateSystem: 1900,
    values,
    formats: [],
    formulas: new Map(),
    links: new Map(),
    merges: [],
    hiddenRows: [],
    hiddenColumns: [],
    dropDowns: [],
    tables: [],
    notes: new Set(),
  };
}
