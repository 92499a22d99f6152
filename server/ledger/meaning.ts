/**
 * Which row a ref in a push means: the one that had it at the push's base, whatever it is called now; and beside
 * renumberings, the one that has it once they are made.
 */
import type { Push } from '../../shared/protocol/push.ts';
import type { Op } from '../../shared/values/change.ts';
import { normalRef } from '../../shared/values/ref.ts';
import type { Snapshot } from '../store/store.ts';
import { type Head, rowAt } from './head.ts';
import { rowId } from './head-row.ts';
import { isNew } from './step.ts';

/** The row of a ref as typed: the ref that it has at the head, and whether there is no such row. */
export interface Meant {
  readonly key: string;
  readonly lost: boolean;
}

/** Looks up what the refs of a push mean, for `checkOps`. `key` is the ref in normal form. */
export type Meaning = (op: Exclude<Op, { op: 'decide' }>, key: string) => Meant;

/** Reads what the meaning of a push's refs depends on. */
export async function meaningOf(snapshot: Snapshot, head: Head, push: Push): Promise<Meaning> {
  const renumbers = push.changes.filter((op) => op.op === 'renumber');
  if (head.lineage.isEmpty && renumbers.length === 0) return (_, key) => ({ key, lost: false });

  const followed = new Map<string, string>();
  for (const op of push.changes) {
    if (op.op === 'decide') continue;
    const key = normalRef(op.ref);
    const id = rowId(op.tab, key);
    if (followed.has(id) || isNew(key) || !head.lineage.leftAfter(op.tab, key, push.base.revision)) continue;
    if (await wasThere(snapshot, head, op.tab, key, push.base.revision)) {
      followed.set(id, head.lineage.followed(op.tab, key, push.base.revision));
    }
  }
  const present = (tab: string, key: string) => followed.get(rowId(tab, key)) ?? key;

  const [leaving, arriving, twice] = [new Set<string>(), new Map<string, string>(), new Set<string>()];
  for (const { tab, ref, to } of renumbers) {
    const key = present(tab, normalRef(ref));
    const [from, next] = [rowId(tab, key), rowId(tab, normalRef(to))];
    if (arriving.has(next)) twice.add(next);
    arriving.set(next, key);
    if (from !== next) leaving.add(from);
  }

  return (op, typed) => {
    const id = rowId(op.tab, typed);
    const key = present(op.tab, typed);
    if (op.op === 'renumber') return { key, lost: rowAt(head, op.tab, key) === undefined };
    const arrives = arriving.get(id);
    // Of two rows that want one ref neither gets it, and which of them is meant, nobody can say.
    if (twice.has(id)) {
      return op.op === 'add' ? { key, lost: false } : { key: arrives ?? key, lost: true };
    }
    if (arrives !== undefined) return { key: arrives, lost: false };
    if (leaving.has(rowId(op.tab, key))) return { key, lost: true };
    return { key, lost: op.op !== 'add' && rowAt(head, op.tab, key) === undefined };
  };
}

/** Whether a row, removed or not, had a ref at a revision. */
async function wasThere(
  snapshot: Snapshot,
  head: Head,
  tab: string,
  key: string,
  at: number,
): Promise<boolean> {
  const left = head.lineage.lastLeft(tab, key, at)?.revision ?? 0;
  if ((head.lineage.lastTaken(tab, key, at)?.revision ?? -1) >= left) return true;
  const last = (await snapshot.lastRevisions(tab, [key], at)).get(key);
  return last !== undefined && last > left;
}
