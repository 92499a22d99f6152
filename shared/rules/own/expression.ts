/**
 * Conditions of rules of a person's own, in the Common Expression Language: comparisons of a row's columns, no
 * code. What they may do is bounded: no loops, no regular expressions, no names but the columns', and a size
 * that no sensible condition reaches.
 *
 * https://github.com/google/cel-spec
 */
import { Environment, EvaluationError } from '@marcbachmann/cel-js';
import { type Column, REF } from '../../tracker/schema.ts';
import { daysBetween, isDay } from '../../values/date.ts';
import { choiceIn } from '../choice.ts';
import { dayIn } from '../day.ts';
import { isPlaceholder } from '../placeholder.ts';
import { type RowView, says, valueIn } from '../view.ts';
import { isYes } from '../yes.ts';

/** A condition that can't be used. Its message says what is wrong with it. */
export class ConditionRefused extends Error {
  override name = 'ConditionRefused';
}

/** Whether a row meets it. A column that the row says nothing about makes any comparison of numbers false. */
export type Condition = (view: RowView) => boolean;

const MOST_LETTERS = 1000;
const LIMITS = {
  maxAstNodes: 200,
  maxDepth: 30,
  maxListElements: 100,
  maxMapEntries: 1,
  maxCallArguments: 4,
};
/** `matches` is not among them: a regular expression can take for ever on a page of text. */
const CALLS = [
  'contains',
  'startsWith',
  'endsWith',
  'lowerAscii',
  'upperAscii',
  'trim',
  'size',
  'days',
  'blank',
];
/** Names that the language has for itself. */
const TAKEN = new Set(
  'type int uint double bool string bytes list map timestamp duration dyn null true false in as break const continue else for function if import let loop package namespace return var void while has all exists exists_one filter today ref'.split(
    ' ',
  ),
);

/** What a column is called in a condition: `target-date` is `target_date`, and `type`, a word of the language, `type_`. */
export function variableOf(column: string): string {
  const name = column.replaceAll('-', '_');
  return TAKEN.has(name) ? `${name}_` : name;
}

/** Makes a condition over a tab's columns ready. @throws ConditionRefused */
export function conditionOf(text: string, columns: readonly Column[]): Condition {
  if (text.length > MOST_LETTERS) throw new ConditionRefused(`is longer than ${MOST_LETTERS} characters`);
  const environment = environmentOf(columns);
  const checked = environment.check(text);
  if (!checked.valid) throw new ConditionRefused(firstLine(checked.error));
  if (checked.type !== 'bool')
    throw new ConditionRefused(`is no condition: it gives ${checked.type ?? 'nothing'}`);
  const parsed = environment.parse(text);
  const used = new Set<string>();
  walk(parsed.ast, used);
  const needed = columns.filter(({ column }) => used.has(variableOf(column)));
  return (view) => {
    const context: Record<string, unknown> = { today: view.today };
    if (used.has(REF)) context[REF] = view.ref ?? '';
    for (const column of needed) context[variableOf(column.column)] = contentIn(view, column);
    try {
      return parsed(context) === true;
    } catch (error) {
      // A number compared with a blank cell: the row does not meet it.
      if (error instanceof EvaluationError) return false;
      throw error;
    }
  };
}

function environmentOf(columns: readonly Column[]): Environment {
  const environment = new Environment({ limits: LIMITS });
  environment.registerVariable('today', 'string');
  environment.registerVariable('ref', 'string');
  for (const { column, type, computed } of columns) {
    if (computed || column === 'ref') continue;
    const kind = type === 'flag' ? 'bool' : type === 'score' || type === 'number' ? 'dyn' : 'string';
    environment.registerVariable(variableOf(column), kind);
  }
  environment.registerFunction('days(string, string): int', (from: string, to: string) =>
    isDay(from) && isDay(to) ? BigInt(daysBetween(from, to)) : 0n,
  );
  environment.registerFunction('blank(string): bool', (value: string) => isPlaceholder(value));
  return environment;
}

function contentIn(view: RowView, { column, type }: Column): unknown {
  const value = says(view, column) ? valueIn(view, column) : null;
  if (type === 'flag') return isYes(value);
  if (type === 'date') return dayIn(view, column) ?? '';
  if (type === 'choice') return choiceIn(view, column) ?? String(value ?? '');
  if (type !== 'score' && type !== 'number') return String(value ?? '');
  const number = typeof value === 'string' && /^-?\d{1,15}(?:\.\d+)?$/.test(value) ? Number(value) : value;
  return Number.isSafeInteger(number) ? BigInt(Number(number)) : typeof number === 'number' ? number : null;
}

/** Collects the names that a condition uses. @throws ConditionRefused for a call that it may not make */
function walk(node: unknown, used: Set<string>): void {
  if (Array.isArray(node)) {
    for (const each of node) walk(each, used);
    return;
  }
  if (typeof node !== 'object' || node === null || !('op' in node) || !('args' in node)) return;
  const { op, args } = node;
  if (op === 'id' && typeof args === 'string') used.add(args);
  if ((op === 'call' || op === 'rcall') && Array.isArray(args) && !CALLS.includes(String(args[0]))) {
    throw new ConditionRefused(`can not use ${String(args[0])}; what can be used: ${CALLS.join(', ')}`);
  }
  walk(args, used);
}

function firstLine(error: Error | undefined): string {
  return `can not be read: ${error?.message.split('\n')[0] ?? 'unknown'}`;
}
