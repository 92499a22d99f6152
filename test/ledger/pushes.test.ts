import assert from 'node:assert/strict';
import { apply } from '../../server/ledger/apply.ts';
import { openLedger } from '../../server/ledger/ledger.ts';
import { openSqlite } from '../../server/store/sqlite.ts';
import { Problem } from '../../shared/protocol/problem.ts';
import type { Push } from '../../shared/protocol/push.ts';
import type { Op } from '../../shared/values/change.ts';
import { hashOf } from '../../shared/values/hash.ts';
import type { Cells } from '../../shared/values/value.ts';
import { type Copy, configuration, copyOf, editor, openFixture, owner, reader, uuids } from './builder.ts';

const add = (ref: string, cells: Cells, tab = 'notes'): Op => ({ op: 'add', tab, ref, cells });
const set = (ref: string, column: string, from: string | null, to: string | number | null): Op => ({
  op: 'set',
  tab: 'notes',
  ref,
  column,
  from,
  to,
});
const remove = (ref: string, seen: number): Op => ({ op: 'remove', tab: 'notes', ref, seen });

/** The refusal of a promise. */
async function refusal(promise: Promise<unknown>): Promise<Problem> {
  try {
    await promise;
  } catch (error) {
    assert.ok(error instanceof Problem, String(error));
    return error;
  }
  assert.fail('it was not refused');
}

describe('A request', () => {
  it('that is sent again is answered byte for byte and makes no second revision, whatever happened since', async () => {
    const { ledger, ...fixture } = await openFixture();
    const copy = await copyOf({ ledger, ...fixture });
    const body = await copy.body([add('new:1', { title: 'A' })]);
    const answer = await ledger.push(owner, body);
    await copy.push([add('new:1', { title: 'B' })]);
    assert.equal(await ledger.push(owner, body), answer);
    assert.equal((await fixture.service.schema()).revision, 2);
  });

  it('that is sent twice at once is done once', async () => {
    const fixture = await openFixture();
    const body = await (await copyOf(fixture)).body([add('new:1', { title: 'A' })]);
    const answers = await Promise.all([fixture.ledger.push(owner, body), fixture.ledger.push(owner, body)]);
    assert.equal(answers[0], answers[1]);
    assert.equal((await fixture.service.schema()).revision, 1);
  });

  it('is refused for another body, other bytes of it, or another author', async () => {
    const fixture = await openFixture();
    const copy = await copyOf(fixture);
    const body = await copy.body([add('new:1', { title: 'A' })]);
    await fixture.ledger.push(owner, body, JSON.stringify(body));
    const other = { ...body, changes: [add('new:1', { title: 'B' })] };
    const spaced = JSON.stringify(body, null, 1);
    for (const push of [
      fixture.ledger.push(owner, other),
      fixture.ledger.push(owner, body, spaced),
      fixture.ledger.push(editor, body),
    ]) {
      assert.equal((await refusal(push)).type, 'request-reused');
    }
  });

  it('that was refused is not remembered: it may be mended under the same id', async () => {
    const fixture = await openFixture();
    const copy = await copyOf(fixture);
    const body = await copy.body([add('new:1', { nothing: 'A' })]);
    assert.equal((await refusal(copy.service.push(body))).type, 'invalid');
    const { refs } = await copy.service.push({ ...body, changes: [add('new:1', { title: 'A' })] });
    assert.deepEqual(refs, { 'new:1': 'N-001' });
  });
});

