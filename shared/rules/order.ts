/** The order of findings: by tab, sheet, row or ref, column and rule, so that a check always reads the same. */
import type { Finding } from '../values/finding.ts';
import { normalRef } from '../values/ref.ts';
import type { Plan } from './plan.ts';

/** The findings in their order; what is about a whole sheet stands before its rows. */
export function sorted(plan: Plan, findings: readonly Finding[]): Finding[] {
  return [...findings].sort((one, other) => compareFindings(plan, one, other));
}

/** Two lists of findings, each in its order, as one. */
export function merged(plan: Plan, some: readonly Finding[], others: readonly Finding[]): Finding[] {
  const all: Finding[] = [];
  let next = 0;
  for (const finding of some) {
    for (let other = others[next]; other !== undefined; other = others[next]) {
      if (compareFindings(plan, other, finding) >= 0) break;
      all.push(other);
      next += 1;
    }
    all.push(finding);
  }
  return [...all, ...others.slice(next)];
}

function compareFindings(plan: Plan, one: Finding, other: Finding): number {
  const [key, otherKey] = [keyOf(plan, one), keyOf(plan, other)];
  for (let part = 0; part < key.length; part++) {
    const difference = compare(key[part], otherKey[part]);
    if (difference !== 0) return difference;
  }
  // Two findings of one rule in one cell: by what they say.
  return compare(JSON.stringify(one.parameters), JSON.stringify(other.parameters));
}

type Key = readonly (string | number)[];

const keys = new WeakMap<Finding, Key>();

function keyOf(plan: Plan, finding: Finding): Key {
  const known = keys.get(finding);
  if (known !== undefined) return known;
  const tab = plan.tabs.get(finding.tab);
  const column =
    finding.column === null ? -1 : (tab?.columnOrder.get(finding.column) ?? Number.MAX_SAFE_INTEGER);
  const key = [
    tab?.order ?? Number.MAX_SAFE_INTEGER,
    finding.sheet ?? '',
    finding.row ?? 0,
    finding.ref === null ? '' : normalRef(finding.ref),
    column,
    finding.column ?? '',
    finding.rule,
  ];
  keys.set(finding, key);
  return key;
}

function compare(one: string | number | undefined, other: string | number | undefined): number {
  if (one === other || one === undefined || other === undefined) return 0;
  return one < other ? -1 : 1;
}
