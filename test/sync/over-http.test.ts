import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { hashOfToken } from '../../server/access/access.ts';
import { startService } from '../../server/http/start.ts';
import { DEFAULT_TRACKER } from '../../server/ledger/ledger.ts';
import { openPostgres } from '../../server/store/postgres.ts';
import { openSqlite } from '../../server/store/sqlite.ts';
import type { Store } from '../../server/store/store.ts';
import { httpService } from '../../shared/protocol/client.ts';
import { configuration, START, uuids } from '../ledger/builder.ts';
import { freshDatabase, sharedPostgres } from '../postgres.ts';
import { NAMES, runHistory } from './model/history.ts';
import { World } from './model/person.ts';
import { plainSteps, type Step } from './model/steps.ts';

/** Each starts services of its own: a part of what is run without HTTP. */
const RUNS = process.env.HISTORIES === undefined ? 3 : Math.ceil(Number(process.env.HISTORIES) / 40);
const SEED = Number(process.env.SEED ?? 20_220_810);

interface Place {
  readonly instances: number;
  /** An empty database, and what takes it away. */
  readonly fresh: () => Promise<{ readonly url: string; drop(): Promise<void> }>;
  readonly open: (url: string) => Promise<Store>;
}

describe('random histories of several copies over HTTP', () => {
  before(async function () {
    this.timeout(60_000);
    await sharedPostgres();
  });
  const folder = mkdtempSync(join(tmpdir(), 'tracker-copies-'));
  after(() => rmSync(folder, { recursive: true }));
  let files = 0;
  const places: Readonly<Record<string, Place>> = {
    'one service over SQLite': {
      instances: 1,
      open: openSqlite,
      fresh: async () => {
        files += 1;
        return { url: join(folder, `${files}.db`), drop: async () => undefined };
      },
    },
    'three services over PostgreSQL, each call to another': {
      instances: 3,
      open: openPostgres,
      fresh: () => freshDatabase(process.env.TRACKER_TEST_POSTGRES),
    },
  };
  for (const [name, place] of Object.entries(places)) {
    it(`end with every copy showing the ledger, nothing lost and nothing doubled: ${name}`, async () => {
      const property = fc.asyncProperty(plainSteps, (history) => played(history, place, folder));
      await fc.assert(property, { numRuns: RUNS, seed: SEED, endOnFailure: true });
    }).timeout(60_000 + RUNS * 20_000);
  }
});

/** Plays a history to services of its own. */
async function played(history: readonly Step[], place: Place, folder: string): Promise<void> {
  const { url: database, drop } = await place.fresh();
  const clock = { now: START };
  const now = () => {
    clock.now += 1_000;
    return clock.now;
  };
  const options = {
    configuration,
    database,
    host: '127.0.0.1',
    port: 0,
    addin: null,
    log: () => undefined,
    now,
  };
  const services = await Promise.all(
    Array.from({ length: place.instances }, (_, index) =>
      startService({ ...options, exports: join(folder, `exports-${index}`) }),
    ),
  );
  const store = await place.open(database);
  try {
    for (const name of [...NAMES, 'Owen']) {
      const sha256 = hashOfToken(`dt_${name}`);
      await store.addToken(DEFAULT_TRACKER, {
        name,
        role: 'owner',
        sha256,
        created: clock.now,
        revoked: null,
      });
    }
    let turn = 0;
    const next = (token: string) => {
      turn += 1;
      const { url } = services[turn % services.length] ?? { url: '' };
      return httpService(`${url}/api/v1/trackers/design`, { fetch, token });
    };
    const as = (name: string): ReturnType<typeof next> => {
      const own = () => next(`dt_${name}`);
      return {
        schema: () => own().schema(),
        rows: (tab, at) => own().rows(tab, at),
        changes: (query) => own().changes(query),
        conflicts: (query) => own().conflicts(query),
        push: (push) => own().push(push),
        lease: (workbook, request) => own().lease(workbook, request),
        exports: () => own().exports(),
        runExport: (group, run) => own().runExport(group, run),
      };
    };
    const [service] = services;
    if (!service) throw new Error('There is no service.');
    const fixture = { store, ledger: service.ledger, service: as('Owen'), clock, uuid: uuids('b') };
    await runHistory(history, { world: new World(fixture, as) });
  } finally {
    await store.close();
    for (const service of services) await service.close();
    await drop();
  }
}
