/** How many durable pushes a second the ledger takes, beside what the disk itself can do. */
import { randomUUID } from 'node:crypto';
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_TRACKER, type Ledger, openLedger } from '../../server/ledger/ledger.ts';
import { serviceOf } from '../../server/ledger/service.ts';
import { openSqlite } from '../../server/store/sqlite.ts';
import type { Store } from '../../server/store/store.ts';
import { PushAnswer } from '../../shared/protocol/push.ts';
import type { Service } from '../../shared/protocol/service.ts';
import { configure } from '../../shared/tracker/configuration.ts';
import type { Op } from '../../shared/values/change.ts';
import { median, table } from './measure.ts';
import { fill, pushOnto, ROWS, refOf } from './register.ts';

const WINDOW_MS = 2_000;
const MANY = 1_000;
const ROUNDS = 9;
/** A tracker of its own in the same database, for what the store does alone. */
const SECOND = 'second';

/** Prints the table. */
export async function benchPushing(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tracker-bench-'));
  try {
    const syncs = fsyncsPerSecond(join(folder, 'floor'));
    const store = await openSqlite(join(folder, 'ledger.db'));
    const ledger = await openLedger({ store, configuration: configure({}), now: Date.now, uuid: randomUUID });
    const service = serviceOf(ledger, { name: 'bench', role: 'owner' });
    await fill(service);
    await store.createTracker({
      tracker: SECOND,
      uuid: randomUUID(),
      revision: 0,
      hash: '',
      at: 0,
      fingerprint: '',
    });
    const one = await pushesPerSecond(ledger, service, 'section', 1);
    const callers = await pushesPerSecond(ledger, service, 'decision-ref', 32);
    const { ledger: many, store: own } = await secondsForMany(service, store);
    await ledger.close();
    await store.close();
    console.log(`Pushing to SQLite with ${ROWS} rows, synchronous=FULL; ${WINDOW_MS / 1000} s each\n`);
    console.log(
      table([
        ['', 'per second', '× fdatasync', '× store'],
        ['fdatasync of 8 KiB', syncs.toFixed(0), '1.00', ''],
        ['pushes of one change, 1 caller', one.toFixed(0), (one / syncs).toFixed(2), ''],
        ['pushes of one change, 32 callers', callers.toFixed(0), (callers / syncs).toFixed(2), ''],
        [`${MANY} changes written to the store alone`, (MANY / own).toFixed(0), '', '1.00'],
        [`changes in one push of ${MANY}`, (MANY / many).toFixed(0), '', (many / own).toFixed(2)],
      ]),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The disk's own rate: 8 KiB written into a file that is there already, and forced out. */
function fsyncsPerSecond(file: string): number {
  const handle = openSync(file, 'w+');
  const page = Buffer.alloc(8192, 1);
  for (let index = 0; index < 1024; index += 1) writeSync(handle, page);
  let done = 0;
  const begun = performance.now();
  while (performance.now() - begun < WINDOW_MS) {
    writeSync(handle, page, 0, page.length, (done % 1024) * page.length);
    fdatasyncSync(handle);
    done += 1;
  }
  closeSync(handle);
  return done / ((performance.now() - begun) / 1000);
}

/** Each caller sets one cell a push, in rows that no other caller has under way. */
async function pushesPerSecond(
  ledger: Ledger,
  service: Service,
  column: string,
  callers: number,
): Promise<number> {
  const { tracker, fingerprint, revision, hash } = await service.schema();
  const base = { revision, hash };
  const known = new Map<number, string>();
  let done = 0;
  const begun = performance.now();
  const author = { name: 'bench', role: 'owner' } as const;
  await Promise.all(
    Array.from({ length: callers }, async (_, caller) => {
      for (let turn = 0; performance.now() - begun < WINDOW_MS; turn += 1) {
        const row = (caller + callers * turn) % ROWS;
        const from = known.get(row) ?? null;
        const to = `Turn ${turn}`;
        known.set(row, to);
        const answer = await ledger.push(author, {
          request: randomUUID(),
          tracker,
          workbook: null,
          base,
          fingerprint,
          changes: [{ op: 'set', tab: 'issues', ref: refOf(row), column, from, to }],
        });
        if (PushAnswer.parse(JSON.parse(answer)).applied !== 1) throw new Error(`Not applied: ${answer}`);
        done += 1;
      }
    }),
  );
  return done / ((performance.now() - begun) / 1000);
}

/**
 * Seconds for many changes in one push, and for the same records written in one transaction without a ledger;
 * medians of a few rounds in turn.
 */
async function secondsForMany(service: Service, store: Store): Promise<{ ledger: number; store: number }> {
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
  return { ledger: median(pushes) / 1000, store: median(writes) / 1000 };
}

/** Milliseconds for the last revision's records, written into the second tracker. */
async function rewrite(store: Store): Promise<number> {
  const { record, rows, changes } = await store.snapshot(DEFAULT_TRACKER, async (snapshot) => {
    const { revision } = await snapshot.tracker();
    return {
      record: await snapshot.revision(revision),
      rows: (await snapshot.rows()).filter((row) => row.revision === revision),
      changes: await snapshot.changes({ since: revision - 1, limit: MANY }),
    };
  });
  if (record === undefined || changes.length !== MANY) throw new Error('The last push is not there.');
  const begun = performance.now();
  await store.transaction(SECOND, async (transaction, locked) => {
    const revision = locked.revision + 1;
    await transaction.addRevision({ ...record, revision });
    await transaction.addChanges(changes.map((change) => ({ ...change, revision })));
    await transaction.putRows(rows);
    await transaction.putTracker({ ...locked, revision });
    const answer = JSON.stringify({ revision });
    await transaction.addRequest({ request: randomUUID(), author: 'bench', body: '', answer, at: 0 });
  });
  return performance.now() - begun;
}
