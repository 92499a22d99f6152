/**
 * The numbers of refs. Each series of a tab (one a tab, or one a meeting) goes up from the highest number that
 * any row ever had, typed or given, removed ones included: a ref is never given twice.
 */
import { REF } from '../../shared/tracker/schema.ts';
import { dayOf } from '../../shared/values/date.ts';
import type { Finding } from '../../shared/values/finding.ts';
import { matchRef, normalRef, writeRef } from '../../shared/values/ref.ts';
import type { Cells } from '../../shared/values/value.ts';
import { type Columns, cellIn, dateColumn } from './columns.ts';

/** A counter's key in `Head.counters`. A tab's name has no space. */
export function seriesKey(tab: string, series: string): string {
  return `${tab} ${series}`;
}

/** Tab and series of a counter's key. */
export function splitSeriesKey(key: string): { tab: string; series: string } {
  const at = key.indexOf(' ');
  return { tab: key.slice(0, at), series: key.slice(at + 1) };
}

/** Raises the counter of a ref's series to its number. A ref outside the tab's pattern counts in none. */
export function highest(counters: Map<string, number>, columns: Columns, tab: string, ref: string): void {
  const template = columns.tab(tab)?.refPattern ?? null;
  const pattern = columns.pattern(tab);
  const matched = pattern === null ? null : matchRef(pattern, ref);
  if (template === null || matched === null || !Number.isSafeInteger(matched.number)) return;
  const key = seriesKey(tab, seriesOf(template, matched.meeting));
  if (matched.number > (counters.get(key) ?? 0)) counters.set(key, matched.number);
}

/** A new ref, or why the row can't have one. */
export type Given = { readonly ref: string } | { readonly finding: Finding };

/**
 * The next ref in the series of the tab's pattern; an action's is that of the group's meeting on its date.
 *
 * @param counters raised to the new number
 * @param taken whether a row has or ever had a ref, in normal form
 */
export function give(
  counters: Map<string, number>,
  columns: Columns,
  tab: string,
  cells: Cells,
  taken: (key: string) => boolean,
): Given {
  const found = columns.tab(tab);
  const template = found?.refPattern ?? null;
  const pattern = columns.pattern(tab);
  if (found === undefined || template === null || pattern === null) {
    return { finding: finding(tab, 'ref-missing', REF, { given: false }) };
  }
  let meeting: string | null = null;
  if (template.includes('{meeting}')) {
    const column = dateColumn(found);
    const date = column === undefined ? null : cellIn(cells, column.column);
    const day = typeof date === 'string' ? dayOf(date) : null;
    meeting = (day === null ? undefined : columns.meeting(day)?.meeting) ?? null;
    if (meeting === null) {
      const facts = { group: columns.meetingGroup, date: day ?? date };
      return { finding: finding(tab, 'meeting-unknown', column?.column ?? null, facts) };
    }
  }
  const key = seriesKey(tab, seriesOf(template, meeting));
  let number = counters.get(key) ?? 0;
  let ref: string;
  do {
    number += 1;
    ref = writeRef(pattern, meeting, number);
  } while (taken(normalRef(ref)));
  counters.set(key, number);
  return { ref };
}

function seriesOf(template: string, meeting: string | null): string {
  return template.replace('{meeting}', meeting ?? '');
}

function finding(
  tab: string,
  rule: string,
  column: string | null,
  parameters: Finding['parameters'],
): Finding {
  return { rule, parameters, severity: 'error', tab, ref: null, sheet: null, row: null, column, fix: null };
}
