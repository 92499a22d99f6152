import assert from 'node:assert/strict';
import fc from 'fast-check';
import { check } from '../../shared/rules/check.ts';
import { errorsOf } from '../../shared/rules/held.ts';
import { message } from '../../shared/rules/message.ts';
import { Register } from '../../shared/rules/register.ts';
import type { Row } from '../../shared/sheet/row.ts';
import { type Cells, schema, type Tabs, today, tracker } from './builder.ts';
import { cases } from './cases.ts';
import { changeCases } from './change-cases.ts';
import { newErrors } from './new-errors.ts';

const [risk, second] = tracker({ risks: [{}, { ref: 'DR-002' }] });
if (risk === undefined || second === undefined) throw new Error('the builder made no rows');

function changed(row: Row, over: Cells): Row {
  return { ...row, cells: { ...row.cells, ...over } };
}

function held(before: readonly Row[], after: readonly Row[]): string[] {
  return newErrors(schema, today, before, after).map(({ rule, ref, column }) => `${rule} ${ref} ${column}`);
}

describe('what holds a row', () => {
  it('is an error that its change brings in', () => {
    assert.deepEqual(newErrors(schema, today, [risk], [changed(risk, { impact: 6 })]), [
      {
        rule: 'probability-range',
        parameters: { text: '6', lowest: 1, highest: 5 },
        severity: 'error',
        tab: 'risks',
        ref: 'DR-001',
        sheet: null,
        row: null,
        column: 'impact',
        fix: null,
      },
    ]);
  });

  it('is no error that the row had before, but is one of the same rule in another column', () => {
    const broken = changed(risk, { impact: 6 });
    assert.deepEqual(held([broken], [changed(broken, { controls: 'none so far' })]), []);
    assert.deepEqual(held([broken], [changed(broken, { probability: 7 })]), [
      'probability-range DR-001 probability',
    ]);
    assert.deepEqual(held([broken], [changed(broken, { impact: 7 })]), ['probability-range DR-001 impact']);
  });

  it('is an error in a cell that was blank before', () => {
    const { impact, ...cells } = risk.cells;
    assert.equal(impact, 3);
    const blank = { ...risk, cells };
    assert.deepEqual(held([blank], [changed(blank, { impact: 6 })]), ['probability-range DR-001 impact']);
    assert.deepEqual(held([risk], [blank]), ['required-blank DR-001 impact']);
  });

  it('is an error of a new row, with a ref or without', () => {
    const broken = { ...changed(second, { impact: 6 }), ref: 'new:1' };
    assert.deepEqual(held([risk], [risk, broken]), ['probability-range new:1 impact']);
    assert.deepEqual(held([risk], [risk, { ...second, ref: 'DR_0x' }]), ['ref-form DR_0x ref']);
    assert.deepEqual(held([risk], [risk, { ...second, ref: 'DR_1' }]), [
      'ref-duplicate DR_1 ref',
      'ref-form DR_1 ref',
    ]);
  });

  for (const { rule, title, tab, fires, says, words, miss, near } of changeCases) {
    it(`${rule} ${title}, ${miss}`, () => {
      const errors = ({ before, after }: { before: Cells; after: Cells }) =>
        newErrors(schema, today, tracker({ [tab]: [before] }), tracker({ [tab]: [after] }));
      assert.deepEqual(
        errors(fires).map((finding) => ({
          rule: finding.rule,
          column: finding.column,
          words: message(finding, schema),
        })),
        [{ rule, ...says, words }],
      );
      assert.deepEqual(errors(near), []);
    });
  }

  it('is no new status where nothing is said of its tab, nor one that stays or can not be read', () => {
    const change = (tab: Tabs, before: Cells, after: Cells) =>
      newErrors(schema, today, tracker({ [tab]: [before] }), tracker({ [tab]: [after] })).map(
        ({ rule }) => rule,
      );
    const closed = { status: 'Closed', 'date-closed': '2022-08-01' };
    assert.deepEqual(change('dependencies', closed, { status: 'On Track' }), []);
    assert.deepEqual(change('issues', closed, { status: 'Newish thing' }), ['vocabulary-unknown']);
    assert.deepEqual(change('issues', { status: 'Anything' }, { status: 'New' }), []);
    assert.deepEqual(change('issues', { status: 'New' }, { status: 'new', title: 'Another' }), []);
    assert.deepEqual(change('issues', { status: 'Open' }, { status: 'New' }), []);
  });

  it('is never a warning, nor what a change does to another row', () => {
    const rows = tracker({ artefacts: [{}, { ref: 'DA-002' }], issues: [{}] });
    assert.deepEqual(held([risk], [changed(risk, { owner: 'Nobody Ltd' })]), []);
    assert.deepEqual(held(rows, rows.slice(1)), []);
  });

  it('is looked at among the rows as they will be', () => {
    const [first, other] = tracker({ artefacts: [{}, { ref: 'DA-002' }] });
    const [issue] = tracker({ issues: [{ artefacts: 'DA-002' }] });
    if (first === undefined || other === undefined || issue === undefined) assert.fail('no rows');
    assert.deepEqual(held([first], [first, issue]), ['ref-unknown DI-001 artefacts']);
    assert.deepEqual(held([first], [first, other, issue]), []);
    assert.deepEqual(held([first, other], [first, issue]), ['ref-unknown DI-001 artefacts']);
    // A register without rows is kept elsewhere.
    assert.deepEqual(held([first, other], [issue]), []);
  });

  it('names the other rows of its ref, and not the row itself', () => {
    const found = newErrors(schema, today, [risk], [risk, { ...second, ref: 'DR_1' }]);
    assert.deepEqual(
      found.flatMap(({ rule, parameters }) => (rule === 'ref-duplicate' ? [parameters] : [])),
      [{ ref: 'DR_1', others: [{ ref: 'DR-001', sheet: null, row: null }] }],
    );
  });

  it('is nothing in a row of a tab that the tracker has no more', () => {
    const gone = { ...changed(risk, { impact: 6 }), tab: 'gone' };
    assert.deepEqual(held([risk], [risk, gone]), []);
  });

  it('is nothing that a renumbered row had under its old ref', () => {
    const broken = changed(risk, { impact: 6 });
    const register = new Register(schema, [broken, second]);
    assert.deepEqual(
      errorsOf(register, today, [{ before: broken, after: { ...broken, ref: 'DR-009' } }]),
      [],
    );
    assert.deepEqual(
      errorsOf(register, today, [{ before: broken, after: { ...broken, ref: 'DR-002' } }]).map(
        ({ rule }) => rule,
      ),
      ['ref-duplicate'],
    );
  });

  it('is every error that a check finds in a new row, also of rules whose severity is less', () => {
    for (const { rule, fires, sheets } of cases) {
      const rows = tracker(fires, sheets?.fires);
      const errors = check(schema, today, { rows }).filter(({ severity }) => severity === 'error');
      const bare = errors.map((finding) => ({ ...finding, sheet: null, row: null, fix: null }));
      const texts = (found: readonly unknown[]) => found.map((each) => JSON.stringify(each)).sort();
      const none = new Register(schema);
      const asked = errorsOf(
        none,
        today,
        rows.map((after) => ({ before: null, after })),
      );
      if (sheets === undefined) assert.deepEqual(texts(asked), texts(bare), rule);
    }
    const free = { ...schema, tabs: schema.tabs.map((tab) => ({ ...tab, refPattern: null })) };
    const [unnumbered] = tracker({ risks: [{ ref: null }] });
    if (unnumbered === undefined) throw new Error('the builder made no row');
    const found = errorsOf(new Register(free), today, [{ before: null, after: unnumbered }]);
    assert.deepEqual(
      found.map(({ rule }) => rule),
      ['ref-missing'],
    );
  });

  it('is the same whether a register was kept up to date or made anew, and rows are asked alone or together', () => {
    const over = fc.record({
      ref: fc.constantFrom('DR-001', 'DR_2', 'DR-003', 'x', null),
      impact: fc.constantFrom(3, 6),
      artefacts: fc.constantFrom('DA-001', 'DA-002'),
    });
    const rows = fc.array(over, { maxLength: 4 }).map((risks) => tracker({ risks }));
    // Enough of them that the rules are asked about all at once.
    const many = fc.array(over, { maxLength: 40, size: 'max' }).map((risks) => tracker({ risks }));
    const none = tracker({ artefacts: [{}] });
    fc.assert(
      fc.property(rows, fc.oneof(rows, many), (before, after) => {
        const kept = new Register(schema, none);
        kept.apply(before.map((row) => ({ before: null, after: row })));
        kept.apply(before.map((row) => ({ before: row, after: null })));
        const changes = after.map((row) => ({ before: null, after: row }));
        assert.deepEqual(errorsOf(kept, today, changes), newErrors(schema, today, none, [...none, ...after]));
        assert.deepEqual(
          errorsOf(kept, today, changes),
          check(schema, today, { rows: [...none, ...after] })
            .filter(({ severity }) => severity === 'error')
            .map((finding) => ({ ...finding, fix: null })),
        );
      }),
    );
  });
});
