/** The schema in force as the ledger asks it: which column a key names, in which order things are listed. */

import { fingerprintOf, schemaOf } from '../../shared/rules/settings.ts';
import type { Configuration } from '../../shared/tracker/configuration.ts';
import { type Meeting, meetingOn } from '../../shared/tracker/meetings.ts';
import {
  type Column,
  columnOf,
  extraColumn,
  isExtra,
  REF,
  type Schema,
  type Tab,
} from '../../shared/tracker/schema.ts';
import { canonicalValue } from '../../shared/values/canonical.ts';
import { type RefPattern, refPattern } from '../../shared/values/ref.ts';
import { isStorable } from '../../shared/values/text.ts';
import type { Cells, Value } from '../../shared/values/value.ts';

export interface Columns {
  readonly schema: Schema;
  readonly fingerprint: string;
  /** The group whose meetings number the rows of a tab with `{meeting}` in its ref pattern. */
  readonly meetingGroup: string;
  tab(tab: string): Tab | undefined;
  /** The column of a key that a row may have: known and not computed, or extra. */
  column(tab: string, column: string): Column | undefined;
  /** The tab's ref pattern, null where refs are free text. */
  pattern(tab: string): RefPattern | null;
  /** The group's meeting on a date. */
  meeting(date: string): Meeting | undefined;
  /** A stored value under the column as it is now: an older schema may have had it as text. */
  canonical(tab: string, column: string, value: Value): Value;
  /** What the ledger tells of a row, in the schema's order. A column that became computed is not its to tell. */
  ordered(tab: string, cells: Cells): Cells;
  compareTabs(one: string, other: string): number;
  compareColumns(tab: string, one: string, other: string): number;
}

/** @throws ConfigurationError where the rules' settings can't be used */
export function columnsOf(configuration: Configuration): Columns {
  const schema = schemaOf(configuration);
  const tabs = new Map(schema.tabs.map((tab) => [tab.tab, tab]));
  const known = new Map(
    schema.tabs.map((tab) => [tab.tab, new Map(tab.columns.map((column) => [column.column, column]))]),
  );
  const patterns = new Map(
    schema.tabs.map((tab) => [tab.tab, tab.refPattern === null ? null : refPattern(tab.refPattern)]),
  );
  const tabPlaces = new Map(schema.tabs.map((tab, place) => [tab.tab, place]));
  const columnPlaces = new Map(
    schema.tabs.map((tab) => [tab.tab, new Map(tab.columns.map((column, place) => [column.column, place]))]),
  );

  const column = (tab: string, key: string): Column | undefined => {
    if (key === REF || !tabs.has(tab)) return undefined;
    const found = known.get(tab)?.get(key);
    if (found !== undefined) return found.computed ? undefined : found;
    return isExtra(key) && key.length > 2 && isStorable(key) ? extraColumn(key) : undefined;
  };

  return {
    schema,
    fingerprint: fingerprintOf(schema),
    meetingGroup: configuration.meetingGroup,
    tab: (tab) => tabs.get(tab),
    column,
    pattern: (tab) => patterns.get(tab) ?? null,
    meeting: (date) => meetingOn(configuration.meetings, configuration.meetingGroup, date),
    canonical(tab, key, value) {
      const found = column(tab, key);
      return found === undefined ? value : canonicalValue(found, value);
    },
    ordered(tab, cells) {
      const own: Record<string, Value> = {};
      let left = Object.keys(cells).length;
      for (const { column: key, computed } of tabs.get(tab)?.columns ?? []) {
        const value = cellIn(cells, key);
        if (value === null) continue;
        left -= 1;
        if (!computed) own[key] = value;
      }
      if (left === 0) return own;
      const inSchema = known.get(tab);
      const extra = Object.keys(cells).filter((key) => inSchema?.has(key) !== true);
      for (const key of extra.sort(compare)) own[key] = cellIn(cells, key);
      return own;
    },
    compareTabs: (one, other) =>
      (tabPlaces.get(one) ?? Number.MAX_SAFE_INTEGER) - (tabPlaces.get(other) ?? Number.MAX_SAFE_INTEGER) ||
      compare(one, other),
    compareColumns(tab, one, other) {
      const places = columnPlaces.get(tab);
      const here = places?.get(one) ?? Number.MAX_SAFE_INTEGER;
      const there = places?.get(other) ?? Number.MAX_SAFE_INTEGER;
      return here - there || compare(one, other);
    },
  };
}

/** By UTF-16 code units. */
export function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** The column of a tab that says when its row arose: `date`, else its first date column. */
export function dateColumn(tab: Tab): Column | undefined {
  return columnOf(tab, 'date') ?? tab.columns.find(({ type }) => type === 'date');
}

/** The value of a column, null where there is none: a configured key may be called as what every object inherits. */
export function cellIn(cells: Cells, column: string): Value {
  return Object.hasOwn(cells, column) ? (cells[column] ?? null) : null;
}

/** Whether two rows say the same; a blank cell is the same as none. */
export function sameCells(columns: Columns, tab: string, one: Cells, other: Cells): boolean {
  for (const column of new Set([...Object.keys(one), ...Object.keys(other)])) {
    if (!sameValue(columns, tab, column, cellIn(one, column), cellIn(other, column))) return false;
  }
  return true;
}

/** Whether two values are the same under the schema in force. */
export function sameValue(columns: Columns, tab: string, column: string, one: Value, other: Value): boolean {
  return one === other || columns.canonical(tab, column, one) === columns.canonical(tab, column, other);
}
