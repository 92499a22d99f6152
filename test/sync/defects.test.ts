import assert from 'node:assert/strict';
import fc from 'fast-check';
import { defects, restoreDefects, sharedDefects } from './model/defects.ts';
import { runHistory } from './model/history.ts';
import { plainSteps, restoredSteps, sharedSteps } from './model/steps.ts';

/** In how many histories each defect must show. */
const ENOUGH = 300;

describe('the random histories', () => {
  const planted = [
    ...Object.entries(defects).map((each) => [...each, plainSteps, false] as const),
    ...Object.entries(restoreDefects).map((each) => [...each, restoredSteps, false] as const),
    ...Object.entries(sharedDefects).map((each) => [...each, sharedSteps, true] as const),
  ];
  for (const [name, defect, histories, isShared] of planted) {
    it(`catch it when ${name}`, async () => {
      const { failed, counterexample, numRuns } = await fc.check(
        fc.asyncProperty(histories, async (history) => {
          await runHistory(history, { defect, isShared });
        }),
        { numRuns: ENOUGH, seed: 1, endOnFailure: true },
      );
      assert.ok(failed && counterexample !== null, `not seen in ${ENOUGH} histories`);
      process.stdout.write(`      seen after ${numRuns} of ${ENOUGH} histories:\n`);
    }).timeout(120_000);
  }
});
