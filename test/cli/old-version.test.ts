import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { openFile } from '../../server/xlsx/file.ts';
import type { Value } from '../../shared/values/value.ts';
import { type Running, serve } from '../http/service.ts';
import { Folder, tracker } from './tracker.ts';

const HEADINGS = ['Ref', 'Title', 'Due', 'Status'];
const OLD: Value[][] = [
  ['N-001', 'One', null, 'Open'],
  ['N-002', 'Two', null, 'Open'],
  ['N-003', 'Three', null, 'Open'],
];

describe('a history of an old version', () => {
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

  const run = (...args: string[]) => tracker(args, { TRACKER_URL: running.service.url });
  const book = (name: string, rows: readonly (readonly Value[])[]) =>
    folder.book(name, { Notes: [HEADINGS, ...rows] });
  const rows = async () =>
    (await running.as().rows('notes')).rows.map(({ ref, cells }) => [ref, cells.title, cells.status]);

  /** The ledger has moved on since the version: one row edited, one removed. */
  async function since() {
    await run('import', await book('first.xlsx', OLD));
    await running
      .as()
      .push(
        await running.body([
          { op: 'set', tab: 'notes', ref: 'N-001', column: 'status', from: 'Open', to: 'Closed' },
        ]),
      );
    const body = await running.body([{ op: 'remove', tab: 'notes', ref: 'N-003', seen: 1 }]);
    const { confirm } = await running
      .as()
      .push(body)
      .catch((error) => error.body);
    await running.as().push({ ...body, confirm });
    return rows();
  }

  it('an old version through `import`: rows that changed or went since are reported, nothing is overwritten or brought back', async () => {
    const now = await since();
    assert.deepEqual(now, [
      ['N-001', 'One', 'Closed'],
      ['N-002', 'Two', 'Open'],
    ]);
    const old = await book('old.xlsx', [...OLD, [null, 'Typed into the old version', null, null]]);
    const { exit, json } = await run('import', old, '--json');
    const { added, agreed, different, refs } = Object(json);
    assert.deepEqual(
      { exit, added, agreed, different: Array.from(different, (each) => Object(each).ref) },
      { exit: 1, added: 1, agreed: 1, different: ['N-001', 'N-003'] },
    );
    assert.deepEqual(
      Array.from(refs, (each) => Object(each).ref),
      ['N-004'],
    );
    assert.deepEqual(await rows(), [...now, ['N-004', 'Typed into the old version', undefined]]);
    assert.deepEqual((await running.as().conflicts({})).conflicts, [], 'a file leaves no conflicts behind');
  });

  it('an old version through `import`, twice: the second time adds nothing', async () => {
    await since();
    const old = await book('old.xlsx', [...OLD, [null, 'Typed into the old version', null, null]]);
    await run('import', old);
    const now = await rows();
    assert.equal(Object((await run('import', old, '--json')).json).added, 0);
    assert.deepEqual(await rows(), now);
  });

  it('an old version that was synced, through `import`: it is refused, and `sync` takes it up by its state', async () => {
    const file = await book('notes.xlsx', OLD);
    await run('sync', file);
    const old = folder.file('old.xlsx', readFileSync(file));
    await running
      .as()
      .push(
        await running.body([
          { op: 'set', tab: 'notes', ref: 'N-001', column: 'status', from: 'Open', to: 'Closed' },
        ]),
      );
    const refused = await run('import', old);
    assert.equal(refused.exit, 2);
    assert.match(refused.err, /has been synced before .*Use: tracker sync/);
    assert.equal((await run('sync', old)).exit, 0);
    const { grids } = await (await openFile(old)).read();
    assert.deepEqual(
      grids[0]?.values.map((row) => row?.[3]),
      ['Status', 'Closed', 'Open', 'Open'],
    );
    assert.equal((await rows())[0]?.[2], 'Closed');
  });
});
