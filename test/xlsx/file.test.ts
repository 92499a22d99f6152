/** A workbook file as the session sees it. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { WorkbookError } from '../../server/xlsx/error.ts';
import { openFile } from '../../server/xlsx/file.ts';
import type { Edit } from '../../shared/sync/workbook.ts';
import { made } from './package.ts';

const BOOK = made({
  sheets: [
    { name: 'Log', rows: '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>A1</f><v>1</v></c></row>' },
    { name: 'Other' },
  ],
});
const set = (column: number): Edit => ({
  kind: 'cell',
  sheet: 'Log',
  row: 0,
  column,
  content: { kind: 'number', number: 2 },
});

describe('a workbook file', () => {
  let folder = '';
  let path = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'workbook-'));
    path = join(folder, 'log.xlsx');
    await writeFile(path, BOOK);
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is read, written where it lies, and read again', async () => {
    const workbook = await openFile(path);
    const refused = await workbook.write([set(0), set(1)]);
    assert.deepEqual(
      refused.map(({ index }) => index),
      [1],
    );
    for (const opened of [workbook, await openFile(path)]) {
      const { grids, ...rest } = await opened.read(['Log', 'Gone']);
      assert.deepEqual(
        grids.map(({ sheet, values }) => [sheet, values]),
        [['Log', [[2, 1]]]],
      );
      assert.deepEqual(rest, { state: null, autoSave: false, canKeepState: true });
    }
    assert.deepEqual(await readdir(folder), ['log.xlsx']);
  });

  it('keeps its state apart from its sheets', async () => {
    const workbook = await openFile(path);
    await workbook.writeState([['hello'], [], ['a', '', 'b']]);
    const { grids, state } = await (await openFile(path)).read();
    assert.deepEqual(
      grids.map(({ sheet }) => sheet),
      ['Log', 'Other'],
    );
    assert.deepEqual(state, [['hello'], [], ['a', '', 'b']]);
    await workbook.writeState(null);
    assert.equal((await workbook.read()).state, null);
  });

  it('is left alone when another program changed it meanwhile', async () => {
    const workbook = await openFile(path);
    const theirs = made({ sheets: [{ name: 'Log' }] });
    await writeFile(path, theirs);
    await assert.rejects(workbook.write([set(0)]), {
      code: 'changed',
      problem: 'it was saved by another program meanwhile; nothing was written. Try again.',
    });
    assert.deepEqual(new Uint8Array(await readFile(path)), theirs);
  });

  it('is left alone while Excel has it open', async () => {
    const workbook = await openFile(path);
    await writeFile(join(folder, '~$log.xlsx'), 'someone');
    await assert.rejects(workbook.write([set(0)]), {
      code: 'changed',
      problem: 'it is open in Excel. Close it there, then try again.',
    });
    assert.deepEqual(new Uint8Array(await readFile(path)), BOOK);
  });

  it('is whole, the old one or the new one, at whatever moment the writing process ends', async () => {
    const writer = fileURLToPath(new URL('../../server/xlsx/file.ts', import.meta.url));
    // Writes for ever, and says when it has begun; each write is one the parent may end it in.
    const script = `const { openFile } = await import(${JSON.stringify(pathToFileURL(writer).href)});
      const workbook = await openFile(${JSON.stringify(path)});
      process.stdout.write('begun');
      for (let number = 0; ; number += 1) await workbook.write([{ kind: 'cell', sheet: 'Log', row: 0, column: 0, content: { kind: 'number', number } }]);`;
    for (let pause = 0; pause < 5; pause += 1) {
      const child = spawn(process.execPath, ['--input-type=module', '--eval', script]);
      await once(child.stdout, 'data');
      await setTimeout(3 * pause);
      child.kill('SIGKILL');
      await once(child, 'exit');
      const { grids } = await (await openFile(path)).read(['Log']);
      assert.equal(typeof grids[0]?.values[0]?.[0], 'number');
      assert.equal(grids[0]?.values[0]?.[1], 1);
    }
  });

  it('is not written where nothing changes', async () => {
    const workbook = await openFile(path);
    await writeFile(join(folder, '~$log.xlsx'), 'someone');
    assert.equal((await workbook.write([set(1)])).length, 1);
  });

  it('says that state can not be kept where the structure is protected', async () => {
    await writeFile(
      path,
      made({ sheets: [{ name: 'Log' }], before: '<workbookProtection lockStructure="1"/>' }),
    );
    const workbook = await openFile(path);
    assert.equal((await workbook.read()).canKeepState, false);
    await assert.rejects(workbook.writeState([['x']]), WorkbookError);
  });
});
