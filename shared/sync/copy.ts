/** A copy's state where it starts anew. */

import type { Choices } from '../sheet/region.ts';
import { hashOf } from '../values/hash.ts';
import type { State } from './state.ts';

const NO_CHOICES: Choices = { sheets: {}, headings: {} };

/**
 * The state of a copy without a base: revision 0, where the ledger was empty. Equal rows agree then, different
 * ones conflict, and nothing is removed.
 */
export function withoutBase(tracker: string, workbook: string, map: Choices = NO_CHOICES): State {
  // The hash of revision 0, with which every tracker's chain of revisions starts.
  const base = { revision: 0, hash: hashOf({ tracker }) };
  return { tracker, workbook, base, tabs: {}, map, pins: [] };
}
