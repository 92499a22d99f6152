/**
 * Which row of the ledger a row of the sheet stands for by its ref, where refs have moved: the ledger renumbered
 * it since the sheet was compared, or the sheet still keeps another ref than the ledger. Pure.
 */

import type { SheetRow } from '../sheet/row.ts';
import type { Tab } from '../tracker/schema.ts';
import { normalRef } from '../values/ref.ts';
import type { Cells } from '../values/value.ts';
import { shared } from './content.ts';
import type { Given } from './identify.ts';
import type { Moves } from './moves.ts';
import type { Pin } from './preview.ts';
import type { Rows } from './timeline.ts';

export interface AlignInput {
  readonly tab: Tab;
  readonly rows: readonly SheetRow[];
  /** Since the tab was compared. */
  readonly moves: Moves;
  /** By the present normal ref, as all that follows. */
  readonly base: Rows;
  readonly head: Rows;
  readonly rowPins: ReadonlyMap<string, Pin>;
}

export interface Alignment {
  /** The present normal ref of the row that each row with a ref stands for. */
  readonly keys: ReadonlyMap<SheetRow, string>;
  /** Rows whose renumbering was asked for before and is not in yet. */
  readonly asked: readonly SheetRow[];
}

/** A row has a ref in the ledger that this workbook gave to another row meanwhile. */
export class RefTaken extends Error {
  constructor(row: SheetRow, other: SheetRow) {
    super(
      `Row ${row.at.row + 1} of "${row.at.sheet}" (${row.ref ?? 'without a ref'}) has the ref ${other.ref} in the ledger now, ` +
        `but here row ${other.at.row + 1} of "${other.at.sheet}" has it. Nothing was synced. ` +
        `Give row ${other.at.row + 1} another ref, or clear its ref to have it numbered, and sync again.`,
    );
    this.name = 'RefTaken';
  }
}

/** Tells for each row with a ref which row it stands for. Throws `RefTaken`. */
export function align(input: AlignInput): Alignment {
  const { tab, rows, moves, base, head, rowPins } = input;
  const keys = new Map<SheetRow, string>();
  const asked: SheetRow[] = [];
  const standing = standingRefs(rowPins);
  const own = new Map<string, SheetRow>();
  for (const row of rows) {
    if (row.ref === null) continue;
    const key = normalRef(row.ref);
    keys.set(row, key);
    own.set(key, row);
  }
  for (const [row, key] of keys) {
    const pinned = standing.get(key);
    const moved = pinned ?? moves.forward.get(key);
    if (moved === undefined) continue;
    const there = head.get(key) ?? base.get(key);
    const shownThere = own.get(moved);
    // The moved row may stand under its present ref already (a crash after its ref was written), so that this is
    // another one.
    const isThere = shownThere !== undefined && !moves.forward.has(moved) && !standing.has(moved);
    // Or somebody typed that ref for a new row. Where this one is as much like the moved row, only a person can tell.
    if (isThere && likeness(tab, row, moved, input) >= likeness(tab, shownThere, moved, input)) {
      throw new RefTaken(row, shownThere);
    }
    const isOther =
      isThere || (there !== undefined && likeness(tab, row, key, input) > likeness(tab, row, moved, input));
    keys.set(row, isOther ? key : moved);
    if (!isOther && pinned !== undefined && rowPins.get(moved)?.why === 'held') asked.push(row);
  }
  return { keys, asked };
}

/**
 * Looks for rows without a ref that were given one which the sheet does not show yet (a crash after the push), while
 * somebody typed that ref for another row. Throws `RefTaken`.
 */
export function checkGiven(
  tab: Tab,
  rows: readonly SheetRow[],
  keys: ReadonlyMap<SheetRow, string>,
  given: ReadonlyMap<string, Given>,
): void {
  const nameless = rows.filter(({ ref }) => ref === null);
  if (nameless.length === 0 || given.size === 0) return;
  for (const [other, key] of keys) {
    const cells = given.get(key)?.cells;
    if (cells === undefined || shared(tab, other, cells).same > 0) continue;
    const row = nameless.find((each) => {
      const { same, filled } = shared(tab, each, cells);
      return same > 0 && same * 2 >= filled;
    });
    if (row) throw new RefTaken(row, other);
  }
}

/** The refs under which rows stand in the sheet that have another one in the ledger: shown normal ref → present one. */
function standingRefs(rowPins: ReadonlyMap<string, Pin>): Map<string, string> {
  return new Map(
    [...rowPins].flatMap(([key, { shown }]) =>
      typeof shown === 'string' ? [[normalRef(shown), key] as const] : [],
    ),
  );
}

/** In how many of its filled cells a row shows what the row of this ref has, now or at the base. */
function likeness(tab: Tab, row: SheetRow, key: string, { base, head }: AlignInput): number {
  // Blank cells are alike in most rows.
  const same = (cells: Cells | undefined) => (cells === undefined ? -1 : shared(tab, row, cells).same);
  return Math.max(same(base.get(key)?.cells), same(head.get(key)?.cells));
}
