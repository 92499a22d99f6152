/**
 * How many durable pushes a second the ledger takes, beside what the disk itself can do: on the same file system, in
 * short turns, so that a disk that is slower for a while is slower for all.
 */
import { randomUUID } from 'node:crypto';
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_TRACKER, type Ledger, openLedger } from '../../server/ledger/ledger.ts';
import { serviceOf } from '../../server/ledger/service.ts';
import { openSqlite } from '../../server/store/sqlite.ts';
import type { Store } from '../../server/store/store.ts';
import type { Service } from '../../shared/protocol/service.ts';
import { configure } from '../../shared/tracker/configuration.ts';
import type { Op } from '../../shared/values/change.ts';
import { median, table } from './measure.ts';
import { fill, pushOnto, ROWS, refOf } from './register.ts';

/** Each measured thing has so many turns of so long. */
const TURNS = 8;
const TURN_MS = 500;
const MANY = 1_000;
const ROUNDS = 15;
/** A tracker of its own in the same database, for what the store does alone. */
const SECOND = 'second';

const AUTHOR = { name: 'bench', role: 'owner' } as const;

/** Prints the table. */
export async function benchPushing(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tracker-bench-'));
  try {
    const disk = diskIn(folder);
    const store = await openSqlite(join(folder, 'ledger.db'));
    const ledger = await openLedger({ store, configuration: configure({}), now: Date.now, uuid: randomUUID });
    const service = serviceOf(ledger, AUTHOR);
    await fill(service);
    const one = await pusherOf(ledger, service, 'section', 1);
    const callers = await pusherOf(ledger, service, 'decision-ref', 32);
    // The first turn of each is not counted: the engine compiles, and the log grows to its size.
    const turns: { readonly syncs: number; readonly one: number; readonly callers: number }[] = [];
    for (let turn = 0; turn <= TURNS; turn += 1) {
      const before = disk.syncsPerSecond();
      const single = await one();
      const between = disk.syncsPerSecond();
      const shared = await callers();
      turns.push({ syncs: (before + between) / 2, one: single, callers: shared });
    }
    turns.shift();
    await ledger.close();
    await store.close();
    disk.close();
    const { ledger: many, store: own } = await secondsForMany(join(folder, 'many.db'));
    const of = (pick: (turn: (typeof turns)[number]) => number) => median(turns.map(pick));
    const rate = (pick: (turn: (typeof turns)[number]) => number) => [
      of(pick).toFixed(0),
      of((turn) => pick(turn) / turn.syncs).toFixed(2),
      '',
    ];
    console.log(
      `Pushing to SQLite with ${ROWS} rows, synchronous=FULL; medians of ${TURNS} turns of ${TURN_MS / 1000} s\n`,
    );
    console.log(
      table([
        ['', 'per second', '× fdatasync', '× store'],
        ['fdatasync of 8 KiB', ...rate(({ syncs }) => syncs)],
        ['pushes of one change, 1 caller', ...rate((turn) => turn.one)],
        ['pushes of one change, 32 callers', ...rate((turn) => turn.callers)],
        [`${MANY} changes written to the store alone`, (MANY / own).toFixed(0), '', '1.00'],
        [`changes in one push of ${MANY}`, (MANY / many).toFixed(0), '', (many / own).toFixed(2)],
      ]),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The disk's own rate: 8 KiB written into a file that is there already, and forced out. */
function diskIn(folder: string): { syncsPerSecond(): number; close(): void } {
  const handle = openSync(join(folder, 'floor'), 'w+');
  const page = Buffer.alloc(8192, 1);
  const PAGES = 1024;
  for (let index = 0; index < PAGES; index += 1) writeSync(handle, page);
  fdatasyncSync(handle);
  return {
    syncsPerSecond() {
      let done = 0;
      const begun = performance.now();
      while (performance.now() - begun < TURN_MS) {
        writeSync(handle, page, 0, page.length, (done % PAGES) * page.length);
        fdatasyncSync(handle);
        done += 1;
      }
      return done / ((performance.now() - begun) / 1000);
    },
    close: () => closeSync(handle),
  };
}

/** A turn of some callers: each sets one cell a push, in rows that no other caller has under way. Pushes a second. */
async function pusherOf(
  ledger: Ledger,
  service: Service,
  column: string,
  callers: number,
): Promise<() => Promise<number>> {
  const { tracker, fingerprint, revision, hash } = await service.schema();
  const base = { revision, hash };
  const known = new Map<number, string>();
  const turnOf = new Array<number>(callers).fill(0);
  return async () => {
    let done = 0;
    const begun = performance.now();
    await Promise.all(
      turnOf.map(async (first, caller) => {
        let turn = first;
        for (; performance.now() - begun < TURN_MS; turn += 1) {
          const row = (caller + callers * turn) % ROWS;
          const from = known.get(row) ?? null;
          const to = `Turn ${turn}`;
          known.set(row, to);
          const answer = await ledger.push(AUTHOR, {
            request: randomUUID(),
            tracker,
            workbook: null,
            base,
            fingerprint,
            changes: [{ op: 'set', tab: 'issues', ref: refOf(row), column, from, to }],
          });
          // By its text: to parse it would be the caller's time, not the ledger's.
          if (!answer.includes('"applied":1,')) throw new Error(`Not applied: ${answer}`);
          done += 1;
        }
        turnOf[caller] = turn;
      }),
    );
    return done / ((performance.now() - begun) / 1000);
  };
}

/**
 * Seconds for many changes in one push, and for the same records written in one transaction without a ledger, into a
 * tracker that holds the same: medians of a few rounds in turn.
 */
async function secondsForMany(file: string): Promise<{ ledger: number; store: number }> {
  const store = await openSqlite(file);
  const ledger = await openLedger({ store, configuration: configure({}), now: Date.now, uuid: randomUUID });
  const service = serviceOf(ledger, AUTHOR);
  const blank = { tracker: SECOND, uuid: randomUUID(), revision: 0, hash: '', at: 0, fingerprint: '' };
  await store.createTracker(blank);
  await fill(service);
  await rewrite(store);
  const [pushes, writes]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    const [from, to] = [round === 0 ? null : `Bench ${round - 1}`, `Bench ${round}`];
    const changes = Array.from(
      { length: MANY },
      (_, row): Op => ({ op: 'set', tab: 'issues', ref: refOf(row), column: 'source', from, to }),
    );
    const begun = performance.now();
    await pushOnto(service, changes);
    pushes.push(performance.now() - begun);
    writes.push(await rewrite(store));
  }
  await ledger.close();
  await store.close();
  return { ledger: median(pushes) / 1000, store: median(writes) / 1000 };
}

/** Milliseconds for the last revision's records, written into the second tracker. */
async function rewrite(store: Store): Promise<number> {
  const { record, rows, changes, requests } = await store.snapshot(DEFAULT_TRACKER, async (snapshot) => {
    const { revision } = await snapshot.tracker();
    return {
      record: await snapshot.revision(revision),
      rows: (await snapshot.rows()).filter((row) => row.revision === revision),
      changes: await snapshot.changes({ since: revision - 1, limit: Number.MAX_SAFE_INTEGER }),
      requests: [{ request: randomUUID(), author: 'bench', body: '', answer: '{}', at: 0 }],
    };
  });
  if (record === undefined || changes.length < MANY) throw new Error('The last push is not there.');
  const begun = performance.now();
  await store.transaction(SECOND, async (transaction, locked) => {
    await transaction.addRevision(record);
    await transaction.addChanges(changes);
    await transaction.putRows(rows);
    await transaction.putTracker({ ...locked, revision: record.revision });
    for (const request of requests) await transaction.addRequest(request);
  });
  return performance.now() - begun;
}
