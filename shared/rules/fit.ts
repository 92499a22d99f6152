/**
 * How well a register that is adopted meets the rules: of each rule and tab, the rows that it is asked about and how
 * many of them meet it. What nearly all rows meet, a team holds itself to already; the rest are suggestions.
 */
import type { Row, SheetRow } from '../sheet/row.ts';
import type { Schema, Severity } from '../tracker/schema.ts';
import type { Finding } from '../values/finding.ts';
import { check, readyRules, regionViews, sheetFindings, type Tracker } from './check.ts';
import { planOf } from './plan.ts';
import { isSheetRow } from './view.ts';

export interface Fit {
  readonly rule: string;
  readonly tab: string;
  readonly severity: Severity;
  /** The rows of the tab, where the rule has anything to say about them. */
  readonly asked: number;
  readonly met: number;
  /** Of those asked; 1 where none is. */
  readonly share: number;
}

/** A rule over all the tabs that are adopted: it is on or off for the whole tracker. */
export interface RuleFit extends Omit<Fit, 'tab'> {
  readonly tabs: readonly string[];
}

/** Met by so many rows, a rule is on. */
export const ON = 0.95;

/**
 * The fit of every rule in force to each of these tabs. Rows are asked as the service asks them, also about columns
 * that their sheet has not. @throws Error as `check` does
 */
export function fitsOf(schema: Schema, today: string, tracker: Tracker, tabs: ReadonlySet<string>): Fit[] {
  const bare = tracker.rows.map(({ tab, ref, cells, at }): Row => ({ tab, ref, cells, at }));
  const { sheetRules } = readyRules(schema);
  const findings = [
    ...check(schema, today, { rows: bare }),
    ...sheetFindings(sheetRules, tracker, regionViews(planOf(schema), tracker)),
  ];
  return fitOf(schema, tracker.rows, findings, tabs);
}

/** The same from findings that are there already. One about no record (a heading, a list) counts against none. */
export function fitOf(
  schema: Schema,
  rows: readonly Row[],
  findings: readonly Finding[],
  tabs: ReadonlySet<string>,
): Fit[] {
  const { rowRules, sheetRules } = readyRules(schema);
  // Rows of another workbook are there to be cited, and are judged in their own.
  const records = Map.groupBy(
    rows.filter(({ at }) => at !== null),
    ({ tab }) => tab,
  );
  const places = new Set(rows.flatMap(({ at }) => (at === null ? [] : [placeOf(at.sheet, at.row + 1)])));
  const unnumbered = new Set(
    rows.flatMap((row) => (isUnnumbered(row) ? [placeOf(row.at.sheet, row.at.row + 1)] : [])),
  );
  const failing = new Map<string, Set<string>>();
  for (const { rule, tab, sheet, row } of findings) {
    const place = placeOf(sheet, row);
    if (!places.has(place) || (rule === REF_MISSING && unnumbered.has(place))) continue;
    const key = `${rule} ${tab}`;
    const those = failing.get(key);
    if (those === undefined) failing.set(key, new Set([place]));
    else those.add(place);
  }
  return [...planOf(schema).tabs.values()].flatMap((plan) => {
    const { tab } = plan.tab;
    const asked = records.get(tab)?.length ?? 0;
    if (!tabs.has(tab) || asked === 0) return [];
    return [...(rowRules.get(plan) ?? []), ...sheetRules].map(({ setting: { rule, severity } }) => {
      const met = asked - (failing.get(`${rule} ${tab}`)?.size ?? 0);
      return { rule, tab, severity, asked, met, share: met / asked };
    });
  });
}

/** The rules in force that have anything to say about rows of such tabs. */
export function rulesOver(schema: Schema, isMeant: (tab: string) => boolean): ReadonlySet<string> {
  const { rowRules, sheetRules } = readyRules(schema);
  const over = new Set<string>();
  for (const [plan, asked] of rowRules) {
    if (!isMeant(plan.tab.tab)) continue;
    for (const { setting } of [...asked, ...sheetRules]) over.add(setting.rule);
  }
  return over;
}

/** The fits of each rule over all tabs as one, in the order of the rules. */
export function together(fits: readonly Fit[]): RuleFit[] {
  return [...Map.groupBy(fits, ({ rule }) => rule)].map(([rule, own]) => {
    const asked = own.reduce((sum, each) => sum + each.asked, 0);
    const met = own.reduce((sum, each) => sum + each.met, 0);
    const severity = own[0]?.severity ?? 'info';
    return { rule, severity, tabs: own.map(({ tab }) => tab), asked, met, share: met / asked };
  });
}

/** A register without a column of refs: once it gets one, its rows are numbered. */
const REF_MISSING = 'ref-missing';

function isUnnumbered(row: Row): row is SheetRow {
  return isSheetRow(row) && row.region.unkeyed === 'no-ref';
}

function placeOf(sheet: string | null, row: number | null): string {
  return `${row} ${sheet}`;
}
