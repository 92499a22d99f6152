/** `tracker inspect FILE… --propose`: what a tracker.yaml for these workbooks may say, with what is left to decide. */
import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { schemaOf } from '../../shared/rules/settings.ts';
import type { Grid } from '../../shared/sheet/grid.ts';
import type { Proposal, ProposedTab } from '../../shared/sheet/propose/proposal.ts';
import { settingsOf } from '../../shared/sheet/propose/settings.ts';
import { readTracker, type TrackerReading } from '../../shared/sheet/rows.ts';
import { choicesIn } from '../../shared/sync/state.ts';
import { STATE_SHEET } from '../../shared/sync/workbook.ts';
import { loadConfiguration, parseConfiguration } from '../config/load.ts';
import { merged } from '../config/merge.ts';
import { dayIn } from '../ledger/today.ts';
import { WorkbookError } from '../xlsx/error.ts';
import { stateIn } from '../xlsx/file.ts';
import { readWorkbook } from '../xlsx/read.ts';
import { answersOf, type Flags, laidOver, verify } from './answers.ts';
import { decided } from './asking.ts';
import { EXIT } from './failure.ts';
import { fitting, type ProposedFile, remarked } from './fitting.ts';
import { unlessThere } from './fix.ts';
import { printProposal, printQuestions, printRules } from './print-proposal.ts';
import type { Terminal } from './terminal.ts';

export interface ProposeOptions extends Flags {
  readonly config?: string | undefined;
  readonly json?: boolean | undefined;
  readonly write?: string | undefined;
  readonly today?: string | undefined;
}

/** How the proposal's own comment on the rules begins. */
const OFF =
  'Fewer than 95 % of the rows met these when the register was adopted. To switch one on, take its line out.';

/**
 * Prints what is learnt from the workbooks and the lines for tracker.yaml, and writes the whole of it to `write` where
 * that is given: what `config` says with what is new. Throws what reading throws, WorkbookError where there is nothing
 * to propose, UsageError for a wrong answer and where `write` is there already: nothing is written over.
 */
export async function proposeFor(
  terminal: Terminal,
  names: readonly string[],
  options: ProposeOptions,
): Promise<void> {
  const { config, json, write } = options;
  const read: { file: string; grids: readonly Grid[] }[] = [];
  for (const file of names)
    read.push({ file, grids: (await readWorkbook(await readFile(file), file)).grids });
  const answers = answersOf(
    options,
    read.flatMap(({ grids }) => grids.map(({ sheet }) => sheet)),
  );
  // Read for its errors, which name the lines of the file itself.
  loadConfiguration(config);
  const before = config === undefined ? '' : readFileSync(config, 'utf8');
  let text = before;
  let news = '';
  const proposed: ProposedFile[] = [];
  const schema = () => schemaOf(parseConfiguration(text, config ?? 'the proposal'));
  verify(schema(), answers);
  for (const { file, grids: sheets } of read) {
    const grids = sheets.filter(
      ({ sheet }) => !answers.skipped.has(sheet) && sheet.toLowerCase() !== STATE_SHEET,
    );
    // What the file itself keeps was chosen too; a flag says it anew.
    const choices = laidOver(choicesIn(stateIn(sheets)), answers.choices);
    const proposal = await decided(terminal, schema(), file, grids, choices, json === true);
    const adopting = { recognised: config === undefined };
    const all = schemaOf(parseConfiguration(merged(text, settingsOf(proposal, adopting)), 'the proposal'));
    const reading = readTracker(all, grids);
    const lost = lostIn(reading, proposal);
    const tabs = proposal.tabs.filter((tab) => !lost.has(tab));
    const settings = settingsOf({ ...proposal, tabs }, adopting);
    text = merged(text, settings);
    news = merged(news, settings);
    proposed.push({ file, grids, proposal, lost, reading });
  }
  if (proposed.every(({ proposal }) => proposal.tabs.length === 0)) {
    throw new WorkbookError('no-tab', 'no register was found in it, so there is nothing to propose.', {
      file: names.join(', '),
    });
  }
  const asIs = schema();
  // Tabs of one file may be found in another, and what was left out makes room.
  const isSettled = proposed.length === 1 && proposed.every(({ lost }) => lost.size === 0);
  const files = isSettled
    ? proposed
    : proposed.map((each) => ({ ...each, reading: readTracker(asIs, each.grids) }));
  const today = options.today ?? dayIn(asIs.timeZone, Date.now());
  const rules = fitting(asIs, today, files, config === undefined);
  const off = Object.fromEntries(rules.suggested.map((each) => [each.rule, remarked(each)]));
  text = merged(text, {}, off, OFF);
  news = merged(news, {}, off, OFF);
  // What is proposed must be what the service would take, and what it reads.
  schema();
  const isNews = news !== '' && text !== before;
  const written = write !== undefined && isNews ? write : null;
  if (written !== null) await unlessThere(written, () => writeFile(written, text, { flag: 'wx' }));
  const questions = proposed.flatMap(({ proposal }) => proposal.questions);
  if (questions.length > 0) terminal.exitCode = EXIT.findings;
  if (json) {
    terminal.printJson({
      files: proposed.map(({ file, proposal }) => ({ file, ...proposal })),
      rules,
      yaml: text,
      written,
    });
    return;
  }
  for (const each of files) printProposal(terminal, each);
  printRules(terminal, rules, asIs);
  printQuestions(terminal, questions);
  terminal.print();
  if (!isNews) {
    terminal.print('Nothing need be written: the tracker knows it all.');
    return;
  }
  const whole = config === undefined ? '' : ', below what stands there';
  terminal.print(written === null ? `For tracker.yaml${whole}:` : `Written to ${written}${whole}:`);
  terminal.print();
  terminal.print(news.trimEnd());
}

/** The proposed tabs that are not found again where they were, when the file is read by what is proposed. */
function lostIn({ regions }: TrackerReading, { tabs }: Proposal): ReadonlySet<ProposedTab> {
  const isFound = ({ tab, sheet, headerRow }: ProposedTab) =>
    regions.some((each) => each.tab === tab.value && each.sheet === sheet && each.headerRow === headerRow);
  return new Set(tabs.filter((tab) => !isFound(tab)));
}
