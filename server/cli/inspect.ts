/** `tracker inspect FILE`: what was recognised. */
import type { Command } from 'commander';
import { schemaOf } from '../../shared/rules/settings.ts';
import { loadConfiguration } from '../config/load.ts';
import { columns, count } from './print.ts';
import { type FileReport, inspected, readTrackerFile, unrecognised } from './report.ts';
import type { Terminal } from './terminal.ts';

interface Options {
  readonly config?: string;
  readonly json?: boolean;
}

export function addInspect(program: Command, terminal: Terminal): void {
  program
    .command('inspect')
    .description('show what is recognised in a workbook: sheets, heading rows, tabs, columns')
    .argument('<FILE>', 'the .xlsx workbook')
    .option('--config <FILE>', 'tracker.yaml')
    .option('--json', 'print one JSON document')
    .action(async (file: string, { config, json }: Options) => {
      const schema = schemaOf(loadConfiguration(config));
      const read = await readTrackerFile(schema, file);
      if (json) terminal.printJson(inspected(read));
      else printReport(terminal, inspected(read), unrecognised(read));
    });
}

function printReport(terminal: Terminal, { file, tabs }: FileReport, others: readonly string[]): void {
  terminal.print(file);
  for (const tab of tabs) {
    terminal.print();
    terminal.print(
      `${terminal.styled('bold', tab.sheet)}: the tab ${terminal.styled('bold', tab.tab)}, headings in row ${tab.headerRow}, ${count(tab.rows, 'record')}`,
    );
    const known = Object.entries(tab.columns).map(([column, { heading, letter }]) => ({
      heading,
      letter,
      column,
    }));
    const extra = tab.extra.map(({ column, heading, letter }) => ({
      heading,
      letter,
      column: terminal.styled('yellow', `${column} (an extra column, kept as it is)`),
    }));
    const lines = [...known, ...extra]
      .sort((a, b) => a.letter.length - b.letter.length || (a.letter < b.letter ? -1 : 1))
      .map(({ letter, heading, column }) => [`  ${letter}`, oneLine(heading), column]);
    for (const line of columns(lines)) terminal.print(line);
  }
  if (others.length > 0) {
    terminal.print();
    terminal.print(`Sheets that are no tab of the tracker: ${others.join(', ')}`);
  }
}

function oneLine(heading: string): string {
  return heading.replaceAll(/\s+/g, ' ');
}
