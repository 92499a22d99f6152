import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Beginning, runHistory } from './model/history.ts';
import { movingSteps, plainSteps, restoredSteps, type Step, sharedSteps } from './model/steps.ts';

const numRuns = Number(process.env.HISTORIES ?? 30);
const seed = Number(process.env.SEED ?? 20_220_810);

describe('random histories of several copies', () => {
  const kinds: readonly (readonly [string, fc.Arbitrary<Step[]>, Beginning?])[] = [
    ['', plainSteps],
    [', also where refs change and copies lose their state', movingSteps],
    [', also where the database is restored from a backup and written to', restoredSteps],
    [', also where two people have one workbook open', sharedSteps, { isShared: true }],
  ];
  for (const [which, histories, beginning] of kinds) {
    it(`end with every copy showing the ledger, nothing lost, nothing doubled, no base ahead of its cells${which}`, async () => {
      let [syncs, conflicts, longest] = [0, 0, 0];
      await fc.assert(
        fc.asyncProperty(histories, async (history) => {
          const run = await runHistory(history, beginning);
          longest = Math.max(longest, history.length);
          syncs += run.syncs;
          conflicts += run.conflicts;
        }),
        { numRuns, seed },
      );
      process.stdout.write(
        `      ${numRuns} histories from seed ${seed}: ${syncs} syncs, ${conflicts} conflicts, the longest of ${longest} steps\n`,
      );
      assert.ok(syncs > numRuns && conflicts > 0, `${syncs} syncs and ${conflicts} conflicts are some work`);
    }).timeout(numRuns * 2_000 + 20_000);
  }
});
