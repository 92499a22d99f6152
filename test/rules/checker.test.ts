import assert from 'node:assert/strict';
import fc from 'fast-check';
import { check } from '../../shared/rules/check.ts';
import { Checker } from '../../shared/rules/checker.ts';
import type { Row, SheetRow } from '../../shared/sheet/row.ts';
import { type Cells, schema, sheet, type Tabs, today, tracker } from './builder.ts';

/** Rows that look each other up in every way that rules do. */
const row = fc
  .constantFrom<[Tabs, readonly Cells[]]>(
    [
      'artefacts',
      [
        { ref: 'DA-001', status: 'Baselined', version: '1.0' },
        { ref: 'DA-002', status: 'Withdrawn' },
        { ref: 'DA-002', version: '0.1' },
      ],
    ],
    [
      'issues',
      [
        { ref: 'DI-001', artefacts: 'DA-001' },
        { ref: 'DI_1', artefacts: 'DA-002', status: 'Escalated to DAG' },
        { ref: 'DI-002', artefacts: 'DA-003', 'blocks-baseline': false },
        { ref: 'DI-002', status: 'Escalated to PSG' },
      ],
    ],
    [
      'dependencies',
      [
        { ref: 'DD-001', 'depends-on-ref': 'DD-002' },
        { ref: 'DD-002', 'depends-on-ref': 'DD-001, DA-002' },
        { ref: 'DD-002', status: 'No Longer Required', 'date-closed': '2022-08-01' },
        { ref: 'DD-003', 'depends-on-type': 'Artefact', 'depends-on-ref': 'DA-002', artefacts: 'DA-001' },
        { ref: 'DD-004', 'depends-on-ref': 'DA-001', artefacts: 'DA-002' },
      ],
    ],
    [
      'dissensus',
      [
        { ref: 'DIS-001', materiality: 'Blocking', version: '1.1' },
        { ref: null, artefact: 'DA-002' },
      ],
    ],
    [
      'actions',
      [
        { ref: 'DAG13-01', action: 'Bring DI-002 and DI-001 to the meeting.' },
        { ref: 'DAG13-03', update: 'ONGOING: see DR-009' },
        { ref: 'DAG13-02', update: 'CLOSED: see DAG13-03' },
      ],
    ],
  )
  .chain(([tab, cells]) => fc.constantFrom(...cells).map((over) => tracker({ [tab]: [over] })[0]));

/** Which row is changed (counted around), and what comes in its place. */
const step = fc.record({ place: fc.nat({ max: 20 }), drop: fc.boolean(), add: fc.option(row) });

describe('checking after a change', () => {
  it('finds what a check from scratch finds', () => {
    let differences = 0;
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 9 }),
        fc.array(step, { minLength: 1, maxLength: 5 }),
        (start, steps) => {
          let place = 0;
          const placed = (given: Row | null | undefined): Row | null => {
            place += 1;
            return given === null || given === undefined
              ? null
              : { ...given, at: { sheet: 'Log', row: place } };
          };
          let rows = start.flatMap((each) => placed(each) ?? []);
          const checker = new Checker(schema, today, { rows });
          for (const { place: at, drop, add } of steps) {
            const before = drop ? (rows[at % Math.max(rows.length, 1)] ?? null) : null;
            const after = placed(add);
            const had = checker.findings;
            const { come, gone } = checker.change([{ before, after }]);
            differences += come.length + gone.length;
            rows = [...rows.filter((each) => each !== before), ...(after === null ? [] : [after])];
            const now = check(schema, today, { rows });
            assert.deepEqual(checker.findings, now);
            const texts = (findings: readonly unknown[]) =>
              findings.map((each) => JSON.stringify(each)).sort();
            const left = new Set(gone.map((each) => JSON.stringify(each)));
            assert.deepEqual(
              texts([...had.filter((each) => !left.has(JSON.stringify(each))), ...come]),
              texts(now),
            );
          }
        },
      ),
      { numRuns: 300 },
    );
    assert.ok(differences > 100, `only ${differences} findings came or went`);
  });

  it('looks at the changed sheet again', () => {
    const columns = ['ref', 'title', 'probability', 'impact', 'score'];
    const read = (score: number | string) =>
      sheet('risks', columns, [
        { score: '=C2*D2 -> 12' },
        { ref: 'DR-002', score: '=C3*D3 -> 12' },
        { ref: 'DR-003', score },
      ]);
    const before = read('=C4*D4 -> 12');
    const checker = new Checker(schema, today, before);
    assert.deepEqual(
      checker.findings.map(({ rule }) => rule),
      check(schema, today, before).map(({ rule }) => rule),
    );
    const [region] = before.regions;
    const typed = read(11);
    const [, , old] = before.rows;
    const [, , fresh] = typed.rows;
    if (region === undefined || old === undefined || fresh === undefined) assert.fail('no rows');
    const after: SheetRow = { ...fresh, region };
    const { come } = checker.change([{ before: old, after }], typed.grids);
    assert.deepEqual(
      come.map(({ rule, ref }) => `${rule} ${ref}`),
      ['score-mismatch DR-003', 'formula-mixed DR-003'],
    );
    const rows = [...before.rows.slice(0, 2), after];
    assert.deepEqual(
      checker.findings,
      check(schema, today, { rows, regions: before.regions, grids: typed.grids }),
    );
  });
});
