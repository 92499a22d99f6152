/** `tracker verify`: recomputes the hash chain of all revisions, and asks the database about itself. */
import type { Command } from 'commander';
import { DEFAULT_TRACKER } from '../ledger/ledger.ts';
import { verify } from '../ledger/verify.ts';
import { openStoreOf, withDatabase } from './database.ts';
import { EXIT } from './failure.ts';
import { count, print, printJson } from './print.ts';

interface Options {
  readonly database?: string;
  readonly json?: boolean;
}

export function addVerify(program: Command): void {
  withDatabase(program.command('verify'))
    .description('prove that no revision was changed: names the first that does not fit its hash')
    .option('--json', 'print one JSON document')
    .action(async ({ database, json }: Options) => {
      const store = await openStoreOf(database);
      const result = { ...(await verify(store, DEFAULT_TRACKER)), damage: await store.integrity() };
      await store.close();
      if (json) printJson(result);
      else {
        if (result.broken === null)
          print(`${count(result.revisions, 'revision')} verified: each follows from the one before it.`);
        else print(result.broken.message);
        for (const line of result.damage) print(`Database: ${line}`);
      }
      if (result.broken !== null || result.damage.length > 0) process.exitCode = EXIT.findings;
    });
}
