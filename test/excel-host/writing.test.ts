import assert from 'node:assert/strict';
import { sheetOf } from './build.ts';
import { failing } from './failing.ts';
import { type Host, openHost } from './load.ts';

const open = (rows: (string | number | null)[][] = [['a', 'b']]): Promise<Host> =>
  openHost({ sheets: [sheetOf('Risks', rows)] });

async function write(host: Host, address: string, values: unknown[][]): Promise<void> {
  await host.run(async (context) => {
    context.workbook.worksheets.getItem('Risks').getRange(address).values = values;
    await context.sync();
  });
}

describe('writing follows what typing in Excel does', () => {
  it('null leaves a cell alone and an empty text clears it', async () => {
    const host = await open([['a', 'b', 'c']]);
    await write(host, 'A1:C1', [[null, '', 'C']]);
    assert.deepEqual(
      [0, 1, 2].map((column) => host.cell('Risks', 0, column).value),
      ['a', null, 'C'],
    );
  });

  const entries: [string, unknown, unknown, string | null, string][] = [
    ['text', 'DR-001', 'DR-001', null, 'General'],
    ['a number', 12.5, 12.5, null, 'General'],
    ['a text that looks like a number', '1,234.50', 1234.5, null, '#,##0.00'],
    ['a percentage', '5%', 0.05, null, '0%'],
    ['a British date', '12/03/2026', 46_093, null, 'dd/mm/yyyy'],
    ['a date in words', '12 Mar 2026', 46_093, null, 'dd/mm/yyyy'],
    ['an ISO date', '2026-03-12', 46_093, null, 'dd/mm/yyyy'],
    ['a day that no month has', '31/02/2026', '31/02/2026', null, 'General'],
    ['TRUE', 'true', true, null, 'General'],
    ['an error code', '#n/a', '#N/A', null, 'General'],
    ['a formula', '=A2+1', 0, '=A2+1', 'General'],
    ['a text that begins with a minus', '- see above', '#NAME?', '=- see above', 'General'],
    ['a text that begins with @', '@Ann', '#NAME?', '=@Ann', 'General'],
    ['a negative number', '-5', -5, null, 'General'],
    ['a text after an apostrophe', "'=A2+1", '=A2+1', null, 'General'],
    ['a number after an apostrophe', "'007", '007', null, 'General'],
  ];
  for (const [name, written, value, formula, format] of entries) {
    it(`${name}: ${String(written)}`, async () => {
      const host = await open();
      await write(host, 'A1', [[written]]);
      assert.deepEqual(host.cell('Risks', 0, 0), { value, formula, format });
    });
  }

  it('a cell formatted as text keeps what was typed', async () => {
    const host = await openHost({
      sheets: [sheetOf('Risks', [], { cells: [{ row: 0, column: 0, value: null, numberFormat: '@' }] })],
    });
    await write(host, 'A1', [['12/03/2026']]);
    assert.deepEqual(host.cell('Risks', 0, 0), { value: '12/03/2026', formula: null, format: '@' });
  });

  it('a number format that a cell has is kept', async () => {
    const host = await open();
    await host.run(async (context) => {
      const range = context.workbook.worksheets.getItem('Risks').getRange('A1');
      range.numberFormat = [['yyyy-mm-dd']];
      range.values = [[46_093]];
      range.load('text');
      await context.sync();
      assert.deepEqual(range.text, [['2026-03-12']]);
    });
    assert.deepEqual(host.cell('Risks', 0, 0), { value: 46_093, formula: null, format: 'yyyy-mm-dd' });
  });

  it('a covered cell of a merge is not written', async () => {
    const host = await openHost({
      sheets: [sheetOf('Risks', [['a']], { merges: [{ top: 0, left: 0, bottom: 0, right: 1 }] })],
    });
    await write(host, 'A1:B1', [['A', 'B']]);
    assert.deepEqual(
      [0, 1].map((column) => host.cell('Risks', 0, column).value),
      ['A', null],
    );
  });

  it('rows and columns must fit the range', async () => {
    const host = await open();
    const error = await failing(write(host, 'A1:B1', [['one']]));
    assert.deepEqual([error.code, error.statement], ['InvalidArgument', 'range.values = ...;']);
  });

  it('a text longer than a cell holds is refused', async () => {
    const host = await open();
    const error = await failing(write(host, 'A1', [['x'.repeat(32_768)]]));
    assert.equal(error.code, 'InvalidArgument');
  });

  it('what was written before the statement that fails stays written', async () => {
    const host = await open();
    await failing(
      host.run(async (context) => {
        const sheet = context.workbook.worksheets.getItem('Risks');
        sheet.getRange('A1').values = [['first']];
        sheet.getRange('A2:B2').values = [['one']];
        sheet.getRange('A3').values = [['third']];
        await context.sync();
      }),
    );
    assert.deepEqual(
      [0, 1, 2].map((row) => host.cell('Risks', row, 0).value),
      ['first', null, null],
    );
  });

  it('writing the formula that is there keeps its result', async () => {
    const host = await open([['=1+1']]);
    host.recalculate('Risks', 0, 0, 2);
    await write(host, 'A1', [['=1+1']]);
    assert.deepEqual(host.cell('Risks', 0, 0), { value: 2, formula: '=1+1', format: 'General' });
  });

  it('5,000 rows of 20 columns are written in one request and read back the same', async () => {
    const host = await open([]);
    const values = Array.from({ length: 5000 }, (_, row) =>
      Array.from({ length: 20 }, (_, column) =>
        column % 2 === 0 ? row * 20 + column : `cell ${row}.${column}`,
      ),
    );
    const back = await host.run(async (context) => {
      const range = context.workbook.worksheets.getItem('Risks').getRangeByIndexes(0, 0, 5000, 20);
      range.values = values;
      range.load('values');
      await context.sync();
      return range.values;
    });
    assert.deepEqual(back, values);
    assert.equal(host.requests, 1);
  });
});