describe('A push', () => {
  it('needs an editor, and an owner to adopt', async () => {
    const fixture = await openFixture();
    const asReader = await copyOf(fixture, reader);
    const asEditor = await copyOf(fixture, editor);
    const ops = [add('new:1', { title: 'A' })];
    assert.equal((await refusal(asReader.push(ops))).type, 'forbidden');
    assert.equal((await refusal(asEditor.push(ops, { adopt: true }))).type, 'forbidden');
    assert.equal((await asEditor.push(ops)).applied, 1);
  });

  it('is checked in the order of the protocol', async () => {
    const fixture = await openFixture();
    const copy = await copyOf(fixture);
    await copy.push([add('N-001', { title: 'A' })]);
    const right = await copy.body([set('N-001', 'owner', null, 'O')]);
    const known = await copy.body([set('N-001', 'owner', null, 'P')]);
    await copy.service.push(known);
    const wrong = {
      ...right,
      request: known.request,
      tracker: '00000000-0000-4000-8000-000000000009',
      base: { revision: 99, hash: hashOf('no') },
      fingerprint: hashOf('other'),
      changes: [set('N-999', 'owner', null, 'O')],
    };
    const steps: readonly (readonly [string, Partial<Push>])[] = [
      ['other-tracker', { tracker: right.tracker }],
      ['request-reused', { request: right.request }],
      ['invalid', { changes: [remove('N-001', 9)] }],
      ['resync', { base: right.base }],
      ['schema-changed', { fingerprint: right.fingerprint }],
      ['confirm-needed', {}],
    ];
    let body: Push = wrong;
    for (const [type, mended] of steps) {
      assert.equal((await refusal(copy.service.push(body))).type, type);
      body = { ...body, ...mended };
    }
  });

  it('from a base that is not of this past is sent to resync, with the head', async () => {
    const fixture = await openFixture();
    const copy = await copyOf(fixture);
    await copy.push([add('N-001', { title: 'A' })]);
    const { revision, hash } = await fixture.service.schema();
    for (const base of [
      { revision: 2, hash },
      { revision: 1, hash: hashOf('other') },
      { revision: 0, hash },
    ]) {
      const { type, body } = await refusal(copy.push([set('N-001', 'owner', null, 'O')], { base }));
      assert.deepEqual([type, body], ['resync', { revision, hash }]);
    }
  });

  it('under another configuration is told the fingerprint in force', async () => {
    const copy = await copyOf(await openFixture());
    const { fingerprint } = await copy.service.schema();
    const refused = await refusal(copy.push([add('N-001', { title: 'A' })], { fingerprint: hashOf('old') }));
    assert.deepEqual([refused.type, refused.body], ['schema-changed', { fingerprint }]);
  });

  it('that applies nothing makes no revision', async () => {
    const fixture = await openFixture();
    const copy = await copyOf(fixture);
    await copy.push([add('N-001', { title: 'A' })]);
    const { revision, hash, applied, agreed } = await copy.push([set('N-001', 'title', 'X', 'A')]);
    assert.deepEqual({ revision, hash }, await head(fixture.service));
    assert.deepEqual([applied, agreed], [0, 1]);
  });

  it('stores values in canonical form, blanks not at all, and marks what was typed elsewhere', async () => {
    const fixture = await openFixture();
    const copy = await copyOf(fixture);
    const cells = { title: '  e\u0301  ', when: 44_783, count: '5', owner: ' ', 'x:odd': 1.5 };
    await copy.push([{ op: 'add', tab: 'notes', ref: 'N-001', cells, elsewhere: true }]);
    const { revisions } = await fixture.service.changes({ since: 0 });
    assert.deepEqual(revisions[0]?.changes, [
      {
        op: 'add',
        tab: 'notes',
        ref: 'N-001',
        cells: { title: 'é', when: '2022-08-10', count: '5', 'x:odd': '1.5' },
        elsewhere: true,
      },
    ]);
  });

  it('dates its revision by the service, never before the last one', async () => {
    const fixture = await openFixture();
    const copy = await copyOf(fixture);
    await copy.push([add('N-001', { title: 'A' })]);
    fixture.clock.now -= 3_600_000;
    await copy.push([add('N-002', { title: 'B' })]);
    const { revisions } = await fixture.service.changes({ since: 0 });
    assert.equal(revisions[0]?.at, revisions[1]?.at);
    assert.equal((await fixture.ledger.verify()).broken, null);
  });

  it('is refused whole where one op can never be, each named by its place', async () => {
    const fixture = await openFixture();
    const copy = await copyOf(fixture);
    await copy.push([add('N-001', { title: 'A' })]);
    const cases: readonly (readonly [string, Op, string])[] = [
      ['an unknown tab', add('N-002', {}, 'nowhere'), 'changes.0.tab'],
      ['a ref never known', set('N-009', 'title', null, 'B'), 'changes.0.ref'],
      ['an unknown column', set('N-001', 'nothing', null, 'B'), 'changes.0.column'],
      ['a computed column', add('N-002', { total: 5 }), 'changes.0.cells.total'],
      ['the ref as a column', set('N-001', 'ref', 'N-001', 'N-002'), 'changes.0.column'],
      ['too long a text', set('N-001', 'title', 'A', 'x'.repeat(32_768)), 'changes.0.to'],
      ['a ref that stands for none', add('New:1', { name: 'B' }, 'things'), 'changes.0.ref'],
      ['a blank ref', add('\u00a0', { title: 'B' }), 'changes.0.ref'],
    ];
    for (const [what, op, path] of cases) {
      const { type, body } = await refusal(copy.push([op, set('N-001', 'owner', null, 'B')]));
      assert.deepEqual([type, body.errors?.map((each) => each.path)], ['invalid', [path]], what);
    }
    assert.equal((await fixture.service.schema()).revision, 1);
  });

  it('is refused with characters that no store keeps, unknown fields, and a column that JSON hides', async () => {
    const fixture = await openFixture();
    const copy = await copyOf(fixture);
    const body = await copy.body([add('N-001', { title: 'A' })]);
    const { base: _, ...baseless } = body;
    for (const wrong of [
      { ...body, changes: [add('N-001', { title: 'A\0' })] },
      { ...body, changes: [add('N-001', { title: '\ud800' })] },
      { ...body, changes: [] },
      { ...body, more: 1 },
      baseless,
      null,
      'text',
      JSON.parse(JSON.stringify(body).replace('"title"', '"__proto__"')),
    ]) {
      assert.equal((await refusal(fixture.ledger.push(owner, wrong))).type, 'invalid', JSON.stringify(wrong));
    }
  });

  it('is a set: nothing may be done twice, nor a cell be set beside the add or removal of its row', async () => {
    const copy = await copyOf(await openFixture());
    await copy.push([add('N-001', { title: 'A' })]);
    const twice: readonly (readonly Op[])[] = [
      [set('N-001', 'title', 'A', 'B'), set('n_001', 'title', 'A', 'C')],
      [remove('N-001', 1), { op: 'restore', tab: 'notes', ref: 'N-001', seen: 1 }],
      [remove('N-001', 1), set('N-001', 'title', 'A', 'B')],
      [add('N-001', { title: 'B' }), set('N-001', 'title', 'A', 'B')],
      [add('new:1', { title: 'B' }), add('new:1', { title: 'C' })],
    ];
    for (const ops of twice)
      assert.equal((await refusal(copy.push(ops))).type, 'invalid', JSON.stringify(ops));
  });
});

