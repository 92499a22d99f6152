/** Asking a person at the terminal what a proposal is not sure of. */
import type { Grid } from '../../shared/sheet/grid.ts';
import type { Proposal } from '../../shared/sheet/propose/proposal.ts';
import { propose } from '../../shared/sheet/propose/propose.ts';
import type { Question } from '../../shared/sheet/propose/question.ts';
import type { Choices } from '../../shared/sheet/region.ts';
import type { Schema } from '../../shared/tracker/schema.ts';
import { askAll, asked } from './answers.ts';
import { optionLines } from './print-proposal.ts';
import type { Terminal } from './terminal.ts';

/** What is learnt from one file, once all is asked that can be. */
export async function decided(
  terminal: Terminal,
  schema: Schema,
  file: string,
  grids: readonly Grid[],
  choices: Choices,
  json: boolean,
): Promise<Proposal> {
  const { ask } = terminal;
  const first = propose(schema, grids, choices);
  if (ask === undefined || json || first.questions.length === 0) return first;
  terminal.print(file);
  const choose = (question: Question) => chosen(terminal, ask, question);
  return propose(schema, grids, await askAll((now) => propose(schema, grids, now), choices, choose));
}

async function chosen(
  terminal: Terminal,
  ask: (question: string) => Promise<string>,
  question: Question,
): Promise<string | null> {
  const options = optionLines(question);
  terminal.print();
  terminal.print(asked(question));
  for (const [index, { line }] of options.entries()) terminal.print(`  ${index + 1}  ${line}`);
  for (;;) {
    const typed = (await ask(`1 to ${options.length}, or Enter for 1: `)).trim();
    const option = typed === '' ? options[0] : options[Number(typed) - 1];
    if (option !== undefined) return option.answer;
    terminal.print(`Type a number from 1 to ${options.length}.`);
  }
}
