/** Every error leaves the service as `application/problem+json` (RFC 9457), from this one place. */
import type { ErrorRequestHandler, Response } from 'express';
import { z } from 'zod';
import { Problem, type ProblemIssue } from '../../shared/protocol/problem.ts';
import { StoreBusy, StoreFailed } from '../store/store.ts';

/** What body-parser throws; express gives it no type of its own. */
const BodyError = z.object({ type: z.string(), status: z.number(), message: z.string() });

/** Turns what a zod schema found into the `errors` of an `invalid` problem: one for each field, by its name. */
export function issuesOf(error: z.ZodError): ProblemIssue[] {
  return error.issues.flatMap((issue): ProblemIssue[] => {
    const path = issue.path.join('.');
    if (issue.code !== 'unrecognized_keys') return [{ path, message: issue.message }];
    return issue.keys.map((key) => ({
      path: path === '' ? key : `${path}.${key}`,
      message: 'This field is not known here.',
    }));
  });
}

/** Parses a query by its schema. Throws the `invalid` problem that names each wrong parameter. */
export function parseQuery<T>(schema: z.ZodType<T>, query: unknown): T {
  return parsed(
    schema,
    query,
    'The address has parameters that are missing, unknown or wrong',
    emptyIn(query),
  );
}

/** Parses a body by its schema. Throws the `invalid` problem that names each wrong field. */
export function parseBody<T>(schema: z.ZodType<T>, body: unknown): T {
  return parsed(schema, body, 'The body has fields that are missing, unknown or wrong', []);
}

function parsed<T>(schema: z.ZodType<T>, given: unknown, what: string, errors: readonly ProblemIssue[]): T {
  const result = schema.safeParse(given);
  if (result.success && errors.length === 0) return result.data;
  const all = [...errors, ...(result.success ? [] : issuesOf(result.error))];
  const [first] = all;
  const detail = first === undefined ? `${what}.` : `${what}. ${first.path || 'All'}: ${first.message}`;
  throw new Problem('invalid', detail, { errors: all });
}

/** Parameters without a value: `at=` would otherwise count as `at=0`. */
function emptyIn(query: unknown): ProblemIssue[] {
  return Object.entries(Object(query)).flatMap(([path, value]) =>
    value === '' ? [{ path, message: 'It has no value. Give one, or leave it out.' }] : [],
  );
}

function problemOf(error: unknown): Problem | null {
  if (error instanceof Problem) return error;
  if (error instanceof StoreBusy) return new Problem('busy', error.message);
  if (error instanceof StoreFailed) {
    return new Problem(
      'internal',
      'The database of the service failed, and the service ends. Nothing of this request was kept; its log says why.',
    );
  }
  // An address with a `%` that stands for no character.
  if (error instanceof URIError) return new Problem('not-found', 'There is nothing at this address.');
  const body = BodyError.safeParse(error);
  if (!body.success) return null;
  switch (body.data.type) {
    case 'entity.too.large':
      return new Problem('too-large', 'The body is larger than 16 MB. Send it in several pushes.');
    case 'encoding.unsupported':
      return new Problem('unsupported-media-type', 'Send the body plain, or packed by gzip, deflate or br.');
    default:
      return body.data.status >= 400 && body.data.status < 500
        ? new Problem('bad-json', `The body could not be read: ${body.data.message}`)
        : null;
  }
}

/** Writes a problem as the whole answer. */
export function answerProblem(response: Response, problem: Problem): void {
  if (problem.type === 'busy') response.set('Retry-After', '1');
  if (problem.type === 'unauthorized') response.set('WWW-Authenticate', 'Bearer realm="Design Tracker"');
  const { type, status, message: detail, body } = problem;
  const title = type.replaceAll('-', ' ');
  response.status(status).type('application/problem+json');
  response.send(JSON.stringify({ type, title, status, detail, ...body }));
}

export interface ProblemOptions {
  readonly log: (line: string) => void;
  /** Told of a database that failed: the service has to end. */
  readonly failed: (error: StoreFailed) => void;
}

/** The last middleware. An error that nobody expected is logged in full and answered without its inside. */
export function problems({ log, failed }: ProblemOptions): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (error instanceof StoreFailed) failed(error);
    const problem = problemOf(error);
    if (problem === null || problem.type === 'internal') {
      log(`${request.method} ${request.path}: ${error instanceof Error ? error.stack : String(error)}`);
    }
    if (response.headersSent) {
      next(error);
      return;
    }
    answerProblem(
      response,
      problem ?? new Problem('internal', 'The service failed. Nothing was changed; its log says why.'),
    );
  };
}
