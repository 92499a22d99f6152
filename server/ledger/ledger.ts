/**
 * The ledger: the canonical copy of one tracker, over a store. Its head is kept in memory, brought up to date
 * from the log before it is used (another process may have written), and replaced only after a commit.
 */
import type { ChangesAnswer, ChangesQuery } from '../../shared/protocol/changes.ts';
import type { ConflictsAnswer, ConflictsQuery } from '../../shared/protocol/conflicts.ts';
import type { LeaseAnswer, LeaseRequest } from '../../shared/protocol/lease.ts';
import { Problem } from '../../shared/protocol/problem.ts';
import type { RowsAnswer } from '../../shared/protocol/rows.ts';
import type { SchemaAnswer } from '../../shared/protocol/schema.ts';
import { Register, type RowChange } from '../../shared/rules/register.ts';
import type { Configuration } from '../../shared/tracker/configuration.ts';
import type { RequestRecord, Snapshot, Store, TrackerRecord, Transaction } from '../store/store.ts';
import { apply as merge } from './apply.ts';
import { firstHash } from './chain.ts';
import { type Columns, columnsOf } from './columns.ts';
import { shown } from './conflict.ts';
import { pageOf } from './feed.ts';
import { advance, type Head } from './head.ts';
import type { Apply } from './hold.ts';
import { lease } from './lease.ts';
import { rowsAt } from './past.ts';
import {
  type Arrived,
  type Author,
  answeredBefore,
  authorise,
  conflictsOf,
  type Desk,
  plan,
  requestOf,
  write,
} from './push.ts';
import { orBusy, queueOf } from './queue.ts';
import { Recent } from './recent.ts';
import { changeOf, conflictOf, loadHead } from './records.ts';
import { dayIn } from './today.ts';
import { type Verdict, verify } from './verify.ts';

export interface Ledger {
  schema(author: Author): Promise<SchemaAnswer>;
  /** @throws Problem `unknown-tab`, `unknown-revision` */
  rows(tab: string, at?: number): Promise<RowsAnswer>;
  /** @throws Problem `resync`, `unknown-tab`, `unknown-ref`, `invalid` */
  changes(query: ChangesQuery): Promise<ChangesAnswer>;
  conflicts(query: ConflictsQuery): Promise<ConflictsAnswer>;
  /**
   * The answer's JSON text: of a request that was answered before, the same bytes again.
   *
   * @param body the parsed body, checked here
   * @param text the body as it came, by which a request is told from another under the same id
   * @throws Problem
   */
  push(author: Author, body: unknown, text?: string): Promise<string>;
  /** Gives a session of a workbook its turn, renews or ends it. @throws Problem `forbidden`, `copy-busy` */
  lease(author: Author, workbook: string, asked: LeaseRequest): Promise<LeaseAnswer>;
  verify(): Promise<Verdict>;
  /** Waits for the pushes under way. The store stays open: it is the caller's. */
  close(): Promise<void>;
}

export interface LedgerOptions {
  readonly store: Store;
  readonly configuration: Configuration;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly uuid: () => string;
  /** The tracker's name in URLs and keys. */
  readonly tracker?: string;
  /** The merge; the ledger's own unless a test plants a defect. */
  readonly apply?: Apply;
}

/** The name of the tracker that a service holds. */
export const DEFAULT_TRACKER = 'design';

/**
 * Opens a tracker's ledger, makes it where there is none, and puts the configuration in force.
 *
 * @throws ConfigurationError, StoreFailed
 */
