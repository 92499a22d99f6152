import assert from 'node:assert/strict';
import { Unreachable } from '../../shared/protocol/problem.ts';
import type { Service } from '../../shared/protocol/service.ts';
import { decide } from '../../shared/sync/decide.ts';
import { itemLine } from '../../shared/sync/describe.ts';
import { disconnect, forget } from '../../shared/sync/session.ts';
import { readState, stateRows } from '../../shared/sync/state.ts';
import { inConflict, owner, pinsOf, twoCopies } from './model/copies.ts';
import { World } from './model/person.ts';
import { Crash } from './model/workbook.ts';

/** The service, counting its calls. */
function counted(service: Service): { service: Service; calls: string[] } {
  const calls: string[] = [];
  const count =
    <A extends unknown[], R>(name: string, call: (...args: A) => R) =>
    (...args: A): R => {
      calls.push(name);
      return call(...args);
    };
  return {
    calls,
    service: {
      schema: count('schema', service.schema),
      rows: count('rows', service.rows),
      changes: count('changes', service.changes),
      push: count('push', service.push),
      conflicts: count('conflicts', service.conflicts),
      lease: count('lease', service.lease),
    },
  };
}

describe('a sync session', () => {
  it('gives the rows of a new copy their refs and puts them into the ledger', async () => {
    const world = await World.open();
    const ann = world.person('Ann', [
      [null, 'First', 'Ann', 1],
      [null, 'Second', null, null],
    ]);
    const { status, pushed, refs } = await ann.sync();
    assert.deepEqual(
      { status, pushed, refs },
      {
        status: 'done',
        pushed: 2,
        refs: [
          { tab: 'notes', ref: 'N-001', sheet: 'Notes', row: 2 },
          { tab: 'notes', ref: 'N-002', sheet: 'Notes', row: 3 },
        ],
      },
    );
    assert.deepEqual(await world.ledger(), ann.shows());
  });

  it('takes one request where nothing changed on either side', async () => {
    const { ann } = await twoCopies();
    const schema = await ann.service.schema();
    const { service, calls } = counted(ann.service);
    assert.equal((await ann.sync({}, { service, schema })).status, 'unchanged');
    assert.deepEqual(calls, ['changes']);
  });

  it('brings the rows of the ledger into an empty copy, and changes both ways', async () => {
    const { world, ann, bob } = await twoCopies();
    assert.deepEqual(bob.shows(), ann.shows());
    ann.type('N-001', 'title', 'First, by Ann');
    bob.type('N-002', 'count', 20);
    bob.add(null, 'Fourth');
    await ann.sync();
    await bob.sync();
    await ann.sync();
    assert.deepEqual(bob.shows(), await world.ledger());
    assert.deepEqual(ann.shows(), await world.ledger());
    assert.equal(ann.shows().length, 4);
  });

  it('shows cell by cell what it is about to do, and whose change it takes', async () => {
    const { ann, bob } = await twoCopies();
    bob.type('N-002', 'count', 20);
    await bob.sync();
    ann.type('N-001', 'title', 'Firstly');
    await ann.sync();
    assert.deepEqual(ann.seen?.push.map(itemLine), ['Notes N-001, Title: First → Firstly']);
    const [taken] = ann.seen?.take ?? [];
    assert.deepEqual([taken?.from, taken?.to, taken?.by?.author], [2, 20, 'Bob']);
  });

  it('does nothing where the person cancels', async () => {
    const { world, ann } = await twoCopies();
    const before = [await world.ledger(), ann.workbook.state];
    ann.type('N-001', 'title', 'Firstly');
    assert.equal((await ann.sync({}, { preview: async () => null })).status, 'cancelled');
    assert.deepEqual([await world.ledger(), ann.workbook.state], before);
  });

  it('writes the uuid of a new copy before its first push, so that a lost answer doubles nothing', async () => {
    const world = await World.open();
    const ann = world.person('Ann', [[null, 'First', 'Ann', 1]]);
    const { push } = ann.service;
    const deaf: Service = {
      ...ann.service,
      push: async (body) => {
        const answer = await push(body);
        if (body.dryRun === true) return answer;
        throw new Unreachable('no answer');
      },
    };
    await assert.rejects(ann.sync({}, { service: deaf }), /nothing is doubled/);
    await ann.sync();
    assert.deepEqual(ann.shows(), [['N-001', 'First', 'Ann', 1]]);
    assert.deepEqual(await world.ledger(), ann.shows());
  });

  it('sends a push once more after a lost answer, under the same request id', async () => {
    const { world, ann } = await twoCopies();
    const { push } = ann.service;
    let lost = 0;
    const service: Service = {
      ...ann.service,
      push: async (body) => {
        const answer = await push(body);
        if (body.dryRun !== true && lost++ === 0) throw new Unreachable('no answer');
        return answer;
      },
    };
    ann.add(null, 'Fourth');
    const { revision, pushed } = await ann.sync({}, { service });
    assert.deepEqual([revision, pushed, (await world.ledger()).length], [2, 1, 4]);
  });

  it('goes on after a crash at any call as if nothing had been', async () => {
    for (let at = 0; at < 14; at += 1) {
      const { world, ann, bob } = await twoCopies();
      bob.type('N-001', 'owner', 'Bob');
      bob.remove('N-003');
      await bob.sync({ removals: 'all' });
      ann.add(null, 'Fourth');
      ann.type('N-002', 'title', 'Secondly');
      let calls = 0;
      ann.workbook.before = () => {
        if (calls++ === at) throw new Crash();
      };
      await ann.sync().catch((error) => assert.ok(error instanceof Crash));
      ann.workbook.before = () => undefined;
      await ann.sync();
      assert.deepEqual(ann.shows(), await world.ledger(), `crash at call ${at}`);
      assert.equal(ann.shows().length, 3, `crash at call ${at}`);
    }
  });
});

