import assert from 'node:assert/strict';
import { examples } from '../../shared/rules/examples.ts';
import { explain } from '../../shared/rules/explain.ts';
import { schemaOf } from '../../shared/rules/settings.ts';
import { configure } from '../../shared/tracker/configuration.ts';
import { schema } from './builder.ts';

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

  it('leaves out the lists that the configuration has of its own', () => {
    const shown = (rule: string) => Object.keys(explain(schema, rule)?.parameters ?? {});
    assert.deepEqual(shown('party-alias'), []);
    assert.deepEqual(shown('rag-mismatch'), ['rag', 'probability', 'impact']);
    assert.deepEqual(shown('approval-not-meeting'), ['states', 'approved']);
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
  });

  it('of a rule that only the service knows is its thresholds', () => {
    const newer = { rules: [{ rule: 'of-tomorrow', severity: 'info' as const, parameters: { most: 3 } }] };
    assert.deepEqual(explain(newer, 'of-tomorrow'), {
      rule: 'of-tomorrow',
      about: 'A rule of the service.',
      severity: 'info',
      parameters: { most: 3 },
      example: null,
    });
  });

  it('is none of a rule that is not in force', () => {
    const off = schemaOf(configure({ rules: { untouched: 'off' } }));
    assert.deepEqual([explain(off, 'untouched'), explain(schema, 'severe')], [null, null]);
  });
});
