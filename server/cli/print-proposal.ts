/** A proposal as text: the guesses with their reasons, the rules that fit, and what is left to decide. */
import { explain } from '../../shared/rules/explain.ts';
import { letter } from '../../shared/sheet/grid.ts';
import { type Guess, percent } from '../../shared/sheet/propose/learn.ts';
import type { Proposal, ProposedTab } from '../../shared/sheet/propose/proposal.ts';
import type { Question } from '../../shared/sheet/propose/question.ts';
import type { Schema } from '../../shared/tracker/schema.ts';
import { asked, flagFor } from './answers.ts';
import type { FittingRules, ProposedFile } from './fitting.ts';
import { columns, count } from './print.ts';
import type { Terminal } from './terminal.ts';

/** So many parties are named; the others are counted. */
const PARTIES = 12;

/** Prints what was learnt from one file. */
export function printProposal(
  terminal: Terminal,
  { file, proposal, lost, reading: { regions, rows } }: ProposedFile,
): void {
  terminal.print(file);
  for (const tab of proposal.tabs) {
    const again = regions.find(
      (region) =>
        region.sheet === tab.sheet && region.headerRow === tab.headerRow && region.tab === tab.tab.value,
    );
    const records = again === undefined ? tab.rows : rows.filter(({ region }) => region === again).length;
    const name = terminal.styled('bold', tab.tab.value);
    const kind = lost.has(tab) ? 'would be a tab' : tab.isNew ? 'a further tab' : 'the tab';
    terminal.print();
    terminal.print(
      `${terminal.styled('bold', tab.sheet)}, headings in row ${tab.headerRow + 1}, ${count(records, 'record')}: ${kind} ${name}`,
    );
    terminal.print(`  ${surely(tab.tab)}`);
    terminal.print(`  refs ${tab.refPattern.value ?? 'without a pattern'}: ${surely(tab.refPattern)}`);
    const remark = remarkOn(tab, again?.unkeyed, lost.has(tab));
    if (tab.sameAs !== null) {
      const same = `Its refs are those of "${tab.sameAs}" too: one may be a view of the other. To leave this one out: --sheet "${tab.sheet}=skip"`;
      terminal.print(`  ${terminal.styled('yellow', same)}`);
    }
    if (remark !== null) terminal.print(`  ${terminal.styled('yellow', remark)}`);
    const table = tab.columns.map(({ at, heading, column, type, vocabulary, match, isOwn }) => [
      `  ${letter(at)}`,
      heading,
      column,
      type.value,
      `${surely(isOwn ? match : type)}${vocabulary === null ? '' : `: ${vocabulary.join(', ')}`}`,
    ]);
    for (const line of columns(table)) terminal.print(line);
  }
  printNamed(terminal, proposal);
  terminal.print();
}

function remarkOn({ hasRefs }: ProposedTab, unkeyed: string | undefined, isLost: boolean): string | null {
  if (isLost) {
    return 'Left out: by its headings alone it would not be found again, since something else in the workbook is more like it. Describe it in tracker.yaml by hand, if it is a register.';
  }
  if (!hasRefs || unkeyed === 'no-ref') {
    return 'It has no column of refs. The pane can insert one, "Ref"; until then it is checked and not synced.';
  }
  return unkeyed === 'refs-repeat'
    ? 'Several lines stand under one ref, so it is checked and not synced. Give each line a ref of its own to sync it.'
    : null;
}

function printNamed(terminal: Terminal, { parties, dateOrder }: Proposal): void {
  if (parties.length > 0) {
    const named = parties.slice(0, PARTIES).map(({ name, times }) => `${name} (${times})`);
    const rest = parties.length - named.length;
    terminal.print();
    terminal.print(`Parties named: ${named.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`);
  }
  if (dateOrder !== null) {
    terminal.print();
    terminal.print(`Dates typed as text: ${dateOrder.value}; ${surely(dateOrder)}`);
  }
}

/** Prints which rules fit what is adopted, and which are suggestions. */
export function printRules(terminal: Terminal, { on, suggested, kept }: FittingRules, schema: Schema): void {
  if (on.length + suggested.length + kept.length === 0) return;
  terminal.print(
    `Rules that nearly all rows meet, and that are on: ${on.map(({ rule }) => rule).join(', ')}`,
  );
  const section = (title: string, rules: typeof on) => {
    if (rules.length === 0) return;
    terminal.print();
    terminal.print(title);
    const lines = rules.map(({ rule, share, asked: rows }) => [
      `  ${rule}`,
      `${percent(share)} of ${rows}`,
      explain(schema, rule)?.about ?? '',
    ]);
    for (const line of columns(lines)) terminal.print(line);
  };
  section('Suggestions, off until you switch them on:', suggested);
  section('Met by fewer rows, and on all the same because other tabs are under them too:', kept);
}

/** Prints what is left to decide, and the flag for each answer. */
export function printQuestions(terminal: Terminal, questions: readonly Question[]): void {
  if (questions.length === 0) return;
  terminal.print();
  terminal.print(
    terminal.styled(
      'bold',
      'Left to decide. Until then the first answer counts; to give another, add what stands before it:',
    ),
  );
  for (const question of questions) {
    terminal.print(`  ${asked(question)}`);
    const lines = optionLines(question).map(({ line, answer }) => [`    ${flagFor(question, answer)}`, line]);
    for (const line of columns(lines)) terminal.print(line);
  }
}

/** The options of a question, each in a line. */
export function optionLines(
  question: Question,
): readonly { readonly line: string; readonly answer: string | null }[] {
  const options =
    question.ask === 'sheet'
      ? question.options.map((option) => ({ ...option, answer: option.tab }))
      : question.options.map((option) => ({ ...option, answer: option.column }));
  return options.map(({ title, confidence, reason, answer }) => ({
    line: `${title}: ${percent(confidence)} sure, ${reason}`,
    answer,
  }));
}

function surely({ confidence, reason }: Guess<unknown>): string {
  return `${percent(confidence)} sure, ${reason}`;
}