describe('a row that came in before a crash', () => {
  it('is not doubled where it was edited before the next sync', async () => {
    const { world, ann, bob } = await twoCopies();
    bob.add(null, 'Fourth', 'Bob');
    await bob.sync();
    ann.workbook.before = (call) => {
      if (call === 'writeState') throw new Crash();
    };
    await ann.sync().catch((error) => assert.ok(error instanceof Crash));
    ann.workbook.before = () => undefined;
    ann.type('N-004', 'owner', 'Ann');
    const { conflicts } = await ann.sync();
    assert.deepEqual(
      conflicts.map(({ conflict: { kind, mine, theirs } }) => [kind, mine, theirs]),
      [['cell', 'Ann', 'Bob']],
    );
    assert.equal((await world.ledger()).length, 4);
  });
});

describe('removals', () => {
  it('are proposed, and written back where the person declines', async () => {
    const { ann } = await twoCopies();
    const before = ann.shows();
    ann.remove('N-002');
    await ann.sync();
    assert.deepEqual(
      ann.seen?.removals.map(({ ref }) => ref),
      ['N-002'],
    );
    assert.deepEqual(ann.shows(), before);
  });

  it('need a confirmation, and then go everywhere', async () => {
    const { world, ann, bob } = await twoCopies();
    ann.remove('N-002');
    assert.equal((await ann.sync({ removals: 'all', confirm: false })).status, 'cancelled');
    assert.equal((await world.ledger()).length, 3);
    await ann.sync({ removals: 'all' });
    await bob.sync();
    assert.deepEqual(
      bob.shows().map(([ref]) => ref),
      ['N-001', 'N-003'],
    );
  });

  it('of a row that somebody edited meanwhile are a conflict', async () => {
    const { ann, bob } = await twoCopies();
    bob.type('N-002', 'owner', 'Bob');
    await bob.sync();
    ann.remove('N-002');
    const { conflicts } = await ann.sync({ removals: 'all' });
    assert.deepEqual(
      conflicts.map(({ conflict: { kind, ref } }) => [kind, ref]),
      [['removed-edited', 'N-002']],
    );
    assert.deepEqual(
      pinsOf(ann).map(({ ref, column, why }) => [ref, column, why]),
      [['N-002', null, 'conflict']],
    );
    assert.equal((await ann.sync()).conflicts.length, 1, 'it is not proposed again');
    const [first] = conflicts;
    if (first) await decide({ ...ann.options(), conflict: first.conflict, choose: 'theirs' });
    assert.equal(owner(ann, 'N-002'), 'Bob');
  });

  it('do not follow from a sheet, a heading or a ref column that is not recognised', async () => {
    const { world, ann } = await twoCopies();
    const before = await world.ledger();
    ann.workbook.type('Notes', 0, 0, null);
    const { status, stops } = await ann.sync({ removals: 'all' });
    assert.equal(status, 'stopped');
    assert.match(stops[0] ?? '', /No sheet of this workbook was recognised/);
    ann.workbook.undo();
    ann.workbook.type('Notes', 0, 2, null);
    await ann.sync({ removals: 'all' });
    assert.deepEqual(await world.ledger(), before);
  });
});

