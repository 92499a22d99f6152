/** Finds rows that were renumbered in the sheet: under a changed ref the content of another row. Pure. */

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
 * just so.
 */
export function findRenumbered(
  tab: Tab,
  shown: ReadonlyMap<string, Standing>,
  base: Rows,
  head: Rows,
): Renumbered {
  const found = new Map<SheetRow, string>();
  const contents = new Contents(tab, base);
  for (const [ref, { row }] of shown) {
    if (row.ref === null || row.silent.length > 0) continue;
    const [own, held] = [base.get(ref), head.get(ref)];
    if ((own && equals(tab, row, own.cells)) || (held && equals(tab, row, held.cells))) continue;
    const [was, another] = contents.find(row);
    if (was === undefined || another !== undefined || was === ref) continue;
    const there = shown.get(was);
    const before = base.get(was);
    // Whoever was renumbered must still be there to be renumbered.
    if (!before || !head.has(was) || (there && equals(tab, there.row, before.cells))) continue;
    found.set(row, was);
  }
  if (found.size > 0) closeCircles(tab, shown, base, head, found);
  return found;
}

/**
 * Of rows that changed refs among themselves some may have been edited too. Such a row stands under the ref of
 * one that was found; it is the row whose ref another took over, if it still shows at least half of its cells.
 */
function closeCircles(
  tab: Tab,
  shown: ReadonlyMap<string, Standing>,
  base: Rows,
  head: Rows,
  found: Map<SheetRow, string>,
): void {
  for (const row of [...found.keys()]) {
    let taken = row.ref === null ? '' : normalRef(row.ref);
    let hole = found.get(row) ?? '';
    // Along the refs that were given up, to the row that stands under the last of them.
    for (let next = shown.get(hole); next && found.has(next.row); next = shown.get(hole)) {
      hole = found.get(next.row) ?? '';
      if (next.row === row) return;
    }
    const edited = shown.get(hole);
    // And back along the refs that were taken over, to the row that nobody stands for.
    for (let there = ownerOf(found, taken); there; there = ownerOf(found, taken)) {
      if (there.ref === null) break;
      taken = normalRef(there.ref);
    }
    const left = base.get(taken);
    if (!edited || edited.row.ref === null || taken === hole || !left || !head.has(taken)) continue;
    if (isHalf(tab, edited.row, left.cells)) found.set(edited.row, taken);
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
