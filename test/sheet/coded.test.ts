import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type CodedRows, codedRows } from '../../shared/sheet/coded.ts';
import type { CellValue } from '../../shared/sheet/grid.ts';
import { at } from '../../shared/sheet/grid.ts';
import { readTracker } from '../../shared/sheet/rows.ts';
import { grid, schema } from './grid.ts';

const headings = ['Ref', 'Title', 'Status', 'Impact', 'Owner', 'Due Date', 'Cost £'];
const cell = fc.constantFrom<CellValue>(null, 'Open', ' Open ', 'Late', 4, 44783, 44783.5, true, '');
const records = fc
  .array(fc.array(cell, { minLength: 5, maxLength: 6 }), { minLength: 1, maxLength: 12 })
  .map((rows) => rows.map((row, place): CellValue[] => [`DR-${place}`, 'Title', ...row]));

/** What the columns say, row by row, with the silent ones apart. */
function said({ rows, columns }: CodedRows) {
  return rows.map((_row, place) =>
    [...columns]
      .map(([key, { values, codes, silent }]) => {
        const code = codes[place] ?? 0;
        return { key, value: values[code] ?? null, silent: silent.has(code) };
      })
      .filter(({ value, silent }) => value !== null || silent)
      .sort((one, other) => (one.key < other.key ? -1 : 1)),
  );
}

describe('rows as columns', () => {
  it('say the same as they were read and as they are made from the rows', () => {
    const formulas = fc.array(fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 2, max: 6 })), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(records, formulas, (rows, places) => {
        const log = grid('Risk Log', [headings, ...rows], {
          formulas: new Map(
            places.map(([row, column]) => [at(row, column), { formula: '=A1', cached: false }]),
          ),
          formats: rows.map((_row, place) => (place % 2 === 0 ? [...Array(6), 'dd/mm/yyyy'] : undefined)),
          merges: [{ top: 2, bottom: 4, left: 4, right: 4 }],
        });
        const read = readTracker(schema, [log]);
        const [region] = read.regions;
        if (region === undefined) return;
        const asRead = codedRows(read.rows, region);
        const asMade = codedRows([...read.rows.map((row) => ({ ...row }))], region);
        assert.notEqual(asRead, asMade);
        assert.deepEqual(said(asRead), said(asMade));
        for (const { codes, first, counts } of [...asRead.columns.values(), ...asMade.columns.values()]) {
          assert.deepEqual(
            first,
            counts.map((_count, code) => codes.indexOf(code)),
          );
          assert.deepEqual(
            counts,
            first.map((_first, code) => codes.filter((each) => each === code).length),
          );
        }
      }),
    );
  });
});
