/**
 * The errors that a change brings in: what holds a row. Errors that a row had before hold nothing, nor does
 * what a change does to other rows, such as those that cite a removed one.
 */
import { codedRows } from '../sheet/coded.ts';
import type { Row } from '../sheet/row.ts';
import type { Schema } from '../tracker/schema.ts';
import type { Finding } from '../values/finding.ts';
import { askRow, askRows, type Question, type Tell } from './ask.ts';
import { checkChange, checkOne, readyRules } from './check.ts';
import { sorted } from './order.ts';
import type { TabPlan } from './plan.ts';
import { amended, type RowChange, type Rows } from './register.ts';

/**
 * The errors of rows that are new or changed which the same row did not have before: another rule, column or other
 * facts make another error. `before` of each change is as `rows` has it, so that a renumbered row may be given with
 * both its refs. Rows of the tabs in `taken` are taken as they are and not asked about; others may cite them.
 */
export function errorsOf(
  rows: Rows,
  today: string,
  changes: readonly RowChange[],
  taken: ReadonlySet<string> = new Set(),
): Finding[] {
  const then = amended(rows, changes);
  const asked = changes.filter(({ after }) => after !== null && !taken.has(after.tab));
  const wrong = withErrors(
    then,
    today,
    asked.flatMap(({ after }) => after ?? []),
  );
  const findings = asked.flatMap(({ before, after }) => {
    if (after === null) return [];
    const own = wrong.has(after) ? checkOne(then, today, after, 'error') : [];
    const moved = before === null ? [] : checkChange(rows, then, today, before, after);
    const errors = [...own, ...moved.filter(({ severity }) => severity === 'error')];
    if (errors.length === 0 || before === null) return errors;
    const had = new Set(checkOne(rows, today, before, 'error').map(sameness));
    return errors.filter((error) => !had.has(sameness(error)));
  });
  return sorted(rows.plan, findings);
}

/** From so many rows of a tab on, each rule is asked once for all that look alike to it. */
const MANY = 16;

/** Those of some rows that have an error: few, so that what it is need only be asked about them. */
function withErrors(rows: Rows, today: string, some: readonly Row[]): ReadonlySet<Row> {
  const wrong = new Set<Row>();
  for (const [name, own] of Map.groupBy(some, ({ tab }) => tab)) {
    const tab = rows.plan.tabs.get(name);
    if (tab === undefined) continue;
    const questions = errorQuestions(rows.plan.schema, tab);
    // As the service knows them: without a place in a sheet.
    const bare = new Map(
      own.map((row): [Row, Row] => [{ tab: name, ref: row.ref, cells: row.cells, at: null }, row]),
    );
    const tell: Tell = (setting, row, said) => {
      const of = bare.get(row);
      if (of !== undefined && (said.severity ?? setting.severity) === 'error') wrong.add(of);
    };
    const around = { tab, rows, today, region: null };
    if (own.length < MANY) for (const row of bare.keys()) askRow(questions, row, around, tell);
    else askRows(questions, codedRows([...bare.keys()], null), around, tell);
  }
  return wrong;
}

const errorRules = new WeakMap<TabPlan, readonly Question[]>();

/** Only what may be an error is asked: more than half of the rules never are. */
function errorQuestions(schema: Schema, tab: TabPlan): readonly Question[] {
  let questions = errorRules.get(tab);
  if (questions === undefined) {
    const all = readyRules(schema).rowRules.get(tab) ?? [];
    questions = all.filter(({ mayBeError }) => mayBeError);
    errorRules.set(tab, questions);
  }
  return questions;
}

function sameness({ rule, column, parameters }: Finding): string {
  return JSON.stringify([rule, column, parameters]);
}
