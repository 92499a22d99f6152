/**
 * A push's body before anything is applied: every op must be one that could be, whatever became of its row
 * meanwhile. All that is wrong is answered at once, by its place in the body.
 */
import type { z } from 'zod';
import { Problem, type ProblemIssue } from '../../shared/protocol/problem.ts';
import { Push } from '../../shared/protocol/push.ts';
import { type Column, REF } from '../../shared/tracker/schema.ts';
import { canonicalValue, ValueRefused } from '../../shared/values/canonical.ts';
import type { Op } from '../../shared/values/change.ts';
import { normalRef } from '../../shared/values/ref.ts';
import { type Cells, MAX_TEXT, type Value } from '../../shared/values/value.ts';
import type { Columns } from './columns.ts';
import { cellsOf, type Recorded } from './conflict.ts';
import { type Head, wasGiven } from './head.ts';
import { rowId } from './head-row.ts';
import type { Meaning, Meant } from './meaning.ts';
import { isNew, type Step } from './step.ts';

/** More than anyone reads; a push has up to 20,000 ops. */
const MAX_ISSUES = 100;

/** The body as a push. @throws Problem `invalid` */
export function parsePush(body: unknown): Push {
  const parsed = Push.safeParse(body);
  if (!parsed.success) throw invalid(parsed.error.issues.flatMap(issuesOf));
  const hidden = parsed.data.changes.flatMap((op, index) => {
    // zod leaves this key out of a record without a word.
    const dropped = op.op === 'add' && Object.hasOwn(rawCells(body, index), '__proto__');
    return dropped ? [issueAt(index, 'cells.__proto__', op, 'There is no such column.')] : [];
  });
  if (hidden.length > 0) throw invalid(hidden);
  return parsed.data;
}

/**
 * The ops in canonical form, each with the row that it belongs to.
 *
 * @param conflicts every open conflict and those that the ops' decisions name, by id
 * @throws Problem `invalid` naming every op that can't be
 */
export function checkOps(
  ops: readonly Op[],
  head: Head,
  columns: Columns,
  conflicts: ReadonlyMap<string, Recorded>,
  meaning: Meaning,
): readonly Step[] {
  const issues: ProblemIssue[] = [];
  const steps = ops.flatMap((op, index) => {
    const say = (path: string, message: string) => void issues.push(issueAt(index, path, op, message));
    const step = stepOf(op, index, head, columns, conflicts, meaning, say);
    return step === null ? [] : [step];
  });
  issues.push(...twice(steps, conflicts));
  if (issues.length > 0) throw invalid(issues);
  return steps;
}

type Say = (path: string, message: string) => void;

function stepOf(
  op: Op,
  index: number,
  head: Head,
  columns: Columns,
  conflicts: ReadonlyMap<string, Recorded>,
  meaning: Meaning,
  say: Say,
): Step | null {
  if (op.op === 'decide') return decision(op, index, columns, conflicts, say);
  if (columns.tab(op.tab) === undefined) {
    say(
      'tab',
      `There is no tab ${op.tab}; those there are: ${columns.schema.tabs.map(({ tab }) => tab).join(', ')}.`,
    );
    return null;
  }
  const ref = refOf(op.ref, 'ref', say);
  if (ref === null) return null;
  if (op.op === 'add') {
    const cells = cellsIn(op.tab, op.cells, columns, say);
    if (isNew(ref)) {
      return { index, op: { ...op, ref, cells }, key: ref, lost: false, row: rowId(op.tab, ref) };
    }
    const key = normalRef(ref);
    // Another spelling of a name that stands for no ref.
    if (isNew(key)) say('ref', `${ref} can not be a ref. Write ${key} to be given one.`);
    return { index, op: { ...op, ref, cells }, ...placed(op.tab, meaning(op, key)) };
  }
  const key = normalRef(ref);
  const meant = meaning(op, key);
  if (!wasGiven(head, op.tab, key) && meant.key === key) {
    say('ref', `${op.tab} never had a row ${ref}. Add it, or read the rows again.`);
    return null;
  }
  const place = placed(op.tab, meant);
  if (op.op === 'renumber') {
    const to = refOf(op.to, 'to', say);
    if (to === null) return null;
    if (isNew(normalRef(to))) say('to', `${to} can not be a ref. Renumber to one that you choose.`);
    return { index, op: { ...op, to }, ...place };
  }
  if (op.op !== 'set') return { index, op, ...place };
  const column = columns.column(op.tab, op.column);
  if (column === undefined) say('column', unknownColumn(op.tab, op.column, columns));
  const from = canonicalIn(column, op.from, 'from', say);
  const to = canonicalIn(column, op.to, 'to', say);
  return { index, op: { ...op, from, to }, ...place };
}

