/**
 * A push: looked up, checked in the order that the protocol gives, merged, written. All of it runs inside one
 * transaction with the tracker's row locked (a dry run in a snapshot), and only after the commit is anything
 * answered.
 */
import { z } from 'zod';
import { Problem } from '../../shared/protocol/problem.ts';
import type { Outcome, Push, PushAnswer } from '../../shared/protocol/push.ts';
import type { Role } from '../../shared/protocol/schema.ts';
import type { Register } from '../../shared/rules/register.ts';
import type { Op } from '../../shared/values/change.ts';
import { normalRef } from '../../shared/values/ref.ts';
import type { Cells } from '../../shared/values/value.ts';
import type {
  ChangeRecord,
  ConflictRecord,
  RequestRecord,
  RevisionRecord,
  Snapshot,
  TrackerRecord,
  Transaction,
} from '../store/store.ts';
import { chained, sha256 } from './chain.ts';
import { checkOps, parsePush } from './check.ts';
import { type Columns, compare } from './columns.ts';
import { confirmed } from './confirm.ts';
import { type Recorded, shown } from './conflict.ts';
import { ofThisPast } from './feed.ts';
import { type Head, rowAt, withRows } from './head.ts';
import { type HeadRow, rowId } from './head-row.ts';
import { type Apply, applyUnheld, type Tried } from './hold.ts';
import { type Meaning, meaningOf } from './meaning.ts';
import { cellsAt } from './past.ts';
import type { Recent } from './recent.ts';
import { changeOf, changeRecord, conflictOf, conflictRecord, rowRecord } from './records.ts';
import type { Circumstances } from './scratch.ts';
import { splitSeriesKey } from './series.ts';
import { isNew } from './step.ts';
import { dayIn } from './today.ts';

/** Who pushes, and what they may. */
export interface Author {
  readonly name: string;
  readonly role: Role;
}

/** A push as it arrived. */
export interface Arrived {
  readonly author: Author;
  readonly body: unknown;
  /** The body's text: another text is another body. */
  readonly text: string;
  /** The id of its request; null where it has none, which `plan` refuses. */
  readonly request: string | null;
}

/** What the ledger hands to a push. */
export interface Desk {
  readonly columns: Columns;
  readonly apply: Apply;
  readonly recent: Recent;
  /** Epoch milliseconds. */
  now(): number;
  uuid(): string;
}

/** What came of a push: the answer, and what is to be written for it. */
export interface Plan {
  readonly answer: (conflicts: readonly Recorded[]) => PushAnswer;
  readonly push: Push;
  readonly author: Author;
  readonly head: Head;
  readonly after: Head;
  readonly revision: RevisionRecord | null;
  /** The revision's changes. */
  readonly changes: readonly ChangeRecord[];
  readonly tried: Tried;
}

/** Refuses what the caller may not do. @throws Problem `forbidden` */
export function authorise({ author, body }: Pick<Arrived, 'author' | 'body'>): void {
  if (author.role === 'reader') {
    throw new Problem(
      'forbidden',
      `${author.name} may read this tracker, not change it. Ask an owner for a token.`,
    );
  }
  if (bodyField(body, 'adopt') === true && author.role !== 'owner') {
    throw new Problem(
      'forbidden',
      'Only an owner may adopt a first register as it is. Push it without adopt.',
    );
  }
}

const UUID = z.regexes.uuid();

/** The id of the request in a body that may be a push; null where it has none. */
export function requestOf(body: unknown): string | null {
  const request = bodyField(body, 'request');
  return typeof request === 'string' && UUID.test(request) ? request : null;
}

/**
 * The stored answer of a request that was answered before.
 *
 * @param known what is stored of that request
 * @throws Problem `other-tracker`, `request-reused`
 */
export function answeredBefore(
  known: RequestRecord | undefined,
  tracker: TrackerRecord,
  arrived: Arrived,
): string | undefined {
  const named = bodyField(arrived.body, 'tracker');
  if (named !== tracker.uuid && typeof named === 'string' && UUID.test(named)) {
    throw new Problem(
      'other-tracker',
      'This workbook belongs to another tracker than this service holds. Nothing was applied; check the address.',
    );
  }
  if (known === undefined) return undefined;
  if (known.author === arrived.author.name && known.body === sha256(arrived.text)) return known.answer;
  throw new Problem('request-reused', 'This request id was used for another push. Send it under a new one.');
}

