/** `application/problem+json` (RFC 9457), and the error that stands for it in code. */
import { z } from 'zod';
import { Hash, Instant, Revision } from './common.ts';

/** Stable names of what can go wrong, with the HTTP status of each. */
export const PROBLEMS = {
  unauthorized: 401,
  forbidden: 403,
  'unsupported-media-type': 415,
  'too-large': 413,
  'bad-json': 400,
  'not-found': 404,
  'unknown-tracker': 404,
  'unknown-tab': 404,
  'unknown-ref': 404,
  'unknown-revision': 404,
  'unknown-night': 404,
  'unknown-group': 404,
  'other-tracker': 409,
  'request-reused': 422,
  invalid: 422,
  resync: 410,
  'schema-changed': 409,
  'confirm-needed': 409,
  'copy-busy': 409,
  busy: 503,
  internal: 500,
} as const;
export type ProblemType = keyof typeof PROBLEMS;

export const ProblemIssue = z.object({
  path: z.string(),
  tab: z.string().optional(),
  ref: z.string().optional(),
  column: z.string().optional(),
  message: z.string(),
});
export type ProblemIssue = z.infer<typeof ProblemIssue>;

export const ProblemBody = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string().optional(),
  errors: z.array(ProblemIssue).optional(),
  /** With `resync`: the ledger's head. */
  revision: Revision.optional(),
  hash: Hash.optional(),
  /** With `schema-changed`: the fingerprint in force. */
  fingerprint: Hash.optional(),
  /** With `confirm-needed`. */
  confirm: Hash.optional(),
  removals: z.array(z.object({ tab: z.string(), ref: z.string() })).optional(),
  blanked: z.array(z.object({ tab: z.string(), ref: z.string(), column: z.string() })).optional(),
  /** With `copy-busy`: who syncs, and until when at most. */
  author: z.string().optional(),
  until: Instant.optional(),
});
export type ProblemBody = z.infer<typeof ProblemBody>;

/** A refusal by the service. `detail` says what to do next. */
export class Problem extends Error {
  readonly type: ProblemType;
  readonly status: number;
  readonly body: Partial<ProblemBody>;

  constructor(type: ProblemType, detail: string, body: Partial<ProblemBody> = {}) {
    super(detail);
    this.name = 'Problem';
    this.type = type;
    this.status = PROBLEMS[type];
    this.body = body;
  }
}

/** No answer came: the service is away, or the connection broke before the whole answer arrived. */
export class Unreachable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'Unreachable';
  }
}
