import assert from 'node:assert/strict';
import { kinds, live } from './lives.ts';

const KILLS = Number(process.env.KILLS ?? 5);
const SEED = Number(process.env.SEED ?? 20_220_810);

describe('A service that is killed in the middle of pushes', () => {
  for (const [name, kind] of Object.entries(kinds)) {
    it(`has lost nothing that it answered, and doubled nothing, over ${name}`, async function () {
      this.timeout(120_000 + KILLS * 20_000);
      const tally = await live(kind, KILLS, SEED);
      assert.equal(tally.kills, KILLS);
      assert.ok(tally.answered > KILLS, 'pushes were answered');
      assert.ok(tally.resent > 0, 'pushes were under way when it was killed');
    });
  }
});
