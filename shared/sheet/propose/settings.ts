/** A proposal as what would say so: the lines of a tracker.yaml, or the choices that one copy of a workbook keeps. */
import { REF } from '../../tracker/schema.ts';
import { normalHeading } from '../heading.ts';
import type { Choices } from '../region.ts';
import type { Proposal, ProposedColumn, ProposedTab } from './proposal.ts';

export interface ProposedSettings {
  readonly dateOrder?: 'month-first';
  readonly tabs?: Readonly<Record<string, ProposedTabSettings>>;
  /** Who is named more than once. */
  readonly parties?: Readonly<Record<string, readonly string[]>>;
}

export interface ProposedTabSettings {
  readonly title?: string;
  readonly refPattern?: string | null;
  readonly sheets?: readonly string[];
  readonly columns?: Readonly<Record<string, ProposedColumnSettings>>;
}

export interface ProposedColumnSettings {
  readonly heading?: string;
  readonly aliases?: readonly string[];
  readonly type?: string;
  readonly vocabulary?: readonly string[];
  readonly closed?: readonly string[];
  readonly computed?: boolean;
  readonly required?: 'always' | 'no';
}

export interface Adopting {
  /**
   * Whether the tabs that were recognised by themselves are adopted too: what they ask for is then what their rows
   * have. False where the tracker is in use already.
   */
  readonly recognised: boolean;
}

/** Of a column that is filled in as good as every row, the rules may ask for more. */
const ALWAYS = 0.95;
/** Named less often, it may be a slip of the pen. */
const FEWEST_TIMES = 2;
const MOST_PARTIES = 60;

/** The settings that make the tracker recognise what is proposed. What it knows already is not repeated. */
export function settingsOf(
  { tabs, parties, dateOrder }: Proposal,
  adopting: Adopting = { recognised: true },
): ProposedSettings {
  const byTab = Map.groupBy(tabs, ({ tab }) => tab.value);
  const settings = [...byTab].flatMap(([tab, parts]): [string, ProposedTabSettings][] => {
    const setting = tabSettings(parts, adopting);
    return setting === null ? [] : [[tab, setting]];
  });
  const named = parties.filter(({ isKnown, times }) => !isKnown && times >= FEWEST_TIMES);
  return {
    ...(dateOrder?.value === 'month first' ? { dateOrder: 'month-first' as const } : {}),
    ...(settings.length === 0 ? {} : { tabs: Object.fromEntries(settings) }),
    ...(named.length === 0
      ? {}
      : { parties: Object.fromEntries(named.slice(0, MOST_PARTIES).map(({ name }) => [name, []])) }),
  };
}

/**
 * The choices of one copy that stand for what is proposed of the tabs that the tracker has: the sheets that were matched
 * to them, and the headings taken for their columns. A tab of its own needs the tracker.yaml.
 */
export function choicesOf({ tabs }: Pick<Proposal, 'tabs'>, before?: Choices): Choices {
  const choices = before ?? { sheets: {}, headings: {} };
  const sheets = tabs.filter(({ isMatched }) => isMatched).map(({ sheet, tab }) => [sheet, tab.value]);
  const headings: Record<string, Record<string, string>> = {};
  for (const { isNew, tab, columns } of tabs) {
    for (const { heading, column, isOwn, known } of columns) {
      if (isNew || !isOwn || known) continue;
      headings[tab.value] = { ...headings[tab.value], [normalHeading(heading)]: column };
    }
  }
  const merged = Object.entries(headings).map(([tab, own]) => [tab, { ...own, ...choices.headings[tab] }]);
  return {
    ...choices,
    sheets: { ...Object.fromEntries(sheets), ...choices.sheets },
    headings: { ...choices.headings, ...Object.fromEntries(merged) },
  };
}

