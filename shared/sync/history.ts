/** A row's or a cell's history out of the feed of changes, and how a change reads. */
import type { ChangesQuery, RevisionRecord } from '../protocol/changes.ts';
import type { Service } from '../protocol/service.ts';
import type { Change } from '../values/change.ts';
import { isDay, showDate } from '../values/date.ts';
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

/** A change in one line, for people: `DR-003 status: Open → Closed (typed by a co-author)`. */
export function changeLine(change: Change): string {
  const elsewhere = change.elsewhere === true ? ' (typed by a co-author)' : '';
  return `${lineOf(change)}${elsewhere}`;
}

function lineOf(change: Change): string {
  switch (change.op) {
    case 'set':
      return `${change.ref} ${change.column}: ${show(change.before)} → ${show(change.after)}`;
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

/** As much of a cell as fits a line. */
const LONGEST_SHOWN = 80;

function show(value: Value): string {
  if (value === null) return '(blank)';
  const text = isDay(value) ? showDate(value) : String(value);
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}
