/**
 * What a person must confirm: any removal, and blanking more than 30 % of the filled cells of a tab. Measured
 * on what would take effect, so that what agrees, conflicts or is held asks for nothing.
 */

import { Problem, type ProblemBody } from '../../shared/protocol/problem.ts';
import type { Change } from '../../shared/values/change.ts';
import { hashOf } from '../../shared/values/hash.ts';
import { normalRef } from '../../shared/values/ref.ts';
import { type Columns, compare } from './columns.ts';
import type { Head } from './head.ts';
import { rowId } from './head-row.ts';
import type { Scratch } from './scratch.ts';

/** The share of a tab's filled cells that may be blanked without asking. */
const BLANKED_SHARE = 0.3;

interface List {
  readonly removals: NonNullable<ProblemBody['removals']>;
  readonly blanked: NonNullable<ProblemBody['blanked']>;
}

/** @throws Problem `confirm-needed` where the push needs another confirmation than it brings */
export function confirmed(head: Head, scratch: Scratch, columns: Columns, confirm: string | undefined): void {
  if (!scratch.changes.some(takesAway)) return;
  const list = toConfirm(head, scratch, columns);
  if (list.removals.length === 0 && list.blanked.length === 0) return;
  const hash = hashOf(list);
  if (confirm === hash) return;
  const removals = `${list.removals.length} removed ${list.removals.length === 1 ? 'row' : 'rows'}`;
  const blanked = `${list.blanked.length} blanked ${list.blanked.length === 1 ? 'cell' : 'cells'}`;
  throw new Problem(
    'confirm-needed',
    `Nothing was applied: this push would leave ${removals} and ${blanked}. Look through the list, then send the push again with this confirm.`,
    { confirm: hash, ...list },
  );
}

function takesAway(change: Change): boolean {
  return change.op === 'remove' || (change.op === 'set' && change.after === null);
}

function toConfirm(head: Head, scratch: Scratch, columns: Columns): List {
  const removals: List['removals'] = [];
  const blanked = new Map<string, List['blanked']>();
  for (const change of scratch.changes) {
    if (change.op === 'remove') removals.push({ tab: change.tab, ref: change.ref });
    if (change.op !== 'set' || change.after !== null) continue;
    const { tab, ref, column } = change;
    if (scratch.rows.get(rowId(tab, normalRef(ref)))?.removed !== false) continue;
    const cells = blanked.get(tab) ?? [];
    cells.push({ tab, ref, column });
    blanked.set(tab, cells);
  }
  const much = [...blanked].flatMap(([tab, cells]) =>
    cells.length > BLANKED_SHARE * filledCells(head, tab) ? cells : [],
  );
  const byRow = (one: { tab: string; ref: string }, other: { tab: string; ref: string }) =>
    columns.compareTabs(one.tab, other.tab) || compare(normalRef(one.ref), normalRef(other.ref));
  return {
    removals: removals.sort(byRow),
    blanked: much.sort(
      (one, other) => byRow(one, other) || columns.compareColumns(one.tab, one.column, other.column),
    ),
  };
}

function filledCells(head: Head, tab: string): number {
  let filled = 0;
  for (const row of head.tabs.get(tab)?.values() ?? []) {
    if (!row.removed) filled += Object.keys(row.cells).length;
  }
  return filled;
}
