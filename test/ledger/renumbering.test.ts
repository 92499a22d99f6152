import assert from 'node:assert/strict';
import { openLedger } from '../../server/ledger/ledger.ts';
import { openSqlite } from '../../server/store/sqlite.ts';
import { Problem } from '../../shared/protocol/problem.ts';
import type { Op } from '../../shared/values/change.ts';
import type { Cells, Value } from '../../shared/values/value.ts';
import { type Copy, configuration, copyOf, type Fixture, openFixture, uuids } from './builder.ts';

const add = (ref: string, cells: Cells): Op => ({ op: 'add', tab: 'notes', ref, cells });
const renumber = (ref: string, to: string, seen = 1): Op => ({ op: 'renumber', tab: 'notes', ref, to, seen });
const remove = (ref: string, seen: number): Op => ({ op: 'remove', tab: 'notes', ref, seen });
const restore = (ref: string, seen: number): Op => ({ op: 'restore', tab: 'notes', ref, seen });
const set = (ref: string, column: string, from: Value, to: Value): Op => ({
  op: 'set',
  tab: 'notes',
  ref,
  column,
  from,
  to,
});

/** A ledger with the rows N-001 "A", N-002 "B" and N-003 "C" of revision 1, and a copy of it. */
async function start(): Promise<{ fixture: Fixture; copy: Copy }> {
  const fixture = await openFixture();
  const copy = await copyOf(fixture);
  await copy.push([add('N-001', { title: 'A' }), add('N-002', { title: 'B' }), add('N-003', { title: 'C' })]);
  await copy.pull();
  return { fixture, copy };
}

/** Ref → title, at the head or a revision. */
async function titles({ service }: Fixture, at?: number): Promise<Record<string, Value | undefined>> {
  const { rows } = await service.rows('notes', at);
  return Object.fromEntries(rows.map(({ ref, cells }) => [ref, cells.title]));
}

/** What the outcomes of a push say, in short. */
function short(answer: Awaited<ReturnType<Copy['push']>>) {
  return {
    applied: answer.applied,
    agreed: answer.agreed,
    conflicts: answer.outcomes.map((each) =>
      each.outcome === 'conflict'
        ? [each.index, each.conflict.kind, each.conflict.ref, each.conflict.mine, each.conflict.theirs]
        : [each.index, 'held'],
    ),
  };
}

/** A row's history: what each change did, and in which revision. */
async function history({ service }: Fixture, ref: string, column?: string): Promise<unknown[]> {
  const query = { since: 0, tab: 'notes', ref, limit: 1, ...(column === undefined ? {} : { column }) };
  const found: unknown[] = [];
  for (let since = 0, more = true; more; ) {
    const page = await service.changes({ ...query, since });
    for (const { revision, changes } of page.revisions) {
      for (const change of changes) {
        const what = change.op === 'renumber' ? change.to : change.op === 'set' ? change.after : null;
        found.push([revision, change.op, change.ref, what]);
      }
    }
    ({ revision: since, more } = page);
  }
  return found;
}

