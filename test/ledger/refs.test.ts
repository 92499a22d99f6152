import assert from 'node:assert/strict';
import type { Op } from '../../shared/values/change.ts';
import type { Cells } from '../../shared/values/value.ts';
import { copyOf, editor, openFixture } from './builder.ts';

const add = (ref: string, cells: Cells, tab = 'notes'): Op => ({ op: 'add', tab, ref, cells });

describe('A row without a ref', () => {
  it('gets the next number of its tab', async () => {
    const copy = await copyOf(await openFixture());
    const first = await copy.push([add('new:1', { title: 'A' }), add('new:2', { title: 'B' })]);
    assert.deepEqual(first.refs, { 'new:1': 'N-001', 'new:2': 'N-002' });
  });

  it('gets a number above every one that was typed or given, removed rows and its own push included', async () => {
    const copy = await copyOf(await openFixture());
    await copy.push([add('N-041', { title: 'A' })]);
    await copy.push([{ op: 'remove', tab: 'notes', ref: 'N-041', seen: 1 }]);
    const { refs } = await copy.push([add('new:1', { title: 'B' }), add('n_050', { title: 'C' })]);
    assert.deepEqual(refs, { 'new:1': 'N-051' });
  });

  it('is never given the ref of a row that is held in the same push', async () => {
    const copy = await copyOf(await openFixture());
    const { refs, outcomes } = await copy.push([add('N-001', {}), add('new:1', { title: 'B' })]);
    assert.deepEqual(
      outcomes.map(({ index, outcome }) => [index, outcome]),
      [[0, 'held']],
    );
    assert.deepEqual(refs, { 'new:1': 'N-002' });
  });

  it('of the action log is numbered by the meeting on its date, each meeting from one', async () => {
    const copy = await copyOf(await openFixture());
    const action = (date: string): Cells => ({
      date,
      action: 'Tell the group',
      owner: 'PMO',
      'due-date': '2022-10-12',
      update: 'ONGOING: soon',
    });
    const { refs } = await copy.push([
      add('new:1', action('2022-08-10'), 'actions'),
      add('new:2', action('2022-08-10'), 'actions'),
      add('new:3', action('2022-09-14'), 'actions'),
    ]);
    assert.deepEqual(refs, { 'new:1': 'DAG14-01', 'new:2': 'DAG14-02', 'new:3': 'DAG15-01' });
  });

  it('of the action log is held and says so where no meeting was on its date', async () => {
    const copy = await copyOf(await openFixture());
    const cells = { date: '2022-08-11', action: 'Tell the group', 'due-date': '2022-10-12', update: 'Soon' };
    const { outcomes } = await copy.push([add('new:1', cells, 'actions')]);
    const [held] = outcomes;
    assert.ok(held?.outcome === 'held');
    assert.deepEqual(
      held.findings.map(({ rule, ref, column, parameters }) => ({ rule, ref, column, parameters })),
      [
        {
          rule: 'meeting-unknown',
          ref: null,
          column: 'date',
          parameters: { group: 'DAG', date: '2022-08-11' },
        },
        { rule: 'required-blank', ref: null, column: 'owner', parameters: { placeholder: null } },
      ],
    );
  });

  it('is held in a tab whose refs are free text', async () => {
    const copy = await copyOf(await openFixture());
    const { outcomes } = await copy.push([add('new:1', { name: 'A' }, 'things')]);
    assert.deepEqual(
      outcomes.map((each) => each.outcome === 'held' && each.findings.map(({ rule }) => rule)),
      [['ref-missing']],
    );
  });
});

describe('A push that is made again after a crash', () => {
  it('is answered with the rows that it added, one to one, also when they were edited since', async () => {
    const fixture = await openFixture();
    const copy = await copyOf(fixture);
    const ops = [add('new:1', { title: 'A' }), add('new:2', { title: 'A' }), add('new:3', { title: 'B' })];
    await copy.push(ops);
    await copy.push([{ op: 'set', tab: 'notes', ref: 'N-001', column: 'title', from: 'A', to: 'Z' }]);
    const again = await copy.push([...ops, add('new:4', { title: 'A' })]);
    assert.deepEqual(
      { refs: again.refs, applied: again.applied, agreed: again.agreed },
      {
        refs: { 'new:1': 'N-001', 'new:2': 'N-002', 'new:3': 'N-003', 'new:4': 'N-004' },
        applied: 1,
        agreed: 3,
      },
    );
  });

  it('gets new refs for rows that were removed since, and in another workbook or after a pull', async () => {
    const fixture = await openFixture();
    const copy = await copyOf(fixture);
    await copy.push([add('new:1', { title: 'A' })]);
    const other = await (await copyOf(fixture)).push([add('new:1', { title: 'A' })]);
    assert.deepEqual(other.refs, { 'new:1': 'N-002' });
    await copy.push([{ op: 'remove', tab: 'notes', ref: 'N-001', seen: 1 }]);
    assert.deepEqual((await copy.push([add('new:1', { title: 'A' })])).refs, { 'new:1': 'N-003' });
    await copy.pull();
    assert.deepEqual((await copy.push([add('new:1', { title: 'A' })])).refs, { 'new:1': 'N-004' });
  });
});

describe('A ref', () => {
  it('compares in normal form and is shown as first typed', async () => {
    const fixture = await openFixture();
    const copy = await copyOf(fixture, editor);
    await copy.push([add(' Thing 1 ', { name: 'A' }, 'things')]);
    const { agreed } = await copy.push([add('thing1', { name: 'A' }, 'things')]);
    assert.equal(agreed, 1);
    const { rows } = await fixture.service.rows('things');
    assert.deepEqual(rows, [{ ref: 'Thing 1', revision: 1, cells: { name: 'A' } }]);
  });
});
