/** Where rules over rows begin and end: what each finds of rows that stand just on one side or the other. */
import type { Cells, Given } from './builder.ts';

export interface Edge {
  readonly rule: string;
  readonly title: string;
  readonly given: Given;
  /** Each finding of the rule, as its row's ref, its column and what to write there. */
  readonly finds: readonly string[];
  /** The rules as the configuration sets them, where they are not the default ones. */
  readonly rules?: Readonly<Record<string, unknown>>;
  /** The sheet that the rows stand in. */
  readonly sheet?: string;
}

const over = { status: 'No Longer Required', 'date-closed': '2022-08-01' };
const baselined = {
  status: 'Baselined',
  version: '1.0',
  'approval-meeting': 'DAG 13',
  'actual-dag-date': '2022-07-28',
};
const high: Cells = { probability: 5, impact: 3 };
const highest: Cells = { probability: 5, impact: 5 };
const withdrawn = { status: 'Withdrawn', 'date-closed': '2022-08-01' };
const artefact = { 'depends-on-type': 'Artefact' };

/** Dependencies of which each waits for the next, and the last for the first. */
function circle(from: number, length: number): (Cells & { readonly ref: string })[] {
  const refOf = (at: number) => `DD-${String(from + (at % length)).padStart(3, '0')}`;
  return Array.from({ length }, (_, at) => ({ ref: refOf(at), 'depends-on-ref': refOf(at + 1) }));
}

