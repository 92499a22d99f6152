import assert from 'node:assert/strict';
import { Unreachable } from '../../shared/protocol/problem.ts';
import { decide } from '../../shared/sync/decide.ts';
import { keepChoices } from '../../shared/sync/keep-choices.ts';
import { readState } from '../../shared/sync/state.ts';
import { decides, edits, onlyConflict } from './model/copies.ts';
import { type Person, World } from './model/person.ts';

/** Ann and Eve have one synced workbook open at once. */
async function coAuthors() {
  const world = await World.open();
  const ann = world.person('Ann', [
    [null, 'First', 'Ann', 1],
    [null, 'Second', 'Ann', 2],
  ]);
  await ann.sync();
  ann.workbook.autoSave = true;
  ann.open();
  const eve = world.at('Eve', ann.workbook);
  const bob = world.person('Bob');
  await bob.sync();
  return { world, ann, eve, bob };
}

const session = 'eeeeeeee-0000-4000-8000-000000000001';
const copyOf = (person: Person) => readState(person.workbook.state)?.workbook ?? '';

/** Waits at once, and does something the first time. */
function waiting(meanwhile: () => Promise<unknown> = async () => undefined) {
  const waits: number[] = [];
  const wait = async (milliseconds: number) => {
    if (waits.push(milliseconds) === 1) await meanwhile();
  };
  return { waits, wait };
}

/** Ann's "Anna" against Bob's "Bob" in the owner of N-001. */
async function disagree(ann: Person, bob: Person) {
  await edits(bob, 'N-001', 'owner', 'Bob');
  return onlyConflict(await edits(ann, 'N-001', 'owner', 'Anna'));
}

