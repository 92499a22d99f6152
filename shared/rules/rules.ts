/** The rules. A new one is a file and a line here; its id stays the same for ever. */

import { mentionedUnknown } from './across/mentioned-unknown.ts';
import { refUnknown } from './across/ref-unknown.ts';
import { approvedWithoutRecord } from './artefacts/approved-without-record.ts';
import { decidedWithoutRecord } from './dissensus/decided-without-record.ts';
import { dissensusWithoutObjection } from './dissensus/dissensus-without-objection.ts';
import { dissensusWithoutPositions } from './dissensus/dissensus-without-positions.ts';
import { dateAsText } from './form/date-as-text.ts';
import { dateOutside } from './form/date-outside.ts';
import { dateSerial } from './form/date-serial.ts';
import { dateUnreadable } from './form/date-unreadable.ts';
import { excelError } from './form/excel-error.ts';
import { meetingUnknown } from './form/meeting-unknown.ts';
import { partyAlias } from './form/party-alias.ts';
import { partyUnknown } from './form/party-unknown.ts';
import { placeholderLeft } from './form/placeholder-left.ts';
import { refDuplicate } from './form/ref-duplicate.ts';
import { refForm } from './form/ref-form.ts';
import { refMissing } from './form/ref-missing.ts';
import { requiredBlank } from './form/required-blank.ts';
import { textLikeFormula } from './form/text-like-formula.ts';
import { vocabularyForm } from './form/vocabulary-form.ts';
import { vocabularyUnknown } from './form/vocabulary-unknown.ts';
import { closedBeforeRaised } from './life/closed-before-raised.ts';
import { closedDateWhileOpen } from './life/closed-date-while-open.ts';
import { closedInFuture } from './life/closed-in-future.ts';
import { closedWithoutDate } from './life/closed-without-date.ts';
import { dueBeforeRaised } from './life/due-before-raised.ts';
import { nextStepPast } from './life/next-step-past.ts';
import { overdue } from './life/overdue.ts';
import { overdueLong } from './life/overdue-long.ts';
import { materialisedWithoutIssue } from './risks/materialised-without-issue.ts';
import { probabilityRange } from './risks/probability-range.ts';
import { ragMismatch } from './risks/rag-mismatch.ts';
import { raidWithoutRef } from './risks/raid-without-ref.ts';
import { residualAboveInherent } from './risks/residual-above-inherent.ts';
import { scoreMismatch } from './risks/score-mismatch.ts';
import type { Rule } from './rule.ts';
import { formulaMixed } from './sheet/formula-mixed.ts';
import { headingMissing } from './sheet/heading-missing.ts';
import { headingTwice } from './sheet/heading-twice.ts';

/** Every rule there is, in the order in which they are listed to people. */
export const rules: readonly Rule[] = [
  refMissing,
  meetingUnknown,
  refForm,
  refDuplicate,
  requiredBlank,
  placeholderLeft,
  dateUnreadable,
  dateAsText,
  dateSerial,
  dateOutside,
  vocabularyUnknown,
  vocabularyForm,
  partyUnknown,
  partyAlias,
  excelError,
  textLikeFormula,
  closedWithoutDate,
  closedDateWhileOpen,
  closedBeforeRaised,
  closedInFuture,
  dueBeforeRaised,
  overdue,
  overdueLong,
  nextStepPast,
  approvedWithoutRecord,
  refUnknown,
  mentionedUnknown,
  dissensusWithoutPositions,
  dissensusWithoutObjection,
  decidedWithoutRecord,
  probabilityRange,
  scoreMismatch,
  ragMismatch,
  residualAboveInherent,
  raidWithoutRef,
  materialisedWithoutIssue,
  formulaMixed,
  headingTwice,
  headingMissing,
];
