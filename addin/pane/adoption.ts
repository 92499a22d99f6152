/** What Adopt shows of a workbook and asks about it. */
import type { LostChoice } from '../../shared/sheet/follow.ts';
import type { Proposal } from '../../shared/sheet/propose/proposal.ts';
import type { Question } from '../../shared/sheet/propose/question.ts';
import type { Choices } from '../../shared/sheet/region.ts';
import type { Suggested } from './fitting.ts';

/** A chosen heading that is gone: which one is its column now? */
export interface LostQuestion extends LostChoice {
  readonly ask: 'lost';
  /** The headings that nothing claims, as the sheet has them. */
  readonly headings: readonly string[];
}

export type PaneQuestion = Question | LostQuestion;

export interface PaneAnswer {
  readonly question: PaneQuestion;
  /** A key, a heading of a lost choice, `OWN`, or null for none. */
  readonly answer: string | null;
}

/** The answer that a sheet is a register of its own. No tab has that key. */
export const OWN = '';

export interface Adoption {
  readonly proposal: Proposal;
  readonly questions: readonly PaneQuestion[];
  /** By `questionId`, also of what was not asked; a question without one is not answered yet. */
  readonly answers: ReadonlyMap<string, PaneAnswer>;
  /** As this copy keeps them. */
  readonly choices: Choices;
  /** Whether this copy keeps, or the tracker knows, all that is shown. */
  readonly isKept: boolean;
  /** For tracker.yaml; empty where nothing need be said. */
  readonly lines: string;
  /** Rules that fewer rows meet than a team holds itself to. */
  readonly suggested: readonly Suggested[];
}

/** What names a question among the others. */
export function questionId(question: PaneQuestion): string {
  switch (question.ask) {
    case 'sheet':
      return `sheet ${question.sheet}!${question.headerRow}`;
    case 'heading':
      return `heading ${question.tab} ${question.sheet}!${question.at}`;
    case 'lost':
      return `lost ${question.tab} ${question.sheet} ${question.column}`;
  }
}