describe('Renumbering', () => {
  it('gives a row another ref and moves its revision, and nothing else', async () => {
    const { fixture, copy } = await start();
    const answer = await copy.push([renumber('N-002', 'n_007')]);
    assert.deepEqual(short(answer), { applied: 1, agreed: 0, conflicts: [] });
    const { rows } = await fixture.service.rows('notes');
    assert.deepEqual(rows, [
      { ref: 'N-001', revision: 1, cells: { title: 'A' } },
      { ref: 'N-003', revision: 1, cells: { title: 'C' } },
      { ref: 'n_007', revision: 2, cells: { title: 'B' } },
    ]);
    assert.deepEqual(await fixture.ledger.verify(), { revisions: 2, broken: null });
  });

  it('swaps two rows and shifts many in one push, as all happens at once', async () => {
    const { fixture, copy } = await start();
    await copy.push([renumber('N-001', 'N-002'), renumber('N-002', 'N-001')]);
    assert.deepEqual(await titles(fixture), { 'N-001': 'B', 'N-002': 'A', 'N-003': 'C' });
    await copy.pull();
    const shift = [renumber('N-001', 'N-002', 2), renumber('N-002', 'N-003', 2), renumber('N-003', 'N-004')];
    assert.equal((await copy.push(shift)).applied, 3);
    assert.deepEqual(await titles(fixture), { 'N-002': 'B', 'N-003': 'A', 'N-004': 'C' });
    assert.deepEqual(await titles(fixture, 1), { 'N-001': 'A', 'N-002': 'B', 'N-003': 'C' });
    assert.deepEqual(await titles(fixture, 2), { 'N-001': 'B', 'N-002': 'A', 'N-003': 'C' });
    assert.deepEqual(await fixture.ledger.verify(), { revisions: 3, broken: null });
  });

  it('comes before the other ops of its push, which use the new refs', async () => {
    const { fixture, copy } = await start();
    const answer = await copy.push([
      set('N-001', 'title', 'B', 'was two'),
      set('N-009', 'owner', null, 'O'),
      renumber('N-002', 'N-001'),
      renumber('N-001', 'N-009'),
    ]);
    assert.equal(answer.applied, 4);
    assert.deepEqual(await titles(fixture), { 'N-001': 'was two', 'N-003': 'C', 'N-009': 'A' });
    const { revisions } = await fixture.service.changes({ since: 1 });
    assert.deepEqual(
      revisions[0]?.changes.map(({ op, ref }) => [op, ref]),
      [
        ['renumber', 'N-002'],
        ['renumber', 'N-001'],
        ['set', 'N-001'],
        ['set', 'N-009'],
      ],
    );
  });

  it('to its own ref is agreed', async () => {
    const { copy } = await start();
    assert.deepEqual(short(await copy.push([renumber('N-001', ' n_001')])), {
      applied: 0,
      agreed: 1,
      conflicts: [],
    });
  });

  it('that can not be is a conflict, answered and not recorded: a ref that a row has or had', async () => {
    const { fixture, copy } = await start();
    await copy.push([remove('N-003', 1)]);
    await copy.pull();
    const answer = await copy.push([renumber('N-001', 'N-002'), renumber('N-002', 'N-003')]);
    assert.deepEqual(short(answer), {
      applied: 0,
      agreed: 0,
      conflicts: [
        [0, 'renumbered', 'N-001', 'N-002', 'N-001'],
        [1, 'renumbered', 'N-002', 'N-003', 'N-002'],
      ],
    });
    assert.deepEqual(answer.conflicts, []);
    assert.deepEqual((await fixture.service.conflicts({})).conflicts, []);
  });

  it('that can not be: one ref for two rows, an old seen, a removed row, a ref that another row gave up', async () => {
    const { copy } = await start();
    const two = await copy.push([renumber('N-001', 'N-009'), renumber('N-002', 'n-009')]);
    assert.deepEqual(short(two).conflicts, [
      [0, 'renumbered', 'N-001', 'N-009', 'N-001'],
      [1, 'renumbered', 'N-002', 'n-009', 'N-002'],
    ]);
    await copy.push([set('N-001', 'title', 'A', 'AA'), remove('N-002', 1), renumber('N-003', 'N-005')]);
    await copy.pull();
    const answer = await copy.push([
      renumber('N-001', 'N-008', 1),
      renumber('N-002', 'N-009', 2),
      renumber('N-005', 'N-006', 2),
    ]);
    assert.deepEqual(short(answer), {
      applied: 1,
      agreed: 0,
      conflicts: [
        [0, 'renumbered', 'N-001', 'N-008', 'N-001'],
        [1, 'edited-removed', 'N-002', { ref: 'N-009' }, null],
      ],
    });
    assert.deepEqual(
      answer.conflicts.map(({ kind, base, mine }) => [kind, base, mine]),
      [['edited-removed', { ref: 'N-002' }, { ref: 'N-009' }]],
      'that of the removed row is kept: somebody must decide whether it comes back',
    );
    await copy.pull();
    const given = await copy.push([renumber('N-001', 'N-003', 2)]);
    assert.deepEqual(short(given).conflicts, [[0, 'renumbered', 'N-001', 'N-003', 'N-001']]);
  });

  it('is undone by the way back', async () => {
    const { fixture, copy } = await start();
    await copy.push([renumber('N-001', 'N-009')]);
    await copy.pull();
    await copy.push([renumber('N-009', 'N-010', 2)]);
    await copy.pull();
    assert.equal((await copy.push([renumber('N-010', 'N-001', 3)])).applied, 1);
    assert.deepEqual(await titles(fixture), { 'N-001': 'A', 'N-002': 'B', 'N-003': 'C' });
    assert.deepEqual(await history(fixture, 'N-001'), [
      [1, 'add', 'N-001', null],
      [2, 'renumber', 'N-001', 'N-009'],
      [3, 'renumber', 'N-009', 'N-010'],
      [4, 'renumber', 'N-010', 'N-001'],
    ]);
  });

  it('is refused whole where an op names a ref that never was, or the row twice', async () => {
    const { copy } = await start();
    const wrong: readonly (readonly Op[])[] = [
      [renumber('N-044', 'N-045')],
      [renumber('N-001', 'new:1')],
      [renumber('N-001', ' ')],
      [renumber('N-001', 'N-009'), renumber('n_001', 'N-010')],
      [renumber('N-001', 'N-009'), remove('N-009', 1)],
      [renumber('N-001', 'N-009'), add('N-009', { title: 'Z' })],
    ];
    for (const ops of wrong) {
      await assert.rejects(
        copy.push(ops),
        (error) => error instanceof Problem && error.type === 'invalid',
        JSON.stringify(ops),
      );
    }
  });

  it('is held with its row, and then waits', async () => {
    const { fixture, copy } = await start();
    const answer = await copy.push([
      renumber('N-001', 'N-002'),
      renumber('N-002', 'N-001'),
      set('N-001', 'title', 'B', null),
    ]);
    assert.deepEqual(short(answer), {
      applied: 0,
      agreed: 0,
      conflicts: [
        [0, 'renumbered', 'N-001', 'N-002', 'N-001'],
        [1, 'held'],
        [2, 'held'],
      ],
    });
    assert.deepEqual(await titles(fixture), { 'N-001': 'A', 'N-002': 'B', 'N-003': 'C' });
  });

  it('stores nothing in a dry run', async () => {
    const { fixture, copy } = await start();
    assert.equal((await copy.push([renumber('N-001', 'N-009')], { dryRun: true })).applied, 1);
    assert.deepEqual(await titles(fixture), { 'N-001': 'A', 'N-002': 'B', 'N-003': 'C' });
  });
});

