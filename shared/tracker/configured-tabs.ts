/** Tabs as `tracker.yaml` has them: the default ones changed or dropped, further ones added. */
import { normalHeading } from './heading.ts';
import type { Problem } from './problems.ts';
import { type Column, REF, type Tab } from './schema.ts';
import type { ColumnSettings, Settings, TabSettings } from './settings.ts';

/**
 * The default tabs with the settings laid over them, further tabs below in the order written. What can't be
 * is added to `problems`.
 */
export function configuredTabs(
  defaults: readonly Tab[],
  settings: NonNullable<Settings['tabs']>,
  problems: Problem[],
): Tab[] {
  const tabs = new Map(defaults.map((tab) => [tab.tab, tab]));
  for (const [name, setting] of Object.entries(settings)) {
    if (setting === false) {
      if (!tabs.delete(name))
        problems.push({ path: `tabs.${name}`, message: 'there is no such tab to drop' });
    } else {
      tabs.set(name, configuredTab(name, tabs.get(name), setting, problems));
    }
  }
  if (tabs.size === 0) problems.push({ path: 'tabs', message: 'a tracker needs at least one tab' });
  return [...tabs.values()];
}

function configuredTab(name: string, tab: Tab | undefined, settings: TabSettings, problems: Problem[]): Tab {
  const path = `tabs.${name}`;
  const title = settings.title ?? tab?.title ?? spoken(name);
  const columns = new Map((tab?.columns ?? [refColumn]).map((column) => [column.column, column]));
  for (const [key, setting] of Object.entries(settings.columns ?? {})) {
    const at = `${path}.columns.${key}`;
    if (setting === false) {
      if (key === REF) problems.push({ path: at, message: 'is the key of the tab and cannot be dropped' });
      else if (!columns.delete(key)) problems.push({ path: at, message: 'there is no such column to drop' });
    } else {
      columns.set(key, configuredColumn(key, columns.get(key), setting, at, problems));
    }
  }
  return {
    tab: name,
    title,
    sheets: [...new Set([...(settings.sheets ?? []), ...(tab?.sheets ?? [title])])],
    refPattern: settings.refPattern === undefined ? (tab?.refPattern ?? null) : settings.refPattern,
    columns: claimed([...columns.values()], settings, path, problems),
  };
}

/** A further tab has it without saying so. */
const refColumn: Column = {
  column: REF,
  heading: 'Ref',
  aliases: ['Reference', 'ID', 'No.', 'Ref No.'],
  type: 'ref',
  required: 'always',
  computed: false,
  internal: false,
};

function configuredColumn(
  key: string,
  column: Column | undefined,
  settings: ColumnSettings,
  path: string,
  problems: Problem[],
): Column {
  const heading = settings.heading ?? column?.heading ?? spoken(key);
  const type = settings.type ?? column?.type ?? 'text';
  if (key === REF && type !== 'ref') {
    problems.push({ path: `${path}.type`, message: 'the key of a tab is of type ref' });
  }
  const aliases = [
    ...(settings.aliases ?? []),
    ...(column === undefined ? [] : [column.heading, ...column.aliases]),
  ];
  const vocabulary = settings.vocabulary ?? column?.vocabulary;
  if (type === 'choice' && vocabulary === undefined) {
    problems.push({ path, message: 'a choice needs a vocabulary: the list of its values' });
  }
  const closed =
    settings.closed ??
    column?.closed?.filter((value) => vocabulary === undefined || vocabulary.includes(value));
  for (const value of closed ?? []) {
    if (vocabulary?.includes(value)) continue;
    problems.push({ path: `${path}.closed`, message: `${value} is not in the vocabulary` });
  }
  return {
    column: key,
    heading,
    aliases: [...new Set(aliases)].filter((alias) => alias !== heading),
    type,
    required: settings.required ?? column?.required ?? 'no',
    computed: settings.computed ?? column?.computed ?? false,
    internal: settings.internal ?? column?.internal ?? false,
    ...(vocabulary === undefined ? {} : { vocabulary }),
    ...(closed === undefined ? {} : { closed }),
  };
}

/** One heading belongs to one column: the settings take a default alias away from another, but not twice. */
function claimed(columns: Column[], settings: TabSettings, path: string, problems: Problem[]): Column[] {
  const owners = new Map<string, string>();
  for (const [key, setting] of Object.entries(settings.columns ?? {})) {
    if (setting === false) continue;
    for (const heading of [
      ...(setting.heading === undefined ? [] : [setting.heading]),
      ...(setting.aliases ?? []),
    ]) {
      const owner = owners.get(normalHeading(heading));
      if (owner !== undefined && owner !== key) {
        problems.push({
          path: `${path}.columns.${key}`,
          message: `the heading ${heading} is already that of ${owner}`,
        });
      }
      owners.set(normalHeading(heading), key);
    }
  }
  for (const { column, heading } of columns) {
    const owner = owners.get(normalHeading(heading));
    if (owner !== undefined && owner !== column) {
      problems.push({
        path: `${path}.columns.${owner}`,
        message: `the heading ${heading} is that of the column ${column}; give that one another heading or drop it`,
      });
    }
  }
  return columns.map((column) => ({
    ...column,
    aliases: column.aliases.filter(
      (alias) => (owners.get(normalHeading(alias)) ?? column.column) === column.column,
    ),
  }));
}

/** `horizon-scanning` as a heading: `Horizon Scanning`. */
function spoken(key: string): string {
  return key.replace(
    /(^|-)([a-z0-9])/g,
    (_, hyphen: string, letter: string) => `${hyphen && ' '}${letter.toUpperCase()}`,
  );
}
