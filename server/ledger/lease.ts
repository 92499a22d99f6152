/**
 * Leases: the sessions of one workbook take turns, so that two co-authors do not write the same cells at once. A
 * lease is advice among sessions; no push waits for one.
 */
import type { LeaseAnswer, LeaseRequest } from '../../shared/protocol/lease.ts';
import { Problem } from '../../shared/protocol/problem.ts';
import type { LeaseRecord, Transaction } from '../store/store.ts';

/** How long a session holds a copy without asking again: one that dies keeps nobody waiting for longer. */
export const LEASE_MS = 60_000;

/**
 * Gives a session the workbook's lease, renews it, or ends it with `release`. The answer's base is the one that
 * came with the last call before: what the last session left in the cells.
 *
 * @throws Problem `copy-busy` where another session has it
 */
export async function lease(
  transaction: Transaction,
  workbook: string,
  author: string,
  asked: LeaseRequest,
  now: number,
): Promise<LeaseAnswer> {
  const last = await transaction.lease(workbook);
  const isHeld = last !== undefined && last.until > now;
  const isOwn = last?.session === asked.session;
  if (asked.release === true) {
    if (last !== undefined && isHeld && isOwn) {
      await transaction.putLease({ ...last, ...given(asked, last), until: now });
      return answer(now, last);
    }
    return answer(last === undefined ? now : last.until, last);
  }
  if (last !== undefined && isHeld && !isOwn) {
    const until = new Date(last.until).toISOString();
    throw new Problem(
      'copy-busy',
      `${last.author} is syncing this workbook just now. Wait until they are done, at the latest until ${until}, and try again.`,
      { author: last.author, until },
    );
  }
  const until = now + LEASE_MS;
  await transaction.putLease({ workbook, session: asked.session, author, until, ...given(asked, last) });
  return answer(until, last);
}

/** The base to keep: a session that has none yet does not hide what the last one left. */
function given(
  { base }: LeaseRequest,
  last: LeaseRecord | undefined,
): Pick<LeaseRecord, 'baseRevision' | 'baseHash'> {
  if (base !== null) return { baseRevision: base.revision, baseHash: base.hash };
  return { baseRevision: last?.baseRevision ?? null, baseHash: last?.baseHash ?? null };
}

function answer(until: number, last: LeaseRecord | undefined): LeaseAnswer {
  const { baseRevision: revision = null, baseHash: hash = null } = last ?? {};
  return {
    until: new Date(until).toISOString(),
    base: revision === null || hash === null ? null : { revision, hash },
  };
}
