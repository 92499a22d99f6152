/**
 * How a command ends when it can't do its work: one place that turns what was thrown into an exit code and a
 * message, as text on stderr or, with --json, as one document on stdout.
 */
import { CommanderError } from 'commander';
import { Problem, type ProblemIssue, Unreachable } from '../../shared/protocol/problem.ts';
import { ConfigurationError } from '../../shared/tracker/problems.ts';
import { ValueRefused } from '../../shared/values/text.ts';
import { OpenToAll } from '../http/start.ts';
import { StoreBusy, StoreFailed } from '../store/store.ts';
import { WorkbookError } from '../xlsx/error.ts';

/** Exit codes, the same for every command. */
export const EXIT = { fine: 0, findings: 1, unusable: 2, unreachable: 3 } as const;

/** Bad usage that only the command itself can see. The message says what to type instead. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

export interface Failure {
  readonly exit: number;
  readonly error: {
    readonly type: string;
    readonly message: string;
    readonly file: string | null;
    readonly sheet: string | null;
    readonly row: number | null;
    readonly column: string | null;
    /** What the service found wrong with a push. */
    readonly errors?: readonly ProblemIssue[];
  };
}

const nowhere = { file: null, sheet: null, row: null, column: null };

/** What to say of an error, and the exit code for it. Null: nobody expected it, so its stack is to be shown. */
export function failureOf(error: unknown): Failure | null {
  if (error instanceof WorkbookError) {
    const { code: type, message, file = null, sheet = null, row = null, column = null } = error;
    return { exit: EXIT.unusable, error: { type, message, file, sheet, row, column } };
  }
  if (error instanceof Unreachable) {
    return { exit: EXIT.unreachable, error: { type: 'unreachable', message: error.message, ...nowhere } };
  }
  if (error instanceof Problem) {
    const exit = exitOf(error);
    const { errors } = error.body;
    return {
      exit,
      error: {
        type: error.type,
        message:
          error.type === 'unauthorized'
            ? `${error.message} The tracker command takes it from TRACKER_TOKEN.`
            : error.message,
        ...nowhere,
        ...(errors === undefined ? {} : { errors }),
      },
    };
  }
  if (error instanceof StoreBusy || error instanceof StoreFailed) {
    const type = error instanceof StoreBusy ? 'busy' : 'store';
    return { exit: EXIT.unreachable, error: { type, message: error.message, ...nowhere } };
  }
  if (error instanceof ValueRefused) {
    return { exit: EXIT.unusable, error: { type: 'value', message: error.message, ...nowhere } };
  }
  if (error instanceof ConfigurationError) {
    return { exit: EXIT.unusable, error: { type: 'configuration', message: error.message, ...nowhere } };
  }
  if (error instanceof UsageError || error instanceof OpenToAll) {
    return { exit: EXIT.unusable, error: { type: 'usage', message: error.message, ...nowhere } };
  }
  if (error instanceof CommanderError) {
    const message = error.message.replace(/^error: /, '');
    return { exit: EXIT.unusable, error: { type: 'usage', message, ...nowhere } };
  }
  if (isSystemError(error)) {
    const { path = null, syscall, code } = error;
    if (syscall === 'listen') {
      return { exit: EXIT.unusable, error: { type: 'address', message: listenMessage(error), ...nowhere } };
    }
    const message = `${path ?? 'The file'}: ${FILE_ERRORS[code ?? ''] ?? error.message}`;
    return { exit: EXIT.unusable, error: { type: 'file', message, ...nowhere, file: path } };
  }
  return null;
}

function exitOf({ type, status }: Problem): number {
  if (type === 'confirm-needed') return EXIT.findings;
  return status >= 500 ? EXIT.unreachable : EXIT.unusable;
}

/** What the system says of a file, and what to do. */
const FILE_ERRORS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file. Check the path.',
  EISDIR: 'this is a folder. Name the .xlsx file in it.',
  EACCES: 'this user may not open it. Check who owns it and its rights.',
  EPERM: 'this user may not open it. Check who owns it and its rights.',
  EBUSY: 'another program has it open. Close it there, then try again.',
};

function listenMessage({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'EADDRINUSE') {
    return `${message.replace(/^.*EADDRINUSE: /, '')}. Stop what listens there, or choose another with --port.`;
  }
  return `${message}. Choose another address with --host and --port.`;
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}
