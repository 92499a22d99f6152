/**
 * Random histories: several copies push into one ledger from whatever they last pulled, and a witness that knows
 * nothing of how the ledger works follows along and complains of the first thing that must never be.
 *
 * The witness believes only what it is told: the pushes it sends, the answers' bytes, `/changes`, `/rows` and
 * `/conflicts`. It keeps its own copy of the tracker by folding the feed.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import type { Ledger } from '../../server/ledger/ledger.ts';
import { Problem } from '../../shared/protocol/problem.ts';
import type { Push } from '../../shared/protocol/push.ts';
import { PushAnswer } from '../../shared/protocol/push.ts';
import type { Change, Conflict, Op } from '../../shared/values/change.ts';
import type { Cells, Value } from '../../shared/values/value.ts';
import { owner, uuids } from './builder.ts';

const TABS = ['notes', 'things'] as const;
const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  notes: ['title', 'owner', 'x:odd'],
  things: ['name', 'x:odd'],
};
const VALUES: readonly Value[] = ['A', 'B', 'C', null, '2', 'A longer text'];
const COPIES = 3;

/** Numbers that say what to do; what they mean depends on what there is to do it to. */
interface OpPlan {
  readonly kind: number;
  readonly row: number;
  readonly column: number;
  readonly value: number;
}
export type Command =
  | { readonly do: 'push'; readonly copy: number; readonly ops: readonly OpPlan[]; readonly pull: boolean }
  | { readonly do: 'pull'; readonly copy: number }
  /** The same request once more: its answer was lost. */
  | { readonly do: 'retry'; readonly push: number }
  /** The same rows once more under a new request: answer and request id were lost. */
  | { readonly do: 'again'; readonly copy: number };

const small = fc.nat(40);
const opPlan: fc.Arbitrary<OpPlan> = fc.record({ kind: fc.nat(19), row: small, column: small, value: small });
const copy = fc.nat(COPIES - 1);

export const commands: fc.Arbitrary<Command[]> = fc.array(
  fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({
        do: fc.constant('push' as const),
        copy,
        ops: fc.array(opPlan, { minLength: 1, maxLength: 5 }),
        pull: fc.boolean(),
      }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('pull' as const), copy }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('retry' as const), push: small }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('again' as const), copy }) },
  ),
  { minLength: 1, maxLength: 30, size: 'max' },
);

/** What happened in all histories of a run, so that a property that did nothing does not pass for proof. */
export interface Tally {
  applied: number;
  agreed: number;
  conflicts: number;
  held: number;
  decided: number;
  retried: number;
  answered: number;
}

interface Seen {
  readonly tab: string;
  readonly ref: string;
  readonly cells: Cells;
  readonly revision: number;
  readonly removed: boolean;
}
type State = ReadonlyMap<string, Seen>;

interface Copy {
  readonly workbook: string | null;
  base: { revision: number; hash: string };
  view: State;
  /** Its last push, where that only added rows without refs. */
  added: { push: Push; answer: PushAnswer } | null;
}

