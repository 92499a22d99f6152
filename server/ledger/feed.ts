/** GET /changes: the revisions since one, in pages that never cut a revision. */
import type { ChangesAnswer, ChangesQuery, RevisionRecord } from '../../shared/protocol/changes.ts';
import { Problem } from '../../shared/protocol/problem.ts';
import { normalRef } from '../../shared/values/ref.ts';
import type { ChangeRecord, Snapshot } from '../store/store.ts';
import { firstHash } from './chain.ts';
import { invalid } from './check.ts';
import type { Columns } from './columns.ts';
import { type Head, rowAt } from './head.ts';
import type { Recent } from './recent.ts';
import { changeOf } from './records.ts';
import { changesOfRow } from './row-changes.ts';

/** Changes a page, unless the caller says otherwise. */
const DEFAULT_LIMIT = 5_000;

type Page = Pick<ChangesAnswer, 'since' | 'revision' | 'hash' | 'more' | 'revisions'>;

/**
 * One page of the feed.
 *
 * @throws Problem `resync` where `since` is not of this ledger's past, `unknown-tab`, `unknown-ref`
 */
export async function pageOf(
  snapshot: Snapshot,
  head: Head,
  recent: Recent,
  columns: Columns,
  query: ChangesQuery,
): Promise<Page> {
  const { since, hash, tab, ref, column, limit = DEFAULT_LIMIT } = query;
  if (tab !== undefined && columns.tab(tab) === undefined) throw unknownTab(tab);
  if (ref !== undefined) {
    if (tab === undefined) {
      throw invalid([{ path: 'ref', message: 'Name the tab too: a ref belongs to one.' }]);
    }
    if (rowAt(head, tab, normalRef(ref)) === undefined) {
      const left = head.lineage.lastLeft(tab, normalRef(ref));
      const now =
        left === undefined
          ? undefined
          : rowAt(head, tab, head.lineage.followed(tab, left.from, left.revision - 1));
      throw new Problem(
        'unknown-ref',
        now === undefined
          ? `${tab} never had a row ${ref}.`
          : `${tab} has no row ${ref}: it was renumbered, and is ${now.ref} now. Ask for that.`,
      );
    }
  }
  await ofThisPast(snapshot, head, recent, since, hash);

  const filter = { since, tab, ref: ref === undefined ? undefined : normalRef(ref), column };
  const find = (most: number) =>
    tab === undefined || ref === undefined
      ? snapshot.changes({ ...filter, limit: most })
      : changesOfRow(snapshot, head, { ...filter, tab, ref: normalRef(ref), limit: most });
  const { records, more } = await wholeRevisions(find, limit);
  const last = records.at(-1)?.revision;
  const to = more && last !== undefined ? last : head.revision;
  const revisions = await withAuthors(snapshot, records);
  const end = to === head.revision ? head.hash : (revisions.at(-1)?.hash ?? head.hash);
  return { since, revision: to, hash: end, more, revisions };
}

/** @throws Problem `resync` where the ledger has no such revision, or it has another hash */
export async function ofThisPast(
  snapshot: Snapshot,
  head: Head,
  recent: Recent,
  revision: number,
  hash: string | undefined,
): Promise<void> {
  const ours = revision > head.revision ? null : await hashAt(snapshot, head, recent, revision);
  if (ours !== null && (hash === undefined || hash === ours)) return;
  throw new Problem(
    'resync',
    `Revision ${revision} is not of this ledger's past: it may have been restored from a backup. ` +
      'Compare the copy with the ledger anew.',
    { revision: head.revision, hash: head.hash },
  );
}

/** The hash of a revision up to the head. */
export async function hashAt(
  snapshot: Snapshot,
  head: Head,
  recent: Recent,
  revision: number,
): Promise<string> {
  if (revision === head.revision) return head.hash;
  const known = recent.hashAt(revision);
  if (known !== undefined) return known;
  if (revision === 0) {
    const { uuid } = await snapshot.tracker();
    return firstHash(uuid);
  }
  const record = await snapshot.revision(revision);
  if (record === undefined)
    throw new Error(`Revision ${revision} is missing from the log. Run tracker verify.`);
  recent.lookedUp(revision, record.hash);
  return record.hash;
}

/** The refusal of a tab that there is none of. */
export function unknownTab(tab: string): Problem {
  return new Problem('unknown-tab', `There is no tab ${tab}.`);
}

async function wholeRevisions(
  find: (most: number) => Promise<readonly ChangeRecord[]>,
  limit: number,
): Promise<{ records: readonly ChangeRecord[]; more: boolean }> {
  const records = await find(limit + 1);
  const beyond = records[limit];
  if (beyond === undefined) return { records, more: false };
  const whole = records.filter(({ revision }) => revision < beyond.revision);
  if (whole.length > 0) return { records: whole, more: true };
  // The first revision alone passes the limit: it is given whole.
  const all = await find(Number.MAX_SAFE_INTEGER);
  const first = all.filter(({ revision }) => revision === beyond.revision);
  return { records: first, more: all.length > first.length };
}

async function withAuthors(snapshot: Snapshot, records: readonly ChangeRecord[]): Promise<RevisionRecord[]> {
  const first = records.at(0)?.revision;
  const last = records.at(-1)?.revision;
  if (first === undefined || last === undefined) return [];
  const changes = Map.groupBy(records, ({ revision }) => revision);
  return (await snapshot.revisions(first, last)).flatMap(({ at, ...record }) => {
    const own = changes.get(record.revision);
    if (own === undefined) return [];
    return [{ ...record, at: new Date(at).toISOString(), changes: own.map(changeOf) }];
  });
}
