/** Finds rows that were renumbered in the sheet: under a changed ref the content of another row. Pure. */

import type { LedgerRow } from '../protocol/rows.ts';
import type { SheetRow } from '../sheet/row.ts';
import type { Tab } from '../tracker/schema.ts';
import { normalRef } from '../values/ref.ts';
import type { Cells } from '../values/value.ts';
import { Contents, equals, shared } from './content.ts';
import type { Rows } from './timeline.ts';

/** A row of the sheet, under the ref that it counts as. */
interface Standing {
  readonly row: SheetRow;
}

/** Rows that a person gave another ref: by the row, the present normal ref that it has in the ledger. */
export type Renumbered = ReadonlyMap<SheetRow, string>;

/**
 * Rows whose cells equal those of exactly one base row under another ref, and differ from their own ref's base
 * row. Not one whose content the other ref still shows too (a copied row), and not one that the ledger holds
 * just so. `removed`: those whose row the ledger removed meanwhile.
 */
export function findRenumbered(
  tab: Tab,
  shown: ReadonlyMap<string, Standing>,
  base: Rows,
  head: Rows,
): { readonly renumbered: Renumbered; readonly removed: Renumbered } {
  const found = new Map<SheetRow, string>();
  const removed = new Map<SheetRow, string>();
  // Most rows show what they showed: none of them was renumbered, and no other row is what they are.
  const left = new Map<string, LedgerRow>();
  for (const [ref, own] of base) {
    const there = shown.get(ref);
    if (!there || !equals(tab, there.row, own.cells)) left.set(ref, own);
  }
  const [contents, all] = [new Contents(tab, left), new Contents(tab, base)];
  for (const [ref, { row }] of shown) {
    const isAsBefore = base.has(ref) && !left.has(ref);
    if (isAsBefore || row.ref === null || row.silent.length > 0) continue;
    const held = head.get(ref);
    if (held && equals(tab, row, held.cells)) continue;
    const [was] = contents.find(row);
    if (was === undefined || was === ref || all.find(row).length !== 1) continue;
    // Whoever was renumbered must still be there to be renumbered.
    if (head.has(was)) found.set(row, was);
    else if (!shown.has(was) && !held) removed.set(row, was);
  }
  if (found.size > 0) closeCircles(tab, shown, base, head, found);
  return { renumbered: found, removed };
}

/**
 * Of rows that changed refs among themselves some may have been edited too. Such a row stands under the ref of
 * one that was found, at the end of the way along the refs that were given up; it is the row at the end of the way back
 * along the refs that were taken over, if it still shows at least half of its cells.
 */
function closeCircles(
  tab: Tab,
  shown: ReadonlyMap<string, Standing>,
  base: Rows,
  head: Rows,
  found: Map<SheetRow, string>,
): void {
  for (const row of [...found.keys()]) {
    const hole = lastOf(found.get(row) ?? '', (ref) => {
      const next = shown.get(ref);
      return next && found.get(next.row);
    });
    const edited = hole === null ? undefined : shown.get(hole);
    const taken = lastOf(row.ref === null ? '' : normalRef(row.ref), (ref) => {
      const there = ownerOf(found, ref)?.ref;
      return there == null ? undefined : normalRef(there);
    });
    const left = taken === null ? undefined : base.get(taken);
    if (!edited || edited.row.ref === null || taken === null || taken === hole) continue;
    if (left && head.has(taken) && isHalf(tab, edited.row, left.cells)) found.set(edited.row, taken);
  }
}

/** The last ref of a way on from a ref; null where it goes in a circle, in which no row is missing. */
function lastOf(start: string, next: (ref: string) => string | undefined): string | null {
  const passed = new Set([start]);
  for (let ref = start; ; ) {
    const on = next(ref);
    if (on === undefined) return ref;
    if (passed.has(on)) return null;
    passed.add(on);
    ref = on;
  }
}

/** The row that was found to be the one of this ref. */
function ownerOf(found: ReadonlyMap<SheetRow, string>, ref: string): SheetRow | undefined {
  return [...found].find(([, was]) => was === ref)?.[0];
}

function isHalf(tab: Tab, row: SheetRow, cells: Cells): boolean {
  const { same, filled } = shared(tab, row, cells);
  return same > 0 && same * 2 >= filled;
}

/** Why a row waits that stands under a ref whose row is to be renumbered first. */
export function waitsReason(ref: string, now: string): string {
  return (
    `${ref} still belongs to the row that is to become ${now}. This row waits until that renumbering is in; ` +
    'accept it, then sync again.'
  );
}