export async function openLedger(options: LedgerOptions): Promise<Ledger> {
  const { store, now, uuid, tracker = DEFAULT_TRACKER } = options;
  const columns = columnsOf(options.configuration);
  const { fingerprint } = columns;
  const recent = new Recent();
  const desk: Desk = { columns, now, uuid, recent, apply: options.apply ?? merge };
  const fresh = uuid();
  const blank = { tracker, uuid: fresh, revision: 0, hash: firstHash(fresh), at: 0, fingerprint };
  await store.createTracker(blank);
  const opened = await store.transaction(tracker, async (transaction, locked) => {
    if (locked.fingerprint !== fingerprint) await transaction.putTracker({ ...locked, fingerprint });
    return loadHead(transaction, columns);
  });
  /** With the live rows as the rules look them up; null where that index must be made anew. */
  let memory: { readonly head: Head; readonly register: Register | null } = { head: opened, register: null };

  recent.keep(opened, 0);

  /** What a view of the store needs: the head as of that view. */
  async function read<T>(
    work: (snapshot: Snapshot, head: Head, record: TrackerRecord) => Promise<T>,
  ): Promise<T> {
    // Where a push commits while a view is being opened, the head in memory is newer than the view.
    const before = memory.head;
    return orBusy(
      store.snapshot(tracker, async (snapshot) => {
        const record = await snapshot.tracker();
        const known = memory.head.revision > record.revision ? before : memory.head;
        const { head, changed } = await upToDate(snapshot, record, known, columns, recent);
        if (head.revision > memory.head.revision) {
          // A push under way has the index: then there is none here.
          const register = known === memory.head && changed !== null ? memory.register : null;
          for (const rows of changed ?? []) register?.apply(rows);
          memory = { head, register };
        }
        return work(snapshot, head, record);
      }),
    );
  }

  /** Several pushes in one transaction, each a revision of its own; what one of them refuses stops no other. */
  async function pushAll(pushes: readonly Arrived[]): Promise<PromiseSettledResult<string>[]> {
    const before = memory;
    // The index is changed as pushes are merged: until they are committed it belongs to no head.
    memory = { head: before.head, register: null };
    let kept = before.register;
    const { results, made, ...after } = await store.transaction(tracker, async (transaction, locked) => {
      let record = locked;
      const caughtUp = await upToDate(transaction, record, before.head, columns, recent);
      let { head } = caughtUp;
      const register = (caughtUp.changed === null ? null : kept) ?? registerOf(head);
      if (register === kept) for (const rows of caughtUp.changed ?? []) register.apply(rows);
      // The store may do this again from its start, and then the index has been changed.
      kept = null;
      const known = await answeredOf(transaction, pushes);
      const results: PromiseSettledResult<string>[] = [];
      const made: { readonly head: Head; readonly changes: number }[] = [];
      for (const arrived of pushes) {
        const one = await settled(pushOne(transaction, record, head, register, known, arrived));
        if (one.status === 'rejected') {
          results.push(one);
          continue;
        }
        results.push({ status: 'fulfilled', value: one.value.answer });
        register.apply(one.value.changed);
        if (one.value.after !== head) made.push({ head: one.value.after, changes: one.value.changed.length });
        head = one.value.after;
        record = { ...record, revision: head.revision, hash: head.hash, at: head.at };
      }
      return { results, made, head, register };
    });
    memory = after;
    for (const each of made) recent.keep(each.head, each.changes);
    return results;
  }

  const registerOf = (head: Head) => new Register(columns.schema, liveRows(head));

  async function pushOne(
    transaction: Transaction,
    record: TrackerRecord,
    head: Head,
    register: Register,
    known: Map<string, RequestRecord>,
    arrived: Arrived,
  ) {
    const before = answeredBefore(known.get(arrived.request ?? ''), record, arrived);
    if (before !== undefined) return { answer: before, after: head, changed: [] };
    const done = await plan(transaction, record, head, () => register, arrived, desk);
    const answered = await write(transaction, record, done, arrived.text);
    const { request, answer } = answered;
    known.set(request, answered);
    const changed = done.revision === null ? [] : done.tried.changed;
    return { answer, after: done.after, changed };
  }

  async function dryRun(arrived: Arrived): Promise<string> {
    return read(async (snapshot, current, record) => {
      const before = await answeredOf(snapshot, [arrived]);
      const known = answeredBefore(before.get(arrived.request ?? ''), record, arrived);
      if (known !== undefined) return known;
      // Looked up at the moment of its use: a push may change the index in between.
      const register = () => (current === memory.head ? memory.register : null) ?? registerOf(current);
      const done = await plan(snapshot, record, current, register, arrived, desk);
      return JSON.stringify(done.answer(await conflictsOf(snapshot, done.push)));
    });
  }

  const queue = queueOf(pushAll);

  return {
    schema: (author) =>
      read(async (_, current, record) => ({
        tracker: record.uuid,
        fingerprint,
        revision: current.revision,
        hash: current.hash,
        today: dayIn(columns.schema.timeZone, now()),
        you: { author: author.name, role: author.role },
        ...columns.schema,
      })),
    rows: (tab, at) => read((snapshot, current) => rowsAt(snapshot, current, recent, columns, tab, at)),
    changes: (query) =>
      read(async (snapshot, current, record) => {
        const { since, revision, hash, more, revisions } = await pageOf(
          snapshot,
          current,
          recent,
          columns,
          query,
        );
        const { workbook } = query;
        const open = workbook === undefined ? null : await snapshot.conflicts({ state: 'open', workbook });
        return {
          since,
          revision,
          hash,
          fingerprint: record.fingerprint,
          today: dayIn(columns.schema.timeZone, now()),
          openConflicts: open === null ? null : open.length,
          more,
          revisions,
        };
      }),
    conflicts: (query) =>
      read(async (snapshot, current) => {
        const found = await snapshot.conflicts(query);
        return { conflicts: found.map((record) => shown(conflictOf(record), current, columns)) };
      }),
    async push(author, body, text = JSON.stringify(body)) {
      const arrived: Arrived = { author, body, text, request: requestOf(body) };
      authorise(arrived);
      return isDryRun(body) ? dryRun(arrived) : queue.add(arrived);
    },
    async lease(author, workbook, asked) {
      authorise({ author, body: null });
      return orBusy(
        store.transaction(tracker, (transaction) => lease(transaction, workbook, author.name, asked, now())),
      );
    },
    verify: () => verify(store, tracker),
    close: () => queue.idle(),
  };
}