/** Plays a history. @throws AssertionError at the first thing that must never be */
export async function play(ledger: Ledger, history: readonly Command[], tally: Tally): Promise<void> {
  const uuid = uuids('c');
  const witness = await witnessOf(ledger);
  const copies: Copy[] = Array.from({ length: COPIES }, (_, index) => ({
    workbook: index === COPIES - 1 ? null : uuid(),
    base: witness.head(),
    view: witness.state(),
    added: null,
  }));
  const sent: { text: string; answer: string }[] = [];

  for (const command of history) {
    if (command.do === 'retry') {
      const before = sent[command.push % Math.max(1, sent.length)];
      if (before === undefined) continue;
      const head = witness.head();
      assert.equal(
        await ledger.push(owner, JSON.parse(before.text), before.text),
        before.answer,
        'same bytes',
      );
      await witness.follow();
      assert.deepEqual(witness.head(), head, 'a retry makes no revision');
      tally.retried += 1;
      continue;
    }
    const one = copies[command.copy];
    assert.ok(one !== undefined);
    if (command.do === 'pull') {
      one.base = witness.head();
      one.view = witness.state();
      continue;
    }
    const ops =
      command.do === 'push'
        ? opsOf(command.ops, one, await conflictsOf(ledger))
        : (one.added?.push.changes ?? []);
    if (ops.length === 0) continue;
    const again = command.do === 'again' ? one.added : null;
    const base = again?.push.base ?? one.base;
    const body = await bodyOf(ledger, { request: uuid(), workbook: one.workbook, base, changes: [...ops] });
    const before = witness.state();
    const head = witness.head();
    const { text, answer } = await pushed(ledger, body);
    sent.push({ text, answer });
    const parsed = PushAnswer.parse(JSON.parse(answer));
    const changes = await witness.follow();
    judge(body, parsed, before, head, witness, changes, tally);
    await judgeConflicts(ledger, body, parsed);
    if (again !== null && one.workbook !== null) {
      answersAgain(again.answer, parsed, body, before, tally);
    }
    one.added = parsed.outcomes.length === 0 && ops.every(isNew) ? { push: body, answer: parsed } : one.added;
    if (command.do === 'push' && command.pull) {
      one.base = witness.head();
      one.view = witness.state();
    }
  }
  await witness.rebuildsEveryRevision();
  assert.deepEqual(await ledger.verify(), { revisions: witness.head().revision, broken: null });
}

/** Sends a push, and confirms what the service wants confirmed. */
async function pushed(ledger: Ledger, body: Push): Promise<{ text: string; answer: string }> {
  const text = JSON.stringify(body);
  try {
    return { text, answer: await ledger.push(owner, body, text) };
  } catch (error) {
    if (!(error instanceof Problem) || error.body.confirm === undefined) throw error;
    const confirmed = { ...body, confirm: error.body.confirm };
    const again = JSON.stringify(confirmed);
    return { text: again, answer: await ledger.push(owner, confirmed, again) };
  }
}

async function bodyOf(
  ledger: Ledger,
  push: Pick<Push, 'request' | 'workbook' | 'base' | 'changes'>,
): Promise<Push> {
  const { tracker, fingerprint } = await ledger.schema(owner);
  return { ...push, tracker, fingerprint };
}

async function conflictsOf(ledger: Ledger): Promise<readonly Conflict[]> {
  return (await ledger.conflicts({})).conflicts;
}

/** What one row of any tab goes by; the refs here have one spelling each. */
const idOf = (tab: string, ref: string) => `${tab} ${ref}`;

const isNew = (op: Op) => op.op === 'add' && op.ref.startsWith('new:');

/** The ops that the numbers say, those left out that would make the list no set. */
function opsOf(plans: readonly OpPlan[], { view, workbook }: Copy, conflicts: readonly Conflict[]): Op[] {
  const rows = [...view.values()];
  const taken = new Set<string>();
  const ops: Op[] = [];
  const put = (op: Op, ...places: readonly string[]) => {
    if (places.some((place) => taken.has(place))) return;
    for (const place of places) taken.add(place);
    ops.push(op);
  };
  for (const { kind, row, column, value } of plans) {
    const tab = TABS[row % TABS.length] ?? 'notes';
    const columns = COLUMNS[tab] ?? [];
    const to = VALUES[value % VALUES.length] ?? null;
    const cellsOf = (first: string) => ({ [first]: VALUES[value % 3] ?? null, 'x:odd': to });
    if (kind < 3) {
      put({
        op: 'add',
        tab: 'notes',
        ref: `new:${ops.length + 1}`,
        cells: kind === 0 ? { title: 'A' } : cellsOf('title'),
      });
    } else if (kind === 3) {
      const ref = tab === 'notes' ? `N-${String((row % 12) + 1).padStart(3, '0')}` : `T${row % 5}`;
      put({ op: 'add', tab, ref, cells: cellsOf(columns[0] ?? '') }, ...places(tab, ref, columns));
    } else if (kind < 6 && conflicts.length > 0) {
      const one = conflicts[row % conflicts.length];
      if (one?.id === null || one === undefined) continue;
      const choose = kind === 4 ? 'mine' : column % 3 === 0 && one.kind === 'cell' ? 'value' : 'theirs';
      const seen = Math.max(0, one.theirsRevision - (value % 7 === 0 ? 1 : 0));
      const third = choose === 'value' ? { value: to } : {};
      put(
        { op: 'decide', conflict: one.id, choose, seen, ...third },
        ...places(one.tab, one.ref, COLUMNS[one.tab] ?? []),
      );
    } else {
      const one = rows[row % Math.max(1, rows.length)];
      if (one === undefined) continue;
      const { ref, revision: seen } = one;
      if (one.removed) put({ op: 'restore', tab: one.tab, ref, seen }, idOf(one.tab, ref));
      else if (kind === 6)
        put({ op: 'remove', tab: one.tab, ref, seen }, ...places(one.tab, ref, COLUMNS[one.tab] ?? []));
      const own = COLUMNS[one.tab] ?? [];
      const key = own[column % own.length];
      if (key === undefined || (kind === 6 && !one.removed)) continue;
      const open = conflicts.find(
        (each) =>
          each.workbook === workbook &&
          each.tab === one.tab &&
          each.ref === ref &&
          each.state === 'open' &&
          (each.column === key || each.column === null),
      );
      const replaces = kind % 2 === 0 && typeof open?.id === 'string' ? { replaces: open.id } : {};
      const from = one.cells[key] ?? null;
      put(
        { op: 'set', tab: one.tab, ref, column: key, from, to, ...replaces },
        `${idOf(one.tab, ref)} ${key}`,
      );
    }
  }
  return ops;
}

