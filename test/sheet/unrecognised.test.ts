import assert from 'node:assert/strict';
import type { CellValue, Grid } from '../../shared/sheet/grid.ts';
import { recognise } from '../../shared/sheet/recognise.ts';
import { unrecognised } from '../../shared/sheet/unrecognised.ts';
import { grid, schema } from './grid.ts';

function offered(...grids: Grid[]) {
  return unrecognised(schema, grids, recognise(schema, grids));
}

/** In short: sheet, heading row, records. */
function places(...grids: Grid[]): string[] {
  return offered(...grids).map(({ sheet, headerRow, rows }) => `${sheet} row ${headerRow + 1}: ${rows}`);
}

const milestones: CellValue[][] = [
  ['ID', 'Milestone', 'Tier', 'Baseline', 'Forecast'],
  ['M1', 'Design is agreed with everyone', 1, 44783, 44790],
  ['M2', 'Build has begun', 2, 44900, 44900],
  ['M3', 'Testing has ended', 2, 45000, 45010],
];

describe('a register that is no tab of the tracker', () => {
  it('is offered with its place, its columns and its size', () => {
    assert.deepEqual(offered(grid('Plan', [['Milestones'], 1, ...milestones])), [
      {
        sheet: 'Plan',
        headerRow: 2,
        lastRow: 5,
        left: 0,
        right: 4,
        columns: ['ID', 'Milestone', 'Tier', 'Baseline', 'Forecast'].map((heading, column) => ({
          heading,
          at: column,
        })),
        rows: 3,
        table: null,
      },
    ]);
  });

  it('is offered without numbers too, if it has a column that registers have', () => {
    const people = [
      ['Person', 'Organisation', 'Status'],
      ['Ann Archer', 'Design Office', 'Joined'],
      ['Bob Baker', 'Central Programme', 'Left'],
    ];
    assert.deepEqual(places(grid('People', people)), ['People row 1: 2']);
  });

  it('is offered once for each of those that stand one above the other, or side by side', () => {
    const below = [
      ['Key', 'Question', 'Asked by whom', 'Answered', 'Remark', 'Again', 'More'],
      ['Q1', 'What is it', 'Ann', 'No', 'x', 'y', 'z'],
      ['Q2', 'Who is it', 'Bob', 'No', 'x', 'y', 'z'],
    ];
    assert.deepEqual(places(grid('Plan', [...milestones, 1, ...below])), ['Plan row 1: 3', 'Plan row 6: 2']);
    const beside = milestones.map((row) => [...row, null, null, ...row]);
    assert.deepEqual(places(grid('Plan', beside)), ['Plan row 1: 3', 'Plan row 1: 3']);
  });

  it('is not what was recognised, nor what stands in a hidden sheet', () => {
    const risks = [
      ['Ref', 'Title', 'Status', 'Impact', 'Owner'],
      ['DR-001', 'Late', 'Open', 4, 'PMO'],
      ['DR-002', 'Costly', 'Open', 4, 'PMO'],
    ];
    assert.deepEqual(places(grid('Risk Log', risks)), []);
    assert.deepEqual(places(grid('Plan', milestones, { visibility: 'hidden' })), []);
  });

  it('is not a list of words, lists side by side, a matrix, a pivot, a form, a log of numbers', () => {
    const sheets = [
      grid('Words', [
        ['Status', 'Meaning'],
        ['Open', 'Not closed'],
        ['Closed', 'Done'],
      ]),
      grid('Lists', [
        ['Types of issue', 'Status', 'Priority of it'],
        ['Request for change', 'Open now', 'Very high'],
        ['Off-specification', 'Closed now', 'High enough'],
        ['Problem or concern', null, 'Not so high'],
        [null, null, 'Low'],
      ]),
      grid('Matrix', [
        ['Impact', 'Rare', 'Likely', 'Certain'],
        ['Severe for everyone', 5, 10, 15],
        ['Minor for some', 2, 4, 6],
        ['None at all', 1, 2, 3],
      ]),
      grid('Pivot', [
        ['Row Labels', 'Q1', 'Q2', 'Total'],
        ['Golf and more', 1500, 2000, 3500],
        ['Tennis and more', 600, 1500, 2100],
      ]),
      grid('Form', [['Name of the product'], ['Version', 2], ['Author', 'Ann', null, 'Checked', 'Bob']]),
      grid('Numbers', [
        ['Day', 'Open', 'Closed', 'Score'],
        [1, 4, 5, 6],
        [2, 5, 6, 7],
        [3, 5, 6, 7],
      ]),
    ];
    assert.deepEqual(places(...sheets), []);
  });
});
