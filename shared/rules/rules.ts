/** The rules. A new one is a file and a line here; its id stays the same for ever. */

import { closedWhileNeeded } from './across/closed-while-needed.ts';
import { dependencyCycle } from './across/dependency-cycle.ts';
import { dependsOnMissing } from './across/depends-on-missing.ts';
import { dependsOnUnreadable } from './across/depends-on-unreadable.ts';
import { escalatedOffAgenda } from './across/escalated-off-agenda.ts';
import { forecastLateGreen } from './across/forecast-late-green.ts';
import { mentionedUnknown } from './across/mentioned-unknown.ts';
import { metWithoutDate } from './across/met-without-date.ts';
import { refUnknown } from './across/ref-unknown.ts';
import { refWithdrawn } from './across/ref-withdrawn.ts';
import { approvalNotMeeting } from './artefacts/approval-not-meeting.ts';
import { approvedWithoutRecord } from './artefacts/approved-without-record.ts';
import { baselinedBelowOne } from './artefacts/baselined-below-one.ts';
import { baselinedWhileBlocked } from './artefacts/baselined-while-blocked.ts';
import { greenLate } from './artefacts/green-late.ts';
import { greenPastGate } from './artefacts/green-past-gate.ts';
import { versionDown } from './artefacts/version-down.ts';
import { blockingBeforeDag } from './dissensus/blocking-before-dag.ts';
import { decidedWithoutRecord } from './dissensus/decided-without-record.ts';
import { dissensusUnescalated } from './dissensus/dissensus-unescalated.ts';
import { dissensusWithoutObjection } from './dissensus/dissensus-without-objection.ts';
import { dissensusWithoutPositions } from './dissensus/dissensus-without-positions.ts';
import { dateAsText } from './form/date-as-text.ts';
import { dateOutside } from './form/date-outside.ts';
import { dateSerial } from './form/date-serial.ts';
import { dateUnreadable } from './form/date-unreadable.ts';
import { excelError } from './form/excel-error.ts';
import { meetingUnknown } from './form/meeting-unknown.ts';
import { ownersTwo } from './form/owners-two.ts';
import { partyAlias } from './form/party-alias.ts';
import { partyInitials } from './form/party-initials.ts';
import { partyUnknown } from './form/party-unknown.ts';
import { personalAddress } from './form/personal-address.ts';
import { placeholderLeft } from './form/placeholder-left.ts';
import { refDuplicate } from './form/ref-duplicate.ts';
import { refForm } from './form/ref-form.ts';
import { refMissing } from './form/ref-missing.ts';
import { requiredBlank } from './form/required-blank.ts';
import { seriesGap } from './form/series-gap.ts';
import { textLikeFormula } from './form/text-like-formula.ts';
import { vocabularyForm } from './form/vocabulary-form.ts';
import { vocabularyUnknown } from './form/vocabulary-unknown.ts';
import { closedBeforeRaised } from './life/closed-before-raised.ts';
import { closedDateWhileOpen } from './life/closed-date-while-open.ts';
import { closedInFuture } from './life/closed-in-future.ts';
import { closedWithoutDate } from './life/closed-without-date.ts';
import { dueBeforeRaised } from './life/due-before-raised.ts';
import { dueMovedUndated } from './life/due-moved-undated.ts';
import { nextStepPast } from './life/next-step-past.ts';
import { openInClosedSheet } from './life/open-in-closed-sheet.ts';
import { overdue } from './life/overdue.ts';
import { overdueBlocking } from './life/overdue-blocking.ts';
import { overdueLong } from './life/overdue-long.ts';
import { recommendClosedLeft } from './life/recommend-closed-left.ts';
import { seeAbove } from './life/see-above.ts';
import { transitionImpossible } from './life/transition-impossible.ts';
import { untouched } from './life/untouched.ts';
import { updateContradictsStatus } from './life/update-contradicts-status.ts';
import { highRiskOffRaid } from './risks/high-risk-off-raid.ts';
import { highRiskUnmitigated } from './risks/high-risk-unmitigated.ts';
import { materialisedWithoutIssue } from './risks/materialised-without-issue.ts';
import { probabilityRange } from './risks/probability-range.ts';
import { ragMismatch } from './risks/rag-mismatch.ts';
import { raidWithoutRef } from './risks/raid-without-ref.ts';
import { residualAboveInherent } from './risks/residual-above-inherent.ts';
import { scoreMismatch } from './risks/score-mismatch.ts';
import type { Rule } from './rule.ts';
import { dayMonthSwapped } from './sheet/day-month-swapped.ts';
import { dropDownMisspelt } from './sheet/drop-down-misspelt.ts';
import { formulaMixed } from './sheet/formula-mixed.ts';
import { headingMissing } from './sheet/heading-missing.ts';
import { headingTwice } from './sheet/heading-twice.ts';
import { rowMerged } from './sheet/row-merged.ts';
import { rowsHidden } from './sheet/rows-hidden.ts';

/** Every rule there is, in the order in which they are listed to people. */
export const rules: readonly Rule[] = [
  refMissing,
  meetingUnknown,
  refForm,
  refDuplicate,
  seriesGap,
  requiredBlank,
  placeholderLeft,
  dateUnreadable,
  dateAsText,
  dateSerial,
  dayMonthSwapped,
  dateOutside,
  vocabularyUnknown,
  vocabularyForm,
  dropDownMisspelt,
  partyUnknown,
  partyAlias,
  partyInitials,
  ownersTwo,
  excelError,
  formulaMixed,
  headingMissing,
  headingTwice,
  rowMerged,
  rowsHidden,
  textLikeFormula,
  closedWithoutDate,
  closedDateWhileOpen,
  closedBeforeRaised,
  closedInFuture,
  dueBeforeRaised,
  overdue,
  overdueLong,
  overdueBlocking,
  untouched,
  recommendClosedLeft,
  transitionImpossible,
  updateContradictsStatus,
  seeAbove,
  dueMovedUndated,
  nextStepPast,
  openInClosedSheet,
  approvedWithoutRecord,
  approvalNotMeeting,
  baselinedBelowOne,
  versionDown,
  baselinedWhileBlocked,
  greenLate,
  greenPastGate,
  refUnknown,
  mentionedUnknown,
  refWithdrawn,
  closedWhileNeeded,
  dependsOnMissing,
  dependsOnUnreadable,
  dependencyCycle,
  forecastLateGreen,
  metWithoutDate,
  dissensusWithoutPositions,
  dissensusWithoutObjection,
  decidedWithoutRecord,
  dissensusUnescalated,
  blockingBeforeDag,
  escalatedOffAgenda,
  probabilityRange,
  scoreMismatch,
  ragMismatch,
  residualAboveInherent,
  highRiskUnmitigated,
  highRiskOffRaid,
  raidWithoutRef,
  materialisedWithoutIssue,
  personalAddress,
];
