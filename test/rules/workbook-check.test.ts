import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { readWorkbook } from '../../server/xlsx/read.ts';
import { check } from '../../shared/rules/check.ts';
import { WorkbookCheck } from '../../shared/rules/workbook-check.ts';
import type { CellValue, Grid } from '../../shared/sheet/grid.ts';
import { readTracker } from '../../shared/sheet/rows.ts';
import type { Finding } from '../../shared/values/finding.ts';
import { grid } from '../sheet/grid.ts';
import { schema, today } from './builder.ts';

const file = new URL('../../server/sample/design-artefact-tracker.xlsx', import.meta.url);

/** A cell of a register, picked from all of them by two numbers, and what is typed there. */
interface Typing {
  readonly sheet: number;
  readonly row: number;
  readonly column: number;
  readonly what: 'blank' | 'above' | 'text' | 'ref' | 'number';
}

const typing = fc.record<Typing>({
  sheet: fc.nat({ max: 20 }),
  // Now and then a heading, or below the last record.
  row: fc.oneof(
    { weight: 9, arbitrary: fc.integer({ min: 4, max: 60 }) },
    { weight: 1, arbitrary: fc.nat(90) },
  ),
  column: fc.nat({ max: 24 }),
  what: fc.constantFrom('blank', 'above', 'text', 'ref', 'number'),
});

function typed(grids: readonly Grid[], { sheet, row, column, what }: Typing): Grid {
  const grid = grids[sheet % grids.length];
  if (grid === undefined) throw new Error('the sample has no sheets');
  const words: Record<Typing['what'], CellValue> = {
    blank: null,
    above: grid.values[row - 1]?.[column] ?? null,
    text: 'see DI-003 and DR-099',
    ref: 'DA-002',
    number: 3,
  };
  const values = Array.from({ length: Math.max(grid.values.length, row + 1) }, (_, at) => grid.values[at]);
  const line = [...(values[row] ?? [])];
  while (line.length <= column) line.push(null);
  line[column] = words[what];
  values[row] = line;
  return { ...grid, values };
}

describe('checking a workbook again after edits', () => {
  it('finds what a check from scratch finds, whatever was typed where', async () => {
    const { grids } = await readWorkbook(await readFile(file), 'sample.xlsx');
    let differences = 0;
    fc.assert(
      fc.property(fc.array(typing, { minLength: 1, maxLength: 6 }), (typings) => {
        const live = new WorkbookCheck(schema, today, grids);
        for (const each of typings) {
          const had = live.findings;
          live.reread([typed(live.grids, each)]);
          const read = readTracker(schema, live.grids);
          const scratch = check(schema, today, read);
          assert.deepEqual(live.findings, scratch);
          assert.deepEqual(live.regions, read.regions);
          assert.equal(live.size, read.rows.length);
          if (JSON.stringify(had) !== JSON.stringify(scratch)) differences += 1;
        }
      }),
      { numRuns: 8 },
    );
    assert.ok(differences > 0, 'no edit made a difference');
  });

  it('lets a finding go that a row only came to have by another sheet, after its own had been edited', () => {
    const issues = (title: string, description: string) =>
      grid('Design Issues', [
        ['Ref', 'Title', 'Description'],
        ['DI-001', title, null],
        ['DI-002', 'Second', description],
      ]);
    const artefacts = (ref: string) =>
      grid('Design Artefacts', [
        ['Ref', 'Title'],
        [ref, 'Metering'],
      ]);
    const unknown = ({ rule, ref }: Finding) => rule === 'mentioned-unknown' && ref === 'DI-002';
    const live = new WorkbookCheck(schema, today, [issues('First', 'see DA-001'), artefacts('DA-001')]);
    live.reread([issues('Edited', 'see DA-001')]);
    live.reread([artefacts('DA-002')]);
    assert.equal(live.findings.filter(unknown).length, 1);
    live.reread([issues('Edited', 'see DA-002')]);
    assert.deepEqual(live.findings, check(schema, today, readTracker(schema, live.grids)));
    assert.deepEqual(live.findings.filter(unknown), []);
  });

  it('keeps what it had where the sheet can no longer be read', async () => {
    const { grids } = await readWorkbook(await readFile(file), 'sample.xlsx');
    const live = new WorkbookCheck(schema, today, grids);
    const had = live.findings;
    const risks = grids.find(({ sheet }) => sheet === 'Design Risk Log');
    if (risks === undefined) throw new Error('the sample has no risks');
    const first = live.regions.find(({ sheet }) => sheet === risks.sheet)?.firstRow ?? 0;
    const values = risks.values.map((line, row) =>
      row === first ? line?.map(() => 'x'.repeat(40_000)) : line,
    );
    assert.throws(() => live.reread([{ ...risks, values }]), /Design Risk Log/);
    assert.deepEqual(live.findings, had);
    live.reread([risks]);
    assert.deepEqual(live.findings, had);
  });
});
