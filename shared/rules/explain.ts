/** What a rule is about, for whoever sees one of its findings: the pane's *Explain*, and `docs/rules.md`. */
import type { RuleSetting, Schema, Severity } from '../tracker/schema.ts';
import type { Example } from './example.ts';
import { examples } from './examples.ts';
import { ownRuleIn } from './own/own-rule.ts';
import { rules } from './rules.ts';

export interface Explanation {
  readonly rule: string;
  readonly about: string;
  /** As the configuration has it. */
  readonly severity: Severity;
  /** The thresholds in force, by name. Lists of the configuration's own (parties, meetings, matrix) are left out. */
  readonly parameters: RuleSetting['parameters'];
  /** On 10 August 2022; null for a rule of a person's own and for one that this version does not know. */
  readonly example: Example | null;
}

/** Lists of the configuration's own that rules are told under the same name. */
export const SHARED = ['parties', 'matrix', 'meetings', 'meetingGroup'] as const;

/** The explanation of a rule in force; null where the schema has no such rule. */
export function explain(schema: Pick<Schema, 'rules'>, rule: string): Explanation | null {
  const setting = schema.rules.find((each) => each.rule === rule);
  if (setting === undefined) return null;
  const { severity, parameters } = setting;
  const known = rules.find(({ id }) => id === rule);
  const own = known === undefined ? ownRuleIn(parameters) : null;
  const shown = Object.entries(parameters).filter(([name]) => !SHARED.some((shared) => shared === name));
  return {
    rule,
    about:
      known?.about ?? (own === null ? 'A rule of the service.' : `A rule of this tracker’s own: ${own.when}`),
    severity,
    parameters: Object.fromEntries(own === null ? shown : []),
    example: Object.hasOwn(examples, rule) ? (examples[rule] ?? null) : null,
  };
}
