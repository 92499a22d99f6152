import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readLog } from '../../shared/values/log.ts';
import { readPositions } from '../../shared/values/positions.ts';

const lines = fc
  .array(
    fc.oneof(
      fc.string(),
      fc.constantFrom(
        'Ofgem: Support – fine',
        'DCC: Object',
        '',
        'ONGOING: sent',
        '10/08/2022: closed',
        '- a point',
      ),
    ),
  )
  .map((each) => each.join('\n'));

describe('a cell of positions', () => {
  it('has one line a party, with its position and its reason after any dash', () => {
    assert.deepEqual(
      readPositions('Ofgem: Support\nDCC: Support with reservation – cost - high\nDNOs:Object—late'),
      [
        { party: 'Ofgem', position: 'Support', reason: null, text: 'Ofgem: Support' },
        {
          party: 'DCC',
          position: 'Support with reservation',
          reason: 'cost - high',
          text: 'DCC: Support with reservation – cost - high',
        },
        { party: 'DNOs', position: 'Object', reason: 'late', text: 'DNOs:Object—late' },
      ],
    );
  });

  it('has a position in brackets after the party, where it is one of those there are', () => {
    const read = (text: string) =>
      readPositions(text, ['Object', 'Support']).map(({ party, position, reason }) => [
        party,
        position,
        reason,
      ]);
    assert.deepEqual(
      read('Large Suppliers (OBJECT): costs: too high\nProgramme (PMO): Support\nDCC ( object ):'),
      [
        ['Large Suppliers', 'OBJECT', 'costs: too high'],
        ['Programme (PMO)', 'Support', null],
        ['DCC', 'object', null],
      ],
    );
  });

  it('goes on with a reason over further lines, and keeps a first line without a party', () => {
    assert.deepEqual(readPositions('All agreed in principle\nDCC: Object - late\nand costly'), [
      { party: null, position: 'All agreed in principle', reason: null, text: 'All agreed in principle' },
      {
        party: 'DCC',
        position: 'Object',
        reason: 'late\nand costly',
        text: 'DCC: Object - late\nand costly',
      },
    ]);
    const shown = (text: string) =>
      readPositions(text, ['Object']).map(({ party, position, reason }) => [party, position, reason]);
    assert.deepEqual(shown('DCC: Object  \nand costly '), [['DCC', 'Object', 'and costly']]);
    assert.deepEqual(shown(' agreed – for now '), [[null, 'agreed', 'for now']]);
    assert.deepEqual(shown('DCC (Object):costs'), [['DCC', 'Object', 'costs']]);
    assert.deepEqual(readPositions(''), []);
  });
});

describe('a log cell', () => {
  it('has dated lines, and lines that begin with a status in capitals', () => {
    assert.deepEqual(
      readLog('ONGOING - See above\n10/08/2022: sent\nwith the papers\n8 Aug 2022 – RECOMMEND CLOSED: done'),
      [
        { date: null, label: 'ONGOING', said: 'See above', text: 'ONGOING - See above' },
        {
          date: '2022-08-10',
          label: null,
          said: 'sent\nwith the papers',
          text: '10/08/2022: sent\nwith the papers',
        },
        {
          date: '2022-08-08',
          label: 'RECOMMEND CLOSED',
          said: 'done',
          text: '8 Aug 2022 – RECOMMEND CLOSED: done',
        },
      ],
    );
  });

  it('reads a date in brackets, with its time, and a label after it', () => {
    const read = (text: string) => readLog(text).map(({ date, label, said }) => [date, label, said]);
    assert.deepEqual(read('[10/08/2022] ONGOING: sent'), [['2022-08-10', 'ONGOING', 'sent']]);
    assert.deepEqual(read('(10 August 2022 14:30) sent'), [['2022-08-10T14:30:00', null, 'sent']]);
    assert.deepEqual(read('CLOSED: 10/08/2022 ONGOING: sent'), [['2022-08-10', 'CLOSED', 'ONGOING: sent']]);
    assert.deepEqual(read('10/08/2022'), [['2022-08-10', null, '']]);
    assert.deepEqual(read('10/08/2022: sent \t\nto all'), [['2022-08-10', null, 'sent\nto all']]);
    assert.deepEqual(read('08/10/2022 sent'), [['2022-10-08', null, 'sent']]);
    assert.equal(readLog('08/10/2022 sent', undefined, true)[0]?.date, '2022-08-10');
    assert.deepEqual(readLog(''), []);
  });

  it('takes the year of a date without one from the hint, and leaves a sentence without a date as it is', () => {
    assert.deepEqual(readLog('[14-Sept] moved', 2022)[0]?.date, '2022-09-14');
    assert.deepEqual(readLog('Log will be sent with DAG 14 meeting papers'), [
      {
        date: null,
        label: null,
        said: 'Log will be sent with DAG 14 meeting papers',
        text: 'Log will be sent with DAG 14 meeting papers',
      },
    ]);
  });
});

it('the parts of a cell, put together again, are its text', () => {
  fc.assert(
    fc.property(lines, (text) => {
      const joined = (parts: readonly { text: string }[]) => parts.map((part) => part.text).join('\n');
      assert.equal(joined(readLog(text)), text);
      assert.equal(joined(readPositions(text)), text);
    }),
    { numRuns: 500 },
  );
});
