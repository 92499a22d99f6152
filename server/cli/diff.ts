/** `tracker diff A B [BASE]`: what changed between two workbooks, or both against the one they come from. */
import type { Command } from 'commander';
import { schemaOf } from '../../shared/rules/settings.ts';
import { valueText } from '../../shared/sync/describe.ts';
import { changesOf, deltasOf } from '../../shared/sync/diff.ts';
import { type MergeConflict, mergeVersions } from '../../shared/sync/merge-deltas.ts';
import { type Schema, tabOf } from '../../shared/tracker/schema.ts';
import type { Change } from '../../shared/values/change.ts';
import { loadConfiguration } from '../config/load.ts';
import { changeText } from './change.ts';
import { EXIT } from './failure.ts';
import { count } from './print.ts';
import { readTrackerFile } from './report.ts';
import type { Terminal } from './terminal.ts';

interface Options {
  readonly config?: string;
  readonly json?: boolean;
}

export function addDiff(program: Command, terminal: Terminal): void {
  program
    .command('diff')
    .description('compare two workbooks by ref and cell; with the one both come from, merge them')
    .argument('<A>', 'the first workbook; with BASE: mine')
    .argument('<B>', 'the second; with BASE: theirs')
    .argument('[BASE]', 'the workbook that both come from')
    .option('--config <FILE>', 'tracker.yaml')
    .option('--json', 'print one JSON document')
    .action(async (a: string, b: string, base: string | undefined, { config, json }: Options) => {
      const schema = schemaOf(loadConfiguration(config));
      const { reading: one } = await readTrackerFile(schema, a);
      const { reading: other } = await readTrackerFile(schema, b);
      if (base === undefined) {
        const changes = changesOf(deltasOf(schema, one, other));
        if (json) terminal.printJson({ changes });
        else {
          printChanges(terminal, schema, changes);
          terminal.print(changes.length === 0 ? 'No difference.' : `${count(changes.length, 'change')}.`);
        }
        return;
      }
      const { reading: origin } = await readTrackerFile(schema, base);
      const merged = mergeVersions(schema, origin, one, other);
      if (json) terminal.printJson(merged);
      else {
        printSide(terminal, schema, `Mine (${a})`, merged.mine);
        printSide(terminal, schema, `Theirs (${b})`, merged.theirs);
        printSide(terminal, schema, 'Merged', merged.merged);
        for (const conflict of merged.conflicts) printConflict(terminal, schema, conflict);
        terminal.print(
          merged.conflicts.length === 0 ? 'No conflict.' : `${count(merged.conflicts.length, 'conflict')}.`,
        );
      }
      if (merged.conflicts.length > 0) terminal.exitCode = EXIT.findings;
    });
}

function printSide(terminal: Terminal, schema: Schema, title: string, changes: readonly Change[]): void {
  terminal.print(terminal.styled('bold', `${title}: ${count(changes.length, 'change')}`));
  printChanges(terminal, schema, changes);
  terminal.print();
}

function printChanges(terminal: Terminal, schema: Schema, changes: readonly Change[]): void {
  for (const change of changes) {
    terminal.print(`  ${tabOf(schema, change.tab)?.title ?? change.tab}: ${changeText(change, schema)}`);
  }
}

function printConflict(terminal: Terminal, schema: Schema, conflict: MergeConflict): void {
  const { tab, ref, column, base, mine, theirs } = conflict;
  const place = `${tabOf(schema, tab)?.title ?? tab} ${ref}${column === null ? '' : ` ${column}`}`;
  terminal.print(`${terminal.styled('bold', `In conflict: ${place}`)}`);
  terminal.print(`  mine    ${side(mine)}`);
  terminal.print(`  theirs  ${side(theirs)}`);
  terminal.print(`  before  ${side(base)}`);
}

function side(value: MergeConflict['mine']): string {
  if (typeof value !== 'object' || value === null) return valueText(value);
  return Object.entries(value)
    .map(([column, each]) => `${column} ${valueText(each)}`)
    .join('; ');
}
