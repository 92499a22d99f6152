import assert from 'node:assert/strict';
import { columnsFor, defaultGroups, type Group, type GroupTab, isFor } from '../../shared/tracker/groups.ts';
import { normalHeading } from '../../shared/tracker/heading.ts';
import { bandOf, defaultMatrix, scoreOf } from '../../shared/tracker/matrix.ts';
import { defaultMeetings, meetingOn, nextMeeting } from '../../shared/tracker/meetings.ts';
import { editDistance, nearest } from '../../shared/tracker/nearest.ts';
import { defaultParties } from '../../shared/tracker/parties.ts';
import type { Tab } from '../../shared/tracker/schema.ts';

describe('headings', () => {
  it('are the same however they are set', () => {
    const ways = ['Risk ID', 'RISK  ID*', 'risk-id:', ' Risk\nID ', 'Risk\u00a0ID', 'Risk_ID'];
    assert.deepEqual([...new Set(ways.map(normalHeading))], ['risk id']);
  });
});

describe('parties', () => {
  it('have no two meanings for one name', () => {
    const names = defaultParties.flatMap(({ party, aliases }) =>
      [party, ...aliases].map((name) => name.toLowerCase()),
    );
    assert.deepEqual(
      names.filter((name, index) => names.indexOf(name) !== index),
      [],
    );
  });
});

describe('the risk matrix', () => {
  it('multiplies probability and impact', () => {
    assert.deepEqual([scoreOf(defaultMatrix, 4, 5), scoreOf(defaultMatrix, 6, 1)], [20, undefined]);
  });

  it('has a band for each score', () => {
    const bands = [1, 3, 4, 6, 8, 12, 15, 20, 25, 7].map((score) => bandOf(defaultMatrix, score)?.band);
    assert.deepEqual(bands, [
      'Very Low',
      'Very Low',
      'Low',
      'Low',
      'Medium',
      'Medium',
      'High',
      'High',
      'Very High',
      undefined,
    ]);
  });
});

describe('meetings', () => {
  it('are found by their date', () => {
    assert.equal(meetingOn(defaultMeetings, 'DAG', '2022-06-21')?.meeting, '10.1');
    assert.equal(meetingOn(defaultMeetings, 'PSG', '2022-06-21'), undefined);
  });

  it('come next on the day itself and before it', () => {
    assert.equal(nextMeeting(defaultMeetings, 'DAG', '2022-08-10')?.meeting, '14');
    assert.equal(nextMeeting(defaultMeetings, 'DAG', '2022-08-11')?.meeting, '15');
    assert.equal(nextMeeting(defaultMeetings, 'DAG', '2023-01-01'), undefined);
  });
});

describe('the nearest word', () => {
  it('is the one with the fewest letters to mend', () => {
    assert.equal(nearest('colums', ['columns', 'closed']), 'columns');
    assert.equal(nearest('Statsu', ['Status', 'Start']), 'Status');
  });

  it('is none where nothing is near, or two are', () => {
    assert.equal(nearest('zebra', ['columns', 'closed']), undefined);
    assert.equal(nearest('cat', ['bat', 'hat']), undefined);
  });

  it('counts a swap of neighbours as one', () => {
    assert.deepEqual(
      [editDistance('ab', 'ba'), editDistance('kitten', 'sitting'), editDistance('', 'ab')],
      [1, 3, 2],
    );
  });
});

describe('what a group gets', () => {
  const tab: Tab = {
    tab: 'notes',
    title: 'Notes',
    sheets: [],
    refPattern: null,
    columns: ['ref', 'text', 'secret', 'status'].map((column) => ({
      column,
      heading: column,
      aliases: [],
      type: 'text',
      required: 'no',
      computed: false,
      internal: column === 'secret',
      ...(column === 'status' ? { closed: ['Closed'] } : {}),
    })),
  };
  const all: GroupTab = { tab: 'notes', columns: null, open: false, only: [] };
  const group: Group = { group: 'A', title: 'A', outside: true, tabs: [all] };
  const keys = (of: Group, wanted: GroupTab) => columnsFor(of, wanted, tab).map(({ column }) => column);

  it('has no internal column outside the house, not even one asked for', () => {
    assert.deepEqual(keys(group, all), ['ref', 'text', 'status']);
    assert.deepEqual(keys(group, { ...all, columns: ['secret', 'ref'] }), ['ref']);
    assert.deepEqual(keys({ ...group, outside: false }, { ...all, columns: ['secret', 'ref'] }), [
      'secret',
      'ref',
    ]);
  });

  it('is every row, the open ones, or those with given values', () => {
    const rows = [{ status: 'Open' }, { status: ' closed ' }, {}];
    const kept = (wanted: GroupTab) => rows.map((cells) => isFor(wanted, tab, cells));
    assert.deepEqual(kept(all), [true, true, true]);
    assert.deepEqual(kept({ ...all, open: true }), [true, false, true]);
    assert.deepEqual(kept({ ...all, only: [{ column: 'status', values: ['OPEN'] }] }), [true, false, false]);
  });

  it('differs from group to group', () => {
    const contents = defaultGroups.map(({ tabs }) => JSON.stringify(tabs));
    assert.equal(new Set(contents).size, contents.length);
  });
});
