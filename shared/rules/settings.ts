/** The rules as the configuration has them: their defaults, with what it says laid over them. */
import type { Configuration, OwnRuleSetting, RuleOverride } from '../tracker/configuration.ts';
import { ConfigurationError, type Problem, problemsOf, unknown } from '../tracker/problems.ts';
import type { RuleSetting, Schema } from '../tracker/schema.ts';
import { hashOf } from '../values/hash.ts';
import { SHARED } from './explain.ts';
import { ConditionRefused } from './own/expression.ts';
import { readyOwn } from './own/own-rule.ts';
import type { Rule } from './rule.ts';
import { rules } from './rules.ts';

/** The schema of a configuration: all that is needed to read, check and sync a workbook. @throws ConfigurationError */
export function schemaOf(configuration: Configuration): Schema {
  return {
    timeZone: configuration.timeZone,
    ...(configuration.dateOrder === 'day-first' ? {} : { dateOrder: configuration.dateOrder }),
    tabs: [...configuration.tabs],
    rules: ruleSettings(configuration),
  };
}

/** What makes two schemas the same: the SHA-256 of their tabs, rules, time zone and order of dates. */
export function fingerprintOf({ tabs, rules, timeZone, dateOrder }: Schema): string {
  return hashOf({ tabs, rules, timeZone, ...(dateOrder === undefined ? {} : { dateOrder }) });
}

/**
 * The rules in force with their severity and all their parameters, in the order of the list; those switched
 * off are left out.
 *
 * @throws ConfigurationError naming every rule or parameter that there is none of, with the nearest right one
 */
export function ruleSettings(configuration: Configuration): RuleSetting[] {
  const problems: Problem[] = [];
  const known = new Set(rules.map(({ id }) => id));
  for (const rule of Object.keys(configuration.rules)) {
    if (!known.has(rule)) problems.push({ path: `rules.${rule}`, message: unknown(rule, known) });
  }
  const settings = rules.flatMap((rule) => {
    const override = Object.hasOwn(configuration.rules, rule.id) ? configuration.rules[rule.id] : undefined;
    return settingOf(rule, override, configuration, problems);
  });
  const own = Object.entries(configuration.ownRules).map(([id, rule]) =>
    ownSettingOf(id, rule, configuration, problems),
  );
  if (problems.length > 0) throw new ConfigurationError(problems);
  return [...settings, ...own];
}

function ownSettingOf(
  id: string,
  { severity, ...rule }: OwnRuleSetting,
  { tabs }: Configuration,
  problems: Problem[],
): RuleSetting {
  const path = `ownRules.${id}`;
  if (rules.some((each) => each.id === id)) {
    problems.push({ path, message: 'there is a rule of this name already; choose another' });
  }
  try {
    readyOwn(rule, tabs);
  } catch (error) {
    if (!(error instanceof ConditionRefused)) throw error;
    problems.push({ path: `${path}.when`, message: error.message });
  }
  return { rule: id, severity, parameters: { ...rule } };
}

function settingOf(
  rule: Rule,
  override: RuleOverride | undefined,
  configuration: Configuration,
  problems: Problem[],
): RuleSetting[] {
  const shared = SHARED.filter((name) => name in rule.parameters.shape);
  const parameters = {
    ...Object.fromEntries(shared.map((name) => [name, configuration[name]])),
    ...override?.parameters,
  };
  const parsed = rule.parameters.strict().safeParse(parameters, { reportInput: true });
  if (!parsed.success) {
    for (const { path, message } of problemsOf(rule.parameters, parsed.error)) {
      problems.push({ path: path === '' ? `rules.${rule.id}` : `rules.${rule.id}.${path}`, message });
    }
    return [];
  }
  const severity = override?.severity ?? rule.severity;
  if (severity === 'off') return [];
  // Through JSON, as it travels: a parameter may have no default.
  return [{ rule: rule.id, severity, parameters: JSON.parse(JSON.stringify(parsed.data)) }];
}
