/** `tracker history [REF]`: who changed what of a row or of the whole tracker, and when. */

import { type Command, InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import type { RevisionRecord } from '../../shared/protocol/changes.ts';
import type { SchemaAnswer } from '../../shared/protocol/schema.ts';
import type { Service } from '../../shared/protocol/service.ts';
import { readHistory } from '../../shared/sync/history.ts';
import { tabOf } from '../../shared/tracker/schema.ts';
import { matchRef, normalRef, refPattern } from '../../shared/values/ref.ts';
import { dayIn } from '../ledger/today.ts';
import { changeText } from './change.ts';
import { UsageError } from './failure.ts';
import { instant } from './print.ts';
import { type RemoteOptions, remote, withService } from './remote.ts';
import type { Terminal } from './terminal.ts';

interface Options extends RemoteOptions {
  readonly tab?: string;
  readonly column?: string;
  readonly since?: Bound;
  readonly until?: Bound;
  readonly json?: boolean;
}

/** A revision, or a day in the tracker's time zone. */
type Bound = number | string;

export function addHistory(program: Command, terminal: Terminal): void {
  withService(program.command('history'))
    .description("show a row's history, or the whole tracker's: who changed what, when and why")
    .argument('[REF]', 'the row, such as DR-003; without it, everything')
    .option('--column <COLUMN>', 'of this column only')
    .addOption(new Option('--tab <TAB>', 'the tab, where the ref does not tell'))
    .option('--since <WHEN>', 'what came after this revision, or on this day or later', readBound)
    .option('--until <WHEN>', 'what came up to this revision, or on this day or before', readBound)
    .option('--json', 'print one JSON document')
    .action(async (ref: string | undefined, options: Options) => {
      const service = remote(options, terminal);
      const schema = await service.schema();
      const { column, since, until } = options;
      if (ref === undefined && column !== undefined && options.tab === undefined) {
        throw new UsageError('--column needs a REF, or the tab that has the column: --tab TAB');
      }
      const tab = options.tab ?? (ref === undefined ? null : await tabOfRef(service, schema, ref));
      const all = await readHistory(service, {
        ...(tab === null ? {} : { tab }),
        ...(ref === undefined ? {} : { ref }),
        ...(column === undefined ? {} : { column }),
        ...(typeof since === 'number' ? { since } : {}),
      });
      const dayOf = (at: string) => dayIn(schema.timeZone, Date.parse(at));
      const revisions = all.filter(
        ({ revision, at }) =>
          (typeof since !== 'string' || dayOf(at) >= since) &&
          (until === undefined || (typeof until === 'number' ? revision <= until : dayOf(at) <= until)),
      );
      if (options.json) terminal.printJson({ tab, ref: ref ?? null, revisions });
      else {
        if (revisions.length === 0) {
          terminal.print(ref === undefined ? 'Nothing changed then.' : `${ref} has no history in ${tab}.`);
        }
        printHistory(terminal, schema, revisions, ref === undefined);
      }
    });
}

function readBound(text: string): Bound {
  if (/^\d+$/.test(text)) return Number(text);
  if (z.iso.date().safeParse(text).success) return text;
  throw new InvalidArgumentError('Write the number of a revision, or a day as YYYY-MM-DD.');
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
  schema: SchemaAnswer,
  revisions: readonly RevisionRecord[],
  named: boolean,
): void {
  for (const { revision, author, at, reason, changes } of revisions) {
    const why = reason === null ? '' : `  “${reason}”`;
    terminal.print(`${terminal.styled('bold', `Revision ${revision}`)}  ${instant(at)}  ${author}${why}`);
    for (const change of changes) {
      const tab = named ? `${tabOf(schema, change.tab)?.title ?? change.tab}: ` : '';
      terminal.print(`  ${tab}${changeText(change, schema)}`);
    }
  }
}
