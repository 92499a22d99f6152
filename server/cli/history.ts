/** `tracker history REF`: who changed what of a row, and when. */
import { type Command, Option } from 'commander';
import type { RevisionRecord } from '../../shared/protocol/changes.ts';
import type { SchemaAnswer } from '../../shared/protocol/schema.ts';
import type { Service } from '../../shared/protocol/service.ts';
import { changeLine, readHistory } from '../../shared/sync/history.ts';
import { matchRef, normalRef, refPattern } from '../../shared/values/ref.ts';
import { UsageError } from './failure.ts';
import { instant } from './print.ts';
import { type RemoteOptions, remote, withService } from './remote.ts';
import type { Terminal } from './terminal.ts';

interface Options extends RemoteOptions {
  readonly tab?: string;
  readonly column?: string;
  readonly json?: boolean;
}

export function addHistory(program: Command, terminal: Terminal): void {
  withService(program.command('history'))
    .description("show a row's history: who changed what, when and why")
    .argument('<REF>', 'the row, such as DR-003')
    .option('--column <COLUMN>', 'of this column only')
    .addOption(new Option('--tab <TAB>', 'the tab, where the ref does not tell'))
    .option('--json', 'print one JSON document')
    .action(async (ref: string, options: Options) => {
      const service = remote(options, terminal);
      const tab = options.tab ?? (await tabOfRef(service, await service.schema(), ref));
      const { column } = options;
      const revisions = await readHistory(service, { tab, ref, ...(column === undefined ? {} : { column }) });
      if (options.json) terminal.printJson({ tab, ref, revisions });
      else printHistory(terminal, tab, ref, revisions);
    });
}

/** The tab whose pattern the ref has; else the one that has such a row. */
async function tabOfRef(service: Service, { tabs }: SchemaAnswer, ref: string): Promise<string> {
  const byPattern = tabs.find(
    ({ refPattern: template }) => template !== null && matchRef(refPattern(template), ref),
  );
  if (byPattern) return byPattern.tab;
  for (const { tab } of tabs) {
    const { rows } = await service.rows(tab);
    if (rows.some((row) => normalRef(row.ref) === normalRef(ref))) return tab;
  }
  throw new UsageError(
    `No tab has refs like "${ref}". Name its tab with --tab: ${tabs.map(({ tab }) => tab).join(', ')}.`,
  );
}

function printHistory(
  terminal: Terminal,
  tab: string,
  ref: string,
  revisions: readonly RevisionRecord[],
): void {
  if (revisions.length === 0) terminal.print(`${ref} has no history in ${tab}.`);
  for (const { revision, author, at, reason, changes } of revisions) {
    const why = reason === null ? '' : `  “${reason}”`;
    terminal.print(`${terminal.styled('bold', `Revision ${revision}`)}  ${instant(at)}  ${author}${why}`);
    for (const change of changes) terminal.print(`  ${changeLine(change)}`);
  }
}