/** Where a step belongs: with its row, or by its ref alone where that names none. */
function placed(tab: string, { key, lost }: Meant): Pick<Step, 'key' | 'lost' | 'row'> {
  // No ref in normal form has a space.
  return { key, lost, row: rowId(tab, lost ? `${key} given up` : key) };
}

function decision(
  op: Extract<Op, { op: 'decide' }>,
  index: number,
  columns: Columns,
  conflicts: ReadonlyMap<string, Recorded>,
  say: Say,
): Step | null {
  const kept = conflicts.get(op.conflict);
  if (kept === undefined) {
    say('conflict', `There is no conflict ${op.conflict}. Read the conflicts again.`);
    return null;
  }
  const added = kept.kind === 'added' && op.choose === 'mine';
  const step = {
    index,
    key: kept.key,
    lost: false,
    row: added ? rowId(kept.tab, `decide:${kept.id}`) : rowId(kept.tab, kept.key),
  };
  if (op.choose !== 'value') {
    if (op.value !== undefined && op.value !== null) say('value', 'A value goes with choose: "value" only.');
    return { ...step, op };
  }
  if (kept.kind !== 'cell' || kept.column === null) {
    say('choose', 'A third value can be chosen for a cell only: choose "mine" or "theirs".');
    return null;
  }
  if (op.value === undefined) {
    say('value', 'Say which value; null is a blank cell.');
    return null;
  }
  const column = columns.column(kept.tab, kept.column);
  if (column === undefined) return { ...step, op };
  const value = canonicalIn(column, op.value, 'value', say);
  return { ...step, op: { ...op, value } };
}

/** The ref as it is kept: outer spaces are no part of it. */
function refOf(ref: string, path: 'ref' | 'to', say: Say): string | null {
  try {
    const text = canonicalValue({ type: 'text' }, ref);
    if (typeof text === 'string' && normalRef(text) !== '') return text;
    say(path, 'A ref can not be blank.');
  } catch (error) {
    say(path, refused(error));
  }
  return null;
}

function cellsIn(tab: string, cells: Cells, columns: Columns, say: Say): Cells {
  return Object.fromEntries(
    Object.entries(cells)
      .map(([column, value]) => {
        const path = `cells.${column}`;
        const found = columns.column(tab, column);
        if (found === undefined) say(path, unknownColumn(tab, column, columns));
        return [column, canonicalIn(found, value, path, say)] as const;
      })
      .filter(([, value]) => value !== null),
  );
}

/** A value in canonical form; null where it is refused, or there is no such column. */
function canonicalIn(column: Column | undefined, value: Value, path: string, say: Say): Value {
  if (column === undefined) return null;
  try {
    return canonicalValue(column, value);
  } catch (error) {
    say(path, refused(error));
    return null;
  }
}

function unknownColumn(tab: string, column: string, columns: Columns): string {
  if (column === REF) return 'The ref is the row itself and can not be set: renumber the row.';
  const computed = columns.tab(tab)?.columns.some((each) => each.column === column && each.computed) === true;
  return computed
    ? `The workbook works ${column} out itself: it is never pushed.`
    : `${tab} has no column ${column}. Read the schema again; a heading of your own has a key that begins x:.`;
}

