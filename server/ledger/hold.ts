/**
 * Held rows: a row whose changes bring in an error that was not there before waits, whole, and the others go on
 * without it. Leaving a row out can bring in an error elsewhere (a ref that no longer exists), so it is
 * tried again until nothing new is found.
 */
import { errorsOf } from '../../shared/rules/held.ts';
import type { RowChange, Rows } from '../../shared/rules/register.ts';
import type { Finding } from '../../shared/values/finding.ts';
import { normalRef } from '../../shared/values/ref.ts';
import { type Head, rowChanges } from './head.ts';
import { rowId } from './head-row.ts';
import type { Circumstances, Scratch } from './scratch.ts';
import type { Step } from './step.ts';

/** The merge that is tried; the ledger's own is `apply`. */
export type Apply = (head: Head, steps: readonly Step[], under: Circumstances) => Scratch;

export interface Tried {
  readonly scratch: Scratch;
  /** The rows that it changed. */
  readonly changed: readonly RowChange[];
  /** The steps of held rows, each with its row's new errors. */
  readonly held: readonly { readonly step: Step; readonly findings: readonly Finding[] }[];
}

/**
 * Applies the steps without the rows that must be held.
 *
 * @param rows the head's live rows as the rules see them
 * @param adopted tabs whose first register is taken as it is: their errors hold nothing
 */
export function applyUnheld(
  apply: Apply,
  head: Head,
  steps: readonly Step[],
  under: Circumstances,
  rows: Rows,
  today: string,
  adopted: ReadonlySet<string>,
): Tried {
  const held = new Map<string, readonly Finding[]>();
  for (;;) {
    const scratch = apply(
      head,
      steps.filter(({ row }) => !held.has(row)),
      under,
    );
    const changed = rowChanges(head, scratch);
    const found = newErrorsOf(scratch, changed, rows, today, adopted);
    if (found.size === 0) {
      const left = steps.flatMap((step) => {
        const findings = held.get(step.row);
        return findings === undefined ? [] : [{ step, findings }];
      });
      return { scratch, changed, held: left };
    }
    for (const [row, findings] of found) held.set(row, findings);
  }
}

function newErrorsOf(
  scratch: Scratch,
  changed: readonly RowChange[],
  rows: Rows,
  today: string,
  adopted: ReadonlySet<string>,
): Map<string, Finding[]> {
  const found = new Map<string, Finding[]>();
  const unnumbered = [...scratch.unnumbered.values()].map(({ row }) => ({ before: null, after: row }));
  for (const finding of errorsOf(rows, today, [...changed, ...unnumbered], adopted)) {
    if (finding.ref === null) continue;
    const id = rowId(finding.tab, normalRef(finding.ref));
    const owner = scratch.owners.get(id) ?? id;
    // A row that the push adds without a ref has none while it is held.
    const isNew = (owner !== id && !scratch.was.has(id)) || scratch.unnumbered.has(id);
    const findings = found.get(owner) ?? [];
    findings.push(isNew ? { ...finding, ref: null } : finding);
    found.set(owner, findings);
  }
  for (const [row, { finding }] of scratch.unnumbered) {
    const findings = found.get(row) ?? [];
    if (!findings.some(({ rule }) => rule === finding.rule)) findings.unshift(finding);
    found.set(row, findings);
  }
  return found;
}
