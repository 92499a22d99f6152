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

/** What the witness asks: a ledger, or one behind something else. */
export type Asked = Pick<Ledger, 'schema' | 'rows' | 'changes' | 'conflicts' | 'push' | 'verify'>;

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
const opPlan: fc.Arbitrary<OpPlan> = fc.record({ kind: fc.nat(25), row: small, column: small, value: small });
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
  renumbered: number;
  misnumbered: number;
  followed: number;
}

/** A tally in which nothing happened yet. */
export function noTally(): Tally {
  return {
    applied: 0,
    agreed: 0,
    conflicts: 0,
    held: 0,
    decided: 0,
    retried: 0,
    answered: 0,
    renumbered: 0,
    misnumbered: 0,
    followed: 0,
  };
}

interface Seen {
  /** Which row it is, whatever it is called. */
  readonly row: number;
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
export async function play(ledger: Asked, history: readonly Command[], tally: Tally): Promise<void> {
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
        ? opsOf(command.ops, one, await conflictsOf(ledger), witness)
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
    await judgeConflicts(ledger, body, parsed, witness);
    if (again !== null && one.workbook !== null) {
      answersAgain(again.answer, parsed, body, before, witness, tally);
    }
    one.added = parsed.outcomes.length === 0 && ops.every(isNew) ? { push: body, answer: parsed } : one.added;
    if (command.do === 'push' && command.pull) {
      one.base = witness.head();
      one.view = witness.state();
    }
  }
  await witness.rebuildsEveryRevision();
  await witness.tellsEveryHistory();
  await witness.conflictsGoWithTheirRows();
  assert.deepEqual(await ledger.verify(), { revisions: witness.head().revision, broken: null });
}

/** Sends a push, and confirms what the service wants confirmed. */
async function pushed(ledger: Asked, body: Push): Promise<{ text: string; answer: string }> {
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
  ledger: Asked,
  push: Pick<Push, 'request' | 'workbook' | 'base' | 'changes'>,
): Promise<Push> {
  const { tracker, fingerprint } = await ledger.schema(owner);
  return { ...push, tracker, fingerprint };
}

async function conflictsOf(ledger: Asked): Promise<readonly Conflict[]> {
  return (await ledger.conflicts({})).conflicts;
}

/** What one row of any tab goes by; the refs here have one spelling each. */
const idOf = (tab: string, ref: string) => `${tab} ${ref}`;

const isNew = (op: Op) => op.op === 'add' && op.ref.startsWith('new:');

