import assert from 'node:assert/strict';
import { check } from '../../shared/rules/check.ts';
import { fingerprintOf, schemaOf } from '../../shared/rules/settings.ts';
import { configure } from '../../shared/tracker/configuration.ts';
import { schema, today, tracker } from './builder.ts';

const american = schemaOf(configure({ dateOrder: 'month-first' }));
const rows = tracker({ actions: [{ date: '07/08/2022', 'due-date': '08/09/2022' }] });

/** What each date of the action is mended to. */
function fixes(by: typeof schema): unknown {
  return check(by, today, { rows })
    .filter(({ rule }) => rule === 'date-as-text')
    .map(({ column, fix }) => [column, fix?.value]);
}

describe('dates typed as text', () => {
  it('are read day first, unless the tracker says that the month comes first', () => {
    assert.deepEqual(fixes(schema), [
      ['date', '2022-08-07'],
      ['due-date', '2022-09-08'],
    ]);
    assert.deepEqual(fixes(american), [
      ['date', '2022-07-08'],
      ['due-date', '2022-08-09'],
    ]);
  });

  it('make another tracker of it, so that nobody pushes by the old order', () => {
    assert.notEqual(fingerprintOf(american), fingerprintOf(schema));
    assert.equal(fingerprintOf(schemaOf(configure({ dateOrder: 'day-first' }))), fingerprintOf(schema));
  });
});
