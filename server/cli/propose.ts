/** `tracker inspect FILE --propose`: what a tracker.yaml for this workbook may say. */
import { readFile, writeFile } from 'node:fs/promises';
import { stringify } from 'yaml';
import { letter } from '../../shared/sheet/grid.ts';
import { type Guess, percent } from '../../shared/sheet/learn.ts';
import { settingsOf } from '../../shared/sheet/proposal-settings.ts';
import { propose } from '../../shared/sheet/propose.ts';
import { configure } from '../../shared/tracker/configuration.ts';
import type { Schema } from '../../shared/tracker/schema.ts';
import { WorkbookError } from '../xlsx/error.ts';
import { readWorkbook } from '../xlsx/read.ts';
import { columns, count } from './print.ts';
import type { Terminal } from './terminal.ts';

/** So many parties are named; the others are counted. */
const PARTIES = 12;

/**
 * Prints what is learnt from a workbook and the lines for tracker.yaml, and writes them to `write` where that is
 * given. Throws what reading throws, and WorkbookError where `write` is there already: nothing is written over.
 */
export async function printProposal(
  terminal: Terminal,
  schema: Schema,
  file: string,
  { json, write }: { readonly json?: boolean | undefined; readonly write?: string | undefined },
): Promise<void> {
  const { grids } = await readWorkbook(await readFile(file), file);
  const proposal = propose(schema, grids);
  if (proposal.tabs.length === 0) {
    throw new WorkbookError('no-tab', 'no register was found in it, so there is nothing to propose.', {
      file,
    });
  }
  const settings = settingsOf(proposal);
  // What is proposed must be what the service would take.
  configure(settings);
  const lines = stringify(settings, { lineWidth: 110 });
  if (write !== undefined) await writeFile(write, lines, { flag: 'wx' });
  if (json) {
    terminal.printJson({ file, ...proposal, settings });
    return;
  }
  terminal.print(file);
  for (const { sheet, headerRow, rows, tab, isNew, refPattern, columns: all } of proposal.tabs) {
    const name = terminal.styled('bold', tab.value);
    terminal.print();
    terminal.print(
      `${terminal.styled('bold', sheet)}, headings in row ${headerRow + 1}, ${count(rows, 'record')}: ${isNew ? 'a further tab' : 'the tab'} ${name}`,
    );
    terminal.print(`  ${surely(tab)}`);
    terminal.print(`  refs ${refPattern.value ?? 'without a pattern'}: ${surely(refPattern)}`);
    const table = all.map(({ at, heading, column, type, vocabulary }) => [
      `  ${letter(at)}`,
      heading,
      column,
      type.value,
      `${surely(type)}${vocabulary === null ? '' : `: ${vocabulary.join(', ')}`}`,
    ]);
    for (const line of columns(table)) terminal.print(line);
  }
  if (proposal.parties.length > 0) {
    const named = proposal.parties.slice(0, PARTIES).map(({ name, times }) => `${name} (${times})`);
    const rest = proposal.parties.length - named.length;
    terminal.print();
    terminal.print(`Parties named: ${named.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`);
  }
  if (proposal.dateOrder !== null) {
    terminal.print();
    terminal.print(`Dates typed as text: ${proposal.dateOrder.value}; ${surely(proposal.dateOrder)}`);
  }
  terminal.print();
  terminal.print(write === undefined ? 'The lines for tracker.yaml:' : `Written to ${write}:`);
  terminal.print();
  terminal.print(lines.trimEnd());
}

function surely({ confidence, reason }: Guess<unknown>): string {
  return `${percent(confidence)} sure, ${reason}`;
}
