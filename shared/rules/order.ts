/** The order of findings: by tab, sheet, row or ref, column and rule, so that a check always reads the same. */
import type { Finding } from '../values/finding.ts';
import { normalRef } from '../values/ref.ts';
import type { Plan } from './plan.ts';

/** The findings in their order; what is about a whole sheet stands before its rows. */
export function sorted(plan: Plan, findings: readonly Finding[]): Finding[] {
  const keyed = findings.map((finding) => ({ finding, key: keyOf(plan, finding) }));
  keyed.sort((one, other) => {
    for (let part = 0; part < one.key.length; part++) {
      const difference = compare(one.key[part], other.key[part]);
      if (difference !== 0) return difference;
    }
    // Two findings of one rule in one cell: by what they say.
    return compare(JSON.stringify(one.finding.parameters), JSON.stringify(other.finding.parameters));
  });
  return keyed.map(({ finding }) => finding);
}

function keyOf(plan: Plan, finding: Finding): readonly (string | number)[] {
  const tab = plan.tabs.get(finding.tab);
  const column =
    finding.column === null ? -1 : (tab?.columnOrder.get(finding.column) ?? Number.MAX_SAFE_INTEGER);
  return [
    tab?.order ?? Number.MAX_SAFE_INTEGER,
    finding.sheet ?? '',
    finding.row ?? 0,
    finding.ref === null ? '' : normalRef(finding.ref),
    column,
    finding.column ?? '',
    finding.rule,
  ];
}

function compare(one: string | number | undefined, other: string | number | undefined): number {
  if (one === other || one === undefined || other === undefined) return 0;
  return one < other ? -1 : 1;
}