function places(tab: string, ref: string, columns: readonly string[]): string[] {
  return [idOf(tab, ref), ...columns.map((column) => `${idOf(tab, ref)} ${column}`)];
}

/** Whether an answer, and what it did to the tracker, is one that its push may have. */
function judge(
  push: Push,
  answer: PushAnswer,
  before: State,
  head: { revision: number },
  witness: Witness,
  changes: readonly Change[],
  tally: Tally,
): void {
  const { applied, agreed, outcomes, refs } = answer;
  assert.equal(applied + agreed + outcomes.length, push.changes.length, 'every op has one outcome');
  assert.equal(new Set(outcomes.map(({ index }) => index)).size, outcomes.length, 'an op has one outcome');
  assert.deepEqual(
    { revision: answer.revision, hash: answer.hash },
    witness.head(),
    'the answer names the head',
  );
  assert.equal(answer.revision, head.revision + (changes.length > 0 ? 1 : 0), 'one revision or none');
  tally.applied += applied;
  tally.agreed += agreed;

  const outcomeOf = new Map(outcomes.map((outcome) => [outcome.index, outcome]));
  const expected: Change[] = [];
  const restored = new Set<string>();
  push.changes.forEach((op, index) => {
    const outcome = outcomeOf.get(index);
    if (outcome?.outcome === 'held') {
      tally.held += 1;
      assert.ok(outcome.findings.length > 0, 'a held row says why');
      return;
    }
    if (outcome?.outcome === 'conflict') tally.conflicts += 1;
    if (op.op === 'restore' && outcome === undefined) restored.add(idOf(op.tab, op.ref));
  });
  push.changes.forEach((op, index) => {
    const outcome = outcomeOf.get(index);
    if (op.op === 'decide' || outcome?.outcome === 'held') {
      if (op.op === 'decide' && outcome === undefined) tally.decided += 1;
      return;
    }
    const row = before.get(idOf(op.tab, op.ref));
    const refused = outcome !== undefined;
    if (op.op === 'set') {
      assert.ok(row !== undefined);
      const now = row.cells[op.column] ?? null;
      const gone = row.removed && !restored.has(idOf(op.tab, op.ref));
      const blind = gone || (now !== op.from && now !== op.to);
      assert.equal(refused, blind, `a set is refused just when its value was never seen (op ${index})`);
      if (!blind && now !== op.to) {
        const { tab, ref, column } = op;
        expected.push({ op: 'set', tab, ref, column, before: now, after: op.to });
      }
    } else if (op.op === 'remove') {
      assert.ok(row !== undefined);
      assert.equal(
        refused,
        !row.removed && row.revision > op.seen,
        'a remove is refused just when the row moved on',
      );
      if (!refused && !row.removed)
        expected.push({ op: 'remove', tab: op.tab, ref: op.ref, cells: row.cells });
    } else if (op.op === 'restore') {
      assert.ok(row !== undefined);
      assert.equal(
        refused,
        row.removed && row.revision > op.seen,
        'a restore is refused just when the row moved on',
      );
      if (!refused && row.removed)
        expected.push({ op: 'restore', tab: op.tab, ref: op.ref, cells: row.cells });
    } else if (op.op === 'add') {
      const cells = filled(op.cells);
      if (!isNew(op)) {
        const same = row !== undefined && !row.removed && sorted(row.cells) === sorted(cells);
        assert.equal(
          refused,
          row !== undefined && !same,
          'an add is refused just when the ref has other content',
        );
        if (row === undefined) expected.push({ op: 'add', tab: op.tab, ref: op.ref, cells });
        return;
      }
      const ref = refs[op.ref];
      assert.ok(ref !== undefined, 'a row without a ref gets one');
      const known = before.get(idOf(op.tab, ref));
      if (known === undefined) expected.push({ op: 'add', tab: op.tab, ref, cells });
      else assert.ok(push.workbook !== null && !known.removed, `${ref} was given before`);
    }
  });
  const given = Object.values(refs);
  assert.equal(new Set(given).size, given.length, 'a ref is given once');
  const highest = Math.max(
    0,
    ...[...before.values()].map(({ tab, ref }) => (tab === 'notes' ? numberOf(ref) : 0)),
  );
  for (const ref of given) {
    if (!before.has(idOf('notes', ref)) && ref.startsWith('N-')) {
      assert.ok(numberOf(ref) > highest, `${ref} is above every number ever used (${highest})`);
    }
  }

  const decisions = push.changes.some(({ op }) => op === 'decide');
  const made = changes.map(sorted);
  for (const change of expected)
    assert.ok(made.includes(sorted(change)), `is in the feed: ${sorted(change)}`);
  if (!decisions) assert.equal(made.length, expected.length, 'nothing else is in the feed');
  for (const change of changes) {
    if (change.op === 'set') assert.notEqual(change.before, change.after, 'a set changes something');
  }
}

