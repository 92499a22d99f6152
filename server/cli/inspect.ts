/** `tracker inspect FILE`: what was recognised. */
import type { Command } from 'commander';
import { schemaOf } from '../../shared/rules/settings.ts';
import { loadConfiguration } from '../config/load.ts';
import { columns, count, print, printJson, styled } from './print.ts';
import { type FileReport, inspected, readTrackerFile } from './report.ts';

interface Options {
  readonly config?: string;
  readonly json?: boolean;
}

export function addInspect(program: Command): void {
  program
    .command('inspect')
    .description('show what is recognised in a workbook: sheets, heading rows, tabs, columns')
    .argument('<FILE>', 'the .xlsx workbook')
    .option('--config <FILE>', 'tracker.yaml')
    .option('--json', 'print one JSON document')
    .action(async (file: string, { config, json }: Options) => {
      const schema = schemaOf(loadConfiguration(config));
      const report = inspected(await readTrackerFile(schema, file));
      if (json) printJson(report);
      else printReport(report);
    });
}

function printReport({ file, tabs }: FileReport): void {
  print(file);
  for (const tab of tabs) {
    print();
    print(
      `${styled('bold', tab.sheet)} is ${styled('bold', tab.tab)}: headings in row ${tab.headerRow}, ${count(tab.rows, 'record')}`,
    );
    const lines = Object.entries(tab.columns).map(([column, { heading, letter }]) => [
      `  ${letter}`,
      oneLine(heading),
      column,
    ]);
    const extra = tab.extra.map(({ column, heading, letter }) => [
      `  ${letter}`,
      oneLine(heading),
      styled('yellow', `${column} (an extra column, kept as it is)`),
    ]);
    for (const line of columns([...lines, ...extra])) print(line);
  }
}

function oneLine(heading: string): string {
  return heading.replaceAll(/\s+/g, ' ');
}
