import assert from 'node:assert/strict';
import { onEdit, type SheetEdit } from '../../addin/excel/events.ts';
import { select, shownSheet } from '../../addin/excel/select.ts';
import { excelWorkbook } from '../../addin/excel/workbook.ts';
import { withEdit } from '../../addin/pane/edits.ts';
import type { CellEdit } from '../../shared/sync/plan.ts';
import { cellsFrom, openExcel } from './excel.ts';

const BOOK = {
  sheets: [
    {
      name: 'Risks',
      cells: cellsFrom([
        ['Ref', 'Status'],
        ['DR-001', 'Open'],
        ['DR-002', 'Open'],
      ]),
    },
    { name: 'Lists', visibility: 'hidden' as const },
  ],
};

describe('edits in the sheets', () => {
  it('are heard with who typed and what was there, but not our own writes', async () => {
    const host = await openExcel(BOOK);
    const heard: SheetEdit[] = [];
    const stop = await onEdit((edit) => heard.push(edit));
    const workbook = excelWorkbook({ schema: () => null });
    host.type('Risks', 1, 1, 'Closed');
    host.remote({ sheet: 'Risks', row: 2, column: 1, value: 'Mitigating' });
    await workbook.write([
      { kind: 'cell', sheet: 'Risks', row: 1, column: 0, content: { kind: 'text', text: 'DR-009' } },
    ]);
    await workbook.writeState([['state']]);
    host.insertRow('Risks', 1);
    host.deleteRow('Risks', 1);
    await host.settled();
    await stop();
    host.type('Risks', 1, 1, 'not heard any more');
    await host.settled();
    assert.deepEqual(heard, [
      { sheet: 'Risks', address: 'B2', kind: 'edited', source: 'local', before: 'Open' },
      { sheet: 'Risks', address: 'B3', kind: 'edited', source: 'remote', before: 'Open' },
      { sheet: 'Risks', address: '2:2', kind: 'rows-inserted', source: 'local', before: undefined },
      { sheet: 'Risks', address: '2:2', kind: 'rows-deleted', source: 'local', before: undefined },
    ] satisfies SheetEdit[]);
  });

  const at = (row: number, column: number, sheet = 'Risks'): CellEdit => ({
    sheet,
    row,
    column,
    source: 'local',
    before: 'old',
  });
  const edit = (address: string, kind: SheetEdit['kind'] = 'edited'): SheetEdit => ({
    sheet: 'Risks',
    address,
    kind,
    source: 'remote',
    before: undefined,
  });
  const remote = (row: number, column: number): CellEdit => ({
    ...at(row, column),
    source: 'remote',
    before: undefined,
  });

  for (const [title, given, next, kept] of [
    ['are kept cell by cell', [], edit('B2:C2'), [remote(1, 1), remote(1, 2)]],
    ['replace an older one of the same cell', [at(1, 1), at(5, 5)], edit('B2'), [at(5, 5), remote(1, 1)]],
    [
      'move down with inserted rows',
      [at(1, 1), at(3, 1)],
      edit('3:4', 'rows-inserted'),
      [at(1, 1), at(5, 1)],
    ],
    ['move up, or go, with deleted rows', [at(1, 1), at(3, 1)], edit('2:3', 'rows-deleted'), [at(1, 1)]],
    [
      'are forgotten for a sheet whose cells moved otherwise',
      [at(1, 1), at(1, 1, 'Actions')],
      edit('B2:B3', 'moved'),
      [at(1, 1, 'Actions')],
    ],
    ['are not kept cell by cell for a whole column', [at(1, 1)], edit('B:B'), []],
  ] as const) {
    it(title, () => {
      assert.deepEqual(withEdit(given, next), kept);
    });
  }
  it('move up by as many rows as were deleted', () => {
    assert.deepEqual(withEdit([at(9, 1)], edit('2:3', 'rows-deleted')), [at(7, 1)]);
  });
});

describe('going to a cell', () => {
  it('shows its sheet and selects it, or the row', async () => {
    const host = await openExcel(BOOK);
    assert.equal(await select('Risks', 2, 1), null);
    assert.deepEqual(host.book.selection.area, { top: 2, left: 1, bottom: 2, right: 1 });
    assert.equal(await select('Risks', 2, null), null);
    assert.equal(host.book.selection.area.top, 2);
    assert.equal(host.book.selection.area.left, 0);
    assert.equal(await shownSheet(), 'Risks');
  });

  it('says where the sheet is hidden or gone', async () => {
    await openExcel(BOOK);
    assert.match((await select('Lists', 0, 0)) ?? '', /is hidden/);
    assert.match((await select('Issues', 0, 0)) ?? '', /no sheet "Issues" any more/);
  });
});
