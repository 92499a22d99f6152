/** `tracker verify`: recomputes the hash chain of all revisions, and asks the database about itself. */
import type { Command } from 'commander';
import { DEFAULT_TRACKER } from '../ledger/ledger.ts';
import { verify } from '../ledger/verify.ts';
import { type DatabaseOptions, inDatabase, withDatabase } from './database.ts';
import { EXIT } from './failure.ts';
import { count } from './print.ts';
import type { Terminal } from './terminal.ts';

interface Options extends DatabaseOptions {
  readonly json?: boolean;
}

export function addVerify(program: Command, terminal: Terminal): void {
  withDatabase(program.command('verify'))
    .description('prove that no revision was changed: names the first that does not fit its hash')
    .option('--json', 'print one JSON document')
    .action(async (options: Options) => {
      const result = await inDatabase(options, terminal, async (store) => ({
        ...(await verify(store, DEFAULT_TRACKER)),
        damage: await store.integrity(),
      }));
      if (options.json) terminal.printJson(result);
      else {
        terminal.print(
          result.broken?.message ??
            (result.revisions === 0
              ? 'The ledger is empty: there is nothing to verify.'
              : `${count(result.revisions, 'revision')} verified: each follows from the one before it.`),
        );
        for (const line of result.damage) terminal.print(`Database: ${line}`);
      }
      if (result.broken !== null || result.damage.length > 0) terminal.exitCode = EXIT.findings;
    });
}
