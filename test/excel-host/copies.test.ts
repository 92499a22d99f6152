import assert from 'node:assert/strict';
import { at, type Grid } from '../../shared/sheet/grid.ts';
import { sheetOf } from './build.ts';
import { editsBetween } from './coauthor.ts';
import { fromGrids } from './data.ts';
import { failing } from './failing.ts';
import { enter, openHost } from './load.ts';

describe('copies of a workbook', () => {
  it('a very hidden sheet is saved, comes back, and must be shown before it is deleted', async () => {
    const host = await openHost({ sheets: [sheetOf('Risks', [['Ref']])] });
    await host.run(async (context) => {
      const state = context.workbook.worksheets.add('_tracker');
      state.visibility = 'VeryHidden';
      state.getRange('A1:B1').numberFormat = [['@', '@']];
      state.getRange('A1:B1').values = [['base', '12']];
      await context.sync();
    });
    const saved = host.save();
    const again = await openHost(saved);
    assert.deepEqual(again.save(), saved);
    assert.deepEqual([saved.sheets[1]?.visibility, again.cell('_tracker', 0, 1).value], ['veryHidden', '12']);
    const remove = (show: boolean) =>
      again.run(async (context) => {
        const state = context.workbook.worksheets.getItem('_tracker');
        if (show) state.visibility = 'Visible';
        state.delete();
        await context.sync();
      });
    const error = await failing(remove(false));
    await remove(true);
    assert.deepEqual([error.code, again.save().sheets.length], ['InvalidOperation', 1]);
  });

  it('two hosts live side by side', async () => {
    const data = { sheets: [sheetOf('Risks', [['DR-001']])] };
    const [one, two] = await Promise.all([openHost(data), openHost(data)]);
    await Promise.all(
      [one, two].map((host, index) =>
        host.run(async (context) => {
          context.workbook.worksheets.getItem('Risks').getRange('A1').values = [[`copy ${index}`]];
          await context.sync();
        }),
      ),
    );
    assert.deepEqual([one.cell('Risks', 0, 0).value, two.cell('Risks', 0, 0).value], ['copy 0', 'copy 1']);
  });

  it('one at a time is the global Excel, and what was there comes back', async () => {
    const data = { sheets: [sheetOf('Risks', [['DR-001']])] };
    const [one, two] = await Promise.all([openHost(data), openHost(data)]);
    const before = Reflect.get(globalThis, 'Excel');
    for (const host of [one, two]) {
      const leave = enter(host);
      await Excel.run(async (context) => {
        context.workbook.worksheets.getItem('Risks').getRange('A1').values = [[host === one ? 'one' : 'two']];
        await context.sync();
      });
      leave();
    }
    assert.deepEqual(
      [
        one.cell('Risks', 0, 0).value,
        two.cell('Risks', 0, 0).value,
        Reflect.get(globalThis, 'Excel') === before,
      ],
      ['one', 'two', true],
    );
  });

  it("an object of one host is refused in the other's request", async () => {
    const host = await openHost({ sheets: [sheetOf('Risks', [['DR-001']])] });
    const stale = await host.run(async (context) => context.workbook.worksheets.getItem('Risks'));
    const error = await failing(
      host.run(async (context) => {
        context.load(stale, 'name');
        await context.sync();
      }),
    );
    assert.equal(error.code, 'InvalidRequestContext');
  });

  it("a co-author's saved cells arrive in either order", async () => {
    const theirs = await openHost({ sheets: [sheetOf('Risks', [['DR-001'], ['old']])] });
    const mine = await openHost(theirs.save());
    const before = mine.save();
    theirs.type('Risks', 1, 0, '');
    theirs.type('Risks', 2, 0, '12/03/2026');
    await theirs.run(async (context) => {
      context.workbook.worksheets.add('_tracker').getRange('A1').values = [['base']];
      await context.sync();
    });
    const cells = editsBetween(before, theirs.save(), null);
    const state = editsBetween(before, theirs.save(), '_tracker');
    const order = (edits: readonly { readonly sheet: string }[]) => edits.map(({ sheet }) => sheet);
    assert.deepEqual(
      [order(cells), order(state)],
      [
        ['Risks', 'Risks', '_tracker', '_tracker'],
        ['_tracker', '_tracker', 'Risks', 'Risks'],
      ],
    );
    mine.remote(...state);
    assert.deepEqual(mine.save(), theirs.save());
  });

  it('a grid read from a file becomes a workbook', async () => {
    const grid: Grid = {
      sheet: 'Risks',
      visibility: 'visible',
      dateSystem: 1900,
      values: [['Ref', 'Raised'], undefined, ['DR-001', 46_093]],
      formats: [undefined, undefined, [undefined, 'dd/mm/yyyy']],
      formulas: new Map([[at(3, 0), { formula: '=A3', cached: false }]]),
      links: new Map([[at(2, 0), 'https://example.org/']]),
      merges: [{ top: 4, left: 0, bottom: 4, right: 1 }],
      hiddenRows: [{ from: 2, to: 2 }],
      hiddenColumns: [],
      dropDowns: [{ areas: [{ top: 1, left: 1, bottom: 9, right: 1 }], source: '"a,b"', values: ['a', 'b'] }],
      tables: [],
      notes: new Set([at(0, 0)]),
    };
    const host = await openHost(fromGrids([grid]));
    const read = await host.run(async (context) => {
      const used = context.workbook.worksheets.getItem('Risks').getUsedRange();
      const { dataValidation: validation } = used.getCell(2, 1);
      used.load('values,text,formulas');
      validation.load('rule');
      await context.sync();
      return [used.values, used.text[2]?.[1], used.formulas[3]?.[0], validation.rule.list?.source];
    });
    assert.deepEqual(read, [
      [
        ['Ref', 'Raised'],
        ['', ''],
        ['DR-001', 46_093],
        ['', ''],
      ],
      '12/03/2026',
      '=A3',
      'a,b',
    ]);
  });
});

describe('the ribbon', () => {
  it('runs the function that the add-in associated, until it says that it is done', async () => {
    const host = await openHost({ sheets: [sheetOf('Risks', [['DR-001']])] });
    host.Office.actions.associate('syncNow', (event: Office.AddinCommands.Event) => {
      host
        .run(async (context) => {
          context.workbook.worksheets.getItem('Risks').getRange('A1').values = [['synced']];
          await context.sync();
        })
        .then(() => event.completed());
    });
    await host.ribbon.press('syncNow');
    assert.equal(host.cell('Risks', 0, 0).value, 'synced');
    await assert.rejects(host.ribbon.press('nothing'), /associated/);
  });
});
