import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { readWorkbook } from '../../server/xlsx/read.ts';
import { askRow } from '../../shared/rules/ask.ts';
import { check, readyRules, regionViews, type Tracker, telling } from '../../shared/rules/check.ts';
import { sorted } from '../../shared/rules/order.ts';
import { Register } from '../../shared/rules/register.ts';
import { rules } from '../../shared/rules/rules.ts';
import type { Row } from '../../shared/sheet/row.ts';
import { readTracker } from '../../shared/sheet/rows.ts';
import type { Finding } from '../../shared/values/finding.ts';
import type { Value } from '../../shared/values/value.ts';
import { type Cells, schema, sheet, type Tabs, today, tracker } from './builder.ts';

const sample = new URL('../../server/sample/design-artefact-tracker.xlsx', import.meta.url);

/** Few values, so that many rows say the same in some columns and differ in others. */
const pools: Readonly<Record<string, readonly Value[]>> = {
  ref: ['DI-001', 'DI-002', 'DI-003', 'DI-004', 'DI_4', null, 'x'],
  status: ['Open', 'Closed', 'closd', 'Escalated to DAG', 'Recommend Closed', 'In Progress', null],
  'date-raised': ['2022-07-01', '2022-06-20', 'August 8 th', '44783', '1900-01-01', null],
  'target-date': ['2022-06-01', '2022-09-14', '10 July', 'w/c 8 August', null],
  'date-closed': [null, '2022-06-01', '2022-12-01'],
  owner: ['Programme', 'PMO', 'JS', 'Nobody Ltd', 'DCC and Ofgem', 'TBC', null],
  artefacts: ['DA-001', 'DA-002', 'DA-001, DA-009', null],
  'blocks-baseline': [true, false, 'yes', null],
  severity: [1, 3, 9, '3', null],
  update: ['10/07/2022: see DI-099', 'CLOSED', '1 July: due date moved', 'see above', '=1+1', '#REF!', null],
  description: ['The interface is not specified.', 'a@b.example', null],
};

const columns = Object.keys(pools);
const cells = fc.record(
  Object.fromEntries(columns.map((column) => [column, fc.constantFrom(...(pools[column] ?? []))])),
);
const given = fc.array(cells, { minLength: 1, maxLength: 25 });

function oneByOne(rows: readonly Row[], read: Omit<Tracker, 'rows'> = {}) {
  const register = new Register(schema, rows);
  const views = regionViews(register.plan, { rows, ...read });
  const findings: Finding[] = [];
  for (const row of rows) {
    const tab = register.plan.tabs.get(row.tab);
    if (tab === undefined) continue;
    const region = [...views.values()].find((view) => view.rows.all().includes(row)) ?? null;
    const around = { tab, rows: register, today, region };
    askRow(readyRules(schema).rowRules.get(tab) ?? [], row, around, telling(findings));
  }
  return sorted(register.plan, findings);
}

describe('asking the rules about many rows at once', () => {
  it('finds what asking about each row by itself finds', () => {
    let found = 0;
    fc.assert(
      fc.property(given, (issues) => {
        const rows = tracker({ artefacts: [{}], issues, actions: [{}] }).map((row, place) => ({
          ...row,
          at: { sheet: row.tab, row: place },
        }));
        const findings = check(schema, today, { rows });
        found += findings.length;
        assert.deepEqual(findings, oneByOne(rows));
      }),
    );
    assert.ok(found > 1000, `only ${found} findings`);
  });

  it('also where formulas have no result, so that cells say nothing', () => {
    const formula = fc.array(fc.tuple(fc.nat(24), fc.constantFrom(...columns)), { maxLength: 12 });
    fc.assert(
      fc.property(given, formula, (issues, formulas) => {
        const over: Cells[] = issues.map((each) => ({ ...each }));
        for (const [place, column] of formulas) {
          const own = over[place];
          if (own !== undefined) over[place] = { ...own, [column]: '=A1' };
        }
        const read = sheet('issues', columns, over);
        const overRows = check(schema, today, read).filter(({ rule }) => !OVER_SHEETS.has(rule));
        assert.deepEqual(overRows, oneByOne(read.rows, read));
      }),
    );
  });

  it('also where the rows were read from a file, of which the texts have numbers, and none was made', async () => {
    const { grids } = await readWorkbook(await readFile(sample), 'sample.xlsx');
    const asRead = check(schema, today, readTracker(schema, grids));
    const unnumbered = grids.map((grid) => ({ ...grid, values: [...grid.values] }));
    assert.deepEqual(check(schema, today, readTracker(schema, unnumbered)), asRead);
    const { regions, rows } = readTracker(schema, unnumbered);
    const copies = rows.map((row) => ({ ...row, cells: { ...row.cells } }));
    assert.deepEqual(check(schema, today, { rows: copies, regions, grids }), asRead);
    const overRows = new Set(rules.filter(({ scope }) => scope !== 'sheet').map(({ id }) => id));
    const found = asRead.filter(({ rule }) => overRows.has(rule));
    assert.ok(found.length > 50, `only ${found.length} findings`);
    assert.deepEqual(found, oneByOne(copies, { regions, grids }));
  });

  it('asks of a dependency that depends on itself by way of others of the same look', () => {
    const dependencies = [
      { 'depends-on-type': 'Artefact', 'depends-on-ref': 'DD-002' },
      { ref: 'DD-002', 'depends-on-type': 'Artefact', 'depends-on-ref': 'DD-001' },
      { ref: 'DD-003', 'depends-on-type': 'Artefact', 'depends-on-ref': 'DD-001' },
    ] satisfies readonly Cells[];
    const rows = tracker({ artefacts: [{}], dependencies } satisfies Partial<Record<Tabs, readonly Cells[]>>);
    assert.deepEqual(
      check(schema, today, { rows })
        .filter(({ rule }) => rule === 'dependency-cycle')
        .map(({ ref }) => ref),
      ['DD-001', 'DD-002'],
    );
  });
});

const OVER_SHEETS = new Set(['formula-mixed', 'heading-missing', 'heading-twice', 'day-month-swapped']);
