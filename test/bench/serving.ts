/** How many pushes a second the service answers over HTTP, beside what Express and zod alone answer. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { startService } from '../../server/http/start.ts';
import { httpService } from '../../shared/protocol/client.ts';
import { Push, PushAnswer } from '../../shared/protocol/push.ts';
import type { RowsAnswer } from '../../shared/protocol/rows.ts';
import { configure } from '../../shared/tracker/configuration.ts';
import { measure, table } from './measure.ts';
import { fill, REVISIONS_BACK, ROWS, refOf } from './register.ts';

const WINDOW_MS = 3_000;
const CONNECTIONS = 32;
const ROUNDS = 20;

/** Prints the tables. */
export async function benchServing(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tracker-bench-'));
  const service = await startService({
    configuration: configure({}),
    database: join(folder, 'ledger.db'),
    host: '127.0.0.1',
    port: 0,
    exports: join(folder, 'exports'),
    addin: null,
    log: () => undefined,
  });
  const bare = await bareServer();
  try {
    const client = httpService(`${service.url}/api/v1/trackers/design`, { fetch });
    await fill(client);
    const { tracker, fingerprint, revision, hash } = await client.schema();
    const frame = { tracker, workbook: null, base: { revision, hash }, fingerprint };
    const push = `${service.url}/api/v1/trackers/design/push`;
    await answersPerSecond(bare.url, frame, 'section', WINDOW_MS / 3);
    const before = await answersPerSecond(bare.url, frame, 'section', WINDOW_MS);
    const ours = await answersPerSecond(push, frame, 'section', WINDOW_MS);
    const after = await answersPerSecond(bare.url, frame, 'section', WINDOW_MS);
    const alone = (before + after) / 2;
    console.log(`Pushes of one change over HTTP, ${CONNECTIONS} connections, one process for both sides\n`);
    console.log(
      table([
        ['', 'per second', '× Express and zod'],
        ['Express and zod, no store behind', alone.toFixed(0), '1.00'],
        ['the service on SQLite', ours.toFixed(0), (ours / alone).toFixed(2)],
      ]),
    );
    await past(service.ledger.rows, (await client.schema()).revision);
  } finally {
    await bare.close();
    await service.close();
    rmSync(folder, { recursive: true });
  }
}

/** What the rows of a revision long ago cost, beside those of now. */
async function past(rows: (tab: string, at?: number) => Promise<RowsAnswer>, head: number): Promise<void> {
  const at = Math.max(1, head - REVISIONS_BACK);
  const times = await measure(ROUNDS, {
    now: async () => JSON.stringify(await rows('issues')),
    past: async () => JSON.stringify(await rows('issues', at)),
  });
  const [now, then] = [times.get('now') ?? 0, times.get('past') ?? 0];
  console.log(`\nRows of a register of ${ROWS}, as JSON; medians of ${ROUNDS}\n`);
  console.log(
    table([
      ['', 'ms', '× head'],
      ['at the head', now.toFixed(2), '1.00'],
      [`${head - at} revisions back`, then.toFixed(2), (then / now).toFixed(2)],
    ]),
  );
}

/** The least that any service of this kind does: Express reads a body, zod checks it, JSON goes back. */
async function bareServer(): Promise<{ url: string; close(): Promise<void> }> {
  const answer: PushAnswer = {
    revision: 1,
    hash: '0'.repeat(64),
    applied: 1,
    agreed: 0,
    refs: {},
    outcomes: [],
    conflicts: [],
  };
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.post('/push', express.json({ limit: '16mb' }), (incoming, response) => {
    Push.parse(incoming.body);
    response.json(answer);
  });
  const server: Server = createServer(app);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/push`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

/** Each connection sets one cell a push, in rows that no other has under way. */
async function answersPerSecond(
  url: string,
  frame: Omit<Push, 'request' | 'changes'>,
  column: string,
  window: number,
): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const known = new Map<number, string>();
  let done = 0;
  const begun = performance.now();
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async (_, connection) => {
      for (let turn = 0; performance.now() - begun < window; turn += 1) {
        const row = (connection + CONNECTIONS * turn) % ROWS;
        const from = known.get(row) ?? null;
        const to = `Turn ${turn}`;
        known.set(row, to);
        const change = { op: 'set', tab: 'issues', ref: refOf(row), column, from, to };
        const text = await post(
          agent,
          url,
          JSON.stringify({ ...frame, request: randomUUID(), changes: [change] }),
        );
        if (PushAnswer.parse(JSON.parse(text)).applied !== 1) throw new Error(`Not applied: ${text}`);
        done += 1;
      }
    }),
  );
  agent.destroy();
  return done / ((performance.now() - begun) / 1000);
}

function post(agent: Agent, url: string, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };
    const outgoing = request(url, { agent, method: 'POST', headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        text += part;
      });
      response.on('end', () => resolve(text));
      response.on('error', reject);
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