describe('A ref in a push', () => {
  it('means the row that had it at the base, also when it is called otherwise since', async () => {
    const { fixture, copy } = await start();
    const other = await copyOf(fixture);
    await other.push([renumber('N-001', 'N-002'), renumber('N-002', 'N-004')]);
    await other.pull();
    await other.push([renumber('N-004', 'N-005', 2)]);
    const answer = await copy.push([set('N-001', 'title', 'A', 'AA'), set('N-002', 'title', 'X', 'BB')]);
    assert.deepEqual(short(answer), { applied: 1, agreed: 0, conflicts: [[1, 'cell', 'N-005', 'BB', 'B']] });
    assert.deepEqual(await titles(fixture), { 'N-002': 'AA', 'N-003': 'C', 'N-005': 'B' });
  });

  it('that was given up and names no row now is a conflict that keeps what was typed', async () => {
    const { fixture, copy } = await start();
    await copy.push([renumber('N-001', 'N-009')]);
    await copy.pull();
    const answer = await copy.push(
      [
        set('N-001', 'title', 'A', 'AA'),
        set('N-001', 'owner', null, 'O'),
        restore('N-001', 2),
        renumber('N-001', 'N-010', 2),
      ].slice(0, 2),
    );
    const mine = { title: 'AA', owner: 'O' };
    assert.deepEqual(short(answer).conflicts, [
      [0, 'edited-removed', 'N-001', mine, null],
      [1, 'edited-removed', 'N-001', mine, null],
    ]);
    for (const op of [restore('N-001', 2), remove('N-001', 2)]) {
      assert.deepEqual(short(await copy.push([op])).conflicts, [[0, 'edited-removed', 'N-001', null, null]]);
    }
    assert.deepEqual(short(await copy.push([renumber('N-001', 'N-010')])).conflicts, [
      [0, 'renumbered', 'N-001', 'N-010', null],
    ]);
    const { conflicts } = await fixture.service.conflicts({ state: 'open' });
    assert.deepEqual(
      conflicts.map(({ kind, ref }) => [kind, ref]),
      [['edited-removed', 'N-001']],
    );
    const [conflict = assert.fail()] = conflicts;
    const decide = (choose: 'mine' | 'theirs'): Op => ({
      op: 'decide',
      conflict: conflict.id ?? '',
      choose,
      seen: 0,
    });
    assert.equal((await copy.push([decide('mine')])).outcomes.length, 1);
    assert.equal((await copy.push([decide('theirs')])).applied, 1);
  });

  it('that was given up is never numbered again', async () => {
    const { copy } = await start();
    await copy.push([renumber('N-003', 'N-900')]);
    await copy.push([renumber('N-900', 'N-004', 2), add('new:1', { title: 'D' })]);
    assert.deepEqual((await copy.push([add('new:1', { title: 'E' })])).refs, { 'new:1': 'N-902' });
  });

  it('that was given up can be added with other content in a later push, not in the same one', async () => {
    const { fixture, copy } = await start();
    const same = await copy.push([renumber('N-001', 'N-009'), add('N-001', { title: 'Other' })]);
    assert.deepEqual(short(same), {
      applied: 1,
      agreed: 0,
      conflicts: [[1, 'added', 'N-001', { title: 'Other' }, null]],
    });
    await copy.pull();
    const doubled = await copy.push([add('N-001', { title: 'A' })]);
    assert.deepEqual(short(doubled).conflicts, [[0, 'added', 'N-001', { title: 'A' }, null]]);
    assert.equal((await copy.push([add('N-001', { title: 'Another' })])).applied, 1);
    assert.deepEqual(await titles(fixture), {
      'N-001': 'Another',
      'N-002': 'B',
      'N-003': 'C',
      'N-009': 'A',
    });
    assert.deepEqual(await history(fixture, 'N-009'), [
      [1, 'add', 'N-001', null],
      [2, 'renumber', 'N-001', 'N-009'],
    ]);
    assert.deepEqual(await history(fixture, 'N-001'), [[3, 'add', 'N-001', null]]);
    assert.deepEqual(await titles(fixture, 2), { 'N-002': 'B', 'N-003': 'C', 'N-009': 'A' });
  });

  it('finds the row that a push added, when it is made again after the row was renumbered', async () => {
    const fixture = await openFixture();
    const copy = await copyOf(fixture);
    await copy.push([add('new:1', { title: 'A' })]);
    await (await copyOf(fixture)).push([renumber('N-001', 'N-009')]);
    const again = await copy.push([add('new:1', { title: 'A' })]);
    assert.deepEqual([again.refs, again.agreed], [{ 'new:1': 'N-009' }, 1]);
  });
});