/** Every conflict that is answered to a workbook is kept, and what is open stays in reach. */
async function judgeConflicts(ledger: Ledger, push: Push, answer: PushAnswer): Promise<void> {
  const kept = new Map((await conflictsOf(ledger)).map((conflict) => [conflict.id, conflict]));
  for (const outcome of answer.outcomes) {
    if (outcome.outcome !== 'conflict') continue;
    const op = push.changes[outcome.index];
    const { conflict } = outcome;
    if (push.workbook === null && op?.op !== 'decide') {
      assert.equal(conflict.id, null, 'without a workbook nothing is recorded');
    } else if (op?.op !== 'restore') {
      assert.deepEqual(kept.get(conflict.id), conflict, 'a conflict that was answered is kept');
    }
    if (op?.op === 'set') {
      const mine =
        conflict.mine !== null && typeof conflict.mine === 'object'
          ? conflict.mine[op.column]
          : conflict.mine;
      assert.equal(mine, op.to, 'no value that a person typed vanishes');
    }
    if (op?.op === 'add') assert.deepEqual(conflict.mine, filled(op.cells));
  }
  const own = [...kept.values()].filter(
    ({ workbook, state, decided }) =>
      push.workbook !== null &&
      workbook === push.workbook &&
      (state === 'open' || (decided?.revision ?? 0) > push.base.revision),
  );
  assert.deepEqual(answer.conflicts, own, "the answer has this workbook's conflicts");
}

/** A push that is made again is answered with rows that it added, as many as are there still. */
function answersAgain(first: PushAnswer, again: PushAnswer, push: Push, before: State, tally: Tally): void {
  const isLive = (ref: string) => before.get(idOf('notes', ref))?.removed === false;
  const counted = (refs: PushAnswer['refs']) =>
    Map.groupBy(
      push.changes.filter((op) => op.op === 'add' && isLive(refs[op.ref] ?? '')),
      (op) => sorted(op.op === 'add' ? filled(op.cells) : {}),
    );
  const answered = counted(again.refs);
  for (const [cells, ops] of counted(first.refs)) {
    // More where a row that it added still earlier was restored meanwhile.
    assert.ok((answered.get(cells)?.length ?? 0) >= ops.length, 'no retry doubles a row');
    tally.answered += ops.length;
  }
}

