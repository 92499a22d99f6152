/** How a session ends, and what it says where it stops. Pure. */

import { byText } from './describe.ts';
import type { PlannedOps } from './planned-op.ts';
import type { BaseProposal, Busy, ConflictItem, SyncResult, WayOn } from './preview.ts';
import type { State } from './state.ts';
import { STATE_SHEET } from './workbook.ts';

/** One pass of a session. */
export interface Attempt {
  readonly result: SyncResult;
  /** As it was written; null where nothing was. */
  readonly state: State | null;
}

/** What a person is told of the nearest revision. */
export function proposalMessage({ revision, author, at, differing }: BaseProposal): string {
  const cells = differing === 1 ? '1 cell differs' : `${differing} cells differ`;
  return (
    `It is nearest to revision ${revision} (${byText({ author, at })}): ${cells}. With that as its base, what is only ` +
    `stale is brought up to date, and every other cell that differs is listed for you to tick. ${WITHOUT_BASE}`
  );
}

export const PROTECTED =
  `The structure of this workbook is protected, so the hidden sheet "${STATE_SHEET}" that sync needs can't be made. ` +
  'Nothing was synced. Take the protection off (Review, Protect Workbook), sync, and protect it again.';
export const NOTHING_RECOGNISED =
  'No sheet of this workbook was recognised as one of the registers (each needs its headings, that of the ref among them), ' +
  'so nothing was synced. Check the headings, or choose which sheet is which register.';
export const OTHER_TRACKER =
  'This workbook was synced with another tracker. Nothing was synced. If its rows belong here, join it to this tracker: ' +
  'equal rows then agree, rows that differ become conflicts, and nothing is removed.';
export const UNKNOWN_BASE =
  'The ledger does not know the revision that this workbook was last synced with (the ledger was restored, or the workbook ' +
  'is from elsewhere). Nothing was synced.';
export const NO_BASE =
  'It is not known when this workbook was last in line with the ledger. Nothing was synced.';
export const WITHOUT_BASE =
  'You can merge without a base: equal rows agree, rows that differ become conflicts, and nothing is removed.';

/** What a person is told while somebody else syncs. */
export function busyMessage({ author, until }: Busy): string {
  const latest = until === null ? '' : `, until ${until.slice(11, 16)} UTC at the latest`;
  return `${author} is syncing this workbook just now${latest}. Nothing was done: wait until they are done, then try again.`;
}

/** A pass that wrote no state. */
export function ended(result: SyncResult): Attempt {
  return { result, state: null };
}

/** So many changed refs at once are more often an accident (a filled-down or sorted column) than meant. */
export const MANY_RENUMBERED = 3;
/** Of many the first tell what happened. */
export const MOST_NAMED = 10;

/** What a person is told where many refs changed at once. */
export function manyRenumbered(renumberings: PlannedOps['renumberings']): string {
  const named = renumberings.slice(0, MOST_NAMED).map(({ item }) => {
    const where = item.sheet === null ? '' : `, sheet "${item.sheet}" row ${item.row}`;
    return `${item.tabTitle}${where}: ${item.from} is now ${item.to}`;
  });
  const more = renumberings.length - named.length;
  return (
    `${renumberings.length} rows stand under other refs than before, with unchanged text. Nothing was synced. ` +
    `If that is not meant, give them their refs back (${named.join('; ')}${more > 0 ? `; and ${more} more` : ''}); if it is, go on and say which to renumber.`
  );
}

export const UNPAIRED =
  'Some rows without a ref may be rows that this workbook added before. Nothing was synced: say for each of them which row it is, or that it is a new one.';

/** Nothing was to be done. */
export function unchanged(copy: State): SyncResult {
  return result('unchanged', copy, []);
}

/** A result in which nothing was pushed or taken. */
export function result(
  status: SyncResult['status'],
  { base, pins }: State,
  conflicts: readonly ConflictItem[],
): SyncResult {
  const nothing = {
    pushed: 0,
    taken: 0,
    refs: [],
    held: [],
    stops: [],
    wayOn: null,
    busy: null,
    proposal: null,
  };
  return { status, revision: base.revision, ...nothing, conflicts, pins };
}

/** A stop, and how a person may go on. `copy`: as far as it is known. */
export function stopped(stops: readonly string[], wayOn: WayOn | null, copy?: State): SyncResult {
  const { revision, pins } = { revision: copy?.base.revision ?? 0, pins: copy?.pins ?? [] };
  return {
    status: 'stopped',
    revision,
    pushed: 0,
    taken: 0,
    refs: [],
    held: [],
    conflicts: [],
    pins,
    stops,
    wayOn,
    busy: null,
    proposal: null,
  };
}
