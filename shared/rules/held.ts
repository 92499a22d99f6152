/**
 * The errors that a change brings in: what holds a row. Errors that a row had before hold nothing, nor does
 * what a change does to other rows, such as those that cite a removed one.
 */
import type { Row } from '../sheet/row.ts';
import type { Schema } from '../tracker/schema.ts';
import type { Finding } from '../values/finding.ts';
import { normalRef } from '../values/ref.ts';
import { checkChange, checkOne } from './check.ts';
import { sorted } from './order.ts';
import { amended, hasRef, Register, type RowChange, type Rows } from './register.ts';

/**
 * The errors of rows that are new or changed in `after` which the same row (by tab and ref) did not have in
 * `before`: another rule, column or other facts make another error.
 *
 * This indexes all the rows; whoever keeps a `Register` asks `errorsOf` and pays for the changes alone.
 */
export function newErrors(
  schema: Schema,
  today: string,
  before: readonly Row[],
  after: readonly Row[],
): Finding[] {
  return errorsOf(new Register(schema, before), today, changesBetween(before, after));
}

/**
 * The same for changes to rows that are indexed already: `before` of each change is as `rows` has it, so that
 * a renumbered row may be given with both its refs.
 */
export function errorsOf(rows: Rows, today: string, changes: readonly RowChange[]): Finding[] {
  const then = amended(rows, changes);
  const findings = changes.flatMap(({ before, after }) => {
    if (after === null) return [];
    const own = checkOne(then, today, after, 'error');
    const moved = before === null ? [] : checkChange(rows, then, today, before, after);
    const errors = [...own, ...moved.filter(({ severity }) => severity === 'error')];
    if (errors.length === 0 || before === null) return errors;
    const had = new Set(checkOne(rows, today, before, 'error').map(sameness));
    return errors.filter((error) => !had.has(sameness(error)));
  });
  return sorted(rows.plan, findings);
}

function sameness({ rule, column, parameters }: Finding): string {
  return JSON.stringify([rule, column, parameters]);
}

/** What changed from one list of rows to the other. Rows without a ref of their own are new each time. */
function changesBetween(before: readonly Row[], after: readonly Row[]): RowChange[] {
  const left = new Map<string, Row[]>();
  const changes: RowChange[] = [];
  for (const row of before) {
    const key = keyOf(row);
    if (key === null) continue;
    const rows = left.get(key);
    if (rows === undefined) left.set(key, [row]);
    else rows.push(row);
  }
  for (const row of after) {
    const key = keyOf(row);
    const were = key === null ? undefined : left.get(key);
    const at =
      were === undefined
        ? -1
        : Math.max(
            0,
            were.findIndex((each) => sameCells(each, row)),
          );
    const [was] = were === undefined ? [] : were.splice(at, 1);
    if (was === undefined || !sameCells(was, row)) changes.push({ before: was ?? null, after: row });
  }
  for (const rows of left.values()) for (const row of rows) changes.push({ before: row, after: null });
  return changes;
}

function keyOf(row: Row): string | null {
  return hasRef(row) ? `${row.tab} ${normalRef(row.ref)}` : null;
}

function sameCells(one: Row, other: Row): boolean {
  if (one === other) return true;
  if (one.ref !== other.ref) return false;
  if (one.cells === other.cells) return true;
  const columns = Object.keys(one.cells);
  return (
    columns.length === Object.keys(other.cells).length &&
    columns.every((column) => column in other.cells && one.cells[column] === other.cells[column])
  );
}
