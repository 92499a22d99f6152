import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { configuration } from '../ledger/builder.ts';
import { commands, noTally, play } from '../ledger/history.ts';
import { freshDatabase, sharedPostgres } from '../postgres.ts';
import { inTurnsOver, startInstances } from './instances.ts';

/** Each starts services of its own: a twentieth of what the ledger alone plays. */
const RUNS = process.env.HISTORIES === undefined ? 4 : Math.ceil(Number(process.env.HISTORIES) / 20);
const SEED = Number(process.env.SEED ?? 20_220_810);

describe('Whatever copies push over HTTP', () => {
  before(async function () {
    this.timeout(60_000);
    await sharedPostgres();
  });

  const folder = mkdtempSync(join(tmpdir(), 'tracker-histories-'));
  after(() => rmSync(folder, { recursive: true }));
  let files = 0;
  const stores = {
    'to one service over SQLite': {
      instances: 1,
      fresh: async () => {
        files += 1;
        return { url: join(folder, `${files}.db`), drop: async () => undefined };
      },
    },
    'to three services over PostgreSQL, each time another': {
      instances: 3,
      fresh: () => freshDatabase(process.env.TRACKER_TEST_POSTGRES),
    },
  };

  for (const [name, { instances: count, fresh }] of Object.entries(stores)) {
    it(`${name}, nothing is overwritten unseen, lost, doubled or told otherwise than it happened`, async function () {
      this.timeout(Math.max(60_000, RUNS * 10_000));
      const tally = noTally();
      await fc.assert(
        fc.asyncProperty(commands, async (history) => {
          const { url, drop } = await fresh();
          const instances = await startInstances(count, url, configuration);
          try {
            await play(inTurnsOver(instances), history, tally);
          } finally {
            await instances.stop();
            await drop();
          }
        }),
        { numRuns: RUNS, seed: SEED, endOnFailure: true },
      );
      assert.ok(tally.applied > 0 && tally.retried > 0, 'something happened');
    });
  }
});
