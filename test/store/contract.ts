/** What every adapter of the store must do. One suite for all of them: what it says of one, it says of each. */
import assert from 'node:assert/strict';
import type {
  ChangeRecord,
  ConflictRecord,
  LeaseRecord,
  NightRecord,
  RowRecord,
  Snapshot,
  Store,
  TokenRecord,
  TrackerRecord,
  Transaction,
} from '../../server/store/store.ts';

const NAME = 'design';
const first: TrackerRecord = {
  tracker: NAME,
  uuid: '11111111-0000-4000-8000-000000000001',
  revision: 0,
  hash: 'h0',
  at: 0,
  fingerprint: 'f0',
};

const change = (revision: number, position: number, more: Partial<ChangeRecord> = {}): ChangeRecord => ({
  revision,
  position,
  tab: 'notes',
  ref: 'n-1',
  column: 'title',
  op: 'set',
  body: `{"revision":${revision},"position":${position}}`,
  ...more,
});

const row = (ref: string, more: Partial<RowRecord> = {}): RowRecord => ({
  tab: 'notes',
  ref,
  shown: ref.toUpperCase(),
  cells: '{"title":"A"}',
  revision: 1,
  removed: false,
  born: 1,
  touched: '{}',
  ...more,
});

const conflict = (id: string, more: Partial<ConflictRecord> = {}): ConflictRecord => ({
  id,
  workbook: 'w1',
  kind: 'cell',
  tab: 'notes',
  ref: 'n-1',
  column: 'title',
  base: '"A"',
  mine: '"B"',
  author: 'Edda',
  at: 5,
  state: 'open',
  decided: null,
  decidedRevision: null,
  ...more,
});

const token = (name: string, more: Partial<TokenRecord> = {}): TokenRecord => ({
  name,
  role: 'editor',
  sha256: `hash of ${name}`,
  created: 1,
  revoked: null,
  ...more,
});

const night = (group: string, day: string, more: Partial<NightRecord> = {}): NightRecord => ({
  group,
  night: day,
  state: 'running',
  revision: null,
  hash: null,
  files: '[]',
  started: 1,
  finished: null,
  ...more,
});

/** Writes a revision with its changes and moves the head to it. */
async function revise(
  transaction: Transaction,
  revision: number,
  changes: readonly ChangeRecord[],
  workbook: string | null = 'w1',
): Promise<void> {
  const hash = `h${revision}`;
  await transaction.addRevision({
    revision,
    hash,
    author: 'Edda',
    at: revision * 10,
    workbook,
    reason: null,
  });
  await transaction.addChanges(changes);
  await transaction.putTracker({ ...first, revision, hash, at: revision * 10 });
}

