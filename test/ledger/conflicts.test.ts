import assert from 'node:assert/strict';
import { serviceOf } from '../../server/ledger/service.ts';
import type { PushAnswer } from '../../shared/protocol/push.ts';
import type { Conflict, Op } from '../../shared/values/change.ts';
import type { Value } from '../../shared/values/value.ts';
import { type Copy, copyOf, editor, type Fixture, openFixture, owner } from './builder.ts';

const set = (column: string, from: Value, to: Value, more: { replaces?: string } = {}): Op => ({
  op: 'set',
  tab: 'notes',
  ref: 'N-001',
  column,
  from,
  to,
  ...more,
});
const remove = (seen: number): Op => ({ op: 'remove', tab: 'notes', ref: 'N-001', seen });
const restore = (seen: number): Op => ({ op: 'restore', tab: 'notes', ref: 'N-001', seen });
const decide = (conflict: Conflict, choose: 'mine' | 'theirs', seen = conflict.theirsRevision): Op => ({
  op: 'decide',
  conflict: idOf(conflict),
  choose,
  seen,
});

/** A note N-001 with title A and owner O at revision 1, and two copies that have it. */
async function twoCopies(): Promise<{ fixture: Fixture; one: Copy; other: Copy }> {
  const fixture = await openFixture();
  const one = await copyOf(fixture, owner);
  await one.push([{ op: 'add', tab: 'notes', ref: 'N-001', cells: { title: 'A', owner: 'O' } }]);
  await one.pull();
  return { fixture, one, other: await copyOf(fixture, editor) };
}

function conflictIn(answer: PushAnswer, index = 0): Conflict {
  const outcome = answer.outcomes.find((each) => each.index === index);
  assert.ok(outcome?.outcome === 'conflict', `op ${index} is a conflict`);
  return outcome.conflict;
}

function idOf({ id }: Conflict): string {
  assert.ok(id !== null);
  return id;
}

async function statesOf({ service }: Fixture): Promise<string[]> {
  return (await service.conflicts({})).conflicts.map(({ state }) => state);
}

async function cellsOf({ service }: Fixture): Promise<unknown> {
  return (await service.rows('notes')).rows.map(({ ref, cells }) => [ref, cells]);
}

/** A conflict over N-001's title: the ledger has B by Owen, Edda typed C. */
async function overTitle() {
  const copies = await twoCopies();
  await copies.one.push([set('title', 'A', 'B')]);
  const answer = await copies.other.push([set('title', 'A', 'C')]);
  return { ...copies, answer, conflict: conflictIn(answer) };
}