/** The ops that the numbers say, those left out that would make the list no set. */
function opsOf(
  plans: readonly OpPlan[],
  { view, workbook, base }: Copy,
  conflicts: readonly Conflict[],
  witness: Witness,
): Op[] {
  const rows = [...view.values()];
  const taken = new Set<string>();
  const renumberings: Renumber[] = [];
  const ops: Op[] = [];
  const put = (op: Op, ...places: readonly string[]) => {
    if (places.some((place) => taken.has(place))) return;
    for (const place of places) taken.add(place);
    ops.push(op);
  };
  const left = witness.left();
  for (const plan of plans) {
    for (const op of renumberingsOf(plan, rows, left)) {
      const { row } = meant(op, [], witness.at(base.revision), witness.state());
      if (taken.has(`${row}`)) continue;
      taken.add(`${row}`);
      renumberings.push(op);
    }
  }
  /** What an op touches: its row, and cells of it, by which row it is and not by what it is called. */
  const at = (tab: string, ref: string, ...columns: readonly string[]): string[] => {
    const { row, lost } = meant(
      { op: 'set', tab, ref, column: '', from: null, to: null },
      renumberings,
      witness.at(base.revision),
      witness.state(),
    );
    const id = row === null || lost ? idOf(tab, ref) : `${row}`;
    return columns.map((each) => `${id} ${each}`);
  };
  const whole = (tab: string, ref: string) => {
    const cells = at(tab, ref, '', ...(COLUMNS[tab] ?? []));
    return cells.map((each) => each.trimEnd());
  };
  ops.push(...renumberings);
  for (const { kind, row, column, value } of plans.filter((plan) => plan.kind < 20 || plan.kind === 25)) {
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
      put({ op: 'add', tab, ref, cells: cellsOf(columns[0] ?? '') }, ...whole(tab, ref));
    } else if (kind === 25) {
      // Under a ref that a row gave up: what that row says, what it said then, or something else.
      const ref = left[row % Math.max(1, left.length)];
      if (ref === undefined) continue;
      const said = [...witness.gaveUp('notes', ref, witness.head().revision + 1), cellsOf('title')];
      const cells = said[column % said.length] ?? {};
      put({ op: 'add', tab: 'notes', ref, cells }, ...whole('notes', ref));
    } else if (kind < 6 && conflicts.length > 0) {
      const one = conflicts[row % conflicts.length];
      if (one?.id === null || one === undefined) continue;
      const choose = kind === 4 ? 'mine' : column % 3 === 0 && one.kind === 'cell' ? 'value' : 'theirs';
      const seen = Math.max(0, one.theirsRevision - (value % 7 === 0 ? 1 : 0));
      const third = choose === 'value' ? { value: to } : {};
      put({ op: 'decide', conflict: one.id, choose, seen, ...third }, ...presentPlaces(one, witness.state()));
    } else {
      const one = rows[row % Math.max(1, rows.length)];
      if (one === undefined) continue;
      const { revision: seen } = one;
      const renumbering = renumberings.find(({ tab, ref }) => tab === one.tab && ref === one.ref);
      // Mostly by the new ref, as it should be; sometimes by the one that was given up.
      const ref = renumbering !== undefined && value % 5 !== 0 ? renumbering.to : one.ref;
      if (one.removed) put({ op: 'restore', tab: one.tab, ref, seen }, ...whole(one.tab, ref).slice(0, 1));
      else if (kind === 6) put({ op: 'remove', tab: one.tab, ref, seen }, ...whole(one.tab, ref));
      const own = COLUMNS[one.tab] ?? [];
      const key = own[column % own.length];
      if (key === undefined || (kind === 6 && !one.removed)) continue;
      const open = conflicts.find(
        (each) =>
          each.workbook === workbook &&
          each.tab === one.tab &&
          each.ref === one.ref &&
          each.state === 'open' &&
          (each.column === key || each.column === null),
      );
      const replaces = kind % 2 === 0 && typeof open?.id === 'string' ? { replaces: open.id } : {};
      const from = one.cells[key] ?? null;
      put({ op: 'set', tab: one.tab, ref, column: key, from, to, ...replaces }, ...at(one.tab, ref, key));
    }
  }
  return ops;
}

type Renumber = Extract<Op, { op: 'renumber' }>;

/**
 * One row to a number that may be taken, two rows swapped, all rows of a tab moved on by one, one far away, or one to a
 * number that a row gave up (`left`).
 */
function renumberingsOf(
  { kind, row, column, value }: OpPlan,
  rows: readonly Seen[],
  left: readonly string[],
): Renumber[] {
  if (kind < 20 || kind === 25) return [];
  const notes = rows.filter(({ tab }) => tab === 'notes');
  const to = (one: Seen, ref: string): Renumber => {
    const { tab, revision } = one;
    return {
      op: 'renumber',
      tab,
      ref: one.ref,
      to: ref,
      seen: Math.max(0, revision - (value % 9 === 0 ? 1 : 0)),
    };
  };
  const one = notes[row % Math.max(1, notes.length)];
  const other = notes[column % Math.max(1, notes.length)];
  if (one === undefined || other === undefined) return [];
  if (kind === 20) return [to(one, noteRef((column % 12) + 1))];
  if (kind === 21) return one === other ? [] : [to(one, other.ref), to(other, one.ref)];
  if (kind === 22)
    return notes.filter(({ removed }) => !removed).map((each) => to(each, noteRef(numberOf(each.ref) + 1)));
  const free = kind === 24 ? left[column % Math.max(1, left.length)] : undefined;
  return [to(one, free ?? noteRef(100 + value))];
}

const noteRef = (number: number) => `N-${String(number).padStart(3, '0')}`;

