/** The names of rows that a row's cells hold: in its ref columns, and in its prose. */
import type { Row } from '../sheet/row.ts';
import { type Column, REF } from '../tracker/schema.ts';
import { refsIn } from '../values/ref.ts';
import { remembered } from '../values/remember.ts';
import type { Value } from '../values/value.ts';
import type { Plan } from './plan.ts';

const NONE: readonly string[] = [];
const DIGIT = /\d/;
const readers = new WeakMap<Plan, (text: string) => readonly string[]>();

/** The refs that a value names, in normal form, each once and in order of place. */
export function namesIn(plan: Plan, value: Value | undefined): readonly string[] {
  // Every ref has a number.
  if (typeof value !== 'string' || !DIGIT.test(value)) return NONE;
  let reader = readers.get(plan);
  if (reader === undefined) {
    reader = remembered((text) => {
      const found = refsIn(text, plan.patterns);
      return found.length === 0 ? NONE : [...new Set(found.map(({ ref }) => ref))];
    });
    readers.set(plan, reader);
  }
  return reader(value);
}

/** The names in a row's ref columns. */
export function citedBy(plan: Plan, row: Row): readonly string[] {
  const tab = plan.tabs.get(row.tab);
  return tab === undefined ? NONE : allIn(plan, row, tab.citing);
}

/** The names in a row's prose: its text and log columns. */
export function mentionedBy(plan: Plan, row: Row): readonly string[] {
  const tab = plan.tabs.get(row.tab);
  return tab === undefined ? NONE : allIn(plan, row, tab.prose);
}

function allIn(plan: Plan, row: Row, columns: readonly Column[]): readonly string[] {
  let all: Set<string> | null = null;
  for (const { column } of columns) {
    if (column === REF || !Object.hasOwn(row.cells, column)) continue;
    for (const name of namesIn(plan, row.cells[column])) {
      all ??= new Set();
      all.add(name);
    }
  }
  return all === null ? NONE : [...all];
}
