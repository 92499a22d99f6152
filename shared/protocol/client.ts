/** The `Service` port over HTTP. Every answer is parsed before anyone sees it. */
import type { z } from 'zod';
import { ChangesAnswer, type ChangesQuery } from './changes.ts';
import { ConflictsAnswer, type ConflictsQuery } from './conflicts.ts';
import { type ExportRunRequest, ExportsAnswer, Night } from './exports.ts';
import { LeaseAnswer, type LeaseRequest } from './lease.ts';
import { PROBLEMS, Problem, ProblemBody, type ProblemType, Unreachable } from './problem.ts';
import { type Push, PushAnswer } from './push.ts';
import { RowsAnswer } from './rows.ts';
import { SchemaAnswer } from './schema.ts';
import type { ExportService, Service } from './service.ts';

/** What the client asks of `fetch`: that of browsers and of Node fulfils it. */
export type Fetch = (
  address: string,
  init: { method: string; headers: Record<string, string>; body?: string },
) => Promise<{ readonly status: number; text(): Promise<string> }>;

export interface ClientOptions {
  /** Sent as `Authorization: Bearer …`; null or absent: none. */
  readonly token?: string | null;
  readonly fetch: Fetch;
}

/**
 * The service at `baseUrl`, the address of one tracker: `http://127.0.0.1:4000/api/v1/trackers/design`.
 * Its calls throw a `Problem` where the service refuses, and an `Unreachable` where no whole answer came or
 * what came is not the service's: then nobody knows whether a push was taken, and the same request may be
 * sent again.
 */
export function httpService(baseUrl: string, options: ClientOptions): Service & ExportService {
  const base = baseUrl.replace(/\/+$/, '');

  async function call<Answer>(
    schema: z.ZodType<Answer>,
    method: 'GET' | 'POST',
    path: string,
    body?: unknown,
  ): Promise<Answer> {
    const headers: Record<string, string> = { accept: 'application/json' };
    if (options.token) headers.authorization = `Bearer ${options.token}`;
    if (body !== undefined) headers['content-type'] = 'application/json';
    const { status, text } = await exchange(options.fetch, `${base}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const json = parseJson(text);
    if (status < 200 || status > 299) throw refusal(status, json, base);
    const answer = schema.safeParse(json);
    if (answer.success) return answer.data;
    const issue = answer.error.issues[0];
    throw new Unreachable(
      `The answer of ${base}${path} is not the service's (${issue?.path.join('.') || 'answer'}: ${issue?.message}). Check the address and that service and add-in have the same version.`,
    );
  }

  return {
    schema: () => call(SchemaAnswer, 'GET', '/schema'),
    rows: (tab, at) => call(RowsAnswer, 'GET', `/rows${queryOf({ tab, at })}`),
    changes: (query: ChangesQuery) => call(ChangesAnswer, 'GET', `/changes${queryOf(query)}`),
    push: (push: Push) => call(PushAnswer, 'POST', '/push', push),
    conflicts: (query: ConflictsQuery) => call(ConflictsAnswer, 'GET', `/conflicts${queryOf(query)}`),
    lease: (workbook: string, request: LeaseRequest) =>
      call(LeaseAnswer, 'POST', `/copies/${encodeURIComponent(workbook)}/lease`, request),
    exports: () => call(ExportsAnswer, 'GET', '/exports'),
    runExport: (group: string, run: ExportRunRequest) =>
      call(Night, 'POST', `/exports/${encodeURIComponent(group)}/runs`, run),
  };
}

async function exchange(
  fetch: Fetch,
  address: string,
  init: Parameters<Fetch>[1],
): Promise<{ status: number; text: string }> {
  try {
    const response = await fetch(address, init);
    // Inside: a connection that breaks half-way through the body is no answer either.
    return { status: response.status, text: await response.text() };
  } catch (cause) {
    throw new Unreachable(`No answer came from ${address}. Check that the service runs and try again.`, {
      cause,
    });
  }
}

/** The JSON value of a text, undefined where it is none. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refusal(status: number, json: unknown, base: string): Problem | Unreachable {
  const body = ProblemBody.safeParse(json);
  const type = body.success ? body.data.type.replace(/^.*[/:#]/, '') : '';
  if (body.success && isProblemType(type)) {
    return new Problem(type, body.data.detail ?? body.data.title, body.data);
  }
  // A proxy's page, another program on that port: 401 still means "say who you are".
  if (status === 401)
    return new Problem('unauthorized', 'The service wants to know who you are. Enter your token.');
  return new Unreachable(
    `${base} answered ${status}, but not as the service does. Check the address, and that the service runs there.`,
  );
}

function isProblemType(type: string): type is ProblemType {
  return Object.hasOwn(PROBLEMS, type);
}

function queryOf(query: Readonly<Record<string, string | number | undefined>>): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
  );
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}
