import assert from 'node:assert/strict';
import { ACTIONS, action, Folder, tracker } from './tracker.ts';

describe('tracker inspect and validate', () => {
  let folder: Folder;
  beforeEach(() => {
    folder = new Folder();
  });
  afterEach(() => folder.remove());

  const log = (name = 'log.xlsx') =>
    folder.book(name, {
      Actions: [
        [...ACTIONS, 'Mood'],
        [...action('DAG09-01'), 'fine'],
        action('DAG09-02', { owner: 'TBC', due: '2022-08-01' }),
        action(null),
      ],
      Notes: [['Ring the chair']],
    });

  it('inspect shows what was recognised in a workbook, and what was not', async () => {
    const file = await log();
    assert.deepEqual(await tracker(['inspect', file]).then(({ exit, out, err }) => ({ exit, out, err })), {
      exit: 0,
      out: `${file}

Actions: the tab actions, headings in row 1, 3 records
  A  Ref       ref
  B  Date      date
  C  Action    action
  D  Owner     owner
  E  Due Date  due-date
  F  Update    update
  G  Mood      x:mood (an extra column, kept as it is)

Sheets that are no tab of the tracker: Notes
`,
      err: '',
    });
  });

  it('inspect shows registers that are no tab, and those without refs', async () => {
    const file = await folder.book('mixed.xlsx', {
      Actions: [ACTIONS.slice(1), action(null).slice(1), action(null, { owner: 'Chair' }).slice(1)],
      Plan: [
        ['ID', 'Milestone', 'Tier'],
        ['M1', 'Design is agreed', 1],
        ['M2', 'Build has begun', 2],
      ],
    });
    const { exit, out } = await tracker(['inspect', file]);
    assert.deepEqual(
      { exit, out },
      {
        exit: 0,
        out: `${file}

Actions: the tab actions, headings in row 1, 2 records
  it has no column of refs, so it is checked and not synced. Give it a column "Ref" to sync it.
  A  Date      date
  B  Action    action
  C  Owner     owner
  D  Due Date  due-date
  E  Update    update

Plan: no tab of the tracker, but a register it seems: headings in row 1, 2 records. To check and sync it, describe it as a tab in tracker.yaml; --propose shows the lines.
  A  ID
  B  Milestone
  C  Tier
`,
      },
    );
  });

  it('validate says once of a register without refs that it is not synced, and not of each row', async () => {
    const rows = [action(null).slice(1), action(null, { owner: 'Chair' }).slice(1)];
    const file = await folder.book('no-refs.xlsx', { Actions: [ACTIONS.slice(1), ...rows] });
    const { out } = await tracker(['validate', file, '--today', '2022-08-10']);
    assert.match(
      out,
      /^ {4}it has no column of refs, so it is checked and not synced\. Give it a column "Ref"/m,
    );
    assert.doesNotMatch(out, /ref-missing/);
  });

  const TABS = [
    {
      tab: 'actions',
      sheet: 'Actions',
      headerRow: 1,
      rows: 3,
      columns: {
        ref: { heading: 'Ref', letter: 'A' },
        date: { heading: 'Date', letter: 'B' },
        action: { heading: 'Action', letter: 'C' },
        owner: { heading: 'Owner', letter: 'D' },
        'due-date': { heading: 'Due Date', letter: 'E' },
        update: { heading: 'Update', letter: 'F' },
      },
      extra: [{ column: 'x:mood', heading: 'Mood', letter: 'G' }],
    },
  ];

  it('inspect --json is the same as one document', async () => {
    const file = await log();
    const { exit, json, err } = await tracker(['inspect', '--json', file]);
    assert.deepEqual(
      { exit, json, err },
      { exit: 0, json: { file, tabs: TABS, registers: [], otherKinds: [] }, err: '' },
    );
  });

  it('validate names each finding by its place, says what to do, and exits 1', async () => {
    const file = await log();
    const { exit, out, err } = await tracker(['validate', file, '--today', '2022-08-10']);
    assert.deepEqual(
      { exit, out, err },
      {
        exit: 1,
        out: `${file}
  Actions: 3 records of actions, headings in row 1

Minutes and Actions
  Actions!D3  error  Owner says only "TBC". Put the real value there as soon as it is known.  required-blank
  Actions!E3  warning  Still open, and Due Date was 01/08/2022, 9 days ago. Close it, or agree a new date and note why.  overdue
  Actions!A4  info  This row has no ref yet. Sync gives it the next number; nothing to do.  ref-missing

1 error, 1 warning, 1 for information
`,
        err: '',
      },
    );
  });

  it('validate --json gives tabs, findings with their messages, and counts', async () => {
    const file = await log();
    const { exit, json } = await tracker(['validate', '--json', file, '--today', '2022-08-10']);
    const { findings, ...rest } = Object(json);
    assert.deepEqual([exit, rest], [1, { file, tabs: TABS, counts: { error: 1, warning: 1, info: 1 } }]);
    assert.deepEqual(findings[1], {
      rule: 'overdue',
      parameters: { date: '2022-08-01', days: 9 },
      severity: 'warning',
      tab: 'actions',
      ref: 'DAG09-02',
      sheet: 'Actions',
      row: 3,
      column: 'due-date',
      fix: null,
      message:
        'Still open, and Due Date was 01/08/2022, 9 days ago. Close it, or agree a new date and note why.',
    });
  });

  it('validate exits 0 where there is nothing to say', async () => {
    const file = await folder.book('log.xlsx', { Actions: [ACTIONS, action('DAG09-01')] });
    const { exit, out } = await tracker(['validate', file, '--today', '2022-08-10']);
    assert.deepEqual([exit, out.split('\n').at(-2)], [0, 'No findings.']);
  });

  it('several files are checked together, as one tracker, and answered in their order', async () => {
    const citing = action('DAG09-01', { action: 'Report on DAG09-02 and DAG09-09' });
    const one = await folder.book('one.xlsx', { Actions: [ACTIONS, citing] });
    const two = await folder.book('two.xlsx', { Actions: [ACTIONS, action('DAG09-02'), action('DAG09_01')] });
    const { exit, json } = await tracker(['validate', '--json', '--today', '2022-08-10', one, two]);
    assert.ok(Array.isArray(json));
    const said = json.map(({ file, findings }) => [
      file,
      Array.from(Object(findings), (finding) => {
        const { rule, sheet, row, ref } = Object(finding);
        return [rule, sheet, row, ref];
      }),
    ]);
    assert.equal(exit, 1);
    assert.deepEqual(said, [
      [
        one,
        [
          ['ref-duplicate', 'Actions', 2, 'DAG09-01'],
          ['mentioned-unknown', 'Actions', 2, 'DAG09-01'],
        ],
      ],
      [two, [['ref-duplicate', 'Actions', 3, 'DAG09_01']]],
    ]);
    const alone = await tracker(['validate', '--json', '--today', '2022-08-10', two]);
    assert.equal(alone.exit, 0, 'the ref is there once only in this file');
  });

  it('a tracker.yaml changes what is recognised and what is said', async () => {
    const file = await folder.book('log.xlsx', {
      Aktionen: [['Nr', ...ACTIONS.slice(1)], action('DAG09-01', { due: '2022-08-01' })],
    });
    const config = folder.file(
      'tracker.yaml',
      'tabs:\n  actions:\n    sheets: [Aktionen]\n    columns: { ref: { aliases: [Nr] } }\nrules:\n  overdue: off\n',
    );
    const { exit, out } = await tracker(['validate', file, '--config', config, '--today', '2022-08-10']);
    assert.deepEqual([exit, out.split('\n').at(-2)], [0, 'No findings.']);
  });
});
