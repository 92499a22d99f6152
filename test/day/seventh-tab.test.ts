import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parseConfiguration } from '../../server/config/load.ts';
import { readWorkbook } from '../../server/xlsx/read.ts';
import type { Value } from '../../shared/values/value.ts';
import { Folder, tracker } from '../cli/tracker.ts';
import { type Running, serve } from '../http/service.ts';

/** A log that code bodies keep of what is coming, which is no tab of the defaults. */
const YAML = `
tabs:
  horizon:
    title: Horizon Scanning Log
    sheets: [Horizon Scanning]
    refPattern: HS-{000}
    columns:
      ref: { heading: Item }
      what: { heading: What Is Coming, type: text, required: always }
      code: { heading: Code, type: choice, vocabulary: [BSC, SEC, REC, DCUSA], required: always }
      expected: { heading: Expected, type: date }
      affects: { heading: Affects, type: refs }
      stance: { heading: Our Stance, type: text, internal: true }
      status: { type: choice, vocabulary: [Watching, Raised, Gone], closed: [Gone] }
exports:
  groups:
    - group: CCAG
      title: Cross-Code Advisory Group
      tabs:
        - { tab: horizon, open: true }
`;

const HEADINGS = ['Item', 'What is coming', 'Code', 'Expected', 'Affects', 'Our stance', 'Status', 'Seen By'];
const ROWS: readonly (readonly Value[])[] = [
  ['HS-001', 'Change to data transfer', 'DCUSA', '2022-11-03', null, 'Wait', 'Watching', 'Ann'],
  [null, 'New metering rule', 'sec', '2022-12-01', null, 'Object', 'Raised', null],
  ['HS-002', 'Withdrawn proposal', 'REC', null, null, null, 'Gone', null],
  ['HS-003', null, 'BSC', null, null, null, 'Watching', null],
];

describe('a seventh tab, made by tracker.yaml alone', () => {
  let folder: Folder;
  let running: Running;
  let config: string;
  let book: string;

  before(async () => {
    folder = new Folder();
    config = folder.file('tracker.yaml', YAML);
    book = await folder.book('horizon.xlsx', { 'Horizon scanning': [HEADINGS, ...ROWS] }, ['Expected']);
    running = await serve({ configuration: parseConfiguration(YAML, 'tracker.yaml') });
  });
  after(async () => {
    await running.stop();
    folder.remove();
  });

  const run = (...args: string[]) => tracker(args, { TRACKER_URL: running.service.url });

  it('is recognised in a workbook, its extra column kept', async () => {
    const { exit, json } = await run('inspect', book, '--config', config, '--json');
    assert.deepEqual(
      [exit, json],
      [
        0,
        {
          file: book,
          tabs: [
            {
              tab: 'horizon',
              sheet: 'Horizon scanning',
              headerRow: 1,
              rows: 4,
              columns: {
                ref: { heading: 'Item', letter: 'A' },
                what: { heading: 'What is coming', letter: 'B' },
                code: { heading: 'Code', letter: 'C' },
                expected: { heading: 'Expected', letter: 'D' },
                affects: { heading: 'Affects', letter: 'E' },
                stance: { heading: 'Our stance', letter: 'F' },
                status: { heading: 'Status', letter: 'G' },
              },
              extra: [{ column: 'x:seen by', heading: 'Seen By', letter: 'H' }],
            },
          ],
          otherKinds: [],
          registers: [],
        },
      ],
    );
  });

  it('is checked by the rules of form', async () => {
    const { exit, json } = await run('validate', book, '--config', config, '--json', '--today', '2022-08-10');
    const found = Array.from(Object(json).findings, (finding) => {
      const { rule, row, column, fix } = Object(finding);
      return { rule, row, column, fix };
    });
    assert.equal(exit, 1);
    assert.deepEqual(found, [
      { rule: 'ref-missing', row: 3, column: 'ref', fix: null },
      { rule: 'vocabulary-form', row: 3, column: 'code', fix: { value: 'SEC' } },
      { rule: 'required-blank', row: 5, column: 'what', fix: null },
    ]);
  });

  it('is synced: refs are given in its own series, a row with an error is held', async () => {
    const { exit, out } = await run('sync', book, '--reason', 'First scan');
    assert.equal(exit, 1);
    assert.match(out, /Horizon scanning row 3 is now HS-004/);
    assert.match(out, /Synced to revision 1: 3 changes pushed, 0 changes taken, 1 row held\.\n$/);
    assert.deepEqual((await running.as().rows('horizon')).rows, [
      {
        ref: 'HS-001',
        revision: 1,
        cells: {
          what: 'Change to data transfer',
          code: 'DCUSA',
          expected: '2022-11-03',
          stance: 'Wait',
          status: 'Watching',
          'x:seen by': 'Ann',
        },
      },
      { ref: 'HS-002', revision: 1, cells: { what: 'Withdrawn proposal', code: 'REC', status: 'Gone' } },
      {
        ref: 'HS-004',
        revision: 1,
        cells: {
          what: 'New metering rule',
          code: 'sec',
          expected: '2022-12-01',
          stance: 'Object',
          status: 'Raised',
        },
      },
    ]);
  });

  it('is exported to the group that gets it: open rows, nothing internal, no column of the keepers’ own', async () => {
    const { exit, out } = await run('export', 'CCAG');
    assert.equal(exit, 0, out);
    const file = 'design-tracker-CCAG-2022-08-10.xlsx';
    const path = `${running.folder}/.data/exports/CCAG/2022-08-10/${file}`;
    const { grids } = await readWorkbook(readFileSync(path), file);
    assert.deepEqual(
      grids.map(({ sheet, values }) => [sheet, values.map((row) => Array.from(row ?? []))]),
      [
        [
          'Horizon Scanning Log',
          [
            ['Horizon Scanning Log · for Cross-Code Advisory Group · 2022-08-10 · revision 1'],
            ['Item', 'What Is Coming', 'Code', 'Expected', 'Affects', 'Status'],
            ['HS-001', 'Change to data transfer', 'DCUSA', 44868, null, 'Watching'],
            ['HS-004', 'New metering rule', 'sec', 44896, null, 'Raised'],
          ],
        ],
      ],
    );
  });

  it('has a history and stands on the front page as the others do', async () => {
    assert.match((await run('history', 'HS-004')).out, /^Revision 1 .*“First scan”\n {2}HS-004 added\n$/);
    const page = await (await fetch(running.service.url)).text();
    assert.match(page, /Horizon Scanning Log <span class="count">3 rows<\/span>/);
  });
});
