import assert from 'node:assert/strict';
import { overviewOf } from '../../server/pages/overview.ts';
import { schemaOf } from '../../shared/rules/settings.ts';
import type { Row } from '../../shared/sheet/row.ts';
import { configure } from '../../shared/tracker/configuration.ts';
import type { Cells } from '../../shared/values/value.ts';

const configuration = configure(undefined);
const schema = schemaOf(configuration);

const row = (tab: string, ref: string, cells: Cells): Row => ({ tab, ref, cells, at: null });
const overview = (...rows: Row[]) => overviewOf(schema, configuration.matrix, '2022-08-10', rows, [], []);

describe('the tracker at a glance', () => {
  it('counts each tab by status, typos as what was meant, the most frequent first', () => {
    const { tabs } = overview(
      row('issues', 'DI-001', { status: 'Open' }),
      row('issues', 'DI-002', { status: 'in progess' }),
      row('issues', 'DI-003', { status: 'In Progress' }),
      row('issues', 'DI-004', { status: 'Parked' }),
      row('issues', 'DI-005', {}),
      row('actions', 'DAG9-01', { update: 'RECOMMEND CLOSED: sent' }),
      row('actions', 'DAG9-02', { update: 'Hm' }),
    );
    const counts = tabs.map(({ tab, rows, statuses }) => [
      tab,
      rows,
      statuses.map(({ status, rows }) => `${status} ${rows}`),
    ]);
    assert.deepEqual(counts, [
      ['artefacts', 0, []],
      ['issues', 5, ['In Progress 2', 'No status 1', 'Open 1', 'Parked 1']],
      ['dependencies', 0, []],
      ['dissensus', 0, []],
      ['risks', 0, []],
      ['actions', 2, ['No status 1', 'Recommend Closed 1']],
    ]);
  });

  it('lists what is overdue, the longest first, with what it is about and whose it is', () => {
    const { overdue } = overview(
      row('actions', 'DAG9-01', {
        action: 'Write',
        owner: 'PMO',
        'due-date': '2022-08-09',
        update: 'ONGOING: x',
      }),
      row('actions', 'DAG9-02', { action: 'Read', 'due-date': '2022-08-10', update: 'ONGOING: due today' }),
      row('issues', 'DI-001', { title: 'Late', status: 'Open', 'target-date': '2022-06-01' }),
      row('issues', 'DI-002', { title: 'Done', status: 'Closed', 'target-date': '2022-06-01' }),
    );
    assert.deepEqual(overdue, [
      {
        tab: 'issues',
        ref: 'DI-001',
        what: 'Late',
        owner: '',
        heading: 'Target Date',
        date: '2022-06-01',
        days: 70,
      },
      {
        tab: 'actions',
        ref: 'DAG9-01',
        what: 'Write',
        owner: 'PMO',
        heading: 'Due Date',
        date: '2022-08-09',
        days: 1,
      },
    ]);
  });

  it('names the five highest open risks', () => {
    const risk = (number: number, probability: number | string, impact: number, status = 'Open') =>
      row('risks', `DR-00${number}`, { title: `Risk ${number}`, probability, impact, status, owner: 'PMO' });
    const { risks } = overview(
      risk(1, 1, 1),
      risk(2, 5, 5, 'closed'),
      risk(3, 3, 4),
      risk(4, 4, 3),
      risk(5, 'high', 5),
      risk(6, 2, 2),
      risk(7, 5, 4),
      risk(8, 1, 2),
    );
    assert.deepEqual(
      risks.map(({ ref, score }) => [ref, score]),
      [
        ['DR-007', 20],
        ['DR-003', 12],
        ['DR-004', 12],
        ['DR-006', 4],
        ['DR-008', 2],
      ],
    );
    assert.deepEqual(risks[0], {
      ref: 'DR-007',
      title: 'Risk 7',
      owner: 'PMO',
      probability: 5,
      impact: 4,
      score: 20,
    });
  });

  it('counts the findings by severity', () => {
    const { findings } = overview(
      row('actions', 'DAG09-01', {
        date: '2022-05-11',
        action: 'Write to SEC',
        owner: 'PMO',
        'due-date': '2022-08-09',
        update: 'ONGOING: drafted',
      }),
      row('actions', 'DAG09-02', {
        date: '2022-05-11',
        owner: 'PMO',
        'due-date': '2022-09-09',
        update: 'ONGOING: drafted',
      }),
    );
    assert.deepEqual(findings, { error: 1, warning: 1, info: 0 });
    assert.deepEqual(overview().findings, { error: 0, warning: 0, info: 0 });
  });
});