describe('After a renumbering', () => {
  it("a row's and a cell's history go back through all its refs, and not into those of other rows", async () => {
    const { fixture, copy } = await start();
    await copy.push([set('N-001', 'title', 'A', 'A2'), set('N-002', 'title', 'B', 'B2')]);
    await copy.pull();
    await copy.push([
      renumber('N-001', 'N-002', 2),
      renumber('N-002', 'N-001', 2),
      set('N-002', 'title', 'A2', 'A3'),
    ]);
    await copy.pull();
    await copy.push([renumber('N-002', 'N-007', 3), set('N-001', 'title', 'B2', 'B3')]);
    await copy.pull();
    await copy.push([set('N-007', 'title', 'A3', 'A4'), set('N-007', 'owner', null, 'O')]);
    const ofA = [
      [1, 'add', 'N-001', null],
      [2, 'set', 'N-001', 'A2'],
      [3, 'renumber', 'N-001', 'N-002'],
      [3, 'set', 'N-002', 'A3'],
      [4, 'renumber', 'N-002', 'N-007'],
      [5, 'set', 'N-007', 'A4'],
    ];
    assert.deepEqual(await history(fixture, 'N-007', 'title'), ofA);
    assert.deepEqual(await history(fixture, 'N-007'), [...ofA, [5, 'set', 'N-007', 'O']]);
    assert.deepEqual(await history(fixture, 'n-001'), [
      [1, 'add', 'N-002', null],
      [2, 'set', 'N-002', 'B2'],
      [3, 'renumber', 'N-002', 'N-001'],
      [4, 'set', 'N-001', 'B3'],
    ]);
    await assert.rejects(history(fixture, 'N-002'), /it was renumbered, and is N-007 now/);
  });

  it('rows of any revision are as they were, each with its last change', async () => {
    const { fixture, copy } = await start();
    await copy.push([renumber('N-001', 'N-002'), renumber('N-002', 'N-001')]);
    await copy.pull();
    await copy.push([set('N-001', 'title', 'B', 'B2'), remove('N-002', 2)]);
    const at = async (revision: number) =>
      (await fixture.service.rows('notes', revision)).rows.map((row) => [
        row.ref,
        row.revision,
        row.cells.title,
      ]);
    assert.deepEqual(await at(1), [
      ['N-001', 1, 'A'],
      ['N-002', 1, 'B'],
      ['N-003', 1, 'C'],
    ]);
    assert.deepEqual(await at(2), [
      ['N-001', 2, 'B'],
      ['N-002', 2, 'A'],
      ['N-003', 1, 'C'],
    ]);
    assert.deepEqual(await at(3), [
      ['N-001', 3, 'B2'],
      ['N-003', 1, 'C'],
    ]);
  });

  it('a conflict goes on under the present ref, and is decided there', async () => {
    const { fixture, copy } = await start();
    const other = await copyOf(fixture);
    await other.push([set('N-001', 'title', 'A', 'theirs')]);
    await copy.push([set('N-001', 'title', 'A', 'mine')]);
    await other.pull();
    await other.push([renumber('N-001', 'N-002', 2), renumber('N-002', 'N-001')]);
    const [open = assert.fail()] = (await fixture.service.conflicts({ state: 'open' })).conflicts;
    assert.deepEqual([open.ref, open.theirs, open.theirsRevision, open.mine], ['N-002', 'theirs', 2, 'mine']);
    const decide: Op = { op: 'decide', conflict: open.id ?? '', choose: 'mine', seen: 2 };
    assert.equal((await copy.push([decide])).applied, 1);
    assert.deepEqual(await titles(fixture), { 'N-001': 'B', 'N-002': 'mine', 'N-003': 'C' });
    const [decided = assert.fail()] = (await fixture.service.conflicts({})).conflicts;
    await other.pull();
    await other.push([renumber('N-002', 'N-020', 4)]);
    assert.equal((await fixture.service.conflicts({})).conflicts[0]?.ref, 'N-020');
    assert.equal(decided.state, 'decided');
  });

  it('a removal by a copy that saw the row before is a conflict with what it saw', async () => {
    const { fixture, copy } = await start();
    await (await copyOf(fixture)).push([renumber('N-001', 'N-009'), set('N-009', 'title', 'A', 'AA')]);
    const answer = await copy.push([remove('N-001', 1)]);
    const [outcome] = answer.outcomes;
    assert.ok(outcome?.outcome === 'conflict');
    const { kind, ref, base, theirs } = outcome.conflict;
    assert.deepEqual([kind, ref, base, theirs], ['removed-edited', 'N-009', { title: 'A' }, { title: 'AA' }]);
  });

  it('a ledger that is opened again knows it all', async () => {
    const store = await openSqlite(':memory:');
    const fixture = await openFixture({ store });
    const copy = await copyOf(fixture);
    await copy.push([add('N-001', { title: 'A' }), add('N-002', { title: 'B' })]);
    await copy.pull();
    const old = { ...copy.base };
    await copy.push([renumber('N-001', 'N-002'), renumber('N-002', 'N-005')]);
    const ledger = await openLedger({ store, configuration, now: () => 0, uuid: uuids('e') });
    const again = await copyOf({ ...fixture, ledger });
    again.base = old;
    assert.equal((await again.push([set('N-001', 'title', 'A', 'AA')])).applied, 1);
    assert.deepEqual((await again.push([add('new:1', { title: 'Z' })])).refs, { 'new:1': 'N-006' });
    assert.deepEqual(await titles(fixture), { 'N-002': 'AA', 'N-005': 'B', 'N-006': 'Z' });
    assert.deepEqual(await ledger.verify(), { revisions: 4, broken: null });
  });
});
