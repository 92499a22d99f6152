import assert from 'node:assert/strict';
import fc from 'fast-check';
import { apply } from '../../server/ledger/apply.ts';
import { rowAt } from '../../server/ledger/head.ts';
import { changed, rowId } from '../../server/ledger/head-row.ts';
import type { Apply } from '../../server/ledger/hold.ts';
import type { Ledger } from '../../server/ledger/ledger.ts';
import { Lineage } from '../../server/ledger/lineage.ts';
import { rowNow, type Scratch } from '../../server/ledger/scratch.ts';
import { TabRows } from '../../server/ledger/tab-rows.ts';
import type { Change } from '../../shared/values/change.ts';
import { normalRef } from '../../shared/values/ref.ts';
import { openFixture, uuids } from './builder.ts';
import { commands, noTally, play, type Tally } from './history.ts';

const RUNS = Number(process.env.HISTORIES ?? 60);
const SEED = Number(process.env.SEED ?? 20_220_810);
/** In how many histories each planted defect must show, and from which seed. */
const ENOUGH = 60;
const DEFECT_SEED = 20_220_810;

interface Defect {
  readonly apply?: Apply;
  readonly ledger?: (ledger: Ledger) => Ledger;
}

/** Plays histories into a ledger with a defect, or none. @throws with the history and its seed */
async function playAll(runs: number, defect: Defect | null = null): Promise<Tally> {
  const tally = noTally();
  const property = fc.asyncProperty(commands, async (history) => {
    const options = defect?.apply === undefined ? {} : { apply: defect.apply };
    const { ledger: one, store } = await openFixture(options);
    const { ledger: other } = await openFixture({ ...options, store, kind: 'f' });
    const ledger = inTurns(one, other);
    try {
      await play(defect?.ledger === undefined ? ledger : defect.ledger(ledger), history, tally);
    } finally {
      await store.close();
    }
  });
  // A planted defect need only be noticed; a real one is shrunk to the shortest history that shows it.
  const seed = defect === null ? SEED : DEFECT_SEED;
  await fc.assert(property, { numRuns: runs, seed, endOnFailure: defect !== null });
  return tally;
}

/** Two instances of the service over one store: each call goes to the other one. */
function inTurns(one: Ledger, other: Ledger): Ledger {
  let turn = 0;
  const next = () => {
    turn += 1;
    return turn % 2 === 0 ? one : other;
  };
  return {
    schema: (author) => next().schema(author),
    rows: (tab, at) => next().rows(tab, at),
    changes: (query) => next().changes(query),
    conflicts: (query) => next().conflicts(query),
    push: (author, body, text) => next().push(author, body, text),
    lease: (author, workbook, asked) => next().lease(author, workbook, asked),
    verify: () => next().verify(),
    close: () => next().close(),
  };
}

/** The merge with something done to what came of it. */
const merged =
  (spoil: (scratch: Scratch) => void): Apply =>
  (head, steps, under) => {
    const scratch = apply(head, steps, under);
    spoil(scratch);
    return scratch;
  };

/** Makes a change behind the merge's back. */
function force(scratch: Scratch, change: Exclude<Change, { op: 'decide' }>, key: string): void {
  const id = rowId(change.tab, key);
  scratch.changes.push(change);
  scratch.rows.set(id, changed(rowNow(scratch, change.tab, key), change, scratch.under.touch));
}

/** Lets an op that met a conflict through: the conflict goes, the change is made. */
function through(scratch: Scratch, kind: 'cell' | 'edited-removed' | 'removed-edited'): void {
  for (const entry of [...scratch.conflicted]) {
    const { step, conflict } = entry;
    const row = rowNow(scratch, conflict.tab, conflict.key);
    if (conflict.kind !== kind || row === undefined) continue;
    const { tab, ref, cells } = row;
    if (step.op.op === 'set') {
      if (row.removed) force(scratch, { op: 'restore', tab, ref, cells }, row.key);
      const { column, to: after } = step.op;
      const before = cells[column] ?? null;
      if (before !== after) force(scratch, { op: 'set', tab, ref, column, before, after }, row.key);
    } else if (step.op.op === 'remove') {
      force(scratch, { op: 'remove', tab, ref, cells }, row.key);
    } else {
      continue;
    }
    scratch.conflicted.splice(scratch.conflicted.indexOf(entry), 1);
    scratch.applied.push(step);
    if (conflict.id !== null) scratch.kept.delete(conflict.id);
  }
}

const fresh = uuids('d');

