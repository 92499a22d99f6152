import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { examples } from '../../shared/rules/examples.ts';
import { rules } from '../../shared/rules/rules.ts';
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
