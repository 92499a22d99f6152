import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { patchWorkbook } from '../../server/xlsx/patch.ts';
import { readWorkbook } from '../../server/xlsx/read.ts';
import { check } from '../../shared/rules/check.ts';
import { schemaOf } from '../../shared/rules/settings.ts';
import type { CellValue, Grid } from '../../shared/sheet/grid.ts';
import { readTracker } from '../../shared/sheet/rows.ts';
import { fixesOf, withWrites } from '../../shared/sync/fixes.ts';
import { configure } from '../../shared/tracker/configuration.ts';

const schema = schemaOf(configure({}));
const TODAY = '2022-08-10';
const SAMPLE = 'server/sample/design-artefact-tracker.xlsx';

/** A sheet of actions; `formula` makes a cell one with a result. */
function actions(rows: readonly (readonly CellValue[])[], formulas: readonly number[] = []): Grid {
  const headings = ['Ref', 'Date', 'Action', 'Owner', 'Due Date', 'Update'];
  return {
    sheet: 'Minutes and Actions',
    visibility: 'visible',
    dateSystem: 1900,
    values: [headings, ...rows],
    formats: [],
    formulas: new Map(formulas.map((place) => [place, { formula: '=X1', cached: true }])),
    links: new Map(),
    merges: [],
    hiddenRows: [],
    hiddenColumns: [],
    dropDowns: [],
    tables: [],
    notes: null,
  };
}

describe('all safe fixes', () => {
  const sample = async () => readWorkbook(readFileSync(SAMPLE), SAMPLE);

  it('leave nothing to fix, and bring nothing that was not there before', async () => {
    const { grids } = await sample();
    const { fixes, left } = fixesOf(schema, TODAY, grids);
    const after = withWrites(
      grids,
      fixes.map(({ edit }) => edit),
    );
    assert.deepEqual(fixesOf(schema, TODAY, after), { fixes: [], left });
    const { regions, rows } = readTracker(schema, grids);
    const key = ({ rule, sheet, row, column }: (typeof left)[number]) => [rule, sheet, row, column].join(' ');
    const known = new Set(check(schema, TODAY, { regions, rows, grids }).map(key));
    assert.deepEqual(
      left.map(key).filter((each) => !known.has(each)),
      [],
    );
  });

  it('foresee what a file shows once they are written', async () => {
    const { grids } = await sample();
    const edits = fixesOf(schema, TODAY, grids).fixes.map(({ edit }) => edit);
    const { bytes, refused } = await patchWorkbook(readFileSync(SAMPLE), edits, SAMPLE);
    const written = await readWorkbook(bytes, SAMPLE);
    const rows = (of: readonly Grid[]) => readTracker(schema, of).rows.map(({ region: _, ...row }) => row);
    assert.deepEqual([refused, rows(withWrites(grids, edits))], [[], rows(written.grids)]);
  });

  it('are left to a person where one would make two rows of one ref', () => {
    const row = (ref: string): CellValue[] => [
      ref,
      '2022-05-11',
      `Do ${ref}`,
      'PMO',
      44818,
      'ONGOING: drafted',
    ];
    const grids = [actions([row('DAG05-01'), row('DAG05_1'), row('DAG05_2')])];
    const { fixes } = fixesOf(schema, TODAY, grids);
    const refs = fixes.filter(({ column }) => column === 'ref').map(({ before, after }) => [before, after]);
    assert.deepEqual(refs, [['DAG05_2', 'DAG05-02']]);
  });

  it('never write over a formula', () => {
    const row: CellValue[] = ['DAG05-01', 44692, 'Do it', 'Programme (PMO)', 44818, 'ONGOING: drafted'];
    const before = fixesOf(schema, TODAY, [actions([row])]).fixes;
    const owner = 16_384 + 3;
    assert.deepEqual(
      [
        before.map(({ column }) => column).includes('owner'),
        fixesOf(schema, TODAY, [actions([row], [owner])])
          .fixes.map(({ column }) => column)
          .includes('owner'),
      ],
      [true, false],
    );
  });
});
