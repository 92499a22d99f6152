/** The list of the commands, and what happens when one fails. */
import { Command, CommanderError } from 'commander';
import type { ProblemIssue } from '../../shared/protocol/problem.ts';
import { addBackup, addRestore } from './backup.ts';
import { addConflicts } from './conflicts.ts';
import { addDecide } from './decide.ts';
import { addDiff } from './diff.ts';
import { addExport } from './export.ts';
import { EXIT, type Failure, failureOf } from './failure.ts';
import { addHistory } from './history.ts';
import { addImport } from './import.ts';
import { addInspect } from './inspect.ts';
import { addRevert } from './revert.ts';
import { addServe } from './serve.ts';
import { addSync } from './sync.ts';
import type { Terminal } from './terminal.ts';
import { addToken } from './token.ts';
import { addValidate } from './validate.ts';
import { addVerify } from './verify.ts';

const COMMANDS = [
  addServe,
  addInspect,
  addValidate,
  addImport,
  addSync,
  addConflicts,
  addDecide,
  addDiff,
  addExport,
  addHistory,
  addRevert,
  addVerify,
  addBackup,
  addRestore,
  addToken,
];

/** Runs `tracker` with these arguments; answers the exit code. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const json = args.includes('--json');
  terminal.exitCode = EXIT.fine;
  const program = new Command('tracker')
    .description('Reads, checks and syncs a Design Artefact Tracker without Excel.')
    .configureOutput({
      writeOut: (text) => terminal.print(text.trimEnd()),
      writeErr: (text) => terminal.remark(text.trimEnd()),
      // With --json the failure is the document on stdout.
      outputError: (text, write) => {
        if (!json) write(text.replace(/^error: /, 'tracker: '));
      },
    })
    .showHelpAfterError('(tracker --help lists the commands)')
    .exitOverride();
  for (const add of COMMANDS) add(program, terminal);
  for (const command of program.commands) {
    command.showHelpAfterError(`(tracker ${command.name()} --help says how)`);
  }
  try {
    await program.parseAsync(args, { from: 'user' });
    return terminal.exitCode;
  } catch (error) {
    return fail(error, json, terminal);
  }
}

function fail(error: unknown, json: boolean, terminal: Terminal): number {
  // Help that was asked for.
  if (error instanceof CommanderError && error.exitCode === 0) return EXIT.fine;
  const failure = failureOf(error) ?? unexpected(error, terminal);
  if (json) terminal.printJson({ error: failure.error });
  // Commander has said by itself what was wrong with the call.
  else if (!(error instanceof CommanderError)) {
    terminal.remark(`tracker: ${failure.error.message}`);
    for (const issue of failure.error.errors ?? []) {
      // The first one often is the message itself.
      if (!failure.error.message.includes(issue.message)) terminal.remark(`  ${issueLine(issue)}`);
    }
  }
  return failure.exit;
}

/** `changes.0.column, Risks DR-003 status: …` */
function issueLine({ path, tab, ref, column, message }: ProblemIssue): string {
  const place = [tab, ref, column].filter((part) => part !== undefined).join(' ');
  return `${[path, place].filter((part) => part !== '').join(', ')}: ${message}`;
}

/** What nobody foresaw: its stack is for whoever mends it. */
function unexpected(error: unknown, terminal: Terminal): Failure {
  terminal.remark(error instanceof Error ? String(error.stack) : String(error));
  const message = `The command failed in a way that it should not: ${error instanceof Error ? error.message : String(error)}`;
  const nowhere = { file: null, sheet: null, row: null, column: null };
  return { exit: EXIT.unreachable, error: { type: 'internal', message, ...nowhere } };
}