/** A decision's places: what it does to the row that the conflict is of now. */
function presentPlaces({ tab, ref }: Conflict, now: State): string[] {
  const row = now.get(idOf(tab, ref))?.row;
  const id = row === undefined ? idOf(tab, ref) : `${row}`;
  return [id, ...(COLUMNS[tab] ?? []).map((column) => `${id} ${column}`)];
}

/**
 * Which row an op is of, as the protocol has it: the one that gets the ref in this push, else the one that had
 * it at the base, else the one that has it now. Null where there is none; `lost` where the ref was given up.
 */
function meant(
  op: Exclude<Op, { op: 'decide' }>,
  renumberings: readonly Renumber[],
  base: State,
  now: State,
): { row: number | null; lost: boolean } {
  const id = idOf(op.tab, op.ref);
  const rowOf = (name: string) => base.get(name)?.row ?? now.get(name)?.row ?? null;
  if (op.op !== 'renumber') {
    const arriving = renumberings.filter(({ tab, to }) => idOf(tab, to) === id);
    const [first, second] = arriving;
    // Of two rows that want one ref neither gets it.
    if (second !== undefined) return { row: rowOf(id), lost: op.op !== 'add' };
    if (first !== undefined) return { row: rowOf(idOf(first.tab, first.ref)), lost: false };
    const row = rowOf(id);
    const leaves = renumberings.some(
      (each) => row !== null && rowOf(idOf(each.tab, each.ref)) === row && each.to !== refOf(now, row),
    );
    if (leaves) return { row, lost: true };
    return { row, lost: row === null && op.op !== 'add' };
  }
  const row = rowOf(id);
  return { row, lost: row === null };
}

function refOf(state: State, row: number): string | undefined {
  return rowIn(state, row)?.ref;
}

function rowIn(state: State, row: number | null): Seen | undefined {
  return row === null ? undefined : [...state.values()].find((each) => each.row === row);
}

