/** Learning what a workbook holds, for Adopt. */
import { followed } from '../../shared/sheet/follow.ts';
import type { Grid } from '../../shared/sheet/grid.ts';
import type { Proposal } from '../../shared/sheet/propose/proposal.ts';
import { propose } from '../../shared/sheet/propose/propose.ts';
import type { Question } from '../../shared/sheet/propose/question.ts';
import { settingsOf } from '../../shared/sheet/propose/settings.ts';
import { recognise } from '../../shared/sheet/recognise.ts';
import type { Choices } from '../../shared/sheet/region.ts';
import type { Schema } from '../../shared/tracker/schema.ts';
import { canonicalJson } from '../../shared/values/hash.ts';
import { type Adoption, type LostQuestion, OWN, type PaneQuestion, questionId } from './adoption.ts';
import { asShown, known } from './answers.ts';
import { isLeftOut } from './checking.ts';
import { suggestedRules } from './fitting.ts';
import type { PaneState } from './state.ts';
import { yamlLines } from './yaml-lines.ts';

/** A guess that is more likely right than wrong is filled in, for the person to change. */
const LIKELY = 0.5;

/**
 * What the workbook holds by these choices, with the likely answers filled in, or with those that a person gave
 * `before`.
 */
export function adoptionOf(
  { schema, connection, today }: Pick<PaneState, 'schema' | 'connection' | 'today'>,
  all: readonly Grid[],
  choices: Choices,
  before: Adoption | null = null,
): Adoption {
  const grids = all.filter(({ sheet }) => !isLeftOut(choices, sheet));
  const proposal = propose(schema, grids, known(schema, choices));
  const lost = lostIn(schema, grids, choices, proposal);
  const isLost = (question: Question) =>
    question.ask === 'heading' &&
    lost.some(
      ({ tab, sheet, column }) =>
        tab === question.tab &&
        sheet === question.sheet &&
        question.options.some((option) => option.column === column),
    );
  const questions = [...lost, ...proposal.questions.filter((question) => !isLost(question))];
  const asked = new Set(before?.questions.map(questionId));
  // What was said unasked stays as it was said.
  const answers = new Map([...(before?.answers ?? [])].filter(([id]) => !asked.has(id)));
  for (const question of questions) {
    const id = questionId(question);
    const given = asked.has(id) ? before?.answers.get(id)?.answer : likelyAnswer(question);
    if (given !== undefined) answers.set(id, { question, answer: given });
  }
  // Of a tracker that is in use already, what its own registers ask for stays as it is.
  const recognised = connection.status === 'answers' && connection.revision === 0;
  const settings = settingsOf(proposal, { recognised });
  const suggested = suggestedRules({ schema, today, grids, choices, proposal, settings, recognised });
  const off = suggested.filter(({ mayGo }) => mayGo).map(({ rule }) => [rule, 'off']);
  const rules = off.length === 0 ? {} : { rules: Object.fromEntries(off) };
  return {
    proposal,
    questions,
    answers,
    choices,
    isKept: canonicalJson(asShown(proposal, choices)) === canonicalJson(choices),
    suggested,
    lines: yamlLines({ ...settings, ...rules }),
  };
}

function likelyAnswer(question: PaneQuestion): string | null | undefined {
  if (question.ask === 'lost') return undefined;
  const [best] = question.options;
  if (best === undefined || best.confidence < LIKELY) return undefined;
  return 'tab' in best ? (best.tab ?? OWN) : best.column;
}

function lostIn(
  schema: Schema,
  grids: readonly Grid[],
  choices: Choices,
  { tabs }: Proposal,
): readonly LostQuestion[] {
  const { lost } = followed(schema, choices, recognise(schema, grids, choices));
  return lost.map((each) => ({
    ...each,
    ask: 'lost',
    headings: tabs
      .filter(({ tab, sheet }) => tab.value === each.tab && sheet === each.sheet)
      .flatMap(({ columns }) => columns.filter(({ isOwn }) => !isOwn).map(({ heading }) => heading)),
  }));
}
