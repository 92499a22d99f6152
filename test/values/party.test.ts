import assert from 'node:assert/strict';
import { defaultParties } from '../../shared/tracker/parties.ts';
import { partyNames, resolveParty } from '../../shared/values/party.ts';

const names = (text: string) => partyNames(text, defaultParties).map(({ text: name }) => name);

describe('the parties in a cell', () => {
  it('are a party and the person or team in brackets', () => {
    assert.deepEqual(partyNames('Programme (Design Team)'), [
      { party: 'Programme', person: 'Design Team', text: 'Programme (Design Team)' },
    ]);
    assert.deepEqual(partyNames(' Programme ( ) '), [
      { party: 'Programme', person: null, text: 'Programme ( )' },
    ]);
    assert.deepEqual(partyNames('Chair'), [{ party: 'Chair', person: null, text: 'Chair' }]);
  });

  it('are several where they are parted, but not within brackets or a known name', () => {
    assert.deepEqual(names('Programme (Design and Delivery) / PMO; Ofgem\nSRO and Chair'), [
      'Programme (Design and Delivery)',
      'PMO',
      'Ofgem',
      'SRO',
      'Chair',
    ]);
    assert.deepEqual(names('I&C Suppliers'), ['I&C Suppliers']);
    assert.deepEqual(names('Department for Energy Security and Net Zero'), [
      'Department for Energy Security and Net Zero',
    ]);
    assert.deepEqual(names(' Programme (PMO) \n ; DCC AND Ofgem & SRO '), [
      'Programme (PMO)',
      'DCC',
      'Ofgem',
      'SRO',
    ]);
    assert.deepEqual(names('n / a'), ['n / a']);
    assert.deepEqual(names('N/A'), ['N/A']);
    assert.deepEqual(names(''), []);
  });

  it('are known by their own name before another’s alias, whichever comes first', () => {
    const parties = [
      { party: 'A', aliases: ['B', 'C'] },
      { party: 'B', aliases: ['A'] },
    ];
    const party = (text: string) => resolveParty(parties, text)?.party;
    assert.deepEqual(['a', 'b', 'c', 'A (B)'].map(party), ['A', 'B', 'A', 'A']);
  });

  it('are known by name, by alias, and by what stands before the brackets', () => {
    const party = (text: string) => resolveParty(defaultParties, text)?.party ?? null;
    assert.equal(party(' Programme (PMO)\n'), 'PMO');
    assert.deepEqual(['PMO', ' pmo\n', 'programme  (pmo)', 'Programme (A. Person)', 'Acme'].map(party), [
      'PMO',
      'PMO',
      'PMO',
      'Programme',
      null,
    ]);
  });
});
