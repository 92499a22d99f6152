/** For each rule over changes one that it holds, and one that it lets through. */
import type { Cells, Tabs } from './builder.ts';

export interface ChangeCase {
  readonly rule: string;
  readonly title: string;
  readonly tab: Tabs;
  readonly fires: { readonly before: Cells; readonly after: Cells };
  readonly says: { readonly column: string };
  readonly words: string;
  readonly miss: string;
  readonly near: { readonly before: Cells; readonly after: Cells };
}

export const changeCases: readonly ChangeCase[] = [
  {
    rule: 'transition-impossible',
    title: 'holds a closed issue that is made new',
    tab: 'issues',
    fires: { before: { status: 'closed', 'date-closed': '2022-08-01' }, after: { status: 'New' } },
    says: { column: 'status' },
    words:
      'Status can not go from Closed to New. Choose a state between, or add a new row and leave this one as it was.',
    miss: 'but not one that is opened again',
    near: { before: { status: 'Closed', 'date-closed': '2022-08-01' }, after: { status: 'Open' } },
  },
  {
    rule: 'transition-impossible',
    title: 'holds a withdrawn artefact that is approved',
    tab: 'artefacts',
    fires: {
      before: { status: 'Withdrawn', 'approval-meeting': 'DAG 13', 'actual-dag-date': '2022-07-28' },
      after: { status: 'Approved', 'approval-meeting': 'DAG 13', 'actual-dag-date': '2022-07-28' },
    },
    says: { column: 'status' },
    words:
      'Status can not go from Withdrawn to Approved. Choose a state between, or add a new row and leave this one as it was.',
    miss: 'but not one that is drafted again',
    near: { before: { status: 'Withdrawn' }, after: { status: 'In Draft' } },
  },
];
