import assert from 'node:assert/strict';
import { dueAt, lastNight, nightsAfter } from '../../server/exports/nights.ts';

const london = { exportAt: '02:00', timeZone: 'Europe/London' };
const due = (night: string, times = london) => new Date(dueAt(times, night)).toISOString();
const last = (now: string, times = london) => lastNight(times, Date.parse(now));

describe('when a night is due', () => {
  it('is the configured time where the tracker is kept, in winter and in summer', () => {
    assert.equal(due('2022-01-15'), '2022-01-15T02:00:00.000Z');
    assert.equal(due('2022-07-15'), '2022-07-15T01:00:00.000Z');
    assert.equal(
      due('2022-07-15', { exportAt: '23:30', timeZone: 'Pacific/Auckland' }),
      '2022-07-15T11:30:00.000Z',
    );
    assert.equal(
      due('2022-07-15', { exportAt: '00:00', timeZone: 'America/New_York' }),
      '2022-07-15T04:00:00.000Z',
    );
  });

  it('comes once in the night in which the clocks go back, and in the one in which they go forward', () => {
    // 30 October 2022: 02:00 BST became 01:00 GMT. 27 March 2022: 01:00 GMT became 02:00 BST.
    assert.deepEqual(
      ['2022-10-29', '2022-10-30', '2022-10-31'].map((night) => due(night)),
      ['2022-10-29T01:00:00.000Z', '2022-10-30T02:00:00.000Z', '2022-10-31T02:00:00.000Z'],
    );
    assert.deepEqual(
      ['2022-03-26', '2022-03-27', '2022-03-28'].map((night) => due(night)),
      ['2022-03-26T02:00:00.000Z', '2022-03-27T01:00:00.000Z', '2022-03-28T01:00:00.000Z'],
    );
  });

  it('comes also where the configured time is one that the clocks leave out or have twice', () => {
    const half = { exportAt: '01:30', timeZone: 'Europe/London' };
    // 01:30 does not exist on 27 March, so the first moment after it counts; on 30 October it comes twice, and its first one counts.
    assert.deepEqual(
      ['2022-03-26', '2022-03-27', '2022-03-28'].map((night) => due(night, half)),
      ['2022-03-26T01:30:00.000Z', '2022-03-27T01:00:00.000Z', '2022-03-28T00:30:00.000Z'],
    );
    assert.deepEqual(
      ['2022-10-29', '2022-10-30', '2022-10-31'].map((night) => due(night, half)),
      ['2022-10-29T00:30:00.000Z', '2022-10-30T00:30:00.000Z', '2022-10-31T01:30:00.000Z'],
    );
  });

  it('decides which night was the last', () => {
    assert.equal(last('2022-08-10T00:59:59.999Z'), '2022-08-09');
    assert.equal(last('2022-08-10T01:00:00.000Z'), '2022-08-10');
    // Past midnight in London, still the day before in UTC.
    assert.equal(last('2022-08-09T23:30:00.000Z'), '2022-08-09');
    assert.equal(
      last('2022-08-10T11:30:00.000Z', { exportAt: '23:30', timeZone: 'Pacific/Auckland' }),
      '2022-08-10',
    );
  });

  it('leaves out none between two, across months and years', () => {
    assert.deepEqual(nightsAfter('2022-12-30', '2023-01-02'), ['2022-12-31', '2023-01-01', '2023-01-02']);
    assert.deepEqual(nightsAfter('2024-02-27', '2024-03-01'), ['2024-02-28', '2024-02-29', '2024-03-01']);
    assert.deepEqual(nightsAfter('2022-12-30', '2022-12-30'), []);
  });
});
