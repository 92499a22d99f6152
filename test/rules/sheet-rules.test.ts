import assert from 'node:assert/strict';
import { check } from '../../shared/rules/check.ts';
import { message } from '../../shared/rules/message.ts';
import { rules } from '../../shared/rules/rules.ts';
import { type Sheet, schema, sheet, today, tracker } from './builder.ts';
import { cases } from './cases.ts';
import { changeCases } from './change-cases.ts';
import { sheetCases, sheetOf } from './sheet-cases.ts';
import { sheetEdges } from './sheet-edges.ts';

function told(rule: string, read: Sheet) {
  return check(schema, today, read)
    .filter((finding) => finding.rule === rule)
    .map((finding) => ({
      at: `${finding.sheet}!${finding.row}`,
      ref: finding.ref,
      column: finding.column,
      fix: finding.fix?.value,
      words: message(finding, schema),
    }));
}

describe('what is checked in a sheet', () => {
  for (const { rule, title, fires, says, words, miss, near } of sheetCases) {
    it(`${rule} ${title}, ${miss}`, () => {
      assert.deepEqual(told(rule, sheetOf(fires)), [{ fix: undefined, ...says, words }]);
      assert.deepEqual(told(rule, sheetOf(near)), []);
    });
  }

  for (const { rule, title, given, finds } of sheetEdges) {
    it(`${rule} ${title}`, () => {
      const found = check(schema, today, sheetOf(given)).filter((each) => each.rule === rule);
      assert.deepEqual(
        found.map(({ row, column }) => `${row} ${column}`),
        finds,
      );
    });
  }

  it('is the same in whatever order the rows are handed over', () => {
    for (const { fires } of sheetCases) {
      const read = sheetOf(fires);
      assert.deepEqual(
        check(schema, today, { ...read, rows: read.rows.toReversed() }),
        check(schema, today, read),
      );
    }
  });

  it('is what rows and headings alone show where the sheet itself is not handed over', () => {
    const found = sheetCases.flatMap(({ rule, fires }) => {
      const { rows, regions } = sheetOf(fires);
      return check(schema, today, { rows, regions }).some((each) => each.rule === rule) ? [rule] : [];
    });
    assert.deepEqual(found, ['heading-twice', 'heading-missing', 'heading-missing', 'day-month-swapped']);
  });

  it('lets a child table say the same ref on every row', () => {
    const read = sheet('risks', ['ref', 'title'], [{}, {}]);
    const told = (unkeyed: 'refs-repeat' | undefined) => {
      const rows = read.rows.map((row) => ({
        ...row,
        region: unkeyed === undefined ? row.region : { ...row.region, unkeyed },
      }));
      return check(schema, today, { rows }).filter(({ rule }) => rule === 'ref-duplicate').length;
    };
    assert.deepEqual([told(undefined), told('refs-repeat')], [2, 0]);
  });

  it('asks no row for a ref where the whole register has none', () => {
    const read = sheet('risks', ['title'], [{ ref: null }]);
    const told = (unkeyed: 'no-ref' | 'refs-repeat') => {
      const rows = read.rows.map((row) => ({ ...row, region: { ...row.region, unkeyed } }));
      return check(schema, today, { rows }).filter(({ rule }) => rule === 'ref-missing').length;
    };
    assert.deepEqual([told('refs-repeat'), told('no-ref')], [1, 0]);
  });

  it('tells where the other rows of a ref stand, from the first sheet and row on', () => {
    const refs = (name: string, from: number, ...refs: readonly string[]) =>
      tracker({ risks: refs.map((ref) => ({ ref })) }, name).map((row, place) => ({
        ...row,
        at: { sheet: name, row: from + place },
      }));
    const rows = [...refs('Old', 4, 'DR_1', 'DR-001'), ...refs('Log', 1, 'DR-001')];
    const [first, ...others] = check(schema, today, { rows }).filter(({ rule }) => rule === 'ref-duplicate');
    if (first === undefined) assert.fail('nothing was found');
    assert.equal(others.length, 2);
    assert.deepEqual(
      [first, ...others].map(({ sheet, row, parameters }) => ({ sheet, row, others: parameters.others })),
      [
        {
          sheet: 'Log',
          row: 2,
          others: [
            { ref: 'DR_1', sheet: 'Old', row: 5 },
            { ref: 'DR-001', sheet: 'Old', row: 6 },
          ],
        },
        {
          sheet: 'Old',
          row: 5,
          others: [
            { ref: 'DR-001', sheet: 'Log', row: 2 },
            { ref: 'DR-001', sheet: 'Old', row: 6 },
          ],
        },
        {
          sheet: 'Old',
          row: 6,
          others: [
            { ref: 'DR-001', sheet: 'Log', row: 2 },
            { ref: 'DR_1', sheet: 'Old', row: 5 },
          ],
        },
      ],
    );
    assert.equal(
      message(first, schema),
      'The ref DR-001 stands on other rows too (row 5 of Old, row 6 of Old). Give each row its own; a blank ref gets a new number at sync.',
    );
  });

  it('heading-twice is told of a column that could not be read, but not of a number over one', () => {
    const told = (...headings: readonly (string | number)[]) => {
      const { rows, regions, grids } = sheet('risks', ['ref', 'title'], [{}]);
      return check(schema, today, {
        rows,
        regions: regions.map((region) => ({ ...region, right: headings.length - 1 })),
        grids: grids.map((grid) => ({ ...grid, values: [headings, ...grid.values.slice(1)] })),
      }).flatMap(({ rule, parameters }) => (rule === 'heading-twice' ? [parameters] : []));
    };
    assert.deepEqual(told('ref', 'title', 'Title'), [{ heading: 'title', letters: ['B', 'C'] }]);
    assert.deepEqual(told('ref', 'title', 2022, 2022), []);
  });

  it('has a case that fires and a near miss for every rule', () => {
    const covered = new Set([...cases, ...sheetCases, ...changeCases].map(({ rule }) => rule));
    // Two rows are needed to see it: row-rules.test.ts.
    covered.add('ref-duplicate');
    const untried = rules.filter(({ id }) => !covered.has(id)).map(({ id }) => id);
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
