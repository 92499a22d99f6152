/** Records as SQL has them, and as the store's callers do: flags are 0 or 1, and `column` and `group` are SQL words. */
import type { ChangeRecord, ConflictRecord, LeaseRecord, NightRecord, RowRecord } from './store.ts';

export interface SqlRow {
  readonly tab: string;
  readonly ref: string;
  readonly shown: string;
  readonly cells: string;
  readonly revision: number;
  readonly removed: number;
  readonly born: number;
  readonly touched: string;
}
export interface SqlChange {
  readonly revision: number;
  readonly position: number;
  readonly tab: string;
  readonly ref: string;
  readonly column_key: string | null;
  readonly op: string;
  readonly body: string;
}
export interface SqlConflict {
  readonly id: string;
  readonly workbook: string;
  readonly kind: string;
  readonly tab: string;
  readonly ref: string;
  readonly column_key: string | null;
  readonly base: string;
  readonly mine: string;
  readonly author: string;
  readonly at: number;
  readonly state: string;
  readonly decided: string | null;
  readonly decided_revision: number | null;
}
export interface SqlLease {
  readonly workbook: string;
  readonly session: string;
  readonly author: string;
  readonly until: number;
  readonly base_revision: number | null;
  readonly base_hash: string | null;
}
export type SqlNight = Omit<NightRecord, 'group'> & { readonly group_key: string };

/** A change as callers have it. */
export function changeRecord({ column_key: column, ...rest }: SqlChange): ChangeRecord {
  return { ...rest, column };
}

/** A row as callers have it. */
export function rowRecord({ removed, ...rest }: SqlRow): RowRecord {
  return { ...rest, removed: removed === 1 };
}

/** A conflict as callers have it. */
export function conflictRecord(found: SqlConflict): ConflictRecord {
  const { column_key: column, decided_revision: decidedRevision, ...rest } = found;
  return { ...rest, column, decidedRevision };
}

/** A lease as callers have it. */
export function leaseRecord(found: SqlLease): LeaseRecord {
  const { base_revision: baseRevision, base_hash: baseHash, ...rest } = found;
  return { ...rest, baseRevision, baseHash };
}

/** A night as callers have it. */
export function nightRecord({ group_key: group, ...rest }: SqlNight): NightRecord {
  return { group, ...rest };
}

/** A night as SQL has it. */
export function sqlNight(tracker: string, { group, ...rest }: NightRecord): SqlNight & { tracker: string } {
  return { ...rest, group_key: group, tracker };
}
