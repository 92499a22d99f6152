import assert from 'node:assert/strict';
import { contentFor } from '../../server/exports/content.ts';
import type { LedgerRow } from '../../shared/protocol/rows.ts';
import { configure } from '../../shared/tracker/configuration.ts';
import type { Cells } from '../../shared/values/value.ts';

type Groups = NonNullable<NonNullable<Parameters<typeof configured>[0]>>;

/** What the first of these groups gets, headings above rows, by tab. */
function sheets(groups: Groups, rows: Readonly<Record<string, readonly LedgerRow[]>>, tabs = {}) {
  const configuration = configured(groups, tabs);
  const [group] = configuration.groups;
  assert.ok(group);
  const content = contentFor(group, configuration.tabs, configuration.matrix, (tab) => rows[tab] ?? []);
  return Object.fromEntries(
    content.map(({ tab, columns, rows }) => [tab, [columns.map(({ heading }) => heading), ...rows]]),
  );
}

function configured(groups: readonly object[], tabs: object) {
  return configure({ tabs, exports: { groups } });
}

const row = (ref: string, cells: Cells): LedgerRow => ({ ref, revision: 1, cells });

const RISKS = [
  row('DR-001', { title: 'Late', probability: 4, impact: 5, status: 'Open', 'x:mood': 'grim' }),
  row('DR-002', { title: 'Gone', probability: 1, impact: 2, status: 'closed ' }),
  row('DR-003', { title: 'Vague', probability: 'high', status: 'Open' }),
];

describe('what a group gets', () => {
  it('are the columns of its list in that order, with what the workbook works out worked out again', () => {
    const columns = ['ref', 'score', 'title', 'rag', 'status'];
    assert.deepEqual(sheets([{ group: 'PSG', tabs: [{ tab: 'risks', columns }] }], { risks: RISKS }), {
      risks: [
        ['Ref', 'Score', 'Title', 'RAG', 'Status'],
        ['DR-001', 20, 'Late', 'Red', 'Open'],
        ['DR-002', 2, 'Gone', 'Green', 'closed '],
        ['DR-003', null, 'Vague', null, 'Open'],
      ],
    });
  });

  it('are only rows that are open, or that have the values asked for, however they are written', () => {
    const columns = ['ref'];
    const refs = (filter: object) =>
      sheets([{ group: 'PSG', tabs: [{ tab: 'risks', columns, ...filter }] }], { risks: RISKS }).risks?.slice(
        1,
      );
    assert.deepEqual(refs({ open: true }), [['DR-001'], ['DR-003']]);
    assert.deepEqual(refs({ only: { status: ['Closed'] } }), [['DR-002']]);
    assert.deepEqual(refs({ only: { status: ['OPEN'], title: ['late', 'gone'] } }), [['DR-001']]);
  });

  it('never is an internal column, not even one that the list names or that another gives away', () => {
    const tabs = { risks: { columns: { impact: { internal: true }, status: { internal: true } } } };
    const columns = ['ref', 'impact', 'score', 'rag', 'status'];
    const wanted = [{ tab: 'risks', columns }];
    assert.deepEqual(sheets([{ group: 'PSG', tabs: wanted }], { risks: RISKS.slice(0, 1) }, tabs), {
      risks: [['Ref'], ['DR-001']],
    });
    assert.deepEqual(
      sheets([{ group: 'PMO', outside: false, tabs: wanted }], { risks: RISKS.slice(0, 1) }, tabs),
      {
        risks: [
          ['Ref', 'Impact', 'Score', 'RAG', 'Status'],
          ['DR-001', 5, 20, 'Red', 'Open'],
        ],
      },
    );
  });

  it('never is an extra column: nobody has said whom it is for', () => {
    const [headings] = sheets([{ group: 'DAG', tabs: ['risks'] }], { risks: RISKS }).risks ?? [];
    assert.ok(headings?.includes('Title'));
    assert.ok(!headings?.some((heading) => /mood/i.test(String(heading))));
  });

  it('of the action log has a status, which its updates begin with, and "open" goes by it', () => {
    const action = (ref: string, update: string) => row(ref, { action: `Do ${ref}`, update });
    const actions = [
      action('DAG9-01', 'ONGOING: soon'),
      action('DAG9-02', 'CLOSED: done'),
      action('DAG9-03', 'Hm'),
    ];
    const given = (open: boolean) =>
      sheets([{ group: 'DAG', tabs: [{ tab: 'actions', open }] }], { actions }).actions?.map((line) => [
        line[0],
        line.at(-1),
      ]);
    assert.deepEqual(given(false), [
      ['Ref', 'Status'],
      ['DAG9-01', 'Ongoing'],
      ['DAG9-02', 'Closed'],
      ['DAG9-03', null],
    ]);
    assert.deepEqual(given(true), [
      ['Ref', 'Status'],
      ['DAG9-01', 'Ongoing'],
      ['DAG9-03', null],
    ]);
  });

  it('is a column as people filled it in where the configuration makes it one', () => {
    const tabs = { risks: { columns: { score: { computed: false } } } };
    const risks = [row('DR-001', { probability: 4, impact: 5, score: 'high' })];
    assert.deepEqual(
      sheets([{ group: 'DAG', tabs: [{ tab: 'risks', columns: ['ref', 'score'] }] }], { risks }, tabs),
      {
        risks: [
          ['Ref', 'Score'],
          ['DR-001', 'high'],
        ],
      },
    );
  });
});
