/** For each rule over rows a row that it speaks about, and one that it just leaves alone. */
import type { Value } from '../../shared/values/value.ts';
import type { Given } from './builder.ts';

export interface Case {
  readonly rule: string;
  readonly title: string;
  readonly fires: Given;
  readonly says: { ref?: string | null; column: string; fix?: Value };
  readonly words: string;
  readonly miss: string;
  readonly near: Given;
  /** Where the rows stand, for a rule that asks. */
  readonly sheets?: { readonly fires: string; readonly near: string };
}

export const cases: readonly Case[] = [
  {
    rule: 'ref-missing',
    title: 'tells of a row without a ref',
    fires: { risks: [{ ref: null }] },
    says: { ref: null, column: 'ref' },
    words: 'This row has no ref yet. Sync gives it the next number; nothing to do.',
    miss: 'but not of one that has one',
    near: { risks: [{}] },
  },
  {
    rule: 'meeting-unknown',
    title: 'tells of an action without a ref on a day without a meeting',
    fires: { actions: [{ ref: null, date: '2022-07-29' }] },
    says: { ref: null, column: 'date' },
    words:
      'This row has no ref and has a date without a meeting of DAG (29/07/2022) to number it by. Correct the date, type a ref, or have the meeting added to the configuration.',
    miss: 'but not on the day of one',
    near: { actions: [{ ref: null }] },
  },
  {
    rule: 'ref-form',
    title: 'mends a ref that can mean one thing only',
    fires: { risks: [{ ref: 'DR_3' }] },
    says: { ref: 'DR_3', column: 'ref', fix: 'DR-003' },
    words: 'The ref "DR_3" is not written as DR-001. Write DR-003.',
    miss: 'but takes one that is equal in normal form',
    near: { risks: [{ ref: 'dr_003' }] },
  },
  {
    rule: 'required-blank',
    title: 'asks for a required cell that holds a placeholder',
    fires: { actions: [{ owner: 'TBC' }] },
    says: { ref: 'DAG13-01', column: 'owner' },
    words: 'Owner says only "TBC". Put the real value there as soon as it is known.',
    miss: 'but not for one that may be blank',
    near: { risks: [{ controls: null }] },
  },
  {
    rule: 'placeholder-left',
    title: 'asks to blank a placeholder in a date that may be blank',
    fires: { risks: [{ 'next-review': 'n/a' }] },
    says: { column: 'next-review' },
    words: 'Next Review says only "n/a". Leave the cell blank until the value is known.',
    miss: 'but leaves prose alone',
    near: { risks: [{ controls: 'n/a' }] },
  },
  {
    rule: 'date-unreadable',
    title: 'tells of a date that cannot be read',
    fires: { issues: [{ 'target-date': 'after the summer' }] },
    says: { column: 'target-date' },
    words: 'Target Date can\'t be read as a date: "after the summer". Write it as DD/MM/YYYY.',
    miss: 'but not of text that can',
    near: { issues: [{ 'target-date': '14 September 2022' }] },
  },
  {
    rule: 'date-as-text',
    title: 'mends a text date, its year taken from when the row came up',
    fires: { actions: [{ 'due-date': 'August 8 th' }] },
    says: { column: 'due-date', fix: '2022-08-08' },
    words: 'Due Date is text, "August 8 th". Write it as the date 08/08/2022.',
    miss: 'but has nothing to say of a date',
    near: { actions: [{ 'due-date': '2022-08-08' }] },
  },
  {
    rule: 'date-as-text',
    title: 'leaves to a person a text date that can be two days',
    fires: { actions: [{ date: '14-Sept' }] },
    says: { column: 'date' },
    words: 'Date is text, and it is not certain which day "14-Sept" means. Write it as DD/MM/YYYY.',
    miss: 'but has nothing to say of a blank',
    near: { actions: [{ date: null }] },
  },
  {
    rule: 'date-serial',
    title: 'mends a number that lost its date format',
    fires: { actions: [{ 'due-date': '44783' }] },
    says: { column: 'due-date', fix: '2022-08-10' },
    words: 'Due Date is the number "44783", which Excel counts as the date 10/08/2022. Write the date.',
    miss: 'but not one of six digits',
    near: { actions: [{ 'due-date': '447830' }] },
  },
  {
    rule: 'date-outside',
    title: "tells of a date outside the programme's time",
    fires: { risks: [{ 'date-raised': '1900-01-01' }] },
    says: { column: 'date-raised' },
    words:
      "Date Raised is 01/01/1900, outside the programme's time (01/01/2017 to 31/12/2032). Correct the date, most likely its year.",
    miss: 'but not of its first day',
    near: { risks: [{ 'date-raised': '2017-01-01' }] },
  },
  {
    rule: 'date-outside',
    title: 'tells of a date of noughts',
    fires: { risks: [{ 'date-raised': '00/00/00' }] },
    says: { column: 'date-raised' },
    words:
      "Date Raised is 00/00/00, outside the programme's time (01/01/2017 to 31/12/2032). Correct the date, most likely its year.",
    miss: 'but not of its last day',
    near: { risks: [{ 'next-review': '2032-12-31' }] },
  },
  {
    rule: 'vocabulary-unknown',
    title: 'tells of a choice that is none of the words',
    fires: { dissensus: [{ materiality: 'Huge' }] },
    says: { column: 'materiality' },
    words: '"Huge" is no Materiality of this tracker. Choose one of: Minor, Material, Blocking.',
    miss: 'but not of one with a typo',
    near: { dissensus: [{ materiality: 'Bloking' }] },
  },
  {
    rule: 'vocabulary-form',
    title: 'mends the case and the typo of a choice',
    fires: { issues: [{ status: 'in progres' }] },
    says: { column: 'status', fix: 'In Progress' },
    words: 'Status says "in progres". Write "In Progress", as the list has it.',
    miss: 'but not one that may be either of two words',
    near: { issues: [{ status: 'Escalated to DSG' }] },
  },
  {
    rule: 'party-unknown',
    title: 'tells of a party that nobody knows',
    fires: { actions: [{ owner: 'PMO and Nobody Ltd' }] },
    says: { column: 'owner' },
    words:
      'Owner names "Nobody Ltd", who is no party of this tracker. Name the party (a person may follow in brackets), or add it to the configuration.',
    miss: 'but not of a known one with a team in brackets',
    near: { actions: [{ owner: 'Programme (Design Team)' }] },
  },
  {
    rule: 'party-alias',
    title: 'mends an alias, and only that name of several',
    fires: { actions: [{ owner: 'Chair; Programme (PMO)' }] },
    says: { column: 'owner', fix: 'Chair; PMO' },
    words: 'Owner says "Chair; Programme (PMO)"; its name here is "Chair; PMO".',
    miss: 'but not a party with a person in brackets',
    near: { actions: [{ owner: 'PMO (Meetings)' }] },
  },
  {
    rule: 'excel-error',
    title: 'tells of an Excel error, also in a column of nobody',
    fires: { risks: [{ 'x:cost': '#REF!' }] },
    says: { column: 'x:cost' },
    words: "cost shows Excel's error #REF!. Mend the formula, or type the value in its place.",
    miss: 'but not of a hashtag',
    near: { risks: [{ 'x:cost': '#REFORM' }] },
  },
  {
    rule: 'text-like-formula',
    title: 'tells of text that begins like a formula',
    fires: { risks: [{ controls: '=cmd()' }] },
    says: { column: 'controls' },
    words: 'Controls is text that begins like a formula: "=cmd()". Put another character first.',
    miss: 'but not of a number',
    near: { risks: [{ controls: '-5' }] },
  },
  {
    rule: 'closed-without-date',
    title: 'tells of a closed row without its date',
    fires: { issues: [{ status: 'closed' }] },
    says: { column: 'date-closed' },
    words: 'The status is Closed, but Date Closed is blank. Give the date.',
    miss: 'but not of a dependency that says when it was met',
    near: { dependencies: [{ status: 'Met', 'actual-date': '2022-08-01' }] },
  },
  {
    rule: 'closed-date-while-open',
    title: 'tells of a closing date on an open row',
    fires: { risks: [{ status: 'Recommend Closed', 'date-closed': '2022-08-01' }] },
    says: { column: 'date-closed' },
    words:
      'Date Closed is 01/08/2022, but the status is still Recommend Closed. Change the status, or take the date out.',
    miss: 'but not on one whose status nobody knows',
    near: { risks: [{ status: 'Sleeping', 'date-closed': '2022-08-01' }] },
  },
  {
    rule: 'closed-before-raised',
    title: 'tells of a row closed before it was raised',
    fires: { dissensus: [{ status: 'Closed', 'date-closed': '2022-07-05' }] },
    says: { column: 'date-closed' },
    words: 'Date Closed (05/07/2022) is before Raised Date (06/07/2022). Correct whichever is wrong.',
    miss: 'but not on that very day',
    near: { dissensus: [{ status: 'Closed', 'date-closed': '2022-07-06' }] },
  },
  {
    rule: 'closed-in-future',
    title: 'tells of a closing date that is yet to come',
    fires: { issues: [{ status: 'Closed', 'date-closed': '2022-08-11' }] },
    says: { column: 'date-closed' },
    words:
      'Date Closed is 11/08/2022, which is yet to come. Give the day on which it was closed, or take it out.',
    miss: 'but not of today',
    near: { issues: [{ status: 'Closed', 'date-closed': '2022-08-10' }] },
  },
  {
    rule: 'due-before-raised',
    title: 'tells of a row due before it was raised',
    fires: { actions: [{ 'due-date': '2022-07-27', update: 'CLOSED: done' }] },
    says: { column: 'due-date' },
    words: 'Due Date (27/07/2022) is before Date (28/07/2022). Correct whichever is wrong.',
    miss: 'but not of one due at the meeting that gave it',
    near: { actions: [{ 'due-date': '2022-07-28' }] },
  },
  {
    rule: 'overdue',
    title: 'tells of an open action past its date',
    fires: { actions: [{ 'due-date': '2022-08-09' }] },
    says: { column: 'due-date' },
    words: 'Still open, and Due Date was 09/08/2022, 1 day ago. Close it, or agree a new date and note why.',
    miss: 'but not on the day itself, which is that of the meeting',
    near: { actions: [{ 'due-date': '2022-08-10' }] },
  },
  {
    rule: 'overdue',
    title: 'tells of an artefact past its forecast',
    fires: { artefacts: [{ 'forecast-dag-date': '2022-07-28' }] },
    says: { column: 'forecast-dag-date' },
    words:
      'Still open, and Forecast DAG Date was 28/07/2022, 13 days ago. Close it, or agree a new date and note why.',
    miss: 'but not of an action that is recommended closed',
    near: { actions: [{ 'due-date': '2022-08-01', update: 'RECOMMEND CLOSED: sent' }] },
  },
  {
    rule: 'overdue-long',
    title: 'tells of a dependency that is more than a month late',
    fires: { dependencies: [{ 'needed-by': '2022-07-10' }] },
    says: { column: 'needed-by' },
    words:
      'Still open, and Needed By was 10/07/2022, more than 30 days ago. Close it, escalate it, or agree a new date and note why.',
    miss: 'but not after thirty days',
    near: { dependencies: [{ 'needed-by': '2022-07-11' }] },
  },
  {
    rule: 'next-step-past',
    title: 'tells of a next step whose day has gone by',
    fires: { dissensus: [{ 'next-step-date': '2022-08-09' }] },
    says: { column: 'next-step-date' },
    words:
      'Next Step Date was 09/08/2022, and that day has gone by. Say what came of it, and give the next date.',
    miss: 'but not on a row that is over',
    near: {
      dissensus: [{ status: 'Withdrawn', 'date-closed': '2022-08-09', 'next-step-date': '2022-08-09' }],
    },
  },
  {
    rule: 'approved-without-record',
    title: 'asks which meeting approved an artefact',
    fires: { artefacts: [{ status: 'Approved', 'actual-dag-date': '2022-07-28' }] },
    says: { column: 'approval-meeting' },
    words: 'The status is Approved, but Approval Meeting is blank. Fill it in from the minutes.',
    miss: 'but not of one that is only recommended',
    near: { artefacts: [{ status: 'Recommended to DAG' }] },
  },
  {
    rule: 'ref-unknown',
    title: 'tells of a ref to a row that does not exist',
    fires: { artefacts: [{}], issues: [{ artefacts: 'DA-001, DA-009' }] },
    says: { ref: 'DI-001', column: 'artefacts' },
    words: 'Artefacts names DA-009, but Design Artefacts has no such row. Correct the ref, or add the row.',
    miss: 'but not to a row whose own ref is written otherwise',
    near: { artefacts: [{}, { ref: 'DA_9' }], issues: [{ artefacts: 'DA-001, DA009' }] },
  },
  {
    rule: 'ref-unknown',
    title: 'tells of a risk that became no issue',
    fires: { issues: [{}], risks: [{ 'became-issue': 'DI-007' }] },
    says: { ref: 'DR-001', column: 'became-issue' },
    words:
      'Became Issue names DI-007, but Baseline Design Issues has no such row. Correct the ref, or add the row.',
    miss: 'but not where that register is not here at all',
    near: { risks: [{ 'became-issue': 'DI-007' }] },
  },
  {
    rule: 'mentioned-unknown',
    title: 'tells of an update that mentions an action which does not exist',
    fires: { actions: [{ update: 'ONGOING: see ACTION DAG 12-03' }] },
    says: { column: 'update' },
    words: 'Update mentions DAG12-03, but Minutes and Actions has no such row. Check the ref.',
    miss: 'but not of a meeting on a date',
    near: { actions: [{ update: 'ONGOING: on the agenda of DAG 10 August 2022' }] },
  },
  {
    rule: 'dissensus-without-positions',
    title: 'asks for the positions of a dissensus',
    fires: { dissensus: [{ positions: null }] },
    says: { column: 'positions' },
    words: 'Positions is blank. Write one line for each party: "Party: Object – reason".',
    miss: 'but takes one party as enough, also in a column of its own',
    near: {
      dissensus: [
        { positions: 'DCC: Object' },
        { ref: 'DIS-002', positions: null, 'x:large suppliers': 'Object – costs' },
      ],
    },
  },
  {
    rule: 'dissensus-without-objection',
    title: 'asks who objects',
    fires: { dissensus: [{ positions: 'DCC: Support\nOfgem: Abstain' }] },
    says: { column: 'positions' },
    words:
      'No party\'s position in Positions is "Object". Put the objection on record, or close the dissensus.',
    miss: 'but takes an objection in small letters',
    near: { dissensus: [{ positions: 'DCC: Support\nOfgem: object - costs' }] },
  },
  {
    rule: 'dissensus-without-objection',
    title: 'reads positions in brackets before the colon, and in a column a party',
    fires: {
      dissensus: [{ positions: null, 'x:dcc': 'Support', 'x:large suppliers': 'Abstain – no view yet' }],
    },
    says: { column: 'positions' },
    words:
      'No party\'s position in Positions is "Object". Put the objection on record, or close the dissensus.',
    miss: 'and an objection in either of them',
    near: {
      dissensus: [
        { positions: 'DCC (object): not as agreed' },
        { ref: 'DIS-002', positions: null, 'x:large suppliers': 'Object – costs' },
      ],
    },
  },
  {
    rule: 'decided-without-record',
    title: 'asks why a dissensus was decided so',
    fires: {
      dissensus: [
        {
          status: 'Decided - dissensus noted',
          'date-closed': '2022-08-01',
          decision: 'As proposed',
          'decision-maker': 'Chair',
        },
      ],
    },
    says: { column: 'decision-rationale' },
    words:
      'The status is Decided – Dissensus Noted, but Decision Rationale is blank. The record needs it: fill it in.',
    miss: 'but not of one that was resolved',
    near: { dissensus: [{ status: 'Resolved – Consensus', 'date-closed': '2022-08-01' }] },
  },
  {
    rule: 'probability-range',
    title: 'tells of an impact that is no step of the scale',
    fires: { risks: [{ impact: 6 }] },
    says: { column: 'impact' },
    words: 'Impact is "6". Give a whole number from 1 to 5.',
    miss: "but not of a dependency's impact, which is prose",
    near: { dependencies: [{ impact: '6 weeks of delay' }] },
  },
  {
    rule: 'residual-above-inherent',
    title: 'tells of a risk that mitigation makes greater',
    fires: { risks: [{ 'residual-probability': 5, 'residual-impact': 3 }] },
    says: { column: 'residual-probability' },
    words: 'The risk after mitigation scores 15, more than the 12 before it. Correct whichever is wrong.',
    miss: 'but not of one that it leaves as it is',
    near: { risks: [{ 'residual-probability': 3, 'residual-impact': 4 }] },
  },
  {
    rule: 'raid-without-ref',
    title: "asks for the number on the programme's RAID log",
    fires: { risks: [{ 'on-programme-raid': true }] },
    says: { column: 'programme-raid-ref' },
    words: 'On Programme RAID says yes, but Programme RAID Ref is blank. Give its ref there.',
    miss: 'but not of one that is not on it',
    near: { risks: [{ 'on-programme-raid': 'No' }] },
  },
  {
    rule: 'materialised-without-issue',
    title: 'asks which issue a risk became',
    fires: { risks: [{ status: 'Materialised', 'date-closed': '2022-08-01' }] },
    says: { column: 'became-issue' },
    words: 'The status is Materialised, but Became Issue is blank. Name the issue that it became.',
    miss: 'but not of a closed one',
    near: { risks: [{ status: 'Closed', 'date-closed': '2022-08-01' }] },
  },
  {
    rule: 'series-gap',
    title: "tells of a number left out in a meeting's series",
    fires: { actions: [{}, { ref: 'DAG13-04' }] },
    says: { ref: 'DAG13-04', column: 'ref' },
    words:
      'DAG13-02, DAG13-03 are missing before this one. Check whether a row was lost or this one has the wrong number.',
    miss: 'but not where each follows on the other, nor of a log that leaves its old rows out',
    near: { actions: [{}, { ref: 'DAG13-02' }, { ref: 'DAG14-05' }, { ref: 'DAG13-3' }] },
  },
  {
    rule: 'party-initials',
    title: 'tells of initials where a party belongs',
    fires: { actions: [{ owner: 'J.S.' }] },
    says: { column: 'owner' },
    words: 'Owner says only the initials "J.S.". Write the party, with the person in brackets if needed.',
    miss: 'but not of a party of two letters',
    near: { actions: [{ owner: 'SI' }, { ref: 'DAG13-02', owner: 'PMO (JS)' }] },
  },
  {
    rule: 'owners-two',
    title: 'tells of two owners, under their own names',
    fires: { actions: [{ owner: 'Programme (PMO), Ofgem' }] },
    says: { column: 'owner' },
    words:
      'Owner names 2 (PMO, Ofgem). Leave the one who answers for it; the others can stand in the update.',
    miss: 'but not of two who raised something, nor of a name with an ampersand',
    near: { issues: [{ 'raised-by': 'DCC, Ofgem', owner: 'I&C Suppliers' }] },
  },
  {
    rule: 'overdue-blocking',
    title: 'tells of a late issue that the baseline waits for',
    fires: { issues: [{ 'target-date': '2022-08-09' }] },
    says: { column: 'target-date' },
    words:
      'The baseline waits for this, and Target Date was 09/08/2022. Close it, escalate it, or agree a new date and note why.',
    miss: 'but not on the day itself, nor where nothing waits',
    near: {
      issues: [
        { 'target-date': '2022-08-10' },
        { ref: 'DI-002', 'target-date': '2022-08-09', 'blocks-baseline': 'No' },
      ],
    },
  },
  {
    rule: 'untouched',
    title: 'tells of a row of which nothing was heard for a month',
    fires: { issues: [{ 'date-raised': '2022-06-01', update: '12/07/2022: asked DCC\n01/07/2022: raised' }] },
    says: { column: 'update' },
    words:
      'Open, and Update has nothing newer than 12/07/2022, more than 28 days ago. Add a dated line on where it stands, or close it.',
    miss: 'but not after four weeks, nor where no line is dated',
    near: {
      issues: [
        { 'date-raised': '2022-06-01', update: '13/07/2022: asked DCC' },
        { ref: 'DI-002', 'date-raised': '2022-06-01', update: 'asked DCC' },
      ],
    },
  },
  {
    rule: 'untouched',
    title: 'goes by the day of review too',
    fires: { risks: [{ 'last-reviewed': '2022-07-12' }] },
    says: { column: 'last-reviewed' },
    words:
      'Open, and Last Reviewed has nothing newer than 12/07/2022, more than 28 days ago. Add a dated line on where it stands, or close it.',
    miss: 'but not on a closed risk',
    near: { risks: [{ 'last-reviewed': '2022-07-12', status: 'Closed', 'date-closed': '2022-07-12' }] },
  },
  {
    rule: 'recommend-closed-left',
    title: 'tells of an action that is still recommended closed after the meeting',
    fires: { actions: [{ update: '20/07/2022 RECOMMEND CLOSED: sent to all' }] },
    says: { column: 'update' },
    words:
      'Recommended for closure since 20/07/2022, and DAG 12 (21/07/2022) has met since. Close it, or say what is left to do.',
    miss: 'but not before that meeting is over, nor where the line has no date',
    near: {
      actions: [
        { update: '29/07/2022 RECOMMEND CLOSED: sent to all' },
        { ref: 'DAG13-02', update: 'RECOMMEND CLOSED: sent to all' },
      ],
    },
  },
  {
    rule: 'update-contradicts-status',
    title: 'tells of an update that says closed on an open row',
    fires: { issues: [{ update: '01/08/2022 CLOSED: agreed with DCC\n10/07/2022 ONGOING: with DCC' }] },
    says: { column: 'update' },
    words:
      'Update says "01/08/2022 CLOSED: agreed with DCC", but the status is Open. Correct whichever is wrong.',
    miss: 'but not where an older line says so',
    near: { issues: [{ update: '01/08/2022 ONGOING: taken up again\n10/07/2022 CLOSED: with DCC' }] },
  },
  {
    rule: 'see-above',
    title: 'tells of an update that points to its neighbour',
    fires: { actions: [{ update: 'ONGOING: See above' }] },
    says: { column: 'update' },
    words:
      'Update says only "ONGOING: See above", and the row above changes when the sheet is sorted. Name the ref, or say it again here.',
    miss: 'but not of one that goes on',
    near: { actions: [{ update: 'ONGOING: see above the line in the paper' }] },
  },
  {
    rule: 'due-moved-undated',
    title: 'tells of a moved date in a line that does not say when',
    fires: { actions: [{ update: 'ONGOING: due date moved to 10 August' }] },
    says: { column: 'update' },
    words:
      'Update tells of a moved date ("due date moved") in a line without a date of its own. Begin that line with the day on which it was agreed.',
    miss: 'but not in a dated line',
    near: { actions: [{ update: '28/07/2022 ONGOING: due date moved to 10 August' }] },
  },
  {
    rule: 'open-in-closed-sheet',
    title: 'tells of an open row in the sheet of the closed ones',
    fires: { actions: [{}] },
    says: { column: 'update' },
    words:
      'The status is Ongoing, but the row stands in the sheet "Closed Actions". Move the row back, or correct its status.',
    miss: 'but not in one for both',
    near: { actions: [{}] },
    sheets: { fires: 'Closed Actions', near: 'Open and closed' },
  },
  {
    rule: 'approval-not-meeting',
    title: 'tells of an approval on a day on which the group did not meet',
    fires: {
      artefacts: [{ status: 'Approved', 'approval-meeting': 'DAG 13', 'actual-dag-date': '2022-07-29' }],
    },
    says: { column: 'actual-dag-date' },
    words:
      'The status is Approved, but DAG did not meet on Actual DAG Date (29/07/2022). Correct the date from the minutes, or have the meeting added to the configuration.',
    miss: 'but not on the day of a meeting, nor before the first that is known',
    near: {
      artefacts: [
        { status: 'Approved', 'approval-meeting': 'DAG 13', 'actual-dag-date': '2022-07-28' },
        { ref: 'DA-002', status: 'Approved', 'approval-meeting': 'DAG 5', 'actual-dag-date': '2022-02-09' },
      ],
    },
  },
  {
    rule: 'baselined-below-one',
    title: 'tells of a baseline below version 1.0',
    fires: {
      artefacts: [
        {
          status: 'Baselined',
          version: 'v0.10',
          'approval-meeting': 'DAG 13',
          'actual-dag-date': '2022-07-28',
        },
      ],
    },
    says: { column: 'version' },
    words:
      'The status is Baselined, but Version is v0.10. A baseline is 1.0 or later: correct the version or the status.',
    miss: 'but not of 1.0 itself',
    near: { artefacts: [{ status: 'Baselined', version: '1.0' }] },
  },
  {
    rule: 'version-down',
    title: 'tells of a dissensus about a version that the artefact does not have yet',
    fires: { artefacts: [{ version: '1.9' }], dissensus: [{ version: '1.10' }] },
    says: { ref: 'DIS-001', column: 'version' },
    words: 'Version is 1.10, but DA-001 is at 1.9. A version does not go down: correct whichever is wrong.',
    miss: 'but not about the one that it has, nor an older one',
    near: {
      artefacts: [{ version: 'v1.0' }],
      dissensus: [{ version: '1' }, { ref: 'DIS-002', version: '0.9' }],
    },
  },
  {
    rule: 'baselined-while-blocked',
    title: 'tells of a baseline with a blocking issue and a blocking dissensus on it',
    fires: {
      artefacts: [{ status: 'Baselined', version: '1.0' }],
      issues: [{}],
      dissensus: [{ materiality: 'blocking' }],
    },
    says: { ref: 'DA-001', column: 'status' },
    words:
      'The status is Baselined, but DI-001, DIS-001 are open and block the baseline. Close what is settled, or take the baseline back.',
    miss: 'but not with ones that do not block, are closed, or are about another artefact',
    near: {
      artefacts: [{ status: 'Baselined', version: '1.0' }, { ref: 'DA-002' }],
      issues: [
        { 'blocks-baseline': false },
        { ref: 'DI-002', status: 'Closed', 'date-closed': '2022-08-01' },
        { ref: 'DI-003', artefacts: 'DA-002' },
      ],
      dissensus: [{}],
    },
  },
  {
    rule: 'green-late',
    title: 'tells of a green artefact that is forecast for later than planned',
    fires: { artefacts: [{ rag: 'Green', 'forecast-dag-date': '2022-11-03' }] },
    says: { column: 'rag' },
    words:
      'RAG is Green, but the forecast is 6 days after Planned DAG Date (28/10/2022). Make it Amber or Red, or agree a new plan.',
    miss: 'but not by five days, nor of an amber one',
    near: {
      artefacts: [
        { rag: 'Green', 'forecast-dag-date': '2022-11-02' },
        { ref: 'DA-002', rag: 'Amber', 'forecast-dag-date': '2022-12-14' },
      ],
    },
  },
  {
    rule: 'green-past-gate',
    title: 'tells of a green artefact whose gate has gone by',
    fires: { artefacts: [{ rag: 'green', 'planned-dag-date': '2022-08-09' }] },
    says: { column: 'rag' },
    words:
      'RAG is Green, but Planned DAG Date (09/08/2022) has gone by without an approval. Give the new forecast and its colour, or the approval.',
    miss: 'but not on the day of the gate, nor once it was approved',
    near: {
      artefacts: [
        { rag: 'Green', 'planned-dag-date': '2022-08-10' },
        { ref: 'DA-002', rag: 'Green', 'planned-dag-date': '2022-07-28', 'actual-dag-date': '2022-07-28' },
      ],
    },
  },
  {
    rule: 'ref-withdrawn',
    title: 'tells of an open issue about a withdrawn artefact',
    fires: { artefacts: [{ status: 'Withdrawn', 'date-closed': '2022-08-01' }], issues: [{}] },
    says: { ref: 'DI-001', column: 'artefacts' },
    words: 'Artefacts names DA-001, which is Withdrawn. Name what took its place, or close this row.',
    miss: 'but not of a closed one, nor about one that was superseded',
    near: {
      artefacts: [{ status: 'Withdrawn' }, { ref: 'DA-002', status: 'Superseded' }],
      issues: [
        { status: 'Closed', 'date-closed': '2022-08-01' },
        { ref: 'DI-002', artefacts: 'DA-002' },
      ],
    },
  },
  {
    rule: 'closed-while-needed',
    title: 'tells of a dependency that is no longer required while another waits for it',
    fires: {
      dependencies: [
        { status: 'No Longer Required', 'date-closed': '2022-08-01' },
        { ref: 'DD-002', 'depends-on-ref': 'DD-001' },
      ],
    },
    says: { ref: 'DD-001', column: 'status' },
    words:
      'The status is No Longer Required, but DD-002 still depends on this. Tell its owner, and change or close it.',
    miss: 'but not once it is met, nor where the other is closed too',
    near: {
      dependencies: [
        { status: 'Met', 'actual-date': '2022-08-01' },
        { ref: 'DD-002', 'depends-on-ref': 'DD-001' },
        { ref: 'DD-003', status: 'Closed', 'date-closed': '2022-08-01' },
        { ref: 'DD-004', 'depends-on-ref': 'DD-003', status: 'Closed', 'date-closed': '2022-08-01' },
      ],
    },
  },
  {
    rule: 'depends-on-missing',
    title: 'asks on what a dependency depends',
    fires: { dependencies: [{ 'depends-on-ref': 'TBC' }] },
    says: { column: 'depends-on-ref' },
    words:
      'This depends on an item of the kind Code modification, but Depends-on Ref is blank. Give its ref, such as DA-001 or SEC MP162.',
    miss: 'but not of something without a number',
    near: { dependencies: [{ 'depends-on-ref': null, 'depends-on-type': 'Regulatory decision' }] },
  },
  {
    rule: 'depends-on-unreadable',
    title: 'tells of a ref in which there is none',
    fires: {
      dependencies: [{ 'depends-on-type': 'Artefact', 'depends-on-ref': 'the method statement, v2' }],
    },
    says: { column: 'depends-on-ref' },
    words:
      'No ref can be read in Depends-on Ref ("the method statement, v2"), and this depends on an item of the kind Artefact. Give its ref, such as DA-001 or SEC MP162.',
    miss: 'but takes the number alone of something kept elsewhere',
    near: { dependencies: [{ 'depends-on-ref': '162' }] },
  },
  {
    rule: 'dependency-cycle',
    title: 'tells of a dependency that waits for itself',
    fires: { dependencies: [{ 'depends-on-ref': 'DD_1' }] },
    says: { column: 'depends-on-ref' },
    words: 'This depends on itself: DD-001 → DD-001. Take one of these dependencies out, or close it.',
    miss: 'but not of a chain that ends, nor of one that a closed row cuts',
    near: {
      dependencies: [
        { 'depends-on-ref': 'DD-002' },
        { ref: 'DD-002', 'depends-on-ref': 'DD-003' },
        { ref: 'DD-003', 'depends-on-ref': 'DD-001', status: 'Met', 'actual-date': '2022-08-01' },
      ],
    },
  },
  {
    rule: 'dependency-cycle',
    title: 'follows what an artefact waits for',
    fires: {
      artefacts: [{}, { ref: 'DA-002' }],
      dependencies: [
        { 'depends-on-type': 'Artefact', 'depends-on-ref': 'DA-002' },
        { ref: 'DD-002', artefacts: 'DA-002', 'depends-on-ref': 'DD-001', 'depends-on-type': 'External' },
      ],
    },
    says: { ref: 'DD-001', column: 'depends-on-ref' },
    words:
      'This depends on itself: DD-001 → DA-002 → DD-002 → DD-001. Take one of these dependencies out, or close it.',
    miss: 'but not to another artefact',
    near: {
      artefacts: [{}, { ref: 'DA-002' }],
      dependencies: [
        { 'depends-on-type': 'Artefact', 'depends-on-ref': 'DA-002' },
        { ref: 'DD-002', artefacts: 'DA-001', 'depends-on-ref': 'DD-001', 'depends-on-type': 'External' },
      ],
    },
  },
  {
    rule: 'forecast-late-green',
    title: 'tells of a green dependency that will come too late',
    fires: { dependencies: [{ rag: 'Green', 'forecast-date': '2022-10-01' }] },
    says: { column: 'rag' },
    words:
      'RAG is Green, but the forecast (01/10/2022) is after Needed By (30/09/2022). Make it Amber or Red, or agree another date.',
    miss: 'but not of one on the day',
    near: { dependencies: [{ rag: 'Green', 'forecast-date': '2022-09-30' }] },
  },
  {
    rule: 'met-without-date',
    title: 'asks when a dependency was met',
    fires: { dependencies: [{ status: 'met' }] },
    says: { column: 'actual-date' },
    words: 'The status is Met, but Actual Date is blank. Give the day on which it was met.',
    miss: 'but not when a closed one was',
    near: { dependencies: [{ status: 'Closed', 'date-closed': '2022-08-01' }] },
  },
  {
    rule: 'dissensus-unescalated',
    title: 'tells of a material dissensus that two meetings went by',
    fires: {
      dissensus: [{ status: 'At Working Group', level: 'Working Group', 'raised-date': '2022-07-20' }],
    },
    says: { column: 'status' },
    words:
      'Raised on 20/07/2022 and still At Working Group, though DAG has met 2 times or more since. Escalate it, or say why not.',
    miss: 'but not one, nor of a minor one',
    near: {
      dissensus: [
        { status: 'At Working Group', level: 'Working Group', 'raised-date': '2022-07-21' },
        { ref: 'DIS-002', status: 'Raised', level: 'Working Group', materiality: 'Minor' },
      ],
    },
  },
  {
    rule: 'blocking-before-dag',
    title: 'tells of a blocking dissensus that is not escalated before the meeting',
    fires: { dissensus: [{ status: 'Raised', level: 'Working Group', materiality: 'Blocking' }] },
    says: { column: 'status' },
    words:
      'This blocks and is still Raised, and DAG 14 (10/08/2022) is 10 working days away or less. Escalate it now, or settle it in the working group.',
    miss: 'but not of one that is at DAG',
    near: { dissensus: [{ status: 'Raised', level: 'DAG', materiality: 'Blocking' }] },
  },
  {
    rule: 'escalated-off-agenda',
    title: 'tells of an escalated issue that nobody brings to a meeting',
    fires: { issues: [{ status: 'Escalated to DAG' }], actions: [{}] },
    says: { ref: 'DI-001', column: 'status' },
    words:
      'The status is Escalated to DAG, but the row names no meeting, and nothing in Minutes and Actions mentions it. Put it on an agenda, or give somebody the action.',
    miss: 'but not where an action mentions it, or it names its meeting',
    near: {
      issues: [
        { status: 'Escalated to DAG' },
        { ref: 'DI-002', status: 'Escalated to DAG', 'escalated-at': 'DAG 14' },
      ],
      actions: [{ action: 'Bring DI-001 to the meeting.' }],
    },
  },
  {
    rule: 'high-risk-unmitigated',
    title: 'asks what is done by when against a high risk',
    fires: {
      risks: [
        {
          probability: 5,
          impact: 3,
          action: 'Ask Ofgem',
          'on-programme-raid': true,
          'programme-raid-ref': 'R1',
        },
      ],
    },
    says: { column: 'action-due' },
    words: 'A score of 15 needs an action with a date, and Action Due is blank. Agree it with the owner.',
    miss: 'but not against one that is lower, tolerated or closed',
    near: {
      risks: [
        {},
        { ref: 'DR-002', probability: 5, response: 'Tolerate' },
        { ref: 'DR-003', probability: 5, status: 'Closed', 'date-closed': '2022-08-01' },
      ],
    },
  },
  {
    rule: 'high-risk-off-raid',
    title: "tells of a high risk that the programme's RAID log does not have",
    fires: { risks: [{ probability: 5, impact: 3, action: 'Ask Ofgem', 'action-due': '2022-09-01' }] },
    says: { column: 'on-programme-raid' },
    words:
      "A score of 15 belongs on the programme's RAID log, but On Programme RAID does not say yes. Put it on the log and give its ref, or score it again.",
    miss: 'but not of one that is on it',
    near: {
      risks: [{ probability: 5, impact: 3, 'on-programme-raid': 'yes', 'programme-raid-ref': 'R-12' }],
    },
  },
  {
    rule: 'personal-address',
    title: 'tells of an e-mail address in a column that leaves the house',
    fires: { issues: [{ update: 'sent to (pat.doe@example.org), no answer yet' }] },
    says: { column: 'update' },
    words:
      'Update has the e-mail address pat.doe@example.org, and this column is sent outside. Name the party instead.',
    miss: 'but not in an internal one, nor of a handle',
    near: { artefacts: [{ comments: 'pat.doe@example.org', 'next-step': 'ask @design-team' }] },
  },
];