export const edges: readonly Edge[] = [
  {
    rule: 'closed-while-needed',
    title: 'is not about a row that waits for itself alone, nor for one that is over',
    given: {
      dependencies: [
        { ...over, 'depends-on-ref': 'DD-001' },
        { ref: 'DD-002', ...over, 'depends-on-ref': 'DD-001' },
      ],
    },
    finds: [],
  },
  {
    rule: 'closed-while-needed',
    title: 'looks in each of the columns that it is told of, and in no other',
    rules: { 'closed-while-needed': { on: ['depends-on-ref', 'risk-ref'] } },
    given: {
      risks: [
        { status: 'Closed', 'date-closed': '2022-08-01' },
        { ref: 'DR-002', status: 'Closed', 'date-closed': '2022-08-01' },
      ],
      issues: [{ 'related-refs': 'DR-002' }],
      dependencies: [{ 'risk-ref': 'DR-001' }, { ref: 'DD-002', artefacts: 'DR-002' }],
    },
    finds: ['DR-001 status'],
  },
  {
    rule: 'dependency-cycle',
    title: 'tells each row along it, also one that only its artefact leads back to',
    given: {
      artefacts: [{}, { ref: 'DA-002' }],
      dependencies: [
        { ...artefact, 'depends-on-ref': 'DA-002' },
        { ref: 'DD-002', artefacts: 'DA-002', 'depends-on-ref': 'DD-001' },
      ],
    },
    finds: ['DD-001 depends-on-ref', 'DD-002 depends-on-ref'],
  },
  {
    rule: 'dependency-cycle',
    title: 'is looked for so many steps around, and no further',
    rules: { 'dependency-cycle': { most: 2 } },
    given: {
      dependencies: [
        { 'depends-on-ref': 'DD-002' },
        { ref: 'DD-002', 'depends-on-ref': 'DD-001' },
        { ref: 'DD-003', 'depends-on-ref': 'DD-004' },
        { ref: 'DD-004', 'depends-on-ref': 'DD-005' },
        { ref: 'DD-005', 'depends-on-ref': 'DD-003' },
      ],
    },
    finds: ['DD-001 depends-on-ref', 'DD-002 depends-on-ref'],
  },
  {
    rule: 'dependency-cycle',
    title: 'is followed around thirty rows, and not around thirty-one',
    given: { dependencies: [...circle(1, 30), ...circle(101, 31)] },
    finds: circle(1, 30).map(({ ref }) => `${ref} depends-on-ref`),
  },
  {
    rule: 'dependency-cycle',
    title: 'does not lead through an issue, which depends on nothing',
    given: {
      artefacts: [{ ref: 'DA-002' }],
      issues: [{ artefacts: 'DA-002' }],
      dependencies: [{ ...artefact, artefacts: 'DI-001', 'depends-on-ref': 'DA-002' }],
    },
    finds: [],
  },
  {
    rule: 'dependency-cycle',
    title: 'goes through a row that names no other, where another is needed for it',
    given: { dependencies: [{}, { ref: 'DD-002', artefacts: 'DD-001', 'depends-on-ref': 'DD-001' }] },
    finds: ['DD-001 depends-on-ref', 'DD-002 depends-on-ref'],
  },
  {
    rule: 'dependency-cycle',
    title: 'is not told of a ref that two rows have',
    given: { dependencies: [{ 'depends-on-ref': 'DD-001' }, { 'depends-on-ref': 'DD-001' }] },
    finds: [],
  },
  {
    rule: 'depends-on-missing',
    title: 'is not asked of a row that is over',
    given: { dependencies: [{ ...over, 'depends-on-ref': null }] },
    finds: [],
  },
  {
    rule: 'depends-on-unreadable',
    title: 'is about words, not about a placeholder, an Excel error or a kind without refs',
    given: {
      dependencies: [
        { 'depends-on-ref': 'the modification' },
        { ref: 'DD-002', 'depends-on-ref': 'TBC' },
        { ref: 'DD-003', ...artefact, 'depends-on-ref': '#REF!' },
        { ref: 'DD-004', 'depends-on-type': 'External', 'depends-on-ref': 'the regulator' },
        { ref: 'DD-005', 'depends-on-type': null, 'depends-on-ref': 'the regulator' },
        { ref: 'DD-006', ...over, 'depends-on-ref': 'the modification' },
      ],
    },
    finds: ['DD-001 depends-on-ref'],
  },
  {
    rule: 'forecast-late-green',
    title: 'is about green rows that say both days, and are open',
    given: {
      dependencies: [
        { rag: 'Amber', 'forecast-date': '2022-10-01' },
        { ref: 'DD-002', rag: 'Green', 'forecast-date': null },
        { ref: 'DD-003', rag: 'Green', 'forecast-date': '2022-10-01', 'needed-by': null },
        { ref: 'DD-004', ...over, rag: 'Green', 'forecast-date': '2022-10-01' },
      ],
    },
    finds: [],
  },
  {
    rule: 'met-without-date',
    title: 'asks nothing of a row that is not met',
    given: { dependencies: [{ 'actual-date': null }, { ref: 'DD-002', ...over }] },
    finds: [],
  },
  {
    rule: 'ref-unknown',
    title: 'reads a list with words around it, and tells each ref that is missing once',
    given: {
      artefacts: [{}],
      issues: [{ artefacts: 'see DA-001, DA-008, DA_8 and DA-009' }],
    },
    finds: ['DI-001 artefacts', 'DI-001 artefacts'],
  },
  {
    rule: 'ref-withdrawn',
    title: 'is not told of a row that is over itself, nor of a closed state that is none of these',
    given: {
      artefacts: [withdrawn, { ref: 'DA-002', ...baselined }, { ref: 'DA-003' }],
      issues: [
        { artefacts: 'DA-002 and DA-003' },
        { ref: 'DI-002', status: 'Closed', 'date-closed': '2022-08-01' },
        { ref: 'DI-003', artefacts: 'DA-001, DA-003' },
      ],
    },
    finds: ['DI-003 artefacts'],
  },
  {
    rule: 'ref-withdrawn',
    title: 'is not told where two rows have the ref',
    given: {
      artefacts: [withdrawn, withdrawn, { ref: 'DA-002', ...withdrawn }],
      issues: [{ artefacts: 'DA-001, DA-002' }],
    },
    finds: ['DI-001 artefacts'],
  },
  {
    rule: 'escalated-off-agenda',
    title: 'is silent where no actions are kept here',
    given: { issues: [{ status: 'Escalated to DAG' }] },
    finds: [],
  },
  {
    rule: 'escalated-off-agenda',
    title: 'is about escalated rows alone, and content with a meeting in either way',
    given: {
      issues: [{}, { ref: 'DI-002', status: 'Escalated to DAG', 'escalated-at': 'TBC' }],
      actions: [{ action: 'Close DI-001.' }],
    },
    finds: ['DI-002 status'],
  },
  {
    rule: 'approval-not-meeting',
    title: 'is about approved rows with a date, between the first meeting and the last',
    given: {
      artefacts: [
        { 'actual-dag-date': '2022-07-29' },
        { ref: 'DA-002', status: 'Approved' },
        { ref: 'DA-003', ...baselined, 'actual-dag-date': '2099-01-01' },
        { ref: 'DA-004', ...baselined, 'actual-dag-date': '2022-07-29' },
        { ref: 'DA-005', ...baselined, 'actual-dag-date': '2022-03-08' },
        { ref: 'DA-006', ...baselined, 'actual-dag-date': '2022-03-09' },
        { ref: 'DA-007', ...baselined, 'actual-dag-date': '2022-12-14' },
        { ref: 'DA-008', ...baselined, 'actual-dag-date': '2022-12-13' },
        { ref: 'DA-009', ...baselined, 'actual-dag-date': '2022-12-15' },
        { ref: 'DA-010', ...baselined, 'actual-dag-date': '2022-03-10' },
      ],
    },
    finds: ['DA-004 actual-dag-date', 'DA-008 actual-dag-date', 'DA-010 actual-dag-date'],
  },
  {
    rule: 'approved-without-record',
    title: 'asks for each part that is blank',
    given: {
      artefacts: [
        { status: 'Approved' },
        { ref: 'DA-002', status: 'Approved', 'approval-meeting': 'TBC', 'actual-dag-date': '2022-07-28' },
      ],
    },
    finds: ['DA-001 actual-dag-date', 'DA-001 approval-meeting', 'DA-002 approval-meeting'],
  },
  {
    rule: 'baselined-below-one',
    title: 'reads a version however it is written, and is silent where there is none',
    given: {
      artefacts: [
        { ...baselined, version: 'Version 0.3' },
        { ref: 'DA-002', ...baselined, version: 0.9 },
        { ref: 'DA-003', ...baselined, version: 'draft' },
        { ref: 'DA-004', ...baselined, version: 2 },
        { ref: 'DA-005', ...baselined, version: '1' },
        { ref: 'DA-006', ...baselined, version: 'V0.99' },
      ],
    },
    finds: ['DA-001 version', 'DA-002 version', 'DA-006 version'],
  },
  {
    rule: 'green-late',
    title: 'is about open rows that say both days',
    given: {
      artefacts: [
        { rag: 'Green', 'forecast-dag-date': '2022-11-03', 'planned-dag-date': null },
        { ref: 'DA-002', rag: 'Green' },
        { ref: 'DA-003', ...withdrawn, rag: 'Green', 'forecast-dag-date': '2022-11-03' },
      ],
    },
    finds: [],
  },
  {
    rule: 'green-past-gate',
    title: 'goes by the forecast before the plan, and is about green rows',
    given: {
      artefacts: [
        { rag: 'Green', 'planned-dag-date': '2022-08-09', 'forecast-dag-date': '2022-09-01' },
        { ref: 'DA-002', rag: 'Red', 'planned-dag-date': '2022-08-09' },
        { ref: 'DA-003', rag: 'Green', 'planned-dag-date': null },
      ],
    },
    finds: [],
  },
  {
    rule: 'version-down',
    title: 'is silent where either version is not known, or two rows have the ref',
    given: {
      artefacts: [
        { version: 'draft' },
        { ref: 'DA-002', version: '0.1' },
        { ref: 'DA-002', version: '0.2' },
        { ref: 'DA-003', version: '0.1' },
      ],
      dissensus: [
        {},
        { ref: 'DIS-002', artefact: 'DA-002' },
        { ref: 'DIS-003', artefact: 'DA-003', version: 'draft' },
        { ref: 'DIS-004', artefact: 'DA-009' },
      ],
    },
    finds: [],
  },
  {
    rule: 'dissensus-without-objection',
    title: 'is not asked once it is settled',
    given: {
      dissensus: [
        { positions: 'DCC: Support', status: 'Resolved – Consensus', 'date-closed': '2022-08-01' },
        { ref: 'DIS-002', positions: 'DCC: Support' },
      ],
    },
    finds: ['DIS-002 positions'],
  },
  {
    rule: 'dissensus-without-positions',
    title: 'takes no line without a party or a position for one, and leaves Excel errors to their own rule',
    given: {
      dissensus: [
        { positions: '#REF!' },
        { ref: 'DIS-002', positions: 'DCC: TBC' },
        { ref: 'DIS-003', positions: 'costs too much' },
        { ref: 'DIS-004', positions: 'costs too much\nDCC: Object' },
      ],
    },
    finds: ['DIS-002 positions', 'DIS-003 positions'],
  },
  {
    rule: 'dissensus-unescalated',
    title: 'is about rows that are with the working group still, by level and status',
    given: {
      dissensus: [
        { status: 'Raised', level: null },
        { ref: 'DIS-002', status: 'Raised', level: 'DAG' },
        { ref: 'DIS-003', level: 'Working Group' },
        { ref: 'DIS-004', status: 'Raised', level: 'Working Group', materiality: null },
        { ref: 'DIS-005', status: 'Raised', level: 'Working Group', 'raised-date': null },
      ],
    },
    finds: ['DIS-001 status'],
  },
  {
    rule: 'ref-duplicate',
    title: 'is not told of an Excel error, nor of rows without a ref',
    given: { risks: [{ ref: '#REF!' }, { ref: '#REF!' }, { ref: null }, { ref: null }] },
    finds: [],
  },
  {
    rule: 'ref-form',
    title: 'is not told of an Excel error, nor of a row that sync will number',
    given: { risks: [{ ref: '#REF!' }, { ref: 'new:1' }, { ref: 'new:x' }, { ref: 'renew:1' }] },
    finds: ['new:x ref', 'renew:1 ref'],
  },
  {
    rule: 'ref-missing',
    title: 'is told of a row that sync is yet to number',
    given: { risks: [{ ref: 'new:12' }, { ref: 'DR-001' }] },
    finds: ['new:12 ref'],
  },
  {
    rule: 'series-gap',
    title: 'counts from 1, and takes four missing for a log without its old rows',
    given: {
      actions: [
        { ref: 'DAG12-04' },
        { ref: 'DAG13-02' },
        { ref: 'DAG13-06' },
        { ref: 'DAG13-11' },
        { ref: 'DAG14-01' },
        { ref: '#REF!' },
      ],
    },
    finds: ['DAG12-04 ref', 'DAG13-02 ref', 'DAG13-06 ref'],
  },
  {
    rule: 'text-like-formula',
    title: 'is not told of numbers and dashes, but of a name after an at sign',
    given: {
      risks: [
        { controls: '-' },
        { ref: 'DR-002', controls: '+5%' },
        { ref: 'DR-003', controls: '- £1,200.50' },
        { ref: 'DR-004', controls: '@PMO' },
        { ref: 'DR-005', controls: '-5 days', 'x:note': '+x' },
        { ref: 'DR-006', controls: 'a=b' },
      ],
    },
    finds: ['DR-004 controls', 'DR-005 controls', 'DR-005 x:note'],
  },
  {
    rule: 'excel-error',
    title: 'is told in small letters too, and only where nothing else stands there',
    given: {
      risks: [
        { controls: '#n/a' },
        { ref: 'DR-002', controls: '#N/A so far' },
        { ref: 'DR-003', controls: 'N/A' },
      ],
    },
    finds: ['DR-001 controls'],
  },
  {
    rule: 'vocabulary-unknown',
    title: 'is not told of a placeholder or an Excel error, but of a number',
    given: {
      risks: [
        { response: 'TBC' },
        { ref: 'DR-002', response: '#REF!' },
        { ref: 'DR-003', response: 3 },
        { ref: 'DR-004', response: null },
      ],
    },
    finds: ['DR-003 response'],
  },
  {
    rule: 'placeholder-left',
    title: 'is about dates and choices that may be blank',
    given: { risks: [{ 'next-review': '???', response: 'TBC', controls: 'TBC', 'action-due': null }] },
    finds: ['DR-001 next-review'],
  },
  {
    rule: 'required-blank',
    title: 'is told of a blank as of a placeholder, but not of an Excel error',
    given: { risks: [{ event: null, owner: '-', title: '#REF!' }] },
    finds: ['DR-001 event', 'DR-001 owner'],
  },
  {
    rule: 'date-unreadable',
    title: 'leaves placeholders, Excel errors and noughts to their own rules',
    given: {
      issues: [
        { 'target-date': 'TBC' },
        { ref: 'DI-002', 'target-date': '#REF!' },
        { ref: 'DI-003', 'target-date': '00/00/00' },
        { ref: 'DI-004', 'target-date': 0 },
        { ref: 'DI-005', 'target-date': 'Q3' },
        { ref: 'DI-006', 'target-date': true },
      ],
    },
    finds: ['DI-005 target-date', 'DI-006 target-date'],
  },
  {
    rule: 'date-as-text',
    title: 'takes the year in which the day comes within half a year of when the row came up',
    given: {
      actions: [
        { date: '2022-08-08', 'due-date': 'August 8 th' },
        { ref: 'DAG13-02', date: '2022-08-09', 'due-date': 'August 8 th' },
        { ref: 'DAG13-03', date: '2022-08-09', 'due-date': '8 February' },
        { ref: 'DAG13-04', date: '2022-08-09', 'due-date': '9 February' },
        { ref: 'DAG13-05', 'due-date': 'by 8 August' },
        { ref: 'DAG13-06', 'due-date': 'w/c 8 August 2022' },
        { ref: 'DAG13-07', date: null, 'due-date': '8 August' },
        { ref: 'DAG13-08', date: '44783', 'due-date': '11 August' },
        { ref: 'DAG13-09', date: '10 August 2022', 'due-date': '11 August' },
        { ref: 'DAG13-10', date: '11 Aug', 'due-date': '11 August' },
      ],
    },
    finds: [
      'DAG13-01 due-date -> 2022-08-08',
      'DAG13-02 due-date',
      'DAG13-03 due-date -> 2023-02-08',
      'DAG13-04 due-date',
      'DAG13-05 due-date',
      'DAG13-06 due-date',
      'DAG13-07 due-date',
      'DAG13-08 due-date -> 2022-08-11',
      'DAG13-09 date -> 2022-08-10',
      'DAG13-09 due-date -> 2022-08-11',
      'DAG13-10 date',
      'DAG13-10 due-date',
    ],
  },
  {
    rule: 'date-serial',
    title: 'is told of five digits that are a day of this time',
    given: {
      actions: [
        { 'due-date': 44783 },
        { ref: 'DAG13-02', 'due-date': ' 44783 ' },
        { ref: 'DAG13-03', 'due-date': '4478' },
        { ref: 'DAG13-04', 'due-date': '44783.5' },
        { ref: 'DAG13-05', date: '44783' },
      ],
    },
    finds: ['DAG13-05 date -> 2022-08-10'],
  },
  {
    rule: 'party-alias',
    title: 'keeps the person in brackets, unless they are part of the alias',
    given: {
      actions: [
        { owner: 'programme (pmo)' },
        { ref: 'DAG13-02', owner: 'programme (Design Team)' },
        { ref: 'DAG13-03', owner: 'x'.repeat(301) },
        { ref: 'DAG13-04', owner: 'TBC; Programme (PMO)' },
        { ref: 'DAG13-05', owner: 'MHHS Programme (Team)' },
        { ref: 'DAG13-06', owner: 'MHHS Programme' },
      ],
    },
    finds: [
      'DAG13-01 owner -> PMO',
      'DAG13-04 owner -> TBC; PMO',
      'DAG13-05 owner -> Programme (Team)',
      'DAG13-06 owner -> Programme',
    ],
  },
  {
    rule: 'party-alias',
    title: 'leaves to a person a name that would become another party’s',
    rules: {
      'party-alias': {
        parties: [
          { party: 'Programme', aliases: ['MHHS Programme'] },
          { party: 'Programme (Design Team)', aliases: [] },
        ],
      },
    },
    given: {
      actions: [
        { owner: 'MHHS Programme (Design Team)' },
        { ref: 'DAG13-02', owner: 'MHHS Programme (Testing)' },
      ],
    },
    finds: ['DAG13-01 owner', 'DAG13-02 owner -> Programme (Testing)'],
  },
  {
    rule: 'vocabulary-form',
    title: 'mends one letter in words of four, two in words of eight, and none that is nearly another',
    given: {
      risks: [
        { response: 'Trat' },
        { ref: 'DR-002', response: 'Tret' },
        { ref: 'DR-003', response: 'Tolerite' },
        { ref: 'DR-004', response: 'Tolirite' },
        { ref: 'DR-005', response: 'Toliritt' },
        { ref: 'DR-006', response: '  TREAT. ' },
        { ref: 'DR-007', response: 'Tolerateddd' },
        { ref: 'DR-008', status: 'recommend – closed' },
      ],
    },
    finds: [
      'DR-001 response -> Treat',
      'DR-002 response -> Treat',
      'DR-003 response -> Tolerate',
      'DR-004 response -> Tolerate',
      'DR-006 response -> Treat',
      'DR-008 status -> Recommend Closed',
    ],
  },
  {
    rule: 'see-above',
    title: 'is told in any case, of sixty letters at most',
    given: {
      actions: [
        { update: 'AS ABOVE' },
        { ref: 'DAG13-02', update: 'ditto.' },
        { ref: 'DAG13-03', update: `ONGOING: see above${' '.repeat(50)}.` },
        { ref: 'DAG13-04', update: 'above' },
        { ref: 'DAG13-05', update: 'see above'.padEnd(60) },
        { ref: 'DAG13-06', update: 'see above'.padEnd(61) },
      ],
    },
    finds: ['DAG13-01 update', 'DAG13-02 update', 'DAG13-05 update'],
  },
  {
    rule: 'date-outside',
    title: 'is told a day before and a day after the time, and of nought',
    given: {
      issues: [
        { 'date-raised': '2016-12-31' },
        { ref: 'DI-002', 'target-date': '2033-01-01' },
        { ref: 'DI-003', 'target-date': 0 },
        { ref: 'DI-004', 'target-date': '00/01/1900' },
        { ref: 'DI-005', 'target-date': '31/12/1999' },
      ],
    },
    finds: [
      'DI-001 date-raised',
      'DI-002 target-date',
      'DI-003 target-date',
      'DI-004 target-date',
      'DI-005 target-date',
    ],
  },
  {
    rule: 'party-initials',
    title: 'is told of two or three capitals, of each name once',
    given: {
      actions: [
        { owner: 'JS; JS' },
        { ref: 'DAG13-02', owner: 'J. K. S.' },
        { ref: 'DAG13-03', owner: 'js' },
        { ref: 'DAG13-04', owner: 'JSKL' },
      ],
    },
    finds: ['DAG13-01 owner', 'DAG13-02 owner'],
  },
  {
    rule: 'party-unknown',
    title: 'is told each unknown name once, and no initials',
    given: { actions: [{ owner: 'Acme; Acme; Beta and JS' }] },
    finds: ['DAG13-01 owner', 'DAG13-01 owner'],
  },
  {
    rule: 'party-unknown',
    title: 'takes a cell of three hundred letters for names, and a longer one or an Excel error for none',
    given: {
      actions: [
        { owner: 'x'.repeat(300) },
        { ref: 'DAG13-02', owner: 'x'.repeat(301) },
        { ref: 'DAG13-03', owner: '#REF!' },
        { ref: 'DAG13-04', owner: 'N/A' },
      ],
    },
    finds: ['DAG13-01 owner'],
  },
  {
    rule: 'personal-address',
    title: 'is told of an address with a domain, in a text column or another',
    given: {
      issues: [
        { owner: 'pat@example.org' },
        { ref: 'DI-002', update: 'pat@example' },
        { ref: 'DI-003', update: '@example.org'.padStart(255, 'x') },
        { ref: 'DI-004', update: '@example.org'.padStart(254, 'x') },
      ],
    },
    finds: ['DI-001 owner', 'DI-004 update'],
  },
  {
    rule: 'closed-without-date',
    title: 'takes either date, and no placeholder for one',
    given: {
      dependencies: [
        over,
        { ref: 'DD-002', ...over, 'date-closed': null, 'actual-date': '2022-08-01' },
        { ref: 'DD-003', ...over, 'date-closed': 'TBC' },
        { ref: 'DD-004', 'date-closed': null },
      ],
    },
    finds: ['DD-003 date-closed'],
  },
  {
    rule: 'closed-in-future',
    title: 'is told from tomorrow on',
    given: {
      risks: [
        { status: 'Closed', 'date-closed': '2022-08-10' },
        { ref: 'DR-002', status: 'Closed', 'date-closed': '2022-08-11' },
        { ref: 'DR-003' },
      ],
    },
    finds: ['DR-002 date-closed'],
  },
  {
    rule: 'due-before-raised',
    title: 'needs both days',
    given: { actions: [{ 'due-date': null }, { ref: 'DAG13-02', date: null, 'due-date': '2022-07-01' }] },
    finds: [],
  },
  {
    rule: 'overdue',
    title: 'ends after thirty days, and where it was done or the baseline waits',
    given: {
      dependencies: [
        { 'needed-by': '2022-07-11' },
        { ref: 'DD-002', 'needed-by': '2022-07-10' },
        { ref: 'DD-003', 'needed-by': '2022-08-01', 'actual-date': '2022-08-01' },
        { ref: 'DD-004', ...over, 'needed-by': '2022-08-01' },
      ],
      issues: [
        { 'target-date': '2022-08-09' },
        { ref: 'DI-002', 'target-date': '2022-08-09', 'blocks-baseline': 'n' },
        { ref: 'DI-003', 'target-date': '2022-08-09', status: 'Deferred', 'blocks-baseline': false },
      ],
    },
    finds: ['DI-002 target-date', 'DD-001 needed-by'],
  },
  {
    rule: 'overdue',
    title: 'begins after the days of grace',
    rules: { overdue: { grace: 3 } },
    given: { actions: [{ 'due-date': '2022-08-07' }, { ref: 'DAG13-02', 'due-date': '2022-08-06' }] },
    finds: ['DAG13-02 due-date'],
  },
  {
    rule: 'overdue-blocking',
    title: 'ends after thirty days, and takes every way of saying yes',
    given: {
      issues: [
        { 'target-date': '2022-07-11', 'blocks-baseline': 'YES' },
        { ref: 'DI-002', 'target-date': '2022-07-10' },
        { ref: 'DI-003', 'target-date': '2022-08-01', 'blocks-baseline': 'y' },
        { ref: 'DI-004', 'target-date': '2022-08-01', 'blocks-baseline': 'yesterday' },
        { ref: 'DI-005', 'target-date': '2022-08-01', 'blocks-baseline': null },
      ],
    },
    finds: ['DI-001 target-date', 'DI-003 target-date'],
  },
  {
    rule: 'next-step-past',
    title: 'is told the day after',
    given: {
      risks: [
        { 'next-review': '2022-08-10' },
        { ref: 'DR-002', 'next-review': '2022-08-09' },
        { ref: 'DR-003', 'next-review': '2022-08-09', status: 'Closed', 'date-closed': '2022-08-01' },
        { ref: 'DR-004', 'next-review': '2022-08-09', status: 'Sleeping' },
      ],
    },
    finds: ['DR-002 next-review'],
  },
  {
    rule: 'open-in-closed-sheet',
    title: 'goes by whole words, in any case',
    sheet: 'ARCHIVE 2022',
    given: { risks: [{}, { ref: 'DR-002', status: 'Closed', 'date-closed': '2022-08-01' }] },
    finds: ['DR-001 status'],
  },
  {
    rule: 'open-in-closed-sheet',
    title: 'is not told of a word within another',
    sheet: 'Disclosed risks',
    given: { risks: [{}] },
    finds: [],
  },
  {
    rule: 'untouched',
    title: 'goes by the later of line and review, and not by what is yet to come',
    given: {
      risks: [
        { 'last-reviewed': '2022-07-13' },
        { ref: 'DR-002', 'last-reviewed': '2022-07-12' },
        { ref: 'DR-003', 'last-reviewed': '2022-09-01' },
        { ref: 'DR-004', 'last-reviewed': '2022-07-12', 'date-raised': '2022-07-13' },
        { ref: 'DR-005', 'last-reviewed': '2022-07-12', 'date-raised': '2022-07-12' },
        { ref: 'DR-006', 'last-reviewed': '2022-07-12', 'date-raised': '2022-09-01' },
        { ref: 'DR-007', 'last-reviewed': '2022-07-12', 'date-raised': '2022-08-10' },
      ],
    },
    finds: ['DR-002 last-reviewed', 'DR-005 last-reviewed', 'DR-006 last-reviewed'],
  },
  {
    rule: 'untouched',
    title: 'names the line where it is of the same day as the review',
    rules: { untouched: { reviewed: ['target-date'] } },
    given: {
      issues: [
        { update: '01/07/2022: raised', 'target-date': '2022-07-01' },
        { ref: 'DI-002', update: '01/07/2022: raised', 'target-date': '2022-07-02' },
      ],
    },
    finds: ['DI-001 update', 'DI-002 target-date'],
  },
  {
    rule: 'untouched',
    title: 'reads a line without a year as of the year in which the row came up',
    given: {
      issues: [
        { 'date-raised': '2022-06-01', update: '12 July: asked DCC' },
        { ref: 'DI-002', 'date-raised': '2022-06-01', update: '13 July: asked DCC' },
        { ref: 'DI-003', 'date-raised': '2022-06-01', update: 'asked DCC\n1 July: raised' },
        { ref: 'DI-004', 'date-raised': '2022-06-01', update: '1 July: raised\n20 July: asked DCC' },
        { ref: 'DI-005', 'date-raised': '2022-06-01', update: '01/06/2022: raised\nONGOING: 20 July: asked' },
      ],
    },
    finds: ['DI-001 update', 'DI-003 update'],
  },
  {
    rule: 'recommend-closed-left',
    title: 'is told once a meeting after that day is over',
    given: {
      actions: [
        { update: '27/07/2022 RECOMMEND CLOSED: sent' },
        { ref: 'DAG13-02', update: '28/07/2022 RECOMMEND CLOSED: sent' },
        { ref: 'DAG13-03', update: '29/07/2022 RECOMMEND CLOSED: sent' },
        { ref: 'DAG13-04', update: '20/07/2022 ONGOING: sent' },
        {
          ref: 'DAG13-05',
          update: '29/07/2022 RECOMMEND CLOSED: again\n20/07/2022 RECOMMEND CLOSED: sent',
        },
        { ref: 'DAG13-06', update: '29/07/2022 RECOMMEND CLOSED: sent\n20/07/2022 ONGOING: drafted' },
        { ref: 'DAG13-07', update: '29/07/2022 ONGOING: again\n20/07/2022 RECOMMEND CLOSED: sent' },
        { ref: 'DAG13-08', update: '20/07/2022 Sent to all\n20/07/2022 RECOMMEND CLOSED: sent' },
        { ref: 'DAG13-09', update: '01/01/2099 RECOMMEND CLOSED: after all meetings known' },
      ],
    },
    finds: ['DAG13-01 update', 'DAG13-02 update', 'DAG13-05 update'],
  },
  {
    rule: 'update-contradicts-status',
    title: 'is told both ways, of the latest line or the first without a date',
    given: {
      issues: [
        { status: 'Closed', 'date-closed': '2022-08-01', update: 'ONGOING: with DCC' },
        { ref: 'DI-002', update: 'CLOSED: agreed' },
        { ref: 'DI-003', status: 'Closed', 'date-closed': '2022-08-01', update: 'CLOSED: agreed' },
        { ref: 'DI-004', update: 'RECOMMEND CLOSED: agreed' },
        { ref: 'DI-005', update: '01/07/2022 CLOSED: agreed\n20/07/2022 ONGOING: again' },
        { ref: 'DI-006', update: 'with DCC' },
        { ref: 'DI-009', update: '10/08/2022 CLOSED: agreed\n01/08/2022 ONGOING: so' },
        { ref: 'DI-010', update: '11/08/2022 CLOSED: agreed\n01/08/2022 ONGOING: so' },
        { ref: 'DI-008', update: '01/08/2022 ONGOING: again\n01/08/2022 CLOSED: agreed' },
        { ref: 'DI-007', status: 'Sleeping', update: 'CLOSED: agreed' },
        { ref: 'DI-011', status: 'Closed', 'date-closed': '2022-08-01', update: 'with DCC' },
        { ref: 'DI-012', status: 'Closed', 'date-closed': '2022-08-01', update: 'RECOMMEND CLOSED: agreed' },
      ],
    },
    finds: ['DI-001 update', 'DI-002 update', 'DI-009 update'],
  },
  {
    rule: 'due-moved-undated',
    title: 'is told in any case of letters, once a row',
    given: {
      actions: [
        { update: 'ONGOING: New target date 10 August\nDue date was extended' },
        { ref: 'DAG13-02', update: 'ONGOING: the due date stands' },
      ],
    },
    finds: ['DAG13-01 update'],
  },
  {
    rule: 'probability-range',
    title: 'takes whole numbers from 1 to 5, also as text',
    given: {
      risks: [
        { probability: 1, impact: 5 },
        { ref: 'DR-002', probability: 0, impact: 6 },
        { ref: 'DR-003', probability: '5', impact: 2.5 },
        { ref: 'DR-004', probability: 'high', impact: '#REF!' },
        { ref: 'DR-005', probability: 'TBC', impact: null },
        { ref: 'DR-006', probability: '0x5', impact: '5.' },
      ],
    },
    finds: [
      'DR-002 probability',
      'DR-002 impact',
      'DR-003 impact',
      'DR-004 probability',
      'DR-006 probability',
      'DR-006 impact',
    ],
  },
  {
    rule: 'residual-above-inherent',
    title: 'needs both scores',
    given: {
      risks: [
        { 'residual-probability': 5, 'residual-impact': null },
        { ref: 'DR-002', probability: null, 'residual-probability': 5, 'residual-impact': 5 },
        { ref: 'DR-003', 'residual-probability': '5', 'residual-impact': '5' },
      ],
    },
    finds: ['DR-003 residual-probability'],
  },
  {
    rule: 'high-risk-unmitigated',
    title: 'asks for the action first, from a score of 15 on, and of open rows',
    given: {
      risks: [
        high,
        { ref: 'DR-002', ...highest, action: 'Ask Ofgem', 'action-due': '2022-09-01' },
        { ref: 'DR-003', ...high, response: 'tolerate' },
        { ref: 'DR-004', ...high, status: 'Closed', 'date-closed': '2022-08-01' },
        { ref: 'DR-005', ...high, impact: null },
        { ref: 'DR-006', ...high, action: 'Ask Ofgem' },
      ],
    },
    finds: ['DR-001 action', 'DR-006 action-due'],
  },
  {
    rule: 'high-risk-off-raid',
    title: 'is not told of an Excel error, nor of a lower score or a closed row',
    given: {
      risks: [
        { ...high, 'on-programme-raid': '#REF!' },
        { ref: 'DR-002' },
        { ref: 'DR-003', ...high, status: 'Closed', 'date-closed': '2022-08-01' },
        { ref: 'DR-004', ...highest, 'on-programme-raid': null },
        { ref: 'DR-005', ...highest, 'on-programme-raid': 'Y' },
      ],
    },
    finds: ['DR-004 on-programme-raid'],
  },
  {
    rule: 'raid-without-ref',
    title: 'takes every way of saying yes, and no placeholder for a ref',
    given: {
      risks: [
        { 'on-programme-raid': 'YES', 'programme-raid-ref': 'TBC' },
        { ref: 'DR-002', 'on-programme-raid': true, 'programme-raid-ref': 'R-12' },
        { ref: 'DR-003', 'on-programme-raid': 'maybe' },
      ],
    },
    finds: ['DR-001 programme-raid-ref'],
  },
];
