/** The names of rows that a row's cells hold: in its ref columns, and in its prose. */
import type { Row } from '../sheet/row.ts';
import type { Column } from '../tracker/schema.ts';
import { listedRefs, rangesIn, refsIn } from '../values/ref.ts';
import { remembered } from '../values/remember.ts';
import type { Value } from '../values/value.ts';
import type { Plan } from './plan.ts';

const NONE: readonly string[] = [];
const DIGIT = /\d/;
const readers = new WeakMap<Plan, (text: string) => Names>();

interface Names {
  /** Those that stand there. */
  readonly written: readonly string[];
  /** These and those between the ends of ranges. */
  readonly all: readonly string[];
}

/**
 * The refs that a value names, in normal form, each once: those that stand there, and those between the ends of
 * ranges ("DR-001 to DR-004"), of which there need not be a row.
 */
export function namesIn(plan: Plan, value: Value | undefined): readonly string[] {
  return readNames(plan, value)?.all ?? NONE;
}

/** The refs that stand in a value, in normal form, each once and in order of place. */
export function writtenIn(plan: Plan, value: Value | undefined): readonly string[] {
  return readNames(plan, value)?.written ?? NONE;
}

function readNames(plan: Plan, value: Value | undefined): Names | null {
  if (!hasNumber(value)) return null;
  // A list is read faster than it is found among all the texts that were read before.
  const listed = listedRefs(value, plan.patterns);
  if (listed !== null) return namesListed(listed);
  let reader = readers.get(plan);
  if (reader === undefined) {
    reader = remembered((text) => namesOf(plan, text));
    readers.set(plan, reader);
  }
  return reader(value);
}

const NOBODY: Names = { written: NONE, all: NONE };

function namesListed(refs: readonly string[]): Names {
  const written = refs.length === 1 ? refs : [...new Set(refs)];
  return { written, all: written };
}

function namesOf({ patterns }: Plan, text: string): Names {
  const found = refsIn(text, patterns);
  if (found.length === 0) return NOBODY;
  const { ends, between } = rangesIn(text, found, patterns);
  const written = [...new Set([...found.map(({ ref }) => ref), ...ends])];
  return { written, all: between.length === 0 ? written : [...new Set([...written, ...between])] };
}

/** The names in a row's ref columns. */
export function citedBy(plan: Plan, row: Row): readonly string[] {
  return allIn(plan, textsIn(row, plan.tabs.get(row.tab)?.citing ?? []));
}

/** The names in a row's prose. */
export function mentionedBy(plan: Plan, row: Row): readonly string[] {
  return allIn(plan, textsIn(row, plan.tabs.get(row.tab)?.prose ?? []));
}

/** What a row says in some columns, where there may be refs in it. */
export function textsIn({ cells }: Row, columns: readonly Column[]): readonly string[] {
  const texts: string[] = [];
  for (const { column } of columns) {
    const value = Object.hasOwn(cells, column) ? cells[column] : null;
    if (hasNumber(value)) texts.push(value);
  }
  return texts;
}

/** Whether there may be refs in a value: every ref has a number. */
export function hasNumber(value: Value | undefined): value is string {
  return typeof value === 'string' && DIGIT.test(value);
}

function allIn(plan: Plan, texts: readonly string[]): readonly string[] {
  return texts.length === 0 ? NONE : [...new Set(texts.flatMap((text) => namesIn(plan, text)))];
}
