/** How the rules fit the registers that are adopted: what few rows meet is suggested, not demanded. */
import { fitsOf, ON, type RuleFit, rulesOver, together } from '../../shared/rules/fit.ts';
import type { Grid } from '../../shared/sheet/grid.ts';
import type { Proposal } from '../../shared/sheet/propose/proposal.ts';
import { choicesOf, type ProposedSettings } from '../../shared/sheet/propose/settings.ts';
import type { Choices } from '../../shared/sheet/region.ts';
import { readTracker } from '../../shared/sheet/rows.ts';
import type { Column, Schema } from '../../shared/tracker/schema.ts';

export interface Suggested extends RuleFit {
  /** Whether it may be switched off: no other tab is under it. */
  readonly mayGo: boolean;
}

interface Adopted {
  readonly schema: Schema;
  readonly today: string;
  readonly grids: readonly Grid[];
  readonly choices: Choices;
  readonly proposal: Proposal;
  readonly settings: ProposedSettings;
  /** Whether the tabs that were recognised by themselves are adopted too. */
  readonly recognised: boolean;
}

/** The rules that fewer rows meet than a team holds itself to. Throws what reading and checking throw. */
export function suggestedRules({
  schema: inForce,
  today,
  grids,
  choices,
  proposal,
  settings,
  recognised,
}: Adopted): Suggested[] {
  const schema = withSettings(inForce, settings);
  const adopted = new Set(
    proposal.tabs
      .filter(({ isNew, isMatched }) => !isNew && (recognised || isMatched))
      .map(({ tab }) => tab.value),
  );
  if (adopted.size === 0) return [];
  const reading = readTracker(schema, grids, choicesOf(proposal, choices));
  const inUse = recognised ? new Set<string>() : rulesOver(schema, (tab) => !adopted.has(tab));
  return together(fitsOf(schema, today, reading, adopted))
    .filter(({ share }) => share < ON)
    .map((fit) => ({ ...fit, mayGo: !inUse.has(fit.rule) }));
}

/** The schema as the proposal would have its columns: what the rows lack is not asked for. */
function withSettings(schema: Schema, { tabs = {} }: ProposedSettings): Schema {
  return {
    ...schema,
    tabs: schema.tabs.map((tab) => {
      const columns = Object.hasOwn(tabs, tab.tab) ? (tabs[tab.tab]?.columns ?? {}) : {};
      return {
        ...tab,
        columns: tab.columns.map((column): Column => {
          const own = Object.hasOwn(columns, column.column) ? columns[column.column] : undefined;
          if (own === undefined) return column;
          const { required, vocabulary, closed } = own;
          return {
            ...column,
            ...(required === undefined ? {} : { required }),
            ...(vocabulary === undefined ? {} : { vocabulary: [...vocabulary] }),
            ...(closed === undefined ? {} : { closed: [...closed] }),
          };
        }),
      };
    }),
  };
}
