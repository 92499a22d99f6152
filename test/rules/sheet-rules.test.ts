import assert from 'node:assert/strict';
import { check } from '../../shared/rules/check.ts';
import { message } from '../../shared/rules/message.ts';
import { rules } from '../../shared/rules/rules.ts';
import { type Sheet, schema, sheet, today } from './builder.ts';
import { cases } from './cases.ts';

const RISKS = ['ref', 'title', 'probability', 'impact', 'score', 'rag'];

function told(rule: string, read: Sheet) {
  return check(schema, today, read)
    .filter((finding) => finding.rule === rule)
    .map((finding) => ({
      at: `${finding.sheet}!${finding.row}`,
      ref: finding.ref,
      column: finding.column,
      fix: finding.fix?.value ?? null,
      words: message(finding, schema),
    }));
}

describe('what is checked in a sheet', () => {
  it('score-mismatch mends a typed score that is not the matrix’s', () => {
    const read = sheet('risks', RISKS, [{ score: 12 }, { ref: 'DR-002', score: 11 }, { ref: 'DR-003' }]);
    assert.deepEqual(told('score-mismatch', read), [
      {
        at: 'Log!3',
        ref: 'DR-002',
        column: 'score',
        fix: 12,
        words: 'Score is "11", but the matrix gives 12 for probability 4 and impact 3. Write 12.',
      },
    ]);
  });

  it('score-mismatch leaves a formula to a person, and one without a result alone', () => {
    const read = sheet('risks', RISKS, [{ score: '=C2+D2 -> 7' }, { ref: 'DR-002', score: '=C3+D3' }]);
    assert.deepEqual(told('score-mismatch', read), [
      {
        at: 'Log!2',
        ref: 'DR-001',
        column: 'score',
        fix: null,
        words: 'Score is "7", but the matrix gives 12 for probability 4 and impact 3. Correct the formula.',
      },
    ]);
  });

  it('rag-mismatch mends a colour that is not its band’s', () => {
    const read = sheet('risks', RISKS, [{ rag: 'amber' }, { ref: 'DR-002', rag: 'Green' }]);
    assert.deepEqual(told('rag-mismatch', read), [
      {
        at: 'Log!3',
        ref: 'DR-002',
        column: 'rag',
        fix: 'Amber',
        words: 'RAG is "Green", but a score of 12 is Medium, Amber. Write Amber.',
      },
    ]);
  });

  it('formula-mixed tells of the odd cell out of a column, whichever it is', () => {
    const typed = [{ title: 'one' }, { title: '=A1 -> "two"' }, { title: 'three' }];
    const formulas = [{ score: '=C2*D2 -> 12' }, { score: '=C3*D3 -> 12' }, { score: 12 }];
    const words = (found: ReturnType<typeof told>) => found.map(({ at, column }) => `${at} ${column}`);
    assert.deepEqual(words(told('formula-mixed', sheet('risks', RISKS, typed))), ['Log!3 title']);
    assert.deepEqual(words(told('formula-mixed', sheet('risks', RISKS, formulas))), ['Log!4 score']);
    assert.deepEqual(told('formula-mixed', sheet('risks', RISKS, formulas.slice(1))), []);
  });

  it('heading-twice tells of two columns of one heading', () => {
    const columns = ['ref', 'title', 'x:note', 'x:note 2'];
    assert.deepEqual(
      told('heading-twice', sheet('risks', columns, [{}], ['Ref', 'Title', 'Note', 'NOTE:'])),
      [
        {
          at: 'Log!1',
          ref: null,
          column: 'x:note',
          fix: null,
          words: 'The heading "Note" stands over more than one column (C, D). Give each its own heading.',
        },
      ],
    );
    assert.deepEqual(
      told('heading-twice', sheet('risks', columns, [{}], ['Ref', 'Title', 'Note', 'Notes'])),
      [],
    );
  });

  it('heading-missing tells of a column that every row needs', () => {
    const all = ['ref', 'date', 'action', 'owner', 'due-date', 'update'];
    assert.deepEqual(
      told('heading-missing', sheet('actions', all.slice(0, -1), [{}])).map(({ words }) => words),
      [
        'Minutes and Actions needs the column "Update", and this sheet has none. Add it, or say which heading it goes by here.',
      ],
    );
    assert.deepEqual(told('heading-missing', sheet('actions', all, [{}])), []);
  });

  it('has a case that fires and a near miss for every rule', () => {
    const covered = new Set(cases.map(({ rule }) => rule));
    const here = [
      'ref-duplicate',
      'score-mismatch',
      'rag-mismatch',
      'formula-mixed',
      'heading-twice',
      'heading-missing',
    ];
    const untried = rules.filter(({ id }) => !covered.has(id) && !here.includes(id)).map(({ id }) => id);
    assert.deepEqual(untried, []);
  });

  it('is silent about a column that the sheet lacks and a formula without a result', () => {
    const read = sheet('issues', ['ref', 'title', 'status'], [{ status: 'Closed', title: '=A1' }]);
    assert.deepEqual(
      check(schema, today, { rows: read.rows }).map(({ rule, column }) => ({ rule, column })),
      [],
    );
  });

  it('asks for a ref as an error where sync gives none', () => {
    const [risks] = schema.tabs.filter(({ tab }) => tab === 'risks');
    const free = { ...schema, tabs: risks === undefined ? [] : [{ ...risks, refPattern: null }] };
    const read = sheet('risks', ['ref', 'title'], [{ ref: null }]);
    assert.deepEqual(
      check(free, today, read)
        .filter(({ rule }) => rule === 'ref-missing')
        .map(({ severity }) => severity),
      ['error'],
    );
  });
});
