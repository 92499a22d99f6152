import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { inflatePart, openArchive } from '../../server/xlsx/archive.ts';
import { readWorkbook } from '../../server/xlsx/read.ts';
import { ACTIONS, action, Folder, tracker } from './tracker.ts';

const SAMPLE = 'server/sample/design-artefact-tracker.xlsx';
const TODAY = ['--today', '2022-08-10'];

describe('tracker validate --fix and --xlsx', () => {
  let folder: Folder;
  beforeEach(() => {
    folder = new Folder();
  });
  afterEach(() => folder.remove());

  const broken = () =>
    folder.book('actions.xlsx', {
      'Minutes and Actions': [
        ACTIONS,
        action('DAG05-01', { due: '14 September 2022' }),
        action('DAG05-02', { owner: 'Programme (PMO)' }),
        action('DAG05-03', { owner: 'Nobody' }),
      ],
    });

  it('writes a copy in which all is mended that has one right answer, and lists each with before and after', async () => {
    const file = await broken();
    const before = readFileSync(file);
    const { exit, json } = await tracker([
      'validate',
      file,
      ...TODAY,
      '--fix',
      folder.at('out.xlsx'),
      '--json',
    ]);
    const { fixed, findings } = Object(json);
    const place = { tab: 'actions', sheet: 'Minutes and Actions', refused: null };
    assert.deepEqual(fixed, [
      {
        rule: 'date-as-text',
        ref: 'DAG05-01',
        row: 2,
        column: 'due-date',
        before: '14 September 2022',
        after: '2022-09-14',
        ...place,
      },
      {
        rule: 'party-alias',
        ref: 'DAG05-02',
        row: 3,
        column: 'owner',
        before: 'Programme (PMO)',
        after: 'PMO',
        ...place,
      },
    ]);
    assert.deepEqual([exit, Array.from(findings, (finding) => Object(finding).rule)], [1, ['party-unknown']]);
    assert.deepEqual(readFileSync(file), before);
    const again = await tracker(['validate', folder.at('out.xlsx'), ...TODAY, '--fix', folder.at('b.xlsx')]);
    assert.match(again.out, /^0 cells mended in /);
    assert.deepEqual(readFileSync(folder.at('b.xlsx')), readFileSync(folder.at('out.xlsx')));
  });

  it('leaves every part of the package as it was but the sheets with mended cells', async () => {
    const out = folder.at('out.xlsx');
    await tracker(['validate', SAMPLE, ...TODAY, '--fix', out]);
    const parts = async (file: string) => {
      const archive = await openArchive(readFileSync(file), file);
      return new Map(
        archive.entries.map((entry) => [entry.name, inflatePart(archive, entry).toString('base64')]),
      );
    };
    const [was, now] = [await parts(SAMPLE), await parts(out)];
    const changed = [...now].filter(([name, bytes]) => was.get(name) !== bytes).map(([name]) => name);
    assert.deepEqual([...now.keys()].sort(), [...was.keys()].sort());
    assert.deepEqual(
      changed.filter((name) => !/^xl\/(worksheets\/sheet\d+|styles|workbook)\.xml$/.test(name)),
      [],
    );
  });

  it('brings no finding that was not there before', async () => {
    const out = folder.at('out.xlsx');
    const key = (finding: unknown) => {
      const { rule, sheet, row, column } = Object(finding);
      return [rule, sheet, row, column].join(' ');
    };
    const before = await tracker(['validate', SAMPLE, ...TODAY, '--json']);
    const fixed = await tracker(['validate', SAMPLE, ...TODAY, '--fix', out, '--json']);
    const known = new Set(Array.from(Object(before.json).findings, key));
    assert.deepEqual(
      Array.from(Object(fixed.json).findings, key).filter((each) => !known.has(each)),
      [],
    );
    assert.deepEqual(
      Array.from(Object(fixed.json).findings, (finding) => Object(finding).fix).filter((fix) => fix !== null),
      [],
    );
    assert.ok(Object(fixed.json).fixed.length > 20);
  });

  it('never writes over a file: not the workbook, nor any other', async () => {
    const file = await broken();
    const other = folder.file('other.xlsx', 'precious');
    const itself = await tracker(['validate', file, '--fix', file]);
    const taken = await tracker(['validate', file, '--fix', other]);
    const two = await tracker(['validate', file, file, '--fix', folder.at('new.xlsx')]);
    const book = await tracker(['validate', file, '--xlsx', other]);
    assert.deepEqual([itself.exit, taken.exit, two.exit, book.exit], [2, 2, 2, 2]);
    assert.match(itself.err, /--fix never writes over the workbook itself/);
    assert.match(taken.err, /There is a file .*other\.xlsx already/);
    assert.match(two.err, /--fix takes one FILE/);
    assert.equal(readFileSync(other, 'utf8'), 'precious');
  });

  it('writes the findings as a workbook', async () => {
    const file = await broken();
    const out = folder.at('findings.xlsx');
    await tracker(['validate', file, ...TODAY, '--xlsx', out]);
    const { grids } = await readWorkbook(readFileSync(out), out);
    const rows = (grids[0]?.values ?? []).map((row) => [...(row ?? [])]);
    assert.deepEqual(rows[0], [
      'File',
      'Tab',
      'Ref',
      'Place',
      'Column',
      'Severity',
      'What to do',
      'Would be fixed to',
      'Rule',
    ]);
    assert.deepEqual(
      rows.slice(1).map(([, tab, ref, place, column, severity, , fix, rule]) => ({
        tab,
        ref,
        place,
        column,
        severity,
        fix: fix ?? null,
        rule,
      })),
      [
        {
          tab: 'Minutes and Actions',
          ref: 'DAG05-01',
          place: 'Minutes and Actions!E2',
          column: 'Due Date',
          severity: 'warning',
          fix: '2022-09-14',
          rule: 'date-as-text',
        },
        {
          tab: 'Minutes and Actions',
          ref: 'DAG05-02',
          place: 'Minutes and Actions!D3',
          column: 'Owner',
          severity: 'info',
          fix: 'PMO',
          rule: 'party-alias',
        },
        {
          tab: 'Minutes and Actions',
          ref: 'DAG05-03',
          place: 'Minutes and Actions!D4',
          column: 'Owner',
          severity: 'warning',
          fix: null,
          rule: 'party-unknown',
        },
      ],
    );
  });
});
