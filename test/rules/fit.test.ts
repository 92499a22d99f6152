import assert from 'node:assert/strict';
import { fitOf, fitsOf, rulesOver, together } from '../../shared/rules/fit.ts';
import { readTracker } from '../../shared/sheet/rows.ts';
import { grid } from '../sheet/grid.ts';
import { schema, sheet, today, tracker } from './builder.ts';

const tabs = new Set(['actions']);

/** Three actions, the last without an owner. */
const rows = tracker(
  { actions: [{ ref: 'DAG13-01' }, { ref: 'DAG13-02' }, { ref: 'DAG13-03', owner: null }] },
  'Actions',
);

describe('how well a register meets the rules', () => {
  it('is told for each rule and tab: the rows asked, those that meet it, their share', () => {
    const fits = fitsOf(schema, today, { rows }, tabs);
    const of = (id: string) => fits.find(({ rule }) => rule === id);
    assert.deepEqual(of('required-blank'), {
      rule: 'required-blank',
      tab: 'actions',
      severity: 'error',
      asked: 3,
      met: 2,
      share: 2 / 3,
    });
    assert.equal(of('ref-duplicate')?.share, 1);
    assert.equal(of('probability-range'), undefined, 'which asks nothing of actions');
  });

  it('counts a row once, whatever a rule finds in it, and no finding about a heading', () => {
    const finding = { parameters: {}, severity: 'error', tab: 'actions', ref: null, fix: null } as const;
    const of = (rule: string, row: number | null, column: string) => ({
      ...finding,
      rule,
      row,
      column,
      sheet: 'Actions',
    });
    const findings = [
      of('required-blank', 2, 'owner'),
      of('required-blank', 2, 'date'),
      of('heading-missing', 1, 'update'),
    ];
    const fits = fitOf(schema, rows, findings, tabs);
    const met = (id: string) => fits.find(({ rule }) => rule === id)?.met;
    assert.deepEqual([met('required-blank'), met('heading-missing')], [2, 3]);
  });

  it('asks as the service does, also about columns that the sheet has not', () => {
    const log = grid('Risk Log', [
      ['Ref', 'Title', 'Status', 'Probability', 'Impact', 'Owner'],
      ['DR-001', 'Late', 'Closed', 3, 4, 'PMO'],
      ['DR-002', 'Costly', 'Open', 3, 4, 'PMO'],
    ]);
    const reading = readTracker(schema, [log]);
    const fits = fitsOf(schema, today, reading, new Set(['risks']));
    const closed = fits.find(({ rule }) => rule === 'closed-without-date');
    assert.deepEqual([closed?.asked, closed?.met], [2, 1]);
  });

  it('counts what only the sheet shows', () => {
    const read = sheet('risks', ['ref', 'title'], [{}, { ref: 'DR-002' }]);
    const merged = read.grids.map((each) => ({
      ...each,
      merges: [{ top: 2, left: 1, bottom: 3, right: 1 }],
    }));
    const fits = fitsOf(schema, today, { ...read, grids: merged }, new Set(['risks']));
    const met = (id: string) => fits.find(({ rule }) => rule === id)?.met;
    assert.deepEqual([met('row-merged'), met('rows-hidden')], [1, 2]);
  });

  it('is told of the tabs that are adopted and have rows, and of no others', () => {
    const all = tracker({ actions: [{}], issues: [{}] }, 'All');
    const fits = fitsOf(schema, today, { rows: all }, new Set(['actions', 'risks']));
    assert.deepEqual([...new Set(fits.map(({ tab }) => tab))], ['actions']);
  });

  it('counts a row without a ref where the others have one', () => {
    const some = tracker({ actions: [{}, { ref: null }] }, 'Actions');
    const fits = fitsOf(schema, today, { rows: some }, tabs);
    assert.equal(fits.find(({ rule }) => rule === 'ref-missing')?.share, 0.5);
  });

  it('does not ask a register without a column of refs for refs', () => {
    const log = grid('Actions', [
      ['Date', 'Action', 'Owner', 'Due Date', 'Update'],
      [44700, 'Bring the plan', 'PMO', 44783, 'ONGOING: drafted'],
      [44700, 'Send the paper', 'PMO', 44782, 'ONGOING: drafted'],
    ]);
    const reading = readTracker(schema, [log]);
    const fits = fitsOf(schema, today, reading, tabs);
    const share = (id: string) => fits.find(({ rule }) => rule === id)?.share;
    assert.deepEqual([share('ref-missing'), share('overdue')], [1, 0.5]);
  });

  it('is put together over several tabs, since a rule is on or off for all', () => {
    const both = tracker(
      { actions: [{ owner: null }], issues: [{}, { ref: 'DI-002' }, { ref: 'DI-003' }] },
      'All',
    );
    const fits = fitsOf(schema, today, { rows: both }, new Set(['actions', 'issues']));
    const blank = together(fits).find(({ rule }) => rule === 'required-blank');
    assert.deepEqual([blank?.tabs, blank?.asked, blank?.met], [['issues', 'actions'], 4, 3]);
  });

  it('is asked for by the rules that have anything to say about a tab, those over sheets included', () => {
    const over = rulesOver(schema, (tab) => tab === 'risks');
    const some = ['required-blank', 'raid-without-ref', 'row-merged', 'met-without-date', 'green-late'];
    assert.deepEqual(
      some.filter((rule) => over.has(rule)),
      ['required-blank', 'raid-without-ref', 'row-merged'],
    );
    assert.deepEqual([...rulesOver(schema, () => false)], []);
  });
});
