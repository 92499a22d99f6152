import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { readWorkbook } from '../../server/xlsx/read.ts';
import { TextNumbers } from '../../server/xlsx/text-numbers.ts';
import type { Grid } from '../../shared/sheet/grid.ts';
import { knownTexts } from '../../shared/sheet/texts.ts';
import { madeRows } from './package.ts';

const sample = new URL('../../server/sample/design-artefact-tracker.xlsx', import.meta.url);

/** What the numbers say that the cells hold, each with what the cell does hold. */
function numbered({ values }: Grid): [said: string | undefined, held: unknown][] {
  const texts = knownTexts(values);
  const found: [string | undefined, unknown][] = [];
  for (const [column, numbers] of (texts?.columns ?? []).entries()) {
    for (const [row, number] of (numbers ?? []).entries())
      if (number > 0) found.push([texts?.all[number - 1], values[row]?.[column]]);
  }
  return found;
}

describe('the numbers of the texts in a sheet', () => {
  it('name the very text that each cell holds', async () => {
    const { grids } = await readWorkbook(await readFile(sample), 'sample.xlsx');
    const all = grids.flatMap(numbered);
    assert.ok(all.length > 1000, `only ${all.length} cells`);
    assert.deepEqual(
      all.filter(([said, held]) => said !== held),
      [],
    );
  });

  it('forget a text where a damaged file has another value for the same cell', async () => {
    const rows =
      '<row r="1"><c r="A1" t="s"><v>1</v></c><c r="A1"><v>5</v></c><c r="B1"><v>6</v></c><c r="B1" t="s"><v>1</v></c></row>';
    const { grids } = await readWorkbook(madeRows(rows, { strings: ['<t>a</t>', '<t>b</t>'] }), 'log.xlsx');
    assert.deepEqual(
      grids.map(({ values }) => values[0]),
      [[5, 'b']],
    );
    assert.deepEqual(grids.flatMap(numbered), [['b', 'b']]);
  });

  it('are kept of a column as far down as it is filled, and not of a text far below the others', () => {
    const numbers = new TextNumbers();
    for (let row = 0; row < 2_000; row += 1) numbers.put(row, 0, row);
    numbers.put(900_000, 1, 7);
    numbers.put(3, 1, 7);
    numbers.put(3, 2, 7);
    const { columns } = numbers.of([]);
    assert.deepEqual(
      [...(columns[0] ?? [])].slice(0, 2_000),
      Array.from({ length: 2_000 }, (_, row) => row + 1),
    );
    assert.deepEqual([columns[1], columns[2]?.[3]], [undefined, 8]);
  });
});