async function head(service: Awaited<ReturnType<typeof openFixture>>['service']) {
  const { revision, hash } = await service.schema();
  return { revision, hash };
}

describe('Text that no database keeps', () => {
  it('is refused wherever it would be written down, whole pushes with it', async () => {
    const fixture = await openFixture();
    const copy = await copyOf(fixture);
    const add = (ref: string, cells: Record<string, string>): Op => ({
      op: 'add',
      tab: 'things',
      ref,
      cells,
    });
    for (const text of ['\u0000', '\ud800']) {
      for (const [changes, more] of [
        [[add('T1', { name: 'A' })], { reason: text }],
        [[add(`T${text}`, { name: 'A' })], {}],
        [[add('T1', { name: text })], {}],
        [[add('T1', { [`x:${text}`]: 'A' })], {}],
      ] as const) {
        await assert.rejects(
          copy.push(changes, more),
          (error: unknown) => error instanceof Problem && error.type === 'invalid',
        );
      }
    }
    assert.equal((await fixture.service.schema()).revision, 0);
    await fixture.store.close();
  });
});

describe('A held row', () => {
  it('waits whole, also with ops that would agree or conflict, and the others go on', async () => {
    const fixture = await openFixture();
    const copy = await copyOf(fixture);
    await copy.push([add('N-001', { title: 'A', owner: 'O' }), add('N-002', { title: 'B' })]);
    const answer = await copy.push([
      set('N-001', 'title', 'A', null),
      set('N-001', 'owner', 'X', 'O'),
      set('N-001', 'count', 'X', 4),
      set('N-002', 'title', 'B', 'C'),
    ]);
    assert.deepEqual([answer.applied, answer.agreed, answer.conflicts], [1, 0, []]);
    assert.deepEqual(
      answer.outcomes.map((each) => [
        each.index,
        each.outcome === 'held' ? each.findings.map(({ rule, ref }) => [rule, ref]) : null,
      ]),
      [0, 1, 2].map((index) => [index, [['required-blank', 'N-001']]]),
    );
  });

  it('holds rows that cite it, and so on, until nothing new is found', async () => {
    const copy = await copyOf(await openFixture());
    const { applied, outcomes } = await copy.push([
      add('N-003', { title: 'C', cites: 'N-002' }),
      add('N-002', { title: 'B', cites: 'N-001' }),
      add('N-001', {}),
      add('N-004', { title: 'D' }),
    ]);
    assert.deepEqual(
      [applied, outcomes.map(({ index, outcome }) => [index, outcome])],
      [
        1,
        [
          [0, 'held'],
          [1, 'held'],
          [2, 'held'],
        ],
      ],
    );
  });

  it('is held by new errors only: what the ledger has already holds nothing', async () => {
    const fixture = await openFixture();
    const copy = await copyOf(fixture);
    await copy.push([add('N-001', { owner: 'O' })], { adopt: true });
    assert.equal((await copy.push([set('N-001', 'owner', 'O', 'P')])).applied, 1);
  });
});

