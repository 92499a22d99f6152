/** Errors as data, since a class does not cross between threads: on the other side each is again what it was. */
import { Problem, type ProblemBody, type ProblemType } from '../../shared/protocol/problem.ts';
import { ConfigurationError } from '../../shared/tracker/configuration.ts';
import { StoreAway, StoreBusy, StoreFailed } from '../store/store.ts';

interface Told {
  readonly message: string;
  readonly stack: string | undefined;
}

export type ErrorData = Told &
  (
    | { readonly kind: 'problem'; readonly type: ProblemType; readonly body: Partial<ProblemBody> }
    | { readonly kind: 'configuration'; readonly problems: ConfigurationError['problems'] }
    | { readonly kind: 'away' | 'busy' | 'failed' }
    | { readonly kind: 'other'; readonly name: string }
  );

/** Whatever was thrown, as data. */
export function dataOf(thrown: unknown): ErrorData {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const { message, stack, name } = error;
  if (error instanceof Problem) {
    return { kind: 'problem', type: error.type, body: error.body, message, stack };
  }
  if (error instanceof ConfigurationError) {
    return { kind: 'configuration', problems: error.problems, message, stack };
  }
  if (error instanceof StoreAway) return { kind: 'away', message, stack };
  if (error instanceof StoreBusy) return { kind: 'busy', message, stack };
  if (error instanceof StoreFailed) return { kind: 'failed', message, stack };
  return { kind: 'other', name, message, stack };
}

/** The error that it was, with the stack that it had. */
export function errorOf(data: ErrorData): Error {
  const error = made(data);
  if (data.stack !== undefined) error.stack = data.stack;
  return error;
}

function made(data: ErrorData): Error {
  switch (data.kind) {
    case 'problem':
      return new Problem(data.type, data.message, data.body);
    case 'configuration':
      return new ConfigurationError(data.problems);
    case 'away':
      return new StoreAway();
    case 'busy':
      return new StoreBusy({}, data.message);
    case 'failed':
      return new StoreFailed(data.message);
    case 'other':
      return Object.assign(new Error(data.message), { name: data.name });
  }
}