interface Witness {
  head(): { revision: number; hash: string };
  state(): State;
  /** Reads what is new in the feed and answers its changes. */
  follow(): Promise<readonly Change[]>;
  rebuildsEveryRevision(): Promise<void>;
}

/** Folds the feed, checking that each change follows from the one before. */
async function witnessOf(ledger: Ledger): Promise<Witness> {
  const { tracker } = await ledger.schema(owner);
  let head = { revision: 0, hash: hashOf({ tracker }) };
  let at = '';
  let state: State = new Map();
  const states: State[] = [state];

  async function follow(): Promise<readonly Change[]> {
    const all: Change[] = [];
    for (;;) {
      const page = await ledger.changes({ since: head.revision, hash: head.hash, limit: 3 });
      for (const { hash, ...revision } of page.revisions) {
        assert.equal(revision.revision, head.revision + 1, 'revisions have no gap');
        assert.equal(hash, hashOf({ previous: head.hash, ...revision }), 'the hash chain holds');
        assert.ok(revision.at >= at, 'time never goes back');
        assert.ok(revision.changes.length > 0, 'a revision has changes');
        head = { revision: revision.revision, hash };
        at = revision.at;
        state = folded(state, revision.changes, revision.revision);
        states.push(state);
        all.push(...revision.changes);
      }
      assert.deepEqual({ revision: page.revision, hash: page.hash }, head, 'a page says where to go on');
      if (!page.more) return all;
    }
  }

  await follow();
  return {
    head: () => head,
    state: () => state,
    follow,
    async rebuildsEveryRevision() {
      for (const [revision, expected] of states.entries()) {
        for (const tab of TABS) {
          const { rows } = await ledger.rows(tab, revision);
          const live = [...expected.values()]
            .filter((row) => row.tab === tab && !row.removed)
            .map(({ ref, cells, revision: last }) => ({ ref, revision: last, cells }))
            .sort((one, other) => (one.ref.toLowerCase() < other.ref.toLowerCase() ? -1 : 1));
          assert.deepEqual(rows, live, `rows of ${tab} at revision ${revision}`);
        }
      }
    },
  };
}

function folded(state: State, changes: readonly Change[], revision: number): State {
  const next = new Map(state);
  for (const change of changes) {
    if (change.op === 'decide') continue;
    const id = idOf(change.tab, change.ref);
    const row = next.get(id);
    const { tab, ref } = change;
    if (change.op === 'add') {
      assert.equal(row, undefined, `${ref} was there before: a ref is never used twice`);
      next.set(id, { tab, ref, cells: change.cells, revision, removed: false });
      continue;
    }
    assert.ok(row !== undefined, `${ref} was never added`);
    if (change.op === 'set') {
      assert.equal(row.removed, false, `${ref} is removed: nothing of it can be set`);
      assert.equal(change.before, row.cells[change.column] ?? null, 'before is the previous after');
      const cells = filled({ ...row.cells, [change.column]: change.after });
      next.set(id, { ...row, cells, revision });
    } else {
      const removed = change.op === 'remove';
      assert.equal(row.removed, !removed, `${ref} is ${removed ? 'removed already' : 'not removed'}`);
      assert.deepEqual(change.op === 'renumber' ? {} : change.cells, row.cells, 'the cells are those it had');
      next.set(id, { ...row, removed, revision });
    }
  }
  return next;
}

function filled(cells: Cells): Cells {
  return Object.fromEntries(Object.entries(cells).filter(([, value]) => value !== null));
}

function numberOf(ref: string): number {
  return Number(/^N-(\d+)$/.exec(ref)?.[1] ?? 0);
}

function sorted(json: unknown): string {
  return canonicalize(json) ?? '';
}

function hashOf(json: unknown): string {
  return createHash('sha256').update(sorted(json)).digest('hex');
}
