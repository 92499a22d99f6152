import assert from 'node:assert/strict';
import fc from 'fast-check';
import { configure } from '../../shared/tracker/configuration.ts';
import { defaultGroups } from '../../shared/tracker/groups.ts';
import { defaultMatrix } from '../../shared/tracker/matrix.ts';
import { defaultMeetings } from '../../shared/tracker/meetings.ts';
import { defaultParties } from '../../shared/tracker/parties.ts';
import { ConfigurationError } from '../../shared/tracker/problems.ts';
import { columnOf, Schema, tabOf } from '../../shared/tracker/schema.ts';
import { defaultTabs } from '../../shared/tracker/tabs/index.ts';

/** What is said of a configuration that can't be used. */
function complaint(yaml: unknown): string {
  try {
    configure(yaml);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  throw new assert.AssertionError({ message: 'the configuration was taken' });
}

describe('a configuration', () => {
  it('of nothing is the defaults', () => {
    const defaults = {
      timeZone: 'Europe/London',
      dateOrder: 'day-first',
      tabs: defaultTabs,
      parties: defaultParties,
      matrix: defaultMatrix,
      meetings: defaultMeetings,
      meetingGroup: 'DAG',
      rules: {},
      ownRules: {},
      groups: defaultGroups,
      exportAt: '02:00',
    };
    assert.deepEqual(configure({}), defaults);
    assert.deepEqual(configure(null), defaults);
  });

  it('renames a heading and still knows the old one', () => {
    const { tabs } = configure({ tabs: { risks: { columns: { owner: { heading: 'Risk Keeper' } } } } });
    const risks = tabOf({ tabs: [...tabs] }, 'risks');
    const owner = risks && columnOf(risks, 'owner');
    assert.deepEqual(
      [owner?.heading, owner?.aliases],
      ['Risk Keeper', ['Owner', 'Risk Owner', 'Assigned To', 'Responsible']],
    );
  });

  it('takes an alias away from the column that had it by default', () => {
    const { tabs } = configure({ tabs: { risks: { columns: { 'next-review': { aliases: ['Due'] } } } } });
    const claims = tabOf({ tabs: [...tabs] }, 'risks')?.columns.filter(({ aliases }) =>
      aliases.includes('Due'),
    );
    assert.deepEqual(
      claims?.map(({ column }) => column),
      ['next-review'],
    );
  });

  it('adds sheets and replaces a vocabulary, with what closes a row as far as it is still there', () => {
    const { tabs } = configure({
      tabs: { issues: { sheets: ['Snags'], columns: { status: { vocabulary: ['Open', 'Closed'] } } } },
    });
    const issues = tabOf({ tabs: [...tabs] }, 'issues');
    const status = issues && columnOf(issues, 'status');
    assert.equal(issues?.sheets[0], 'Snags');
    assert.ok(issues?.sheets.includes('Issues Log'));
    assert.deepEqual([status?.vocabulary, status?.closed], [['Open', 'Closed'], ['Closed']]);
  });

  it('drops a tab, a column and a party, and no group is sent them', () => {
    const { tabs, parties, groups } = configure({
      tabs: { dissensus: false, artefacts: { columns: { rag: false } } },
      parties: { Ofgem: false },
    });
    assert.deepEqual(
      tabs.map(({ tab }) => tab),
      ['artefacts', 'issues', 'dependencies', 'risks', 'actions'],
    );
    assert.equal(
      tabs[0]?.columns.some(({ column }) => column === 'rag'),
      false,
    );
    assert.equal(
      parties.some(({ party }) => party === 'Ofgem'),
      false,
    );
    const sent = groups.flatMap((group) => group.tabs);
    assert.equal(
      sent.some(({ tab }) => tab === 'dissensus'),
      false,
    );
    assert.equal(
      sent.some(({ columns }) => columns?.includes('rag')),
      false,
    );
  });

  it('adds a seventh tab', () => {
    const { tabs, timeZone } = configure({
      tabs: {
        'horizon-scanning': {
          sheets: ['Horizon Scanning Log'],
          refPattern: 'HS-{000}',
          columns: {
            question: { required: 'always', aliases: ['Query'] },
            'asked-on': { type: 'date' },
            status: { type: 'choice', vocabulary: ['Open', 'Answered'], closed: ['Answered'] },
          },
        },
      },
    });
    const plain = { computed: false, internal: false };
    assert.deepEqual(tabs[6], {
      tab: 'horizon-scanning',
      title: 'Horizon Scanning',
      sheets: ['Horizon Scanning Log', 'Horizon Scanning'],
      refPattern: 'HS-{000}',
      columns: [
        {
          column: 'ref',
          heading: 'Ref',
          aliases: ['Reference', 'ID', 'No.', 'Ref No.'],
          type: 'ref',
          required: 'always',
          ...plain,
        },
        {
          column: 'question',
          heading: 'Question',
          aliases: ['Query'],
          type: 'text',
          required: 'always',
          ...plain,
        },
        { column: 'asked-on', heading: 'Asked On', aliases: [], type: 'date', required: 'no', ...plain },
        {
          column: 'status',
          heading: 'Status',
          aliases: [],
          type: 'choice',
          required: 'no',
          ...plain,
          vocabulary: ['Open', 'Answered'],
          closed: ['Answered'],
        },
      ],
    });
    assert.deepEqual(Schema.parse({ timeZone, tabs, rules: [] }), { timeZone, tabs, rules: [] });
  });

  it("gives a group's meetings in place of the default ones", () => {
    const { meetings } = configure({
      meetings: [
        { group: 'DAG', meeting: 20, date: '2023-01-11' },
        { group: 'PSG', meeting: '10.1', date: '2022-07-14' },
      ],
    });
    assert.deepEqual(meetings, [
      { group: 'DAG', meeting: '20', date: '2023-01-11' },
      { group: 'PSG', meeting: '10.1', date: '2022-07-14' },
    ]);
  });

  it('sets a rule by a severity alone, or with parameters', () => {
    const { rules } = configure({
      rules: { overdue: 'off', 'date-unreadable': { severity: 'warning', days: 5 } },
    });
    assert.deepEqual(rules, {
      overdue: { severity: 'off', parameters: {} },
      'date-unreadable': { severity: 'warning', parameters: { days: 5 } },
    });
  });

  it('says for each group what it gets', () => {
    const { groups } = configure({
      exports: {
        groups: [
          {
            group: 'PMO',
            outside: false,
            tabs: ['actions', { tab: 'risks', open: true, only: { response: ['Treat'] } }],
          },
        ],
      },
    });
    assert.deepEqual(groups, [
      {
        group: 'PMO',
        title: 'PMO',
        outside: false,
        tabs: [
          { tab: 'actions', columns: null, open: false, only: [] },
          { tab: 'risks', columns: null, open: true, only: [{ column: 'response', values: ['Treat'] }] },
        ],
      },
    ]);
  });
});

describe('a configuration with a mistake', () => {
  const cases: readonly (readonly [string, unknown, string])[] = [
    [
      'names a wrong key and the right one',
      { tabs: { risks: { colums: {} } } },
      'tabs.risks.colums: unknown; did you mean columns?',
    ],
    [
      'lists the right keys where none is near',
      { exports: { groups: [{ group: 'A', tabs: ['risks'], zip: 1 }] } },
      'exports.groups.0.zip: unknown; known here: group, title, outside, tabs',
    ],
    [
      'names a wrong value and the right one',
      { tabs: { risks: { columns: { impact: { type: 'scor' } } } } },
      'tabs.risks.columns.impact.type: must be one of text, choice, date, ref, refs, party, score, flag, number, link, positions, log; did you mean score?',
    ],
    [
      'says what kind of thing belongs there',
      { tabs: { risks: true } },
      'tabs.risks: must be false or a mapping',
    ],
    ['says what a file should be', ['risks'], 'must be a mapping'],
    [
      'knows the time zones',
      { timeZone: 'Europe/Londn' },
      'timeZone: must be a time zone such as Europe/London',
    ],
    [
      'refuses a tab name that is no key',
      { tabs: { Risks: {} } },
      'tabs.Risks: the name must be lower-case letters, digits and hyphens, a letter first',
    ],
    [
      'refuses a choice without values',
      { tabs: { risks: { columns: { mood: { type: 'choice' } } } } },
      'tabs.risks.columns.mood: a choice needs a vocabulary: the list of its values',
    ],
    [
      'refuses to drop the key',
      { tabs: { risks: { columns: { ref: false } } } },
      'tabs.risks.columns.ref: is the key of the tab and cannot be dropped',
    ],
    [
      'refuses one heading for two columns',
      {
        tabs: { risks: { columns: { owner: { aliases: ['Keeper'] }, actionee: { aliases: ['keeper:'] } } } },
      },
      'tabs.risks.columns.actionee: the heading keeper: is already that of owner',
    ],
    [
      'refuses an alias that is the heading of another column',
      { tabs: { risks: { columns: { owner: { aliases: ['Actionee'] } } } } },
      'tabs.risks.columns.owner: the heading Actionee is that of the column actionee; give that one another heading or drop it',
    ],
    [
      'refuses a name that means two parties',
      { parties: { Regulator: ['GEMA'] } },
      'parties.Regulator: GEMA already means the party Ofgem',
    ],
    [
      'refuses scores without a band',
      { matrix: { bands: [{ from: 1, to: 20, band: 'All', rag: 'Amber' }] } },
      'matrix.bands: must have a band for the score 25',
    ],
    [
      'refuses two meetings on a day',
      {
        meetings: [
          { group: 'DAG', meeting: 1, date: '2022-01-12' },
          { group: 'DAG', meeting: 2, date: '2022-01-12' },
        ],
      },
      'meetings.1: DAG has another meeting 2022-01-12',
    ],
    [
      'names an export of a tab that is not there',
      { exports: { groups: [{ group: 'A', tabs: ['risk'] }] } },
      'exports.groups.0.tabs.0.tab: risk is unknown; did you mean risks?',
    ],
    [
      'names an export of a column that is not there',
      { exports: { groups: [{ group: 'A', tabs: [{ tab: 'risks', columns: ['titel'] }] }] } },
      'exports.groups.0.tabs.0: the column titel is unknown; did you mean title?',
    ],
  ];
  for (const [title, yaml, message] of cases) {
    it(title, () => {
      assert.equal(complaint(yaml), message);
    });
  }

  it('is told of every mistake at once', () => {
    assert.equal(
      complaint({ tab: {}, timeZone: 5 }),
      'timeZone: must be text\ntab: unknown; did you mean tabs?',
    );
  });

  it('is never a surprise: whatever the file holds, it is taken or complained of', () => {
    const word = fc.constantFrom(
      'tabs',
      'risks',
      'columns',
      'status',
      'aliases',
      'rules',
      'exports',
      'groups',
      'only',
      '__proto__',
    );
    const leaf = fc.oneof(
      fc.constantFrom('ref', 'choice', 'Open', ''),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
    );
    const { yaml } = fc.letrec((tie) => ({
      yaml: fc.oneof(
        { maxDepth: 5 },
        leaf,
        fc.array(tie('yaml'), { maxLength: 3 }),
        fc.dictionary(word, tie('yaml'), { maxKeys: 4 }),
      ),
    }));
    let refused = 0;
    fc.assert(
      fc.property(yaml, (content) => {
        try {
          configure(content);
        } catch (error) {
          assert.ok(error instanceof ConfigurationError, String(error));
          assert.notEqual(error.message, '');
          refused++;
        }
      }),
      { numRuns: 500 },
    );
    assert.ok(refused > 0);
  });
});
