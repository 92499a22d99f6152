/** What a sync is handed. */

import type { Base } from '../protocol/common.ts';
import type { SchemaAnswer } from '../protocol/schema.ts';
import type { Service } from '../protocol/service.ts';
import type { Choices } from '../sheet/region.ts';
import type { Conflict } from '../values/change.ts';
import type { Value } from '../values/value.ts';
import type { CellEdit } from './plan.ts';
import type { Confirmation, Preview, SyncChoices, SyncResult } from './preview.ts';
import type { Workbook } from './workbook.ts';

export interface SyncOptions {
  readonly workbook: Workbook;
  readonly service: Service;
  /** The schema last seen, where the caller keeps it: then a sync that finds nothing to do is one request. */
  readonly schema?: SchemaAnswer;
  /** The base that the state held when the workbook was opened, null if it had none; left out: the one that it holds now. */
  readonly opened?: Base | null;
  /**
   * The revisions that this opened workbook made itself, kept by the caller while it is open; the session adds to
   * them. All others since `opened` were received, also those of other copies with the same workbook id.
   */
  readonly own?: Set<number>;
  /** The edits since the workbook was opened, where the host tells of them; asked after each reading. */
  readonly edits?: () => readonly CellEdit[];
  /** Which sheet is which tab, as a person chose now; kept in the state. Without it, as chosen before. */
  readonly map?: Choices;
  /** Shows what is about to happen; null cancels. Called only where there is something to show. */
  readonly preview: (preview: Preview) => Promise<SyncChoices | null>;
  /** Asks whether these rows may go, and these cells be blanked. */
  readonly confirm: (list: Confirmation) => Promise<boolean>;
  readonly uuid: () => string;
  /** Waits so many milliseconds. Without it nobody is waited for. */
  readonly wait?: (milliseconds: number) => Promise<void>;
  /** How many milliseconds to wait for a co-author's sync to end; left out: not at all. */
  readonly patience?: number;
  readonly progress?: (step: SyncStep, done: number, of: number) => void;
  readonly reason?: string;
  /** A copy of another tracker becomes one of this: a copy without a base. */
  readonly join?: boolean;
  /**
   * The base of a copy without one, as a person confirmed it: it decides what is only stale. All other cells that
   * differ are listed apart.
   */
  readonly base?: number;
  /** The copy has no base, or one that the ledger does not know: merge without one. */
  readonly withoutBase?: boolean;
  /** Rows that were renumbered three or more at once are offered, instead of stopping the sync. */
  readonly acceptRenumbering?: boolean;
  /** A first register is taken as it is, its errors stay as findings. Needs an owner. */
  readonly adopt?: boolean;
}

export type SyncStep = 'read' | 'pull' | 'wait' | 'push' | 'write' | 'state';

export interface DecideOptions extends SyncOptions {
  /** As it was shown. */
  readonly conflict: Conflict;
  readonly choose: 'mine' | 'theirs' | 'value';
  /** For `value`. */
  readonly value?: Value;
}

export interface Decision {
  /**
   * `decided`: by this call, or alike before. `moved-on`: the other side changed since it was shown; look again.
   * `held`: it would bring in an error, so the conflict stays open. `cancelled`: a removal was not confirmed.
   * `busy`: a co-author is syncing, so nothing was done.
   */
  readonly decision: 'decided' | 'moved-on' | 'held' | 'cancelled' | 'busy';
  /** Where it moved on: the conflict as it is now. */
  readonly conflict: Conflict | null;
  /** The sync that followed. */
  readonly result: SyncResult;
}
