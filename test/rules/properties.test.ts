import assert from 'node:assert/strict';
import fc from 'fast-check';
import { check } from '../../shared/rules/check.ts';
import { message } from '../../shared/rules/message.ts';
import type { Row } from '../../shared/sheet/row.ts';
import type { Schema } from '../../shared/tracker/schema.ts';
import type { Finding } from '../../shared/values/finding.ts';
import type { Value } from '../../shared/values/value.ts';
import { type Cells, type Given, schema, today, tracker } from './builder.ts';
import { cases } from './cases.ts';
import { type SheetCase, sheetCases } from './sheet-cases.ts';

/** What stands in real cells, and what doesn't. */
const typed = fc.constantFrom<Value>(
  null,
  'TBC',
  'n/a',
  '#REF!',
  '2022-08-01',
  '2022-08-01T09:30:00',
  'August 8 th',
  '14-Sept',
  'w/c 8 August',
  '10/08/2022',
  '44783',
  '00/00/00',
  '1 Jan 1900',
  'open',
  'Closd',
  'closed ',
  'Recommend Closed',
  'DR_3',
  'DR-003',
  'DA-001/002',
  'see DAG13-01 and DI-9',
  'MHHS Programme (Team)',
  'Programme (PMO), Suppliers',
  'ONGOING: see above',
  'CLOSED',
  'DCC: object – no\nOfgem: support',
  '=1+1',
  0,
  3,
  '3',
  12,
  99.5,
  true,
  false,
);

const mess = fc.oneof(
  { arbitrary: typed, weight: 6 },
  fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed() && !text.includes('\0')),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

const cells = fc.constantFrom(...schema.tabs).chain((tab) =>
  fc
    .dictionary(fc.constantFrom(...tab.columns.map(({ column }) => column), 'x:extra'), mess, {
      maxKeys: 8,
    })
    .map((over): [string, Cells] => [tab.tab, over]),
);

/** Rows with a place in a sheet, so that they are told apart whatever their refs. */
const trackers = fc
  .array(cells, { maxLength: 12 })
  .map((given): Row[] =>
    given
      .flatMap(([tab, over]) => tracker({ [tab]: [over] }))
      .map((row, place) => ({ ...row, at: { sheet: 'Log', row: place } })),
  );

function findingsOf(rows: readonly Row[]): Finding[] {
  return check(schema, today, { rows });
}

describe('whatever stands in the cells', () => {
  it('every row is checked and every finding has words', () => {
    fc.assert(
      fc.property(trackers, (rows) => {
        for (const finding of findingsOf(rows)) assert.match(message(finding, schema), /\S.*[.]$/u);
      }),
    );
  });

  it('the order of rows changes nothing', () => {
    fc.assert(
      fc.property(
        trackers.chain((rows) =>
          fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })),
        ),
        ([rows, shuffled]) => assert.deepEqual(findingsOf(shuffled), findingsOf(rows)),
      ),
    );
  });

  it('a fix removes its finding and brings no new one', () => {
    let fixes = 0;
    fc.assert(
      fc.property(trackers, (rows) => {
        const before = findingsOf(rows);
        for (const finding of before) {
          if (finding.fix === null) continue;
          fixes += 1;
          const after = findingsOf(rows.map((row) => fixed(row, finding)));
          const left = before.filter((each) => each !== finding).map(sameness);
          assert.deepEqual(
            after.map(sameness).filter((each) => !left.includes(each)),
            [],
          );
        }
      }),
      { numRuns: 300 },
    );
    assert.ok(fixes > 50, `only ${fixes} fixes were tried`);
  });

  it('a cell whose column the tab does not have says nothing to any rule', () => {
    // These two look at all that stands in a row.
    const readAll = ['excel-error', 'text-like-formula'];
    const given = [...cases.map(({ fires }) => fires), ...sheetCases.map(sheetRows)];
    const narrower = new Map<string, Schema>();
    for (const rows of given.map((each) => tracker(each))) {
      for (const row of rows) {
        for (const column of Object.keys(row.cells)) {
          const key = `${row.tab} ${column}`;
          const tabs = narrower.get(key) ?? without(row.tab, column);
          narrower.set(key, tabs);
          const { [column]: _, ...cells } = row.cells;
          const found = (all: readonly Row[]) =>
            check(tabs, today, { rows: all }).filter(({ rule }) => !readAll.includes(rule));
          assert.deepEqual(
            found(rows),
            found(rows.map((each) => (each === row ? { ...row, cells } : each))),
            `${key}: ${row.cells[column]}`,
          );
        }
      }
    }
    assert.ok(narrower.size > 80, `only ${narrower.size} columns were tried`);
  });

  it('clean rows stay clean when others break', () => {
    const clean = tracker({
      artefacts: [{}],
      issues: [{}],
      dependencies: [{}],
      dissensus: [{}],
      risks: [{}],
      actions: [{}],
    });
    const first = clean.map((row, place) => ({ ...row, at: { sheet: 'Clean', row: place } }));
    // Another row of the same ref, or a register's first row, is a reason to speak of a clean one.
    const named = new Set(clean.map(({ ref }) => ref));
    const duplicates = /^d[ai]s?[\W_]*0*1$|^d[drai]+s?[\W_]*0*1$/iu;
    fc.assert(
      fc.property(trackers, (rows) => {
        const others = rows.map((row) =>
          row.ref !== null && (named.has(row.ref) || duplicates.test(row.ref))
            ? { ...row, ref: `${row.ref}X` }
            : row,
        );
        assert.deepEqual(
          findingsOf([...first, ...others]).filter(({ sheet }) => sheet === 'Clean'),
          [],
        );
      }),
    );
  });
});

function sheetRows({ fires }: SheetCase): Given {
  return { [fires.tab]: fires.rows };
}

function without(name: string, key: string): Schema {
  const tabs = schema.tabs.map((tab) =>
    tab.tab === name ? { ...tab, columns: tab.columns.filter(({ column }) => column !== key) } : tab,
  );
  return { ...schema, tabs };
}

function fixed(row: Row, finding: Finding): Row {
  if (row.at === null || row.at.row + 1 !== finding.row || finding.fix === null) return row;
  const { value } = finding.fix;
  if (finding.column === 'ref') return { ...row, ref: typeof value === 'string' ? value : null };
  return { ...row, cells: { ...row.cells, [finding.column ?? '']: value } };
}

function sameness({ rule, row, column, parameters }: Finding): string {
  return JSON.stringify([rule, row, column, parameters]);
}
