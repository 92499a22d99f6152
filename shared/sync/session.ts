/**
 * The sync session: one pass over a copy and the ledger, the same in Excel, over a file and in tests.
 *
 * Read, pull the changes, merge, show, push, pull again, write, and the state last.
 */

import type { Workbook } from './workbook.ts';

export { decide } from './decide.ts';
export type { DecideOptions, Decision, SyncOptions, SyncStep } from './options.ts';
export { sync } from './sync.ts';

/** Takes a copy's state away, also a damaged one: the next sync treats it as a copy without a base. */
export async function forget(workbook: Workbook): Promise<void> {
  await workbook.writeState(null);
}

/** Ends a workbook's tie to the tracker: its state goes, its cells stay. Answers whether there was any. */
export async function disconnect(workbook: Workbook): Promise<boolean> {
  const { state } = await workbook.read();
  if (state === null) return false;
  await workbook.writeState(null);
  return true;
}
