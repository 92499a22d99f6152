import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { openFile } from '../../server/xlsx/file.ts';
import { readWorkbook } from '../../server/xlsx/read.ts';
import type { Choices } from '../../shared/sheet/region.ts';
import { choiceRows, readState } from '../../shared/sync/state.ts';
import type { Value } from '../../shared/values/value.ts';
import { type Running, serve } from '../http/service.ts';
import { type Ended, Folder, tracker } from './tracker.ts';

const ROWS: Value[][] = [
  ['N-001', 'First', '2022-08-10'],
  ['N-002', 'Second', null],
];
const CHOICES: Choices = {
  sheets: { Liste: 'notes' },
  headings: { notes: { nr: 'ref', titel: 'title', bis: 'due' } },
};

/** A tracker with the notes of the service. */
const CONFIG = `tabs:
  notes:
    refPattern: "N-{000}"
    columns:
      title: { type: text, required: always }
      due: { type: date }
`;

describe('what a person chose in a workbook, on the command line', () => {
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

  const run = (...args: string[]): Promise<Ended> => tracker(args, { TRACKER_URL: running.service.url });

  /** A workbook whose headings are its own, and which was never synced. */
  async function adopted(): Promise<string> {
    const file = await folder.book('liste.xlsx', { Liste: [['Nr', 'Titel', 'Bis'], ...ROWS] }, ['Bis']);
    await (await openFile(file)).writeState(choiceRows(CHOICES));
    return file;
  }

  it('is read by inspect and validate', async () => {
    const config = folder.file('tracker.yaml', CONFIG);
    const file = await adopted();
    const { exit, out } = await run('inspect', file, '--config', config);
    assert.equal(exit, 0);
    assert.equal(
      out,
      `${file}

Liste: the tab notes, headings in row 1, 2 records
  A  Nr     ref
  B  Titel  title
  C  Bis    due
`,
    );
    assert.match((await run('validate', file, '--config', config)).out, /Liste: 2 records of notes/);
  });

  it('is read by sync, which keeps it in the state of the file', async () => {
    const file = await adopted();
    const { exit } = await run('sync', file);
    assert.equal(exit, 0);
    assert.deepEqual(
      (await running.as().rows('notes')).rows.map(({ ref, cells }) => [ref, cells.title, cells.due ?? null]),
      ROWS,
    );
    const { state } = await (await openFile(file)).read();
    assert.deepEqual(readState(state)?.map.headings, CHOICES.headings);
    const { grids } = await readWorkbook(readFileSync(file), file);
    assert.deepEqual(grids[0]?.values[0], ['Nr', 'Titel', 'Bis']);
  });

  it('does not make import take the file for one that was synced', async () => {
    const file = await adopted();
    assert.equal((await run('import', file)).exit, 0);
    assert.equal((await running.as().rows('notes')).rows.length, 2);
    await run('sync', file, '--base', 'none');
    assert.match((await run('import', file)).err, /has been synced before/);
  });
});
