import assert from 'node:assert/strict';
import { MARK, mark, unmark } from '../../addin/excel/marks.ts';
import type { BookInput } from '../excel-host/data.ts';
import { cellsFrom, openExcel } from './excel.ts';

/** Cells with formats of their own, and a conditional format that was there before us. */
const BOOK: BookInput = {
  sheets: [
    {
      name: 'Risks',
      cells: [
        ...cellsFrom([
          ['Ref', 'Status'],
          ['DR-001', 'Open'],
          ['DR-002', 'Open'],
        ]),
        { row: 3, column: 1, value: 44783, numberFormat: 'dd/mm/yyyy', fill: '#FFFFFF' },
      ],
      conditionalFormats: [
        {
          id: '{OWN}',
          areas: [{ top: 1, left: 0, bottom: 9, right: 3 }],
          formula: '=$B2="Closed"',
          fill: '#CCCCCC',
          font: null,
          stopIfTrue: false,
        },
      ],
    },
    { name: 'Actions', cells: cellsFrom([['Ref']]) },
  ],
};

describe('marks', () => {
  it('are one conditional format a sheet, over the cells with findings', async () => {
    const host = await openExcel(BOOK);
    const left = await mark([
      { sheet: 'Risks', row: 1, column: 1 },
      { sheet: 'Risks', row: 2, column: 1 },
      { sheet: 'Risks', row: 3, column: 0 },
      { sheet: 'Risks', row: 3, column: 0 },
      { sheet: 'Actions', row: 0, column: 0 },
    ]);
    assert.equal(left, 0);
    assert.deepEqual(
      host
        .save()
        .sheets.map(({ conditionalFormats }) =>
          conditionalFormats.filter(({ formula }) => formula === MARK).map(({ areas }) => areas),
        ),
      [
        [
          [
            { top: 3, left: 0, bottom: 3, right: 0 },
            { top: 1, left: 1, bottom: 2, right: 1 },
          ],
        ],
        [[{ top: 0, left: 0, bottom: 0, right: 0 }]],
      ],
    );
  });

  it('come off without a trace', async () => {
    const host = await openExcel(BOOK);
    const before = host.save();
    await mark([{ sheet: 'Risks', row: 3, column: 1 }]);
    await mark([{ sheet: 'Risks', row: 1, column: 1 }]);
    assert.notDeepEqual(host.save(), before);
    await unmark();
    assert.deepEqual(host.save(), before);
  });

  it('come off after the workbook was saved and opened again', async () => {
    const host = await openExcel(BOOK);
    const before = host.save();
    await mark([{ sheet: 'Risks', row: 3, column: 1 }]);
    const reopened = await openExcel(host.save());
    await unmark();
    assert.deepEqual(reopened.save(), before);
  });

  it('are as many as Excel takes; the rest is counted', async () => {
    await openExcel(BOOK);
    const cells = Array.from({ length: 2_000 }, (_, index) => ({
      sheet: 'Risks',
      row: 2 * index,
      column: 1,
    }));
    const left = await mark(cells);
    assert(left > 0 && left < 1_000, `${left} left`);
  });
});
