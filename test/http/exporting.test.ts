import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Night } from '../../shared/protocol/exports.ts';
import { ask, note, type Running, serve, uuid } from './service.ts';

describe('exports over HTTP', () => {
  let running: Running;
  before(async () => {
    running = await serve({ tokens: { Edda: 'editor', Rita: 'reader' } });
    await running.as('dt_Edda').push(await running.body([note('N-001')]));
  });
  after(() => running.stop());

  const rita = { authorization: 'Bearer dt_Rita' };
  const edda = { authorization: 'Bearer dt_Edda' };

  async function made(group: string): Promise<Night> {
    for (;;) {
      const { groups } = await running.as('dt_Rita').exports();
      const night = groups.find((each) => each.group === group)?.nights[0];
      if (night !== undefined && night.state !== 'running') return night;
      await pause(20);
    }
  }

  it('a run is asked for, made, listed, and its files can be fetched by API and page', async () => {
    const asked = await running.post('/exports/Members/runs', { request: uuid() }, edda);
    assert.deepEqual(
      [asked.status, asked.json],
      [202, { night: '2022-08-10', revision: null, hash: null, state: 'running', files: [] }],
    );
    const night = await made('Members');
    assert.deepEqual([night.state, night.revision], ['made', 1]);
    const [book] = night.files;
    assert.ok(book);
    for (const address of [running.api, running.service.url]) {
      const response = await fetch(`${address}/exports/Members/${night.night}/${book.file}`, {
        headers: rita,
      });
      const bytes = new Uint8Array(await response.arrayBuffer());
      assert.deepEqual(
        [
          response.status,
          response.headers.get('content-disposition'),
          createHash('sha256').update(bytes).digest('hex'),
        ],
        [200, `attachment; filename=${book.file}`, book.sha256],
      );
    }
  });

  it('needs a token as everything does, and reaches no file but those of its nights', async () => {
    const { night } = await made('Members');
    const status = async (path: string, headers = rita) =>
      (await ask(`${running.service.url}/exports/${path}`, { headers })).status;
    assert.equal((await ask(`${running.service.url}/exports/Members/${night}/manifest.json`)).status, 401);
    assert.equal(await status(`Members/${night}/manifest.json`), 200);
    assert.equal(await status(`Members/${night}/..%2f..%2f..%2f..%2ftracker.db`), 404);
    assert.equal(await status(`Members/..%2f..%2f..%2f..%2fetc/passwd`), 404);
    assert.equal(await status(`Members/${night}/%00`), 404);
    assert.equal(await status(`Members/${night}/%E0%A4%A`), 404);
  });

  it('refuses in the order of the protocol: the group in the address before what the body says', async () => {
    const type = async (group: string, body: unknown, headers = edda) =>
      Object((await running.post(`/exports/${group}/runs`, body, headers)).json).type;
    assert.equal(await type('Members', {}, rita), 'forbidden');
    assert.equal(await type('Nobody', '{'), 'bad-json');
    assert.equal(await type('Nobody', {}), 'unknown-group');
    assert.equal(await type('Members', { request: uuid(), nights: 1 }), 'invalid');
    assert.equal(await type('Members', { request: uuid(), night: '2022-08-11' }), 'invalid');
    assert.equal(await type('Members', { request: uuid(), night: '10/08/2022' }), 'invalid');
  });

  it('says what to do where somebody has deleted a night’s folder', async () => {
    const { night } = await made('Members');
    rmSync(join(running.folder, '.data', 'exports', 'Members'), { recursive: true });
    const { status, json } = await running.get(`/exports/Members/${night}/manifest.json`, rita);
    assert.deepEqual([status, Object(json).type], [404, 'unknown-night']);
    assert.match(Object(json).detail, /tracker export --night/);
  });
});