describe('A cell that two copies changed', () => {
  it('keeps the value of the ledger and records both, with who and when', async () => {
    const { other, answer, conflict } = await overTitle();
    assert.deepEqual(conflict, {
      id: conflict.id,
      workbook: other.workbook,
      kind: 'cell',
      tab: 'notes',
      ref: 'N-001',
      column: 'title',
      base: 'A',
      mine: 'C',
      theirs: 'B',
      theirsRevision: 2,
      theirsAuthor: 'Owen',
      theirsAt: conflict.theirsAt,
      author: 'Edda',
      at: conflict.at,
      state: 'open',
      decided: null,
    });
    assert.deepEqual(answer.conflicts, [conflict]);
    assert.equal(answer.revision, 2);
  });

  it('agrees where both typed the same, and does not stop the other ops', async () => {
    const { one, other } = await twoCopies();
    await one.push([set('title', 'A', 'B'), set('owner', 'O', 'P')]);
    const { applied, agreed, outcomes } = await other.push([
      set('title', 'A', ' B '),
      set('owner', 'O', 'Q'),
      set('count', null, 3),
    ]);
    assert.deepEqual([applied, agreed, outcomes.map(({ index }) => index)], [1, 1, [1]]);
  });

  it('shows what the ledger holds now, also after it moved on or the row was removed', async () => {
    const { fixture, one } = await overTitle();
    await one.push([set('title', 'B', 'D'), set('owner', 'O', 'P')]);
    const [moved] = (await fixture.service.conflicts({})).conflicts;
    assert.deepEqual([moved?.theirs, moved?.theirsRevision, moved?.state], ['D', 3, 'open']);
    await one.push([set('owner', 'P', 'Q')]);
    assert.equal((await fixture.service.conflicts({})).conflicts[0]?.theirsRevision, 3);
    await one.push([remove(4)]);
    const [removed] = (await fixture.service.conflicts({})).conflicts;
    assert.deepEqual([removed?.theirs, removed?.theirsRevision, removed?.state], [null, 5, 'open']);
  });

  it('is the same conflict when the same value is pushed again, also from another value', async () => {
    const { fixture, other, conflict } = await overTitle();
    assert.deepEqual(conflictIn(await other.push([set('title', 'Z', 'C')])), conflict);
    assert.deepEqual(await statesOf(fixture), ['open']);
  });

  it('is another conflict when another value is pushed; only one that the op names is replaced', async () => {
    const { fixture, other, conflict } = await overTitle();
    const second = conflictIn(await other.push([set('title', 'A', 'D')]));
    assert.deepEqual(await statesOf(fixture), ['open', 'open']);
    await other.push([set('title', 'A', 'E', { replaces: idOf(second) })]);
    assert.deepEqual(await statesOf(fixture), ['open', 'superseded', 'open']);
    await other.push([set('title', 'B', 'F', { replaces: idOf(conflict) })]);
    assert.deepEqual(await statesOf(fixture), ['superseded', 'superseded', 'open']);
  });

  it("is not replaced by another workbook's op, nor by one of another cell", async () => {
    const { fixture, one, other, conflict } = await overTitle();
    await one.push([set('title', 'B', 'E', { replaces: idOf(conflict) })]);
    await other.push([set('owner', 'O', 'P', { replaces: idOf(conflict) })]);
    assert.deepEqual(await statesOf(fixture), ['open']);
  });

  it('is settled when the ledger comes to hold mine, whoever wrote it', async () => {
    const { fixture, one } = await overTitle();
    await one.push([set('title', 'B', 'C')]);
    assert.deepEqual(await statesOf(fixture), ['settled']);
  });

  it('is answered and not recorded without a workbook', async () => {
    const { fixture, one } = await twoCopies();
    await one.push([set('title', 'A', 'B')]);
    const shell = await copyOf(fixture, editor, null);
    const answer = await shell.push([set('title', 'A', 'C')]);
    assert.deepEqual(
      [conflictIn(answer).id, conflictIn(answer).workbook, answer.conflicts],
      [null, null, []],
    );
    assert.deepEqual(await statesOf(fixture), []);
  });
});

