import assert from 'node:assert/strict';
import { sheetOf } from './build.ts';
import { type Host, openHost } from './load.ts';
import type { ProfileName } from './modes.ts';

const open = (profile: ProfileName = 'microsoft365'): Promise<Host> =>
  openHost({ sheets: [sheetOf('Risks', [['Ref'], ['DR-001'], ['DR-002']])] }, { profile });

const write = (host: Host, address: string, value: string): Promise<void> =>
  host.run(async (context) => {
    context.workbook.worksheets.getItem('Risks').getRange(address).values = [[value]];
    await context.sync();
  });

const refs = (host: Host) => [1, 2].map((row) => host.cell('Risks', row, 0).value);

describe('undo', () => {
  it('takes back a whole batch of the add-in, the last one first', async () => {
    const host = await open();
    await host.run(async (context) => {
      const sheet = context.workbook.worksheets.getItem('Risks');
      sheet.getRange('A2').values = [['DR-010']];
      sheet.getRange('A3').values = [['DR-020']];
      await context.sync();
      sheet.getRange('A2').values = [['DR-100']];
      await context.sync();
    });
    const seen = [refs(host)];
    host.undo();
    seen.push(refs(host));
    host.undo();
    seen.push(refs(host));
    assert.deepEqual(seen, [
      ['DR-100', 'DR-020'],
      ['DR-010', 'DR-020'],
      ['DR-001', 'DR-002'],
    ]);
    assert.equal(host.undo(), false);
  });

  it('is told to the add-in as an edit by the person', async () => {
    const host = await open();
    const heard: unknown[] = [];
    await host.run(async (context) => {
      context.workbook.worksheets.onChanged.add(async ({ address, source, triggerSource, details }) => {
        heard.push([address, source, triggerSource, details?.valueAfter]);
      });
      await context.sync();
    });
    host.type('Risks', 1, 0, 'DR-010');
    host.undo();
    await host.settled();
    assert.deepEqual(heard, [
      ['A2', 'Local', 'Unknown', 'DR-010'],
      ['A2', 'Local', 'Unknown', 'DR-001'],
    ]);
  });

  it("leaves a co-author's cells alone", async () => {
    const host = await open();
    await write(host, 'A2', 'DR-010');
    host.remote({ sheet: 'Risks', row: 2, column: 0, value: 'DR-020' });
    host.undo();
    assert.deepEqual(refs(host), ['DR-001', 'DR-020']);
  });

  it('brings deleted rows back, and the ranges that were kept in them', async () => {
    const host = await open();
    const address = await host.run(async (context) => {
      const kept = context.workbook.worksheets.getItem('Risks').getRange('A3');
      kept.load('address');
      await context.sync();
      host.deleteRow('Risks', 2);
      host.undo();
      kept.load('address');
      await context.sync();
      return kept.address;
    });
    assert.deepEqual([address, refs(host)], ['Risks!A3', ['DR-001', 'DR-002']]);
  });

  it('ends at what Excel can not take back: protection, hiding and deleting of sheets', async () => {
    const ends: ((sheet: Excel.Worksheet) => void)[] = [
      (sheet) => sheet.protection.protect(),
      (sheet) => {
        sheet.visibility = 'VeryHidden';
      },
      (sheet) => {
        sheet.name = 'Old';
      },
      (sheet) => sheet.delete(),
    ];
    for (const end of ends) {
      const host = await openHost({
        sheets: [sheetOf('Risks', [['Ref'], ['DR-001'], ['DR-002']]), { name: 'Issues' }],
      });
      await write(host, 'A2', 'DR-010');
      await host.run(async (context) => {
        end(context.workbook.worksheets.getItem('Issues'));
        await context.sync();
      });
      assert.equal(host.undo(), false);
    }
  });

  it('ends at a save by the add-in', async () => {
    const host = await open();
    await write(host, 'A2', 'DR-010');
    await host.run(async (context) => {
      context.workbook.save('Save');
      await context.sync();
    });
    assert.equal(host.undo(), false);
  });

  it('of an add-in is not there in Office 2021 and 2024: its writing empties the list', async () => {
    const host = await open('office2021');
    host.type('Risks', 1, 0, 'DR-010');
    await write(host, 'A3', 'DR-020');
    assert.equal(host.undo(), false);
  });

  it('takes a new sheet away again', async () => {
    const host = await open();
    await host.run(async (context) => {
      context.workbook.worksheets.add('_tracker').getRange('A1').values = [['version']];
      await context.sync();
    });
    host.undo();
    assert.deepEqual(
      host.save().sheets.map(({ name }) => name),
      ['Risks'],
    );
  });
});
