import assert from 'node:assert/strict';
import { sheetOf } from './build.ts';
import { failing } from './failing.ts';
import { type Host, openHost } from './load.ts';

const open = (): Promise<Host> =>
  openHost({
    sheets: [
      sheetOf(
        'Risks',
        [
          ['Ref', 'Title', 'aside'],
          ['DR-001', 'one', 'x'],
          ['DR-002', 'two', 'y'],
          ['DR-003', 'three', 'z'],
          [null, null, null],
          ['below', null, null],
        ],
        {
          tables: [
            {
              name: 'RiskLog',
              area: { top: 0, left: 0, bottom: 3, right: 1 },
              headings: true,
              totals: false,
            },
          ],
        },
      ),
    ],
  });

function columns(host: Host, count: number, rows: number): unknown[][] {
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: count }, (_, column) => host.cell('Risks', row, column).value),
  );
}

function table(host: Host) {
  return host.save().sheets[0]?.tables[0]?.area;
}

describe('cells inserted and deleted move what lies behind them', () => {
  it('over the width of a table only: the cells beside stay, the table grows', async () => {
    const host = await open();
    await host.run(async (context) => {
      context.workbook.worksheets.getItem('Risks').getRange('A3:B3').insert('Down');
      await context.sync();
    });
    assert.deepEqual(columns(host, 3, 5), [
      ['Ref', 'Title', 'aside'],
      ['DR-001', 'one', 'x'],
      [null, null, 'y'],
      ['DR-002', 'two', 'z'],
      ['DR-003', 'three', null],
    ]);
    assert.deepEqual(table(host), { top: 0, left: 0, bottom: 4, right: 1 });
  });

  it('deleted cells close the gap and the table shrinks', async () => {
    const host = await open();
    await host.run(async (context) => {
      context.workbook.worksheets.getItem('Risks').getRange('A2:B2').delete('Up');
      await context.sync();
    });
    assert.deepEqual(columns(host, 3, 5), [
      ['Ref', 'Title', 'aside'],
      ['DR-002', 'two', 'x'],
      ['DR-003', 'three', 'y'],
      [null, null, 'z'],
      ['below', null, null],
    ]);
    assert.deepEqual(table(host), { top: 0, left: 0, bottom: 2, right: 1 });
  });

  it('a table keeps one blank row when all of its rows are deleted', async () => {
    const host = await open();
    await host.run(async (context) => {
      context.workbook.worksheets.getItem('Risks').getRange('A2:B4').delete('Up');
      await context.sync();
    });
    assert.deepEqual(
      [table(host), columns(host, 2, 4)],
      [
        { top: 0, left: 0, bottom: 1, right: 1 },
        [
          ['Ref', 'Title'],
          [null, null],
          [null, null],
          ['below', null],
        ],
      ],
    );
  });

  it('new cells look like those above them', async () => {
    const host = await openHost({
      sheets: [
        sheetOf('Risks', [], { cells: [{ row: 1, column: 0, value: 46_093, numberFormat: 'dd/mm/yyyy' }] }),
      ],
    });
    await host.run(async (context) => {
      context.workbook.worksheets.getItem('Risks').getRange('A3').insert('Down');
      await context.sync();
    });
    assert.deepEqual(host.cell('Risks', 2, 0), { value: null, formula: null, format: 'dd/mm/yyyy' });
  });

  it('a part of a table can not be moved', async () => {
    const host = await open();
    const error = await failing(
      host.run(async (context) => {
        context.workbook.worksheets.getItem('Risks').getRange('A2').delete('Up');
        await context.sync();
      }),
    );
    assert.equal(error.code, 'InsertDeleteConflict');
  });

  it('a range that the add-in keeps follows its cells', async () => {
    const host = await open();
    const followed = await host.run(async (context) => {
      const sheet = context.workbook.worksheets.getItem('Risks');
      const kept = sheet.getRange('B4');
      kept.load('address');
      await context.sync();
      host.insertRow('Risks', 1);
      sheet.getRange('A1:B1').load('address');
      kept.load('address,values');
      await context.sync();
      kept.values = [['third']];
      await context.sync();
      return [kept.address, kept.values[0]?.[0]];
    });
    assert.deepEqual([followed, host.cell('Risks', 4, 1).value], [['Risks!B5', 'third'], 'third']);
  });

  it('a range whose cells were deleted is no reference any more', async () => {
    const host = await open();
    const error = await failing(
      host.run(async (context) => {
        const kept = context.workbook.worksheets.getItem('Risks').getRange('B6');
        kept.load('address');
        await context.sync();
        host.deleteRow('Risks', 5);
        kept.values = [['gone']];
        await context.sync();
      }),
    );
    assert.equal(error.code, 'InvalidReference');
  });

  it('filled cells are not pushed off the sheet', async () => {
    const host = await openHost({
      sheets: [sheetOf('Risks', [], { cells: [{ row: 1_048_575, column: 0, value: 'last' }] })],
    });
    assert.throws(() => host.insertRow('Risks', 0), { code: 'NonBlankCellOffSheet' });
  });
});