const defects: Readonly<Record<string, Defect>> = {
  'the last writer wins': { apply: merged((scratch) => through(scratch, 'cell')) },
  'a set brings a removed row back': { apply: merged((scratch) => through(scratch, 'edited-removed')) },
  'a row is removed over an edit that was not seen': {
    apply: merged((scratch) => through(scratch, 'removed-edited')),
  },
  'a request is done again': {
    ledger: (ledger) => {
      const known = new Set<unknown>();
      return {
        ...ledger,
        push(author, body, text) {
          const request = typeof body === 'object' && body !== null ? Reflect.get(body, 'request') : null;
          if (!known.has(request)) {
            known.add(request);
            return ledger.push(author, body, text);
          }
          return ledger.push(author, { ...Object(body), request: fresh() });
        },
      };
    },
  },
  'a ref is given again after its row was removed': {
    apply: (head, steps, under) => {
      const named = new Set(steps.map(({ row }) => row));
      const live = [...(head.tabs.get('notes')?.values() ?? [])].filter(
        ({ removed, key }) => !removed || named.has(rowId('notes', key)),
      );
      const highest = Math.max(0, ...live.map(({ ref }) => Number(ref.slice(2))));
      const counters = new Map(head.counters).set('notes N-{000}', highest);
      const tabs = new Map(head.tabs).set('notes', TabRows.none.with(live));
      return apply({ ...head, counters, tabs }, steps, under);
    },
  },
  'two rows get one ref': {
    ledger: (ledger) => ({
      ...ledger,
      async push(author, body, text) {
        return (await ledger.push(author, body, text)).replace(/"new:\d+":"N-\d+"/g, (given) =>
          given.replace(/N-\d+/, 'N-001'),
        );
      },
    }),
  },
  'a conflict is answered and not kept': {
    apply: merged((scratch) => {
      for (const [id, { state }] of scratch.kept) if (state === 'open') scratch.kept.delete(id);
    }),
  },
  'an op has no outcome': { apply: merged((scratch) => void scratch.conflicted.pop()) },
  'a conflict forgets what was typed': {
    apply: merged((scratch) => {
      for (const [id, kept] of scratch.kept) scratch.kept.set(id, { ...kept, mine: 'forgotten' });
    }),
  },
  'a value before is another than the one after before': {
    ledger: (ledger) => ({
      ...ledger,
      async changes(query) {
        const page = await ledger.changes(query);
        const spoilt = (change: Change): Change =>
          change.op === 'set' && change.before === 'A' ? { ...change, before: 'B' } : change;
        const revisions = page.revisions.map((each) => ({ ...each, changes: each.changes.map(spoilt) }));
        return { ...page, revisions };
      },
    }),
  },
  'a revision is skipped in the feed': {
    ledger: (ledger) => ({
      ...ledger,
      async changes(query) {
        const page = await ledger.changes(query);
        return { ...page, revisions: page.revisions.filter(({ revision }) => revision !== 4) };
      },
    }),
  },
  'a crash doubles a row': {
    apply: (head, steps, under) => apply(head, steps, { ...under, added: [] }),
  },
  'a ref that a row gave up is given to another': {
    apply: (head, steps, under) =>
      apply({ ...head, lineage: Lineage.none }, steps, { ...under, gaveUp: new Map() }),
  },
  'a ref means the row that has it now': {
    apply: (head, steps, under) =>
      apply(
        head,
        steps.map((step) => {
          const { op } = step;
          if (op.op === 'decide' || op.op === 'renumber' || step.lost) return step;
          const key = normalRef(op.ref);
          return rowAt(head, op.tab, key) === undefined ? step : { ...step, key, row: rowId(op.tab, key) };
        }),
        under,
      ),
  },
  'a row is renumbered over a change that was not seen': {
    apply: (head, steps, under) =>
      apply(
        head,
        steps.map((step) =>
          step.op.op === 'renumber' ? { ...step, op: { ...step.op, seen: Number.MAX_SAFE_INTEGER } } : step,
        ),
        under,
      ),
  },
  'a conflict stays behind when its row is renumbered': {
    apply: merged((scratch) => {
      for (const [id, { state }] of scratch.kept) {
        if (scratch.under.conflicts.get(id)?.state === state) scratch.kept.delete(id);
      }
    }),
  },
  "a row's history ends where it was renumbered": {
    ledger: (ledger) => ({
      ...ledger,
      async changes(query) {
        const page = await ledger.changes(query);
        if (query.ref === undefined) return page;
        const own = (change: Change) => change.ref === query.ref;
        const revisions = page.revisions.flatMap((each) => {
          const changes = each.changes.filter(own);
          return changes.length === 0 ? [] : [{ ...each, changes }];
        });
        return { ...page, revisions };
      },
    }),
  },
  'rows of the past are those of now': {
    ledger: (ledger) => ({
      ...ledger,
      async rows(tab, at) {
        const now = await ledger.rows(tab);
        return { ...now, revision: at ?? now.revision };
      },
    }),
  },
};

describe('Whatever copies push', () => {
  it('nothing is overwritten unseen, lost, doubled or told otherwise than it happened', async function () {
    this.timeout(Math.max(60_000, RUNS * 200));
    const tally = await playAll(RUNS);
    // A property that did nothing proves nothing.
    for (const [what, times] of Object.entries(tally))
      assert.ok(times > 0, `no history had anything ${what}`);
  });

  describe('the witness notices when', () => {
    for (const [name, defect] of Object.entries(defects)) {
      it(name, async function () {
        this.timeout(60_000);
        await assert.rejects(playAll(ENOUGH, defect), ({ cause, message }: Error) => {
          process.stdout.write(`      ${/after \d+ tests/.exec(message)?.[0]}:\n`);
          // The witness complains, or the ledger itself would not write what its log can't follow.
          assert.ok(cause instanceof Error);
          return cause instanceof assert.AssertionError || /does not follow/.test(cause.message);
        });
      });
    }
  });
});
