import assert from 'node:assert/strict';
import fc from 'fast-check';
import { check } from '../../shared/rules/check.ts';
import { message } from '../../shared/rules/message.ts';
import { ConditionRefused, conditionOf } from '../../shared/rules/own/expression.ts';
import { schemaOf } from '../../shared/rules/settings.ts';
import { configure } from '../../shared/tracker/configuration.ts';
import { ConfigurationError } from '../../shared/tracker/problems.ts';
import { Column, Schema } from '../../shared/tracker/schema.ts';
import { type Given, schema, today, tracker } from './builder.ts';

const rule = { tab: 'issues', when: '', message: 'Put it before the next meeting.' };

function found(when: string, given: Given): (string | null)[] {
  const own = schemaOf(configure({ ownRules: { 'severe-and-late': { ...rule, when } } }));
  return check(own, today, { rows: tracker(given) })
    .filter((finding) => finding.rule === 'severe-and-late')
    .map(({ ref }) => ref);
}

function problems(ownRules: unknown): string {
  try {
    schemaOf(configure({ ownRules }));
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  return '';
}

describe('a rule of a person’s own', () => {
  it('is a condition over columns with a message, and travels in the schema', () => {
    const when = 'severity >= 4 && target_date < "2022-10-01" && !blank(owner)';
    const own = schemaOf(
      configure({ ownRules: { 'severe-issue': { ...rule, when, severity: 'error', column: 'severity' } } }),
    );
    const sent = Schema.parse(JSON.parse(JSON.stringify(own)));
    const rows = tracker({ issues: [{ severity: 4 }, { ref: 'DI-002' }] });
    const [finding, ...others] = check(sent, today, { rows }).filter((each) => each.rule === 'severe-issue');
    if (finding === undefined) assert.fail('nothing was found');
    assert.deepEqual(others, []);
    assert.deepEqual(finding, {
      rule: 'severe-issue',
      parameters: { message: rule.message },
      severity: 'error',
      tab: 'issues',
      ref: 'DI-001',
      sheet: null,
      row: null,
      column: 'severity',
      fix: null,
    });
    assert.equal(message(finding, sent), rule.message);
  });

  it('reads text, choices, dates, numbers, flags and today', () => {
    const yes = [
      'status == "Open"',
      'type_ == ""',
      'severity in [1, 3] && severity + 1 == 4',
      'blocks_baseline',
      'days(date_raised, today) == 40',
      'title.contains("MPAN") || title.startsWith("x")',
      'ref == "DI-001"',
      'blank(update) && blank(type_) && !blank(title)',
      'severity != null',
    ];
    for (const when of yes) assert.deepEqual(found(when, { issues: [{ status: 'open' }] }), ['DI-001'], when);
    const typed = [
      { severity: '4', 'target-date': '1 August 2022' },
      { ref: 'DI-002', severity: '0x4', 'target-date': '1 October 2022' },
      { ref: 'DI-003', severity: 'about 4', 'target-date': 'TBC' },
    ];
    assert.deepEqual(found('severity > 3', { issues: typed }), ['DI-001']);
    assert.deepEqual(found('target_date < "2022-09-01" && target_date != ""', { issues: typed }), ['DI-001']);
    assert.deepEqual(found('blank(update)', { issues: [{ update: 'TBC' }, { update: 'To DCC' }] }), [
      'DI-001',
    ]);
    assert.deepEqual(found('severity < 9', { issues: [{ severity: null }] }), []);
    assert.deepEqual(found('severity < 9', { risks: [{}] }), []);
  });

  it('can not loop, search by regular expression, or name anything but columns', () => {
    const refused = [
      '[1, 2].all(x, x > 0)',
      'title.matches("(a+)+$")',
      'constructor == ""',
      'nobody > 3',
      'title',
      'title ==',
      'title > 3',
      'ref_ == "DI-001"',
      `title == "${'x'.repeat(1000)}"`,
      `${'!('.repeat(60)}true${')'.repeat(60)}`,
    ];
    const issues = schema.tabs.find(({ tab }) => tab === 'issues')?.columns ?? [];
    const long = (letters: number) => `title == "${'x'.repeat(letters - 'title == ""'.length)}"`;
    assert.doesNotThrow(() => conditionOf(long(1000), issues));
    assert.throws(() => conditionOf(long(1001), issues), ConditionRefused);
    for (const when of refused) assert.throws(() => conditionOf(when, issues), ConditionRefused, when);
    const count = Column.parse({ column: 'count', heading: 'Count', type: 'number' });
    assert.doesNotThrow(() => conditionOf('count > 3', [count]));
    // A column that is worked out is in no row.
    assert.throws(() => conditionOf('count > 3', [{ ...count, computed: true }]), ConditionRefused);
  });

  it('says what is wrong with it, and where', () => {
    assert.match(problems({ x: { ...rule, tab: 'isues', when: 'true' } }), /ownRules\.x\.tab: .*issues/);
    assert.match(problems({ x: { ...rule, when: 'nobody > 3' } }), /ownRules\.x\.when: .*nobody/);
    assert.match(problems({ x: { ...rule, when: 'true', column: 'titel' } }), /ownRules\.x\.column: .*title/);
    assert.match(problems({ overdue: { ...rule, when: 'true' } }), /ownRules\.overdue: there is a rule/);
  });

  it('says nothing where its tab is gone', () => {
    const own = schemaOf(configure({ ownRules: { always: { ...rule, when: 'true' } } }));
    const rows = tracker({ issues: [{}], risks: [{}] });
    const told = (tabs: Schema) => check(tabs, today, { rows }).map(({ rule: id, ref }) => `${id} ${ref}`);
    assert.deepEqual(told(own), ['always DI-001']);
    assert.deepEqual(told({ ...own, tabs: own.tabs.filter(({ tab }) => tab !== 'issues') }), []);
  });

  it('throws on no row, whatever stands in it', () => {
    const value = fc.oneof(fc.string(), fc.double({ noNaN: true }), fc.boolean(), fc.constant(null));
    const when = 'severity > 2 || days(target_date, today) > 3 || title.size() > 4';
    fc.assert(
      fc.property(value, value, value, (severity, date, title) => {
        const met = found(when, { issues: [{ severity, 'target-date': date, title }] });
        if (typeof severity === 'number' && severity > 2) assert.deepEqual(met, ['DI-001']);
      }),
      { numRuns: 100 },
    );
  });
});