/** Checks and merges a push under a head; nothing is written. @throws Problem */
export async function plan(
  snapshot: Snapshot,
  tracker: TrackerRecord,
  head: Head,
  register: () => Register,
  arrived: Arrived,
  desk: Desk,
): Promise<Plan> {
  const { columns } = desk;
  const { author } = arrived;
  const push = parsePush(arrived.body);
  const meaning = await meaningOf(snapshot, head, push);
  const conflicts = await conflictsFor(snapshot, push, meaning);
  const steps = checkOps(push.changes, head, columns, conflicts, meaning);
  await ofThisPast(snapshot, head, desk.recent, push.base.revision, push.base.hash);
  if (push.fingerprint !== tracker.fingerprint) {
    throw new Problem(
      'schema-changed',
      'The configuration changed. Read the schema again, check the workbook by it, and push anew.',
      { fingerprint: tracker.fingerprint },
    );
  }
  if (tracker.fingerprint !== columns.fingerprint) throw notInForce();

  const at = Math.max(desk.now(), head.at);
  const touch = { revision: head.revision + 1, author: author.name, at: new Date(at).toISOString() };
  const past = new Map<string, Cells | null>();
  const gaveUp = new Map<string, readonly Cells[]>();
  for (const { op, key, lost, row: id } of steps) {
    if ((op.op !== 'remove' && op.op !== 'add') || lost) continue;
    const row = rowAt(head, op.tab, key);
    if (op.op === 'remove' && row !== undefined && !row.removed && row.last.revision > op.seen) {
      past.set(rowId(op.tab, key), await cellsAt(snapshot, head, op.tab, key, op.seen));
    }
    const left = head.lineage.lastLeft(op.tab, key);
    if (op.op === 'add' && row === undefined && left !== undefined) {
      const now = rowAt(head, op.tab, head.lineage.followed(op.tab, key, left.revision - 1));
      const then = now === undefined ? null : await cellsAt(snapshot, head, op.tab, now.key, left.revision);
      gaveUp.set(
        id,
        [now?.cells ?? null, then].filter((cells) => cells !== null),
      );
    }
  }
  const under: Circumstances = {
    columns,
    touch,
    workbook: push.workbook,
    record: push.workbook !== null && push.dryRun !== true,
    conflicts,
    added: await addedSince(snapshot, head, push),
    gaveUp,
    typed: new Set(steps.flatMap(({ op }) => broughtBy(op))),
    cellsAt: (tab, key) => past.get(rowId(tab, key)) ?? null,
    id: desk.uuid,
  };
  const today = dayIn(columns.schema.timeZone, at);
  const tried = applyUnheld(desk.apply, head, steps, under, register(), today, adopted(push, head, author));
  confirmed(head, tried.scratch, columns, push.confirm);

  const { changes } = tried.scratch;
  const { workbook, reason = null } = push;
  const made = changes.length > 0 && push.dryRun !== true;
  const record = { revision: touch.revision, author: author.name, at: touch.at, workbook, reason };
  const records = made ? changes.map((change, place) => changeRecord(change, touch.revision, place)) : [];
  const bodies = records.map(({ body }) => body);
  const revision = made ? { ...record, at, hash: chained(head.hash, record, bodies) } : null;
  const after =
    revision === null ? head : withRows(head, tried.scratch.rows.values(), revision, columns, movedBy(tried));
  return {
    push,
    author,
    head,
    after,
    revision,
    changes: records,
    tried,
    answer: (open) => answerOf(push, after, tried, open, columns),
  };
}

/** The rows that a push renumbered, and what they gave up. */
function movedBy({ scratch }: Tried) {
  return [...scratch.was].flatMap(([id, from]) => {
    const row = scratch.rows.get(id);
    if (row === undefined) return [];
    return [{ from, row, shown: rowAt(scratch.head, row.tab, from)?.ref ?? from }];
  });
}

/** Writes what came of a push, with the answer that it will always get. Answers the request as it is kept. */
export async function write(
  transaction: Transaction,
  tracker: TrackerRecord,
  done: Plan,
  text: string,
): Promise<RequestRecord> {
  const { push, author, after, revision, tried, head } = done;
  const { scratch } = tried;
  if (revision !== null) {
    const { revision: number, hash, at } = revision;
    await transaction.addRevision(revision);
    await transaction.addChanges(done.changes);
    if (scratch.left.size > 0) {
      const renumberings = scratch.changes.filter(({ op }) => op === 'renumber');
      await transaction.dropRows(renumberings.map(({ tab, ref }) => ({ tab, ref: normalRef(ref) })));
    }
    await transaction.putRows([...scratch.rows.values()].map(rowRecord));
    if (after.counters !== head.counters) {
      const raised = [...after.counters].filter(([key, highest]) => head.counters.get(key) !== highest);
      await transaction.putCounters(raised.map(([key, highest]) => ({ ...splitSeriesKey(key), highest })));
    }
    await transaction.putTracker({ ...tracker, revision: number, hash, at });
  }
  if (scratch.kept.size > 0) await transaction.putConflicts([...scratch.kept.values()].map(conflictRecord));
  const answer = JSON.stringify(done.answer(await conflictsOf(transaction, push)));
  const answered = {
    request: push.request,
    author: author.name,
    body: sha256(text),
    answer,
    at: revision?.at ?? head.at,
  };
  await transaction.addRequest(answered);
  return answered;
}

