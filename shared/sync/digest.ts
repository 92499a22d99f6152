/** A tab's digest: whether its sheets still show what they showed when the state was written. */
import type { SheetRow } from '../sheet/row.ts';
import { canonicalJson, sha256 } from '../values/hash.ts';
import { normalRef } from '../values/ref.ts';

/**
 * SHA-256 over the canonical rows as the sheet shows them, pinned cells included. Order and place mean nothing.
 * The recognised columns count too: one that comes back all blank is a difference.
 */
export function digestOf(columns: readonly string[], rows: readonly SheetRow[]): string {
  const lines = rows.map(({ ref, cells, silent }) =>
    canonicalJson([ref === null ? null : normalRef(ref), cells, [...silent].sort()]),
  );
  return sha256(canonicalJson([[...columns].sort(), lines.sort()]));
}