describe('A decision about a cell', () => {
  it('for mine sets it, in the feed beside the decision', async () => {
    const { fixture, one, conflict } = await overTitle();
    const answer = await one.push([decide(conflict, 'mine')]);
    assert.deepEqual([answer.applied, answer.revision], [1, 3]);
    const { revisions } = await fixture.service.changes({ since: 2 });
    assert.deepEqual(revisions[0]?.changes, [
      { op: 'decide', conflict: conflict.id, tab: 'notes', ref: 'N-001', column: 'title', choose: 'mine' },
      { op: 'set', tab: 'notes', ref: 'N-001', column: 'title', before: 'B', after: 'C' },
    ]);
    const [decided] = (await fixture.service.conflicts({})).conflicts;
    assert.deepEqual([decided?.state, decided?.theirs, decided?.decided?.choose], ['decided', 'C', 'mine']);
    assert.deepEqual([decided?.decided?.revision, decided?.decided?.author], [3, 'Owen']);
  });

  it('for theirs changes no cell and still makes a revision', async () => {
    const { fixture, other, conflict } = await overTitle();
    const answer = await other.push([decide(conflict, 'theirs')]);
    assert.deepEqual([answer.applied, answer.revision], [1, 3]);
    assert.deepEqual(await cellsOf(fixture), [['N-001', { title: 'B', owner: 'O' }]]);
  });

  it('may be a third value, in canonical form; for no other kind of conflict', async () => {
    const { fixture, one, other, conflict } = await overTitle();
    const value = { op: 'decide', conflict: idOf(conflict), choose: 'value', value: ' T ', seen: 2 } as const;
    await other.push([value]);
    assert.deepEqual(await cellsOf(fixture), [['N-001', { title: 'T', owner: 'O' }]]);
    const removal = conflictIn(await one.push([remove(1)]));
    await assert.rejects(one.push([{ ...value, conflict: idOf(removal) }]), { type: 'invalid' });
  });

  it('that has not seen the newest value answers the conflict brought up to date', async () => {
    const { fixture, one, other, conflict } = await overTitle();
    await one.push([set('title', 'B', 'D')]);
    const answer = await other.push([decide(conflict, 'mine')]);
    assert.deepEqual([conflictIn(answer).theirs, conflictIn(answer).theirsRevision], ['D', 3]);
    assert.equal((await other.push([decide(conflict, 'mine', 99)])).applied, 1);
    assert.deepEqual(await cellsOf(fixture), [['N-001', { title: 'C', owner: 'O' }]]);
  });

  it('made twice agrees where it was alike, else answers what was decided; of no conflict it is refused', async () => {
    const { other, conflict } = await overTitle();
    await other.push([decide(conflict, 'theirs')]);
    assert.equal((await other.push([decide(conflict, 'theirs', 0)])).agreed, 1);
    assert.equal(conflictIn(await other.push([decide(conflict, 'mine')])).state, 'decided');
    const nobody = { ...conflict, id: '00000000-0000-4000-8000-00000000dead' };
    await assert.rejects(other.push([decide(nobody, 'mine')]), { type: 'invalid' });
  });

  it('can be held, and then leaves the conflict open', async () => {
    const { fixture, one, other } = await twoCopies();
    await one.push([set('title', 'A', 'B')]);
    const conflict = conflictIn(await other.push([set('title', 'A', null)]));
    const answer = await other.push([decide(conflict, 'mine')]);
    assert.deepEqual(
      answer.outcomes.map(({ outcome }) => outcome),
      ['held'],
    );
    assert.deepEqual(await statesOf(fixture), ['open']);
  });

  it('about a row removed since ends the conflict only for theirs', async () => {
    const { one, other, conflict } = await overTitle();
    await one.push([remove(2)]);
    assert.equal(conflictIn(await other.push([decide(conflict, 'mine', 3)])).theirs, null);
    assert.equal((await other.push([decide(conflict, 'theirs', 3)])).applied, 1);
  });

  it('by anyone reaches the workbook: with its next push, until its base is past it', async () => {
    const { fixture, one, other, conflict } = await overTitle();
    await one.push([decide(conflict, 'theirs')]);
    const told = await other.push([set('count', null, 1)]);
    assert.deepEqual(
      told.conflicts.map(({ id, state }) => [id, state]),
      [[conflict.id, 'decided']],
    );
    await other.pull();
    assert.deepEqual((await other.push([set('count', 1, 2)])).conflicts, []);
    assert.equal((await fixture.service.changes({ since: 0, workbook: idOf(conflict) })).openConflicts, 0);
  });
});

describe('A row that one copy removed and another edited', () => {
  it('stays, where it was changed since the remover saw it', async () => {
    const { fixture, one, other } = await twoCopies();
    await one.push([set('title', 'A', 'B')]);
    const conflict = conflictIn(await other.push([remove(1)]));
    assert.deepEqual(
      [
        conflict.kind,
        conflict.column,
        conflict.base,
        conflict.mine,
        conflict.theirs,
        conflict.theirsRevision,
      ],
      ['removed-edited', null, { title: 'A', owner: 'O' }, null, { title: 'B', owner: 'O' }, 2],
    );
    await other.push([decide(conflict, 'mine')]);
    assert.deepEqual(await cellsOf(fixture), []);
  });

  it('is not removed by a decision that nobody confirmed', async () => {
    const { one, other } = await twoCopies();
    await one.push([set('title', 'A', 'B')]);
    const conflict = conflictIn(await other.push([remove(1)]));
    await assert.rejects(other.service.push(await other.body([decide(conflict, 'mine')])), {
      type: 'confirm-needed',
    });
  });

  it('stays removed; the edits are one conflict, and mine brings the row back with them', async () => {
    const { fixture, one, other } = await twoCopies();
    await one.push([remove(1)]);
    const answer = await other.push([set('title', 'A', 'B'), set('owner', 'O', null)]);
    const conflict = conflictIn(answer);
    assert.deepEqual(conflictIn(answer, 1), conflict);
    assert.deepEqual(
      [conflict.kind, conflict.base, conflict.mine, conflict.theirs, conflict.theirsRevision],
      ['edited-removed', { title: 'A', owner: 'O' }, { title: 'B', owner: null }, null, 2],
    );
    await other.push([decide(conflict, 'mine')]);
    assert.deepEqual(await cellsOf(fixture), [['N-001', { title: 'B' }]]);
    const { revisions } = await fixture.service.changes({ since: 2 });
    assert.deepEqual(
      revisions[0]?.changes.map(({ op }) => op),
      ['decide', 'restore', 'set', 'set'],
    );
  });

  it('has another conflict for other cells, which may replace the first', async () => {
    const { fixture, one, other } = await twoCopies();
    await one.push([remove(1)]);
    const first = conflictIn(await other.push([set('title', 'A', 'B')]));
    await other.push([set('owner', 'O', 'P')]);
    assert.deepEqual(await statesOf(fixture), ['open', 'open']);
    await other.push([set('count', null, 1, { replaces: idOf(first) })]);
    assert.deepEqual(await statesOf(fixture), ['superseded', 'open', 'open']);
  });
});

