import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type CodedRows, codedFrom, codedRows } from '../../shared/sheet/coded.ts';
import type { CellValue } from '../../shared/sheet/grid.ts';
import { at } from '../../shared/sheet/grid.ts';
import { readTracker } from '../../shared/sheet/rows.ts';
import { grid, schema } from './grid.ts';

const headings = ['Ref', 'Title', 'Status', 'Impact', 'Owner', 'Due Date', 'Cost £'];
const cell = fc.constantFrom<CellValue>(null, 'Open', ' Open ', 'Late', 4, 44783, 44783.5, true, '');
const records = fc
  .array(fc.array(cell, { minLength: 5, maxLength: 6 }), { minLength: 1, maxLength: 12 })
  .map((rows) => rows.map((row, place): CellValue[] => [`DR-${place}`, 'Title', ...row]));

const merged = fc
  .array(
    fc.tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 2, max: 6 })),
    { maxLength: 2 },
  )
  .map((all) => all.map(([top, more, left]) => ({ top, bottom: top + more, left, right: left })));

/** What the columns say, row by row, with the silent ones apart. */
function said({ length, columns }: CodedRows) {
  return Array.from({ length }, (_, place) =>
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
        assertCounted(asRead);
        assertCounted(asMade);
      }),
    );
  });

  it('make just the rows that they say, each once', () => {
    fc.assert(
      fc.property(records, merged, (rows, merges) => {
        const [read] = readTracker(schema, [grid('Risk Log', [headings, ...rows], { merges })]).records;
        if (read === undefined) return;
        const coded = read.rows;
        for (let place = coded.length - 1; place >= 0; place -= 1) {
          const row = coded.row(place);
          assert.equal(coded.row(place), row);
          assert.deepEqual([coded.line(place), coded.ref(place)], [row.at.row, row.ref]);
          for (const { column } of read.region.columns) {
            assert.equal(coded.value(place, column), row.cells[column] ?? null);
            assert.equal(coded.speaks(place, column), !row.silent.includes(column));
          }
        }
        assert.deepEqual(
          coded.all(),
          coded.all().map((_row, place) => coded.row(place)),
        );
      }),
    );
  });

  it('are after changes what they would be made from the rows of then', () => {
    const change = fc.record({
      place: fc.nat(20),
      to: fc.nat(20),
      how: fc.constantFrom('put', 'drop', 'add'),
    });
    fc.assert(
      fc.property(records, records, fc.array(change, { maxLength: 6 }), (rows, others, changes) => {
        const [first, second] = [rows, others].map(
          (each) => readTracker(schema, [grid('Risk Log', [headings, ...each])]).records[0]?.rows,
        );
        if (first === undefined || second === undefined) return;
        let now = first;
        let kept = [...first.all()];
        for (const { place, to, how } of changes) {
          const old = kept[place % Math.max(kept.length, 1)];
          const fresh = second.row(to % second.length);
          const at = { ...fresh.at, row: how === 'put' ? (old?.at.row ?? 1) : 100 + place };
          if (how === 'add' && kept.some((row) => row.at.row === at.row)) continue;
          const out = how === 'add' || old === undefined ? [] : [old];
          const added = how === 'drop' ? [] : [{ ...fresh, at, silent: place % 2 === 0 ? ['owner'] : [] }];
          now = now.changed(new Set(out), added);
          kept = [...kept.filter((row) => !out.includes(row)), ...added];
          kept.sort((one, other) => one.at.row - other.at.row);
        }
        assert.deepEqual(now.all(), kept);
        assert.deepEqual(
          kept.map((_row, place) => now.line(place)),
          kept.map((row) => row.at.row),
        );
        assert.deepEqual(said(now), said(codedFrom(kept)));
        assertCounted(now);
      }),
    );
  });

  it('are one and the same before and after a change, whichever is asked first', () => {
    const read = readTracker(schema, [
      grid('Risk Log', [headings, ['DR-001', 'One'], ['DR-002', 'Two'], ['DR-003', 'Three']]),
    ]);
    const before = read.records[0]?.rows;
    assert.ok(before);
    const first = before.row(0);
    const edited = before.changed(new Set([first]), [{ ...first, cells: { title: 'Edited' } }]);
    const shorter = edited.changed(new Set([edited.row(0)]), []);
    assert.equal(shorter.row(0), before.row(1));
    assert.equal(before.row(2), edited.row(2));
    assert.deepEqual(
      shorter.all().map(({ ref }) => ref),
      ['DR-002', 'DR-003'],
    );
  });
});

/** Each code's first row and count are those of its rows. */
function assertCounted({ columns }: CodedRows): void {
  for (const { codes, first, counts } of columns.values()) {
    assert.deepEqual(
      [...first],
      [...counts].map((_count, code) => codes.indexOf(code)),
    );
    assert.deepEqual(
      [...counts],
      [...first].map((_first, code) => codes.filter((each) => each === code).length),
    );
  }
}
