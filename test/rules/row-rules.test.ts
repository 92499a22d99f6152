import assert from 'node:assert/strict';
import { check } from '../../shared/rules/check.ts';
import { excerpt, quoted } from '../../shared/rules/facts.ts';
import { message } from '../../shared/rules/message.ts';
import { rules } from '../../shared/rules/rules.ts';
import { schemaOf } from '../../shared/rules/settings.ts';
import type { Row } from '../../shared/sheet/row.ts';
import { configure } from '../../shared/tracker/configuration.ts';
import type { Column } from '../../shared/tracker/schema.ts';
import { findings, said, schema, today, tracker } from './builder.ts';
import { cases } from './cases.ts';
import { edges } from './edges.ts';

describe('a rule over rows', () => {
  for (const { rule, title, fires, says, words, miss, near, sheets } of cases) {
    it(`${rule} ${title}, ${miss}`, () => {
      const all = findings(tracker(fires, sheets?.fires)).filter((finding) => finding.rule === rule);
      // A cycle is told of on each row along it; the case is about the first.
      const found = rule === 'dependency-cycle' ? all.slice(0, 1) : all;
      const severity = rules.find(({ id }) => id === rule)?.severity;
      assert.deepEqual(
        found.map((finding) => ({
          ref: finding.ref,
          column: finding.column,
          fix: finding.fix?.value,
          severity: finding.severity,
          words: message(finding, schema),
        })),
        [{ ref: found[0]?.ref, fix: undefined, severity, ...says, words }],
      );
      assert.deepEqual(said(rule, findings(tracker(near, sheets?.near))), []);
    });
  }

  for (const { rule, title, given, finds, rules: set, sheet } of edges) {
    it(`${rule} ${title}`, () => {
      const tabs = set === undefined ? schema : schemaOf(configure({ rules: set }));
      const found = check(tabs, today, { rows: tracker(given, sheet) }).filter((each) => each.rule === rule);
      assert.deepEqual(
        found.map(({ ref, column, fix }) => `${ref} ${column}${fix === null ? '' : ` -> ${fix.value}`}`),
        finds,
      );
    });
  }

  it('quotes sixty letters of a cell, and keeps eighty', () => {
    const letters = (count: number) => '𝑥'.repeat(count);
    assert.deepEqual([quoted(letters(60)), quoted(letters(61))], [`"${letters(60)}"`, `"${letters(59)}…"`]);
    assert.deepEqual([excerpt(letters(80)), excerpt(letters(81))], [letters(80), `${letters(79)}…`]);
    assert.equal(quoted('two \n lines'), '"two lines"');
  });

  it('ref-duplicate tells of each row that shares its ref, also under another spelling', () => {
    const rows = tracker({ risks: [{}, { ref: 'DR_1' }, { ref: 'DR-002' }], issues: [{ ref: 'DR-002' }] });
    const found = findings(rows).filter(({ rule }) => rule === 'ref-duplicate');
    assert.deepEqual(
      found.map(({ ref, fix, parameters }) => ({ ref, fix, parameters })),
      [
        {
          ref: 'DR-001',
          fix: null,
          parameters: { ref: 'DR-001', others: [{ ref: 'DR_1', sheet: null, row: null }] },
        },
        {
          ref: 'DR_1',
          fix: null,
          parameters: { ref: 'DR_1', others: [{ ref: 'DR-001', sheet: null, row: null }] },
        },
      ],
    );
    assert.equal(
      message(found[0] ?? assert.fail('nothing was found'), schema),
      'The ref DR-001 stands on other rows too (1 more). Give each row its own; a blank ref gets a new number at sync.',
    );
    assert.deepEqual(
      said('ref-form', findings(rows)).map(({ fix }) => fix),
      [null, null],
    );
  });

  it('blocking-before-dag counts working days up to the next meeting, and is silent where none is known', () => {
    const rows = tracker({
      dissensus: [{ status: 'Raised', level: 'Working Group', materiality: 'Blocking' }],
    });
    const days = ['2022-08-30', '2022-08-31', '2022-09-14', '2023-01-10'];
    assert.deepEqual(
      days.map((day) => said('blocking-before-dag', findings(rows, day)).length),
      [0, 1, 1, 0],
    );
    const minor = tracker({
      dissensus: [{ status: 'Raised', level: 'Working Group', materiality: 'Minor' }],
    });
    assert.deepEqual(said('blocking-before-dag', findings(minor, '2022-09-14')), []);
  });

  it('a range of refs names those in between too, and misses none of them', () => {
    const escalated = ['DI-001', 'DI-002', 'DI-004', 'DI-005'].map((ref) => ({
      ref,
      status: 'Escalated to DAG',
    }));
    const told = (action: string) =>
      findings(tracker({ artefacts: [{}], issues: escalated, actions: [{ action }] }))
        .filter(({ rule }) => rule === 'escalated-off-agenda' || rule === 'mentioned-unknown')
        .map(({ rule, ref, parameters }) => `${rule} ${parameters.named ?? ref}`);
    // DI-003 is not there, and need not be.
    assert.deepEqual(told('Bring DI-001 to DI-004 to the meeting.'), ['escalated-off-agenda DI-005']);
    assert.deepEqual(told('Bring DI-001–005.'), []);
    assert.deepEqual(told('Bring DI-004–006.').sort(), [
      'escalated-off-agenda DI-001',
      'escalated-off-agenda DI-002',
      'mentioned-unknown DI-006',
    ]);
  });

  it('meeting-unknown is about rows without a ref, in tabs that say a date', () => {
    const day = { date: '2022-08-11', 'due-date': '2022-09-14' };
    const told = (rows: Row[], tabs = schema) =>
      check(tabs, today, { rows })
        .filter(({ rule }) => rule === 'meeting-unknown')
        .map(({ ref }) => ref);
    assert.deepEqual(told(tracker({ actions: [{ ...day, ref: null }, day] })), [null]);
    const dateless = schema.tabs.map((tab) => ({
      ...tab,
      columns: tab.columns.filter(({ type }) => type !== 'date'),
    }));
    assert.deepEqual(told(tracker({ actions: [{ ...day, ref: null }] }), { ...schema, tabs: dateless }), []);
  });

  it('dependency-cycle tells the same way around in whatever order the rows stand', () => {
    const rows = tracker({
      dependencies: [
        { status: 'No Longer Required', 'date-closed': '2022-08-01', artefacts: 'DD-002' },
        { ref: 'DD-002' },
        { ref: 'DD-003', artefacts: 'for DD-002', 'depends-on-ref': 'on DD-002' },
        { ref: 'DD-004', artefacts: 'DD-002', 'depends-on-ref': 'DD-002' },
      ],
    });
    const told = (all: readonly Row[]) =>
      said('dependency-cycle', findings(all)).map(({ parameters }) => parameters.refs);
    assert.deepEqual(told(rows), [
      ['DD-002', 'DD-003', 'DD-002'],
      ['DD-003', 'DD-002', 'DD-003'],
      ['DD-004', 'DD-002', 'DD-004'],
    ]);
    assert.deepEqual(told(rows.toReversed()), told(rows));
  });

  it('a word of a choice is what it says, also where others write it for nothing', () => {
    const words = (required: 'always' | 'no') => ({
      ...schema,
      tabs: schema.tabs.map((tab) => ({
        ...tab,
        columns: tab.columns.map((column) =>
          column.column === 'response' ? { ...column, required, vocabulary: ['None', 'Treat'] } : column,
        ),
      })),
    });
    const rows = tracker({
      risks: [{ response: 'none' }, { ref: 'DR-002', response: 'TBC' }, { ref: 'DR-003', response: 'Treat' }],
    });
    const told = (rule: string, required: 'always' | 'no') =>
      said(rule, check(words(required), today, { rows })).map(({ ref, column }) => `${ref} ${column}`);
    assert.deepEqual(told('required-blank', 'always'), ['DR-002 response']);
    assert.deepEqual(told('placeholder-left', 'no'), ['DR-002 response']);
  });

  it('a record of positions is asked for where every row needs it and a person writes it', () => {
    const rows = tracker({ dissensus: [{ positions: 'TBC' }] });
    const told = (over: Partial<Column>) => {
      const tabs = schema.tabs.map((tab) => ({
        ...tab,
        columns: tab.columns.map((column) => (column.type === 'positions' ? { ...column, ...over } : column)),
      }));
      return said('dissensus-without-positions', check({ ...schema, tabs }, today, { rows })).length;
    };
    assert.deepEqual([told({}), told({ required: 'sometimes' }), told({ computed: true })], [1, 0, 0]);
  });

  it('a probability counts where its column is a score', () => {
    const rows = tracker({ risks: [{ probability: '5', impact: 5, rag: 'Green' }] });
    const told = (type: 'score' | 'text') => {
      const tabs = schema.tabs.map((tab) => ({
        ...tab,
        columns: tab.columns.map((column) =>
          column.column === 'probability' ? { ...column, type } : column,
        ),
      }));
      const found = check({ ...schema, tabs }, today, { rows });
      return ['rag-mismatch', 'high-risk-unmitigated', 'high-risk-off-raid'].filter((rule) =>
        found.some((finding) => finding.rule === rule),
      );
    };
    assert.deepEqual(told('score'), ['rag-mismatch', 'high-risk-unmitigated', 'high-risk-off-raid']);
    assert.deepEqual(told('text'), []);
  });

  it('has nothing to say of a clean row of each tab', () => {
    const rows = tracker({
      artefacts: [{}],
      issues: [{}],
      dependencies: [{}],
      dissensus: [{}],
      risks: [{}],
      actions: [{}],
    });
    assert.deepEqual(findings(rows), []);
  });
});