describe('co-authors of one workbook', () => {
  it('take the lease once there is something to push or write, and give it back with the new base', async () => {
    const { ann, eve } = await coAuthors();
    const asked: (boolean | undefined)[] = [];
    const service = {
      ...ann.service,
      lease: (...[workbook, request]: Parameters<typeof ann.service.lease>) => {
        asked.push(request.release);
        return ann.service.lease(workbook, request);
      },
    };
    await ann.sync({}, { service });
    assert.deepEqual(asked, [], 'nothing to do');
    ann.type('N-001', 'owner', 'Anna');
    const { revision } = await ann.sync({}, { service });
    assert.deepEqual([asked[0], asked.at(-1)], [undefined, true]);
    const { base } = await eve.service.lease(copyOf(eve), { session, base: null });
    assert.equal(base?.revision, revision);
  });

  it('are told who is syncing and until when, and nothing is done', async () => {
    const { world, ann, eve } = await coAuthors();
    const before = await world.ledger();
    await eve.service.lease(copyOf(eve), { session, base: null });
    ann.type('N-001', 'owner', 'Anna');
    const { status, busy, stops } = await ann.sync({}, { patience: 0 });
    assert.deepEqual([status, busy?.author], ['stopped', 'Eve']);
    assert.match(stops[0] ?? '', /^Eve is syncing this workbook just now, until \d\d:\d\d UTC at the latest/);
    assert.deepEqual(await world.ledger(), before);
  });

  it('wait for one another, and read the cells again', async () => {
    const { world, ann, eve, bob } = await coAuthors();
    bob.type('N-002', 'owner', 'Bob');
    await bob.sync();
    await eve.service.lease(copyOf(eve), { session, base: null });
    ann.type('N-001', 'owner', 'Anna');
    const { waits, wait } = waiting(async () => {
      ann.type('N-001', 'owner', 'Eve');
      await eve.service.lease(copyOf(eve), { session, base: null, release: true });
    });
    const { status, busy } = await ann.sync({}, { wait, patience: 10_000 });
    assert.deepEqual([status, busy, waits], ['done', null, [2_000]]);
    assert.deepEqual(ann.shows(), await world.ledger());
    assert.equal((await world.ledger())[0]?.[2], 'Eve');
  });

  it('wait no longer than they are told to', async () => {
    const { ann, eve } = await coAuthors();
    await eve.service.lease(copyOf(eve), { session, base: null });
    ann.type('N-001', 'owner', 'Anna');
    const { waits, wait } = waiting();
    assert.equal((await ann.sync({}, { wait, patience: 6_000 })).busy?.author, 'Eve');
    assert.equal(waits.length, 3);
  });

  it('are not kept by a holder that died', async () => {
    const { world, ann, eve } = await coAuthors();
    await eve.service.lease(copyOf(eve), { session, base: null });
    ann.type('N-001', 'owner', 'Anna');
    const { wait } = waiting(async () => {
      world.fixture.clock.now += 60_000;
    });
    assert.equal((await ann.sync({}, { wait, patience: 120_000 })).status, 'done');
  });

  it('take the lease before a decision is pushed, and keep it for the sync that follows', async () => {
    const { ann, bob } = await coAuthors();
    const calls: string[] = [];
    const conflict = await disagree(ann, bob);
    const { lease, push } = ann.service;
    ann.service = {
      ...ann.service,
      lease: async (workbook, request) => {
        calls.push(request.release ? 'given back' : 'lease');
        return lease(workbook, request);
      },
      push: async (body) => {
        calls.push('push');
        return push(body);
      },
    };
    const { decision } = await decides(ann, conflict, 'theirs');
    const turns = calls.filter((call, at) => call !== calls[at - 1]);
    assert.deepEqual([decision, turns], ['decided', ['lease', 'push', 'lease', 'given back']]);
  });

  it('decide nothing while another one syncs, and are told who does', async () => {
    const { world, ann, eve, bob } = await coAuthors();
    const conflict = await disagree(ann, bob);
    await eve.service.lease(copyOf(eve), { session, base: null });
    const before = await world.fixture.service.schema();
    const { decision, result } = await decide({ ...ann.options(), patience: 0, conflict, choose: 'mine' });
    assert.deepEqual([decision, result.status, result.busy?.author], ['busy', 'stopped', 'Eve']);
    assert.match(result.stops[0] ?? '', /^Eve is syncing this workbook just now.* Nothing was done/);
    assert.equal((await world.fixture.service.schema()).revision, before.revision);
  });

  it('wait with a decision for one another, and decide on the cells as they then are', async () => {
    const { world, ann, eve, bob } = await coAuthors();
    const conflict = await disagree(ann, bob);
    await eve.service.lease(copyOf(eve), { session, base: null });
    const { wait } = waiting(async () => {
      ann.type('N-002', 'owner', 'Eve');
      await eve.service.lease(copyOf(eve), { session, base: null, release: true });
    });
    const options = { ...ann.options(), wait, patience: 10_000 };
    assert.equal((await decide({ ...options, conflict, choose: 'mine' })).decision, 'decided');
    assert.deepEqual(ann.shows(), await world.ledger());
    assert.deepEqual(
      ann.shows().map(([, , owner]) => owner),
      ['Anna', 'Eve'],
    );
  });

  it('let the state that the last one wrote arrive, for half a minute at most', async () => {
    for (const arrives of [true, false]) {
      const { world, ann, eve } = await coAuthors();
      // Eve's Excel has written, Ann's does not show it yet.
      const late = world.at('Eve', ann.workbook.saveAs());
      late.workbook.autoSave = true;
      late.type('N-002', 'owner', 'Eve');
      await late.sync();
      ann.type('N-001', 'owner', 'Anna');
      const { waits, wait } = waiting(async () => {
        if (!arrives) return;
        ann.type('N-002', 'owner', 'Eve');
        ann.workbook.state = late.workbook.state;
      });
      assert.equal((await ann.sync({}, { wait, patience: 10_000 })).status, 'done');
      assert.equal(waits.length, arrives ? 1 : 15);
      assert.deepEqual(eve.shows(), await world.ledger());
    }
  });

  it('keep a choice in turn, beside what a sync under way writes into the state', async () => {
    const { ann, eve, bob } = await coAuthors();
    const map = { sheets: { Notes: 'notes' }, headings: {} };
    await eve.service.lease(copyOf(eve), { session, base: null });
    const busy = await keepChoices({ ...ann.options(), patience: 0 }, map);
    assert.equal(busy?.author, 'Eve');
    assert.deepEqual(readState(ann.workbook.state)?.map.sheets, {});
    const { wait } = waiting(async () => {
      await eve.service.lease(copyOf(eve), { session, base: null, release: true });
      bob.type('N-002', 'owner', 'Bob');
      await bob.sync();
      await eve.sync();
    });
    assert.equal(await keepChoices({ ...ann.options(), wait, patience: 10_000 }, map), null);
    const state = readState(ann.workbook.state);
    assert.deepEqual([state?.map.sheets, state?.base.revision], [map.sheets, 2]);
    assert.equal((await eve.sync()).status, 'unchanged');
  });

  it('keep a choice while the service is away, since nobody can sync then', async () => {
    const { ann } = await coAuthors();
    const service = { ...ann.service, lease: () => Promise.reject(new Unreachable('No answer came.')) };
    const map = { sheets: { Notes: 'notes' }, headings: {} };
    assert.equal(await keepChoices({ ...ann.options(), service }, map), null);
    assert.deepEqual(readState(ann.workbook.state)?.map.sheets, map.sheets);
  });
});
