/** The groups of `tracker.yaml`, or the default ones as far as their tabs and columns are still there. */
import type { Group, GroupTab } from './groups.ts';
import { type Problem, unknown } from './problems.ts';
import { columnOf, type Tab } from './schema.ts';
import type { Settings } from './settings.ts';

type Groups = NonNullable<NonNullable<Settings['exports']>['groups']>;
type Wanted = Exclude<Groups[number]['tabs'][number], string>;

/** What each group gets. A tab or column that is not there is added to `problems`. */
export function configuredGroups(
  defaults: readonly Group[],
  settings: Groups | undefined,
  tabs: readonly Tab[],
  problems: Problem[],
): Group[] {
  if (settings === undefined) return defaults.map((group) => remaining(group, tabs));
  const names = new Set<string>();
  return settings.map(({ group, title, outside, tabs: wanted }, index) => {
    const path = `exports.groups.${index}`;
    if (names.has(group.toLowerCase())) problems.push({ path, message: `there is another group ${group}` });
    names.add(group.toLowerCase());
    return {
      group,
      title: title ?? group,
      outside: outside ?? true,
      tabs: wanted.map((each, place) =>
        groupTab(typeof each === 'string' ? { tab: each } : each, tabs, `${path}.tabs.${place}`, problems),
      ),
    };
  });
}

function groupTab(wanted: Wanted, tabs: readonly Tab[], path: string, problems: Problem[]): GroupTab {
  const tab = tabs.find((each) => each.tab === wanted.tab);
  if (tab === undefined) {
    problems.push({
      path: `${path}.tab`,
      message: `${wanted.tab} is ${unknown(
        wanted.tab,
        tabs.map((each) => each.tab),
      )}`,
    });
  } else {
    const known = tab.columns.map(({ column }) => column);
    for (const key of [...(wanted.columns ?? []), ...Object.keys(wanted.only ?? {})]) {
      if (!known.includes(key))
        problems.push({ path, message: `the column ${key} is ${unknown(key, known)}` });
    }
  }
  return {
    tab: wanted.tab,
    columns: wanted.columns ?? null,
    open: wanted.open ?? false,
    only: Object.entries(wanted.only ?? {}).map(([column, values]) => ({ column, values })),
  };
}

/**
 * A default group without the tabs and columns that the configuration dropped. A tab goes whole when a
 * column that picks its rows is gone: better nothing than rows that were not meant for the group.
 */
function remaining(group: Group, tabs: readonly Tab[]): Group {
  return {
    ...group,
    tabs: group.tabs.flatMap((wanted) => {
      const tab = tabs.find((each) => each.tab === wanted.tab);
      if (tab === undefined || wanted.only.some(({ column }) => columnOf(tab, column) === undefined))
        return [];
      const columns = wanted.columns?.filter((key) => columnOf(tab, key) !== undefined) ?? null;
      return [{ ...wanted, columns }];
    }),
  };
}