describe('A first register', () => {
  it('is taken as it is by an owner, tab by tab, and only where the tab never had rows', async () => {
    const fixture = await openFixture();
    const copy = await copyOf(fixture);
    await copy.push([add('N-001', { owner: 'O' })], { adopt: true });
    await copy.push([remove('N-001', 1)]);
    const again = await copy.push([add('N-002', { owner: 'O' }), add('T', { name: 'A' }, 'things')], {
      adopt: true,
    });
    assert.deepEqual(
      [again.applied, again.outcomes.map(({ index, outcome }) => [index, outcome])],
      [1, [[0, 'held']]],
    );
  });

  it('may come in parts: they start from one base, and nobody has touched its rows since', async () => {
    const fixture = await openFixture();
    const copy = await copyOf(fixture);
    const held = async (from: Copy, ref: string) => {
      const { outcomes } = await from.push([add(ref, { owner: 'O' })], { adopt: true });
      return outcomes.map(({ outcome }) => outcome);
    };
    assert.deepEqual([await held(copy, 'N-001'), await held(copy, 'N-002')], [[], []]);
    const later = await copyOf(fixture);
    assert.deepEqual(await held(later, 'N-003'), ['held'], 'it has rows at that base');
    const other = await copyOf(fixture, { name: 'Olga', role: 'owner' });
    other.base = copy.base;
    assert.deepEqual(await held(other, 'N-003'), ['held'], 'they are somebody else’s');
    await later.push([set('N-001', 'title', null, 'First')]);
    assert.deepEqual(await held(copy, 'N-003'), ['held'], 'one was changed since');
  });
});

describe('What needs a confirmation', () => {
  it('is any removal: the answer lists them, and the same push goes through with its hash', async () => {
    const fixture = await openFixture();
    const copy = await copyOf(fixture);
    await copy.push([add('N-002', { title: 'B' }), add('N-001', { title: 'A' }), add('T', {}, 'things')]);
    const body = await copy.body([
      { op: 'remove', tab: 'things', ref: 't', seen: 1 },
      remove('n-002', 1),
      remove('N-001', 1),
    ]);
    const removals = [
      { tab: 'notes', ref: 'N-001' },
      { tab: 'notes', ref: 'N-002' },
      { tab: 'things', ref: 'T' },
    ];
    const inSchemaOrder = (await copy.service.schema()).tabs
      .map(({ tab }) => tab)
      .filter((tab) => tab !== 'actions');
    assert.deepEqual(inSchemaOrder, ['notes', 'things']);
    const refused = await refusal(copy.service.push(body));
    const confirm = hashOf({ removals, blanked: [] });
    assert.deepEqual([refused.type, refused.body], ['confirm-needed', { confirm, removals, blanked: [] }]);
    assert.equal(
      (await refusal(copy.service.push({ ...body, confirm: hashOf('x') }))).type,
      'confirm-needed',
    );
    assert.equal((await copy.service.push({ ...body, confirm })).applied, 3);
  });

  it('is blanking more than 30 % of the filled cells of a tab, not less', async () => {
    const fixture = await openFixture();
    const copy = await copyOf(fixture);
    const five = { title: 'A', owner: 'O', when: '2022-08-10', count: 1, 'x:odd': 'q' };
    await copy.push([add('N-001', five), add('N-002', five)]);
    const three = [set('N-001', 'owner', 'O', null), set('N-002', 'owner', 'O', null)];
    assert.equal(
      (await copy.service.push(await copy.body([...three, set('N-002', 'x:odd', 'q', null)]))).applied,
      3,
    );
    const more = [set('N-001', 'x:odd', 'q', null), set('N-001', 'when', '2022-08-10', null)];
    const third = { op: 'set', tab: 'notes', ref: 'N-002', column: 'count', from: 1, to: null } as const;
    const { type, body } = await refusal(copy.service.push(await copy.body([...more, third])));
    assert.deepEqual(
      [type, body.blanked],
      [
        'confirm-needed',
        [
          { tab: 'notes', ref: 'N-001', column: 'when' },
          { tab: 'notes', ref: 'N-001', column: 'x:odd' },
          { tab: 'notes', ref: 'N-002', column: 'count' },
        ],
      ],
    );
  });

  it('is nothing that conflicts, agrees or is held', async () => {
    const copy = await copyOf(await openFixture());
    await copy.push([add('N-001', { title: 'A' }), add('N-002', { title: 'B' })]);
    await copy.push([set('N-001', 'title', 'A', 'C')]);
    await copy.push([remove('N-002', 1)]);
    const body = await copy.body([remove('N-001', 1), remove('N-002', 1)]);
    const { applied, agreed } = await copy.service.push(body);
    assert.deepEqual([applied, agreed], [0, 1]);
  });
});

