import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { type Ledger, openLedger } from '../../server/ledger/ledger.ts';
import { serviceOf } from '../../server/ledger/service.ts';
import { type LedgerThread, openLedgerThread } from '../../server/ledger/thread.ts';
import { openSqlite } from '../../server/store/sqlite.ts';
import { StoreBusy, StoreFailed } from '../../server/store/store.ts';
import { Problem } from '../../shared/protocol/problem.ts';
import { type Push, PushAnswer } from '../../shared/protocol/push.ts';
import { ConfigurationError } from '../../shared/tracker/configuration.ts';
import type { Op } from '../../shared/values/change.ts';
import { configuration, owner, reader, uuids } from './builder.ts';

const workbook = 'aaaaaaaa-0000-4000-8000-0000000000aa';
const session = 'aaaaaaaa-0000-4000-8000-000000000001';
const uuid = uuids('c');

const add = (title: string, ref = 'new:1'): Op => ({ op: 'add', tab: 'notes', ref, cells: { title } });
const set = (from: string, to: string): Op => ({
  op: 'set',
  tab: 'notes',
  ref: 'N-001',
  column: 'title',
  from,
  to,
});

describe('The ledger in a thread', () => {
  let folder: string;
  let database: string;
  let ledger: LedgerThread;
  let worker: Worker;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tracker-thread-'));
    database = join(folder, 'tracker.db');
    process.once('worker', (made: Worker) => {
      worker = made;
    });
    ledger = await openLedgerThread(database, configuration);
  });
  afterEach(async () => {
    await ledger.close();
    rmSync(folder, { recursive: true });
  });

  async function body(changes: readonly Op[], more: Partial<Push> = {}): Promise<Push> {
    const { tracker, fingerprint, revision, hash } = await ledger.schema(owner);
    const base = { revision, hash };
    return { request: uuid(), tracker, workbook, base, fingerprint, changes: [...changes], ...more };
  }

  const push = async (changes: readonly Op[], more: Partial<Push> = {}) =>
    ledger.push(owner, await body(changes, more));

  /** Does something beside a ledger in this thread, over the same database. */
  async function beside(work: (own: Ledger) => Promise<void>): Promise<void> {
    const store = await openSqlite(database);
    await work(await openLedger({ store, configuration, now: Date.now, uuid }));
    await store.close();
  }

  /** Keeps every push of the ledger waiting until it is called. */
  function lock(): () => void {
    const other = new Database(database);
    other.exec('BEGIN IMMEDIATE');
    return () => {
      other.exec('ROLLBACK');
      other.close();
    };
  }

  it('answers every call as the ledger itself does', async () => {
    const { base, ...more } = await body([]);
    await push([add('A'), add('B', 'new:2')]);
    await push([set('A', 'C')], { reason: 'asked for' });
    const conflicting = { ...more, base, request: uuid(), changes: [set('B', 'D')] };
    const answered = await ledger.push(owner, conflicting);
    const dry = await body([set('C', 'E')], { dryRun: true });

    await beside(async (own) => {
      const calls: readonly ((of: Ledger) => Promise<unknown>)[] = [
        (of) => of.schema(owner),
        (of) => of.rows('notes'),
        (of) => of.rows('notes', 1),
        (of) => of.changes({ since: 0 }),
        (of) => of.changes({ since: 1, workbook }),
        (of) => of.conflicts({ state: 'open' }),
        (of) => of.push(owner, conflicting),
        (of) => of.push(owner, conflicting, JSON.stringify(conflicting)),
        (of) => of.push(owner, dry),
        (of) => of.lease(owner, workbook, { session, base: null }).then(({ base }) => base),
        (of) => of.verify(),
      ];
      for (const call of calls) assert.deepEqual(await call(ledger), await call(own), call.toString());
      assert.equal(await own.push(owner, conflicting), answered);
      assert.equal((await ledger.conflicts({ state: 'open' })).conflicts.length, 1);
    });
  });

  it('refuses with the same problem as the ledger itself', async () => {
    await push([add('A')]);
    const known = await body([]);
    await ledger.lease(owner, workbook, { session, base: null });
    await beside(async (own) => {
      const calls: readonly ((of: Ledger) => Promise<unknown>)[] = [
        (of) => of.rows('nothing'),
        (of) => of.rows('notes', 9),
        (of) => of.changes({ since: 9 }),
        (of) => of.push(reader, known),
        (of) => of.push(owner, { ...known, changes: [{ op: 'set' }], unknown: 1 }),
        (of) => of.push(owner, { ...known, changes: [add('A')], fingerprint: '0'.repeat(64) }),
        (of) => of.lease(owner, workbook, { session: workbook, base: null }),
      ];
      for (const call of calls) {
        const [here, there] = [await thrown(call(own)), await thrown(call(ledger))];
        assert.ok(here instanceof Problem && there instanceof Problem, call.toString());
        assert.deepEqual(there, here);
      }
    });
  });

  it('tells of a database that failed, and of what nobody expected, as they are', async () => {
    const unexpected = await thrown(ledger.push(owner, {}, 'no JSON'));
    assert.equal(unexpected.name, 'SyntaxError');
    assert.match(unexpected.stack ?? '', /Unexpected token[\s\S]*thread-main\.ts/);
    const spoiling = new Database(database);
    spoiling.exec('DROP TABLE change');
    spoiling.close();
    const failed = await thrown(push([add('A')]));
    assert.ok(failed instanceof StoreFailed);
    assert.match(failed.message, /no such table/);
  });

  it('does not open where the ledger does not', async () => {
    const wrong = { ...configuration, rules: { 'no-such-rule': { severity: null, parameters: {} } } };
    const refused = await thrown(openLedgerThread(database, wrong));
    assert.ok(refused instanceof ConfigurationError);
    assert.deepEqual(
      refused.problems.map(({ path }) => path),
      ['rules.no-such-rule'],
    );
    assert.ok((await thrown(openLedgerThread(folder, configuration))) instanceof StoreFailed);
  });

  it('that dies rejects what is under way and what comes later, and says so; the push can be sent again', async () => {
    const sent = await body([add('A')]);
    const unlock = lock();
    const pushed = thrown(ledger.push(owner, sent));
    const dead = worker.terminate();
    unlock();
    await dead;
    for (const error of [await pushed, await thrown(ledger.schema(owner))]) {
      assert.ok(error instanceof StoreBusy);
      assert.match(error.message, /Send the same request again/);
    }
    assert.match((await ledger.ended).message, /The thread of the ledger ended/);
    await ledger.close();

    ledger = await openLedgerThread(database, configuration);
    await ledger.push(owner, sent);
    assert.deepEqual(
      (await ledger.rows('notes')).rows.map(({ ref }) => ref),
      ['N-001'],
    );
  });

  it('waits for pushes under way before it closes, and then its thread is gone', async () => {
    const sent = await Promise.all(['A', 'B', 'C'].map((title) => body([add(title)])));
    const unlock = lock();
    const order: string[] = [];
    const pushes = sent.map((each) => ledger.push(owner, each).then(() => order.push('answered')));
    const closing = ledger.close().then(() => order.push('closed'));
    setTimeout(unlock, 50);
    await Promise.all([...pushes, closing]);
    assert.deepEqual(order, ['answered', 'answered', 'answered', 'closed']);
    assert.equal(worker.threadId, -1);
    await beside(async (own) => assert.equal((await serviceOf(own, owner).rows('notes')).rows.length, 3));
  });

  it('commits pushes that arrive meanwhile together', async () => {
    const sent = await Promise.all(Array.from({ length: 32 }, (_, place) => body([add(`Note ${place}`)])));
    const before = commitsIn(database);
    const unlock = lock();
    const pushes = sent.map((each) => ledger.push(owner, each));
    unlock();
    const revisions = (await Promise.all(pushes)).map((text) => PushAnswer.parse(JSON.parse(text)).revision);
    assert.deepEqual(
      revisions,
      sent.map((_, place) => place + 1),
    );
    // The first may go alone.
    assert.ok(commitsIn(database) - before <= 3, `${commitsIn(database) - before} commits`);
  });
});

async function thrown(work: Promise<unknown>): Promise<Error> {
  try {
    await work;
  } catch (error) {
    assert.ok(error instanceof Error);
    return error;
  }
  assert.fail('It was not refused.');
}

/** The commits in SQLite's log: the last page of each says how large the database is after it. */
function commitsIn(file: string): number {
  const log = readFileSync(`${file}-wal`);
  const page = log.readUInt32BE(8);
  let commits = 0;
  for (let frame = 32; frame < log.length; frame += 24 + page) {
    if (log.readUInt32BE(frame + 4) !== 0) commits += 1;
  }
  return commits;
}
