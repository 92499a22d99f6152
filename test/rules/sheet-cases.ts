/** For each rule over sheets, or over what only a sheet shows, one that it speaks about and one it leaves alone. */
import type { Area, DropDown, Span } from '../../shared/sheet/grid.ts';
import type { Value } from '../../shared/values/value.ts';
import { type Cells, type Sheet, sheet, type Tabs } from './builder.ts';

export interface SheetGiven {
  readonly tab: Tabs;
  readonly columns: readonly string[];
  readonly rows: readonly Cells[];
  readonly headings?: readonly string[];
  readonly merges?: readonly Area[];
  readonly hiddenRows?: readonly Span[];
  readonly dropDowns?: readonly DropDown[];
}

export interface SheetCase {
  readonly rule: string;
  readonly title: string;
  readonly fires: SheetGiven;
  readonly says: { at: string; ref: string | null; column: string | null; fix?: Value };
  readonly words: string;
  readonly miss: string;
  readonly near: SheetGiven;
}

/** The sheet of a case. */
export function sheetOf({ tab, columns, rows, headings, ...grid }: SheetGiven): Sheet {
  const made = sheet(tab, columns, rows, headings);
  return { ...made, grids: made.grids.map((each) => ({ ...each, ...grid })) };
}

const RISKS = ['ref', 'title', 'probability', 'impact', 'score', 'rag'];
const ACTIONS = ['ref', 'date', 'action', 'owner', 'due-date', 'update'];
const NOTES = ['ref', 'title', 'x:note', 'x:note 2'];
const list = (values: readonly string[], left = 2): DropDown => ({
  areas: [{ top: 1, left, bottom: 1_048_575, right: left }],
  source: '=Lists!$A$2:$A$4',
  values,
});

