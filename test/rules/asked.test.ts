/** What rules over rows and cells are asked about: a rule is silent where a tab lacks what it needs. */
import assert from 'node:assert/strict';
import { readyRules } from '../../shared/rules/check.ts';
import { schema } from './builder.ts';

/** By rule, the tabs; of a rule over cells also how many of a tab's columns. */
const asked: Readonly<Record<string, string>> = {
  'ref-missing': 'artefacts 1, issues 1, dependencies 1, dissensus 1, risks 1, actions 1',
  'ref-form': 'artefacts 1, issues 1, dependencies 1, dissensus 1, risks 1, actions 1',
  'ref-duplicate': 'artefacts 1, issues 1, dependencies 1, dissensus 1, risks 1, actions 1',
  'required-blank': 'artefacts 8, issues 9, dependencies 11, dissensus 11, risks 10, actions 5',
  'placeholder-left': 'artefacts 7, issues 5, dependencies 5, dissensus 2, risks 3',
  'date-unreadable': 'artefacts 7, issues 4, dependencies 6, dissensus 3, risks 5, actions 2',
  'date-as-text': 'artefacts 7, issues 4, dependencies 6, dissensus 3, risks 5, actions 2',
  'date-serial': 'artefacts 7, issues 4, dependencies 6, dissensus 3, risks 5, actions 2',
  'date-outside': 'artefacts 7, issues 4, dependencies 6, dissensus 3, risks 5, actions 2',
  'vocabulary-unknown': 'artefacts 3, issues 3, dependencies 5, dissensus 3, risks 2',
  'vocabulary-form': 'artefacts 3, issues 3, dependencies 5, dissensus 3, risks 2',
  'party-unknown': 'artefacts 2, issues 2, dependencies 3, dissensus 3, risks 4, actions 1',
  'party-alias': 'artefacts 2, issues 2, dependencies 3, dissensus 3, risks 4, actions 1',
  'party-initials': 'artefacts 2, issues 2, dependencies 3, dissensus 3, risks 4, actions 1',
  'owners-two': 'artefacts 1, issues 1, dependencies 1, dissensus 1, risks 2, actions 1',
  'excel-error': 'artefacts all, issues all, dependencies all, dissensus all, risks all, actions all',
  'text-like-formula': 'artefacts all, issues all, dependencies all, dissensus all, risks all, actions all',
  'due-before-raised': 'artefacts, issues, dependencies, risks, actions',
  overdue: 'artefacts, issues, dependencies, risks, actions',
  'overdue-long': 'artefacts, issues, dependencies, risks, actions',
  'see-above': 'artefacts 8, issues 9, dependencies 4, dissensus 12, risks 10, actions 2',
  'next-step-past': 'artefacts, dissensus, risks',
  'open-in-closed-sheet': 'artefacts, issues, dependencies, dissensus, risks, actions',
  'approved-without-record': 'artefacts, actions',
  'approval-not-meeting': 'artefacts, actions',
  'baselined-below-one': 'artefacts, actions',
  'baselined-while-blocked': 'artefacts, actions',
  'green-late': 'artefacts',
  'green-past-gate': 'artefacts',
  'mentioned-unknown': 'artefacts 2, issues 3, dependencies 1, dissensus 2, risks 2, actions 2',
  'closed-while-needed': 'artefacts, issues, dependencies, dissensus, risks, actions',
  'personal-address': 'artefacts 21, issues 22, dependencies 21, dissensus 24, risks 29, actions 5',
  'closed-without-date': 'issues, dependencies, dissensus, risks',
  'closed-date-while-open': 'issues, dependencies, dissensus, risks',
  'closed-before-raised': 'issues, dependencies, dissensus, risks',
  'closed-in-future': 'issues, dependencies, dissensus, risks',
  'overdue-blocking': 'issues',
  untouched: 'issues, dependencies, risks, actions',
  'recommend-closed-left': 'issues, risks, actions',
  'update-contradicts-status': 'issues, dependencies',
  'due-moved-undated': 'issues, dependencies, actions',
  'ref-unknown': 'issues 2, dependencies 3, dissensus 2, risks 2',
  'ref-withdrawn': 'issues 2, dependencies 3, dissensus 2, risks 2',
  'escalated-off-agenda': 'issues, dissensus, risks, actions',
  'probability-range': 'issues 1, risks 4',
  'score-mismatch': 'issues, risks',
  'rag-mismatch': 'issues, risks',
  'residual-above-inherent': 'issues, risks',
  'high-risk-unmitigated': 'issues, risks',
  'high-risk-off-raid': 'issues, risks',
  'depends-on-missing': 'dependencies',
  'depends-on-unreadable': 'dependencies',
  'dependency-cycle': 'dependencies 1',
  'forecast-late-green': 'dependencies',
  'met-without-date': 'dependencies, actions',
  'version-down': 'dissensus 2',
  'dissensus-without-positions': 'dissensus',
  'dissensus-without-objection': 'dissensus',
  'decided-without-record': 'dissensus, actions',
  'dissensus-unescalated': 'dissensus',
  'blocking-before-dag': 'dissensus',
  'raid-without-ref': 'risks',
  'materialised-without-issue': 'risks, actions',
  'meeting-unknown': 'actions 1',
  'series-gap': 'actions 1',
};

describe('the rules over rows and cells', () => {
  it('are asked about the tabs and columns that have what they need, and no others', () => {
    const found: Record<string, string> = {};
    for (const [{ tab }, questions] of readyRules(schema).rowRules) {
      for (const question of questions) {
        const { rule } = question.setting;
        const columns =
          question.about === 'row' ? '' : question.columns === 'all' ? ' all' : ` ${question.columns.length}`;
        const before = found[rule];
        found[rule] = `${before === undefined ? '' : `${before}, `}${tab.tab}${columns}`;
      }
    }
    assert.deepEqual(found, asked);
  });
});
