import assert from 'node:assert/strict';
import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
import { PushAnswer } from '../../shared/protocol/push.ts';
import type { Op } from '../../shared/values/change.ts';
import { type Answer, ask, note, type Running, serve, uuid } from './service.ts';

const bearer = (name: string) => ({ authorization: `Bearer dt_${name}` });

/** Status and body of a refusal, which is always problem+json. */
function refusal({ status, type, json }: Answer): Record<string, unknown> {
  assert.equal(type, 'application/problem+json');
  assert.equal(Object(json).status, status);
  return { ...Object(json) };
}

describe('pushing over HTTP', () => {
  let running: Running;
  beforeEach(async () => {
    running = await serve({ asItRuns: true, tokens: { Edda: 'editor', Rita: 'reader', Owen: 'owner' } });
  });
  afterEach(() => running.stop());

  const push = (body: unknown, headers: Record<string, string> = bearer('Edda')) =>
    running.post('/push', body, headers);

  it('answers what became of each change', async () => {
    const { status, type, json } = await push(await running.body([note('new:1'), note('N-007')]));
    const { hash, ...answer } = PushAnswer.parse(json);
    assert.equal(hash, (await running.as('dt_Edda').schema()).hash);
    assert.deepEqual(
      { status, type, answer },
      {
        status: 200,
        type: 'application/json',
        answer: {
          revision: 1,
          applied: 2,
          agreed: 0,
          refs: { 'new:1': 'N-008' },
          outcomes: [],
          conflicts: [],
        },
      },
    );
  });

  it('checks in the order of the protocol: of several faults the first is answered', async () => {
    await push(await running.body([note('N-001'), note('N-002')]));
    const used = await running.body([note('N-003')]);
    assert.equal((await push(used)).status, 200);

    const good = await running.body([{ op: 'remove', tab: 'notes', ref: 'N-001', seen: 1 }]);
    const zeros = '0'.repeat(64);
    let body: object = {
      ...good,
      tracker: uuid(),
      request: used.request,
      base: { revision: 1, hash: zeros },
      fingerprint: zeros,
      surprise: true,
    };
    let tracker = 'other';
    let headers: Record<string, string> = { 'content-type': 'text/plain' };
    let spoil = (text: string) => `${text.padEnd(16 * 1024 * 1024)}{`;

    const answered: unknown[] = [];
    const send = async () => {
      const address = running.api.replace(/design$/, `${tracker}/push`);
      const answer = await ask(address, {
        method: 'POST',
        headers,
        body: spoil(JSON.stringify(body)),
      });
      answered.push([answer.status, answer.status === 200 ? null : refusal(answer).type]);
      return answer.json;
    };

    await send();
    headers = { ...headers, ...bearer('Rita') };
    await send();
    headers = { ...headers, ...bearer('Edda') };
    await send();
    headers = { ...headers, 'content-type': 'application/json' };
    await send();
    spoil = (text) => `${text}{`;
    await send();
    spoil = (text) => text;
    await send();
    tracker = 'design';
    await send();
    body = { ...body, tracker: good.tracker };
    await send();
    body = { ...body, request: good.request };
    await send();
    body = { ...good, base: { revision: 1, hash: zeros }, fingerprint: zeros };
    await send();
    body = { ...good, fingerprint: zeros };
    await send();
    body = good;
    const { confirm } = Object(await send());
    body = { ...good, confirm };
    await send();

    assert.deepEqual(answered, [
      [401, 'unauthorized'],
      [403, 'forbidden'],
      [415, 'unsupported-media-type'],
      [413, 'too-large'],
      [400, 'bad-json'],
      [404, 'unknown-tracker'],
      [409, 'other-tracker'],
      [422, 'request-reused'],
      [422, 'invalid'],
      [410, 'resync'],
      [409, 'schema-changed'],
      [409, 'confirm-needed'],
      [200, null],
    ]);
  });

  it('gives the same request the same bytes, and refuses its id to another body or author', async () => {
    const body = await running.body([note('new:1')]);
    const first = await push(body);
    await push(await running.body([note('new:1')]));
    const again = await push(body);
    assert.deepEqual([again.status, again.text], [200, first.text]);
    assert.equal((await running.as('dt_Edda').schema()).revision, 2);

    assert.equal(refusal(await push(`${JSON.stringify(body)} `)).type, 'request-reused');
    assert.equal(refusal(await push(body, bearer('Owen'))).type, 'request-reused');
  });

  it('says with a resync where the ledger stands, and with a changed schema which one is in force', async () => {
    const { revision, hash, fingerprint } = await running.as('dt_Edda').schema();
    const { detail: _, ...resync } = refusal(
      await push(await running.body([note('N-001')], { base: { revision: 9, hash } })),
    );
    assert.deepEqual(resync, { type: 'resync', title: 'resync', status: 410, revision, hash });
    const { detail: __, ...changed } = refusal(
      await push(await running.body([note('N-001')], { fingerprint: '0'.repeat(64) })),
    );
    assert.deepEqual(changed, {
      type: 'schema-changed',
      title: 'schema changed',
      status: 409,
      fingerprint,
    });
  });

  it('lists what has to be confirmed', async () => {
    await push(await running.body([note('N-001', { due: '2022-09-01' }), note('N-002')]));
    const changes: Op[] = [
      { op: 'remove', tab: 'notes', ref: 'N-002', seen: 1 },
      { op: 'set', tab: 'notes', ref: 'N-001', column: 'due', from: '2022-09-01', to: null },
    ];
    const { confirm, removals, blanked } = refusal(await push(await running.body(changes)));
    assert.match(String(confirm), /^[0-9a-f]{64}$/);
    assert.deepEqual(removals, [{ tab: 'notes', ref: 'N-002' }]);
    assert.deepEqual(blanked, [{ tab: 'notes', ref: 'N-001', column: 'due' }]);
  });

  it('names the place of everything that is wrong inside a body', async () => {
    await push(await running.body([note('N-001')]));
    const { errors } = refusal(
      await push({
        ...(await running.body([
          { op: 'set', tab: 'notes', ref: 'N-001', column: 'titel', from: null, to: 'x' },
          { op: 'set', tab: 'notes', ref: 'N-009', column: 'title', from: null, to: 'x' },
          { op: 'set', tab: 'notes', ref: 'N-001', column: 'total', from: null, to: 1 },
          { op: 'add', tab: 'nots', ref: 'X', cells: {} },
        ])),
      }),
    );
    assert.ok(Array.isArray(errors));
    assert.deepEqual(
      errors.map(({ message, ...place }) => place),
      [
        { path: 'changes.0.column', tab: 'notes', ref: 'N-001', column: 'titel' },
        { path: 'changes.1.ref', tab: 'notes', ref: 'N-009', column: 'title' },
        { path: 'changes.2.column', tab: 'notes', ref: 'N-001', column: 'total' },
        { path: 'changes.3.tab', tab: 'nots', ref: 'X' },
      ],
    );
  });

  it('refuses fields that it does not know', async () => {
    const body = { ...(await running.body([note('N-001')])), dryrun: true };
    assert.deepEqual(refusal(await push(body)).errors, [
      { path: 'dryrun', message: 'This field is not known here.' },
    ]);
  });

  it('takes a body in parts without its length before it, up to 16 MB', async () => {
    const { authorization } = bearer('Edda');
    const sent = (parts: Iterable<string>) =>
      new Promise<number>((resolve, reject) => {
        const headers = { authorization, 'content-type': 'application/json' };
        const outgoing = request(`${running.api}/push`, { method: 'POST', headers }, (answer) => {
          resolve(answer.resume().statusCode ?? 0);
        });
        outgoing.on('error', reject);
        for (const part of parts) outgoing.write(part);
        outgoing.end();
      });
    const text = JSON.stringify(await running.body([note('N-001', { title: 'Café' })]));
    assert.equal(await sent([text.slice(0, 9), text.slice(9)]), 200);
    assert.equal(await sent(Array.from({ length: 17 }, () => ' '.repeat(1024 * 1024))), 413);
    assert.equal(await sent([text]), 200);
  });

  it('takes JSON in UTF-8 only, packed or plain', async () => {
    const body = JSON.stringify(await running.body([note('N-001', { title: 'Café' })]));
    const types = async (sent: string | Uint8Array, headers: Record<string, string> = {}) => {
      const answer = await push(sent, { ...bearer('Edda'), ...headers });
      return answer.status === 200 ? 200 : refusal(answer).type;
    };
    assert.equal(await types(Buffer.from(body, 'latin1')), 'bad-json');
    assert.equal(await types(''), 'bad-json');
    assert.equal(await types('"text"'), 'invalid');
    assert.equal(
      await types(Buffer.from(body, 'utf16le'), { 'content-type': 'application/json; charset=utf-16' }),
      'unsupported-media-type',
    );
    assert.equal(await types(body, { 'content-encoding': 'zip' }), 'unsupported-media-type');
    assert.equal(
      await types(gzipSync(Buffer.alloc(17 * 1024 * 1024, ' ')), { 'content-encoding': 'gzip' }),
      'too-large',
    );
    assert.equal(await types(body, { 'content-type': 'application/json; charset=UTF-8' }), 200);
    assert.equal(await types(gzipSync(body), { 'content-encoding': 'gzip' }), 200);
    const { rows } = await running.as('dt_Edda').rows('notes');
    assert.deepEqual(rows[0]?.cells, { title: 'Café' });
  });

  it('leaves nothing behind after a dry run', async () => {
    const body = await running.body([note('new:1')], { dryRun: true });
    const { revision, applied, refs } = await running.as('dt_Edda').push(body);
    assert.deepEqual({ revision, applied, refs }, { revision: 0, applied: 1, refs: {} });
    const real = await running.as('dt_Edda').push({ ...body, dryRun: false });
    assert.deepEqual([real.revision, real.refs], [1, { 'new:1': 'N-001' }]);
  });

  it('renumbers rows', async () => {
    await push(await running.body([note('N-001'), note('N-002')]));
    const { revision, hash } = await running.as('dt_Edda').schema();
    const swap: Op[] = [
      { op: 'renumber', tab: 'notes', ref: 'N-001', to: 'N-002', seen: 1 },
      { op: 'renumber', tab: 'notes', ref: 'N-002', to: 'N-001', seen: 1 },
    ];
    const { applied } = await running
      .as('dt_Edda')
      .push(await running.body(swap, { base: { revision, hash } }));
    assert.equal(applied, 2);
    const { revisions } = await running.as('dt_Edda').changes({ since: 0, tab: 'notes', ref: 'N-002' });
    assert.deepEqual(
      revisions.map(({ changes }) => changes.map(({ op, ref }) => [op, ref])),
      [[['add', 'N-001']], [['renumber', 'N-001']]],
    );
  });

  it('lends the sessions of one workbook a lease each in turn', async () => {
    const workbook = uuid();
    const [mine, other] = [uuid(), uuid()];
    const lease = (session: string, more = {}, path = workbook) =>
      running.post(`/copies/${path}/lease`, { session, base: null, ...more }, bearer('Edda'));
    const first = await lease(mine);
    assert.deepEqual([first.status, Object(first.json).base], [200, null]);
    const { detail, ...busy } = refusal(await lease(other));
    const { until } = Object(first.json);
    assert.deepEqual(busy, { type: 'copy-busy', title: 'copy busy', status: 409, author: 'Edda', until });
    assert.match(String(detail), /^Edda is syncing this workbook just now/);
    assert.equal((await lease(mine, { release: true })).status, 200);
    assert.equal((await lease(other)).status, 200);
    assert.equal(refusal(await lease(other, { more: 1 })).type, 'invalid');
    assert.equal(refusal(await lease(other, {}, 'no-uuid')).type, 'invalid');
  });
});
