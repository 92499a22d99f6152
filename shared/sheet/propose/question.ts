/**
 * What a proposal is not sure of, as questions with their options, and answers as the choices that are kept: which
 * sheet is which tab, which heading is which column.
 */
import { normalHeading } from '../heading.ts';
import type { Choices } from '../region.ts';

/** Which tab a sheet's register is. */
export interface SheetQuestion {
  readonly ask: 'sheet';
  readonly sheet: string;
  /** Counted from 0. */
  readonly headerRow: number;
  /** How many records the register has. */
  readonly rows: number;
  /** The best first. Null: a register of its own, or none of ours. */
  readonly options: readonly {
    readonly tab: string | null;
    readonly title: string;
    readonly confidence: number;
    readonly reason: string;
  }[];
}

/** Which column of its tab a heading is. */
export interface HeadingQuestion {
  readonly ask: 'heading';
  readonly tab: string;
  readonly sheet: string;
  /** As the sheet has it. */
  readonly heading: string;
  /** The sheet's column, counted from 0. */
  readonly at: number;
  /** The best first. Null: an extra column, kept as it is. */
  readonly options: readonly {
    readonly column: string | null;
    readonly title: string;
    readonly confidence: number;
    readonly reason: string;
  }[];
}

export type Question = SheetQuestion | HeadingQuestion;

/** A tab or a column by its key, or null: one of the options of the question, or any other. */
export interface Answer {
  readonly question: Question;
  readonly answer: string | null;
}

const NONE: Choices = { sheets: {}, headings: {} };

/**
 * The choices with these answers added; of two answers to one question the later counts. What is null stays asked
 * about no more: the sheet is none of the tabs, the heading an extra column.
 */
export function withAnswers(choices: Choices | undefined, answers: readonly Answer[]): Choices {
  return answers.reduce(withAnswer, choices ?? NONE);
}

function withAnswer(choices: Choices, { question, answer }: Answer): Choices {
  const { sheets, headings } = choices;
  if (question.ask === 'sheet') return { ...choices, sheets: { ...sheets, [question.sheet]: answer } };
  const normal = normalHeading(question.heading);
  const before = Object.hasOwn(headings, question.tab) ? headings[question.tab] : undefined;
  const own = { ...before, [normal]: answer ?? `x:${normal}` };
  return { ...choices, headings: { ...headings, [question.tab]: own } };
}
