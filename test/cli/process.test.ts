import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { ACTIONS, action, Folder } from './tracker.ts';

const TRACKER = join(import.meta.dirname, '../../server/cli/tracker.js');

describe('tracker in a process of its own', () => {
  let folder: Folder;
  beforeEach(() => {
    folder = new Folder();
  });
  afterEach(() => folder.remove());

  function start(...args: string[]) {
    return spawn(process.execPath, [TRACKER, ...args], { env: { ...process.env, NO_COLOR: '1' } });
  }

  async function run(...args: string[]) {
    const child = start(...args);
    const [out, err, [exit]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'exit'),
    ]);
    return { exit, out, err };
  }

  it('exits with the code of its command, and prints the document alone on stdout', async () => {
    const file = await folder.book('log.xlsx', { Actions: [ACTIONS, action('DAG09-01', { owner: 'TBC' })] });
    const [findings, broken] = await Promise.all([
      run('validate', '--json', '--today', '2022-08-10', file),
      run('validate', '--json', folder.at('missing.xlsx')),
    ]);
    assert.deepEqual(
      [findings.exit, findings.err, Object(JSON.parse(findings.out)).counts],
      [1, '', { error: 1, warning: 0, info: 0 }],
    );
    assert.deepEqual([broken.exit, Object(JSON.parse(broken.out)).error.type], [2, 'file']);
  });

  it('ends quietly when its reader has seen enough', async () => {
    const rows = Array.from({ length: 3_000 }, () => action('DAG09-01', { owner: 'TBC' }));
    const child = start('validate', await folder.book('log.xlsx', { Actions: [ACTIONS, ...rows] }));
    child.stdout.once('data', () => child.stdout.destroy());
    const [err, [, signal]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    assert.deepEqual([signal, err], [null, '']);
  });

  it('serves until it is told to stop by a signal', async () => {
    const child = start(
      'serve',
      '--port',
      '0',
      '--database',
      folder.at('a.db'),
      '--exports',
      folder.at('out'),
    );
    let err = '';
    for await (const chunk of child.stderr) {
      err += chunk;
      if (err.includes('answers on')) child.kill('SIGTERM');
    }
    if (child.exitCode === null) await once(child, 'exit');
    assert.equal(child.exitCode, 0, err);
  });
});
