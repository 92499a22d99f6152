/** Checking a tracker: every rule in force over every row and region. */

import { type CodedRows, codedRows, isSheetRow } from '../sheet/coded.ts';
import type { Grid } from '../sheet/grid.ts';
import type { Region } from '../sheet/region.ts';
import type { Row } from '../sheet/row.ts';
import { TrackerReading } from '../sheet/rows.ts';
import type { RuleSetting, Schema } from '../tracker/schema.ts';
import type { Finding } from '../values/finding.ts';
import { askRow, askRows, type Question, type Tell } from './ask.ts';
import { sorted } from './order.ts';
import { ownRuleIn, readyOwn } from './own/own-rule.ts';
import { type Plan, planOf, type TabPlan } from './plan.ts';
import { Register, type Rows } from './register.ts';
import type { ChangeView, Said, Say, SheetSaid } from './rule.ts';
import { rules } from './rules.ts';
import { type RegionView, RowView } from './view.ts';

/** What is checked together, from one workbook or several; the service has rows alone. A reading makes no rows for it. */
export interface Tracker {
  readonly rows: readonly Row[];
  readonly regions?: readonly Region[];
  readonly grids?: readonly Grid[];
}

/**
 * The findings of a tracker: the same for the same workbook, whatever the order of its rows, sorted by tab,
 * sheet, row or ref, column and rule.
 *
 * @param today `YYYY-MM-DD` in the tracker's time zone
 * @throws Error where the schema holds a rule's parameters that the rule can't use
 */
export function check(schema: Schema, today: string, tracker: Tracker): Finding[] {
  const plan = planOf(schema);
  const views = regionViews(plan, tracker);
  const groups = together(plan, tracker, views);
  const register = registerOf(schema, groups);
  const { rowRules, sheetRules } = readyRules(schema);
  const findings: Finding[] = [];
  const tell = telling(findings);
  for (const { rows, tab, region } of groups) {
    if (tab === null) continue;
    askRows(rowRules.get(tab) ?? [], rows, { tab, rows: register, today, region }, tell);
  }
  findings.push(...sheetFindings(sheetRules, tracker, views));
  return sorted(plan, findings);
}

/** The findings of the rules over sheets, of the regions that were handed over; unsorted. */
export function sheetFindings(
  sheetRules: Ready['sheetRules'],
  tracker: Tracker,
  views: ReadonlyMap<Region, RegionView>,
): Finding[] {
  const findings: Finding[] = [];
  const handed = new Set(tracker.regions);
  for (const view of views.values()) {
    if (handed.has(view.region)) checkRegion(sheetRules, view, findings);
  }
  return findings;
}

export interface Together {
  readonly name: string;
  /** Null where the tracker has no such tab any more: nothing is asked about its rows, but they are there. */
  readonly tab: TabPlan | null;
  readonly rows: CodedRows;
  readonly region: RegionView | null;
}

/** The rows of one tab that stand together: in a region, else in one sheet or in none. */
export function together(
  plan: Plan,
  tracker: Tracker,
  views: ReadonlyMap<Region, RegionView>,
): readonly Together[] {
  const groups: Together[] = [...views.values()].map((region) => ({
    name: region.tab.tab.tab,
    tab: region.tab,
    rows: region.rows,
    region,
  }));
  const put = (name: string, rows: CodedRows) =>
    groups.push({ name, tab: plan.tabs.get(name) ?? null, rows, region: null });
  if (tracker instanceof TrackerReading) {
    for (const { region, rows } of tracker.records) if (!views.has(region)) put(region.tab, rows);
    return groups;
  }
  const others = Map.groupBy(
    tracker.rows.filter((row) => !isSheetRow(row) || !views.has(row.region)),
    (row) => JSON.stringify([row.tab, row.at?.sheet ?? null]),
  );
  for (const rows of others.values()) put(rows[0]?.tab ?? '', codedRows(rows, null));
  return groups;
}

/** The index over rows that stand together. */
export function registerOf(schema: Schema, groups: readonly Together[]): Register {
  const register = new Register(schema);
  for (const { name, rows } of groups) register.putAll(name, rows);
  return register;
}

