/** Where rules over sheets begin and end: what each finds of a sheet that stands just on one side or the other. */
import type { Area, DropDown } from '../../shared/sheet/grid.ts';
import type { SheetGiven } from './sheet-cases.ts';

export interface SheetEdge {
  readonly rule: string;
  readonly title: string;
  readonly given: SheetGiven;
  /** Each finding of the rule, as the sheet's row, counted from 1, and its column. */
  readonly finds: readonly string[];
}

const RISKS = ['ref', 'title', 'probability', 'impact', 'score', 'rag'];
const DATES = ['ref', 'date', 'action', 'owner', 'due-date', 'update'];
const area = (top: number, left: number, bottom: number, right: number): Area => ({
  top,
  left,
  bottom,
  right,
});
const offers = (where: Area, values: readonly string[] | null = ['Recomend Closed']): DropDown => ({
  areas: [where],
  source: '=Lists!$A$2:$A$4',
  values,
});
const dated = (...dates: readonly string[]): SheetGiven => ({
  tab: 'actions',
  columns: DATES,
  rows: dates.map((date, place) => ({ ref: `DAG13-0${place + 1}`, date })),
});
const listed = (...dropDowns: readonly DropDown[]): SheetGiven => ({
  tab: 'risks',
  columns: ['ref', 'title', 'status', 'response'],
  rows: [{}, { ref: 'DR-002' }],
  dropDowns,
});
const byParty = (rows: SheetGiven['rows']): SheetGiven => ({
  tab: 'dissensus',
  columns: ['ref', 'subject', 'x:dcc', 'x:ofgem', 'x:note'],
  rows,
});
/** Two records, in rows 2 and 3, columns A to F. */
const two = (given: Partial<SheetGiven>): SheetGiven => ({
  tab: 'risks',
  columns: RISKS,
  rows: [{}, { ref: 'DR-002' }],
  ...given,
});

