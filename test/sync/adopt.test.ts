import assert from 'node:assert/strict';
import { World } from './model/person.ts';

/** More rows than one push takes. */
const ROWS = 20_003;

describe('a first register that is larger than one push', () => {
  it('is adopted whole, the errors of its later parts too', async () => {
    const world = await World.open();
    const rows = Array.from({ length: ROWS }, (_, row) => [
      `N-${row + 1}`,
      row % 10_000 === 1 ? null : `Note ${row}`,
      'Ann',
      null,
    ]);
    const ann = world.person('Ann', rows);
    const { pushed, held, pins } = await ann.sync({}, { adopt: true });
    assert.deepEqual([pushed, held, pins], [ROWS, [], []]);
    const { revision } = await ann.service.schema();
    assert.equal(revision, 2, 'in two pushes');
    assert.equal((await ann.sync()).status, 'unchanged');
  }).timeout(60_000);
});
