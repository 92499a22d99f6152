import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { ACTIONS, action, Folder, tracker } from './tracker.ts';

const nowhere = { file: null, sheet: null, row: null, column: null };

describe('a command that can’t do its work', () => {
  let folder: Folder;
  beforeEach(() => {
    folder = new Folder();
  });
  afterEach(() => folder.remove());

  /** The error of a call with --json, which is all that stands on stdout, and that of the same call without. */
  async function failure(args: readonly string[], env: Record<string, string> = {}) {
    const asJson = await tracker([...args, '--json'], env);
    const asText = await tracker(args, env);
    assert.equal(asText.exit, asJson.exit);
    assert.equal(asText.out, '');
    const { error } = Object(asJson.json);
    const first = asText.err.split('\n')[0];
    assert.equal(first, `tracker: ${String(error.message).split('\n')[0]}`);
    return { exit: asJson.exit, error };
  }

  it('says which file is no workbook, and what to do', async () => {
    const text = folder.file('notes.xlsx', 'Just some notes');
    assert.deepEqual(await failure(['validate', text]), {
      exit: 2,
      error: {
        type: 'not-xlsx',
        message: `${text}: this is not an .xlsx workbook, whatever its name says. Open it in Excel and save it as .xlsx.`,
        ...nowhere,
        file: text,
      },
    });
    const book = await folder.book('book.xlsx', { Actions: [ACTIONS, action('DAG09-01')] });
    const cut = folder.file('cut.xlsx', readFileSync(book).subarray(0, 2_000));
    const { exit, error } = await failure(['inspect', cut]);
    assert.deepEqual([exit, error.type, error.file], [2, 'truncated', cut]);
    const missing = folder.at('missing.xlsx');
    assert.deepEqual(await failure(['inspect', missing]), {
      exit: 2,
      error: {
        type: 'file',
        message: `${missing}: there is no such file. Check the path.`,
        ...nowhere,
        file: missing,
      },
    });
  });

  it('names the cell whose text no store can hold', async () => {
    const parts = unzipSync(
      readFileSync(await folder.book('book.xlsx', { Actions: [ACTIONS, action('DAG09-01')] })),
    );
    const name = 'xl/worksheets/sheet1.xml';
    const sheet = strFromU8(parts[name] ?? new Uint8Array()).replace('DAG09-01', 'DAG09_x0000_01');
    const file = folder.file('nul.xlsx', zipSync({ ...parts, [name]: strToU8(sheet) }));
    const { exit, error } = await failure(['validate', file]);
    assert.deepEqual([exit, error.type], [2, 'value']);
    assert.match(error.message, /^Actions!A2: .*U\+0000/);
  });

  it('names the sheets of a workbook in which no tab is recognised, and the tabs', async () => {
    const file = await folder.book('lunch.xlsx', {
      Lunch: [
        ['Who', 'What'],
        ['Ann', 'Soup'],
      ],
    });
    const { exit, error } = await failure(['validate', file]);
    assert.deepEqual([exit, error.type, error.file], [2, 'no-tab', file]);
    assert.match(error.message, /sheets "Lunch"; the tabs are Design Artefacts, .*tracker\.yaml/);
  });

  it('points into a wrong tracker.yaml, with the nearest right key', async () => {
    const file = await folder.book('book.xlsx', { Actions: [ACTIONS, action('DAG09-01')] });
    const config = folder.file('tracker.yaml', 'tabs:\n  actions:\n    colums: {}\n');
    assert.deepEqual(await failure(['validate', file, '--config', config]), {
      exit: 2,
      error: {
        type: 'configuration',
        message: `${config}: tabs.actions.colums: unknown; did you mean columns?`,
        ...nowhere,
      },
    });
    const broken = folder.file('broken.yaml', 'tabs: [\n');
    const { exit, error } = await failure(['validate', file, '--config', broken]);
    assert.equal(exit, 2);
    assert.ok(String(error.message).startsWith(`${broken}:2:1: not readable as YAML`), error.message);
  });

  it('answers bad usage with what is near, or where help is', async () => {
    const messages = [];
    for (const args of [
      ['valdate', 'x.xlsx'],
      ['validate', '--jsn', 'x.xlsx'],
      ['validate'],
      ['validate', 'x.xlsx', '--today', '10/08/2022'],
      ['history', 'DR-001', '--service', 'localhost:4000'],
      ['decide', 'ID', 'ours'],
      ['decide', 'ID', 'mine', 'TEXT'],
      ['serve', '--port', '65536'],
      ['token', 'add', 'Ann', '--role', 'admin'],
      ['export', '--night', 'yesterday'],
      ['sync', 'x.xlsx', '--base', '0'],
    ]) {
      const { exit, error } = await failure(args);
      assert.deepEqual([exit, error.type], [2, 'usage']);
      messages.push(error.message.replaceAll('\n', ' '));
    }
    assert.deepEqual(messages, [
      "unknown command 'valdate' (Did you mean validate?)",
      "unknown option '--jsn' (Did you mean --json?)",
      "missing required argument 'FILE'",
      "option '--today <DATE>' argument '10/08/2022' is invalid. Write it as YYYY-MM-DD.",
      "option '--service <URL>' argument 'localhost:4000' is invalid. Write an address such as http://127.0.0.1:4000.",
      "command-argument value 'ours' is invalid for argument 'CHOICE'. Allowed choices are mine, theirs, value, record.",
      '"mine" takes no value. To give one, type: tracker decide ID value TEXT',
      "option '--port <PORT>' argument '65536' is invalid. A port is a number from 0 to 65535.",
      "option '--role <ROLE>' argument 'admin' is invalid. Allowed choices are reader, editor, owner.",
      "option '--night <DATE>' argument 'yesterday' is invalid. Write it as YYYY-MM-DD.",
      "option '--base <REVISION>' argument '0' is invalid. Give a revision, such as 12, or \"none\" to merge without a base.",
    ]);
  });

  it('exits 3 where the service is away, or something else answers there', async () => {
    const file = await folder.book('book.xlsx', { Actions: [ACTIONS, action('DAG09-01')] });
    const before = readFileSync(file);
    for (const args of [
      ['sync', file],
      ['import', file],
      ['history', 'DR-001'],
      ['conflicts'],
      ['decide', 'ID', 'mine'],
      ['export'],
    ]) {
      const { exit, error } = await failure(args, { TRACKER_URL: 'http://127.0.0.1:1' });
      assert.deepEqual([exit, error.type], [3, 'unreachable']);
      assert.match(
        error.message,
        /^No answer came from http:\/\/127\.0\.0\.1:1\/.*Check that the service runs/,
      );
    }
    assert.deepEqual(readFileSync(file), before);
  });

  it('exits 2 for a variable of the environment that makes no sense', async () => {
    const { exit, error } = await failure(['conflicts'], { TRACKER_URL: 'nowhere' });
    assert.deepEqual(
      [exit, error.type, error.message],
      [2, 'configuration', 'TRACKER_URL: must be an address such as http://127.0.0.1:4000'],
    );
  });

  it('prints help on stdout where it is asked for, and exits 0', async () => {
    const { exit, out, err } = await tracker(['validate', '--help']);
    assert.deepEqual([exit, err], [0, '']);
    assert.match(out, /^Usage: tracker validate \[options\] <FILE\.\.\.>/);
  });
});
