/** Whether a tab has what a rule asks for: a rule is not asked about tabs of which it never has anything to say. */
import type { TabPlan } from './plan.ts';

/** Whether the tab has one of these columns. */
export function hasAny(tab: TabPlan, columns: readonly string[]): boolean {
  return columns.some((column) => tab.columns.has(column));
}

/** Whether a row of the tab can be in one of these states. Where no column says the status, its update may. */
export function canBe(tab: TabPlan, states: readonly string[]): boolean {
  if (tab.status === null) return tab.ofType.log.length > 0;
  const words = tab.vocabularies.get(tab.status.column)?.words ?? [];
  return states.some((state) => words.includes(state));
}
