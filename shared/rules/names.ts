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
  // Every ref has a number.
  if (typeof value !== 'string' || !DIGIT.test(value)) return null;
  let reader = readers.get(plan);
  if (reader === undefined) {
    reader = remembered((text) => namesOf(plan, text));
    readers.set(plan, reader);
  }
  return reader(value);
}

const NOBODY: Names = { written: NONE, all: NONE };

function namesOf({ patterns }: Plan, text: string): Names {
  const listed = listedRefs(text, patterns);
  const found = listed === null ? refsIn(text, patterns) : [];
  if (listed === null && found.length === 0) return NOBODY;
  const { ends, between } = rangesIn(text, found, patterns);
  const written = [...new Set([...(listed ?? found.map(({ ref }) => ref)), ...ends])];
  return { written, all: between.length === 0 ? written : [...new Set([...written, ...between])] };
}

/** The names in a row's ref columns. */
export function citedBy(plan: Plan, row: Row): readonly string[] {
  return allIn(plan, citingCells(plan, row));
}

/** The names in a row's prose. */
export function mentionedBy(plan: Plan, row: Row): readonly string[] {
  return allIn(plan, proseCells(plan, row));
}

/** What a row says in its ref columns, where there may be refs in it. */
export function citingCells(plan: Plan, row: Row): readonly string[] {
  return cellsOf(row, plan.tabs.get(row.tab)?.citing ?? []);
}

/** What a row says in its text and log columns, where there may be refs in it. */
export function proseCells(plan: Plan, row: Row): readonly string[] {
  return cellsOf(row, plan.tabs.get(row.tab)?.prose ?? []);
}

function cellsOf({ cells }: Row, columns: readonly Column[]): readonly string[] {
  const texts: string[] = [];
  for (const { column } of columns) {
    const value = Object.hasOwn(cells, column) ? cells[column] : null;
    if (typeof value === 'string' && DIGIT.test(value)) texts.push(value);
  }
  return texts;
}

function allIn(plan: Plan, texts: readonly string[]): readonly string[] {
  return texts.length === 0 ? NONE : [...new Set(texts.flatMap((text) => namesIn(plan, text)))];
}
