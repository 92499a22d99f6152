import assert from 'node:assert/strict';
import fc from 'fast-check';
import { defects } from './model/defects.ts';
import { runHistory } from './model/history.ts';
import { plainSteps } from './model/steps.ts';

/** In how many histories each defect must show. */
const ENOUGH = 300;

describe('the random histories', () => {
  for (const [name, defect] of Object.entries(defects)) {
    it(`catch it when ${name}`, async () => {
      const { failed, counterexample, numRuns } = await fc.check(
        fc.asyncProperty(plainSteps, async (history) => {
          await runHistory(history, defect);
        }),
        { numRuns: ENOUGH, seed: 1, endOnFailure: true },
      );
      assert.ok(failed && counterexample !== null, `not seen in ${ENOUGH} histories`);
      process.stdout.write(`      seen after ${numRuns} of ${ENOUGH} histories:\n`);
    }).timeout(120_000);
  }
});
