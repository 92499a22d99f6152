/** A share of the changed workbooks that `npm run fuzz` tries by the thousand. */
import assert from 'node:assert/strict';
import { attempt } from '../fuzz/attempt.ts';
import { caseOf } from '../fuzz/mutate.ts';

const SEED = Number(process.env.SEED ?? 20_220_810);
const CASES = Number(process.env.CASES ?? 200);

describe('a workbook changed at random', () => {
  it('is read, checked and written, or refused with a clear error', async () => {
    let read = 0;
    let refused = 0;
    for (let seed = SEED; seed < SEED + CASES; seed += 1) {
      try {
        const outcome = await attempt(caseOf(seed));
        if (outcome.startsWith('refused')) refused += 1;
        else read += 1;
      } catch (cause) {
        throw new Error(`SEED=${seed} CASES=1`, { cause });
      }
    }
    // Either alone would mean that the cases no longer reach what they are to try.
    assert.ok(Math.min(read, refused) >= Math.floor(CASES / 10), `${read} read, ${refused} refused`);
  });

  it('is the same one for the same seed', () => assert.deepEqual(caseOf(SEED), caseOf(SEED)));
});