export const sheetEdges: readonly SheetEdge[] = [
  {
    rule: 'day-month-swapped',
    title: 'takes the twelfth for early',
    given: dated('2022-08-12', '2022-10-08', '13/07/2022', '28/07/2022'),
    finds: ['1 date'],
  },
  {
    rule: 'day-month-swapped',
    title: 'is not told where a text is of the twelfth',
    given: dated('2022-08-07', '2022-10-08', '12/07/2022', '13/07/2022', '28/07/2022'),
    finds: [],
  },
  {
    rule: 'day-month-swapped',
    title: 'needs two dates and two texts, and passes over what is neither',
    given: dated('2022-08-07', 'TBC', '13/07/2022', '28/07/2022'),
    finds: [],
  },
  {
    rule: 'day-month-swapped',
    title: 'needs two texts too',
    given: dated('2022-08-07', '2022-10-08', 'TBC', '28/07/2022'),
    finds: [],
  },
  {
    rule: 'dependency-cycle',
    title: 'is not told of a formula without a result, but of the row that it leads back to',
    given: {
      tab: 'dependencies',
      columns: ['ref', 'title', 'artefacts', 'depends-on-ref'],
      rows: [{ 'depends-on-ref': '=X1' }, { ref: 'DD-002', artefacts: 'DD-001', 'depends-on-ref': 'DD-001' }],
    },
    finds: ['3 depends-on-ref'],
  },
  {
    rule: 'dissensus-without-objection',
    title: 'reads a column a party, and is told of the first where there is no other record',
    given: byParty([{ 'x:dcc': 'Support' }, { ref: 'DIS-002', 'x:dcc': 'Object – costs' }]),
    finds: ['2 x:dcc'],
  },
  {
    rule: 'dissensus-without-positions',
    title: 'is told where the columns of all parties are blank or hold a placeholder',
    given: byParty([
      {},
      { ref: 'DIS-002', 'x:ofgem': 'TBC' },
      { ref: 'DIS-003', 'x:ofgem': 'Support' },
      { ref: 'DIS-004', 'x:note': 'Support' },
    ]),
    finds: ['2 x:dcc', '3 x:dcc', '5 x:dcc'],
  },
  {
    rule: 'dissensus-without-positions',
    title: 'is not told where the sheet has no column for them: its heading is missing',
    given: { tab: 'dissensus', columns: ['ref', 'subject', 'x:note'], rows: [{}] },
    finds: [],
  },
  {
    rule: 'day-month-swapped',
    title: 'takes a date with its month in letters and dashes for text',
    given: dated('2022-08-07', '2022-10-08', '13-July-2022', '28-July-2022'),
    finds: ['1 date'],
  },
  {
    rule: 'drop-down-misspelt',
    title: 'is told of a list over the last record, also where it is wider, and of each word once',
    given: listed(offers(area(2, 0, 2, 2)), offers(area(1, 2, 9, 9), ['Recomend Closed ', 'Open ', 'closd'])),
    finds: ['1 status', '1 status'],
  },
  {
    rule: 'drop-down-misspelt',
    title: 'is not told of a list above or below the records, beside the column, or out of reach',
    given: listed(
      offers(area(0, 2, 0, 2)),
      offers(area(3, 2, 9, 2)),
      offers(area(1, 0, 2, 1)),
      offers(area(1, 3, 2, 9)),
      offers(area(1, 2, 2, 2), null),
    ),
    finds: [],
  },
  {
    rule: 'drop-down-misspelt',
    title: 'is told of a list over the first record alone, in one of its areas',
    given: listed({
      ...offers(area(1, 2, 1, 2)),
      areas: [area(1, 2, 1, 2), area(9, 2, 9, 2)],
    }),
    finds: ['1 status'],
  },
  {
    rule: 'drop-down-misspelt',
    title: 'is not told of a column that is worked out',
    given: two({ dropDowns: [offers(area(1, 5, 2, 5), ['Ambr'])] }),
    finds: [],
  },
  {
    rule: 'formula-mixed',
    title: 'is told of the formulas where a column is half of them',
    given: {
      tab: 'risks',
      columns: ['ref', 'title', 'x:note'],
      rows: [
        { title: 'one', 'x:note': 'one' },
        { ref: 'DR-002', title: 'two', 'x:note': 'two' },
        { ref: 'DR-003', title: '=A1 -> "three"', 'x:note': '=A1 -> "three"' },
        { ref: 'DR-004', title: '=A1 -> "four"', 'x:note': '=A1 -> "four"' },
      ],
    },
    finds: ['4 title', '5 title'],
  },
  {
    rule: 'formula-mixed',
    title: 'is told in a column of the keepers’ own where most are of one kind',
    given: {
      tab: 'risks',
      columns: ['ref', 'title', 'x:note'],
      rows: [
        { 'x:note': '=A1 -> "one"' },
        { ref: 'DR-002', 'x:note': '=A1 -> "two"' },
        { ref: 'DR-003', 'x:note': 'three' },
      ],
    },
    finds: ['4 x:note'],
  },
  {
    rule: 'heading-missing',
    title: 'is not told of the refs, which a rule of their own asks for',
    given: { tab: 'actions', columns: DATES.slice(1), rows: [{}] },
    finds: [],
  },
  {
    rule: 'heading-twice',
    title: 'is not told of columns without a heading',
    given: two({ headings: ['Ref', 'Title', '', '', 'Score', 'SCORE'] }),
    finds: ['1 score'],
  },
  {
    rule: 'row-merged',
    title: 'is told of what reaches the first record or column, or begins in the last',
    given: two({ merges: [area(0, 1, 1, 1), area(2, 5, 4, 7), area(1, 0, 1, 0)] }),
    finds: ['2 ref', '2 title', '3 rag'],
  },
  {
    rule: 'row-merged',
    title: 'is not told of what is above, below or beside the records',
    given: two({ merges: [area(0, 0, 0, 1), area(3, 0, 4, 0), area(1, 6, 2, 7)] }),
    finds: [],
  },
  {
    rule: 'rows-hidden',
    title: 'is told of the first record and of the last',
    given: two({
      hiddenRows: [
        { from: 1, to: 1 },
        { from: 2, to: 2 },
      ],
    }),
    finds: ['2 null', '3 null'],
  },
  {
    rule: 'rows-hidden',
    title: 'is not told of the headings, nor of what is below',
    given: two({
      hiddenRows: [
        { from: 0, to: 0 },
        { from: 3, to: 9 },
      ],
    }),
    finds: [],
  },
  {
    rule: 'score-mismatch',
    title: 'is told of words, but not of a placeholder, an Excel error or a part that is none',
    given: {
      tab: 'risks',
      columns: RISKS,
      rows: [
        { score: 'high' },
        { ref: 'DR-002', score: '12' },
        { ref: 'DR-003', score: 'TBC' },
        { ref: 'DR-004', score: '#REF!' },
        { ref: 'DR-005', score: 3, probability: null },
        { ref: 'DR-006', score: 3, impact: 'high' },
        { ref: 'DR-007', score: 3, impact: 9 },
      ],
    },
    finds: ['2 score'],
  },
  {
    rule: 'score-mismatch',
    title: 'needs the columns of both parts',
    given: { tab: 'risks', columns: ['ref', 'title', 'probability', 'score'], rows: [{ score: 3 }] },
    finds: [],
  },
  {
    rule: 'rag-mismatch',
    title: 'is not told of a placeholder, an Excel error, or where there is no score',
    given: {
      tab: 'risks',
      columns: RISKS,
      rows: [
        { rag: 'TBC' },
        { ref: 'DR-002', rag: '#REF!' },
        { ref: 'DR-003', rag: 'Red', impact: null },
        { ref: 'DR-004', rag: 'Red' },
        { ref: 'DR-005', rag: '=F1 -> "Red"' },
      ],
    },
    finds: ['5 rag', '6 rag'],
  },
  {
    rule: 'rag-mismatch',
    title: 'needs the columns of both parts',
    given: { tab: 'risks', columns: ['ref', 'title', 'impact', 'rag'], rows: [{ rag: 'Red' }] },
    finds: [],
  },
];
