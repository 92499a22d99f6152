/** A copy's state where it starts anew. */

import type { Base } from '../protocol/common.ts';
import type { Choices } from '../sheet/region.ts';
import { hashOf } from '../values/hash.ts';
import type { State, TabState } from './state.ts';
import type { TabView } from './view.ts';

/** Nobody has chosen anything. */
export const NO_CHOICES: Choices = { sheets: {}, headings: {} };

/** The state of a copy whose base was searched for: all that it shows was compared at that revision. */
export function withBase(copy: State, base: Base, tabs: Iterable<TabView>): State {
  const { revision } = base;
  const states = [...tabs].map(({ tab, columns, sheets }): [string, TabState] => {
    const compared = Object.fromEntries(columns.map((column) => [column, revision]));
    return [tab.tab, { digest: null, revision, columns: compared, sheets }];
  });
  return { ...copy, base, tabs: Object.fromEntries(states), pins: [] };
}

/**
 * The state of a copy without a base: revision 0, where the ledger was empty. Equal rows agree then, different
 * ones conflict, and nothing is removed.
 */
export function withoutBase(tracker: string, workbook: string, map: Choices = NO_CHOICES): State {
  // The hash of revision 0, with which every tracker's chain of revisions starts.
  const base = { revision: 0, hash: hashOf({ tracker }) };
  return { tracker, workbook, base, tabs: {}, map, pins: [] };
}