/** The tracker after those renumberings of a push that can be: the most that can be at once. */
function renumberedBy(
  renumberings: readonly Renumber[],
  base: State,
  before: State,
  given: ReadonlyMap<string, number>,
  revision: number,
): { state: State; made: ReadonlySet<Op>; agreed: ReadonlySet<Op> } {
  const agreed = new Set<Op>();
  let wanted = renumberings.flatMap((op) => {
    const row = rowIn(before, meant(op, [], base, before).row);
    if (row === undefined || row.removed) return [];
    if (row.ref === op.to) {
      agreed.add(op);
      return [];
    }
    const alone = renumberings.filter(({ tab, to }) => tab === op.tab && to === op.to).length === 1;
    return row.revision <= op.seen && alone ? [{ op, row }] : [];
  });
  for (let size = -1; size !== wanted.length; ) {
    size = wanted.length;
    const leaving = new Set(wanted.map(({ row }) => row.row));
    wanted = wanted.filter(({ op, row }) => {
      const id = idOf(op.tab, op.to);
      const there = before.get(id);
      if (there !== undefined) return leaving.has(there.row);
      return (given.get(id) ?? row.row) === row.row;
    });
  }
  const state = new Map(before);
  for (const { row } of wanted) state.delete(idOf(row.tab, row.ref));
  for (const { op, row } of wanted) state.set(idOf(row.tab, op.to), { ...row, ref: op.to, revision });
  return { state, made: new Set(wanted.map(({ op }) => op)), agreed };
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
  const isHeld = (index: number) => outcomeOf.get(index)?.outcome === 'held';
  const base = witness.at(push.base.revision);
  const asked = push.changes.filter((op) => op.op === 'renumber');
  // What is held does not happen, so nothing can rest on it.
  const tried = asked.filter((op) => !isHeld(push.changes.indexOf(op)));
  const revision = head.revision + 1;
  const renumbered = renumberedBy(tried, base, before, witness.given(), revision);
  const rowOf = (op: Exclude<Op, { op: 'decide' }>) => {
    const { row, lost } = meant(op, asked, base, before);
    return { lost, row: lost ? undefined : rowIn(renumbered.state, row) };
  };

  const expected: Change[] = [];
  const restored = new Set<number>();
  push.changes.forEach((op, index) => {
    const outcome = outcomeOf.get(index);
    if (outcome?.outcome === 'held') {
      tally.held += 1;
      assert.ok(outcome.findings.length > 0, 'a held row says why');
      return;
    }
    if (outcome?.outcome === 'conflict') tally.conflicts += 1;
    if (op.op === 'restore' && outcome === undefined) restored.add(rowOf(op).row?.row ?? 0);
  });
  push.changes.forEach((op, index) => {
    const refused = outcomeOf.has(index);
    if (op.op === 'decide' || isHeld(index)) {
      if (op.op === 'decide' && !refused) tally.decided += 1;
      return;
    }
    if (op.op === 'renumber') {
      const fine = renumbered.made.has(op) || renumbered.agreed.has(op);
      assert.equal(refused, !fine, `a renumbering is refused just when it can not be (op ${index})`);
      const was = rowIn(before, meant(op, [], base, before).row);
      const { tab, to } = op;
      if (renumbered.made.has(op)) {
        assert.ok(was !== undefined);
        expected.push({ op: 'renumber', tab, ref: was.ref, to });
        tally.renumbered += 1;
      } else if (refused) tally.misnumbered += 1;
      return;
    }
    const { row, lost } = rowOf(op);
    if (row !== undefined && row.ref !== op.ref) tally.followed += 1;
    if (lost) assert.ok(refused, `a ref that names no row is refused (op ${index})`);
    if (op.op === 'set') {
      if (lost) return;
      assert.ok(row !== undefined);
      const now = row.cells[op.column] ?? null;
      const gone = row.removed && !restored.has(row.row);
      const blind = gone || (now !== op.from && now !== op.to);
      assert.equal(refused, blind, `a set is refused just when its value was never seen (op ${index})`);
      if (!blind && now !== op.to) {
        const { tab, column } = op;
        expected.push({ op: 'set', tab, ref: row.ref, column, before: now, after: op.to });
      }
    } else if (op.op === 'remove') {
      if (lost) return;
      assert.ok(row !== undefined);
      assert.equal(
        refused,
        !row.removed && row.revision > op.seen,
        'a remove is refused just when the row moved on',
      );
      if (!refused && !row.removed)
        expected.push({ op: 'remove', tab: op.tab, ref: row.ref, cells: row.cells });
    } else if (op.op === 'restore') {
      if (lost) return;
      assert.ok(row !== undefined);
      assert.equal(
        refused,
        row.removed && row.revision > op.seen,
        'a restore is refused just when the row moved on',
      );
      if (!refused && row.removed)
        expected.push({ op: 'restore', tab: op.tab, ref: row.ref, cells: row.cells });
    } else if (op.op === 'add') {
      const cells = filled(op.cells);
      if (!isNew(op)) {
        if (lost) return;
        const same = row !== undefined && !row.removed && sorted(row.cells) === sorted(cells);
        const moved = row === undefined ? witness.gaveUp(op.tab, op.ref, revision) : [];
        const again = moved.some((each) => sorted(each) === sorted(cells));
        assert.equal(
          refused,
          again || (row !== undefined && !same),
          'an add is refused just when the ref has other content, or its row is called otherwise now',
        );
        if (row === undefined && !refused) expected.push({ op: 'add', tab: op.tab, ref: op.ref, cells });
        return;
      }
      const ref = refs[op.ref];
      assert.ok(ref !== undefined, 'a row without a ref gets one');
      const known = renumbered.state.get(idOf(op.tab, ref));
      if (known === undefined) expected.push({ op: 'add', tab: op.tab, ref, cells });
      else assert.ok(push.workbook !== null && !known.removed, `${ref} was given before`);
    }
  });
  const given = Object.values(refs);
  assert.equal(new Set(given).size, given.length, 'a ref is given once');
  const notes = idOf('notes', '');
  const ever = [...witness.givenBefore(revision)].filter((id) => id.startsWith(notes));
  const highest = Math.max(0, ...ever.map((id) => numberOf(id.slice(notes.length))));
  for (const ref of given) {
    if (!renumbered.state.has(idOf('notes', ref)) && ref.startsWith('N-')) {
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
async function judgeConflicts(
  ledger: Asked,
  push: Push,
  answer: PushAnswer,
  witness: Witness,
): Promise<void> {
  const kept = new Map((await conflictsOf(ledger)).map((conflict) => [conflict.id, conflict]));
  for (const outcome of answer.outcomes) {
    if (outcome.outcome !== 'conflict') continue;
    const op = push.changes[outcome.index];
    const { conflict } = outcome;
    if (push.workbook === null && op?.op !== 'decide') {
      assert.equal(conflict.id, null, 'without a workbook nothing is recorded');
    } else if (conflict.id === null) {
      // Nothing that anyone typed hangs on these: a ref that names no row, a number that is taken.
      const bare = conflict.mine === null && conflict.kind === 'edited-removed';
      assert.ok(bare || conflict.kind === 'renumbered', 'a conflict that was answered is kept');
    } else {
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
    // Of a removed row it is an edit, and kept as one.
    const isOfRemoved = conflict.kind === 'edited-removed' && conflict.theirs === null;
    if (op?.op === 'renumber') assert.deepEqual(conflict.mine, isOfRemoved ? { ref: op.to } : op.to);
  }
  witness.hears([...kept.values()]);
  const own = [...kept.values()].filter(
    ({ workbook, state, decided }) =>
      push.workbook !== null &&
      workbook === push.workbook &&
      (state === 'open' || (decided?.revision ?? 0) > push.base.revision),
  );
  assert.deepEqual(answer.conflicts, own, "the answer has this workbook's conflicts");
}

/** A push that is made again is answered with rows that it added, as many as are there still. */
function answersAgain(
  first: PushAnswer,
  again: PushAnswer,
  push: Push,
  before: State,
  witness: Witness,
  tally: Tally,
): void {
  // By which row it was when the answer came: it may be called otherwise since.
  const isLive = (answer: PushAnswer, ref: string) => {
    const row = witness.at(answer.revision).get(idOf('notes', ref))?.row ?? null;
    return rowIn(before, row)?.removed === false;
  };
  const counted = (answer: PushAnswer) =>
    Map.groupBy(
      push.changes.filter((op) => op.op === 'add' && isLive(answer, answer.refs[op.ref] ?? '')),
      (op) => sorted(op.op === 'add' ? filled(op.cells) : {}),
    );
  const answered = counted(again);
  for (const [cells, ops] of counted(first)) {
    // More where a row that it added still earlier was restored meanwhile.
    assert.ok((answered.get(cells)?.length ?? 0) >= ops.length, 'no retry doubles a row');
    tally.answered += ops.length;
  }
}

interface Witness {
  head(): { revision: number; hash: string };
  state(): State;
  at(revision: number): State;
  /** Every ref that was given, and the row that had it last. */
  given(): ReadonlyMap<string, number>;
  /** The refs of notes that rows gave up and none has now. */
  left(): readonly string[];
  /** The refs that were given before a revision. */
  givenBefore(revision: number): ReadonlySet<string>;
  /** What the row that last gave up a ref before a revision said then, and just before it. */
  gaveUp(tab: string, ref: string, revision: number): readonly Cells[];
  /** Takes conflicts in as they are shown, and remembers which rows they are of. */
  hears(conflicts: readonly Conflict[]): void;
  /** Reads what is new in the feed and answers its changes. */
  follow(): Promise<readonly Change[]>;
  rebuildsEveryRevision(): Promise<void>;
  /** A row's history is all that happened to it, whatever it was called, and nothing else. */
  tellsEveryHistory(): Promise<void>;
  conflictsGoWithTheirRows(): Promise<void>;
}

/** Folds the feed, checking that each change follows from the one before. */
async function witnessOf(ledger: Asked): Promise<Witness> {
  const { tracker } = await ledger.schema(owner);
  let head = { revision: 0, hash: hashOf({ tracker }) };
  let at = '';
  let state: State = new Map();
  const states: State[] = [state];
  const events: { row: number; revision: number; change: Change }[] = [];
  const conflictRows = new Map<string, number>();
  /** Which row a change is of: before its revision for a renumbering, else after. */
  const rowOfChange = (change: Change, before: State, after: State) =>
    (change.op === 'renumber' ? before : after).get(idOf(change.tab, change.ref))?.row ?? 0;
  const given = (until = states.length) => {
    const holders = new Map<string, number>();
    for (const each of states.slice(0, until)) for (const [id, { row }] of each) holders.set(id, row);
    return holders;
  };

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
        const before = state;
        state = folded(state, revision.changes, revision.revision);
        states.push(state);
        for (const change of revision.changes) {
          const row = rowOfChange(change, before, state);
          events.push({ row, revision: revision.revision, change });
        }
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
    at: (revision) => states[revision] ?? new Map(),
    given: () => given(),
    left: () => {
      const notes = idOf('notes', '');
      return [...given().keys()].flatMap((id) =>
        id.startsWith(notes) && !state.has(id) ? [id.slice(notes.length)] : [],
      );
    },
    givenBefore: (revision) => new Set(given(revision).keys()),
    gaveUp(tab, ref, revision) {
      const row = given(revision).get(idOf(tab, ref)) ?? null;
      const past = states.slice(0, revision);
      const left = past.findLastIndex((each) => each.get(idOf(tab, ref))?.row === row) + 1;
      const now = rowIn(past.at(-1) ?? state, row);
      const then = rowIn(past[left] ?? state, row);
      return [now, then].flatMap((each) => (each === undefined ? [] : [each.cells]));
    },
    hears(conflicts) {
      for (const { id, tab, ref } of conflicts) {
        const row = state.get(idOf(tab, ref))?.row;
        if (id !== null && row !== undefined && !conflictRows.has(id)) conflictRows.set(id, row);
      }
    },
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
    async tellsEveryHistory() {
      for (const { row, tab, ref } of state.values()) {
        const told: { revision: number; change: Change }[] = [];
        for (let since = 0, more = true; more; ) {
          const page = await ledger.changes({ since, tab, ref, limit: 2 });
          for (const { revision, changes } of page.revisions) {
            for (const change of changes) told.push({ revision, change });
          }
          ({ revision: since, more } = page);
        }
        const own = events.filter((each) => each.row === row);
        assert.deepEqual(
          told,
          own.map(({ revision, change }) => ({ revision, change })),
          `the history of ${tab} ${ref}`,
        );
      }
    },
    async conflictsGoWithTheirRows() {
      for (const { id, ref } of (await ledger.conflicts({})).conflicts) {
        const row = conflictRows.get(id ?? '');
        if (row !== undefined)
          assert.equal(ref, refOf(state, row), 'a conflict is of the row that it was of');
      }
    },
  };
}

function folded(state: State, changes: readonly Change[], revision: number): State {
  const next = new Map(state);
  const others = changes.filter((change) => change.op !== 'renumber');
  const renumberings = changes.slice(0, changes.length - others.length);
  for (const { tab, ref } of renumberings) next.delete(idOf(tab, ref));
  for (const change of renumberings) {
    assert.ok(change.op === 'renumber', 'renumberings come first in a revision');
    const { tab, ref, to } = change;
    const row = state.get(idOf(tab, ref));
    assert.ok(row !== undefined && !row.removed, `${ref} is a row that is there`);
    assert.ok(!next.has(idOf(tab, to)), `${to} is free`);
    next.set(idOf(tab, to), { ...row, ref: to, revision });
  }
  let last = Math.max(0, ...[...state.values()].map((each) => each.row));
  for (const change of others) {
    if (change.op === 'decide') continue;
    const id = idOf(change.tab, change.ref);
    const row = next.get(id);
    const { tab, ref } = change;
    if (change.op === 'add') {
      assert.equal(row, undefined, `${ref} was there before: a ref is never used twice`);
      last += 1;
      next.set(id, { row: last, tab, ref, cells: change.cells, revision, removed: false });
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
      assert.deepEqual(change.cells, row.cells, 'the cells are those it had');
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
