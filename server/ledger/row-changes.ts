/** What changed a row, under whatever refs it had. */
import type { ChangeFilter, ChangeRecord, Snapshot } from '../store/store.ts';
import type { Head } from './head.ts';

/** Up to `limit` changes of the row that has a ref now, under whatever refs it had, ascending. */
export async function changesOfRow(
  snapshot: Snapshot,
  head: Head,
  filter: ChangeFilter & { readonly tab: string; readonly ref: string },
): Promise<readonly ChangeRecord[]> {
  const found: ChangeRecord[] = [];
  for (const { key, since, arrived, until } of head.lineage.stays(filter.tab, filter.ref)) {
    if (until <= filter.since) continue;
    const left = filter.limit - found.length;
    if (left <= 0) break;
    const records = await snapshot.changes({
      ...filter,
      ref: key,
      since: Math.max(filter.since, arrived ? since - 1 : since),
      // The one that went as this one came may be among them.
      limit: !arrived && since > 0 ? Number.MAX_SAFE_INTEGER : Math.min(left + 1, Number.MAX_SAFE_INTEGER),
    });
    const own = records.filter(
      ({ revision, op }) =>
        (op === 'renumber' ? revision > since : revision >= since) &&
        (op === 'renumber' ? revision <= until : revision < until),
    );
    // Before the row was added under a ref that another had given up, a conflict of that ref may have been decided.
    const born = own.findLastIndex(({ op }) => op === 'add');
    found.push(...own.slice(Math.max(0, born)).slice(0, left));
  }
  return found;
}