describe('a conflict', () => {
  it('keeps the sheet and the ledger as they are, and names who is behind the other side', async () => {
    const { world, ann, result } = await inConflict();
    const [item] = result.conflicts;
    assert.deepEqual(
      [
        item?.conflict.base,
        item?.conflict.mine,
        item?.conflict.theirs,
        item?.conflict.theirsAuthor,
        item?.left,
      ],
      ['Ann', 'Anna', 'Bob', 'Bob', false],
    );
    assert.equal(owner(ann, 'N-001'), 'Anna');
    assert.equal((await world.ledger())[0]?.[2], 'Bob');
    assert.deepEqual(pinsOf(ann), [
      {
        tab: 'notes',
        ref: 'N-001',
        column: 'owner',
        base: 'Ann',
        why: 'conflict',
        conflict: item?.conflict.id,
      },
    ]);
  });

  it('is shown again and not pushed again while nobody decides', async () => {
    const { ann } = await inConflict();
    const { service, calls } = counted(ann.service);
    const { conflicts } = await ann.sync({}, { service });
    assert.equal(conflicts.length, 1);
    assert.ok(!calls.includes('push'));
  });

  for (const [choose, value, expected] of [
    ['mine', undefined, 'Anna'],
    ['theirs', undefined, 'Bob'],
    ['value', 'Cid', 'Cid'],
  ] as const) {
    it(`ends by a decision: ${choose}`, async () => {
      const { ann, bob, result } = await inConflict();
      const [item] = result.conflicts;
      assert.ok(item);
      const more = value === undefined ? {} : { value };
      const { decision } = await decide({ ...ann.options(), conflict: item.conflict, choose, ...more });
      await bob.sync();
      assert.deepEqual([decision, owner(ann, 'N-001'), owner(bob, 'N-001')], ['decided', expected, expected]);
      assert.deepEqual(pinsOf(ann), []);
    });
  }

  it('is decided "theirs" by itself where the cell comes to show the ledger or its base again', async () => {
    for (const again of ['Bob', 'Ann']) {
      const { world, ann } = await inConflict();
      ann.type('N-001', 'owner', again);
      const { conflicts } = await ann.sync();
      assert.deepEqual([conflicts, owner(ann, 'N-001'), pinsOf(ann)], [[], 'Bob', []]);
      const { conflicts: all } = await world.fixture.service.conflicts({});
      assert.deepEqual(
        all.map(({ decided }) => decided?.choose),
        ['theirs'],
      );
    }
  });

  it('is replaced where the person types another value', async () => {
    const { world, ann } = await inConflict();
    ann.type('N-001', 'owner', 'Anne');
    await ann.sync();
    const { conflicts } = await world.fixture.service.conflicts({});
    assert.deepEqual(
      conflicts.map(({ mine, state }) => [mine, state]),
      [
        ['Anna', 'superseded'],
        ['Anne', 'open'],
      ],
    );
  });

  it('of an edit with a removal keeps the row until somebody decides', async () => {
    const { ann, bob } = await twoCopies();
    bob.remove('N-001');
    await bob.sync({ removals: 'all' });
    ann.type('N-001', 'owner', 'Anna');
    const { conflicts } = await ann.sync();
    const [item] = conflicts;
    assert.deepEqual([item?.conflict.kind, owner(ann, 'N-001')], ['edited-removed', 'Anna']);
    assert.ok(item);
    await decide({ ...ann.options(), conflict: item.conflict, choose: 'mine' });
    await bob.sync();
    assert.deepEqual([owner(ann, 'N-001'), owner(bob, 'N-001'), pinsOf(ann)], ['Anna', 'Anna', []]);
  });
});

describe('edits of a co-author', () => {
  it('are pushed as typed elsewhere', async () => {
    const { world, ann } = await twoCopies();
    ann.type('N-001', 'owner', 'Eve');
    const edits = [{ sheet: 'Notes', row: 1, column: 2, source: 'remote', before: 'Ann' } as const];
    await ann.sync({}, { edits: () => edits });
    const { revisions } = await world.fixture.service.changes({ since: 1 });
    assert.deepEqual(
      revisions.flatMap(({ changes }) => changes.map(({ elsewhere }) => elsewhere)),
      [true],
    );
  });

  it('over a value received since are listed apart, as are local ones that began from another value', async () => {
    for (const [source, before, listed] of [
      ['remote', 'Bob', 1],
      ['local', 'Ann', 1],
      ['local', 'Bob', 0],
    ] as const) {
      const { ann, bob } = await twoCopies();
      bob.type('N-001', 'owner', 'Bob');
      await bob.sync();
      await ann.sync();
      ann.type('N-001', 'owner', 'Eve');
      await ann.sync({}, { edits: () => [{ sheet: 'Notes', row: 1, column: 2, source, before }] });
      assert.equal(ann.seen?.reversals.length, listed, `${source} from ${before}`);
    }
  });
});

