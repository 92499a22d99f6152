/** The hash chain over revisions: who holds the last hash can tell whether anything before it was altered. */
import type { RevisionRecord } from '../../shared/protocol/changes.ts';
import { hashOf } from '../../shared/values/hash.ts';

/** The hash of revision 0, the empty tracker. */
export function firstHash(tracker: string): string {
  return hashOf({ tracker });
}

/** The hash of a revision as `/changes` gives it, after the one before. */
export function nextHash(previous: string, record: Omit<RevisionRecord, 'hash'>): string {
  const { revision, author, at, workbook, reason, changes } = record;
  return hashOf({ previous, revision, author, at, workbook, reason, changes });
}