/** One tab as all of its sheets have it; null where nothing need be said. */
function tabSettings(parts: readonly ProposedTab[], { recognised }: Adopting): ProposedTabSettings | null {
  const [first] = parts;
  if (first === undefined) return null;
  const adopted = parts.filter(({ isNew, isMatched }) => isNew || isMatched || recognised);
  const columns: Record<string, ProposedColumnSettings> = {};
  const headings = new Set<string>();
  for (const part of parts) {
    const linked = part.columns.filter(({ computed }) => computed).length * 2 > part.columns.length;
    for (const each of part.columns) {
      // Where most is worked out, the rows stand elsewhere and are linked here cell by cell: that is what they say.
      const column = linked ? { ...each, computed: false } : each;
      const everywhere = parts.every((other) => other.columns.some((one) => one.column === column.column));
      const setting = columnSettings(part, column, adopted, everywhere);
      const normal = normalHeading(column.heading);
      // One heading is one column, whatever stands where.
      if (setting === null || (headings.has(normal) && columns[column.column] === undefined)) continue;
      if (!column.known) headings.add(normal);
      columns[column.column] = joined(columns[column.column], setting);
    }
  }
  for (const column of missingIn(adopted)) columns[column] = { ...columns[column], required: 'no' };
  const sheets = parts.filter(({ isNew, isMatched }) => isNew || isMatched).map(({ sheet }) => sheet);
  const pattern = patternOf(adopted);
  const settings: ProposedTabSettings = {
    ...(first.isNew ? { title: first.title } : {}),
    ...(pattern === undefined ? {} : { refPattern: pattern }),
    ...(sheets.length === 0 ? {} : { sheets: [...new Set(sheets)] }),
    ...(Object.keys(columns).length === 0 ? {} : { columns }),
  };
  return Object.keys(settings).length === 0 ? null : settings;
}

/** What need be said of the refs; undefined where the tab has it so. */
function patternOf(adopted: readonly ProposedTab[]): string | null | undefined {
  const likest = [...adopted].sort((a, b) => b.rows - a.rows)[0];
  if (likest === undefined) return undefined;
  if (likest.isNew) return likest.refPattern.value;
  return likest.hasRefs && likest.rows > 0 && likest.refPattern.isOwn !== true
    ? likest.refPattern.value
    : undefined;
}

/** Columns that every row of the tab is to have, and some sheet of it has not. */
function missingIn(adopted: readonly ProposedTab[]): ReadonlySet<string> {
  return new Set(adopted.flatMap(({ missing }) => missing));
}

function columnSettings(
  part: ProposedTab,
  column: ProposedColumn,
  adopted: readonly ProposedTab[],
  everywhere: boolean,
): ProposedColumnSettings | null {
  if (!column.isOwn) {
    // In a tracker in use what an extra column holds stands in the ledger under its own key: a person decides.
    const isMeant =
      part.isNew || (!column.known && (adopted.includes(part) || column.match.confidence === 1));
    return isMeant ? furtherColumn(part, column, everywhere) : null;
  }
  const alias = column.known ? {} : { aliases: [column.heading] };
  const setting = { ...alias, ...(adopted.includes(part) ? asItIs(part, column, adopted) : {}) };
  return Object.keys(setting).length === 0 ? null : setting;
}

/** What a tab's own column asks for, where its rows have something else. */
function asItIs(
  { rows }: ProposedTab,
  { column, vocabulary, closed, required }: ProposedColumn,
  adopted: readonly ProposedTab[],
): ProposedColumnSettings {
  const own = adopted.flatMap((part) =>
    part.columns.filter((each) => each.column === column).map(({ filled }) => ({ filled, rows: part.rows })),
  );
  const all = own.reduce((sum, each) => sum + each.rows, 0);
  const filled = own.reduce((sum, each) => sum + each.rows * each.filled, 0);
  const sparse = rows > 0 && required && column !== REF && filled < all * ALWAYS;
  return {
    ...(vocabulary === null ? {} : { vocabulary }),
    ...(vocabulary === null || closed.length === 0 ? {} : { closed }),
    ...(sparse ? { required: 'no' } : {}),
  };
}

function furtherColumn(
  { rows }: ProposedTab,
  { column, heading, type, vocabulary, closed, computed, filled }: ProposedColumn,
  everywhere: boolean,
): ProposedColumnSettings {
  if (column === REF) return { heading };
  return {
    heading,
    type: type.value,
    ...(vocabulary === null ? {} : { vocabulary }),
    ...(closed.length === 0 ? {} : { closed }),
    ...(computed ? { computed } : everywhere && rows > 0 && filled >= ALWAYS ? { required: 'always' } : {}),
  };
}

/** The same column in another sheet. */
function joined(before: ProposedColumnSettings | undefined, now: ProposedColumnSettings) {
  if (before === undefined) return now;
  const lists = (['aliases', 'vocabulary', 'closed'] as const).flatMap((list) => {
    const words = [...new Set([...(before[list] ?? []), ...(now[list] ?? [])])];
    return words.length === 0 ? [] : [[list, words] as const];
  });
  return { ...now, ...before, ...Object.fromEntries(lists) };
}
