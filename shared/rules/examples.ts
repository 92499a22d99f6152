/** An example of each rule, made from the cases that its tests use by `test/docs/rules.ts`. Not for editing. */
import type { Example } from './example.ts';

export const examples: Readonly<Record<string, Example>> = {
  'ref-missing': {
    fires: 'a row without a ref',
    says: 'This row has no ref yet. Sync gives it the next number; nothing to do.',
    near: 'DR-001',
  },
  'meeting-unknown': {
    fires: 'a row without a ref with Date “29/07/2022”',
    says: 'This row has no ref and has a date without a meeting of DAG (29/07/2022) to number it by. Correct the date, type a ref, or have the meeting added to the configuration.',
    near: 'a row without a ref',
  },
  'ref-form': {
    fires: 'DR_3',
    says: 'The ref "DR_3" is not written as DR-001. Write DR-003.',
    near: 'dr_003',
  },
  'ref-duplicate': {
    fires: 'DR-001; DR_1',
    says: 'The ref DR-001 stands on other rows too (1 more). Give each row its own; a blank ref gets a new number at sync.',
    near: 'DR-001; DR-002',
  },
  'series-gap': {
    fires: 'DAG13-01; DAG13-04',
    says: 'DAG13-02, DAG13-03 are missing before this one. Check whether a row was lost or this one has the wrong number.',
    near: 'DAG13-01; DAG13-02; DAG14-05; DAG13-3',
  },
  'required-blank': {
    fires: 'DAG13-01 with Owner “TBC”',
    says: 'Owner says only "TBC". Put the real value there as soon as it is known.',
    near: 'DR-001 with Controls blank',
  },
  'placeholder-left': {
    fires: 'DR-001 with Next Review “n/a”',
    says: 'Next Review says only "n/a". Leave the cell blank until the value is known.',
    near: 'DR-001 with Controls “n/a”',
  },
  'date-unreadable': {
    fires: 'DI-001 with Target Date “after the summer”',
    says: 'Target Date can\'t be read as a date: "after the summer". Write it as DD/MM/YYYY.',
    near: 'DI-001 with Target Date “14 September 2022”',
  },
  'date-as-text': {
    fires: 'DAG13-01 with Due Date “August 8 th”',
    says: 'Due Date is text, "August 8 th". Write it as the date 08/08/2022.',
    near: 'DAG13-01 with Due Date “08/08/2022”',
  },
  'date-serial': {
    fires: 'DAG13-01 with Due Date “44783”',
    says: 'Due Date is the number "44783", which Excel counts as the date 10/08/2022. Write the date.',
    near: 'DAG13-01 with Due Date “447830”',
  },
  'day-month-swapped': {
    fires:
      'DAG13-01 with Date “07/08/2022”; DAG13-02 with Date “08/10/2022”; DAG13-03 with Date “13/07/2022”; DAG13-04 with Date “28/07/2022”; columns ref, date, action, owner, due-date, update',
    says: 'All 2 dates of Date fall on days 1 to 12, and all 2 after the 12th are text: day and month were probably swapped when the sheet was filled. Compare some with their source, and correct the column.',
    near: 'DAG13-01 with Date “07/08/2022”; DAG13-02 with Date “13/10/2022”; DAG13-03 with Date “13/07/2022”; DAG13-04 with Date “28/07/2022”; columns ref, date, action, owner, due-date, update',
  },
  'date-outside': {
    fires: 'DR-001 with Date Raised “01/01/1900”',
    says: "Date Raised is 01/01/1900, outside the programme's time (01/01/2017 to 31/12/2032). Correct the date, most likely its year.",
    near: 'DR-001 with Date Raised “01/01/2017”',
  },
  'vocabulary-unknown': {
    fires: 'DIS-001 with Materiality “Huge”',
    says: '"Huge" is no Materiality of this tracker. Choose one of: Minor, Material, Blocking.',
    near: 'DIS-001 with Materiality “Bloking”',
  },
  'vocabulary-form': {
    fires: 'DI-001 with Status “in progres”',
    says: 'Status says "in progres". Write "In Progress", as the list has it.',
    near: 'DI-001 with Status “Escalated to DSG”',
  },
  'drop-down-misspelt': {
    fires: 'DR-001; a drop-down list on status that offers Open, Recomend Closed, Closed',
    says: 'The drop-down list of Status offers "Recomend Closed". Correct it to "Recommend Closed" in the list (=Lists!$A$2:$A$4).',
    near: 'DR-001; a drop-down list on status that offers Open, Parked; a drop-down list on title that offers Recomend Closed',
  },
  'party-unknown': {
    fires: 'DAG13-01 with Owner “PMO and Nobody Ltd”',
    says: 'Owner names "Nobody Ltd", who is no party of this tracker. Name the party (a person may follow in brackets), or add it to the configuration.',
    near: 'DAG13-01 with Owner “Programme (Design Team)”',
  },
  'party-alias': {
    fires: 'DAG13-01 with Owner “Chair; Programme (PMO)”',
    says: 'Owner says "Chair; Programme (PMO)"; its name here is "Chair; PMO".',
    near: 'DAG13-01 with Owner “PMO (Meetings)”',
  },
  'party-initials': {
    fires: 'DAG13-01 with Owner “J.S.”',
    says: 'Owner says only the initials "J.S.". Write the party, with the person in brackets if needed.',
    near: 'DAG13-01 with Owner “SI”; DAG13-02 with Owner “PMO (JS)”',
  },
  'owners-two': {
    fires: 'DAG13-01 with Owner “Programme (PMO), Ofgem”',
    says: 'Owner names 2 (PMO, Ofgem). Leave the one who answers for it; the others can stand in the update.',
    near: 'DI-001 with Raised By “DCC, Ofgem”, Owner “I&C Suppliers”',
  },
  'excel-error': {
    fires: 'DR-001 with cost “#REF!”',
    says: "cost shows Excel's error #REF!. Mend the formula, or type the value in its place.",
    near: 'DR-001 with cost “#REFORM”',
  },
  'formula-mixed': {
    fires: 'DR-001 with Title “one”; DR-002 with Title “=A1 -> "two"”; DR-003 with Title “three”',
    says: 'Title is a formula here, and a typed value in most other rows. Type the value, if it was not meant.',
    near: 'DR-001 with Title “one”; DR-002 with Title “=A1 -> "two"”',
  },
  'heading-missing': {
    fires: 'DAG13-01; columns ref, date, action, owner, due-date',
    says: 'Minutes and Actions needs the column "Update", and this sheet has none. Add it, or say which heading it goes by here.',
    near: 'DAG13-01; columns ref, date, action, owner, due-date, update',
  },
  'heading-twice': {
    fires: 'DR-001; headings Ref, Title, Note, NOTE:',
    says: 'The heading "Note" stands over more than one column (C, D). Give each its own heading.',
    near: 'DR-001; headings Ref, Title, Note, Notes',
  },
  'row-merged': {
    fires: 'DR-001; DR-002; B2:B3 merged (headings in row 1)',
    says: 'B2:B3 is merged. Only its first cell has a value: unmerge it and fill in every row.',
    near: 'DR-001; B1:C1 merged (headings in row 1)',
  },
  'rows-hidden': {
    fires: 'DR-001; DR-002; DR-003; rows 3 to 41 hidden',
    says: 'Rows 3 to 4 are hidden, and checked and synced all the same. Show them before you change anything there.',
    near: 'DR-001; rows 3 to 41 hidden',
  },
  'text-like-formula': {
    fires: 'DR-001 with Controls “=cmd()”',
    says: 'Controls is text that begins like a formula: "=cmd()". Put another character first.',
    near: 'DR-001 with Controls “-5”',
  },
  'closed-without-date': {
    fires: 'DI-001 with Status “closed”',
    says: 'The status is Closed, but Date Closed is blank. Give the date.',
    near: 'DD-001 with Status “Met”, Actual Date “01/08/2022”',
  },
  'closed-date-while-open': {
    fires: 'DR-001 with Status “Recommend Closed”, Date Closed “01/08/2022”',
    says: 'Date Closed is 01/08/2022, but the status is still Recommend Closed. Change the status, or take the date out.',
    near: 'DR-001 with Status “Sleeping”, Date Closed “01/08/2022”',
  },
  'closed-before-raised': {
    fires: 'DIS-001 with Status “Closed”, Date Closed “05/07/2022”',
    says: 'Date Closed (05/07/2022) is before Raised Date (06/07/2022). Correct whichever is wrong.',
    near: 'DIS-001 with Status “Closed”, Date Closed “06/07/2022”',
  },
  'closed-in-future': {
    fires: 'DI-001 with Status “Closed”, Date Closed “11/08/2022”',
    says: 'Date Closed is 11/08/2022, which is yet to come. Give the day on which it was closed, or take it out.',
    near: 'DI-001 with Status “Closed”, Date Closed “10/08/2022”',
  },
  'due-before-raised': {
    fires: 'DAG13-01 with Due Date “27/07/2022”, Update “CLOSED: done”',
    says: 'Due Date (27/07/2022) is before Date (28/07/2022). Correct whichever is wrong.',
    near: 'DAG13-01 with Due Date “28/07/2022”',
  },
  overdue: {
    fires: 'DAG13-01 with Due Date “09/08/2022”',
    says: 'Still open, and Due Date was 09/08/2022, 1 day ago. Close it, or agree a new date and note why.',
    near: 'DAG13-01 with Due Date “10/08/2022”',
  },
  'overdue-long': {
    fires: 'DD-001 with Needed By “10/07/2022”',
    says: 'Still open, and Needed By was 10/07/2022, more than 30 days ago. Close it, escalate it, or agree a new date and note why.',
    near: 'DD-001 with Needed By “11/07/2022”',
  },
  'overdue-blocking': {
    fires: 'DI-001 with Target Date “09/08/2022”',
    says: 'The baseline waits for this, and Target Date was 09/08/2022. Close it, escalate it, or agree a new date and note why.',
    near: 'DI-001 with Target Date “10/08/2022”; DI-002 with Target Date “09/08/2022”, Blocks Baseline “No”',
  },
  untouched: {
    fires: 'DI-001 with Date Raised “01/06/2022”, Update “12/07/2022: asked DCC ⏎ 01/07/2022: raised”',
    says: 'Open, and Update has nothing newer than 12/07/2022, more than 28 days ago. Add a dated line on where it stands, or close it.',
    near: 'DI-001 with Date Raised “01/06/2022”, Update “13/07/2022: asked DCC”; DI-002 with Date Raised “01/06/2022”, Update “asked DCC”',
  },
  'recommend-closed-left': {
    fires: 'DAG13-01 with Update “20/07/2022 RECOMMEND CLOSED: sent to all”',
    says: 'Recommended for closure since 20/07/2022, and DAG 12 (21/07/2022) has met since. Close it, or say what is left to do.',
    near: 'DAG13-01 with Update “29/07/2022 RECOMMEND CLOSED: sent to all”; DAG13-02 with Update “RECOMMEND CLOSED: sent to all”',
  },
  'transition-impossible': {
    fires: 'DI-001 with Status “closed”, Date Closed “01/08/2022”, then Status “New”',
    says: 'Status can not go from Closed to New. Choose a state between, or add a new row and leave this one as it was.',
    near: 'DI-001 with Status “Closed”, Date Closed “01/08/2022”, then Status “Open”',
  },
  'update-contradicts-status': {
    fires: 'DI-001 with Update “01/08/2022 CLOSED: agreed with DCC ⏎ 10/07/2022 ONGOING: with DCC”',
    says: 'Update says "01/08/2022 CLOSED: agreed with DCC", but the status is Open. Correct whichever is wrong.',
    near: 'DI-001 with Update “01/08/2022 ONGOING: taken up again ⏎ 10/07/2022 CLOSED: with DCC”',
  },
  'see-above': {
    fires: 'DAG13-01 with Update “ONGOING: See above”',
    says: 'Update says only "ONGOING: See above", and the row above changes when the sheet is sorted. Name the ref, or say it again here.',
    near: 'DAG13-01 with Update “ONGOING: see above the line in the paper”',
  },
  'due-moved-undated': {
    fires: 'DAG13-01 with Update “ONGOING: due date moved to 10 August”',
    says: 'Update tells of a moved date ("due date moved") in a line without a date of its own. Begin that line with the day on which it was agreed.',
    near: 'DAG13-01 with Update “28/07/2022 ONGOING: due date moved to 10 August”',
  },
  'next-step-past': {
    fires: 'DIS-001 with Next Step Date “09/08/2022”',
    says: 'Next Step Date was 09/08/2022, and that day has gone by. Say what came of it, and give the next date.',
    near: 'DIS-001 with Status “Withdrawn”, Date Closed “09/08/2022”, Next Step Date “09/08/2022”',
  },
  'open-in-closed-sheet': {
    fires: 'DAG13-01, in the sheet “Closed Actions”',
    says: 'The status is Ongoing, but the row stands in the sheet "Closed Actions". Move the row back, or correct its status.',
    near: 'DAG13-01, in the sheet “Open and closed”',
  },
  'approved-without-record': {
    fires: 'DA-001 with Status “Approved”, Actual DAG Date “28/07/2022”',
    says: 'The status is Approved, but Approval Meeting is blank. Fill it in from the minutes.',
    near: 'DA-001 with Status “Recommended to DAG”',
  },
  'approval-not-meeting': {
    fires: 'DA-001 with Status “Approved”, Approval Meeting “DAG 13”, Actual DAG Date “29/07/2022”',
    says: 'The status is Approved, but DAG did not meet on Actual DAG Date (29/07/2022). Correct the date from the minutes, or have the meeting added to the configuration.',
    near: 'DA-001 with Status “Approved”, Approval Meeting “DAG 13”, Actual DAG Date “28/07/2022”; DA-002 with Status “Approved”, Approval Meeting “DAG 5”, Actual DAG Date “09/02/2022”',
  },
  'baselined-below-one': {
    fires:
      'DA-001 with Status “Baselined”, Version “v0.10”, Approval Meeting “DAG 13”, Actual DAG Date “28/07/2022”',
    says: 'The status is Baselined, but Version is v0.10. A baseline is 1.0 or later: correct the version or the status.',
    near: 'DA-001 with Status “Baselined”, Version “1.0”',
  },
  'version-down': {
    fires: 'DA-001 with Version “1.9”; DIS-001 with Version “1.10”',
    says: 'Version is 1.10, but DA-001 is at 1.9. A version does not go down: correct whichever is wrong.',
    near: 'DA-001 with Version “v1.0”; DIS-001 with Version “1”; DIS-002 with Version “0.9”',
  },
  'baselined-while-blocked': {
    fires: 'DA-001 with Status “Baselined”, Version “1.0”; DI-001; DIS-001 with Materiality “blocking”',
    says: 'The status is Baselined, but DI-001, DIS-001 are open and block the baseline. Close what is settled, or take the baseline back.',
    near: 'DA-001 with Status “Baselined”, Version “1.0”; DA-002; DI-001 with Blocks Baseline No; DI-002 with Status “Closed”, Date Closed “01/08/2022”; DI-003 with Artefacts “DA-002”; DIS-001',
  },
  'green-late': {
    fires: 'DA-001 with RAG “Green”, Forecast DAG Date “03/11/2022”',
    says: 'RAG is Green, but the forecast is 6 days after Planned DAG Date (28/10/2022). Make it Amber or Red, or agree a new plan.',
    near: 'DA-001 with RAG “Green”, Forecast DAG Date “02/11/2022”; DA-002 with RAG “Amber”, Forecast DAG Date “14/12/2022”',
  },
  'green-past-gate': {
    fires: 'DA-001 with RAG “green”, Planned DAG Date “09/08/2022”',
    says: 'RAG is Green, but Planned DAG Date (09/08/2022) has gone by without an approval. Give the new forecast and its colour, or the approval.',
    near: 'DA-001 with RAG “Green”, Planned DAG Date “10/08/2022”; DA-002 with RAG “Green”, Planned DAG Date “28/07/2022”, Actual DAG Date “28/07/2022”',
  },
  'ref-unknown': {
    fires: 'DA-001; DI-001 with Artefacts “DA-001, DA-009”',
    says: 'Artefacts names DA-009, but Design Artefacts has no such row. Correct the ref, or add the row.',
    near: 'DA-001; DA_9; DI-001 with Artefacts “DA-001, DA009”',
  },
  'mentioned-unknown': {
    fires: 'DAG13-01 with Update “ONGOING: see ACTION DAG 12-03”',
    says: 'Update mentions DAG12-03, but Minutes and Actions has no such row. Check the ref.',
    near: 'DAG13-01 with Update “ONGOING: on the agenda of DAG 10 August 2022”',
  },
  'ref-withdrawn': {
    fires: 'DA-001 with Status “Withdrawn”, date-closed “01/08/2022”; DI-001',
    says: 'Artefacts names DA-001, which is Withdrawn. Name what took its place, or close this row.',
    near: 'DA-001 with Status “Withdrawn”; DA-002 with Status “Superseded”; DI-001 with Status “Closed”, Date Closed “01/08/2022”; DI-002 with Artefacts “DA-002”',
  },
  'closed-while-needed': {
    fires:
      'DD-001 with Status “No Longer Required”, Date Closed “01/08/2022”; DD-002 with Depends-on Ref “DD-001”',
    says: 'The status is No Longer Required, but DD-002 still depends on this. Tell its owner, and change or close it.',
    near: 'DD-001 with Status “Met”, Actual Date “01/08/2022”; DD-002 with Depends-on Ref “DD-001”; DD-003 with Status “Closed”, Date Closed “01/08/2022”; DD-004 with Depends-on Ref “DD-003”, Status “Closed”, Date Closed “01/08/2022”',
  },
  'depends-on-missing': {
    fires: 'DD-001 with Depends-on Ref “TBC”',
    says: 'This depends on an item of the kind Code modification, but Depends-on Ref is blank. Give its ref, such as DA-001 or SEC MP162.',
    near: 'DD-001 with Depends-on Ref blank, Depends-on Type “Regulatory decision”',
  },
  'depends-on-unreadable': {
    fires: 'DD-001 with Depends-on Type “Artefact”, Depends-on Ref “the method statement, v2”',
    says: 'No ref can be read in Depends-on Ref ("the method statement, v2"), and this depends on an item of the kind Artefact. Give its ref, such as DA-001 or SEC MP162.',
    near: 'DD-001 with Depends-on Ref “162”',
  },
  'dependency-cycle': {
    fires: 'DD-001 with Depends-on Ref “DD_1”',
    says: 'This depends on itself: DD-001 → DD-001. Take one of these dependencies out, or close it.',
    near: 'DD-001 with Depends-on Ref “DD-002”; DD-002 with Depends-on Ref “DD-003”; DD-003 with Depends-on Ref “DD-001”, Status “Met”, Actual Date “01/08/2022”',
  },
  'forecast-late-green': {
    fires: 'DD-001 with RAG “Green”, Forecast Date “01/10/2022”',
    says: 'RAG is Green, but the forecast (01/10/2022) is after Needed By (30/09/2022). Make it Amber or Red, or agree another date.',
    near: 'DD-001 with RAG “Green”, Forecast Date “30/09/2022”',
  },
  'met-without-date': {
    fires: 'DD-001 with Status “met”',
    says: 'The status is Met, but Actual Date is blank. Give the day on which it was met.',
    near: 'DD-001 with Status “Closed”, Date Closed “01/08/2022”',
  },
  'dissensus-without-positions': {
    fires: 'DIS-001 with Positions blank',
    says: 'Positions is blank. Write one line for each party: "Party: Object – reason".',
    near: 'DIS-001 with Positions “DCC: Object”; DIS-002 with Positions blank, large suppliers “Object – costs”',
  },
  'dissensus-without-objection': {
    fires: 'DIS-001 with Positions “DCC: Support ⏎ Ofgem: Abstain”',
    says: 'No party\'s position in Positions is "Object". Put the objection on record, or close the dissensus.',
    near: 'DIS-001 with Positions “DCC: Support ⏎ Ofgem: object - costs”',
  },
  'decided-without-record': {
    fires:
      'DIS-001 with Status “Decided - dissensus noted”, Date Closed “01/08/2022”, Decision “As proposed”, Decision Maker “Chair”',
    says: 'The status is Decided – Dissensus Noted, but Decision Rationale is blank. The record needs it: fill it in.',
    near: 'DIS-001 with Status “Resolved – Consensus”, Date Closed “01/08/2022”',
  },
  'dissensus-unescalated': {
    fires: 'DIS-001 with Status “At Working Group”, Level “Working Group”, Raised Date “20/07/2022”',
    says: 'Raised on 20/07/2022 and still At Working Group, though DAG has met 2 times or more since. Escalate it, or say why not.',
    near: 'DIS-001 with Status “At Working Group”, Level “Working Group”, Raised Date “21/07/2022”; DIS-002 with Status “Raised”, Level “Working Group”, Materiality “Minor”',
  },
  'blocking-before-dag': {
    fires: 'DIS-001 with Status “Raised”, Level “Working Group”, Materiality “Blocking”',
    says: 'This blocks and is still Raised, and DAG 14 (10/08/2022) is 10 working days away or less. Escalate it now, or settle it in the working group.',
    near: 'DIS-001 with Status “Raised”, Level “DAG”, Materiality “Blocking”',
  },
  'escalated-off-agenda': {
    fires: 'DI-001 with Status “Escalated to DAG”; DAG13-01',
    says: 'The status is Escalated to DAG, but the row names no meeting, and nothing in Minutes and Actions mentions it. Put it on an agenda, or give somebody the action.',
    near: 'DI-001 with Status “Escalated to DAG”; DI-002 with Status “Escalated to DAG”, Escalated At “DAG 14”; DAG13-01 with Action “Bring DI-001 to the meeting.”',
  },
  'probability-range': {
    fires: 'DR-001 with Impact 6',
    says: 'Impact is "6". Give a whole number from 1 to 5.',
    near: 'DD-001 with Impact “6 weeks of delay”',
  },
  'score-mismatch': {
    fires: 'DR-001 with Score 12; DR-002 with Score 11',
    says: 'Score is "11", but the matrix gives 12 for probability 4 and impact 3. Write 12.',
    near: 'DR-001; DR-002 with Score “=C3+D3”',
  },
  'rag-mismatch': {
    fires: 'DR-001 with RAG “Green”',
    says: 'RAG is "Green", but a score of 12 is Medium, Amber. Write Amber.',
    near: 'DR-001 with RAG “amber”',
  },
  'residual-above-inherent': {
    fires: 'DR-001 with Residual Probability 5, Residual Impact 3',
    says: 'The risk after mitigation scores 15, more than the 12 before it. Correct whichever is wrong.',
    near: 'DR-001 with Residual Probability 3, Residual Impact 4',
  },
  'high-risk-unmitigated': {
    fires:
      'DR-001 with Probability 5, Impact 3, Action “Ask Ofgem”, On Programme RAID Yes, Programme RAID Ref “R1”',
    says: 'A score of 15 needs an action with a date, and Action Due is blank. Agree it with the owner.',
    near: 'DR-001; DR-002 with Probability 5, Response “Tolerate”; DR-003 with Probability 5, Status “Closed”, Date Closed “01/08/2022”',
  },
  'high-risk-off-raid': {
    fires: 'DR-001 with Probability 5, Impact 3, Action “Ask Ofgem”, Action Due “01/09/2022”',
    says: "A score of 15 belongs on the programme's RAID log, but On Programme RAID does not say yes. Put it on the log and give its ref, or score it again.",
    near: 'DR-001 with Probability 5, Impact 3, On Programme RAID “yes”, Programme RAID Ref “R-12”',
  },
  'raid-without-ref': {
    fires: 'DR-001 with On Programme RAID Yes',
    says: 'On Programme RAID says yes, but Programme RAID Ref is blank. Give its ref there.',
    near: 'DR-001 with On Programme RAID “No”',
  },
  'materialised-without-issue': {
    fires: 'DR-001 with Status “Materialised”, Date Closed “01/08/2022”',
    says: 'The status is Materialised, but Became Issue is blank. Name the issue that it became.',
    near: 'DR-001 with Status “Closed”, Date Closed “01/08/2022”',
  },
  'personal-address': {
    fires: 'DI-001 with Update “sent to (pat.doe@example.org), no answer yet”',
    says: 'Update has the e-mail address pat.doe@example.org, and this column is sent outside. Name the party instead.',
    near: 'DA-001 with Comments “pat.doe@example.org”, Next Step “ask @design-team”',
  },
};
