/** A question of Adopt in words, with everything that may be answered. */
import { percent } from '../../shared/sheet/propose/learn.ts';
import { REF, type Schema, tabOf } from '../../shared/tracker/schema.ts';
import { OWN, type PaneQuestion } from './adoption.ts';
import { count, headingOf } from './words.ts';

interface Option {
  readonly answer: string | null;
  readonly text: string;
  /** Why it may be so; left out where nothing speaks for it. */
  readonly why?: string;
}

export interface Asked {
  readonly label: string;
  /** Where it stands. */
  readonly hint: string;
  readonly options: readonly Option[];
}

/** The label and hint of the field, and its options: those that are likely first, then every other one. */
export function askedOf(question: PaneQuestion, schema: Schema): Asked {
  switch (question.ask) {
    case 'sheet': {
      const { sheet, rows, headerRow, options } = question;
      const tabs = schema.tabs.map(({ tab, title }) => ({ answer: tab, text: title }));
      const others = [
        ...tabs,
        { answer: OWN, text: 'A register of its own' },
        { answer: null, text: 'No register: leave it out' },
      ];
      return {
        label: `Which register is “${sheet}”?`,
        hint: `${count(rows, 'row')} under the headings in row ${headerRow + 1}`,
        options: withOthers(
          options.map(({ tab, title, confidence, reason }) => ({
            answer: tab ?? OWN,
            text: sure(title, confidence),
            why: reason,
          })),
          others,
        ),
      };
    }
    case 'heading': {
      const { tab, sheet, heading, options } = question;
      const own = tabOf(schema, tab);
      const columns = (own?.columns ?? []).map((each) => ({ answer: each.column, text: each.heading }));
      const others = [...columns, { answer: null, text: 'An extra column' }];
      return {
        label: `Which column is “${oneLine(heading)}”?`,
        hint: `${sheet}, ${own?.title ?? tab}`,
        options: withOthers(
          options.map(({ column, title, confidence, reason }) => ({
            answer: column,
            text: sure(title, confidence),
            why: reason,
          })),
          others,
        ),
      };
    }
    case 'lost': {
      const { tab, sheet, column, heading, headings } = question;
      const name = column === REF ? 'the ref' : headingOf(schema, tab, column);
      return {
        label: `Which heading is ${name} now?`,
        hint: `${sheet}: it was “${heading}”, which is gone`,
        options: [
          ...headings.map((each) => ({ answer: each, text: oneLine(each) })),
          { answer: null, text: 'None: the column is gone' },
        ],
      };
    }
  }
}

function withOthers(likely: readonly Option[], others: readonly Option[]): Option[] {
  const named = new Set(likely.map(({ answer }) => answer));
  return [...likely, ...others.filter(({ answer }) => !named.has(answer))];
}

function sure(title: string, confidence: number): string {
  return `${title} (${percent(confidence)} sure)`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
