/** Checking a tracker: every rule in force over every row and region. */
import type { Grid } from '../sheet/grid.ts';
import type { Region } from '../sheet/region.ts';
import type { Row } from '../sheet/row.ts';
import type { RuleSetting, Schema } from '../tracker/schema.ts';
import type { Finding } from '../values/finding.ts';
import { sorted } from './order.ts';
import { ownRuleIn, readyOwn } from './own/own-rule.ts';
import { type Plan, planOf, type TabPlan } from './plan.ts';
import { Register, type Rows } from './register.ts';
import type { ChangeView, Said, Say, SheetSaid } from './rule.ts';
import { rules } from './rules.ts';
import { isSheetRow, type RegionView, type RowView, rowView } from './view.ts';

/** What is checked together, from one workbook or several; the service has rows alone. */
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
  const register = new Register(schema, tracker.rows);
  const { plan } = register;
  const views = regionViews(plan, tracker);
  const { rowRules, sheetRules } = readyRules(schema);
  const findings: Finding[] = [];
  for (const row of tracker.rows) {
    const region = isSheetRow(row) ? (views.get(row.region) ?? null) : null;
    checkRow(rowRules, row, register, today, region, findings);
  }
  const handed = new Set(tracker.regions);
  for (const view of views.values()) {
    if (handed.has(view.region)) checkRegion(sheetRules, view, findings);
  }
  return sorted(plan, findings);
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
  const view = { before: rowView(before, tab, then, today), after: rowView(after, tab, now, today) };
  const findings: Finding[] = [];
  for (const { setting, check } of changeRules) {
    check(view, (said) =>
      findings.push(findingOf(setting, after.tab, after.ref, { sheet: null, row: null }, said)),
    );
  }
  return findings.map((finding) => ({ ...finding, fix: null }));
}

interface ReadyRowRule {
  readonly setting: RuleSetting;
  readonly asks: (tab: TabPlan) => boolean;
  readonly check: (view: RowView, say: Say<Said>) => void;
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
  readonly rowRules: ReadonlyMap<TabPlan, readonly ReadyRowRule[]>;
  readonly sheetRules: readonly ReadySheetRule[];
  readonly changeRules: readonly ReadyChangeRule[];
}

const ready = new WeakMap<Schema, Ready>();

/** The schema's rules told their parameters. One that this version doesn't know is left to the service. */
export function readyRules(schema: Schema): Ready {
  const known = ready.get(schema);
  if (known !== undefined) return known;
  const rowRules: ReadyRowRule[] = [];
  const sheetRules: ReadySheetRule[] = [];
  const changeRules: ReadyChangeRule[] = [];
  for (const setting of schema.rules) {
    const rule = rules.find(({ id }) => id === setting.rule);
    const own = rule === undefined ? ownRuleIn(setting.parameters) : null;
    if (rule === undefined && own === null) continue;
    try {
      if (own !== null)
        rowRules.push({ setting, asks: ({ tab }) => tab.tab === own.tab, check: readyOwn(own, schema.tabs) });
      else if (rule === undefined) continue;
      else if (rule.scope === 'row') {
        const asks = (tab: TabPlan) => rule.asks(setting.parameters, tab);
        rowRules.push({ setting, asks, check: rule.ready(setting.parameters) });
      } else if (rule.scope === 'sheet') sheetRules.push({ setting, check: rule.ready(setting.parameters) });
      else changeRules.push({ setting, check: rule.ready(setting.parameters) });
    } catch (error) {
      throw new Error(
        `The parameters of the rule ${setting.rule} can't be used; mend them in the configuration.`,
        {
          cause: error,
        },
      );
    }
  }
  const byTab = new Map(
    [...planOf(schema).tabs.values()].map((tab) => [tab, rowRules.filter(({ asks }) => asks(tab))]),
  );
  const made = { rowRules: byTab, sheetRules, changeRules };
  ready.set(schema, made);
  return made;
}

/** What the rules over sheets say of a region. */
export function checkRegion(sheetRules: Ready['sheetRules'], view: RegionView, findings: Finding[]): void {
  const { region, rows } = view;
  let rowAt: ReadonlyMap<number | undefined, Row> | null = null;
  for (const { setting, check } of sheetRules) {
    check(view, (said) => {
      rowAt ??= new Map(rows.map((row) => [row.at?.row, row]));
      const row = said.row === null ? undefined : rowAt.get(said.row);
      const at = { sheet: region.sheet, row: said.row === null ? null : said.row + 1 };
      findings.push(findingOf(setting, region.tab, row?.ref ?? null, at, said));
    });
  }
}

/** What the rules over rows say of a row. */
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
  const asked = rowRules.get(tab);
  if (asked === undefined) return;
  const view = rowView(row, tab, rows, today, region);
  let asking: RuleSetting | null = null;
  // One for the row, not one for each rule: most of them have nothing to say.
  const say = (said: Said) => {
    if (asking === null) return;
    const at = { sheet: row.at?.sheet ?? null, row: row.at === null ? null : row.at.row + 1 };
    findings.push(findingOf(asking, row.tab, row.ref, at, said));
  };
  for (const { setting, check } of asked) {
    asking = setting;
    check(view, say);
  }
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
  const rows = new Map<Region, Row[]>((tracker.regions ?? []).map((region) => [region, []]));
  for (const row of tracker.rows) {
    if (!isSheetRow(row)) continue;
    const those = rows.get(row.region);
    if (those === undefined) rows.set(row.region, [row]);
    else those.push(row);
  }
  const views = new Map<Region, RegionView>();
  for (const [region, those] of rows) {
    const tab: TabPlan | undefined = plan.tabs.get(region.tab);
    if (tab === undefined) continue;
    those.sort((one, other) => (one.at?.row ?? 0) - (other.at?.row ?? 0));
    const places = new Map<string, number>();
    for (const { column, at } of region.columns) if (!places.has(column)) places.set(column, at);
    views.set(region, { region, tab, grid: grids.get(region.sheet) ?? null, rows: those, places });
  }
  return views;
}
