/** Answers given in Adopt, as the choices that a copy keeps. */
import { forgotten } from '../../shared/sheet/follow.ts';
import { normalHeading } from '../../shared/sheet/heading.ts';
import type { Proposal } from '../../shared/sheet/propose/proposal.ts';
import { withAnswers } from '../../shared/sheet/propose/question.ts';
import { choicesOf } from '../../shared/sheet/propose/settings.ts';
import type { Choices } from '../../shared/sheet/region.ts';
import { type Schema, tabOf } from '../../shared/tracker/schema.ts';
import { type Adoption, OWN } from './adoption.ts';

/** The choices with these answers added. */
export function withPaneAnswers(choices: Choices, { answers }: Adoption): Choices {
  let now = choices;
  for (const { question, answer } of answers.values()) {
    if (question.ask !== 'lost') {
      now = withAnswers(now, [{ question, answer: answer === OWN ? null : answer }]);
    } else if (answer === null) now = forgotten(now, question);
    else {
      const own = { ...now.headings[question.tab], [normalHeading(answer)]: question.column };
      now = { ...now, headings: { ...now.headings, [question.tab]: own } };
    }
  }
  return now;
}

/** The choices as a proposal takes them: a tab or a column that is still to come is none that the tracker has. */
export function known(schema: Schema, choices: Choices): Choices {
  const columnsOf = (tab: string) => new Set(tabOf(schema, tab)?.columns.map(({ column }) => column));
  return {
    ...choices,
    sheets: mapped(choices.sheets, (tab) => (tab !== null && tabOf(schema, tab) === undefined ? null : tab)),
    headings: mapped(choices.headings, (own, tab) => {
      const columns = columnsOf(tab);
      return mapped(own, (column, heading) => (columns.has(column) ? column : `x:${heading}`));
    }),
  };
}

/**
 * The choices with all that is shown and not asked about: what is taken for the tracker's own, and under their keys to
 * be what is to come, as the lines for tracker.yaml have it.
 */
export function asShown({ tabs, questions }: Proposal, choices: Choices): Choices {
  let { sheets, headings } = choicesOf({ tabs }, choices);
  const isAsked = (tab: string, at: number) =>
    questions.some((each) => each.ask === 'heading' && each.tab === tab && each.at === at);
  for (const { tab, sheet, isNew, columns } of tabs) {
    if (isNew) {
      const isAlone = tabs.filter((each) => each.sheet === sheet).length === 1;
      const isOpen = questions.some((each) => each.ask === 'sheet' && each.sheet === sheet);
      if (isAlone && !isOpen && !Object.hasOwn(sheets, sheet)) sheets = { ...sheets, [sheet]: tab.value };
      continue;
    }
    for (const { heading, at, column, isOwn, known: isKnown } of columns) {
      const normal = normalHeading(heading);
      const own = headings[tab.value] ?? {};
      if (isOwn || isKnown || isAsked(tab.value, at) || Object.hasOwn(own, normal)) continue;
      headings = { ...headings, [tab.value]: { ...own, [normal]: column } };
    }
  }
  return { ...choices, sheets, headings };
}

/**
 * The choices with the keys that the lines for tracker.yaml give to what is new: once the service has them, this copy
 * is read by them too.
 */
export function withNewKeys(choices: Choices, { tabs }: Proposal, { answers }: Adoption): Choices {
  let { sheets, headings } = choices;
  for (const { question, answer } of answers.values()) {
    if (question.ask === 'sheet' && answer === OWN) {
      const own = tabs.find(({ isNew, sheet }) => isNew && sheet === question.sheet);
      if (own !== undefined) sheets = { ...sheets, [question.sheet]: own.tab.value };
    }
    if (question.ask === 'heading' && answer === null) {
      const { tab, sheet, at, heading } = question;
      const column = tabs
        .find((each) => each.tab.value === tab && each.sheet === sheet)
        ?.columns.find((each) => each.at === at && !each.isOwn && !each.known);
      if (column === undefined) continue;
      headings = { ...headings, [tab]: { ...headings[tab], [normalHeading(heading)]: column.column } };
    }
  }
  return { ...choices, sheets, headings };
}

function mapped<From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From, key: string) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));
}

/** Of a sheet, or of a heading of a tab. */
export type OneChoice = { readonly sheet: string } | { readonly tab: string; readonly heading: string };

/** The choices without one of them. */
export function without(choices: Choices, choice: OneChoice): Choices {
  if ('sheet' in choice) {
    const { [choice.sheet]: _, ...sheets } = choices.sheets;
    return { ...choices, sheets };
  }
  const { [choice.heading]: _, ...own } = choices.headings[choice.tab] ?? {};
  return { ...choices, headings: { ...choices.headings, [choice.tab]: own } };
}
