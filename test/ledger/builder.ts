/** A small ledger in memory for tests: two tabs of our own and the default action log, a clock that ticks. */

import type { Apply } from '../../server/ledger/hold.ts';
import { type Ledger, openLedger } from '../../server/ledger/ledger.ts';
import type { Author } from '../../server/ledger/push.ts';
import { serviceOf } from '../../server/ledger/service.ts';
import { openSqlite } from '../../server/store/sqlite.ts';
import type { Store } from '../../server/store/store.ts';
import { Problem } from '../../shared/protocol/problem.ts';
import type { Push, PushAnswer } from '../../shared/protocol/push.ts';
import type { Service } from '../../shared/protocol/service.ts';
import { configure } from '../../shared/tracker/configuration.ts';
import { defaultTabs } from '../../shared/tracker/tabs/index.ts';
import type { Op } from '../../shared/values/change.ts';

const dropped = Object.fromEntries(
  defaultTabs.map(({ tab }) => tab).flatMap((tab) => (tab === 'actions' ? [] : [[tab, false as const]])),
);

/** `notes` (given refs, a required title, refs to other notes, a computed total), `things` (free refs), `actions`. */
export const configuration = configure({
  timeZone: 'Europe/London',
  tabs: {
    ...dropped,
    notes: {
      refPattern: 'N-{000}',
      columns: {
        title: { type: 'text', required: 'always' },
        owner: { type: 'text' },
        when: { type: 'date' },
        count: { type: 'number' },
        cites: { type: 'refs' },
        total: { type: 'number', computed: true },
      },
    },
    things: { columns: { name: { type: 'text' } } },
  },
  meetings: [
    { group: 'DAG', meeting: '14', date: '2022-08-10' },
    { group: 'DAG', meeting: '15', date: '2022-09-14' },
  ],
  exports: { groups: [] },
});

export const owner: Author = { name: 'Owen', role: 'owner' };
export const editor: Author = { name: 'Edda', role: 'editor' };
export const reader: Author = { name: 'Rita', role: 'reader' };

/** Uuids in order, so that a failing case reads the same each time. */
export function uuids(kind = 'a'): () => string {
  let last = 0;
  return () => {
    last += 1;
    return `${kind.repeat(8)}-0000-4000-8000-${last.toString(16).padStart(12, '0')}`;
  };
}

export interface Fixture {
  readonly store: Store;
  readonly ledger: Ledger;
  /** As its owner; with a service of anyone else, `serviceOf`. */
  readonly service: Service;
  readonly clock: { now: number };
  /** A fresh uuid. */
  readonly uuid: () => string;
}

export const START = Date.parse('2022-08-10T09:00:00.000Z');

/** A fresh ledger; its clock goes on one second with each look at it. */
export async function openFixture(
  options: { apply?: Apply; store?: Store; kind?: string } = {},
): Promise<Fixture> {
  const store = options.store ?? (await openSqlite(':memory:'));
  const clock = { now: START };
  const uuid = uuids(options.kind);
  const ledger = await openLedger({
    store,
    configuration,
    now: () => {
      clock.now += 1_000;
      return clock.now;
    },
    uuid,
    ...(options.apply === undefined ? {} : { apply: options.apply }),
  });
  return { store, ledger, service: serviceOf(ledger, owner), clock, uuid: uuids('b') };
}

/** One copy: a workbook that pushes from the base it has. */
export interface Copy {
  readonly workbook: string | null;
  readonly service: Service;
  base: { revision: number; hash: string };
  /** The body that a push of these ops would have. */
  body(changes: readonly Op[], more?: Partial<Push>): Promise<Push>;
  /** Pushes, and confirms what the service asks to have confirmed. */
  push(changes: readonly Op[], more?: Partial<Push>): Promise<PushAnswer>;
  /** Brings the base to the head. */
  pull(): Promise<void>;
}

/** A copy based on the ledger's head. */
export async function copyOf(
  { ledger, uuid }: Fixture,
  author: Author = owner,
  workbook: string | null = uuid(),
): Promise<Copy> {
  const service = serviceOf(ledger, author);
  const copy: Copy = {
    workbook,
    service,
    base: { revision: 0, hash: '' },
    async body(changes, more = {}) {
      const { tracker, fingerprint } = await service.schema();
      const { base } = copy;
      return { request: uuid(), tracker, workbook, base, fingerprint, changes: [...changes], ...more };
    },
    async push(changes, more = {}) {
      const body = await copy.body(changes, more);
      try {
        return await service.push(body);
      } catch (error) {
        if (!(error instanceof Problem) || error.body.confirm === undefined) throw error;
        return service.push({ ...body, confirm: error.body.confirm });
      }
    },
    async pull() {
      const { revision, hash } = await service.schema();
      copy.base = { revision, hash };
    },
  };
  await copy.pull();
  return copy;
}
