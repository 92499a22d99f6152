/** `tracker conflicts`: what waits for a decision. */
import type { Command } from 'commander';
import type { Conflict } from '../../shared/values/change.ts';
import { EXIT } from './failure.ts';
import { count, print, printJson, styled } from './print.ts';
import { type RemoteOptions, remote, withService } from './remote.ts';

interface Options extends RemoteOptions {
  readonly all?: boolean;
  readonly json?: boolean;
}

export function addConflicts(program: Command): void {
  withService(program.command('conflicts'))
    .description('list the conflicts that wait for a decision')
    .option('--all', 'also those that have ended')
    .option('--json', 'print one JSON document')
    .action(async (options: Options) => {
      const { conflicts } = await remote(options).conflicts(options.all ? {} : { state: 'open' });
      if (options.json) printJson({ conflicts });
      else printConflicts(conflicts);
      if (conflicts.some(({ state }) => state === 'open')) process.exitCode = EXIT.findings;
    });
}

function printConflicts(conflicts: readonly Conflict[]): void {
  if (conflicts.length === 0) print('No conflict waits for a decision.');
  for (const conflict of conflicts) {
    const { id, tab, ref, column, kind, state, base, mine, theirs, author, at, theirsAuthor, theirsAt } =
      conflict;
    print(
      `${styled('bold', `${tab} ${ref}${column === null ? '' : ` ${column}`}`)}  ${kind}, ${state}  ${styled('dim', id ?? '')}`,
    );
    print(`  mine    ${JSON.stringify(mine)}  (${author}, ${at})`);
    print(`  theirs  ${JSON.stringify(theirs)}  (${theirsAuthor ?? 'nobody'}, ${theirsAt ?? ''})`);
    print(`  before  ${JSON.stringify(base)}`);
  }
  if (conflicts.length > 0) {
    print(
      `${count(conflicts.length, 'conflict')}. Decide one with: tracker decide ID mine|theirs|value TEXT`,
    );
  }
}
