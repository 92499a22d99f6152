/** What may happen in a random history, and the histories that fast-check makes of it. */

import fc from 'fast-check';

/** One step; its numbers choose among what there is when it comes. */
export interface Step {
  readonly kind: (typeof MOVING | typeof RESTORED | typeof SHARED)[number];
  readonly who: number;
  readonly row: number;
  readonly column: number;
  readonly n: number;
}

/** Deciding and syncing, by whatever it is met. */
const SYNCS = [
  'decide',
  'decide all',
  'sync',
  'sync',
  'sync',
  'sync and crash',
  'sync and lose answers',
  'sync while typing',
  'sync while another one does',
] as const;
/** What people and crashes do while refs stay with their rows. */
const PLAIN = [
  'type',
  'type',
  'type',
  'blank',
  'add',
  'add',
  'add under a ref',
  'remove',
  'copy a row',
  'sort',
  'write a log line',
  'write a log line',
  'take a log line away',
  'lock a cell',
  'type a formula',
  'undo',
  'take a heading away',
  'bring headings back',
  'leave a sheet out',
  'bring sheets back',
  'save',
  'close unsaved',
  'bring an old version back',
  'reopen',
  'save as',
  ...SYNCS,
] as const;
/** Also refs that move among rows, and copies that lose what they knew. */
const MOVING = [...PLAIN, 'change a ref', 'change a ref', 'swap refs', 'lose the state'] as const;
/** Also a ledger that is one of its backups again. */
const RESTORED = [
  ...PLAIN,
  'back up',
  'back up',
  'back up',
  'restore',
  'restore',
  'sync while the database is restored',
] as const;
/** Also two people who have one workbook open at once, and whose doings reach each other late. */
const SHARED = [
  'type',
  'type',
  'type',
  'type',
  'blank',
  'add',
  'add',
  'add under a ref',
  'remove',
  'write a log line',
  'write a log line',
  'take a log line away',
  'lock a cell',
  'type a formula',
  ...SYNCS,
  'sync while a co-author types',
  'sync while a co-author types',
  'sync while it arrives',
  'sync while it arrives',
  'cells arrive',
  'cells arrive',
  'state arrives',
  'state arrives',
] as const;

export const plainSteps = stepsOf(PLAIN);
export const movingSteps = stepsOf(MOVING);
export const restoredSteps = stepsOf(RESTORED);
export const sharedSteps = stepsOf(SHARED);

function stepsOf(kinds: readonly Step['kind'][]): fc.Arbitrary<Step[]> {
  return fc.array(
    fc.record({
      kind: fc.constantFrom(...kinds),
      who: fc.nat(7),
      row: fc.nat(30),
      column: fc.nat(8),
      n: fc.nat(30),
    }),
    { minLength: 5, maxLength: 40, size: 'max' },
  );
}
