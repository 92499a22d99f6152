import { matchRef } from '../../values/ref.ts';
import type { Rows } from '../register.ts';

/**
 * The tab in which a ref should stand and does not; null where it stands in some tab, or where its tab has no
 * rows at all: a register that is kept in another workbook, or is yet to be imported, says nothing.
 */
export function missingTab(rows: Rows, ref: string): string | null {
  if (rows.count(ref) > 0) return null;
  for (const { tab, pattern } of rows.plan.tabs.values()) {
    if (pattern !== null && matchRef(pattern, ref) !== null) return rows.filled(tab.tab) ? tab.tab : null;
  }
  return null;
}
