/** `tracker token add|list|revoke`: who may use the service. */
import { type Command, Option } from 'commander';
import { Role } from '../../shared/protocol/schema.ts';
import { hashOfToken, newToken } from '../access/access.ts';
import { DEFAULT_TRACKER } from '../ledger/ledger.ts';
import { openStoreOf, withDatabase } from './database.ts';
import { UsageError } from './failure.ts';
import { columns, print, printJson } from './print.ts';

interface Options {
  readonly database?: string;
  readonly role: Role;
  readonly json?: boolean;
}

export function addToken(program: Command): void {
  const token = program
    .command('token')
    .description('add, list and revoke the tokens of people and programs');

  withDatabase(token.command('add'))
    .description('make a token and print it, this once')
    .argument('<NAME>', 'whose it is: the author of what is pushed with it')
    .addOption(new Option('--role <ROLE>', 'what it may').choices(Role.options).default('editor'))
    .action(async (name: string, { database, role }: Options) => {
      const store = await openStoreOf(database);
      const secret = newToken();
      const record = { name, role, sha256: hashOfToken(secret), created: Date.now(), revoked: null };
      const added = await store.addToken(DEFAULT_TRACKER, record);
      await store.close();
      if (!added)
        throw new UsageError(
          `There is, or was, a token of ${name}. Use another name: names stay in the history.`,
        );
      print(secret);
    });

  withDatabase(token.command('list'))
    .description('list the tokens, without the tokens themselves')
    .option('--json', 'print one JSON document')
    .action(async ({ database, json }: Options) => {
      const store = await openStoreOf(database);
      const tokens = (await store.tokens(DEFAULT_TRACKER)).map(({ name, role, created, revoked }) => ({
        name,
        role,
        created: new Date(created).toISOString(),
        revoked: revoked === null ? null : new Date(revoked).toISOString(),
      }));
      await store.close();
      if (json) printJson({ tokens });
      else if (tokens.length === 0)
        print('No tokens: the service listens on this machine only and lets everybody in.');
      else {
        const lines = tokens.map(({ name, role, created, revoked }) => [
          name,
          role,
          revoked === null ? `since ${created}` : `revoked ${revoked}`,
        ]);
        for (const line of columns(lines)) print(line);
      }
    });

  withDatabase(token.command('revoke'))
    .description('end a token at once')
    .argument('<NAME>', 'whose')
    .action(async (name: string, { database }: Options) => {
      const store = await openStoreOf(database);
      const revoked = await store.revokeToken(DEFAULT_TRACKER, name, Date.now());
      await store.close();
      if (!revoked)
        throw new UsageError(`There is no token of ${name} in force. tracker token list shows them.`);
      print(`The token of ${name} is revoked.`);
    });
}