/** Describes the store that `open` gives: a fresh one each time. */
export function describeStore(name: string, open: () => Promise<Store>): void {
  describe(`The store: ${name}`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
      await store.createTracker(first);
    });
    afterEach(() => store.close());

    const write = (work: (transaction: Transaction) => Promise<void>) => store.transaction(NAME, work);
    const read = <T>(work: (snapshot: Snapshot) => Promise<T>) => store.snapshot(NAME, work);

    it('makes a tracker once and answers the one there is', async () => {
      const again = await store.createTracker({ ...first, uuid: 'another' });
      assert.deepEqual(again, first);
    });

    it('hands a transaction the tracker as locked, and shows what it wrote only when it is done', async () => {
      await store.transaction(NAME, async (transaction, locked) => {
        assert.deepEqual(locked, first);
        await transaction.putTracker({ ...locked, fingerprint: 'f1' });
      });
      assert.equal((await read((snapshot) => snapshot.tracker())).fingerprint, 'f1');
    });

    it('keeps nothing of a transaction that fails, and goes on', async () => {
      await assert.rejects(
        write(async (transaction) => {
          await revise(transaction, 1, [change(1, 0)]);
          throw new Error('on purpose');
        }),
        /on purpose/,
      );
      assert.deepEqual(await read((snapshot) => snapshot.tracker()), first);
      assert.deepEqual(await read((snapshot) => snapshot.changes({ since: 0, limit: 10 })), []);
      await write((transaction) => revise(transaction, 1, [change(1, 0)]));
      assert.equal((await read((snapshot) => snapshot.tracker())).revision, 1);
    });

    it('runs one transaction after the other, however many are asked for at once', async () => {
      await Promise.all(
        Array.from({ length: 20 }, () =>
          store.transaction(NAME, async (transaction, locked) => {
            await Promise.resolve();
            await revise(transaction, locked.revision + 1, []);
          }),
        ),
      );
      const revisions = await read((snapshot) => snapshot.revisions(1, 100));
      assert.deepEqual(
        revisions.map(({ revision }) => revision),
        Array.from({ length: 20 }, (_, index) => index + 1),
      );
    });

    it('refuses a handle whose transaction has ended', async () => {
      let kept: Transaction | undefined;
      await write(async (transaction) => {
        kept = transaction;
      });
      assert.ok(kept !== undefined);
      await assert.rejects(kept.putTracker({ ...first, revision: 9 }), /has ended/);
      await assert.rejects(kept.tracker(), /has ended/);
    });

    it('gives a revision number once', async () => {
      await write((transaction) => revise(transaction, 1, []));
      await assert.rejects(write((transaction) => revise(transaction, 1, [])));
    });

    it('finds changes by revision, tab, column and row, in order', async () => {
      const all = [
        change(1, 0, { op: 'add', column: null }),
        change(1, 1, { ref: 'n-2', op: 'add', column: null }),
        change(2, 0),
        change(2, 1, { column: 'owner' }),
        change(3, 0, { tab: 'things', ref: 't-1' }),
        change(3, 1, { op: 'remove', column: null }),
      ];
      await write(async (transaction) => {
        for (const revision of [1, 2, 3]) {
          await revise(transaction, revision, all.filter((each) => each.revision === revision).reverse());
        }
      });
      const [addOne, addTwo, title, owner, thing, removal] = all;
      const found = (filter: Partial<Parameters<Snapshot['changes']>[0]>) =>
        read((snapshot) => snapshot.changes({ since: 0, limit: 100, ...filter }));
      assert.deepEqual(await found({}), all);
      assert.deepEqual(await found({ since: 1, limit: 2 }), [title, owner]);
      assert.deepEqual(await found({ since: 0, until: 1 }), [addOne, addTwo]);
      assert.deepEqual(await found({ tab: 'things' }), [thing]);
      assert.deepEqual(await found({ column: 'title' }), [title, thing]);
      assert.deepEqual(await found({ tab: 'notes', column: 'title' }), [title]);
      assert.deepEqual(await found({ tab: 'notes', ref: 'n-1' }), [addOne, title, owner, removal]);
      assert.deepEqual(await found({ tab: 'notes', ref: 'n-1', column: 'owner' }), [addOne, owner, removal]);
    });

    it('knows the last revision of rows up to a revision, decisions aside', async () => {
      await write(async (transaction) => {
        await revise(transaction, 1, [change(1, 0), change(1, 1, { ref: 'n-2' })]);
        await revise(transaction, 2, [change(2, 0), change(2, 1, { tab: 'things', ref: 'n-2' })]);
        await revise(transaction, 3, [change(3, 0, { op: 'decide' }), change(3, 1, { ref: 'n-2' })]);
      });
      const last = (until: number) =>
        read((snapshot) => snapshot.lastRevisions('notes', ['n-1', 'n-2', 'n-3'], until));
      assert.deepEqual(
        [...(await last(2))],
        [
          ['n-1', 2],
          ['n-2', 1],
        ],
      );
      assert.deepEqual(
        [...(await last(3))],
        [
          ['n-1', 2],
          ['n-2', 3],
        ],
      );
    });

    it('knows what a workbook added after a revision', async () => {
      const add = (revision: number, ref: string) => change(revision, 0, { ref, op: 'add', column: null });
      await write(async (transaction) => {
        await revise(transaction, 1, [add(1, 'n-1')]);
        await revise(transaction, 2, [add(2, 'n-2')]);
        await revise(transaction, 3, [add(3, 'n-3')], 'w2');
        await revise(transaction, 4, [change(4, 0)]);
      });
      assert.deepEqual(await read((snapshot) => snapshot.added('w1', 1)), [add(2, 'n-2')]);
    });

    it('keeps a row once, as it was last put', async () => {
      const later = row('n-1', { cells: '{}', revision: 2, removed: true, touched: '{"title":2}' });
      await write((transaction) => transaction.putRows([row('n-1'), row('n-2')]));
      await write((transaction) => transaction.putRows([later]));
      const rows = await read((snapshot) => snapshot.rows());
      assert.deepEqual(
        rows.toSorted((one, other) => (one.ref < other.ref ? -1 : 1)),
        [later, row('n-2')],
      );
    });

    it('writes lists of any length whole and in order', async () => {
      for (const [turn, length] of [1, 7, 8, 9, 16, 19].entries()) {
        const revision = turn * 2 + 1;
        const changes = Array.from({ length }, (_, place) => change(revision, place, { ref: `n-${place}` }));
        const rows = changes.map(({ ref }) => row(ref, { revision, touched: `{"${ref}":${revision}}` }));
        const requests = rows.map(({ ref }) => ({
          request: `${turn} ${ref}`,
          author: 'Edda',
          body: `of ${ref}`,
          answer: '{}',
          at: revision,
        }));
        await write(async (transaction) => {
          await revise(transaction, revision, changes);
          await revise(transaction, revision + 1, []);
          await transaction.putRows(rows);
          for (const request of requests) await transaction.addRequest(request);
        });
        const found = await read(async (snapshot) => ({
          changes: await snapshot.changes({ since: revision - 1, limit: 100 }),
          rows: new Set((await snapshot.rows()).filter((each) => each.revision === revision)),
          requests: new Set(await snapshot.requests(requests.map(({ request }) => request))),
        }));
        assert.deepEqual(found, { changes, rows: new Set(rows), requests: new Set(requests) });
      }
    });

    it('drops rows, and puts others in their place', async () => {
      const elsewhere = row('n-2', { tab: 'things' });
      await write((transaction) => transaction.putRows([row('n-1'), row('n-2'), elsewhere]));
      await write(async (transaction) => {
        await transaction.dropRows([row('n-1'), row('n-2'), row('n-9')]);
        await transaction.putRows([row('n-2', { revision: 2 })]);
      });
      const rows = await read((snapshot) => snapshot.rows());
      assert.deepEqual(
        rows.toSorted((one, other) => (one.tab < other.tab ? -1 : 1)),
        [row('n-2', { revision: 2 }), elsewhere],
      );
    });

    it('finds every renumbering, in order', async () => {
      const renumbering = (revision: number, position: number, ref: string) =>
        change(revision, position, { ref, op: 'renumber', column: null });
      const all = [renumbering(1, 0, 'n-1'), renumbering(1, 1, 'n-2'), renumbering(2, 0, 'n-3')];
      await write(async (transaction) => {
        await revise(transaction, 1, [all[1] ?? change(1, 1), change(1, 2), all[0] ?? change(1, 0)]);
        await revise(transaction, 2, [...all.slice(2), change(2, 1)]);
      });
      assert.deepEqual(await read((snapshot) => snapshot.renumberings()), all);
    });

    it('keeps the last lease of a workbook', async () => {
      const lease: LeaseRecord = {
        workbook: 'w1',
        session: 's1',
        author: 'Edda',
        until: 1_660_122_060_000,
        baseRevision: null,
        baseHash: null,
      };
      const next = { ...lease, session: 's2', author: 'Owen', until: 9, baseRevision: 4, baseHash: 'h4' };
      await write(async (transaction) => {
        assert.equal(await transaction.lease('w1'), undefined);
        await transaction.putLease(lease);
        assert.deepEqual(await transaction.lease('w1'), lease);
      });
      await write((transaction) => transaction.putLease(next));
      await write(async (transaction) => {
        assert.deepEqual(await transaction.lease('w1'), next);
        assert.equal(await transaction.lease('w2'), undefined);
      });
    });

    it('keeps text byte for byte, whatever is in it', async () => {
      const cells = '{"title":"é € 𝄞 \\u0001 \' \\" ; -- \\\\ "}';
      await write((transaction) => transaction.putRows([row('n-1', { cells })]));
      assert.deepEqual(await read((snapshot) => snapshot.rows()), [row('n-1', { cells })]);
    });

    it('finds conflicts by state and workbook, by time and then id, and those decided since', async () => {
      const a = conflict('a', { at: 7 });
      const b = conflict('b');
      const c = conflict('c', { workbook: 'w2' });
      const d = conflict('d', { at: 9, state: 'decided', decided: '{"choose":"mine"}', decidedRevision: 4 });
      await write((transaction) =>
        transaction.putConflicts([d, c, b, conflict('a', { at: 7, state: 'settled' })]),
      );
      await write((transaction) => transaction.putConflicts([a]));
      const found = (filter: Parameters<Snapshot['conflicts']>[0]) =>
        read((snapshot) => snapshot.conflicts(filter));
      assert.deepEqual(await found({}), [b, c, a, d]);
      assert.deepEqual(await found({ state: 'open' }), [b, c, a]);
      assert.deepEqual(await found({ workbook: 'w1' }), [b, a, d]);
      assert.deepEqual(await found({ state: 'open', workbook: 'w1' }), [b, a]);
      assert.deepEqual(await read((snapshot) => snapshot.decidedSince(3, 'w1')), [d]);
      assert.deepEqual(await read((snapshot) => snapshot.decidedSince(4, 'w1')), []);
      assert.deepEqual(await read((snapshot) => snapshot.decidedSince(3, 'w2')), []);
      assert.deepEqual(await read((snapshot) => snapshot.decidedSince(3)), [d]);
      assert.deepEqual(await read((snapshot) => snapshot.conflict('c')), c);
      assert.equal(await read((snapshot) => snapshot.conflict('z')), undefined);
    });

    it('reads inside a transaction what that has written, in every way there is', async () => {
      await write((transaction) => transaction.putRows([row('n-3')]));
      await store.transaction(NAME, async (transaction, locked) => {
        assert.deepEqual(await transaction.conflicts({ state: 'open' }), []);
        const add = change(1, 0, { op: 'add', column: null });
        await revise(transaction, 1, [add]);
        await transaction.putRows([row('n-1'), row('n-2')]);
        await transaction.putRows([row('n-1', { cells: '{}' })]);
        await transaction.dropRows([row('n-2'), row('n-3')]);
        await transaction.putRows([row('n-3', { born: 2 })]);
        await transaction.putConflicts([conflict('a'), conflict('b', { workbook: 'w2' })]);
        const decided = { state: 'decided', decided: '{"choose":"mine"}', decidedRevision: 1 };
        await transaction.putConflicts([conflict('a', { ...decided, kind: 'added' })]);
        await transaction.putCounters([{ tab: 'notes', series: 'N', highest: 1 }]);
        await transaction.putCounters([{ tab: 'notes', series: 'N', highest: 2 }]);
        const request = { request: 'r1', author: 'Edda', body: 'b', answer: '{}', at: 3 };
        await transaction.addRequest(request);

        assert.deepEqual(await transaction.tracker(), { ...locked, revision: 1, hash: 'h1', at: 10 });
        assert.deepEqual(
          (await transaction.revisions(1, 9)).map(({ revision }) => revision),
          [1],
        );
        assert.deepEqual(await transaction.changes({ since: 0, limit: 9 }), [add]);
        assert.deepEqual(await transaction.added('w1', 0), [add]);
        assert.deepEqual([...(await transaction.lastRevisions('notes', ['n-1'], 9))], [['n-1', 1]]);
        const rows = (await transaction.rows()).toSorted((one, other) => (one.ref < other.ref ? -1 : 1));
        assert.deepEqual(rows, [row('n-1', { cells: '{}' }), row('n-3', { born: 2 })]);
        const done = conflict('a', decided);
        assert.deepEqual(await transaction.conflict('a'), done);
        assert.deepEqual(await transaction.conflicts({ state: 'open' }), [conflict('b', { workbook: 'w2' })]);
        assert.deepEqual(await transaction.conflicts({ state: 'open', workbook: 'w1' }), []);
        assert.deepEqual(await transaction.conflicts({ workbook: 'w1' }), [done]);
        assert.deepEqual(await transaction.decidedSince(0, 'w1'), [done]);
        assert.deepEqual(await transaction.decidedSince(0, 'w2'), []);
        assert.deepEqual(await transaction.decidedSince(1), []);
        await transaction.putConflicts([conflict('c')]);
        assert.deepEqual(await transaction.conflicts({ state: 'open', workbook: 'w1' }), [conflict('c')]);
        assert.deepEqual(await transaction.counters(), [{ tab: 'notes', series: 'N', highest: 2 }]);
        assert.deepEqual(await transaction.requests(['r1', 'r2']), [request]);
        assert.deepEqual(await transaction.revision(1), (await transaction.revisions(1, 1))[0]);
        await assert.rejects(transaction.addRequest(request));
      });
      assert.equal((await read((snapshot) => snapshot.tracker())).revision, 1);
      assert.equal((await read((snapshot) => snapshot.rows())).length, 2);
      assert.equal((await read((snapshot) => snapshot.conflicts({}))).length, 3);
      assert.equal((await read((snapshot) => snapshot.requests(['r1']))).length, 1);
    });

    it('keeps counters and requests', async () => {
      const request = { request: 'r1', author: 'Edda', body: 'b', answer: '{"a": 1}', at: 3 };
      await write(async (transaction) => {
        await transaction.putCounters([{ tab: 'notes', series: 'N-{000}', highest: 4 }]);
        await transaction.addRequest(request);
      });
      await write((transaction) =>
        transaction.putCounters([{ tab: 'notes', series: 'N-{000}', highest: 7 }]),
      );
      assert.deepEqual(await read((snapshot) => snapshot.counters()), [
        { tab: 'notes', series: 'N-{000}', highest: 7 },
      ]);
      assert.deepEqual(await read((snapshot) => snapshot.requests(['r1', 'r2'])), [request]);
      await assert.rejects(write((transaction) => transaction.addRequest(request)));
    });

    it('keeps tokens by name and by hash, and revokes one once', async () => {
      assert.equal(await store.addToken(NAME, token('b')), true);
      assert.equal(await store.addToken(NAME, token('a')), true);
      assert.equal(await store.addToken(NAME, token('a', { sha256: 'other' })), false);
      assert.equal(await store.revokeToken(NAME, 'a', 9), true);
      assert.equal(await store.revokeToken(NAME, 'a', 10), false);
      assert.deepEqual(await store.tokens(NAME), [token('a', { revoked: 9 }), token('b')]);
      assert.deepEqual(await store.tokenByHash(NAME, 'hash of b'), token('b'));
      assert.equal(await store.tokenByHash(NAME, 'nobody'), undefined);
      assert.equal(await store.tokenByHash('other', 'hash of b'), undefined);
    });

    it('lets one alone claim a night, and keeps how it ended', async () => {
      const claims = await Promise.all(
        [1, 2, 3].map((started) => store.claimNight(NAME, night('dag', '2022-08-10', { started }))),
      );
      assert.deepEqual(claims, [true, false, false]);
      const made = night('dag', '2022-08-10', { state: 'made', revision: 4, hash: 'h4', finished: 8 });
      assert.equal(await store.finishNight(NAME, made), true);
      assert.equal(await store.finishNight(NAME, night('nobody', '2022-08-10')), false);
      await store.claimNight(NAME, night('dag', '2022-08-11'));
      await store.claimNight(NAME, night('all', '2022-08-11'));
      assert.deepEqual(await store.nights(NAME), [
        night('all', '2022-08-11'),
        night('dag', '2022-08-11'),
        made,
      ]);
    });

    it('finds itself sound', async () => {
      await write((transaction) => revise(transaction, 1, [change(1, 0)]));
      assert.deepEqual(await store.integrity(), []);
    });
  });
}