function refused(error: unknown): string {
  if (error instanceof ValueRefused) return error.message;
  throw error;
}

/** Ops are a set: what each does to rows and cells, an open conflict's decision included, may be done once. */
function twice(steps: readonly Step[], conflicts: ReadonlyMap<string, Recorded>): ProblemIssue[] {
  if (steps.length < 2) return [];
  const cells = new Map<string, Step>();
  const rows = new Map<string, { readonly step: Step; readonly op: string }>();
  const setsOf = new Map<string, Step>();
  const decided = new Set<string>();
  const issues: ProblemIssue[] = [];
  const say = (step: Step, message: string) => void issues.push(issueAt(step.index, 'ref', step.op, message));

  const sets = (step: Step, row: string, column: string) => {
    const id = `${row} ${column}`;
    if (cells.has(id)) say(step, `Op ${cells.get(id)?.index} sets the same cell. Send one of them.`);
    cells.set(id, step);
    if (!setsOf.has(row)) setsOf.set(row, step);
  };
  const moves = (step: Step, row: string, op: string) => {
    const other = rows.get(row);
    if (other !== undefined) {
      say(
        step,
        `Op ${other.step.index} adds, removes, restores or renumbers the same row. Send one of them.`,
      );
    }
    rows.set(row, { step, op });
  };

  for (const step of steps) {
    const { op, row } = step;
    if (op.op === 'set') sets(step, row, op.column);
    else if (op.op !== 'decide') moves(step, row, op.op);
    else {
      if (decided.has(op.conflict)) say(step, 'Another op decides the same conflict. Send one of them.');
      decided.add(op.conflict);
      const kept = conflicts.get(op.conflict);
      if (kept?.state !== 'open' || op.choose === 'theirs') continue;
      if (kept.kind === 'cell' && kept.column !== null) sets(step, row, kept.column);
      if (kept.kind === 'removed-edited') moves(step, row, 'remove');
      if (kept.kind === 'edited-removed') {
        moves(step, row, 'restore');
        for (const column of Object.keys(cellsOf(kept.mine))) sets(step, row, column);
      }
    }
  }
  for (const [row, { step, op }] of rows) {
    const set = setsOf.get(row);
    if (set !== undefined && (op === 'add' || op === 'remove')) {
      say(
        set,
        `Op ${step.index} ${op === 'add' ? 'adds' : 'removes'} the row: nothing of it can be set beside.`,
      );
    }
  }
  return issues;
}

/** @throws never; makes the refusal of a body */
export function invalid(errors: readonly ProblemIssue[]): Problem {
  const [first] = errors;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  const detail =
    first === undefined
      ? 'The body is not a push.'
      : `Nothing was applied. ${first.path === '' ? 'body' : first.path}: ${first.message}${more}`;
  return new Problem('invalid', detail, { errors: errors.slice(0, MAX_ISSUES) });
}

function issueAt(index: number, path: string, op: Op, message: string): ProblemIssue {
  const place = op.op === 'decide' ? {} : { tab: op.tab, ref: op.ref };
  const column = op.op === 'set' ? { column: op.column } : {};
  return { path: `changes.${index}.${path}`, ...place, ...column, message };
}

function issuesOf(issue: z.core.$ZodIssue): ProblemIssue[] {
  const path = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: path === '' ? key : `${path}.${key}`,
      message: 'This field is not known here.',
    }));
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const inner = issue.errors.flat().find(({ code }) => code === 'custom');
    if (inner !== undefined)
      return [{ path, message: `The text ${inner.message}: U+0000 and lone surrogates are refused.` }];
    return [
      { path, message: `A cell holds text of up to ${MAX_TEXT} characters, a number, true, false or null.` },
    ];
  }
  return [{ path, message: issue.message }];
}

function rawCells(body: unknown, index: number): object {
  const changes = field(body, 'changes');
  const cells = field(Array.isArray(changes) ? changes[index] : undefined, 'cells');
  return typeof cells === 'object' && cells !== null ? cells : {};
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
