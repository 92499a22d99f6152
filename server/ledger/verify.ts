/**
 * Reads the whole log and holds it against itself: revisions without gaps, times that never go back, the hash
 * chain, every change following from the one before, and the rows that come of it.
 */

import { canonicalJson } from '../../shared/values/hash.ts';
import type { Snapshot, Store } from '../store/store.ts';
import { firstHash, nextHash } from './chain.ts';
import { fold } from './head.ts';
import { type HeadRow, rowId } from './head-row.ts';
import { changeOf, rowRecord } from './records.ts';

/** What `verify` found: `revisions` read, and the first break in words, null where all holds. */
export interface Verdict {
  readonly revisions: number;
  readonly broken: { readonly revision: number; readonly message: string } | null;
}

/** Revisions read at a time. */
const BATCH = 500;

/** Verifies a tracker's log; needs no configuration. @throws StoreFailed */
export function verify(store: Store, tracker: string): Promise<Verdict> {
  return store.snapshot(tracker, async (snapshot) => {
    const record = await snapshot.tracker();
    const rows = new Map<string, HeadRow>();
    let hash = firstHash(record.uuid);
    let at = 0;
    for (let first = 1; first <= record.revision; first += BATCH) {
      const last = Math.min(first + BATCH - 1, record.revision);
      const revisions = new Map((await snapshot.revisions(first, last)).map((each) => [each.revision, each]));
      const changes = await changesBetween(snapshot, first, last);
      for (let number = first; number <= last; number += 1) {
        const broken = (message: string): Verdict => ({
          revisions: number - 1,
          broken: { revision: number, message: `Revision ${number} ${message}` },
        });
        const revision = revisions.get(number);
        if (revision === undefined) return broken('is missing.');
        if (revision.at < at) return broken('is older than the one before it.');
        const own = changes.get(number) ?? [];
        const parsed = attempt(() => own.map(changeOf));
        if (parsed instanceof Error) return broken('holds a change that can not be read.');
        const { author, workbook, reason } = revision;
        const iso = new Date(revision.at).toISOString();
        const said = { revision: number, author, at: iso, workbook, reason, changes: parsed };
        if (nextHash(hash, said) !== revision.hash) {
          return broken(
            'does not have the hash that its content and the revision before it make: it was altered.',
          );
        }
        const touch = { revision: number, author, at: iso };
        const after = attempt(() => fold((tab, key) => rows.get(rowId(tab, key)), parsed, touch));
        if (after instanceof Error)
          return broken(`does not follow from the ones before it. ${after.message}`);
        for (const { row, from } of after.moved) rows.delete(rowId(row.tab, from));
        for (const [id, row] of after.rows) rows.set(id, row);
        hash = revision.hash;
        at = revision.at;
      }
    }
    const end = (message: string): Verdict => ({
      revisions: record.revision,
      broken: { revision: record.revision, message },
    });
    if (hash !== record.hash) return end('The head has another hash than the last revision.');
    const wrong = await differingRow(snapshot, rows);
    if (wrong !== null) return end(`The row ${wrong} is not what the log makes it.`);
    return { revisions: record.revision, broken: null };
  });
}

async function changesBetween(snapshot: Snapshot, first: number, last: number) {
  const found = await snapshot.changes({ since: first - 1, until: last, limit: Number.MAX_SAFE_INTEGER });
  return Map.groupBy(found, ({ revision }) => revision);
}

async function differingRow(snapshot: Snapshot, rows: ReadonlyMap<string, HeadRow>): Promise<string | null> {
  const kept = await snapshot.rows();
  for (const record of kept) {
    const row = rows.get(rowId(record.tab, record.ref));
    if (row === undefined || canonicalJson(rowRecord(row)) !== canonicalJson(record)) {
      return `${record.shown} of ${record.tab}`;
    }
  }
  const known = new Set(kept.map(({ tab, ref }) => rowId(tab, ref)));
  const lost = [...rows].find(([id]) => !known.has(id));
  return lost === undefined ? null : `${lost[1].ref} of ${lost[1].tab}`;
}

function attempt<T>(work: () => T): T | Error {
  try {
    return work();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
