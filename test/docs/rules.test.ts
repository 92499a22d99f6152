import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { examples } from '../../shared/rules/examples.ts';
import { explain } from '../../shared/rules/explain.ts';
import { rules } from '../../shared/rules/rules.ts';
import { schemaOf } from '../../shared/rules/settings.ts';
import { configure } from '../../shared/tracker/configuration.ts';
import { schema } from '../rules/builder.ts';
import { examplesOfCases, PAGE, rulesPage } from './rules.ts';

describe('docs/rules.md', () => {
  it('is what the rules and the cases of their tests make', () => {
    assert.equal(readFileSync(PAGE, 'utf8'), rulesPage(), 'To write it anew: node test/docs/rules.ts');
    assert.deepEqual(examples, examplesOfCases(), 'To write it anew: node test/docs/rules.ts');
  });

  it('has an example and a near miss of every rule', () => {
    assert.deepEqual(
      Object.keys(examples),
      rules.map(({ id }) => id),
    );
  });
});

describe('the explanation of a rule', () => {
  it('has what it is about, its thresholds in force and an example', () => {
    const strict = schemaOf(configure({ rules: { untouched: { severity: 'error', after: 14 } } }));
    assert.deepEqual(explain(strict, 'untouched'), {
      rule: 'untouched',
      about:
        'An open row of which nothing was heard for a month, by its own dated lines and review date; silent without any.',
      severity: 'error',
      parameters: { raised: ['date-raised', 'raised-date', 'date'], reviewed: ['last-reviewed'], after: 14 },
      example: examples.untouched,
    });
  });

  it('of a rule of a person’s own is its condition', () => {
    const own = schemaOf(
      configure({ ownRules: { severe: { tab: 'issues', when: 'severity > 4', message: 'Look at it.' } } }),
    );
    assert.deepEqual(explain(own, 'severe'), {
      rule: 'severe',
      about: 'A rule of this tracker’s own: severity > 4',
      severity: 'warning',
      parameters: {},
      example: null,
    });
    assert.equal(explain(schema, 'severe'), null);
  });
});
