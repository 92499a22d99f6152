import assert from 'node:assert/strict';
import fc from 'fast-check';
import { runHistory, steps } from './model/history.ts';

const numRuns = Number(process.env.HISTORIES ?? 40);
const seed = process.env.SEED === undefined ? {} : { seed: Number(process.env.SEED) };

describe('random histories of several copies', () => {
  it('end with every copy showing the ledger, nothing lost, nothing doubled, no base ahead of its cells', async () => {
    let [syncs, conflicts] = [0, 0];
    await fc.assert(
      fc.asyncProperty(steps, async (history) => {
        const run = await runHistory(history);
        syncs += run.syncs;
        conflicts += run.conflicts;
      }),
      { numRuns, ...seed },
    );
    assert.ok(syncs > numRuns && conflicts > 0, `${syncs} syncs and ${conflicts} conflicts are some work`);
  }).timeout(numRuns * 2_000 + 20_000);
});
