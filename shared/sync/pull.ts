/** What a session reads from the service: the feed of changes, page by page, and rows at a revision. */

import type { ChangesAnswer, RevisionRecord } from '../protocol/changes.ts';
import type { Base } from '../protocol/common.ts';
import { Problem } from '../protocol/problem.ts';
import type { Service } from '../protocol/service.ts';

export interface Pulled extends Pick<ChangesAnswer, 'revision' | 'hash' | 'fingerprint'> {
  readonly openConflicts: number;
  /** Ascending. */
  readonly revisions: readonly RevisionRecord[];
}

/** The feed after a revision, to its end. `hash` is that revision's, where it is known. Throws `Problem` `resync`. */
export async function pull(
  service: Service,
  since: number,
  hash: string | undefined,
  workbook: string,
): Promise<Pulled> {
  const revisions: RevisionRecord[] = [];
  let from = { revision: since, hash };
  for (;;) {
    const page = await service.changes({
      since: from.revision,
      workbook,
      // Nothing is known of revision 0 that a hash could prove.
      ...(from.hash === undefined || from.revision === 0 ? {} : { hash: from.hash }),
    });
    revisions.push(...page.revisions);
    if (!page.more) {
      const { revision, fingerprint } = page;
      return { revision, hash: page.hash, fingerprint, openConflicts: page.openConflicts ?? 0, revisions };
    }
    from = page;
  }
}

/** Whether the feed shows another past than one with this revision, or ends before it. */
export function isOtherPast(base: Base, { revision: head, revisions }: Pulled): boolean {
  const record = revisions.find(({ revision }) => revision === base.revision);
  return base.revision > head || (record !== undefined && record.hash !== base.hash);
}

/** Throws `resync` where it does. */
export function checkPast(base: Base, pulled: Pulled): void {
  if (isOtherPast(base, pulled)) {
    throw new Problem(
      'resync',
      `Revision ${base.revision} of the ledger is another one than this copy knows.`,
    );
  }
}

/** A revision's record. Throws `Problem` `unknown-revision` for one that the ledger has not got. */
export async function recordOf(service: Service, revision: number): Promise<RevisionRecord> {
  const [record] = revision < 1 ? [] : (await service.changes({ since: revision - 1, limit: 1 })).revisions;
  if (record) return record;
  throw new Problem('unknown-revision', `The ledger has no revision ${revision}. Choose one that it has.`);
}

/** When a revision was made: from the feed if it is there, else asked for. */
export async function madeAt(service: Service, revision: number, pulled: Pulled): Promise<string | null> {
  if (revision === 0) return null;
  const known = pulled.revisions.find((each) => each.revision === revision);
  if (known) return known.at;
  const page = await service.changes({ since: revision - 1, limit: 1 });
  return page.revisions[0]?.at ?? null;
}
