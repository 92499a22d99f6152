import assert from 'node:assert/strict';
import { fingerprintOf, schemaOf } from '../../shared/rules/settings.ts';
import { ask, configuration, note, type Running, serve, uuid } from './service.ts';

describe('reading over HTTP', () => {
  let running: Running;
  let workbook: string;

  before(async () => {
    running = await serve();
    workbook = uuid();
    const service = running.as();
    await service.push(
      await running.body([note('N-001', { due: '2022-09-01' }), note('N-002')], { workbook }),
    );
    const base = await head();
    running.clock.now += 60_000;
    await service.push(
      await running.body([
        { op: 'set', tab: 'notes', ref: 'N-001', column: 'title', from: 'Note N-001', to: 'B' },
      ]),
    );
    // Another workbook that still saw the first title.
    await service.push({
      ...(await running.body([
        { op: 'set', tab: 'notes', ref: 'N-001', column: 'title', from: 'Note N-001', to: 'C' },
      ])),
      workbook,
      base,
    });
  });
  after(() => running.stop());

  async function head() {
    const { revision, hash } = await running.as().schema();
    return { revision, hash };
  }

  it('GET /schema says what the tracker is, which day it is, and who asks', async () => {
    const { tracker, hash, ...answer } = await running.as().schema();
    assert.match(tracker, /^[0-9a-f-]{36}$/);
    assert.equal(hash, (await running.as().changes({ since: 0 })).hash);
    assert.deepEqual(answer, {
      ...schemaOf(configuration),
      fingerprint: fingerprintOf(schemaOf(configuration)),
      revision: 2,
      today: '2022-08-10',
      you: { author: 'local', role: 'owner' },
    });
  });

  it('GET /rows answers the rows of one tab, at the head and at any revision before it', async () => {
    const rows = async (at?: number) => (await running.as().rows('notes', at)).rows;
    assert.deepEqual(await rows(), [
      { ref: 'N-001', revision: 2, cells: { title: 'B', due: '2022-09-01' } },
      { ref: 'N-002', revision: 1, cells: { title: 'Note N-002' } },
    ]);
    assert.deepEqual(await rows(1), [
      { ref: 'N-001', revision: 1, cells: { title: 'Note N-001', due: '2022-09-01' } },
      { ref: 'N-002', revision: 1, cells: { title: 'Note N-002' } },
    ]);
    assert.deepEqual(await rows(0), []);
  });

  it('GET /rows has a tag: who has the rows already gets 304 and no body', async () => {
    const first = await running.get('/rows?tab=notes');
    const tag = first.headers.get('etag') ?? '';
    const again = await running.get('/rows?tab=notes', { 'if-none-match': tag });
    assert.deepEqual([again.status, again.text], [304, '']);
    const other = await running.get('/rows?tab=notes&at=1', { 'if-none-match': tag });
    assert.equal(other.status, 200);
    const otherTab = await running.get('/rows?tab=risks', { 'if-none-match': tag });
    assert.equal(otherTab.status, 200);
  });

  it('GET /changes answers whole revisions from a point on, for all or for one cell', async () => {
    const { revisions, openConflicts, more } = await running.as().changes({ since: 1, workbook });
    assert.deepEqual(
      {
        openConflicts,
        more,
        revisions: revisions.map(({ revision, author, at, changes }) => ({ revision, author, at, changes })),
      },
      {
        openConflicts: 1,
        more: false,
        revisions: [
          {
            revision: 2,
            author: 'local',
            at: '2022-08-10T09:01:00.000Z',
            changes: [
              { op: 'set', tab: 'notes', ref: 'N-001', column: 'title', before: 'Note N-001', after: 'B' },
            ],
          },
        ],
      },
    );
    const cell = await running.as().changes({ since: 0, tab: 'notes', ref: 'n_001', column: 'title' });
    assert.deepEqual(
      cell.revisions.map(({ revision }) => revision),
      [1, 2],
    );
  });

  it('GET /conflicts answers those in a state, or of a workbook', async () => {
    const { conflicts } = await running.as().conflicts({ state: 'open', workbook });
    assert.deepEqual(
      conflicts.map(({ tab, ref, column, base, mine, theirs }) => ({ tab, ref, column, base, mine, theirs })),
      [{ tab: 'notes', ref: 'N-001', column: 'title', base: 'Note N-001', mine: 'C', theirs: 'B' }],
    );
    assert.deepEqual(await running.as().conflicts({ state: 'decided' }), { conflicts: [] });
    assert.deepEqual(await running.as().conflicts({ workbook: uuid() }), { conflicts: [] });
  });

  it('GET /exports answers the groups before any night has been', async () => {
    assert.deepEqual(
      (await running.as().exports()).groups.map(({ group }) => group),
      ['Members', 'House'],
    );
  });

  it('GET /healthz says that the service is ready, to anyone', async () => {
    const { status, json } = await ask(`${running.service.url}/healthz`);
    assert.deepEqual({ status, json }, { status: 200, json: { ready: true, why: null } });
  });

  it('refuses what an address names and is not there, each by its own type', async () => {
    const types = async (...routes: string[]) =>
      Promise.all(
        routes.map(async (route) => {
          const { status, type, json } = await running.get(route);
          assert.equal(type, 'application/problem+json');
          return [route, status, Object(json).type];
        }),
      );
    assert.deepEqual(
      await types(
        '/rows?tab=nots',
        '/rows?tab=notes&at=3',
        '/changes?since=0&tab=notes&ref=N-009',
        '/changes?since=3',
        `/changes?since=1&hash=${'0'.repeat(64)}`,
        '/exports/Members/2022-08-09/manifest.json',
        '/exports/Nobody/2022-08-09/manifest.json',
        '/nothing',
        '/push',
        '/../other/schema',
      ),
      [
        ['/rows?tab=nots', 404, 'unknown-tab'],
        ['/rows?tab=notes&at=3', 404, 'unknown-revision'],
        ['/changes?since=0&tab=notes&ref=N-009', 404, 'unknown-ref'],
        ['/changes?since=3', 410, 'resync'],
        [`/changes?since=1&hash=${'0'.repeat(64)}`, 410, 'resync'],
        ['/exports/Members/2022-08-09/manifest.json', 404, 'unknown-night'],
        ['/exports/Nobody/2022-08-09/manifest.json', 404, 'unknown-group'],
        ['/nothing', 404, 'not-found'],
        ['/push', 404, 'not-found'],
        ['/../other/schema', 404, 'unknown-tracker'],
      ],
    );
  });

  it('names each parameter of an address that is unknown, missing, empty or wrong', async () => {
    const errors = async (route: string) => {
      const { status, json } = await running.get(route);
      assert.deepEqual([status, Object(json).type], [422, 'invalid']);
      const list: { path: string }[] = Object(json).errors;
      return list.map(({ path }) => path);
    };
    assert.deepEqual(await errors('/rows'), ['tab']);
    assert.deepEqual(await errors('/rows?tab=notes&at='), ['at']);
    assert.deepEqual(await errors('/rows?tab=notes&at=-1&tabs=x&rev=1'), ['at', 'tabs', 'rev']);
    assert.deepEqual(await errors('/rows?tab=notes&tab=risks'), ['tab']);
    assert.deepEqual(await errors('/changes'), ['since']);
    assert.deepEqual(await errors('/changes?since=x&limit=10001&workbook=me'), [
      'since',
      'workbook',
      'limit',
    ]);
    assert.deepEqual(await errors('/conflicts?state=closed&who=me'), ['state', 'who']);
  });
});
