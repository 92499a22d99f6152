/** The `tracker` command: the list of its commands, and what happens when one fails. */
import { Command, CommanderError } from 'commander';
import { addConflicts } from './conflicts.ts';
import { addDecide } from './decide.ts';
import { addExport } from './export.ts';
import { EXIT, failureOf } from './failure.ts';
import { addHistory } from './history.ts';
import { addImport } from './import.ts';
import { addInspect } from './inspect.ts';
import { addServe } from './serve.ts';
import { addSync } from './sync.ts';
import { addToken } from './token.ts';
import { addValidate } from './validate.ts';
import { addVerify } from './verify.ts';

const program = new Command('tracker')
  .description('Reads, checks and syncs a Design Artefact Tracker without Excel.')
  .showHelpAfterError('(tracker --help lists the commands)')
  .exitOverride();

for (const add of [
  addServe,
  addInspect,
  addValidate,
  addImport,
  addSync,
  addConflicts,
  addDecide,
  addExport,
  addHistory,
  addVerify,
  addToken,
]) {
  add(program);
}
for (const command of program.commands) {
  command.exitOverride().showHelpAfterError(`(tracker ${command.name()} --help says how)`);
}

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = fail(error);
}

function fail(error: unknown): number {
  // Commander has printed help, or what was wrong with the call, by itself.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.fine : EXIT.unusable;
  const failure = failureOf(error);
  if (failure === null) {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    return EXIT.unreachable;
  }
  if (process.argv.includes('--json')) {
    process.stdout.write(`${JSON.stringify({ error: failure.error })}\n`);
  } else {
    process.stderr.write(`tracker: ${failure.error.message}\n`);
    for (const issue of failure.error.errors ?? []) process.stderr.write(`  ${JSON.stringify(issue)}\n`);
  }
  return failure.exit;
}
