import assert from 'node:assert/strict';
import { sheetOf } from './build.ts';
import { failing } from './failing.ts';
import { type Host, openHost } from './load.ts';

const RISKS = [
  ['Ref', 'Title', 'Raised'],
  ['DR-001', 'Late code', 45_000],
  ['DR-002', null, '=B2'],
];

const open = (): Promise<Host> =>
  openHost({
    sheets: [
      sheetOf('Risks', RISKS, {
        cells: [{ row: 4, column: 4, value: null, numberFormat: '0.00' }],
        merges: [{ top: 0, left: 4, bottom: 0, right: 5 }],
        hiddenRows: [{ from: 2, to: 2 }],
        dropDowns: [{ areas: [{ top: 1, left: 3, bottom: 9, right: 3 }], source: 'Open,Closed' }],
      }),
      { name: 'Notes', visibility: 'veryHidden' },
    ],
  });

describe('a workbook is read through the real office.js', () => {
  it('sheets are listed with their visibility and position', async () => {
    const host = await open();
    const listed = await host.run(async (context) => {
      const { worksheets } = context.workbook;
      worksheets.load('items/name,items/visibility,items/position');
      await context.sync();
      return worksheets.items.map(({ name, visibility, position }) => ({ name, visibility, position }));
    });
    assert.deepEqual(listed, [
      { name: 'Risks', visibility: 'Visible', position: 0 },
      { name: 'Notes', visibility: 'VeryHidden', position: 1 },
    ]);
  });

  it('the used range has values, formulas and number formats; a formula without a result is blank', async () => {
    const host = await open();
    const read = await host.run(async (context) => {
      const used = context.workbook.worksheets.getItem('risks').getUsedRange(true);
      used.load('address,values,formulas,numberFormat,rowIndex,columnCount');
      await context.sync();
      const { address, values, formulas, numberFormat, rowIndex, columnCount } = used;
      return { address, values, formulas, format: numberFormat[0]?.[0], rowIndex, columnCount };
    });
    assert.deepEqual(read, {
      address: 'Risks!A1:C3',
      values: [
        ['Ref', 'Title', 'Raised'],
        ['DR-001', 'Late code', 45_000],
        ['DR-002', '', ''],
      ],
      formulas: [
        ['Ref', 'Title', 'Raised'],
        ['DR-001', 'Late code', 45_000],
        ['DR-002', '', '=B2'],
      ],
      format: 'General',
      rowIndex: 0,
      columnCount: 3,
    });
  });

  it('formatting alone makes the used range larger, unless only values count', async () => {
    const host = await open();
    const [all, values, blank] = await host.run(async (context) => {
      const sheet = context.workbook.worksheets.getItem('Risks');
      const [everything, filled] = [sheet.getUsedRange(), sheet.getUsedRange(true)];
      const none = context.workbook.worksheets.getItem('Notes').getUsedRangeOrNullObject();
      everything.load('address');
      filled.load('address');
      await context.sync();
      return [everything.address, filled.address, none.isNullObject] as const;
    });
    assert.deepEqual([all, values, blank], ['Risks!A1:E5', 'Risks!A1:C3', true]);
  });

  it('merges, hidden rows, drop-down lists and links are told', async () => {
    const host = await open();
    const told = await host.run(async (context) => {
      const sheet = context.workbook.worksheets.getItem('Risks');
      const used = sheet.getUsedRange();
      sheet.getRange('A2').hyperlink = { address: 'https://example.org/', textToDisplay: 'DR-001' };
      const merged = used.getMergedAreasOrNullObject();
      merged.load('areas/items/address');
      const rows = used.getRow(0).getResizedRange(2, 0).getRowProperties({ rowHidden: true });
      const { dataValidation } = sheet.getRange('D2:D4');
      dataValidation.load('type,rule');
      const links = sheet.getRange('A1:A2').getCellProperties({ hyperlink: true });
      await context.sync();
      return {
        merged: merged.areas.items.map(({ address }) => address),
        hidden: rows.value.map(({ rowHidden }) => rowHidden),
        rule: [dataValidation.type, dataValidation.rule.list?.source],
        links: links.value.map(([cell]) => cell?.hyperlink?.address ?? null),
      };
    });
    assert.deepEqual(told, {
      merged: ['Risks!E1:F1'],
      hidden: [false, false, true],
      rule: ['List', 'Open,Closed'],
      links: [null, 'https://example.org/'],
    });
  });

  it('a merge is found from its first cell only', async () => {
    const host = await open();
    const found = await host.run(async (context) => {
      const sheet = context.workbook.worksheets.getItem('Risks');
      const merged = ['E1', 'F1'].map((address) => sheet.getRange(address).getMergedAreasOrNullObject());
      for (const one of merged) one.load('areaCount');
      await context.sync();
      return merged.map(({ isNullObject }) => isNullObject);
    });
    assert.deepEqual(found, [false, true]);
  });

  it('a name leads to its range, unless it is no range', async () => {
    const host = await openHost({
      sheets: [sheetOf('Lists', [['Open'], ['Closed']])],
      names: [
        { name: 'Statuses', formula: '=Lists!$A$1:$A$2' },
        { name: 'Rate', formula: '=0.2' },
      ],
    });
    const told = await host.run(async (context) => {
      const { names } = context.workbook;
      const list = names.getItemOrNullObject('statuses').getRangeOrNullObject();
      const rate = names.getItem('Rate').getRangeOrNullObject();
      list.load('values');
      names.load('items/name,items/formula');
      await context.sync();
      return [list.values, rate.isNullObject, names.items.map(({ name }) => name)];
    });
    assert.deepEqual(told, [[['Open'], ['Closed']], true, ['Statuses', 'Rate']]);
  });

  it('where lists and formulas are can be asked', async () => {
    const host = await open();
    const told = await host.run(async (context) => {
      const used = context.workbook.worksheets.getItem('Risks').getUsedRange();
      const lists = used.getSpecialCellsOrNullObject('DataValidations');
      const formulas = used.getSpecialCellsOrNullObject('Formulas');
      lists.load('address');
      formulas.load('address');
      await context.sync();
      return [lists.address, formulas.address];
    });
    assert.deepEqual(told, ['Risks!D2:D5', 'Risks!C3']);
  });

  it('what was not loaded is refused by office.js itself', async () => {
    const host = await open();
    const error = await failing(
      host.run(async (context) => context.workbook.worksheets.getItem('Risks').getRange('A1').values),
    );
    assert.equal(error.code, 'PropertyNotLoaded');
  });

  it('a sheet that is not there is an error, or a null object for those who ask so', async () => {
    const host = await open();
    const error = await failing(
      host.run(async (context) => {
        context.workbook.worksheets.getItem('Issues').getRange('A1').load('values');
        await context.sync();
      }),
    );
    const isNull = await host.run(async (context) => {
      const range = context.workbook.worksheets.getItemOrNullObject('Issues').getUsedRange();
      range.load('values');
      await context.sync();
      return range.isNullObject;
    });
    assert.deepEqual(
      [error.code, error.statement, isNull],
      ['ItemNotFound', 'var worksheet = worksheets.getItem(...);', true],
    );
  });

  it('a member that the host does not model is named, never answered', async () => {
    const host = await open();
    const error = await failing(
      host.run(async (context) => {
        context.workbook.worksheets.getItem('Risks').charts.load('items/name');
        await context.sync();
      }),
    );
    assert.equal(error.code, 'NotImplemented');
    assert.match(error.message, /Worksheet\.Charts/);
  });

  it('a range of whole columns reads as null', async () => {
    const host = await open();
    const values = await host.run(async (context) => {
      const range = context.workbook.worksheets.getItem('Risks').getRange('A:B');
      range.load('values');
      await context.sync();
      return range.values;
    });
    assert.equal(values, null);
  });
});
