/** The life of a service, many times over: killed at any moment in the middle of pushes, started again, looked at. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { freshDatabase } from '../postgres.ts';
import { judgeOf } from './judge.ts';
import { newPlace, type Place, type ServiceProcess } from './process.ts';
import { startPushing } from './pushers.ts';

const CLIENTS = 6;
/** Lives of one database: what is looked at grows with each. */
const LIVES_EACH = 20;
const LONGEST_MS = 250;

export interface Kind {
  /** How many services share the database; one of them is killed at a time. */
  readonly instances: number;
  /** A new database, to be dropped at the end. */
  fresh(place: Place, number: number): Promise<{ url: string; drop(): Promise<void> }>;
}

export const kinds = {
  SQLite: {
    instances: 1,
    fresh: async (place, number) => ({
      url: join(place.folder, `${number}.db`),
      drop: async () => undefined,
    }),
  },
  PostgreSQL: { instances: 3, fresh: () => freshDatabase(process.env.TRACKER_TEST_POSTGRES) },
} as const satisfies Readonly<Record<string, Kind>>;

/** What came of it. */
export interface Tally {
  kills: number;
  /** Pushes that were answered. */
  answered: number;
  /** Of these, how many had to be sent again. */
  resent: number;
  /** Seen in the ledger after a kill while their client had no answer yet. */
  unanswered: number;
  revisions: number;
}

/** Kills services that many times. @throws AssertionError at the first thing that must never be */
export async function live(
  kind: Kind,
  kills: number,
  seed: number,
  progress: (so: Tally) => void = () => undefined,
): Promise<Tally> {
  const moment = fc.record({ after: fc.nat(LONGEST_MS), which: fc.nat(kind.instances - 1) });
  const moments = fc.sample(moment, { seed, numRuns: kills });
  const tally: Tally = { kills: 0, answered: 0, resent: 0, unanswered: 0, revisions: 0 };
  for (let first = 0; first < kills; first += LIVES_EACH) {
    await liveOnce(kind, first, moments.slice(first, first + LIVES_EACH), tally);
    progress(tally);
  }
  return tally;
}

async function liveOnce(
  kind: Kind,
  number: number,
  moments: readonly { readonly after: number; readonly which: number }[],
  tally: Tally,
): Promise<void> {
  const place = newPlace();
  const { url: database, drop } = await kind.fresh(place, number);
  try {
    const services: ServiceProcess[] = await Promise.all(
      Array.from({ length: kind.instances }, () => place.start(database)),
    );
    const addresses = () => services.map(({ url }) => url);
    const pushing = startPushing(addresses, CLIENTS);
    const judge = judgeOf(database, addresses);
    for (const { after, which } of moments) {
      await sleep(after);
      await services[which]?.kill();
      tally.kills += 1;
      services[which] = await place.start(database);
      await judge.look(pushing.sent);
    }
    await pushing.stop();
    await judge.look(pushing.sent);
    for (const service of services) await service.end();
    assert.ok(pushing.sent.every(({ answer }) => answer !== null));
    tally.answered += pushing.sent.length;
    tally.resent += pushing.sent.filter(({ lost }) => lost > 0).length;
    tally.unanswered += judge.unanswered.size;
    tally.revisions += judge.revisions();
  } finally {
    await place.remove();
    await drop();
  }
}
