/** `tracker validate FILE…`: every finding of one tracker, which may be spread over several files. */
import { type Command, Option } from 'commander';
import { schemaOf } from '../../shared/rules/settings.ts';
import type { Schema } from '../../shared/tracker/schema.ts';
import { loadConfiguration } from '../config/load.ts';
import { EXIT } from './failure.ts';
import { count } from './print.ts';
import { type CheckedReport, readTrackerFile, validated } from './report.ts';
import type { Terminal } from './terminal.ts';
import { parseDay, todayIn } from './today.ts';

interface Options {
  readonly config?: string;
  readonly json?: boolean;
  readonly today?: string;
}

export function addValidate(program: Command, terminal: Terminal): void {
  program
    .command('validate')
    .description('check a workbook; several are checked together, as one tracker')
    .argument('<FILE...>', 'the .xlsx workbooks')
    .option('--config <FILE>', 'tracker.yaml')
    .addOption(new Option('--today <DATE>', 'check as of this day, YYYY-MM-DD').argParser(parseDay))
    .option('--json', 'print one JSON document: an object for one file, an array for several')
    .action(async (files: string[], { config, json, today }: Options) => {
      const schema = schemaOf(loadConfiguration(config));
      const read = [];
      for (const file of files) read.push(await readTrackerFile(schema, file));
      const reports = validated(schema, today ?? todayIn(schema.timeZone), read);
      if (json) terminal.printJson(reports.length === 1 ? reports[0] : reports);
      else for (const report of reports) printReport(terminal, schema, report);
      if (reports.some(({ findings }) => findings.length > 0)) terminal.exitCode = EXIT.findings;
    });
}

const STYLE = { error: 'red', warning: 'yellow', info: 'blue' } as const;

function printReport(
  terminal: Terminal,
  schema: Schema,
  { file, tabs, findings, counts }: CheckedReport,
): void {
  terminal.print(file);
  for (const tab of tabs) {
    terminal.print(
      `  ${tab.sheet}: ${count(tab.rows, 'record')} of ${tab.tab}, headings in row ${tab.headerRow}`,
    );
  }
  for (const { tab } of schema.tabs) {
    const own = findings.filter((finding) => finding.tab === tab);
    if (own.length === 0) continue;
    terminal.print();
    terminal.print(terminal.styled('bold', schema.tabs.find((each) => each.tab === tab)?.title ?? tab));
    for (const finding of own) {
      const place = placeOf(tabs, finding);
      terminal.print(
        `  ${place}  ${terminal.styled(STYLE[finding.severity], finding.severity)}  ${finding.message}  ${terminal.styled('dim', finding.rule)}`,
      );
    }
  }
  terminal.print();
  if (findings.length === 0) terminal.print('No findings.');
  else {
    terminal.print(
      `${count(counts.error, 'error')}, ${count(counts.warning, 'warning')}, ${counts.info} for information`,
    );
  }
}

/** `Sheet!C12`, `Sheet!12` for a whole row, `Sheet` for a whole sheet. */
function placeOf(tabs: CheckedReport['tabs'], finding: CheckedReport['findings'][number]): string {
  const { sheet, row, column } = finding;
  if (row === null) return String(sheet);
  const region = tabs.find((tab) => tab.sheet === sheet && tab.tab === finding.tab);
  const at =
    column === null
      ? ''
      : (region?.columns[column]?.letter ??
        region?.extra.find((each) => each.column === column)?.letter ??
        '');
  return `${sheet}!${at}${row}`;
}
