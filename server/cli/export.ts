/** `tracker export [GROUP…]`: makes the exports now, or a past night's again. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Command, Option } from 'commander';
import type { Night } from '../../shared/protocol/exports.ts';
import type { ExportService } from '../../shared/protocol/service.ts';
import { parseDay } from './day.ts';
import { EXIT, UsageError } from './failure.ts';
import { count } from './print.ts';
import { type RemoteOptions, remote, withService } from './remote.ts';
import type { Terminal } from './terminal.ts';

interface Options extends RemoteOptions {
  readonly night?: string;
  readonly json?: boolean;
}

const POLL_MS = 250;

export function addExport(program: Command, terminal: Terminal): void {
  withService(program.command('export'))
    .description('make the exports of all groups, or of those named, now')
    .argument('[GROUP...]', 'groups of the configuration')
    .addOption(
      new Option('--night <DATE>', 'make that night again, as the tracker then stood').argParser(parseDay),
    )
    .option('--json', 'print one JSON document')
    .action(async (named: string[], options: Options) => {
      const service = remote(options, terminal);
      const groups = await groupsToMake(service, named);
      const asked = [];
      for (const group of groups) {
        const run = {
          request: randomUUID(),
          ...(options.night === undefined ? {} : { night: options.night }),
        };
        asked.push({ group, night: (await service.runExport(group, run)).night });
      }
      const made = [];
      for (const { group, night } of asked) {
        terminal.remark(`Making ${group}, ${night} …`);
        made.push({ group, night: await whenDone(service, group, night) });
      }
      if (options.json) terminal.printJson({ exports: made });
      else for (const { group, night } of made) printNight(terminal, group, night);
      if (made.some(({ night }) => night.state === 'failed')) terminal.exitCode = EXIT.unreachable;
    });
}

async function groupsToMake(service: ExportService, named: readonly string[]): Promise<readonly string[]> {
  const known = (await service.exports()).groups.map(({ group }) => group);
  const unknown = named.find((group) => !known.includes(group));
  if (unknown !== undefined) {
    throw new UsageError(`There is no group "${unknown}". The groups are: ${known.join(', ')}.`);
  }
  return named.length > 0 ? named : known;
}

async function whenDone(service: ExportService, group: string, night: string): Promise<Night> {
  for (;;) {
    const { groups } = await service.exports();
    const found = groups.find((each) => each.group === group)?.nights.find((each) => each.night === night);
    if (found && found.state !== 'running') return found;
    await pause(POLL_MS);
  }
}

function printNight(terminal: Terminal, group: string, { night, state, revision, files }: Night): void {
  terminal.print(
    `${group} ${night}: ${state}${revision === null ? '' : `, revision ${revision}`}, ${count(files.length, 'file')}`,
  );
  for (const { file, bytes, sha256 } of files) terminal.print(`  ${file}  ${bytes} bytes  ${sha256}`);
}
