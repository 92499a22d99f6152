import assert from 'node:assert/strict';
import { normalHeading } from '../../shared/tracker/heading.ts';
import { Tab } from '../../shared/tracker/schema.ts';
import { defaultTabs } from '../../shared/tracker/tabs/index.ts';

const closedOf = (name: string) =>
  defaultTabs.find(({ tab }) => tab === name)?.columns.find(({ column }) => column === 'status')?.closed;

describe('the default tabs', () => {
  it('are six, in the order in which they are shown', () => {
    assert.deepEqual(
      defaultTabs.map(({ tab, refPattern }) => `${tab} ${refPattern}`),
      [
        'artefacts DA-{000}',
        'issues DI-{000}',
        'dependencies DD-{000}',
        'dissensus DIS-{000}',
        'risks DR-{000}',
        'actions DAG{meeting}-{00}',
      ],
    );
  });

  it('have the columns that their keepers ask for, the key first', () => {
    const columns = Object.fromEntries(
      defaultTabs.map(({ tab, columns }) => [tab, columns.map(({ column }) => column).join(' ')]),
    );
    assert.deepEqual(columns, {
      artefacts:
        'ref document-id title type tranche working-group design-lead parties-impacted version status rag ' +
        'review-opens review-closes planned-dag-date forecast-dag-date actual-dag-date approval-meeting ' +
        'baseline-date open-comments open-issues open-dependencies open-dissensus next-step next-step-date ' +
        'link comments',
      issues:
        'ref title description artefacts section source type raised-by date-raised severity priority ' +
        'blocks-baseline owner target-date status level escalated-on escalated-at decision-ref resolution ' +
        'date-closed related-refs update',
      dependencies:
        'ref title direction giver receiver artefacts depends-on-type depends-on-ref needed-by agreed-date ' +
        'forecast-date actual-date agreement status rag critical-to-milestone impact owner risk-ref ' +
        'date-raised date-closed update',
      dissensus:
        'ref artefact version section subject programme-position raised-by raised-at raised-date positions ' +
        'materiality principles options level status decision decision-maker decision-meeting ' +
        'decision-rationale reopen-trigger related-refs owner next-step next-step-date date-closed',
      risks:
        'ref title cause event effect category artefacts raised-by date-raised owner actionee probability ' +
        'impact score controls response action action-owner action-due residual-probability ' +
        'residual-impact residual-score target proximity rag status on-programme-raid programme-raid-ref ' +
        'last-reviewed next-review date-closed closure-reason became-issue',
      actions: 'ref date action owner due-date update',
    });
  });

  it('leave out of every push what the workbook works out itself', () => {
    assert.deepEqual(
      defaultTabs.flatMap(({ tab, columns }) =>
        columns.filter(({ computed }) => computed).map(({ column }) => `${tab}.${column}`),
      ),
      [
        'artefacts.open-issues',
        'artefacts.open-dependencies',
        'artefacts.open-dissensus',
        'risks.score',
        'risks.residual-score',
        'risks.rag',
      ],
    );
  });

  it('say in which states a row is over', () => {
    assert.deepEqual(closedOf('artefacts'), ['Baselined', 'Superseded', 'Withdrawn']);
    assert.deepEqual(closedOf('issues'), ['Transferred', 'Closed', 'Duplicate', 'Withdrawn']);
    assert.deepEqual(closedOf('dependencies'), ['Met', 'No Longer Required', 'Closed']);
    assert.deepEqual(closedOf('dissensus'), [
      'Decided – Dissensus Noted',
      'Resolved – Consensus',
      'Withdrawn',
      'Closed',
    ]);
    assert.deepEqual(closedOf('risks'), ['Closed', 'Materialised']);
  });

  for (const tab of defaultTabs) {
    describe(tab.title, () => {
      it('is a tab', () => {
        assert.deepEqual(Tab.parse(tab), tab);
      });

      it('gives a heading to one column only, once', () => {
        const headings = tab.columns.flatMap(({ heading, aliases }) =>
          [heading, ...aliases].map(normalHeading),
        );
        const twice = headings.filter((heading, index) => headings.indexOf(heading) !== index);
        assert.deepEqual(twice, []);
      });

      it('has a vocabulary for each choice, and closes only with words of it', () => {
        for (const { column, type, vocabulary, closed } of tab.columns) {
          assert.equal(type === 'choice' && vocabulary === undefined, false, `${column} has no vocabulary`);
          assert.deepEqual(
            (closed ?? []).filter((value) => !vocabulary?.includes(value)),
            [],
          );
        }
      });
    });
  }

  it('share no sheet name', () => {
    const sheets = defaultTabs.flatMap((tab) => tab.sheets.map((sheet) => sheet.toLowerCase()));
    assert.equal(new Set(sheets).size, sheets.length);
  });
});
