/** `tracker inspect FILE`: what was recognised. */
import type { Command } from 'commander';
import { schemaOf } from '../../shared/rules/settings.ts';
import { loadConfiguration } from '../config/load.ts';
import { columns, count } from './print.ts';
import { printProposal } from './propose.ts';
import {
  type FileReport,
  inspected,
  otherSheets,
  type RegisterReport,
  readTrackerFile,
  registersIn,
} from './report.ts';
import type { Terminal } from './terminal.ts';

interface Options {
  readonly config?: string;
  readonly json?: boolean;
  readonly propose?: boolean;
  readonly write?: string;
}

export function addInspect(program: Command, terminal: Terminal): void {
  program
    .command('inspect')
    .description('show what is recognised in a workbook: sheets, heading rows, tabs, columns')
    .argument('<FILE>', 'the .xlsx workbook')
    .option('--config <FILE>', 'tracker.yaml')
    .option('--json', 'print one JSON document')
    .option('--propose', 'show what a tracker.yaml for this workbook may say')
    .option('--write <FILE>', 'write the lines that --propose shows to a new file')
    .action(async (file: string, { config, json, propose, write }: Options) => {
      const schema = schemaOf(loadConfiguration(config));
      if (propose || write !== undefined) {
        await printProposal(terminal, schema, file, { json, write });
        return;
      }
      const read = await readTrackerFile(schema, file);
      const registers = registersIn(schema, read);
      if (json) terminal.printJson({ ...inspected(read), registers });
      else {
        printReport(terminal, inspected(read));
        printRest(terminal, registers, otherSheets(read, registers));
      }
    });
}

/** What to do about rows that can't be told by their refs. */
const UNKEYED = {
  'no-ref': 'it has no column of refs, so it is checked and not synced. Give it a column "Ref" to sync it.',
  'refs-repeat':
    'several lines stand under one ref, so it is checked and not synced. Give each line its own ref to sync it.',
} as const;

function printReport(terminal: Terminal, { file, tabs }: FileReport): void {
  terminal.print(file);
  for (const tab of tabs) {
    terminal.print();
    terminal.print(
      `${terminal.styled('bold', tab.sheet)}: the tab ${terminal.styled('bold', tab.tab)}, headings in row ${tab.headerRow}, ${count(tab.rows, 'record')}`,
    );
    if (tab.unkeyed !== undefined) terminal.print(`  ${terminal.styled('yellow', UNKEYED[tab.unkeyed])}`);
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
}

function printRest(
  terminal: Terminal,
  registers: readonly RegisterReport[],
  others: readonly string[],
): void {
  for (const { sheet, headerRow, rows, columns: headings } of registers) {
    terminal.print();
    terminal.print(
      `${terminal.styled('bold', sheet)}: no tab of the tracker, but a register it seems: headings in row ${headerRow}, ${count(rows, 'record')}. Describe it as a tab in tracker.yaml to check and sync it.`,
    );
    for (const line of columns(headings.map(({ letter, heading }) => [`  ${letter}`, oneLine(heading)]))) {
      terminal.print(line);
    }
  }
  if (others.length > 0) {
    terminal.print();
    terminal.print(`Sheets that are no tab of the tracker: ${others.join(', ')}`);
  }
}

function oneLine(heading: string): string {
  return heading.replaceAll(/\s+/g, ' ');
}
