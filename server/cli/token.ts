/** `tracker token add|list|revoke`: who may use the service. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { Role } from '../../shared/protocol/schema.ts';
import { hashOfToken, newToken } from '../access/access.ts';
import { DEFAULT_TRACKER } from '../ledger/ledger.ts';
import { type DatabaseOptions, inDatabase, newDatabase, withDatabase, within } from './database.ts';
import { UsageError } from './failure.ts';
import { columns, instant } from './print.ts';
import type { Terminal } from './terminal.ts';

interface Options extends DatabaseOptions {
  readonly role: Role;
  readonly json?: boolean;
}

export function addToken(program: Command, terminal: Terminal): void {
  const token = program
    .command('token')
    .description('add, list and revoke the tokens of people and programs');
  addAdd(token, terminal);
  addList(token, terminal);
  addRevoke(token, terminal);
}

function addAdd(token: Command, terminal: Terminal): void {
  withDatabase(token.command('add'))
    .description('make a token and print it, this once')
    .argument('<NAME>', 'whose it is: the author of what is pushed with it', readName)
    .addOption(new Option('--role <ROLE>', 'what it may').choices(Role.options).default('editor'))
    .option('--json', 'print one JSON document')
    .action(async (name: string, { role, json, ...options }: Options) => {
      const secret = newToken();
      const record = { name, role, sha256: hashOfToken(secret), created: Date.now(), revoked: null };
      // A first token may be made before the service first ran: without one it listens on this machine only.
      const added = await within(newDatabase(options, terminal), (store) =>
        store.addToken(DEFAULT_TRACKER, record),
      );
      if (!added) {
        throw new UsageError(
          `There is, or was, a token of ${name}. Use another name: names stay in the history.`,
        );
      }
      if (json) terminal.printJson({ name, role, token: secret });
      else terminal.print(secret);
      terminal.remark(
        `This is the token of ${name}, who may ${MAY[role]}. It is shown this once: give it to them safely.`,
      );
    });
}

const MAY: Readonly<Record<Role, string>> = {
  reader: 'read',
  editor: 'read and change rows',
  owner: 'read, change rows and adopt registers',
};

function addList(token: Command, terminal: Terminal): void {
  withDatabase(token.command('list'))
    .description('list the tokens, without the tokens themselves')
    .option('--json', 'print one JSON document')
    .action(async ({ json, ...options }: Options) => {
      const records = await inDatabase(options, terminal, (store) => store.tokens(DEFAULT_TRACKER));
      const tokens = records.map(({ name, role, created, revoked }) => ({
        name,
        role,
        created: new Date(created).toISOString(),
        revoked: revoked === null ? null : new Date(revoked).toISOString(),
      }));
      if (json) {
        terminal.printJson({ tokens });
        return;
      }
      const lines = tokens.map(({ name, role, created, revoked }) => [
        name,
        role,
        revoked === null ? `since ${instant(created)}` : `revoked ${instant(revoked)}`,
      ]);
      for (const line of columns(lines)) terminal.print(line);
      if (tokens.length === 0) {
        terminal.print('No tokens: the service listens on this machine only and lets everybody in.');
      } else if (tokens.every(({ revoked }) => revoked !== null)) {
        terminal.print(
          'No token is in force, so the service lets nobody in. Add one: tracker token add NAME',
        );
      }
    });
}

function addRevoke(token: Command, terminal: Terminal): void {
  withDatabase(token.command('revoke'))
    .description('end a token at once')
    .argument('<NAME>', 'whose')
    .option('--json', 'print one JSON document')
    .action(async (name: string, { json, ...options }: Options) => {
      const at = Date.now();
      const revoked = await inDatabase(options, terminal, (store) =>
        store.revokeToken(DEFAULT_TRACKER, name, at),
      );
      if (!revoked) {
        throw new UsageError(`There is no token of ${name} in force. tracker token list shows them.`);
      }
      if (json) terminal.printJson({ name, revoked: new Date(at).toISOString() });
      else terminal.print(`The token of ${name} is revoked.`);
    });
}

function readName(text: string): string {
  const name = text.trim();
  if (name !== '' && name.length <= 100 && !/\p{Cc}/u.test(name)) return name;
  throw new InvalidArgumentError('A name is up to 100 characters, and not blank.');
}
