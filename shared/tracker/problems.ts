/** What is wrong with a `tracker.yaml`, in words that say where and, for a wrong key, the nearest right one. */
import { z } from 'zod';
import { nearest } from './nearest.ts';

export interface Problem {
  /** `tabs.risks.colums`; empty where it is about the whole. */
  readonly path: string;
  readonly message: string;
}

/** A configuration that can't be used: the message names every place, one a line. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('\n'));
    this.problems = problems;
  }
}

/** "unknown; did you mean columns?", or the list of what is known where nothing is near. */
export function unknown(word: string, known: Iterable<string>): string {
  const names = [...known];
  const guess = nearest(word, names);
  if (guess !== undefined) return `unknown; did you mean ${guess}?`;
  return names.length === 0 ? 'unknown' : `unknown; known here: ${names.join(', ')}`;
}

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** The problems that zod found while it parsed by this schema. */
export function problemsOf(schema: z.core.$ZodType, error: z.core.$ZodError): Problem[] {
  return error.issues.flatMap((issue) => problemsOfIssue(schema, issue, []));
}

function problemsOfIssue(schema: z.core.$ZodType, issue: Issue, above: Path): Problem[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(schema, path);
    return issue.keys.map((name) => ({ path: written([...path, name]), message: unknown(name, known) }));
  }
  if (issue.code === 'invalid_union') {
    const branch = meant(issue.errors);
    if (branch !== undefined) return branch.flatMap((inner) => problemsOfIssue(schema, inner, path));
    const kinds = issue.errors.flat().map(expectation);
    return [{ path: written(path), message: `must be ${[...new Set(kinds)].join(' or ')}` }];
  }
  if (issue.code === 'invalid_key') {
    return issue.issues.map((inner) => ({ path: written(path), message: `the name ${inner.message}` }));
  }
  if (issue.code === 'invalid_type')
    return [{ path: written(path), message: `must be ${expectation(issue)}` }];
  if (issue.code === 'invalid_value') return [{ path: written(path), message: valueMessage(issue) }];
  return [{ path: written(path), message: issue.message }];
}

/** The branch of a union that was meant: the one that got past the question what kind of thing it is. */
function meant(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  return branches.find((issues) =>
    issues.every((issue) => issue.path.length > 0 || !['invalid_type', 'invalid_value'].includes(issue.code)),
  );
}

function expectation(issue: Issue): string {
  if (issue.code === 'invalid_value') return `${issue.values.map(String).join(', ')}`;
  if (issue.code !== 'invalid_type') return issue.message;
  const kinds: Readonly<Record<string, string>> = {
    object: 'a mapping',
    record: 'a mapping',
    array: 'a list',
    string: 'text',
    boolean: 'true or false',
    number: 'a number',
  };
  return kinds[issue.expected] ?? issue.expected;
}

function valueMessage(issue: z.core.$ZodIssueInvalidValue): string {
  const allowed = issue.values.map(String);
  const guess = typeof issue.input === 'string' ? nearest(issue.input, allowed) : undefined;
  return `must be one of ${allowed.join(', ')}${guess === undefined ? '' : `; did you mean ${guess}?`}`;
}

function written(path: Path): string {
  return path.map(String).join('.');
}

/** The keys that a schema knows at a path, through whatever is wrapped around its objects. */
function keysAt(schema: z.core.$ZodType, path: Path): string[] {
  const within = plain(schema).flatMap((each) => {
    const [step, ...rest] = path;
    if (step === undefined) return each instanceof z.ZodObject ? Object.keys(each.shape) : [];
    if (each instanceof z.ZodObject) {
      const next: z.core.$ZodType | undefined = each.shape[String(step)];
      return next === undefined ? [] : keysAt(next, rest);
    }
    if (each instanceof z.ZodRecord) return keysAt(each.valueType, rest);
    if (each instanceof z.ZodArray) return keysAt(each.element, rest);
    return [];
  });
  return [...new Set(within)];
}

function plain(schema: z.core.$ZodType): z.core.$ZodType[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return plain(schema.unwrap());
  if (schema instanceof z.ZodUnion) return schema.options.flatMap(plain);
  return [schema];
}
