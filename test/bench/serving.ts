/**
 * How many pushes a second the service answers over HTTP, on either store, beside what Express and zod alone answer;
 * and what fifty people who push at once get.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { type RunningService, startService } from '../../server/http/start.ts';
import { httpService } from '../../shared/protocol/client.ts';
import { Push, PushAnswer } from '../../shared/protocol/push.ts';
import type { RowsAnswer } from '../../shared/protocol/rows.ts';
import { configure } from '../../shared/tracker/configuration.ts';
import { freshDatabase, startPostgres } from '../postgres.ts';
import { benchEditors } from './editors.ts';
import { measure, median, table } from './measure.ts';
import { post } from './post.ts';
import { fill, REVISIONS_BACK, ROWS, refOf } from './register.ts';

/** Each measured thing has so many turns of so long, one after the other. */
const TURNS = 6;
const TURN_MS = 1_000;
const CONNECTIONS = 32;
const ROUNDS = 20;

/** Prints the tables. */
export async function benchServing(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tracker-bench-'));
  const postgres = await startPostgres();
  const { url } = await freshDatabase(postgres.url);
  const databases = { SQLite: join(folder, 'ledger.db'), PostgreSQL: url };
  const services: [string, RunningService][] = [];
  const bare = await bareServer();
  try {
    for (const [name, database] of Object.entries(databases)) {
      services.push([name, await serviceOn(database, folder)]);
    }
    await benchPushes(bare.url, services);
    const [[, first] = []] = services;
    if (first === undefined) throw new Error('There is no service.');
    await past(
      first.ledger.rows,
      (await first.ledger.changes({ since: 0, limit: 1, tab: 'risks' })).revision,
    );
    console.log();
    await benchEditors(services);
  } finally {
    await bare.close();
    for (const [, service] of services) await service.close();
    postgres.stop();
    rmSync(folder, { recursive: true });
  }
}

function serviceOn(database: string, folder: string): Promise<RunningService> {
  return startService({
    configuration: configure({}),
    database,
    host: '127.0.0.1',
    port: 0,
    exports: join(folder, 'exports'),
    addin: null,
    log: () => undefined,
  });
}

async function benchPushes(bare: string, services: readonly [string, RunningService][]): Promise<void> {
  const turns = services.map(() => ({ bare: [] as number[], own: [] as number[] }));
  const pushers = await Promise.all(
    services.map(async ([, { url }]) => {
      const api = `${url}/api/v1/trackers/design`;
      const client = httpService(api, { fetch });
      await fill(client);
      const { tracker, fingerprint, revision, hash } = await client.schema();
      const frame = { tracker, workbook: null, base: { revision, hash }, fingerprint };
      return { own: pusher(`${api}/push`, frame), bare: pusher(bare, frame) };
    }),
  );
  for (let turn = 0; turn <= TURNS; turn += 1) {
    for (const [place, pushing] of pushers.entries()) {
      const before = await pushing.bare();
      const own = await pushing.own();
      const after = await pushing.bare();
      // The first of each is not counted: the engine compiles.
      if (turn === 0) continue;
      turns[place]?.bare.push((before + after) / 2);
      turns[place]?.own.push(own);
    }
  }
  console.log(
    `Pushes of one change over HTTP, ${CONNECTIONS} connections, one process for both sides; ` +
      `medians of ${TURNS} turns of ${TURN_MS / 1000} s\n`,
  );
  const all = turns.flatMap((each) => each.bare);
  console.log(
    table([
      ['', 'per second', '× Express and zod'],
      ['Express and zod, no store behind', median(all).toFixed(0), '1.00'],
      ...turns.map((each, place) => [
        `the service on ${services[place]?.[0]}`,
        median(each.own).toFixed(0),
        median(each.own.map((own, at) => own / (each.bare[at] ?? Number.NaN))).toFixed(2),
      ]),
    ]),
  );
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

/** A turn of connections that each set one cell a push, in rows that no other has under way. Answers a second. */
function pusher(url: string, frame: Omit<Push, 'request' | 'changes'>): () => Promise<number> {
  const known = new Map<number, string>();
  const turnOf = new Array<number>(CONNECTIONS).fill(0);
  return async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
    let done = 0;
    const begun = performance.now();
    await Promise.all(
      turnOf.map(async (first, connection) => {
        let turn = first;
        for (; performance.now() - begun < TURN_MS; turn += 1) {
          const row = (connection + CONNECTIONS * turn) % ROWS;
          const from = known.get(row) ?? null;
          const to = `Turn ${turn}`;
          known.set(row, to);
          const change = { op: 'set', tab: 'issues', ref: refOf(row), column: 'section', from, to };
          const push = { ...frame, request: randomUUID(), changes: [change] };
          const { text } = await post(agent, url, JSON.stringify(push));
          if (PushAnswer.parse(JSON.parse(text)).applied !== 1) throw new Error(`Not applied: ${text}`);
          done += 1;
        }
        turnOf[connection] = turn;
      }),
    );
    agent.destroy();
    return done / ((performance.now() - begun) / 1000);
  };
}
