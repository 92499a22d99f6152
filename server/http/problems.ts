/** Every error leaves the service as `application/problem+json` (RFC 9457), from this one place. */
import type { ErrorRequestHandler, Response } from 'express';
import { z } from 'zod';
import { Problem, type ProblemIssue } from '../../shared/protocol/problem.ts';

/** What body-parser throws; express gives it no type of its own. */
const BodyError = z.object({ type: z.string(), status: z.number(), message: z.string() });

/** Turns what a zod schema found into the `errors` of an `invalid` problem. */
export function issuesOf(error: z.ZodError): ProblemIssue[] {
  return error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
}

/** Parses a query by its schema. Throws the `invalid` problem that names each wrong parameter. */
export function parseQuery<T>(schema: z.ZodType<T>, query: unknown): T {
  const parsed = schema.safeParse(query);
  if (parsed.success) return parsed.data;
  throw new Problem('invalid', 'The address has parameters that are missing, unknown or wrong.', {
    errors: issuesOf(parsed.error),
  });
}

function problemOf(error: unknown): Problem | null {
  if (error instanceof Problem) return error;
  const body = BodyError.safeParse(error);
  if (!body.success) return null;
  switch (body.data.type) {
    case 'entity.too.large':
      return new Problem('too-large', 'The body is larger than 16 MB. Send it in several pushes.');
    case 'entity.parse.failed':
      return new Problem('bad-json', `The body is not JSON: ${body.data.message}`);
    case 'encoding.unsupported':
    case 'charset.unsupported':
      return new Problem('unsupported-media-type', 'Send the body as application/json in UTF-8.');
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

/** The last middleware. An error that nobody expected is logged in full and answered without its inside. */
export function problems(log: (line: string) => void): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const problem = problemOf(error);
    if (problem === null) {
      log(`${request.method} ${request.path}: ${error instanceof Error ? error.stack : String(error)}`);
    }
    answerProblem(
      response,
      problem ?? new Problem('internal', 'The service failed. Nothing was changed; its log says why.'),
    );
  };
}
