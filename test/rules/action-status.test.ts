import assert from 'node:assert/strict';
import { actionStatus, isOver } from '../../shared/rules/action-status.ts';

describe('the status of an action', () => {
  const updates: readonly [string, ReturnType<typeof actionStatus>][] = [
    ['ONGOING: to be given at the meeting', 'Ongoing'],
    ['ONGOING - the lead is on leave', 'Ongoing'],
    ['RECOMMEND CLOSED: sent with the papers', 'Recommend Closed'],
    ['Recommended for closure – sent', 'Recommend Closed'],
    ['CLOSED', 'Closed'],
    ['Complete. Sent on Monday', 'Closed'],
    ['10/08/2022: ONGOING: waiting', 'Ongoing'],
    ['\n  On hold (no date)\nCLOSED: no', 'On Hold'],
    ['  \nClosed: sent', 'Closed'],
    ['Opening the log is hard', null],
    ['Closed the door', null],
    ['See above', null],
    ['', null],
  ];
  for (const [update, status] of updates) {
    it(`is ${status ?? 'not said'} where the update is ${JSON.stringify(update)}`, () => {
      assert.equal(actionStatus(update), status);
    });
  }

  it('is over when closed, transferred or withdrawn, not when that is only recommended', () => {
    assert.deepEqual(
      (['Closed', 'Transferred', 'Withdrawn', 'Recommend Closed', 'On Hold'] as const).map(isOver),
      [true, true, true, false, false],
    );
  });
});