export const sheetCases: readonly SheetCase[] = [
  {
    rule: 'score-mismatch',
    title: 'mends a typed score that is not the matrix’s',
    fires: { tab: 'risks', columns: RISKS, rows: [{ score: 12 }, { ref: 'DR-002', score: 11 }] },
    says: { at: 'Log!3', ref: 'DR-002', column: 'score', fix: 12 },
    words: 'Score is "11", but the matrix gives 12 for probability 4 and impact 3. Write 12.',
    miss: 'but has nothing to say of a blank one, nor of a formula without a result',
    near: { tab: 'risks', columns: RISKS, rows: [{}, { ref: 'DR-002', score: '=C3+D3' }] },
  },
  {
    rule: 'score-mismatch',
    title: 'leaves a formula to a person',
    fires: { tab: 'risks', columns: RISKS, rows: [{ score: '=C2+D2 -> 7' }] },
    says: { at: 'Log!2', ref: 'DR-001', column: 'score' },
    words: 'Score is "7", but the matrix gives 12 for probability 4 and impact 3. Correct the formula.',
    miss: 'but not one that is right',
    near: { tab: 'risks', columns: RISKS, rows: [{ score: '=C2*D2 -> 12' }] },
  },
  {
    rule: 'rag-mismatch',
    title: 'mends a colour that is not its band’s',
    fires: { tab: 'risks', columns: RISKS, rows: [{ rag: 'Green' }] },
    says: { at: 'Log!2', ref: 'DR-001', column: 'rag', fix: 'Amber' },
    words: 'RAG is "Green", but a score of 12 is Medium, Amber. Write Amber.',
    miss: 'but not one in small letters',
    near: { tab: 'risks', columns: RISKS, rows: [{ rag: 'amber' }] },
  },
  {
    rule: 'formula-mixed',
    title: 'tells of a formula among values',
    fires: {
      tab: 'risks',
      columns: RISKS,
      rows: [{ title: 'one' }, { ref: 'DR-002', title: '=A1 -> "two"' }, { ref: 'DR-003', title: 'three' }],
    },
    says: { at: 'Log!3', ref: 'DR-002', column: 'title' },
    words:
      'Title is a formula here, and a typed value in most other rows. Type the value, if it was not meant.',
    miss: 'but not where a column has no way of its own yet',
    near: {
      tab: 'risks',
      columns: RISKS,
      rows: [{ title: 'one' }, { ref: 'DR-002', title: '=A1 -> "two"' }],
    },
  },
  {
    rule: 'formula-mixed',
    title: 'tells of a value among formulas',
    fires: {
      tab: 'risks',
      columns: RISKS,
      rows: [
        { score: '=C2*D2 -> 12' },
        { ref: 'DR-002', score: '=C3*D3 -> 12' },
        { ref: 'DR-003', score: 12 },
      ],
    },
    says: { at: 'Log!4', ref: 'DR-003', column: 'score' },
    words:
      'Score is a typed value here, and a formula in most other rows. Copy the formula down, if it was not meant.',
    miss: 'but not where a cell is blank',
    near: {
      tab: 'risks',
      columns: RISKS,
      rows: [{ score: '=C2*D2 -> 12' }, { ref: 'DR-002', score: '=C3*D3 -> 12' }, { ref: 'DR-003' }],
    },
  },
  {
    rule: 'heading-twice',
    title: 'tells of two columns of one heading',
    fires: { tab: 'risks', columns: NOTES, rows: [{}], headings: ['Ref', 'Title', 'Note', 'NOTE:'] },
    says: { at: 'Log!1', ref: null, column: 'x:note' },
    words: 'The heading "Note" stands over more than one column (C, D). Give each its own heading.',
    miss: 'but not where they differ by a letter',
    near: { tab: 'risks', columns: NOTES, rows: [{}], headings: ['Ref', 'Title', 'Note', 'Notes'] },
  },
  {
    rule: 'heading-missing',
    title: 'tells of a column that every row needs',
    fires: { tab: 'actions', columns: ACTIONS.slice(0, -1), rows: [{}] },
    says: { at: 'Log!1', ref: null, column: 'update' },
    words:
      'Minutes and Actions needs the column "Update", and this sheet has none. Add it, or say which heading it goes by here.',
    miss: 'but not where all are there',
    near: { tab: 'actions', columns: ACTIONS, rows: [{}] },
  },
  {
    rule: 'heading-missing',
    title: 'asks for positions where no party has a column',
    fires: {
      tab: 'dissensus',
      columns: [
        'ref',
        'artefact',
        'version',
        'subject',
        'programme-position',
        'raised-by',
        'raised-at',
        'raised-date',
        'materiality',
        'level',
        'status',
        'owner',
      ],
      rows: [{}],
    },
    says: { at: 'Log!1', ref: null, column: 'positions' },
    words:
      'Dissensus Register needs the column "Positions", and this sheet has none. Add it, or say which heading it goes by here.',
    miss: 'but not where a column a party holds them',
    near: {
      tab: 'dissensus',
      columns: [
        'ref',
        'artefact',
        'version',
        'subject',
        'programme-position',
        'raised-by',
        'raised-at',
        'raised-date',
        'materiality',
        'level',
        'status',
        'owner',
        'x:large suppliers',
      ],
      rows: [{ 'x:large suppliers': 'Object – costs' }],
    },
  },
  {
    rule: 'day-month-swapped',
    title: 'tells of a column whose late days are all text',
    fires: {
      tab: 'actions',
      columns: ACTIONS,
      rows: [
        { date: '2022-08-07' },
        { ref: 'DAG13-02', date: '2022-10-08' },
        { ref: 'DAG13-03', date: '13/07/2022' },
        { ref: 'DAG13-04', date: '28/07/2022' },
      ],
    },
    says: { at: 'Log!1', ref: null, column: 'date' },
    words:
      'All 2 dates of Date fall on days 1 to 12, and all 2 after the 12th are text: day and month were probably swapped when the sheet was filled. Compare some with their source, and correct the column.',
    miss: 'but not where one real date is after the twelfth',
    near: {
      tab: 'actions',
      columns: ACTIONS,
      rows: [
        { date: '2022-08-07' },
        { ref: 'DAG13-02', date: '2022-10-13' },
        { ref: 'DAG13-03', date: '13/07/2022' },
        { ref: 'DAG13-04', date: '28/07/2022' },
      ],
    },
  },
  {
    rule: 'drop-down-misspelt',
    title: 'tells of a misspelt word in the workbook’s own list',
    fires: {
      tab: 'risks',
      columns: ['ref', 'title', 'status'],
      rows: [{}],
      dropDowns: [list(['Open', 'Recomend Closed', 'Closed'])],
    },
    says: { at: 'Log!1', ref: null, column: 'status' },
    words:
      'The drop-down list of Status offers "Recomend Closed". Correct it to "Recommend Closed" in the list (=Lists!$A$2:$A$4).',
    miss: 'but not of a word of its own, nor in the list of another column',
    near: {
      tab: 'risks',
      columns: ['ref', 'title', 'status'],
      rows: [{}],
      dropDowns: [list(['Open', 'Parked']), list(['Recomend Closed'], 1)],
    },
  },
  {
    rule: 'row-merged',
    title: 'tells of cells that are merged over two records',
    fires: {
      tab: 'risks',
      columns: RISKS,
      rows: [{}, { ref: 'DR-002' }],
      merges: [{ top: 1, left: 1, bottom: 2, right: 1 }],
    },
    says: { at: 'Log!2', ref: 'DR-001', column: 'title' },
    words: 'B2:B3 is merged. Only its first cell has a value: unmerge it and fill in every row.',
    miss: 'but not above the records',
    near: {
      tab: 'risks',
      columns: RISKS,
      rows: [{}],
      merges: [{ top: 0, left: 1, bottom: 0, right: 2 }],
    },
  },
  {
    rule: 'rows-hidden',
    title: 'tells of hidden records',
    fires: {
      tab: 'risks',
      columns: RISKS,
      rows: [{}, { ref: 'DR-002' }, { ref: 'DR-003' }],
      hiddenRows: [{ from: 2, to: 40 }],
    },
    says: { at: 'Log!3', ref: 'DR-002', column: null },
    words:
      'Rows 3 to 4 are hidden, and checked and synced all the same. Show them before you change anything there.',
    miss: 'but not of hidden rows below them',
    near: { tab: 'risks', columns: RISKS, rows: [{}], hiddenRows: [{ from: 2, to: 40 }] },
  },
];