describe('A row', () => {
  it('is removed once: a second removal agrees', async () => {
    const { one, other } = await twoCopies();
    await one.push([remove(1)]);
    assert.equal((await other.push([remove(1)])).agreed, 1);
  });

  it('is restored with its cells; a live one agrees; one that moved on is a conflict of no record', async () => {
    const { fixture, one, other } = await twoCopies();
    assert.equal((await one.push([restore(1)])).agreed, 1);
    await one.push([remove(1)]);
    const conflict = conflictIn(await other.push([restore(1)]));
    assert.deepEqual([conflict.id, conflict.kind, conflict.mine], [null, 'edited-removed', null]);
    assert.equal((await other.push([restore(2), set('title', 'A', 'B')])).applied, 2);
    assert.deepEqual(await cellsOf(fixture), [['N-001', { title: 'B', owner: 'O' }]]);
  });
});

describe('A ref that two copies added', () => {
  const add = (title: string): Op => ({ op: 'add', tab: 'notes', ref: 'n-001', cells: { title } });

  it('agrees with equal content, and is a conflict with other content or when the row was removed', async () => {
    const { one, other } = await twoCopies();
    const same: Op = {
      op: 'add',
      tab: 'notes',
      ref: 'N-001',
      cells: { title: 'A', owner: 'O', count: null },
    };
    assert.equal((await other.push([same])).agreed, 1);
    const conflict = conflictIn(await other.push([add('B')]));
    assert.deepEqual(
      [conflict.kind, conflict.ref, conflict.base, conflict.mine, conflict.theirs],
      ['added', 'N-001', null, { title: 'B' }, { title: 'A', owner: 'O' }],
    );
    await one.push([remove(1)]);
    assert.equal(conflictIn(await one.push([same])).theirs, null);
  });

  it('gets a new number for mine, in refs under the conflict and in the decision', async () => {
    const { fixture, other } = await twoCopies();
    const conflict = conflictIn(await other.push([add('B')]));
    const answer = await other.push([decide(conflict, 'mine')]);
    assert.deepEqual(answer.refs, { [idOf(conflict)]: 'N-002' });
    assert.equal((await fixture.service.conflicts({})).conflicts[0]?.decided?.value, 'N-002');
    assert.deepEqual(await cellsOf(fixture), [
      ['N-001', { title: 'A', owner: 'O' }],
      ['N-002', { title: 'B' }],
    ]);
  });

  it('has a second conflict beside the first for a second add with other cells', async () => {
    const { fixture, other } = await twoCopies();
    await other.push([add('B')]);
    await other.push([add('C')]);
    assert.deepEqual(await statesOf(fixture), ['open', 'open']);
  });
});

describe('The list of conflicts', () => {
  it('has all states by time, or those of a state or a workbook', async () => {
    const { fixture, one, other, conflict } = await overTitle();
    const later = conflictIn(await one.push([set('owner', 'X', 'Y')]));
    await other.push([decide(conflict, 'theirs')]);
    const service = serviceOf(fixture.ledger, editor);
    const idsOf = async (query: Parameters<typeof service.conflicts>[0]) =>
      (await service.conflicts(query)).conflicts.map(({ id }) => id);
    assert.deepEqual(await idsOf({}), [conflict.id, later.id]);
    assert.deepEqual(await idsOf({ state: 'open' }), [later.id]);
    assert.deepEqual(await idsOf({ workbook: other.workbook ?? '' }), [conflict.id]);
  });
});
