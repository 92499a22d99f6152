import assert from 'node:assert/strict';
import { check } from '../../shared/rules/check.ts';
import { message } from '../../shared/rules/message.ts';
import { rules } from '../../shared/rules/rules.ts';
import { fingerprintOf, ruleSettings, schemaOf } from '../../shared/rules/settings.ts';
import { configure } from '../../shared/tracker/configuration.ts';
import { ConfigurationError } from '../../shared/tracker/problems.ts';
import { Schema } from '../../shared/tracker/schema.ts';
import { said, schema, today, tracker } from './builder.ts';

function problems(rules: unknown): string[] {
  try {
    ruleSettings(configure({ rules }));
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message.split('\n');
    throw error;
  }
  return [];
}

describe('the settings of rules', () => {
  it('are every rule’s defaults unless the configuration says otherwise', () => {
    assert.deepEqual(
      schema.rules.map(({ rule, severity }) => ({ rule, severity })),
      rules.map(({ id, severity }) => ({ rule: id, severity })),
    );
    assert.deepEqual(Schema.parse(JSON.parse(JSON.stringify(schema))), schema);
  });

  it('give each rule an id of its own', () => {
    assert.equal(new Set(rules.map(({ id }) => id)).size, rules.length);
  });

  it('leave out a rule that is off, and take severities and thresholds', () => {
    const settings = ruleSettings(
      configure({ rules: { 'party-alias': 'off', overdue: { severity: 'info', grace: 5 } } }),
    );
    assert.equal(
      settings.find(({ rule }) => rule === 'party-alias'),
      undefined,
    );
    const overdue = settings.find(({ rule }) => rule === 'overdue');
    assert.deepEqual(
      [overdue?.severity, overdue?.parameters.grace, overdue?.parameters.long],
      ['info', 5, 30],
    );
  });

  it('name the nearest right rule and parameter', () => {
    assert.deepEqual(problems({ overdu: 'off', overdue: { grase: 3 }, 'date-outside': { from: 'soon' } }), [
      'rules.overdu: unknown; did you mean overdue?',
      'rules.date-outside.from: Invalid ISO date',
      'rules.overdue.grase: unknown; did you mean grace?',
    ]);
  });

  it('tell rules of the configuration’s own parties and matrix', () => {
    const own = schemaOf(
      configure({
        parties: { 'Nobody Ltd': [] },
        matrix: { scores: [[1]], bands: [{ from: 1, to: 1, band: 'Any', rag: 'Green' }] },
      }),
    );
    const rows = tracker({ risks: [{ owner: 'Nobody Ltd' }] });
    assert.deepEqual(said('party-unknown', check(own, today, { rows })), []);
    assert.deepEqual(own.rules.find(({ rule }) => rule === 'score-mismatch')?.parameters.matrix, {
      scores: [[1]],
      bands: [{ from: 1, to: 1, band: 'Any', rag: 'Green' }],
    });
  });

  it('make another fingerprint where a threshold differs, and the same where none does', () => {
    const stricter = schemaOf(configure({ rules: { overdue: { grace: 5 } } }));
    assert.equal(fingerprintOf(schemaOf(configure(null))), fingerprintOf(schema));
    assert.notEqual(fingerprintOf(stricter), fingerprintOf(schema));
    assert.match(fingerprintOf(schema), /^[0-9a-f]{64}$/);
  });

  it('leave to the service a rule that this version does not know', () => {
    const newer = { ...schema, rules: [{ rule: 'of-tomorrow', severity: 'error' as const, parameters: {} }] };
    assert.deepEqual(check(newer, today, { rows: tracker({ risks: [{ impact: 9 }] }) }), []);
    const told = { rule: 'of-tomorrow', parameters: { most: 3 }, severity: 'error', tab: 'risks' } as const;
    assert.equal(
      message({ ...told, ref: 'DR-001', sheet: null, row: null, column: null, fix: null }, newer),
      'The service\'s rule of-tomorrow: {"most":3}.',
    );
  });

  it('check a seventh tab for form', () => {
    const own = schemaOf(
      configure({
        tabs: {
          questions: {
            title: 'Questions',
            refPattern: 'Q-{00}',
            columns: {
              ref: { heading: 'Ref', type: 'ref', required: 'always' },
              question: { heading: 'Question', type: 'text', required: 'always' },
              asked: { heading: 'Asked', type: 'date' },
            },
          },
        },
      }),
    );
    const rows = [
      { tab: 'questions', ref: 'Q 7', cells: { asked: '8 August 2022', 'x:note': '#N/A' }, at: null },
    ];
    assert.deepEqual(
      check(own, today, { rows }).map(({ rule, column, fix }) => [rule, column, fix?.value ?? null]),
      [
        ['ref-form', 'ref', 'Q-07'],
        ['required-blank', 'question', null],
        ['date-as-text', 'asked', '2022-08-08'],
        ['excel-error', 'x:note', null],
      ],
    );
  });
});
