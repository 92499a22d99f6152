/**
 * Rules of a person's own, from `tracker.yaml`. They travel among the schema's rules, with all that is needed to
 * check by them, so the add-in checks them too.
 */
import { z } from 'zod';
import type { Tab } from '../../tracker/schema.ts';
import type { Said, Say } from '../rule.ts';
import type { RowView } from '../view.ts';
import { conditionOf } from './expression.ts';

export const OwnRule = z.strictObject({
  tab: z.string(),
  /** The condition, as written; see `expression.ts`. */
  when: z.string(),
  message: z.string(),
  /** The column that the finding is about; null for the row. */
  column: z.string().nullable(),
});
export type OwnRule = z.infer<typeof OwnRule>;

/** What its findings say: the message as the configuration has it. */
export const OwnFacts = z.object({ message: z.string() });

/** The rule as the setting of a schema's rule has it; null where the setting is none of this kind. */
export function ownRuleIn(parameters: unknown): OwnRule | null {
  return OwnRule.safeParse(parameters).data ?? null;
}

/** The rule made ready; it says nothing where its tab is not. @throws ConditionRefused */
export function readyOwn(rule: OwnRule, tabs: readonly Tab[]): (view: RowView, say: Say<Said>) => void {
  const tab = tabs.find((each) => each.tab === rule.tab);
  if (tab === undefined) return () => undefined;
  const meets = conditionOf(rule.when, tab.columns);
  return (view, say) => {
    if (view.tab.tab.tab !== rule.tab || !meets(view)) return;
    say({ column: rule.column, facts: { message: rule.message } });
  };
}
