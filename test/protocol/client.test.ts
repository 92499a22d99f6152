import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { httpService } from '../../shared/protocol/client.ts';
import { Problem, Unreachable } from '../../shared/protocol/problem.ts';
import type { Push } from '../../shared/protocol/push.ts';

const HASH = 'a'.repeat(64);
const TRACKER = '8c1f3a52-6b0d-4a8e-9f43-2d5c7e1b9a60';
const ROWS = {
  tracker: TRACKER,
  revision: 3,
  hash: HASH,
  tab: 'risks',
  rows: [{ ref: 'DR-001', revision: 2, cells: { title: 'Late drafting', probability: 4 } }],
};
const PUSH: Push = {
  request: '4b2a8f0e-1c3d-4e5f-8a9b-0c1d2e3f4a5b',
  tracker: TRACKER,
  workbook: null,
  base: { revision: 3, hash: HASH },
  fingerprint: HASH,
  changes: [
    { op: 'set', tab: 'risks', ref: 'DR-001', column: 'title', from: 'Late drafting', to: 'Drafting' },
  ],
};

interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly authorization: string | undefined;
  readonly body: string;
}

describe('the client of the service', () => {
  let server: Server;
  let seen: Seen[];
  let answer: { status: number; body: string; cut?: boolean };

  beforeEach(async () => {
    seen = [];
    server = createServer(async (request, response) => {
      seen.push({
        method: request.method,
        url: request.url,
        authorization: request.headers.authorization,
        body: await bodyOf(request),
      });
      response.writeHead(answer.status, { 'content-length': Buffer.byteLength(answer.body) });
      if (answer.cut) {
        response.write(answer.body.slice(0, 10), () => response.destroy());
      } else response.end(answer.body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    server.closeAllConnections();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  });

  function service(token: string | null = null) {
    return httpService(`${origin()}/api/v1/trackers/design/`, { token, fetch });
  }
  function origin(): string {
    const address = server.address();
    assert(address !== null && typeof address === 'object');
    return `http://127.0.0.1:${address.port}`;
  }

  it('asks with the token and answers what the service answered', async () => {
    answer = { status: 200, body: JSON.stringify({ ...ROWS, more: 'of a newer service' }) };
    assert.deepEqual(await service('s3cret').rows('risks', 3), ROWS);
    assert.deepEqual(seen, [
      {
        method: 'GET',
        url: '/api/v1/trackers/design/rows?tab=risks&at=3',
        authorization: 'Bearer s3cret',
        body: '',
      },
    ]);
  });

  it('leaves out of the address what was not asked, and escapes the rest', async () => {
    answer = {
      status: 200,
      body: JSON.stringify({ conflicts: [] }),
    };
    assert.deepEqual(await service().conflicts({ state: 'open' }), { conflicts: [] });
    answer = {
      status: 200,
      body: JSON.stringify({
        since: 0,
        revision: 0,
        hash: HASH,
        fingerprint: HASH,
        today: '2022-08-10',
        openConflicts: null,
        more: false,
        revisions: [],
      }),
    };
    await service().changes({ since: 0, tab: 'risks', ref: 'DR 1&2' });
    assert.deepEqual(
      seen.map(({ url, authorization }) => ({ url, authorization })),
      [
        { url: '/api/v1/trackers/design/conflicts?state=open', authorization: undefined },
        { url: '/api/v1/trackers/design/changes?since=0&tab=risks&ref=DR%201%262', authorization: undefined },
      ],
    );
  });

  it('sends a push as it is', async () => {
    const taken = { revision: 4, hash: HASH, applied: 1, agreed: 0, refs: {}, outcomes: [], conflicts: [] };
    answer = { status: 200, body: JSON.stringify(taken) };
    assert.deepEqual(await service().push(PUSH), taken);
    assert.deepEqual(JSON.parse(seen[0]?.body ?? ''), PUSH);
  });

  it('throws the problem that the service names, with its facts', async () => {
    answer = {
      status: 409,
      body: JSON.stringify({
        type: 'confirm-needed',
        title: 'Confirm the removals',
        status: 409,
        detail: 'One row would be removed.',
        confirm: HASH,
        removals: [{ tab: 'risks', ref: 'DR-001' }],
        blanked: [],
      }),
    };
    await assert.rejects(service().push(PUSH), (error: unknown) => {
      assert(error instanceof Problem);
      assert.deepEqual(
        { type: error.type, status: error.status, message: error.message, removals: error.body.removals },
        {
          type: 'confirm-needed',
          status: 409,
          message: 'One row would be removed.',
          removals: [{ tab: 'risks', ref: 'DR-001' }],
        },
      );
      return true;
    });
  });

  it('says that a token is wanted, also where a proxy says so', async () => {
    answer = { status: 401, body: '<h1>Who are you?</h1>' };
    await assert.rejects(
      service().schema(),
      (error: unknown) => error instanceof Problem && error.type === 'unauthorized',
    );
  });

  for (const [title, given] of [
    ['a page of something else', { status: 200, body: '<html>It works!</html>' }],
    ['an answer of another shape', { status: 200, body: '{"conflicts": 1}' }],
    ['an error of something else', { status: 502, body: 'Bad gateway' }],
    ['half an answer', { status: 200, body: JSON.stringify(ROWS), cut: true }],
  ] as const) {
    it(`takes ${title} for no answer`, async () => {
      answer = given;
      await assert.rejects(service().conflicts({}), Unreachable);
    });
  }

  it('says where nobody listens', async () => {
    const there = service();
    const address = origin();
    await new Promise((resolve) => server.close(resolve));
    await assert.rejects(there.schema(), (error: unknown) => {
      assert(error instanceof Unreachable);
      assert.equal(
        error.message,
        `No answer came from ${address}/api/v1/trackers/design/schema. Check that the service runs and try again.`,
      );
      return true;
    });
  });
});

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const piece of request.setEncoding('utf8')) body += piece;
  return body;
}
