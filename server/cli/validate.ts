/** `tracker validate FILE…`: every finding of one tracker, which may be spread over several files. */
import { writeFile } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { schemaOf } from '../../shared/rules/settings.ts';
import { valueText } from '../../shared/sync/describe.ts';
import type { Schema } from '../../shared/tracker/schema.ts';
import { loadConfiguration } from '../config/load.ts';
import { dayIn } from '../ledger/today.ts';
import { parseDay } from './day.ts';
import { EXIT, UsageError } from './failure.ts';
import { findingsBook } from './findings-book.ts';
import { type Fixed, refuseInput, unlessThere, writeFixed } from './fix.ts';
import { placeText } from './place.ts';
import { count } from './print.ts';
import { type CheckedReport, readTrackerFile, UNKEYED, validated } from './report.ts';
import type { Terminal } from './terminal.ts';

interface Options {
  readonly config?: string;
  readonly json?: boolean;
  readonly today?: string;
  readonly fix?: string;
  readonly xlsx?: string;
}

export function addValidate(program: Command, terminal: Terminal): void {
  program
    .command('validate')
    .description('check a workbook; several are checked together, as one tracker')
    .argument('<FILE...>', 'the .xlsx workbooks')
    .option('--config <FILE>', 'tracker.yaml')
    .addOption(new Option('--today <DATE>', 'check as of this day, YYYY-MM-DD').argParser(parseDay))
    .option('--fix <OUT>', 'write a copy of the one FILE in which all is mended that has one right answer')
    .option('--xlsx <OUT>', 'write the findings as a workbook')
    .option('--json', 'print one JSON document: an object for one file, an array for several')
    .action(async (files: string[], options: Options) => {
      const { config, json } = options;
      const schema = schemaOf(loadConfiguration(config));
      const today = options.today ?? dayIn(schema.timeZone, Date.now());
      await refuseOutputs(files, options);
      const read = [];
      for (const file of files) read.push(await readTrackerFile(schema, file));
      const [only] = read;
      const fixed =
        options.fix !== undefined && only ? await writeFixed(schema, today, only, options.fix) : null;
      if (options.fix !== undefined) read.splice(0, 1, await readTrackerFile(schema, options.fix));
      const reports = validated(schema, today, read).map((report) =>
        fixed === null ? report : { ...report, fixed },
      );
      if (options.xlsx !== undefined) {
        const [out, bytes] = [options.xlsx, await findingsBook(schema, reports)];
        await unlessThere(out, () => writeFile(out, bytes, { flag: 'wx' }));
      }
      if (json) terminal.printJson(reports.length === 1 ? reports[0] : reports);
      else {
        if (fixed !== null) printFixed(terminal, reports, fixed, options.fix ?? '');
        for (const report of reports) printReport(terminal, schema, report);
      }
      if (reports.some(({ findings }) => findings.length > 0)) terminal.exitCode = EXIT.findings;
    });
}

async function refuseOutputs(files: readonly string[], { fix, xlsx }: Options): Promise<void> {
  if (fix !== undefined) {
    if (files.length > 1)
      throw new UsageError('--fix takes one FILE: mend the workbooks one after the other.');
    await refuseInput(fix, files, '--fix');
  }
  if (xlsx !== undefined) await refuseInput(xlsx, [...files, ...(fix === undefined ? [] : [fix])], '--xlsx');
}

function printFixed(
  terminal: Terminal,
  reports: readonly CheckedReport[],
  fixed: readonly Fixed[],
  out: string,
): void {
  const made = fixed.filter(({ refused }) => refused === null);
  terminal.print(`${count(made.length, 'cell')} mended in ${out}:`);
  for (const fix of fixed) {
    const place = placeText(reports[0]?.tabs ?? [], fix);
    const why = fix.refused === null ? '' : `  not mended: ${fix.refused}`;
    terminal.print(`  ${place}  ${valueText(fix.before)} → ${valueText(fix.after)}  ${fix.rule}${why}`);
  }
  terminal.print();
  terminal.print('Left to mend:');
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
    if (tab.unkeyed !== undefined) terminal.print(`    ${terminal.styled('yellow', UNKEYED[tab.unkeyed])}`);
  }
  for (const { tab } of schema.tabs) {
    const own = findings.filter((finding) => finding.tab === tab);
    if (own.length === 0) continue;
    terminal.print();
    terminal.print(terminal.styled('bold', schema.tabs.find((each) => each.tab === tab)?.title ?? tab));
    for (const finding of own) {
      const place = placeText(tabs, finding);
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
