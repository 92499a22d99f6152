import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import type { Arrived } from '../../server/ledger/push.ts';
import { queueOf } from '../../server/ledger/queue.ts';

const arrived: Arrived = {
  author: { name: 'Edda', role: 'editor' },
  body: { changes: [{}] },
  text: '{}',
  request: null,
};

/** A queue that writes down how many pushes were committed together. */
function counted() {
  const groups: number[] = [];
  const queue = queueOf(async (pushes) => {
    groups.push(pushes.length);
    return pushes.map(() => ({ status: 'fulfilled', value: 'done' }));
  });
  return { queue, groups };
}

/** Pushes one after the other, each read from its socket in a turn of its own. */
async function caller(queue: ReturnType<typeof queueOf>, pushes: number): Promise<void> {
  for (let push = 0; push < pushes; push += 1) {
    await turn();
    assert.equal(await queue.add(arrived), 'done');
  }
}

const CALLERS = 4;
const PUSHES = 40;

describe('Pushes that arrive', () => {
  it('in one turn of the event loop are committed together', async () => {
    const { queue, groups } = counted();
    await Promise.all(Array.from({ length: CALLERS }, () => caller(queue, PUSHES)));
    assert.deepEqual(groups, new Array(PUSHES).fill(CALLERS));
  });

  it('alone for long are committed alone, and together again soon after others push too', async () => {
    const { queue, groups } = counted();
    await caller(queue, PUSHES);
    assert.deepEqual(groups.splice(0), new Array(PUSHES).fill(1));

    await Promise.all(Array.from({ length: CALLERS }, () => caller(queue, PUSHES)));
    const alone = groups.filter((group) => group === 1).length;
    assert.ok(alone <= 8, `${alone} were alone: ${groups.join(' ')}`);
    assert.equal(groups.at(-1), CALLERS);
  });
});