/** The head of a view: ours, with what others wrote since; and the rows that each revision changed, null where it was read anew. */
async function upToDate(
  snapshot: Snapshot,
  record: TrackerRecord,
  head: Head,
  columns: Columns,
  recent: Recent,
): Promise<{ readonly head: Head; readonly changed: readonly (readonly RowChange[])[] | null }> {
  if (record.revision === head.revision && record.hash === head.hash) return { head, changed: [] };
  // Only a database that was put back can be behind.
  if (record.revision <= head.revision) {
    const loaded = await loadHead(snapshot, columns);
    recent.clear();
    recent.keep(loaded, 0);
    return { head: loaded, changed: null };
  }
  let current = head;
  const changed: (readonly RowChange[])[] = [];
  const changes = Map.groupBy(
    await snapshot.changes({ since: head.revision, limit: Number.MAX_SAFE_INTEGER }),
    ({ revision }) => revision,
  );
  for (const revision of await snapshot.revisions(head.revision + 1, record.revision)) {
    const own = (changes.get(revision.revision) ?? []).map(changeOf);
    const next = advance(current, revision, own, columns);
    current = next.head;
    changed.push(next.changed);
    recent.keep(current, own.length);
  }
  return { head: current, changed };
}

/** What is stored of the requests of some pushes, by id. */
async function answeredOf(
  snapshot: Snapshot,
  pushes: readonly Arrived[],
): Promise<Map<string, RequestRecord>> {
  const ids = new Set(pushes.flatMap(({ request }) => request ?? []));
  const found = ids.size === 0 ? [] : await snapshot.requests([...ids]);
  return new Map(found.map((record) => [record.request, record]));
}

function* liveRows(head: Head) {
  for (const rows of head.tabs.values()) for (const row of rows.values()) if (!row.removed) yield row;
}

/** A push's refusal is a `Problem` and its alone; what else is thrown is the store's, and fails the transaction. */
async function settled<T>(work: Promise<T>): Promise<PromiseSettledResult<T>> {
  try {
    return { status: 'fulfilled', value: await work };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { status: 'rejected', reason: error };
  }
}

function isDryRun(body: unknown): boolean {
  return typeof body === 'object' && body !== null && Reflect.get(body, 'dryRun') === true;
}
