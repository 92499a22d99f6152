/** `tracker sync FILE`: what the add-in does, for a file. Only the changed cells of it are written. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { conflictLine, heldLine, itemLine, pinLine, resultLine } from '../../shared/sync/describe.ts';
import type { Preview, SyncChoices, SyncResult, WayOn } from '../../shared/sync/preview.ts';
import { sync } from '../../shared/sync/session.ts';
import type { Schema } from '../../shared/tracker/schema.ts';
import { openFile } from '../xlsx/file.ts';
import { EXIT, UsageError } from './failure.ts';
import { type RemoteOptions, remote, withService } from './remote.ts';
import type { Terminal } from './terminal.ts';
import { watch } from './watch.ts';

interface Options extends RemoteOptions {
  readonly watch?: string;
  readonly write?: boolean;
  readonly states: string;
  readonly dryRun?: boolean;
  readonly acceptRemovals?: boolean;
  readonly acceptReversals?: boolean;
  readonly acceptRenumbering?: boolean;
  readonly base?: number | 'none';
  readonly join?: boolean;
  readonly adopt?: boolean;
  readonly reason?: string;
  readonly json?: boolean;
}

export function addSync(program: Command, terminal: Terminal): void {
  withService(program.command('sync'))
    .description(
      'reconcile a workbook with the ledger, both ways; only changed cells of the file are written',
    )
    .argument('[FILE]', 'the .xlsx workbook')
    .option('--watch <DIR>', 'sync the workbooks of a folder as they are saved there, until stopped')
    .option('--write', 'with --watch: also write what the ledger has into them')
    .option(
      '--states <FOLDER>',
      'with --watch: where the states of workbooks that are only read are kept',
      join('.data', 'watch'),
    )
    .option('--dry-run', 'show what would happen, and do nothing')
    .option('--accept-removals', 'remove the rows that the file no longer has, and blank what it has blanked')
    .option('--accept-reversals', 'put back values that someone has replaced since')
    .option('--accept-renumbering', 'renumber the rows that stand under another ref in the file')
    .addOption(
      new Option(
        '--base <REVISION>',
        'what a copy whose base is not known was last in line with, or none',
      ).argParser(readBase),
    )
    .option('--join', 'take in a copy of another tracker: equal rows agree, nothing is removed')
    .option('--adopt', 'take a first register as it is: its errors stay as findings and hold nothing')
    .option('--reason <TEXT>', 'why, for the history')
    .option('--json', 'print one JSON document')
    .action(async (file: string | undefined, options: Options) => {
      const service = remote(options, terminal);
      if (options.watch !== undefined) {
        const { watch: folder, write = false, reason, states } = options;
        if (file !== undefined) throw new UsageError('--watch takes a folder, and no FILE beside it.');
        return watch(service, { folder, write, reason, states }, terminal);
      }
      if (file === undefined) throw new UsageError('Name a workbook: tracker sync FILE');
      const schema = await service.schema();
      let shown: Preview | null = null;
      const result = await sync({
        workbook: await openFile(file),
        service,
        schema,
        preview: async (preview) => {
          shown = preview;
          if (!options.json) printPreview(terminal, preview, schema);
          return choose(preview, options);
        },
        confirm: async () => options.acceptRemovals === true,
        uuid: randomUUID,
        ...(options.reason === undefined ? {} : { reason: options.reason }),
        join: options.join === true,
        withoutBase: options.base === 'none',
        ...(typeof options.base === 'number' ? { base: options.base } : {}),
        adopt: options.adopt === true,
        acceptRenumbering: options.acceptRenumbering === true,
      });
      if (options.json) terminal.printJson({ file, preview: shown, result });
      else if (result.status === 'cancelled' && options.dryRun) {
        terminal.print('A dry run: nothing was pushed or written.');
      } else printResult(terminal, result);
      terminal.exitCode = exitOf(result, shown, options);
    });
}

function readBase(text: string): number | 'none' {
  if (text === 'none') return text;
  if (/^[1-9]\d{0,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Give a revision, such as 12, or "none" to merge without a base.');
}

/** What the flags say to a preview; null does nothing at all. */
function choose(preview: Preview, options: Options): SyncChoices | null {
  const { dryRun, acceptRemovals, acceptReversals, acceptRenumbering } = options;
  if (dryRun) return null;
  // Declining would write the rows back into a file whose owner took them out: nobody asked for that here.
  if (preview.removals.length > 0 && !acceptRemovals) return null;
  // Nor to have the refs put back that the owner changed.
  if (preview.renumberings.length > 0 && !acceptRenumbering) return null;
  if (preview.pairings.length > 0) return null;
  return {
    removals: preview.removals.map(({ id }) => id),
    renumberings: preview.renumberings.map(({ id }) => id),
    reversals: acceptReversals ? preview.reversals.map(({ id }) => id) : [],
    unsure: acceptReversals ? preview.unsure.map(({ id }) => id) : [],
  };
}