/** The findings of one row among the others, unsorted, as the service tells them: without sheet, row and fix. */
export function checkOne(
  rows: Rows,
  today: string,
  row: Row,
  least: RuleSetting['severity'] = 'info',
): Finding[] {
  const findings: Finding[] = [];
  const bare: Row = { tab: row.tab, ref: row.ref, cells: row.cells, at: null };
  checkRow(readyRules(rows.plan.schema).rowRules, bare, rows, today, null, findings);
  const found = least === 'error' ? findings.filter(({ severity }) => severity === 'error') : findings;
  return found.map((finding) => ({ ...finding, fix: null }));
}

/** The findings about what a change does to a row, unsorted. */
export function checkChange(then: Rows, now: Rows, today: string, before: Row, after: Row): Finding[] {
  const tab = now.plan.tabs.get(after.tab);
  const { changeRules } = readyRules(now.plan.schema);
  if (tab === undefined || changeRules.length === 0) return [];
  const view = {
    before: new RowView(before, tab, then, today),
    after: new RowView(after, tab, now, today),
  };
  const findings: Finding[] = [];
  for (const { setting, check } of changeRules) {
    check(view, (said) =>
      findings.push(findingOf(setting, after.tab, after.ref, { sheet: null, row: null }, said)),
    );
  }
  return findings.map((finding) => ({ ...finding, fix: null }));
}

interface ReadySheetRule {
  readonly setting: RuleSetting;
  readonly check: (view: RegionView, say: Say<SheetSaid>) => void;
}

interface ReadyChangeRule {
  readonly setting: RuleSetting;
  readonly check: (view: ChangeView, say: Say<Said>) => void;
}

export interface Ready {
  /** Those that are asked about rows of each tab. */
  readonly rowRules: ReadonlyMap<TabPlan, readonly Question[]>;
  readonly sheetRules: readonly ReadySheetRule[];
  readonly changeRules: readonly ReadyChangeRule[];
  /**
   * Asked nothing. V8 forgets what it learnt about a class, and all code made by it, once the last of its objects is
   * collected as garbage: without these the next check would begin as the first did, and take a fifth longer.
   */
  readonly kept: readonly RowView[];
}

const ready = new WeakMap<Schema, Ready>();

/** The schema's rules told their parameters. One that this version doesn't know is left to the service. */
export function readyRules(schema: Schema): Ready {
  const known = ready.get(schema);
  if (known !== undefined) return known;
  const tabs = [...planOf(schema).tabs.values()];
  const rowRules = new Map<TabPlan, Question[]>(tabs.map((tab) => [tab, []]));
  const sheetRules: ReadySheetRule[] = [];
  const changeRules: ReadyChangeRule[] = [];
  for (const setting of schema.rules) {
    const { parameters } = setting;
    const rule = rules.find(({ id }) => id === setting.rule);
    const own = rule === undefined ? ownRuleIn(parameters) : null;
    const mayBeError = setting.severity === 'error' || rule?.raises === true;
    const asking = { setting, mayBeError };
    const put = (question: Question, tab: TabPlan) => rowRules.get(tab)?.push(question);
    try {
      if (own !== null) {
        const check = readyOwn(own, schema.tabs);
        for (const tab of tabs) if (tab.tab.tab === own.tab) put({ about: 'row', ...asking, check }, tab);
      } else if (rule?.scope === 'row') {
        const check = rule.ready(parameters);
        for (const tab of tabs) if (rule.asks(parameters, tab)) put({ about: 'row', ...asking, check }, tab);
      } else if (rule?.scope === 'cell') {
        const check = rule.ready(parameters);
        for (const tab of tabs) {
          const columns = rule.columns(parameters, tab);
          const isIdle = (rows: Rows) => rule.isIdle(parameters, rows);
          if (columns.length > 0)
            put({ about: 'cell', ...asking, columns, hears: rule.hears, isIdle, check }, tab);
        }
      } else if (rule?.scope === 'sheet') sheetRules.push({ setting, check: rule.ready(parameters) });
      else if (rule?.scope === 'change') changeRules.push({ setting, check: rule.ready(parameters) });
    } catch (error) {
      throw new Error(
        `The parameters of the rule ${setting.rule} can't be used; mend them in the configuration.`,
        {
          cause: error,
        },
      );
    }
  }
  const nobody = new Register(schema);
  const kept = tabs.map((tab) => new RowView(codedRows([], null), tab, nobody, ''));
  const made = { rowRules, sheetRules, changeRules, kept };
  ready.set(schema, made);
  return made;
}