describe('what goes back', () => {
  it('is listed apart, unticked, with the change that it would undo', async () => {
    const { world, ann, bob } = await twoCopies();
    bob.type('N-001', 'owner', 'Bob');
    await bob.sync();
    await ann.sync();
    // The cells of a co-author arrive late: the state stays, the old value is back.
    ann.type('N-001', 'owner', 'Ann');
    await ann.sync();
    assert.deepEqual(ann.seen?.push, []);
    assert.deepEqual(
      ann.seen?.reversals.map(({ ref, to, by }) => [ref, to, by?.author]),
      [['N-001', 'Ann', 'Bob']],
    );
    assert.equal((await world.ledger())[0]?.[2], 'Bob');
    assert.deepEqual(
      pinsOf(ann).map(({ why, shown }) => [why, shown]),
      [['reversal', 'Ann']],
    );
  });

  it('is what a copy saved under another name has replaced, though both have one workbook id', async () => {
    const { world, ann } = await twoCopies();
    const saved = world.at('Eve', ann.workbook.saveAs());
    saved.type('N-001', 'owner', 'Eve');
    await saved.sync();
    await ann.sync();
    ann.type('N-001', 'owner', 'Ann');
    await ann.sync();
    assert.deepEqual(ann.seen?.push, []);
    assert.deepEqual(
      ann.seen?.reversals.map(({ ref, to, by }) => [ref, to, by?.author]),
      [['N-001', 'Ann', 'Eve']],
    );
  });

  it('is not what this copy itself has replaced since it was opened', async () => {
    const { world, ann } = await twoCopies();
    ann.type('N-001', 'owner', 'Abe');
    await ann.sync();
    ann.type('N-001', 'owner', 'Ann');
    await ann.sync();
    assert.deepEqual(ann.seen?.reversals, []);
    assert.equal((await world.ledger())[0]?.[2], 'Ann');
  });
});

describe('cells that can not be written', () => {
  it('are left alone where somebody typed meanwhile, and taken up by the next sync', async () => {
    const { world, ann, bob } = await twoCopies();
    bob.type('N-001', 'owner', 'Bob');
    await bob.sync();
    let reads = 0;
    ann.workbook.before = (call) => {
      if (call === 'read' && ++reads === 2) ann.type('N-001', 'owner', 'typed');
    };
    await ann.sync();
    assert.equal(owner(ann, 'N-001'), 'typed');
    const { conflicts } = await ann.sync();
    assert.deepEqual(
      conflicts.map(({ conflict: { mine, theirs } }) => [mine, theirs]),
      [['typed', 'Bob']],
    );
    assert.equal((await world.ledger())[0]?.[2], 'Bob');
  });
});

