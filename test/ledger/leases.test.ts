import assert from 'node:assert/strict';
import type { LeaseAnswer, LeaseRequest } from '../../shared/protocol/lease.ts';
import { Problem } from '../../shared/protocol/problem.ts';
import { copyOf, editor, type Fixture, openFixture, owner, reader, START } from './builder.ts';

const workbook = 'aaaaaaaa-0000-4000-8000-0000000000aa';
const one = 'aaaaaaaa-0000-4000-8000-000000000001';
const two = 'aaaaaaaa-0000-4000-8000-000000000002';
const three = 'aaaaaaaa-0000-4000-8000-000000000003';
const base = (revision: number) => ({ revision, hash: String(revision).repeat(64) });

/** Seconds after the clock's start; each call takes one. */
const second = (count: number) => new Date(START + count * 1_000).toISOString();

/** Asks for the lease as an author, the base null unless said. */
const asking =
  ({ ledger }: Fixture, author = editor) =>
  (session: string, more: Partial<LeaseRequest> = {}, of = workbook): Promise<LeaseAnswer> =>
    ledger.lease(author, of, { session, base: null, ...more });

describe("A copy's lease", () => {
  it('is given for a minute, and renewed by asking again', async () => {
    const ask = asking(await openFixture());
    assert.deepEqual(await ask(one), { until: second(61), base: null });
    assert.deepEqual(await ask(one), { until: second(62), base: null });
  });

  it('is refused to another session meanwhile, with who has it and until when', async () => {
    const fixture = await openFixture();
    await asking(fixture)(one);
    await assert.rejects(asking(fixture, owner)(two), (error) => {
      assert.ok(error instanceof Problem);
      assert.deepEqual(
        [error.type, error.status, error.body],
        ['copy-busy', 409, { author: 'Edda', until: second(61) }],
      );
      return true;
    });
    // Another workbook has a lease of its own.
    await asking(fixture, owner)(two, {}, three);
  });

  it('goes to the next session when it is released, with the base that the last one left', async () => {
    const ask = asking(await openFixture());
    assert.equal((await ask(one, { base: base(3) })).base, null);
    assert.deepEqual(await ask(one, { base: base(5), release: true }), { until: second(2), base: base(3) });
    assert.deepEqual(await ask(two), { until: second(63), base: base(5) });
    await ask(two, { release: true });
    assert.deepEqual((await ask(three)).base, base(5));
  });

  it('of a session that died is over after a minute', async () => {
    const fixture = await openFixture();
    const ask = asking(fixture);
    await ask(one, { base: base(2) });
    fixture.clock.now += 58_000;
    await assert.rejects(ask(two), /Edda is syncing this workbook/);
    assert.deepEqual((await ask(two)).base, base(2));
  });

  it('is not ended by a session that does not have it', async () => {
    const ask = asking(await openFixture());
    assert.deepEqual(await ask(two, { release: true }), { until: second(1), base: null });
    await ask(one, { base: base(1) });
    assert.deepEqual(await ask(two, { base: base(9), release: true }), { until: second(62), base: base(1) });
    await assert.rejects(ask(two));
    await ask(one, { release: true });
    assert.deepEqual((await ask(two)).base, base(1));
  });

  it('is not for a reader, and stops no push', async () => {
    const fixture = await openFixture();
    await assert.rejects(asking(fixture, reader)(one), ({ type }: Problem) => type === 'forbidden');
    const copy = await copyOf(fixture);
    await fixture.ledger.lease(editor, copy.workbook ?? '', { session: one, base: null });
    const { applied } = await copy.push([{ op: 'add', tab: 'notes', ref: 'new:1', cells: { title: 'A' } }]);
    assert.equal(applied, 1);
  });
});
