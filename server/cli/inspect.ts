/** `tracker inspect FILE`: what was recognised. */
import { type Command, Option } from 'commander';
import { schemaOf } from '../../shared/rules/settings.ts';
import { type OtherKind, otherKinds } from '../../shared/sheet/category.ts';
import { loadConfiguration } from '../config/load.ts';
import { parseDay } from './day.ts';
import { columns, count } from './print.ts';
import { proposeFor } from './propose.ts';
import {
  type FileReport,
  inspected,
  otherSheets,
  type RegisterReport,
  readTrackerFile,
  registersIn,
  UNKEYED,
} from './report.ts';
import type { Terminal } from './terminal.ts';

interface Options {
  readonly config?: string;
  readonly json?: boolean;
  readonly propose?: boolean;
  readonly write?: string;
  readonly sheet?: readonly string[];
  readonly heading?: readonly string[];
  readonly today?: string;
}

export function addInspect(program: Command, terminal: Terminal): void {
  program
    .command('inspect')
    .description('show what is recognised in a workbook: sheets, heading rows, tabs, columns')
    .argument('<FILE...>', 'the .xlsx workbooks')
    .option('--config <FILE>', 'tracker.yaml')
    .option('--json', 'print one JSON document')
    .option('--propose', 'show what a tracker.yaml for this workbook may say')
    .option('--write <FILE>', 'with --propose: write the tracker.yaml to a new file')
    .option(
      '--sheet <ANSWER>',
      'with --propose: "SHEET=TAB", or =new for one of its own, =skip to leave it out',
      more,
    )
    .option('--heading <ANSWER>', 'with --propose: "TAB:HEADING=COLUMN", or =new for a further column', more)
    .addOption(
      new Option('--today <DATE>', 'with --propose: check as of this day, YYYY-MM-DD').argParser(parseDay),
    )
    .action(async (files: string[], options: Options) => {
      const { config, json, propose, write, sheet, heading } = options;
      if (propose || write !== undefined || sheet !== undefined || heading !== undefined) {
        await proposeFor(terminal, files, options);
        return;
      }
      const schema = schemaOf(loadConfiguration(config));
      const reports = [];
      for (const file of files) {
        const read = await readTrackerFile(schema, file);
        const registers = registersIn(schema, read.reading);
        const kinds = otherKinds(read.reading.grids, read.reading.regions);
        reports.push({ ...inspected(read), registers, otherKinds: kinds });
        if (json) continue;
        printReport(terminal, inspected(read));
        printKinds(terminal, kinds);
        printRest(terminal, registers, otherSheets(read.reading, registers));
      }
      if (json) terminal.printJson(reports.length === 1 ? reports[0] : reports);
    });
}

/** An option that may be given several times. */
function more(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

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

/** Rows of a table of several tabs that are of none. */
function printKinds(terminal: Terminal, kinds: readonly OtherKind[]): void {
  if (kinds.length > 0) terminal.print();
  for (const { sheet, kind, rows } of kinds) {
    terminal.print(
      `${terminal.styled('bold', sheet)}: ${count(rows, 'row')} of the kind "${kind}", which is no tab of the tracker, so left as it is and neither checked nor synced.`,
    );
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
      `${terminal.styled('bold', sheet)}: no tab of the tracker, but a register it seems: headings in row ${headerRow}, ${count(rows, 'record')}. To check and sync it, describe it as a tab in tracker.yaml; --propose shows the lines.`,
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