describe('rows', () => {
  it('with a new error are held and stay in the sheet', async () => {
    const { world, ann } = await twoCopies();
    ann.type('N-001', 'title', null);
    ann.add(null, null, 'nobody');
    const { held } = await ann.sync();
    assert.deepEqual(
      held.map(({ ref, findings }) => [ref, findings.map(({ rule }) => rule)]),
      [
        ['N-001', ['required-blank']],
        [null, ['required-blank']],
      ],
    );
    assert.equal((await world.ledger())[0]?.[1], 'First');
    assert.equal((await ann.sync()).held.length, 2, 'they are shown again');
    ann.type('N-001', 'title', 'Firstly');
    ann.type(4, 'title', 'Fourth');
    await ann.sync();
    assert.deepEqual(ann.shows(), await world.ledger());
  });

  it('that share a ref: the first that equals the base is the row, the others are held', async () => {
    const { world, ann } = await twoCopies();
    const before = await world.ledger();
    ann.add('N-001', 'another');
    const { held } = await ann.sync({ removals: 'all' });
    assert.deepEqual(
      held.map(({ row }) => row),
      [5],
    );
    assert.match(held[0]?.reason ?? '', /also stands in sheet "Notes" row 2/);
    assert.deepEqual(await world.ledger(), before);
    ann.type(1, 'owner', 'x');
    const all = await ann.sync({ removals: 'all' });
    assert.deepEqual([all.held.length, await world.ledger()], [2, before], 'none equals it: all are held');
  });

  it('without a ref that equal one row of the base are that row', async () => {
    const { world, ann } = await twoCopies();
    ann.type('N-002', 'ref', null);
    await ann.sync();
    assert.deepEqual(ann.shows(), await world.ledger());
    assert.equal(ann.shows()[1]?.[0], 'N-002');
  });

  it('that were added before and edited since are paired by the person', async () => {
    const { world, ann } = await twoCopies();
    ann.add(null, 'Fourth', 'Ann', 4);
    let calls = 0;
    ann.workbook.before = (call) => {
      if (call === 'write' && calls++ === 0) throw new Crash();
    };
    await ann.sync().catch((error) => assert.ok(error instanceof Crash));
    ann.workbook.before = () => undefined;
    ann.type(4, 'title', 'Fourthly');
    assert.equal((await ann.sync()).status, 'stopped');
    assert.deepEqual(
      ann.seen?.pairings.map(({ refs, rows }) => [refs.map(({ ref }) => ref), rows.map(({ id }) => id)]),
      [[['N-004'], ['Notes!5']]],
    );
    await ann.sync({ pairs: { 'Notes!5': 'N-004' } });
    assert.deepEqual(ann.shows(), await world.ledger());
    assert.deepEqual(ann.shows()[3], ['N-004', 'Fourthly', 'Ann', 4]);
  });

  it('keep a column whose heading went away as it was, and merge it when it is back', async () => {
    const { world, ann, bob } = await twoCopies();
    ann.workbook.type('Notes', 0, 2, null);
    await ann.sync();
    bob.type('N-001', 'owner', 'Bob');
    bob.add(null, 'Fourth', 'Bob');
    await bob.sync();
    await ann.sync();
    assert.equal(ann.workbook.sheet('Notes').rows[1]?.[2], 'Ann');
    assert.deepEqual(
      pinsOf(ann).map(({ ref, column, base }) => [ref, column, base]),
      [['N-004', 'owner', null]],
      'a row written meanwhile',
    );
    ann.workbook.type('Notes', 0, 2, 'Owner');
    await ann.sync();
    assert.deepEqual(ann.shows(), await world.ledger());
    assert.deepEqual(
      ann.shows().map(([, , who]) => who),
      ['Bob', 'Ann', null, 'Bob'],
    );
  });
});

describe('a copy', () => {
  it('whose workbook structure is protected is left alone', async () => {
    const world = await World.open();
    const ann = world.person('Ann', [[null, 'First']]);
    ann.workbook.canKeepState = false;
    const { status, stops } = await ann.sync();
    assert.equal(status, 'stopped');
    assert.match(stops[0] ?? '', /protected/);
    assert.deepEqual(await world.ledger(), []);
  });

  it('with a damaged state stops with the row, until the state is forgotten', async () => {
    const { world, ann } = await twoCopies();
    const row = ann.workbook.state?.[3];
    if (row) row[1] = `${row[1]} `;
    const { status, wayOn, stops } = await ann.sync();
    assert.deepEqual([status, wayOn], ['stopped', 'forget']);
    assert.match(stops[0] ?? '', /row 4 does not match its checksum/);
    await forget(ann.workbook);
    await ann.sync();
    assert.deepEqual(ann.shows(), await world.ledger(), 'equal rows agree');
    assert.equal(ann.shows().length, 3);
  });

  it('of another tracker is refused until the person joins it', async () => {
    const { ann } = await twoCopies();
    const elsewhere = await World.open();
    const moved = elsewhere.at('Ann', ann.workbook);
    const schema = { ...(await moved.service.schema()), tracker: 'dddddddd-0000-4000-8000-000000000001' };
    const stopped = await moved.sync({}, { schema });
    assert.deepEqual([stopped.status, stopped.wayOn], ['stopped', 'join']);
  });

  it('with a base that the ledger does not know merges without one, when the person says so', async () => {
    const { world, ann } = await twoCopies();
    const state = readState(ann.workbook.state);
    assert.ok(state);
    ann.workbook.state = stateRows({ ...state, base: { revision: 99, hash: 'f'.repeat(64) } });
    ann.type('N-001', 'owner', 'Anna');
    const stopped = await ann.sync();
    assert.deepEqual([stopped.status, stopped.wayOn], ['stopped', 'base']);
    const { conflicts } = await ann.sync({}, { withoutBase: true });
    assert.deepEqual(
      conflicts.map(({ conflict: { kind, ref } }) => [kind, ref]),
      [['cell', 'N-001']],
    );
    assert.equal((await world.ledger()).length, 3, 'and nothing is removed');
  });

  it('is disconnected by taking its state away, its cells stay', async () => {
    const { ann } = await twoCopies();
    const before = ann.shows();
    assert.equal(await disconnect(ann.workbook), true);
    assert.deepEqual([ann.workbook.state, ann.shows()], [null, before]);
    assert.equal(await disconnect(ann.workbook), false);
  });
});
