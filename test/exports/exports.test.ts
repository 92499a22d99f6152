import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Exports, openExports } from '../../server/exports/exports.ts';
import { DEFAULT_TRACKER, type Ledger, openLedger } from '../../server/ledger/ledger.ts';
import { serviceOf } from '../../server/ledger/service.ts';
import { openSqlite } from '../../server/store/sqlite.ts';
import type { Store } from '../../server/store/store.ts';
import { readWorkbook } from '../../server/xlsx/read.ts';
import { Problem } from '../../shared/protocol/problem.ts';
import { configuration, note, uuid } from '../http/service.ts';

const at = (time: string) => Date.parse(time);

describe('nightly exports', () => {
  let folder: string;
  let store: Store;
  let ledger: Ledger;
  let exports: Exports;
  let clock: number;
  let log: string[];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'exports-'));
    clock = at('2022-08-09T12:00:00Z');
    store = await openSqlite(':memory:');
    ledger = await openLedger({ store, configuration, now: () => clock, uuid });
    log = [];
    exports = open();
  });
  afterEach(async () => {
    await exports.close();
    await ledger.close();
    await store.close();
    rmSync(folder, { recursive: true });
  });

  function open(): Exports {
    return openExports({
      ledger,
      store,
      tracker: DEFAULT_TRACKER,
      configuration,
      folder,
      now: () => clock,
      log: (line) => log.push(line),
      failed: (error) => log.push(`failed: ${error.message}`),
    });
  }

  async function add(...refs: string[]): Promise<void> {
    const service = serviceOf(ledger, { name: 'Ann', role: 'editor' });
    const { tracker, fingerprint, revision, hash } = await service.schema();
    await service.push({
      request: uuid(),
      tracker,
      workbook: null,
      base: { revision, hash },
      fingerprint,
      changes: refs.map((ref) => note(ref, { status: 'Open', due: '2022-09-01', gossip: 'psst' })),
    });
  }

  /** Asks for a run and waits until it has ended. */
  async function make(group: string, night?: string): Promise<void> {
    await exports.ask(exports.group(group), night);
    await exports.close();
  }

  async function nights(group = 'Members') {
    const { groups } = await exports.list();
    return groups
      .find((each) => each.group === group)
      ?.nights.map(({ night, state, revision }) => `${night} ${state} ${revision}`);
  }

  /** The refs in the book of a night. */
  async function refs(night: string, group = 'Members'): Promise<unknown[]> {
    const file = `design-tracker-${group}-${night}.xlsx`;
    const path = await exports.path(group, night, file);
    const { grids } = await readWorkbook(readFileSync(path), file);
    return (grids[0]?.values ?? []).slice(2).map((cells) => cells?.[0]);
  }

  it('hold a book of the group’s tabs, real dates in it, and nothing that is internal', async () => {
    await add('N-001');
    await make('Members');
    const file = 'design-tracker-Members-2022-08-09.xlsx';
    const bytes = readFileSync(await exports.path('Members', '2022-08-09', file));
    const { grids } = await readWorkbook(bytes, file);
    assert.deepEqual(
      grids.map(({ sheet, values }) => [sheet, values.map((cells) => [...(cells ?? [])])]),
      [
        [
          'Notes',
          [
            ['Notes · for Members · 2022-08-09 · revision 1'],
            ['Ref', 'Title', 'Due', 'Status'],
            ['N-001', 'Note N-001', 44805, 'Open'],
          ],
        ],
        [
          'Design Risk Log',
          [['Design Risk Log · for Members · 2022-08-09 · revision 1'], ['Ref', 'Score', 'Title']],
        ],
      ],
    );
    assert.equal(grids[0]?.formats[2]?.[2], 'dd/mm/yyyy');
  });

  it('come with a manifest that says what they hold, and whose sums are true', async () => {
    await add('N-001', 'N-002');
    await make('House');
    const { groups } = await exports.list();
    const night = groups.find(({ group }) => group === 'House')?.nights[0];
    assert.ok(night);
    const read = async (file: string) => readFileSync(await exports.path('House', night.night, file));
    for (const { file, bytes, sha256 } of night.files) {
      const content = await read(file);
      assert.equal(content.length, bytes);
      assert.equal(createHash('sha256').update(content).digest('hex'), sha256);
    }
    const { tracker, hash } = await ledger.schema({ name: 'x', role: 'reader' });
    const book = 'design-tracker-House-2022-08-09.xlsx';
    assert.deepEqual(JSON.parse((await read('manifest.json')).toString()), {
      group: 'House',
      title: 'House',
      night: '2022-08-09',
      tracker,
      revision: 1,
      hash,
      made: '2022-08-09T12:00:00.000Z',
      tabs: [{ tab: 'notes', columns: 5, rows: 2 }],
      files: [night.files.find(({ file }) => file === book)],
    });
    assert.deepEqual(
      night.files.map(({ file }) => file),
      [book, 'manifest.json'],
    );
  });

  it('hold the tracker as it stood at their time, whenever they are made', async () => {
    await add('N-001');
    clock = at('2022-08-10T01:00:00Z'); // 02:00 in London: the night's own moment.
    await add('N-002');
    clock += 1;
    await add('N-003');
    clock = at('2022-08-11T12:00:00Z');
    await make('Members', '2022-08-10');
    assert.deepEqual(await refs('2022-08-10'), ['N-001', 'N-002']);
    await make('Members', '2022-08-09');
    assert.deepEqual(await refs('2022-08-09'), []);
    await make('Members');
    assert.deepEqual(await refs('2022-08-11'), ['N-001', 'N-002', 'N-003']);
  });

  it('that were missed are made at the next start, in their order', async () => {
    await add('N-001');
    clock = at('2022-08-10T01:00:00Z');
    await exports.catchUp();
    clock = at('2022-08-12T09:00:00Z');
    await add('N-002');
    clock = at('2022-08-13T09:00:00Z');
    assert.deepEqual(await nights(), [
      '2022-08-13 late null',
      '2022-08-12 late null',
      '2022-08-11 late null',
      '2022-08-10 made 1',
    ]);
    log = [];
    await exports.start();
    while (log.length < 6) await pause(10);
    assert.deepEqual(await nights(), [
      '2022-08-13 made 2',
      '2022-08-12 made 1',
      '2022-08-11 made 1',
      '2022-08-10 made 1',
    ]);
    assert.deepEqual(
      log.filter((line) => line.includes('Members')).map((line) => line.slice(0, 20)),
      ['Export of 2022-08-11', 'Export of 2022-08-12', 'Export of 2022-08-13'],
    );
  });

  it('begin with the last night, also of a service that only ever runs by day', async () => {
    await exports.catchUp();
    assert.deepEqual(await nights(), [], 'an empty tracker has nothing to send');
    await add('N-001');
    clock = at('2022-08-10T08:00:00Z');
    await exports.catchUp();
    assert.deepEqual(await nights(), ['2022-08-10 made 1']);
  });

  it('are made at their time also where somebody asked for one earlier that day', async () => {
    clock = at('2022-08-09T23:30:00Z'); // Half past midnight in London.
    await add('N-001');
    await make('Members');
    assert.deepEqual(await nights(), ['2022-08-10 made 1']);
    await add('N-002');
    clock = at('2022-08-10T01:00:01Z');
    exports = open();
    await exports.catchUp();
    assert.deepEqual(await nights(), ['2022-08-10 made 2']);
    await add('N-003');
    await exports.catchUp();
    assert.deepEqual(await nights(), ['2022-08-10 made 2'], 'once is enough');
  });

  it('made again replace those before, whole', async () => {
    await add('N-001');
    await make('Members');
    const path = await exports.path('Members', '2022-08-09', 'manifest.json');
    writeFileSync(join(dirname(path), 'stray.txt'), 'left by somebody');
    await add('N-002');
    await make('Members');
    assert.deepEqual(await refs('2022-08-09'), ['N-001', 'N-002']);
    assert.deepEqual(readdirSync(dirname(path)).sort(), [
      'design-tracker-Members-2022-08-09.xlsx',
      'manifest.json',
    ]);
    assert.deepEqual(readdirSync(join(folder, 'Members')), ['2022-08-09']);
  });

  it('that fail are "failed", the files before stay, and the next run is none the worse', async () => {
    await add('N-001');
    await make('Members');
    await add('N-002');
    // Something that is no folder stands where the group's folder should be.
    const good = `${folder}-good`;
    const moved = join(folder, 'Members');
    renameSync(moved, good);
    writeFileSync(moved, 'in the way');
    await make('Members');
    assert.deepEqual(await nights(), ['2022-08-09 failed 1']);
    assert.match(log.join('\n'), /Export of 2022-08-09 for Members failed: .*(EEXIST|ENOTDIR)/);
    rmSync(moved);
    renameSync(good, moved);
    assert.deepEqual(await refs('2022-08-09'), ['N-001']);
    await make('Members');
    assert.deepEqual(await nights(), ['2022-08-09 made 2']);
    assert.deepEqual(await refs('2022-08-09'), ['N-001', 'N-002']);
  });

  it('whose process died are taken over after a while, and no two runs make one at a time', async () => {
    await add('N-001');
    const running = {
      group: 'Members',
      night: '2022-08-09',
      state: 'running' as const,
      revision: null,
      hash: null,
      files: '[]',
      started: clock,
      finished: null,
    };
    await store.claimNight(DEFAULT_TRACKER, running);
    await assert.rejects(exports.ask(exports.group('Members')), { type: 'busy' });
    clock += 15 * 60_000;
    assert.deepEqual(await nights(), ['2022-08-09 failed null']);
    const asked = await Promise.allSettled([
      exports.ask(exports.group('Members')),
      exports.ask(exports.group('Members')),
    ]);
    assert.deepEqual(asked.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    await exports.close();
    assert.deepEqual(await nights(), ['2022-08-09 made 1']);
  });

  it('refuse groups, nights and files that there are not, and paths that lead elsewhere', async () => {
    await add('N-001');
    await make('Members');
    writeFileSync(join(folder, 'secret.txt'), 'secret');
    const refusal = async (work: () => unknown) => {
      try {
        return await work();
      } catch (error) {
        return error instanceof Problem ? error.type : error;
      }
    };
    assert.equal(await refusal(() => exports.group('members')), 'unknown-group');
    assert.equal(await refusal(() => exports.group('../Members')), 'unknown-group');
    assert.equal(await refusal(() => exports.ask(exports.group('Members'), '2022-08-10')), 'invalid');
    for (const [group, night, file] of [
      ['Members', '2022-08-08', 'manifest.json'],
      ['House', '2022-08-09', 'manifest.json'],
      ['Members', '2022-08-09', '../../secret.txt'],
      ['Members', '2022-08-09/..', '2022-08-09/manifest.json'],
      ['Members', '..', 'secret.txt'],
      ['Members', '2022-08-09', ''],
      ['Members', '2022-08-09', '__proto__'],
    ] as const) {
      assert.equal(await refusal(() => exports.path(group, night, file)), 'unknown-night');
    }
    assert.equal(await refusal(() => exports.path('..', '2022-08-09', 'manifest.json')), 'unknown-group');
    assert.ok(existsSync(join(folder, 'secret.txt')));
  });
});
