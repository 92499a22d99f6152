/** Finds rows that look renumbered: under a changed ref the content of another row. They stop the sync. Pure. */

import type { SheetRow } from '../sheet/row.ts';
import type { Tab } from '../tracker/schema.ts';
import { Contents, equals } from './content.ts';
import type { Shown } from './identify.ts';
import type { Rows } from './timeline.ts';

export interface Renumbered {
  readonly row: SheetRow;
  /** The ref whose row in the base has this content. */
  readonly was: string;
  readonly now: string;
}

/**
 * Rows whose cells equal those of exactly one base row under another ref, and differ from their own ref's base
 * row. Not one whose content the other ref still shows too (a copied row), and not one that the ledger holds
 * just so.
 */
export function findRenumbered(
  tab: Tab,
  shown: ReadonlyMap<string, Shown>,
  base: Rows,
  head: Rows,
): Renumbered[] {
  const found: Renumbered[] = [];
  const contents = new Contents(tab, base);
  for (const [ref, { row, refMissing }] of shown) {
    if (refMissing || row.silent.length > 0) continue;
    const [own, held] = [base.get(ref), head.get(ref)];
    if ((own && equals(tab, row, own.cells)) || (held && equals(tab, row, held.cells))) continue;
    const [was, another] = contents.find(row);
    if (was === undefined || another !== undefined || was === ref) continue;
    const there = shown.get(was);
    const before = base.get(was);
    if (!before || (there && equals(tab, there.row, before.cells))) continue;
    found.push({ row, was: before.ref, now: row.ref ?? ref });
  }
  return found;
}

/** What to tell a person of renumbered rows. */
export function renumberedMessage(tab: Tab, { row, was, now }: Renumbered): string {
  return (
    `${tab.title}, sheet "${row.at.sheet}" row ${row.at.row + 1}: ${now} has the content that ${was} had, so ${was} looks ` +
    `renumbered to ${now}. Renumbering is not possible yet, and nothing was synced: give the row its ref ${was} back, then sync again.`
  );
}
