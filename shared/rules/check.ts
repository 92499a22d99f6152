/** Checking a tracker: every rule in force over every row and region. */
import type { Grid } from '../sheet/grid.ts';
import type { Region } from '../sheet/region.ts';
import type { Row } from '../sheet/row.ts';
import type { RuleSetting, Schema } from '../tracker/schema.ts';
import type { Finding } from '../values/finding.ts';
import { sorted } from './order.ts';
import type { Plan, TabPlan } from './plan.ts';
import { Register, type Rows } from './register.ts';
import type { Said } from './rule.ts';
import { rules } from './rules.ts';
import { isSheetRow, type RegionView, type RowView } from './view.ts';

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
    if (!handed.has(view.region)) continue;
    const rowAt = new Map(view.rows.map((row) => [row.at?.row, row]));
    for (const { setting, check } of sheetRules) {
      for (const said of check(view)) {
        const row = said.row === null ? undefined : rowAt.get(said.row);
        const at = { sheet: view.region.sheet, row: said.row === null ? null : said.row + 1 };
        findings.push(findingOf(setting, view.region.tab, row?.ref ?? null, at, said));
      }
    }
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

interface ReadyRowRule {
  readonly setting: RuleSetting;
  readonly check: (view: RowView) => Iterable<Said>;
}

interface ReadySheetRule {
  readonly setting: RuleSetting;
  readonly check: (view: RegionView) => Iterable<Said & { readonly row: number | null }>;
}

interface Ready {
  readonly rowRules: readonly ReadyRowRule[];
  readonly sheetRules: readonly ReadySheetRule[];
}

const ready = new WeakMap<Schema, Ready>();

/** The schema's rules told their parameters. One that this version doesn't know is left to the service. */
function readyRules(schema: Schema): Ready {
  const known = ready.get(schema);
  if (known !== undefined) return known;
  const rowRules: ReadyRowRule[] = [];
  const sheetRules: ReadySheetRule[] = [];
  for (const setting of schema.rules) {
    const rule = rules.find(({ id }) => id === setting.rule);
    if (rule === undefined) continue;
    try {
      if (rule.scope === 'row') rowRules.push({ setting, check: rule.ready(setting.parameters) });
      else sheetRules.push({ setting, check: rule.ready(setting.parameters) });
    } catch (error) {
      throw new Error(
        `The parameters of the rule ${rule.id} can't be used; mend them in the configuration.`,
        {
          cause: error,
        },
      );
    }
  }
  const made = { rowRules, sheetRules };
  ready.set(schema, made);
  return made;
}

function checkRow(
  rowRules: readonly ReadyRowRule[],
  row: Row,
  rows: Rows,
  today: string,
  region: RegionView | null,
  findings: Finding[],
): void {
  const tab = rows.plan.tabs.get(row.tab);
  if (tab === undefined) return;
  const view: RowView = { row, tab, rows, today, region };
  const at = { sheet: row.at?.sheet ?? null, row: row.at === null ? null : row.at.row + 1 };
  for (const { setting, check } of rowRules) {
    for (const said of check(view)) findings.push(findingOf(setting, row.tab, row.ref, at, said));
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
function regionViews(plan: Plan, tracker: Tracker): Map<Region, RegionView> {
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
