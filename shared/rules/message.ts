/** A finding in words. */
import { columnOf, isExtra, type Schema, tabOf } from '../tracker/schema.ts';
import type { Finding } from '../values/finding.ts';
import { OwnFacts } from './own/own-rule.ts';
import type { Words } from './rule.ts';
import { rules } from './rules.ts';

/** What a finding says, in a sentence or two: what is wrong and what to do. Where it is, the finding says itself. */
export function message(finding: Finding, schema: Pick<Schema, 'tabs'>): string {
  const rule = rules.find(({ id }) => id === finding.rule);
  const tab = tabOf(schema, finding.tab);
  const words: Words = {
    heading(column = finding.column ?? '') {
      if (isExtra(column)) return column.slice(2);
      return (tab === undefined ? undefined : columnOf(tab, column)?.heading) ?? column;
    },
    title: (other = finding.tab) => tabOf(schema, other)?.title ?? other,
  };
  const own = rule === undefined ? OwnFacts.safeParse(finding.parameters).data : undefined;
  if (own !== undefined) return own.message;
  // From a service with newer rules: its facts are all that this version can show.
  if (rule === undefined) return `The service's rule ${finding.rule}: ${JSON.stringify(finding.parameters)}.`;
  return rule.message(finding.parameters, words);
}
