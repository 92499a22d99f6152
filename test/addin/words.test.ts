import assert from 'node:assert/strict';
import { asText } from '../../addin/excel/text.ts';
import { count, showInstant, showPlace, showSide, showValue, todayIn } from '../../addin/pane/words.ts';
import { schemaOf } from '../../shared/rules/settings.ts';
import { configuration } from '../ledger/builder.ts';

const schema = schemaOf(configuration);

describe('the words of the pane', () => {
  it('show values as people here write them, and nothing as "blank"', () => {
    assert.deepEqual(
      ['2022-08-10', '2022-08-10T09:30:00', 'Open', 4.5, true, null, 'x'.repeat(200)].map((value) =>
        showValue(value),
      ),
      ['10/08/2022', '10/08/2022 09:30', 'Open', '4.5', 'TRUE', 'blank', `${'x'.repeat(160)}…`],
    );
  });

  it('show a row by its first cells', () => {
    assert.equal(
      showSide(
        { 'x:more': 'a', count: 2, when: '2022-08-10', owner: 'Ann', title: 'First' },
        'notes',
        schema,
      ),
      'Title: First; Owner: Ann; When: 10/08/2022; Count: 2; and 1 more cell',
    );
    assert.equal(showSide({}, 'notes', schema), 'an empty row');
    assert.equal(showSide(null, 'notes', schema), 'blank');
  });

  it('show times in the tracker’s time zone', () => {
    assert.equal(showInstant('2022-08-10T23:30:00.000Z', 'Europe/London'), '11/08/2022, 00:30');
    assert.equal(todayIn('Europe/London', new Date('2022-08-10T23:30:00.000Z')), '2022-08-11');
  });

  it('name a place as far as it is known', () => {
    assert.deepEqual(
      [
        showPlace('Risks', 12, 2),
        showPlace('Risks', 12, null),
        showPlace('Risks', null, null),
        showPlace(null, 1, 1),
      ],
      ['Risks!C12', 'Risks, row 12', 'Risks', ''],
    );
  });

  it('count', () => {
    assert.deepEqual(
      [count(1, 'row'), count(0, 'row'), count(2, 'entry', 'entries')],
      ['1 row', '0 rows', '2 entries'],
    );
  });
});

describe('text for a cell', () => {
  it('gets an apostrophe only where Excel could read it as something else', () => {
    const plain = ['Open', 'In Draft', 'DR-001', 'MHHS-DEL540', 'DAG10.1-03', 'Programme (PMO)', 'Éire 2'];
    const others = [
      '=A1',
      '+1',
      '-',
      '@x',
      '1',
      ' 1',
      '10 August',
      'August 10',
      'May-22',
      'true',
      '#N/A',
      "'a",
      'EUR 5',
      '',
    ];
    assert.deepEqual(
      [...plain, ...others].filter((text) => asText(text) === text),
      plain,
    );
    for (const text of others) assert.equal(asText(text), `'${text}`);
  });
});
