import assert from 'node:assert/strict';
import { schemaOf } from '../../../shared/rules/settings.ts';
import type { CellValue, Grid } from '../../../shared/sheet/grid.ts';
import { propose } from '../../../shared/sheet/propose/propose.ts';
import { type Question, withAnswers } from '../../../shared/sheet/propose/question.ts';
import { choicesOf, settingsOf } from '../../../shared/sheet/propose/settings.ts';
import { recognise } from '../../../shared/sheet/recognise.ts';
import type { Choices } from '../../../shared/sheet/region.ts';
import { configure } from '../../../shared/tracker/configuration.ts';
import { grid } from '../grid.ts';

const schema = schemaOf(configure(null));

const NAMES = ['Ann Archer', 'Bob Baker', 'Data Team'];
/** A register of risks under other names throughout. */
const THREATS: CellValue[][] = [
  ['Nr', 'Threat', 'Chance', 'Damage', 'Who', 'State', 'Countermeasure', 'Area'],
  ...Array.from({ length: 12 }, (_, row): CellValue[] => [
    `T${row + 1}`,
    `The supplier of part ${row} may fail before winter`,
    1 + (row % 5),
    1 + ((row * 3) % 5),
    NAMES[row % 3] ?? null,
    row % 3 === 2 ? 'Closed' : 'Open',
    `Find a second supplier for part ${row} in good time, and test it`,
    row % 2 === 0 ? 'North' : 'South',
  ]),
];
/** One that is like no tab. */
const PLANTS: CellValue[][] = [
  ['Key', 'Plant', 'Bed', 'Blossom', 'Height'],
  ['P-1', 'Foxglove in all colours', 'A', 'June and July', 120],
  ['P-2', 'Larkspur, the blue one', 'B', 'All summer', 80],
  ['P-3', 'Lupin from the old garden', 'A', 'May', 90],
];

function proposed(grids: readonly Grid[], choices?: Choices) {
  return propose(schema, grids, choices);
}

/** In short: what is asked, and the answers in their order. */
function inShort(questions: readonly Question[]): string[] {
  return questions.map((question) =>
    question.ask === 'sheet'
      ? `${question.sheet}: ${question.options.map(({ tab }) => tab ?? 'own').join(' ')}`
      : `${question.tab} ${question.heading}: ${question.options.map(({ column }) => column ?? 'own').join(' ')}`,
  );
}

/** By heading, the column that it is taken for. */
function columnsIn(grids: readonly Grid[], choices?: Choices): Record<string, string> {
  const [tab] = proposed(grids, choices).tabs;
  return Object.fromEntries((tab?.columns ?? []).map(({ heading, column }) => [heading, column]));
}

