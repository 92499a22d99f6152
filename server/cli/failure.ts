/**
 * How a command ends when it can't do its work: one place that turns what was thrown into an exit code and a
 * message, as text on stderr or, with --json, as one document on stdout.
 */
import { CommanderError } from 'commander';
import { Problem, Unreachable } from '../../shared/protocol/problem.ts';
import { ConfigurationError } from '../../shared/tracker/problems.ts';
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
    readonly errors?: readonly unknown[];
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
    const exit = error.status >= 500 ? EXIT.unreachable : EXIT.unusable;
    const { errors } = error.body;
    return {
      exit,
      error: {
        type: error.type,
        message: error.message,
        ...nowhere,
        ...(errors === undefined ? {} : { errors }),
      },
    };
  }
  if (error instanceof ConfigurationError) {
    return { exit: EXIT.unusable, error: { type: 'configuration', message: error.message, ...nowhere } };
  }
  if (error instanceof UsageError || error instanceof CommanderError) {
    return { exit: EXIT.unusable, error: { type: 'usage', message: error.message, ...nowhere } };
  }
  if (isFileError(error)) {
    const message = `${error.path ?? 'The file'} can't be read: ${error.message}`;
    return { exit: EXIT.unusable, error: { type: 'file', message, ...nowhere, file: error.path ?? null } };
  }
  return null;
}

function isFileError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}