describe('tables', () => {
  it('are found by name in the sheet and in the workbook, with their columns', async () => {
    const host = await open();
    const told = await host.run(async (context) => {
      const found = context.workbook.tables.getItemOrNullObject('risklog');
      const { columns, worksheet } = found;
      const body = found.getDataBodyRange();
      const { tables } = context.workbook.worksheets.getItem('Risks');
      found.load('name,showHeaders,showTotals');
      columns.load('items/name');
      worksheet.load('name');
      body.load('address');
      tables.load('items/name');
      await context.sync();
      return [
        found.name,
        found.showHeaders,
        found.showTotals,
        columns.items.map(({ name }) => name),
        worksheet.name,
        body.address,
        tables.items.map(({ name }) => name),
      ];
    });
    assert.deepEqual(told, ['RiskLog', true, false, ['Ref', 'Title'], 'Risks', 'Risks!A2:B4', ['RiskLog']]);
  });

  it('are resized below, not above', async () => {
    const host = await open();
    await host.run(async (context) => {
      context.workbook.tables.getItem('RiskLog').resize('A1:B5');
      await context.sync();
    });
    const error = await failing(
      host.run(async (context) => {
        context.workbook.tables.getItem('RiskLog').resize('A2:B5');
        await context.sync();
      }),
    );
    assert.deepEqual(
      [table(host), error.code],
      [{ top: 0, left: 0, bottom: 4, right: 1 }, 'InvalidArgument'],
    );
  });

  it('grow when a person types right below them, not when an add-in writes there', async () => {
    const host = await open();
    await host.run(async (context) => {
      context.workbook.worksheets.getItem('Risks').getRange('A5').values = [['DR-004']];
      await context.sync();
    });
    const before = table(host);
    host.type('Risks', 4, 0, 'DR-004');
    assert.deepEqual([before?.bottom, table(host)?.bottom], [3, 4]);
  });
});

describe('conditional formats', () => {
  it('are added with a formula and a fill, and deleted by id', async () => {
    const host = await open();
    const id = await host.run(async (context) => {
      const format = context.workbook.worksheets
        .getItem('Risks')
        .getRange('A2:B4')
        .conditionalFormats.add('Custom');
      format.custom.rule.formula = '=$A2="DR-002"';
      format.custom.format.fill.color = '#FFF4CE';
      format.load('id');
      await context.sync();
      return format.id;
    });
    const added = host.save().sheets[0]?.conditionalFormats;
    await host.run(async (context) => {
      context.workbook.worksheets.getItem('Risks').getRange().conditionalFormats.getItem(id).delete();
      await context.sync();
    });
    assert.deepEqual(
      [added, host.save().sheets[0]?.conditionalFormats],
      [
        [
          {
            id,
            areas: [{ top: 1, left: 0, bottom: 3, right: 1 }],
            formula: '=$A2="DR-002"',
            fill: '#FFF4CE',
            font: null,
            stopIfTrue: false,
          },
        ],
        [],
      ],
    );
  });

  it('may cover several areas', async () => {
    const host = await open();
    const found = await host.run(async (context) => {
      const sheet = context.workbook.worksheets.getItem('Risks');
      const format = sheet.getRanges('A2,B4').conditionalFormats.add('Custom');
      format.custom.rule.formula = '=TRUE';
      const { areas } = sheet.getUsedRange().getSpecialCellsOrNullObject('ConditionalFormats');
      const none = sheet.getRange('C1:C9').getSpecialCellsOrNullObject('ConditionalFormats');
      areas.load('items/address');
      await context.sync();
      return [areas.items.map(({ address }) => address), none.isNullObject];
    });
    assert.deepEqual(found, [['Risks!A2', 'Risks!B4'], true]);
  });

  it('are no content: the used range stays as it was', async () => {
    const host = await open();
    const address = await host.run(async (context) => {
      const sheet = context.workbook.worksheets.getItem('Risks');
      sheet.getRange('A1:Z99').conditionalFormats.add('Custom').custom.rule.formula = '=TRUE';
      const used = sheet.getUsedRange();
      used.load('address');
      await context.sync();
      return used.address;
    });
    assert.equal(address, 'Risks!A1:C6');
  });
});
