import assert from 'node:assert/strict';
import { sheetOf } from './build.ts';
import { failing } from './failing.ts';
import { type Host, openHost } from './load.ts';
import type { ProfileName } from './modes.ts';

const open = (profile: ProfileName = 'microsoft365'): Promise<Host> =>
  openHost({ sheets: [sheetOf('Risks', [['Ref'], ['DR-001']])] }, { profile });

const write = (host: Host, address = 'A2', values: unknown[][] = [['DR-002']]): Promise<void> =>
  host.run(async (context) => {
    context.workbook.worksheets.getItem('Risks').getRange(address).values = values;
    await context.sync();
  });

describe('Excel refuses', () => {
  it('a locked cell of a protected sheet, but not an unlocked one', async () => {
    const host = await openHost({
      sheets: [
        sheetOf('Risks', [['Ref']], {
          protected: true,
          cells: [{ row: 1, column: 0, value: 'DR-001', locked: false }],
        }),
      ],
    });
    await write(host);
    const error = await failing(write(host, 'A1'));
    assert.deepEqual([error.code, host.cell('Risks', 1, 0).value], ['AccessDenied', 'DR-002']);
  });

  it('to let a person type into a locked cell', async () => {
    const host = await open();
    host.protect('Risks', true);
    assert.throws(() => host.type('Risks', 1, 0, 'x'), { code: 'AccessDenied' });
  });

  it('a new, renamed or hidden sheet where the structure is protected', async () => {
    const host = await openHost({ sheets: [sheetOf('Risks', [['Ref']])], protectedStructure: true });
    const added = await failing(
      host.run(async (context) => {
        context.workbook.worksheets.add('_tracker');
        await context.sync();
      }),
    );
    const renamed = await failing(
      host.run(async (context) => {
        context.workbook.worksheets.getItem('Risks').name = 'Log';
        await context.sync();
      }),
    );
    const told = await host.run(async (context) => {
      const { protection } = context.workbook;
      protection.load('protected');
      await context.sync();
      return protection.protected;
    });
    assert.deepEqual([added.code, renamed.code, told], ['AccessDenied', 'AccessDenied', true]);
  });

  it('everything while someone types in a cell', async () => {
    const host = await open();
    host.modes.cellEdit = true;
    const error = await failing(write(host));
    assert.equal(error.code, 'InvalidOperationInCellEditMode');
  });

  it('nothing to a batch that waits for the typing to end', async () => {
    const host = await open();
    host.modes.cellEdit = true;
    const waiting = host.Excel.run({ delayForCellEdit: true }, async (context) => {
      context.workbook.worksheets.getItem('Risks').getRange('A2').values = [['DR-002']];
      await context.sync();
    });
    await host.settled();
    const before = host.cell('Risks', 1, 0).value;
    host.leaveCell();
    await waiting;
    assert.deepEqual([before, host.cell('Risks', 1, 0).value], ['DR-001', 'DR-002']);
  });

  it('to write a workbook that is only for reading', async () => {
    const host = await open();
    host.modes.readOnly = true;
    const error = await failing(write(host));
    assert.equal(error.code, 'AccessDenied');
  });

  it('everything once the session has timed out', async () => {
    const host = await open();
    host.modes.timedOut = true;
    const error = await failing(write(host));
    assert.equal(error.code, 'InvalidOrTimedOutSession');
  });

  it('requests from some point on, where the session ends in between', async () => {
    const host = await open();
    host.timeOutAfter(1);
    await write(host);
    const error = await failing(write(host, 'A2', [['DR-003']]));
    assert.deepEqual([error.code, host.cell('Risks', 1, 0).value], ['InvalidOrTimedOutSession', 'DR-002']);
  });

  it('seemingly, where the answer to a request that it carried out gets lost', async () => {
    const host = await open();
    host.loseNextAnswer();
    const error = await failing(write(host));
    await write(host, 'A3');
    assert.deepEqual(
      [error.code, host.cell('Risks', 1, 0).value, host.cell('Risks', 2, 0).value],
      ['InvalidOrTimedOutSession', 'DR-002', 'DR-002'],
    );
  });

  it('requests and answers over 5 MB in the browser, not on the desktop', async () => {
    const long = 'x'.repeat(30_000);
    const values = Array.from({ length: 200 }, () => [long]);
    const [web, desktop] = [await open('web'), await open('microsoft365')];
    await write(desktop, 'A1:A200', values);
    const sent = await failing(write(web, 'A1:A200', values));
    await write(web, 'A1:A100', values.slice(0, 100));
    await write(web, 'A101:A200', values.slice(0, 100));
    const read = await failing(
      web.run(async (context) => {
        context.workbook.worksheets.getItem('Risks').getRange('A1:A200').load('values');
        await context.sync();
      }),
    );
    assert.deepEqual(
      [sent.code, read.code],
      ['RequestPayloadSizeLimitExceeded', 'ResponsePayloadSizeLimitExceeded'],
    );
  });

  it('or skips, or writes rows that a filter hides', async () => {
    const host = await open();
    host.filter('Risks', [{ from: 1, to: 1 }]);
    host.modes.filtered = 'refused';
    const error = await failing(write(host));
    host.modes.filtered = 'skipped';
    await write(host);
    const skipped = host.cell('Risks', 1, 0).value;
    host.modes.filtered = 'written';
    await write(host);
    assert.deepEqual(
      [error.code, skipped, host.cell('Risks', 1, 0).value],
      ['FilteredRangeConflict', 'DR-001', 'DR-002'],
    );
  });
});

describe('an older Excel', () => {
  it('says which requirement sets it has', async () => {
    const asked: [ProfileName, string][] = [
      ['office2021', '1.14'],
      ['office2024', '1.17'],
      ['microsoft365', '1.21'],
      ['web', '1.21'],
    ];
    for (const [profile, newest] of asked) {
      const { Office } = await open(profile);
      const next = `1.${Number(newest.slice(2)) + 1}`;
      assert.deepEqual(
        [Office.context.host, Office.context.requirements.isSetSupported('ExcelApi', newest)],
        ['Excel', true],
        profile,
      );
      assert.equal(Office.context.requirements.isSetSupported('ExcelApi', next), false, profile);
    }
  });

  it('does not know a member of a later set', async () => {
    const host = await open('office2021');
    const error = await failing(
      host.run(async (context) =>
        context.workbook.worksheets.getItem('Risks').getRange('A1').getDependents(),
      ),
    );
    assert.equal(error.code, 'ApiNotFound');
  });
});
