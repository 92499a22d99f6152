import assert from 'node:assert/strict';
import { sheetOf } from './build.ts';
import { type Host, openHost } from './load.ts';

interface Heard {
  readonly address: string;
  readonly change: string;
  readonly source: string;
  readonly trigger: string | undefined;
  readonly before?: unknown;
  readonly after?: unknown;
}

const open = (): Promise<Host> =>
  openHost({
    sheets: [sheetOf('Risks', [['Ref'], ['DR-001'], ['DR-002']]), sheetOf('Issues', [['Ref']])],
  });

async function listen(host: Host): Promise<Heard[]> {
  const heard: Heard[] = [];
  await host.run(async (context) => {
    context.workbook.worksheets.onChanged.add(
      async ({ address, changeType, source, triggerSource, details }) => {
        heard.push({
          address,
          change: changeType,
          source,
          trigger: triggerSource,
          ...(details === undefined ? {} : { before: details.valueBefore, after: details.valueAfter }),
        });
      },
    );
    await context.sync();
  });
  return heard;
}

describe('an add-in hears of changes', () => {
  it('a person who types: Local, with the value before and after', async () => {
    const host = await open();
    const heard = await listen(host);
    host.type('Risks', 1, 0, 'DR-010');
    await host.settled();
    assert.deepEqual(heard, [
      {
        address: 'A2',
        change: 'RangeEdited',
        source: 'Local',
        trigger: 'Unknown',
        before: 'DR-001',
        after: 'DR-010',
      },
    ]);
  });

  it('a co-author: Remote', async () => {
    const host = await open();
    const heard = await listen(host);
    host.remote({ sheet: 'Risks', row: 2, column: 0, value: 'DR-020' });
    await host.settled();
    assert.deepEqual(
      heard.map(({ address, source, after }) => ({ address, source, after })),
      [{ address: 'A3', source: 'Remote', after: 'DR-020' }],
    );
  });

  it('itself: Local, named as the source, without details for more than a cell', async () => {
    const host = await open();
    const heard = await listen(host);
    await host.run(async (context) => {
      context.workbook.worksheets.getItem('Risks').getRange('A2:A3').values = [['DR-001'], ['DR-003']];
      await context.sync();
    });
    await host.settled();
    assert.deepEqual(heard, [
      { address: 'A2:A3', change: 'RangeEdited', source: 'Local', trigger: 'ThisLocalAddin' },
    ]);
  });

  it('a large write of its own comes back as a storm, one event a block', async () => {
    const host = await open();
    const heard = await listen(host);
    await host.run(async (context) => {
      const range = context.workbook.worksheets.getItem('Risks').getRangeByIndexes(0, 0, 300, 20);
      range.values = Array.from({ length: 300 }, () => Array.from({ length: 20 }, () => 'x'));
      await context.sync();
    });
    await host.settled();
    assert.deepEqual(
      heard.map(({ address }) => address),
      ['A1:T75', 'A76:T150', 'A151:T225', 'A226:T300'],
    );
  });

  it('with its events switched off it hears nothing, unless Excel ignores that', async () => {
    const host = await open();
    const heard = await listen(host);
    const write = () =>
      host.run(async (context) => {
        context.runtime.enableEvents = false;
        context.workbook.worksheets.getItem('Risks').getRange('A2').values = [['DR-001']];
        await context.sync();
      });
    await write();
    await host.settled();
    const silent = heard.length;
    host.modes.ignoresEnableEvents = true;
    await write();
    await host.settled();
    assert.deepEqual([silent, heard.length], [0, 1]);
  });

  it('events get lost when the host loses them', async () => {
    const host = await open();
    const heard = await listen(host);
    host.modes.losesEvents = true;
    host.type('Risks', 1, 0, 'DR-010');
    await host.settled();
    assert.deepEqual(heard, []);
  });

  it('rows inserted and deleted are told with their address', async () => {
    const host = await open();
    const heard = await listen(host);
    host.insertRow('Risks', 1);
    host.deleteRow('Risks', 1);
    await host.run(async (context) => {
      context.workbook.worksheets.getItem('Risks').getRange('A2').delete('Up');
      await context.sync();
    });
    await host.settled();
    assert.deepEqual(
      heard.map(({ change, address }) => [change, address]),
      [
        ['RowInserted', '2:2'],
        ['RowDeleted', '2:2'],
        ['CellDeleted', 'A2'],
      ],
    );
  });

  it('a formula whose result changes is not told', async () => {
    const host = await openHost({ sheets: [sheetOf('Risks', [['=1+1']])] });
    const heard = await listen(host);
    host.recalculate('Risks', 0, 0, 2);
    await host.settled();
    assert.deepEqual(heard, []);
  });

  it('one sheet can be listened to, and no more after the handler is removed', async () => {
    const host = await open();
    const heard: string[] = [];
    const handler = await host.run(async (context) => {
      const result = context.workbook.worksheets.getItem('Issues').onChanged.add(async ({ address }) => {
        heard.push(address);
      });
      await context.sync();
      return result;
    });
    host.type('Risks', 1, 0, 'x');
    host.type('Issues', 4, 0, 'x');
    await host.settled();
    handler.remove();
    await handler.context.sync();
    host.type('Issues', 5, 0, 'x');
    await host.settled();
    assert.deepEqual(heard, ['A5']);
  });

  it('the sheet and the cell that a person goes to are told', async () => {
    const host = await open();
    const heard: string[] = [];
    await host.run(async (context) => {
      const { worksheets } = context.workbook;
      worksheets.onActivated.add(async ({ worksheetId }) => {
        heard.push(worksheetId);
      });
      worksheets.onSelectionChanged.add(async ({ address }) => {
        heard.push(address);
      });
      await context.sync();
    });
    host.select('Issues', 3, 1);
    await host.settled();
    const issues = host.book.sheets.find(({ name }) => name === 'Issues');
    assert.deepEqual(heard, [issues?.id, 'B4']);
  });

  it("an event's range is read where its cells are by then", async () => {
    const host = await open();
    const read: unknown[] = [];
    await host.run(async (context) => {
      context.workbook.worksheets.onChanged.add(async (event) => {
        await host.run(async (inner) => {
          const range = event.getRange(inner);
          range.load('address,values');
          await inner.sync();
          read.push(range.address, range.values[0]?.[0]);
        });
      });
      await context.sync();
    });
    host.type('Risks', 2, 0, 'DR-099');
    host.modes.losesEvents = true;
    host.insertRow('Risks', 0);
    await host.settled();
    assert.deepEqual(read, ['Risks!A4', 'DR-099']);
  });
});