describe('what is proposed for a register that says nothing in our words', () => {
  const sheets = [grid('Threats', THREATS)];

  it('is the tab that it is most like, with the reasons, and each column that is sure', () => {
    const [tab] = proposed(sheets).tabs;
    assert.deepEqual([tab?.tab.value, tab?.isNew, tab?.isMatched], ['risks', false, true]);
    assert.match(tab?.tab.reason ?? '', /its sheet's name speaks of such things/);
    assert.deepEqual(columnsIn(sheets), {
      Nr: 'ref',
      Threat: 'title',
      Chance: 'probability',
      Damage: 'impact',
      Who: 'owner',
      State: 'status',
      Countermeasure: 'action',
      Area: 'category',
    });
  });

  it('asks what it is not sure of, the best answer first', () => {
    const [sheet, ...headings] = inShort(proposed(sheets).questions);
    assert.match(sheet ?? '', /^Threats: risks .*own/);
    assert.deepEqual(
      headings.map((each) => each.replace(/(: \S+) .*/, '$1')),
      ['risks Who: owner', 'risks Area: category'],
    );
  });

  it('takes answers and asks no more about them', () => {
    const { questions } = proposed(sheets);
    const answers = questions.map((question) => ({
      question,
      answer: question.ask === 'sheet' ? 'risks' : question.heading === 'Who' ? 'raised-by' : null,
    }));
    const choices = withAnswers(undefined, answers);
    assert.deepEqual(choices, {
      sheets: { Threats: 'risks' },
      headings: { risks: { who: 'raised-by', area: 'x:area' } },
    });
    assert.deepEqual(proposed(sheets, choices).questions, []);
    const { Who, Area } = columnsIn(sheets, choices);
    assert.deepEqual([Who, Area], ['raised-by', 'area']);
  });

  it('is found again by the choices of the copy, and by the settings', () => {
    const proposal = proposed(sheets);
    const ownColumns = (regions: ReturnType<typeof recognise>) =>
      regions.map(({ tab, columns }) => [tab, columns.map(({ column }) => column).join(' ')]);
    const expected = [['risks', 'ref title probability impact owner status action category']];
    assert.deepEqual(ownColumns(recognise(schema, sheets, choicesOf(proposal))), expected);
    const configured = schemaOf(configure(settingsOf(proposal)));
    assert.deepEqual(ownColumns(recognise(configured, sheets)), expected);
  });

  it('is a tab of its own where someone says so, or it is like none', () => {
    const [own] = proposed(sheets, { sheets: { Threats: null }, headings: {} }).tabs;
    assert.deepEqual([own?.tab.value, own?.isNew], ['threats', true]);
    const plants = proposed([grid('Garden', PLANTS)]);
    assert.deepEqual(
      [plants.tabs[0]?.tab.value, plants.tabs[0]?.isNew, plants.questions],
      ['garden', true, []],
    );
  });

  it('takes a tab that someone chose though nothing speaks for it', () => {
    const [tab] = proposed([grid('Garden', PLANTS)], { sheets: { Garden: 'issues' }, headings: {} }).tabs;
    assert.deepEqual([tab?.tab.value, tab?.isMatched, tab?.tab.reason], ['issues', true, 'it was chosen']);
  });
});

describe('what is proposed for a tab that was recognised', () => {
  const log = (...more: CellValue[]) => [
    ['Ref', 'Title', 'Status', 'Owner', 'Probability', 'Impact', ...more],
    ...Array.from({ length: 8 }, (_, row): CellValue[] => [
      `R-${row + 1}`,
      `What may go wrong in part ${row}`,
      row < 4 ? 'Watching' : 'Open',
      NAMES[row % 3] ?? null,
      3,
      4,
      ...more.map(() => NAMES[row % 2] ?? null),
    ]),
  ];

  it('is asked for headings that no column claims, but for those that leave no doubt', () => {
    const sheets = [grid('Risk Log', log('Found by whom', 'Who'))];
    assert.deepEqual(
      inShort(proposed(sheets).questions).map((each) => each.replace(/(: \S+) .*/, '$1')),
      ['risks Who: action-owner'],
    );
    assert.equal(columnsIn(sheets)['Found by whom'], 'raised-by');
  });

  it('is what its rows have, where it is adopted: their refs, their words, no column that it lacks', () => {
    const settings = settingsOf(proposed([grid('Risk Log', log())]));
    const { vocabulary, closed } = settings.tabs?.risks?.columns?.status ?? {};
    assert.deepEqual(
      [settings.tabs?.risks?.refPattern, vocabulary?.at(-1), closed, settings.tabs?.risks?.columns?.event],
      ['R-{0}', 'Watching', ['Closed', 'Materialised'], { required: 'no' }],
    );
    assert.deepEqual(settings.parties, { 'Ann Archer': [], 'Bob Baker': [], 'Data Team': [] });
  });

  it('stays as it is, where the tracker is in use', () => {
    const proposal = proposed([grid('Risk Log', log())]);
    assert.equal(settingsOf(proposal, { recognised: false }).tabs, undefined);
  });

  it('is asked about a second sheet of it in which others have the same refs', () => {
    const other = log().map((row, index) =>
      index === 0 ? row : [row[0] ?? null, `Something else ${index}`, ...row.slice(2)],
    );
    const { questions, tabs } = proposed([grid('Risk Log', log()), grid('Risks', other)]);
    assert.deepEqual(inShort(questions).slice(0, 1), ['Risks: own risks']);
    assert.deepEqual(
      tabs.map(({ tab, sheet }) => `${sheet} ${tab.value}`),
      ['Risk Log risks', 'Risks risks-2'],
    );
  });
});

describe('what else is learnt', () => {
  it('is a pattern for refs that a register may yet be given', () => {
    const bare = PLANTS.map((row) => [...row.slice(1), row[0] === 'Key' ? 'Status' : 'Alive and well']);
    const [tab] = proposed([grid('Walled Garden', bare)]).tabs;
    assert.deepEqual([tab?.hasRefs, tab?.refPattern.value], [false, 'WG-{000}']);
  });

  it('is that two sheets hold the same records', () => {
    const { tabs } = proposed([grid('Garden', PLANTS), grid('Overview', PLANTS)]);
    assert.deepEqual(
      tabs.map(({ sheet, sameAs }) => [sheet, sameAs]),
      [
        ['Garden', 'Overview'],
        ['Overview', 'Garden'],
      ],
    );
  });

  it('is the order of dates typed as text: the tracker then reads them so', () => {
    const rows = THREATS.map((row, index) => [
      ...row,
      index === 0 ? 'Noticed' : `${1 + (index % 9)}/${12 + index}/2022`,
    ]);
    const settings = settingsOf(proposed([grid('Threats', rows)]));
    assert.equal(settings.dateOrder, 'month-first');
    assert.equal(schemaOf(configure(settings)).dateOrder, 'month-first');
  });

  it('is each of two registers that stand one above the other, the small one too', () => {
    const small = [
      ['Item', 'Details', 'Declared by us'],
      ['Usage', 'What the product is used for', 'Yes'],
      ['Safety', 'Whether a case for it is made', 'No'],
      ['Security', 'Whether it was tested by others', 'Yes'],
    ];
    const sheets = [grid('Form', [...small, 2, ...THREATS.map((row) => row.slice(0, 8))])];
    const proposal = proposed(sheets, { sheets: { Form: null }, headings: {} });
    const configured = schemaOf(configure(settingsOf(proposal)));
    const places = (all: readonly { headerRow: number; tab: unknown }[]) =>
      all.map(({ headerRow }) => headerRow);
    assert.deepEqual(places(proposal.tabs), [0, 6]);
    assert.deepEqual(places(recognise(configured, sheets)), [0, 6]);
  });
});
