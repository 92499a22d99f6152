/** What holds rows of two whole lists, for tests: the ledger knows its changes, and asks about those alone. */
import { errorsOf } from '../../shared/rules/held.ts';
import { hasRef, Register, type RowChange } from '../../shared/rules/register.ts';
import type { Row } from '../../shared/sheet/row.ts';
import type { Schema } from '../../shared/tracker/schema.ts';
import type { Finding } from '../../shared/values/finding.ts';
import { normalRef } from '../../shared/values/ref.ts';

/** The errors of rows that are new or changed in `after` which the same row, by tab and ref, did not have in `before`. */
export function newErrors(
  schema: Schema,
  today: string,
  before: readonly Row[],
  after: readonly Row[],
): Finding[] {
  return errorsOf(new Register(schema, before), today, changesBetween(before, after));
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
