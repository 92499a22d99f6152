import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { readWorkbook } from '../../server/xlsx/read.ts';
import type { Value } from '../../shared/values/value.ts';
import { type Running, serve } from '../http/service.ts';
import { Folder, tracker } from './tracker.ts';

describe('tracker sync --watch', () => {
  let folder: Folder;
  let running: Running;
  beforeEach(async () => {
    folder = new Folder();
    running = await serve();
  });
  afterEach(async () => {
    await running.stop();
    folder.remove();
  });

  const book = (...rows: (readonly Value[])[]) =>
    folder.book('notes.xlsx', { Notes: [['Ref', 'Title', 'Due', 'Status'], ...rows] });
  const titles = async () =>
    (await running.as().rows('notes')).rows.map(({ ref, cells }) => [ref, cells.title]);

  /** Resolves once the ledger stands at this revision. */
  async function revision(wanted: number): Promise<void> {
    while ((await running.as().schema()).revision < wanted) await pause(50);
  }

  /** Watches until all of it has happened. */
  async function watching(args: readonly string[], happens: () => Promise<void>) {
    return tracker(
      ['sync', '--watch', folder.path, '--states', folder.at('states'), ...args],
      { TRACKER_URL: running.service.url },
      happens,
    );
  }

  it('pushes what was saved and writes nothing into the workbook; no row is doubled', async () => {
    const first = await book(['N-001', 'One', null, null], [null, 'Two', null, null]);
    const bytes = readFileSync(first);
    await watching([], () => revision(1));
    assert.deepEqual(readFileSync(first), bytes);
    assert.deepEqual(await titles(), [
      ['N-001', 'One'],
      ['N-002', 'Two'],
    ]);
    const { exit, out } = await watching([], async () => {
      await pause(2_500);
      await book(['N-001', 'Uno', null, null], [null, 'Two', null, null], [null, 'Three', null, null]);
      await revision(2);
    });
    assert.deepEqual(await titles(), [
      ['N-001', 'Uno'],
      ['N-002', 'Two'],
      ['N-003', 'Three'],
    ]);
    assert.deepEqual([exit, out.includes('notes.xlsx: Synced to revision 2: 2 changes pushed')], [0, true]);
  });

  it('with --write brings the refs that were given into the workbook', async () => {
    const file = await book([null, 'One', null, null]);
    const before = readFileSync(file);
    await watching(['--write'], async () => {
      await revision(1);
      while (readFileSync(file).equals(before)) await pause(50);
      await pause(500);
    });
    const { grids } = await readWorkbook(readFileSync(file), file);
    assert.deepEqual(grids[0]?.values[1]?.slice(0, 2), ['N-001', 'One']);
  });

  it('needs a folder that is there, and no file beside it', async () => {
    const env = { TRACKER_URL: running.service.url };
    const file = await book();
    assert.equal((await tracker(['sync', file, '--watch', folder.path], env)).exit, 2);
    assert.equal((await tracker(['sync', '--watch', folder.at('nowhere')], env)).exit, 2);
    assert.equal((await tracker(['sync'], env)).exit, 2);
  });
});
