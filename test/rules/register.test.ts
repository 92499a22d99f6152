import assert from 'node:assert/strict';
import fc from 'fast-check';
import { amended, Register, type RowChange, type Rows } from '../../shared/rules/register.ts';
import type { Row } from '../../shared/sheet/row.ts';
import type { Schema } from '../../shared/tracker/schema.ts';
import { schema, tracker } from './builder.ts';

const refs = (rows: readonly Row[]) => rows.map(({ ref }) => ref);

/** The default tabs, with another ref pattern for the risks. */
function withPattern(refPattern: string | null): Schema {
  return { ...schema, tabs: schema.tabs.map((tab) => (tab.tab === 'risks' ? { ...tab, refPattern } : tab)) };
}

describe('the register of a tracker', () => {
  it('finds rows by any way of writing their ref, and by no other', () => {
    const register = new Register(
      schema,
      tracker({ risks: [{}, { ref: 'dr_2' }, { ref: 'risk x' }], actions: [{ ref: 'DAG10.1-03' }, {}] }),
    );
    assert.deepEqual(
      ['dr-001', 'dr-002', 'riskx', 'dr-003', 'DR-001'].map((name) => refs(register.named('risks', name))),
      [['DR-001'], ['dr_2'], ['risk x'], [], []],
    );
    assert.deepEqual(refs(register.named('actions', 'dag10.1-03')), ['DAG10.1-03']);
    assert.deepEqual(register.named('actions', 'dag10-03'), []);
    assert.deepEqual(register.named('issues', 'dr-001'), []);
    assert.deepEqual([register.count('dr-001'), register.count('dr-009')], [1, 0]);
  });

  it('finds them whatever the pattern', () => {
    for (const [pattern, one, other] of [
      ['R{00}-{meeting}', 'R01-06', 'R02-06'],
      ['X{00}Y', 'X01Y', 'X02Y'],
      ['R_{00}', 'R_01', 'R_02'],
      ['{meeting}/{00}', '06/01', '07/01'],
    ] as const) {
      const register = new Register(withPattern(pattern), tracker({ risks: [{ ref: one }, { ref: other }] }));
      const name = one.toLowerCase().replaceAll('_', '-');
      assert.deepEqual(refs(register.named('risks', name)), [one], pattern);
      assert.deepEqual(register.shared('risks', one), [], pattern);
    }
  });

  it('finds them in a tab whose refs have no pattern', () => {
    const rows = tracker({ risks: [{ ref: 'Late_decision' }, { ref: 'late-DECISION' }, { ref: 'other' }] });
    const register = new Register(withPattern(null), rows);
    assert.deepEqual(refs(register.named('risks', 'late-decision')), ['Late_decision', 'late-DECISION']);
    assert.deepEqual(refs(register.shared('risks', 'other')), []);
  });

  it('knows which rows share a ref, and no longer when one goes', () => {
    const [first, second, third] = tracker({ risks: [{}, { ref: 'DR_1' }, { ref: 'DR-002' }] });
    if (first === undefined || second === undefined || third === undefined) assert.fail('no rows');
    const register = new Register(schema, [first, second, third]);
    assert.deepEqual(refs(register.shared('risks', 'DR-001')), ['DR-001', 'DR_1']);
    assert.deepEqual(register.shared('risks', 'DR-002'), []);
    register.drop({ ...second });
    assert.deepEqual(register.shared('risks', 'DR-001'), []);
    assert.deepEqual(refs(register.named('risks', 'dr-001')), ['DR-001']);
    register.put(second);
    register.drop({ ...second });
    register.drop({ ...second });
    assert.deepEqual(refs(register.named('risks', 'dr-001')), ['DR-001']);
  });

  it('tells whether a plain list of refs has them all', () => {
    const rows = tracker({ risks: [{}, { ref: 'DR-002' }], artefacts: [{}] });
    const register = new Register(schema, rows);
    const lists = [
      'DR-001',
      'DR-001, DA-001;DR-002',
      'DR-001, DR-003',
      'see DR-001',
      'DR-001 and DR-002',
      '',
    ];
    assert.deepEqual(
      lists.map((text) => register.hasAll(text)),
      [true, true, false, false, false, false],
    );
    const [first] = rows;
    if (first === undefined) assert.fail('no rows');
    register.drop(first);
    assert.equal(register.hasAll(String(first.ref)), false);
    register.put(first);
    assert.equal(register.hasAll(String(first.ref)), true);
  });

  it('finds the rows that cite or mention a ref, in all tabs or in one, as they come and go', () => {
    const rows = tracker({
      artefacts: [{}, { ref: 'DA-002' }],
      issues: [{ artefacts: 'DA-001 to DA-003' }, { ref: 'DI-002', artefacts: 'DA-002' }],
      actions: [{ action: 'Bring DI-002.' }],
    });
    const register = new Register(schema, rows.slice(0, -1));
    const last = rows.at(-1);
    if (last === undefined) assert.fail('no rows');
    assert.deepEqual(refs(register.citing('da-002')).sort(), ['DI-001', 'DI-002']);
    assert.deepEqual(register.citing('da-002', 'actions'), []);
    assert.deepEqual(register.mentioning('di-002'), []);
    register.put(last);
    assert.deepEqual(refs(register.mentioning('di-002', 'actions')), [last.ref]);
    register.drop(last);
    assert.deepEqual(register.mentioning('di-002'), []);
    register.apply(rows.slice(2, 3).map((row) => ({ before: row, after: null })));
    assert.deepEqual(refs(register.citing('da-002')), ['DI-002']);
  });

  it('tells whether any row may be in a state', () => {
    const rows = tracker({ artefacts: [{}, { ref: 'DA-002', status: 'Withdrawn' }] });
    const register = new Register(schema, rows.slice(0, 1));
    assert.equal(register.someAre('artefacts', ['Withdrawn']), false);
    assert.equal(register.someAre('artefacts', ['Withdrawn', 'In Review']), true);
    register.apply(rows.slice(1).map((row) => ({ before: null, after: row })));
    assert.equal(register.someAre('artefacts', ['Withdrawn']), true);
    assert.equal(register.someAre('risks', ['Withdrawn']), false);
  });

  it('tells what rows would be after some changes as if they had been made, whether or not they keep their refs', () => {
    const row = fc.record({
      tab: fc.constantFrom('artefacts', 'issues'),
      ref: fc.constantFrom('DA-001', 'DA_2', 'DA-002', 'DI-001', 'DI-2', null),
      cells: fc.record({
        artefacts: fc.constantFrom('DA-001', 'DA-002, DI-001', null),
        description: fc.constantFrom('As DI-001 and DA-001 have it', null),
        status: fc.constantFrom('Open', 'Approved'),
      }),
      at: fc.constant(null),
    });
    const become = fc.oneof(
      row.map(
        ({ cells }) =>
          (before: Row): Row => ({ ...before, cells }),
      ),
      row.map((after) => (): Row => after),
      fc.constant(() => null),
    );
    const kept = fc.array(fc.record({ before: row, become: fc.option(become, { freq: 2 }) }), {
      maxLength: 5,
    });
    fc.assert(
      fc.property(kept, fc.array(row, { maxLength: 1 }), (rows, added) => {
        const changes: RowChange[] = rows.flatMap(({ before, become }) =>
          become === null ? [] : [{ before, after: become(before) }],
        );
        changes.push(...added.map((after) => ({ before: null, after })));
        const register = new Register(
          schema,
          rows.map(({ before }) => before),
        );
        const tried = amended(register, changes);
        const would = seen(tried);
        const list = 'DA-001, DI-001';
        const [all, some] = [tried.hasAll(list), tried.someAre('issues', ['Open'])];
        register.apply(changes);
        assert.deepEqual(would, seen(register));
        // These two may be unsure, each to its own side.
        assert.equal(all && !register.hasAll(list), false);
        assert.equal(!some && register.someAre('issues', ['Open']), false);
      }),
    );
  });
});

/** All that can be looked up; the rows as texts, in order. */
function seen(rows: Rows): unknown {
  const texts = (those: readonly Row[]) => those.map((row) => JSON.stringify(row)).sort();
  return ['artefacts', 'issues'].map((tab) => [
    rows.filled(tab),
    rows.size(tab),
    ['da-001', 'da-002', 'di-001', 'di-002'].map((name) => [
      rows.count(name),
      texts(rows.named(tab, name)),
      texts(rows.shared(tab, name)),
      texts(rows.citing(name, tab)),
      texts(rows.mentioning(name)),
    ]),
  ]);
}