describe('A dry run', () => {
  it('answers what a push would do, stores nothing, gives no refs and is not remembered', async () => {
    const fixture = await openFixture();
    const copy = await copyOf(fixture);
    await copy.push([add('N-001', { title: 'A' })]);
    const before = await head(fixture.service);
    const body = await copy.body(
      [add('new:1', { title: 'B' }), add('new:2', {}), set('N-001', 'title', 'X', 'Y')],
      { dryRun: true },
    );
    const answer = await copy.service.push(body);
    assert.deepEqual(
      [answer.applied, answer.refs, answer.conflicts, answer.outcomes.map((each) => each.outcome)],
      [1, {}, [], ['held', 'conflict']],
    );
    const [, conflict] = answer.outcomes;
    assert.ok(conflict?.outcome === 'conflict');
    assert.equal(conflict.conflict.id, null);
    assert.deepEqual({ revision: answer.revision, hash: answer.hash }, before);
    assert.deepEqual(await head(fixture.service), before);
    assert.deepEqual((await fixture.service.conflicts({})).conflicts, []);
    const { dryRun: _, ...real } = body;
    assert.deepEqual((await copy.service.push(real)).refs, { 'new:1': 'N-002' });
  });

  it('is asked for a confirmation like a push', async () => {
    const copy = await copyOf(await openFixture());
    await copy.push([add('N-001', { title: 'A' })]);
    const body = await copy.body([remove('N-001', 1)], { dryRun: true });
    assert.equal((await refusal(copy.service.push(body))).type, 'confirm-needed');
  });
});

describe('Pushes that arrive together', () => {
  it('share a transaction and are each a revision of its own, and one refused stops no other', async () => {
    const fixture = await openFixture();
    const copy = await copyOf(fixture);
    const bodies = await Promise.all(
      ['A', 'B', null, 'D'].map((title, index) =>
        copy.body([title === null ? set('N-999', 'title', null, 'X') : add(`N-00${index + 1}`, { title })]),
      ),
    );
    let commits = 0;
    const { transaction } = fixture.store;
    const counting = { ...fixture.store };
    counting.transaction = (tracker, work) => {
      commits += 1;
      return transaction(tracker, work);
    };
    const ledger = await openLedger({ store: counting, configuration, now: () => 0, uuid: uuids('e') });
    commits = 0;
    const results = await Promise.allSettled(bodies.map((body) => ledger.push(owner, body)));
    assert.deepEqual(
      [commits, results.map(({ status }) => status)],
      [1, ['fulfilled', 'fulfilled', 'rejected', 'fulfilled']],
    );
    assert.deepEqual(await ledger.verify(), { revisions: 3, broken: null });
    await ledger.close();
  });

  it('are tried one by one when the store fails, so that a push fails by its own fault only', async () => {
    const store = await openSqlite(':memory:');
    const failing = { ...store };
    failing.transaction = (tracker, work) =>
      store.transaction(tracker, (transaction, locked) =>
        work(
          {
            ...transaction,
            async addRequest(record) {
              if (record.author === 'Edda') throw new Error('disk full');
              return transaction.addRequest(record);
            },
          },
          locked,
        ),
      );
    const fixture = await openFixture({ store: failing });
    const copy = await copyOf(fixture);
    const bodies = [
      await copy.body([add('N-001', { title: 'A' })]),
      await copy.body([add('N-002', { title: 'B' })]),
    ];
    const [good, bad] = await Promise.allSettled([
      fixture.ledger.push(owner, bodies[0]),
      fixture.ledger.push(editor, bodies[1]),
    ]);
    assert.deepEqual([good.status, bad.status], ['fulfilled', 'rejected']);
    const { rows } = await fixture.service.rows('notes');
    assert.deepEqual(
      rows.map(({ ref }) => ref),
      ['N-001'],
    );
    assert.equal((await copy.push([add('N-003', { title: 'C' })])).applied, 1);
  });

  it('leave the head as it was when one of them can not be merged', async () => {
    let broken = true;
    const fixture = await openFixture({
      apply(...given) {
        if (broken) throw new Error('on purpose');
        return apply(...given);
      },
    });
    const copy = await copyOf(fixture);
    await assert.rejects(copy.push([add('N-001', { title: 'A' })]), /on purpose/);
    broken = false;
    assert.equal((await copy.push([add('N-001', { title: 'A' })])).revision, 1);
  });
});
