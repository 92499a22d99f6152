/** A row's or a cell's history out of the feed of changes, and how a change reads. */
import type { ChangesQuery, RevisionRecord } from '../protocol/changes.ts';
import type { Service } from '../protocol/service.ts';
import type { ColumnType } from '../tracker/schema.ts';
import type { Change } from '../values/change.ts';
import { isDay, showDate } from '../values/date.ts';
import { hasParts, type PartsType, partChanges } from '../values/parts.ts';
import type { Value } from '../values/value.ts';

/** All revisions that changed what the filter names, oldest first; without a filter, all after `since`. */
export async function readHistory(
  service: Service,
  filter: Omit<ChangesQuery, 'since'> & { readonly since?: number },
): Promise<RevisionRecord[]> {
  const revisions: RevisionRecord[] = [];
  for (let since = filter.since ?? 0, more = true; more; ) {
    const page = await service.changes({ ...filter, since });
    revisions.push(...page.revisions);
    ({ revision: since, more } = page);
  }
  return revisions;
}

/**
 * A change in one line, for people: `DR-003 status: Open → Closed (typed by a co-author)`. With the column's type
 * a cell with parts says which of them changed: `DS-001 positions: Party X: Object → Support with reservation`.
 */
export function changeLine(change: Change, type?: ColumnType): string {
  const elsewhere = change.elsewhere === true ? ' (typed by a co-author)' : '';
  return `${lineOf(change, type)}${elsewhere}`;
}

function lineOf(change: Change, type: ColumnType | undefined): string {
  switch (change.op) {
    case 'set': {
      const parts = type !== undefined && hasParts(type) ? partsLine(type, change) : null;
      if (parts !== null) return `${change.ref} ${change.column}: ${parts}`;
      return `${change.ref} ${change.column}: ${show(change.before)} → ${show(change.after)}`;
    }
    case 'add':
      return `${change.ref} added`;
    case 'remove':
      return `${change.ref} removed`;
    case 'restore':
      return `${change.ref} brought back`;
    case 'renumber':
      return `${change.ref} is now ${change.to}`;
    case 'decide':
      return `${change.ref}${change.column === null ? '' : ` ${change.column}`}: conflict decided, ${DECIDED[change.choose]}`;
  }
}

const DECIDED = { mine: "the workbook's side", theirs: "the ledger's side", value: 'a third value' } as const;

/** What changed inside a cell; null where it is no text, or holds nothing before or after. */
function partsLine(type: PartsType, { before, after }: Extract<Change, { op: 'set' }>): string | null {
  if (typeof before !== 'string' || typeof after !== 'string') return null;
  return partChanges(type, before, after).join('; ');
}

/** As much of a cell as fits a line. */
const LONGEST_SHOWN = 80;

function show(value: Value): string {
  if (value === null) return '(blank)';
  const text = isDay(value) ? showDate(value) : String(value);
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}