/** This workbook's open conflicts and those decided since its base, by time, then id. */
export async function conflictsOf(snapshot: Snapshot, push: Push): Promise<readonly Recorded[]> {
  const { workbook, base } = push;
  if (workbook === null) return [];
  const found = [
    ...(await snapshot.conflicts({ state: 'open', workbook })),
    ...(await snapshot.decidedSince(base.revision, workbook)),
  ];
  return found.sort((one, other) => one.at - other.at || compare(one.id, other.id)).map(conflictOf);
}

/** The refusal of an instance that runs with another configuration than the one in force. */
export function notInForce(): Problem {
  return new Problem(
    'busy',
    'This instance of the service runs with another configuration than the one in force and takes no pushes. ' +
      'Restart it with the configuration in force, or try again.',
  );
}

function answerOf(
  push: Push,
  after: Head,
  { scratch, held }: Tried,
  open: readonly Recorded[],
  columns: Columns,
): PushAnswer {
  const outcomes: Outcome[] = scratch.conflicted.map(({ step, conflict }) => ({
    index: step.index,
    outcome: 'conflict',
    // As it came to be by this very push: replaced, settled or decided by another of its ops.
    conflict: shown(
      (conflict.id === null ? undefined : scratch.kept.get(conflict.id)) ?? conflict,
      after,
      columns,
    ),
  }));
  for (const { step, findings } of held) {
    outcomes.push({ index: step.index, outcome: 'held', findings: [...findings] });
  }
  return {
    revision: after.revision,
    hash: after.hash,
    applied: scratch.applied.length,
    agreed: scratch.agreed.length,
    refs: push.dryRun === true ? {} : Object.fromEntries(scratch.refs),
    outcomes: outcomes.sort((one, other) => one.index - other.index),
    conflicts: open.map((kept) => shown(kept, after, columns)),
  };
}

/** The conflicts that a push may meet, end or move: those of its rows, and those that it names. */
async function conflictsFor(
  snapshot: Snapshot,
  push: Push,
  meaning: Meaning,
): Promise<ReadonlyMap<string, Recorded>> {
  // Conflicts go with their rows, those that are over too.
  const moving = push.changes.some(({ op }) => op === 'renumber');
  const all = await snapshot.conflicts(moving ? {} : { state: 'open' });
  if (all.length === 0 && !push.changes.some(({ op }) => op === 'decide')) return new Map();
  const found = new Map<string, ConflictRecord>();
  const rows = new Set<string>();
  for (const op of push.changes) {
    if (op.op === 'decide') {
      const named = all.find(({ id }) => id === op.conflict) ?? (await snapshot.conflict(op.conflict));
      if (named === undefined) continue;
      found.set(named.id, named);
      rows.add(rowId(named.tab, named.ref));
    } else if (all.length > 0) {
      const key = normalRef(op.ref);
      rows.add(rowId(op.tab, key)).add(rowId(op.tab, meaning(op, key).key));
    }
  }
  const replaced = new Set(push.changes.map((op) => (op.op === 'set' ? op.replaces : undefined)));
  for (const record of all) {
    if (moving || replaced.has(record.id) || rows.has(rowId(record.tab, record.ref))) {
      found.set(record.id, record);
    }
  }
  return new Map([...found].map(([id, record]) => [id, conflictOf(record)]));
}

/** The `rowId`s of refs that an op brings itself. */
function broughtBy(op: Op): readonly string[] {
  if (op.op === 'renumber') return [rowId(op.tab, normalRef(op.to))];
  return op.op === 'add' && !isNew(op.ref) ? [rowId(op.tab, normalRef(op.ref))] : [];
}

async function addedSince(snapshot: Snapshot, head: Head, push: Push): Promise<Circumstances['added']> {
  const { workbook, base, changes } = push;
  if (workbook === null || !changes.some((op) => op.op === 'add' && isNew(op.ref.trim()))) return [];
  return (await snapshot.added(workbook, base.revision)).flatMap((record) => {
    const change = changeOf(record);
    if (change.op !== 'add') return [];
    const key = head.lineage.followed(record.tab, record.ref, record.revision);
    return [{ tab: record.tab, key, cells: change.cells }];
  });
}

/**
 * The tabs whose first register this push may bring as it is: they had no rows at its base, and have none since but
 * those that earlier parts of the same register brought.
 */
function adopted({ adopt, base, changes }: Push, head: Head, { name }: Author): ReadonlySet<string> {
  if (adopt !== true) return new Set();
  const isPart = ({ born, last }: HeadRow) =>
    born.author === name && born.revision > base.revision && last.revision === born.revision;
  const tabs = new Set(changes.flatMap((op) => (op.op === 'decide' ? [] : [op.tab])));
  return new Set([...tabs].filter((tab) => [...(head.tabs.get(tab)?.values() ?? [])].every(isPart)));
}

function bodyField(body: unknown, key: string): unknown {
  return typeof body === 'object' && body !== null ? Reflect.get(body, key) : undefined;
}