function exitOf(result: SyncResult, preview: Preview | null, { dryRun, acceptReversals }: Options): number {
  if (result.status === 'stopped') return EXIT.findings;
  if (result.status === 'cancelled' && !dryRun) return EXIT.findings;
  const asked = preview === null ? [] : [...preview.reversals, ...preview.unsure];
  const left = asked.length > 0 && !acceptReversals;
  const waits = result.conflicts.length + result.held.length > 0;
  return left || waits ? EXIT.findings : EXIT.fine;
}

function printPreview(terminal: Terminal, preview: Preview, schema: Schema): void {
  const section = (title: string, lines: readonly string[]) => {
    if (lines.length === 0) return;
    terminal.print(terminal.styled('bold', title));
    for (const line of lines) terminal.print(`  ${line}`);
  };
  section('To the ledger', preview.push.map(itemLine));
  section('From the ledger', preview.take.map(itemLine));
  section('Rows gone from the file (--accept-removals removes them)', preview.removals.map(itemLine));
  section(
    'Differ, and it is not known which side is later (--accept-reversals pushes them)',
    preview.unsure.map(itemLine),
  );
  section('Would put back what was replaced (--accept-reversals)', preview.reversals.map(itemLine));
  section(
    'Under another ref than before (--accept-renumbering renumbers them)',
    preview.renumberings.flatMap((item) => [
      itemLine(item),
      ...item.references.map((each) => `  ${itemLine(each)}`),
    ]),
  );
  section(
    'Held',
    preview.held.map((row) => heldLine(row, schema)),
  );
  section('In conflict (tracker conflicts, tracker decide)', preview.conflicts.map(conflictLine));
  section(
    'Not clear which row is which: pair them in Excel',
    preview.pairings.flatMap(({ rows, refs }) =>
      rows.map(({ sheet, row }) => `${sheet} row ${row} may be ${refs.map(({ ref }) => ref).join(' or ')}`),
    ),
  );
}

const WAYS: Readonly<Record<WayOn, string>> = {
  join: 'To join it, type: tracker sync FILE --join',
  base: 'To take the nearest revision as its base, type: tracker sync FILE --base N; to merge without one: --base none',
  'without-base': 'To merge without a base, type: tracker sync FILE --base none',
  renumber: 'To renumber them, type: tracker sync FILE --accept-renumbering',
  forget: 'In Excel, the pane can forget the state; the next sync then goes on without a base.',
};

function printResult(terminal: Terminal, result: SyncResult): void {
  for (const { sheet, row, ref } of result.refs) terminal.print(`  ${sheet} row ${row} is now ${ref}`);
  for (const pin of result.pins) terminal.print(`  ${pinLine(pin)}`);
  terminal.print(resultLine(result));
  if (result.wayOn !== null) terminal.print(WAYS[result.wayOn]);
}
