/** A tab's digest: whether its sheets still show what they showed when the state was written. */
import { sha256 } from '../values/hash.ts';
import { normalRef } from '../values/ref.ts';
import { type TabView, valueIn } from './view.ts';

/**
 * SHA-256 over the canonical rows as the sheet shows them, pinned cells included, one a line. Order and place mean
 * nothing. The recognised columns count too: one that comes back all blank is a difference.
 */
export function digestOf(view: Pick<TabView, 'columns' | 'rows'>): string {
  const known = digests.get(view);
  if (known !== undefined) return known;
  const columns = view.columns.toSorted();
  const lines = view.rows.map((row) => {
    const key = row.ref === null ? null : normalRef(row.ref);
    return JSON.stringify([key, row.silent.toSorted(), ...columns.map((column) => valueIn(row, column))]);
  });
  const digest = sha256([JSON.stringify(columns), ...lines.sort()].join('\n'));
  digests.set(view, digest);
  return digest;
}

/** A session asks several times about one reading. */
const digests = new WeakMap<object, string>();
