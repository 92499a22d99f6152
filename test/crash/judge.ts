/** What must be true of a service after anything that happened to it: read from its feed, and from its database. */
import assert from 'node:assert/strict';
import { DEFAULT_TRACKER } from '../../server/ledger/ledger.ts';
import { verify } from '../../server/ledger/verify.ts';
import { openStore } from '../../server/store/open.ts';
import { ChangesAnswer } from '../../shared/protocol/changes.ts';
import { PushAnswer } from '../../shared/protocol/push.ts';
import type { Change } from '../../shared/values/change.ts';
import { hashOf } from '../../shared/values/hash.ts';
import { insist, type Sent } from './pushers.ts';

/** How many answered pushes are sent once more at each look. */
const AGAIN = 5;

export interface Judge {
  /** Looks at everything that is new. @throws AssertionError */
  look(sent: readonly Sent[]): Promise<void>;
  /** Pushes that were committed and whose answer was lost. */
  readonly unanswered: ReadonlySet<Sent>;
  revisions(): number;
}

/** Follows one database through the services over it. */
export function judgeOf(database: string, addresses: () => readonly string[]): Judge {
  const revisionOf = new Map<string, number>();
  const refs = new Set<string>();
  const unanswered = new Set<Sent>();
  const found = new Set<string>();
  let head: { revision: number; hash: string } | null = null;

  async function follow(): Promise<void> {
    for (;;) {
      const from: { revision: number; hash: string } | null = head;
      const query = from === null ? 'since=0' : `since=${from.revision}&hash=${from.hash}`;
      const page = ChangesAnswer.parse(JSON.parse(await insist(addresses, `/changes?${query}&limit=500`)));
      let { revision: number, hash } = from ?? { revision: 0, hash: '' };
      for (const { hash: own, ...revision } of page.revisions) {
        number += 1;
        assert.equal(revision.revision, number, 'revisions have no gap');
        if (number > 1) assert.equal(own, hashOf({ previous: hash, ...revision }), 'the hash chain holds');
        hash = own;
        for (const change of revision.changes) note(change, number);
      }
      head = page.revisions.length > 0 ? { revision: number, hash } : from;
      if (!page.more) return;
    }
  }

  function note(change: Change, revision: number): void {
    const mark = change.op === 'add' ? change.cells.title : change.op === 'set' ? change.after : null;
    assert.ok(typeof mark === 'string', 'only what was pushed is in the feed');
    assert.ok(!revisionOf.has(mark), `${mark} was pushed once, and is in the ledger twice`);
    revisionOf.set(mark, revision);
    if (change.op !== 'add') return;
    assert.ok(!refs.has(change.ref), `${change.ref} was given twice`);
    refs.add(change.ref);
  }

  return {
    unanswered,
    revisions: () => head?.revision ?? 0,
    async look(sent) {
      // As of now: what is answered while we read need not be in what we read.
      const answered = sent.flatMap((one) => (one.answer === null ? [] : [{ ...one, answer: one.answer }]));
      const open = sent.filter(({ answer }) => answer === null);
      await follow();
      for (const { text, marks, answer } of answered) {
        // Where a mark is does not change: to look once is enough.
        if (found.has(text)) continue;
        found.add(text);
        const { revision } = PushAnswer.parse(JSON.parse(answer));
        for (const mark of marks) {
          assert.equal(
            revisionOf.get(mark),
            revision,
            `${mark} was answered as kept in revision ${revision}`,
          );
        }
      }
      for (const one of open) {
        const places = new Set(one.marks.map((mark) => revisionOf.get(mark)));
        assert.equal(places.size, 1, `${one.marks[0]} is kept whole or not at all`);
        if (!places.has(undefined)) unanswered.add(one);
      }
      for (let times = 0; times < Math.min(AGAIN, answered.length); times += 1) {
        const one = answered[Math.floor(Math.random() * answered.length)];
        assert.ok(one !== undefined);
        assert.equal(
          await insist(addresses, '/push', { text: one.text }),
          one.answer,
          'the same bytes again',
        );
      }
      const store = await openStore(database);
      try {
        const { broken } = await verify(store, DEFAULT_TRACKER);
        assert.equal(broken, null);
        assert.deepEqual(await store.integrity(), []);
      } finally {
        await store.close();
      }
    },
  };
}
