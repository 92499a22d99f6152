/**
 * The configuration in force: the defaults with what `tracker.yaml` says laid over them.
 *
 * Lists of names add (`sheets`, `aliases`), so that what was read before is still read; lists of what is
 * right replace (`vocabulary`, `closed`, `bands`, `groups`). `false` drops a tab, a column or a party.
 */
import { configuredGroups } from './configured-groups.ts';
import { configuredTabs } from './configured-tabs.ts';
import { defaultGroups, type Group } from './groups.ts';
import { defaultMatrix, type Matrix } from './matrix.ts';
import { defaultMeetingGroup, defaultMeetings, type Meeting } from './meetings.ts';
import { defaultParties, type Party } from './parties.ts';
import { ConfigurationError, type Problem, problemsOf, unknown } from './problems.ts';
import { type DateOrder, type RuleSetting, type Severity, type Tab, tabOf } from './schema.ts';
import { Settings } from './settings.ts';
import { defaultTabs } from './tabs/index.ts';

/** What the configuration says about a rule; the rules themselves know their defaults and parameters. */
export interface RuleOverride {
  readonly severity: Severity | 'off' | null;
  readonly parameters: RuleSetting['parameters'];
}

/** A rule of a person's own. Whether its condition can be read, the rules say. */
export interface OwnRuleSetting {
  readonly tab: string;
  readonly when: string;
  readonly message: string;
  readonly severity: Severity;
  readonly column: string | null;
}

export { ConfigurationError };

export interface Configuration {
  readonly timeZone: string;
  /** Which comes first in dates that are typed as text. */
  readonly dateOrder: DateOrder;
  readonly tabs: readonly Tab[];
  readonly parties: readonly Party[];
  readonly matrix: Matrix;
  readonly meetings: readonly Meeting[];
  /** Whose meetings number the actions. */
  readonly meetingGroup: string;
  /** By rule id, as configured; ids are not checked here. */
  readonly rules: Readonly<Record<string, RuleOverride>>;
  /** By id. */
  readonly ownRules: Readonly<Record<string, OwnRuleSetting>>;
  readonly groups: readonly Group[];
  /** When the nightly exports are made, `HH:MM` in the time zone. */
  readonly exportAt: string;
}

/**
 * The configuration that a parsed `tracker.yaml` makes; null or undefined (an empty file) is all defaults.
 *
 * @throws ConfigurationError naming every wrong place, and the nearest right key for a wrong one
 */
export function configure(yaml: unknown): Configuration {
  const parsed = Settings.safeParse(yaml ?? {}, { reportInput: true });
  if (!parsed.success) throw new ConfigurationError(problemsOf(Settings, parsed.error));
  const settings = parsed.data;
  const problems: Problem[] = [];
  const tabs = configuredTabs(defaultTabs, settings.tabs ?? {}, problems);
  const configuration: Configuration = {
    timeZone: settings.timeZone ?? 'Europe/London',
    dateOrder: settings.dateOrder ?? 'day-first',
    tabs,
    parties: configuredParties(settings.parties ?? {}, problems),
    matrix: configuredMatrix(settings.matrix ?? {}, problems),
    meetings: configuredMeetings(settings.meetings ?? [], problems),
    meetingGroup: settings.meetingGroup ?? defaultMeetingGroup,
    rules: configuredRules(settings.rules ?? {}),
    ownRules: configuredOwnRules(settings.ownRules ?? {}, tabs, problems),
    groups: configuredGroups(defaultGroups, settings.exports?.groups, tabs, problems),
    exportAt: settings.exports?.at ?? '02:00',
  };
  if (problems.length > 0) throw new ConfigurationError(problems);
  return configuration;
}

function configuredParties(settings: NonNullable<Settings['parties']>, problems: Problem[]): Party[] {
  const parties = new Map(defaultParties.map((each) => [each.party, each.aliases]));
  for (const [party, aliases] of Object.entries(settings)) {
    if (aliases === false) parties.delete(party);
    else parties.set(party, [...new Set([...(parties.get(party) ?? []), ...aliases])]);
  }
  const meant = new Map<string, string>();
  for (const [party, aliases] of parties) {
    for (const name of [party, ...aliases]) {
      const other = meant.get(name.toLowerCase());
      if (other !== undefined && other !== party) {
        problems.push({ path: `parties.${party}`, message: `${name} already means the party ${other}` });
      }
      meant.set(name.toLowerCase(), party);
    }
  }
  return [...parties].map(([party, aliases]) => ({ party, aliases }));
}

function configuredMatrix(settings: NonNullable<Settings['matrix']>, problems: Problem[]): Matrix {
  const scores = settings.scores ?? defaultMatrix.scores;
  const bands = settings.bands ?? defaultMatrix.bands;
  if (scores.some((row) => row.length !== scores[0]?.length)) {
    problems.push({ path: 'matrix.scores', message: 'its rows must be of one length' });
  }
  bands.forEach((band, index) => {
    const before = bands[index - 1];
    if (band.to < band.from) {
      problems.push({
        path: `matrix.bands.${index}`,
        message: `ends (${band.to}) before it begins (${band.from})`,
      });
    }
    if (before !== undefined && band.from <= before.to) {
      problems.push({
        path: `matrix.bands.${index}`,
        message: `must begin above ${before.to}, where ${before.band} ends`,
      });
    }
  });
  const bandless = [...new Set(scores.flat())].filter(
    (score) => !bands.some((band) => band.from <= score && score <= band.to),
  );
  if (bandless.length > 0) {
    problems.push({ path: 'matrix.bands', message: `must have a band for the score ${bandless.join(', ')}` });
  }
  return { scores, bands };
}

function configuredMeetings(settings: NonNullable<Settings['meetings']>, problems: Problem[]): Meeting[] {
  const named = new Set(settings.map(({ group }) => group));
  const seen = new Set<string>();
  settings.forEach(({ group, meeting, date }, index) => {
    for (const what of [meeting, date]) {
      if (seen.has(`${group} ${what}`)) {
        problems.push({ path: `meetings.${index}`, message: `${group} has another meeting ${what}` });
      }
      seen.add(`${group} ${what}`);
    }
  });
  return [...defaultMeetings.filter(({ group }) => !named.has(group)), ...settings];
}

function configuredOwnRules(
  settings: NonNullable<Settings['ownRules']>,
  tabs: readonly Tab[],
  problems: Problem[],
): Record<string, OwnRuleSetting> {
  return Object.fromEntries(
    Object.entries(settings).map(([id, { column, ...setting }]): [string, OwnRuleSetting] => {
      const tab = tabOf({ tabs: [...tabs] }, setting.tab);
      const keys = tab?.columns.map((each) => each.column) ?? [];
      if (tab === undefined) {
        const known = tabs.map((each) => each.tab);
        problems.push({ path: `ownRules.${id}.tab`, message: unknown(setting.tab, known) });
      } else if (column !== undefined && !keys.includes(column)) {
        problems.push({ path: `ownRules.${id}.column`, message: unknown(column, keys) });
      }
      return [id, { ...setting, column: column ?? null }];
    }),
  );
}

function configuredRules(settings: NonNullable<Settings['rules']>): Record<string, RuleOverride> {
  return Object.fromEntries(
    Object.entries(settings).map(([rule, setting]): [string, RuleOverride] => {
      if (typeof setting === 'string') return [rule, { severity: setting, parameters: {} }];
      const { severity, ...parameters } = setting;
      return [rule, { severity: severity ?? null, parameters }];
    }),
  );
}