/** What the rules over sheets say of a region. */
export function checkRegion(sheetRules: Ready['sheetRules'], view: RegionView, findings: Finding[]): void {
  const { region, rows } = view;
  let places: Map<number | null, number> | null = null;
  const refAt = (line: number): string | null => {
    if (places === null) {
      places = new Map();
      for (let place = 0; place < rows.length; place += 1) places.set(rows.line(place), place);
    }
    const place = places.get(line);
    return place === undefined ? null : rows.ref(place);
  };
  for (const { setting, check } of sheetRules) {
    check(view, (said) => {
      const at = { sheet: region.sheet, row: said.row === null ? null : said.row + 1 };
      const ref = said.row === null ? null : refAt(said.row);
      findings.push(findingOf(setting, region.tab, ref, at, said));
    });
  }
}

/** What the rules over rows and cells say of a row. */
export function checkRow(
  rowRules: Ready['rowRules'],
  row: Row,
  rows: Rows,
  today: string,
  region: RegionView | null,
  findings: Finding[],
): void {
  const tab = rows.plan.tabs.get(row.tab);
  if (tab === undefined) return;
  askRow(rowRules.get(tab) ?? [], row, { tab, rows, today, region }, telling(findings));
}

/** Tells findings by adding them to a list, or to the list of their row. */
export function telling(findings: Finding[] | ((row: Row) => Finding[])): Tell {
  return (setting, row, said) => {
    const at = { sheet: row.at?.sheet ?? null, row: row.at === null ? null : row.at.row + 1 };
    const those = typeof findings === 'function' ? findings(row) : findings;
    those.push(findingOf(setting, row.tab, row.ref, at, said));
  };
}

function findingOf(
  setting: RuleSetting,
  tab: string,
  ref: string | null,
  at: { readonly sheet: string | null; readonly row: number | null },
  said: Said,
): Finding {
  return {
    rule: setting.rule,
    parameters: said.facts,
    severity: said.severity ?? setting.severity,
    tab,
    ref,
    sheet: at.sheet,
    row: at.row,
    column: said.column,
    fix: said.fix === undefined ? null : { value: said.fix },
  };
}

/** The regions that were handed over and those that rows stand in, with their rows in sheet order. */
export function regionViews(plan: Plan, tracker: Tracker): Map<Region, RegionView> {
  const grids = new Map((tracker.grids ?? []).map((grid) => [grid.sheet, grid]));
  const views = new Map<Region, RegionView>();
  const put = (region: Region, rows: () => CodedRows) => {
    const tab = plan.tabs.get(region.tab);
    if (tab === undefined) return;
    const places = new Map<string, number>();
    for (const { column, at } of region.columns) if (!places.has(column)) places.set(column, at);
    views.set(region, { region, tab, grid: grids.get(region.sheet) ?? null, rows: rows(), places });
  };
  if (tracker instanceof TrackerReading)
    for (const { region, rows } of tracker.records) put(region, () => rows);
  else for (const [region, rows] of byRegion(tracker)) put(region, () => codedRows(rows, region));
  return views;
}

function byRegion({ rows, regions }: Tracker): ReadonlyMap<Region, readonly Row[]> {
  const found = new Map<Region, Row[]>((regions ?? []).map((region) => [region, []]));
  let last: Region | null = null;
  let those: Row[] = [];
  for (const row of rows) {
    if (!isSheetRow(row)) continue;
    // Rows of a region mostly stand together.
    if (row.region !== last) {
      last = row.region;
      those = found.get(last) ?? [];
      found.set(last, those);
    }
    those.push(row);
  }
  for (const own of found.values())
    if (!isInOrder(own)) own.sort((one, other) => (one.at?.row ?? 0) - (other.at?.row ?? 0));
  return found;
}

function isInOrder(rows: readonly Row[]): boolean {
  let before = -1;
  for (const { at } of rows) {
    if (at === null || at.row < before) return false;
    before = at.row;
  }
  return true;
}
