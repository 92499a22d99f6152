/** Answers to what a proposal asks: by flags, or typed into a terminal. */
import type { Proposal } from '../../shared/sheet/propose/proposal.ts';
import { type Answer, type Question, withAnswers } from '../../shared/sheet/propose/question.ts';
import type { Choices } from '../../shared/sheet/region.ts';
import { unknown } from '../../shared/tracker/problems.ts';
import { type Schema, tabOf } from '../../shared/tracker/schema.ts';
import { UsageError } from './failure.ts';

/** What a flag says instead of a tab or a column: a register or a column of its own. */
export const OWN = 'new';
/** And of a sheet that is to be left out. */
export const SKIPPED = 'skip';

export interface Flags {
  /** `Risk log=risks`, `Plan=new`, `Notes=skip` */
  readonly sheet?: readonly string[] | undefined;
  /** `risks:Who=owner`, `risks:Area=new` */
  readonly heading?: readonly string[] | undefined;
}

export interface Answers {
  readonly choices: Choices;
  /** Sheets to be left out. */
  readonly skipped: ReadonlySet<string>;
}

/** The answers of the flags. Throws UsageError for a sheet that no file has (`sheets`), and for one that can't be read. */
export function answersOf({ sheet = [], heading = [] }: Flags, sheets: readonly string[]): Answers {
  const skipped = new Set<string>();
  const answers: Answer[] = [];
  for (const flag of sheet) {
    const [name, answer] = parted('--sheet', flag, '"SHEET=TAB"');
    const own = sheets.find((each) => each.trim() === name);
    if (own === undefined) throw new UsageError(`--sheet "${flag}": the sheet is ${unknown(name, sheets)}`);
    if (answer === SKIPPED) skipped.add(own);
    else answers.push({ question: sheetQuestion(own), answer: answer === OWN ? null : answer });
  }
  for (const flag of heading) {
    const [place, answer] = parted('--heading', flag, '"TAB:HEADING=COLUMN"');
    const colon = place.indexOf(':');
    if (colon < 1) throw new UsageError(`--heading "${flag}": write it as "TAB:HEADING=COLUMN".`);
    const question = headingQuestion(place.slice(0, colon).trim(), place.slice(colon + 1).trim());
    answers.push({ question, answer: answer === OWN ? null : answer });
  }
  return { choices: withAnswers(undefined, answers), skipped };
}

/** Throws UsageError where a flag names a tab or a column that this tracker has not. */
export function verify(schema: Schema, { choices }: Answers): void {
  const tabs = schema.tabs.map(({ tab }) => tab);
  for (const [sheet, tab] of Object.entries(choices.sheets)) {
    if (tab !== null && tabOf(schema, tab) === undefined) {
      throw new UsageError(`--sheet "${sheet}=${tab}": the tab is ${unknown(tab, [...tabs, OWN, SKIPPED])}`);
    }
  }
  for (const [name, headings] of Object.entries(choices.headings)) {
    const tab = tabOf(schema, name);
    if (tab === undefined) throw new UsageError(`--heading "${name}:…": the tab is ${unknown(name, tabs)}`);
    const columns = tab.columns.map(({ column }) => column);
    for (const [heading, column] of Object.entries(headings)) {
      if (column.startsWith('x:') || columns.includes(column)) continue;
      throw new UsageError(
        `--heading "${name}:${heading}=${column}": the column is ${unknown(column, [...columns, OWN])}`,
      );
    }
  }
}

/** Choices over others, which hold where these say nothing. */
export function laidOver(kept: Choices | undefined, over: Choices): Choices {
  if (kept === undefined) return over;
  const tabs = new Set([...Object.keys(kept.headings), ...Object.keys(over.headings)]);
  const headings = [...tabs].map((tab) => [tab, { ...kept.headings[tab], ...over.headings[tab] }]);
  return { ...kept, sheets: { ...kept.sheets, ...over.sheets }, headings: Object.fromEntries(headings) };
}

/** The flag that gives this answer to a question. */
export function flagFor(question: Question, answer: string | null): string {
  const said = answer ?? OWN;
  return question.ask === 'sheet'
    ? `--sheet "${question.sheet}=${said}"`
    : `--heading "${question.tab}:${question.heading}=${said}"`;
}

/** What is asked, in words. */
export function asked(question: Question): string {
  return question.ask === 'sheet'
    ? `Which register is the sheet "${question.sheet}"?`
    : `Which column of ${question.tab} is "${question.heading}" of the sheet "${question.sheet}"?`;
}

/** Asks one question after the other, until none is left. `propose` proposes anew with the choices so far. */
export async function askAll(
  propose: (choices: Choices) => Proposal,
  before: Choices,
  ask: (question: Question) => Promise<string | null>,
): Promise<Choices> {
  let choices = before;
  const put = new Set<string>();
  for (;;) {
    // A heading of two sheets of one tab is one question.
    const question = propose(choices).questions.find((each) => !put.has(flagFor(each, null)));
    if (question === undefined) return choices;
    put.add(flagFor(question, null));
    choices = withAnswers(choices, [{ question, answer: await ask(question) }]);
  }
}

function parted(option: string, flag: string, form: string): [string, string] {
  const at = flag.lastIndexOf('=');
  const [name, answer] = [flag.slice(0, at).trim(), flag.slice(at + 1).trim()];
  if (at < 1 || name === '' || answer === '')
    throw new UsageError(`${option} "${flag}": write it as ${form}.`);
  return [name, answer];
}

function sheetQuestion(sheet: string): Question {
  return { ask: 'sheet', sheet, headerRow: 0, rows: 0, options: [] };
}

function headingQuestion(tab: string, heading: string): Question {
  return { ask: 'heading', tab, sheet: '', heading, at: 0, options: [] };
}
