import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfiguration, parseConfiguration } from '../../server/config/load.ts';
import { configure } from '../../shared/tracker/configuration.ts';
import { ConfigurationError } from '../../shared/tracker/problems.ts';

function complaint(text: string): string {
  try {
    parseConfiguration(text, 'tracker.yaml');
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  throw new assert.AssertionError({ message: 'the configuration was taken' });
}

describe('tracker.yaml', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tracker-config-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('may be left out, or empty', () => {
    const path = join(folder, 'tracker.yaml');
    writeFileSync(path, '# nothing yet\n');
    assert.deepEqual(loadConfiguration(), configure({}));
    assert.deepEqual(loadConfiguration(path), configure({}));
  });

  it('is read with its dates and words as they are written', () => {
    const yaml = 'meetings:\n  - {group: DAG, meeting: 15, date: 2022-09-14}\nrules:\n  overdue: off\n';
    assert.deepEqual(
      parseConfiguration(yaml, 'tracker.yaml'),
      configure({ meetings: [{ group: 'DAG', meeting: 15, date: '2022-09-14' }], rules: { overdue: 'off' } }),
    );
  });

  it('that is not there is named', () => {
    const path = join(folder, 'no.yaml');
    assert.throws(
      () => loadConfiguration(path),
      (error) => error instanceof ConfigurationError && error.message.startsWith(`${path}: cannot be read`),
    );
  });

  it('with a wrong key is named with the path and the nearest right key', () => {
    assert.equal(
      complaint('tabs:\n  risks:\n    colums: {}\n'),
      'tracker.yaml: tabs.risks.colums: unknown; did you mean columns?',
    );
  });

  it('that is no YAML is told line and column', () => {
    assert.match(complaint('tabs:\n  risks: [\n'), /^tracker\.yaml:3:1: not readable as YAML: /);
    assert.match(
      complaint('tabs: {}\ntabs: {}\n'),
      /^tracker\.yaml:2:1: not readable as YAML: Map keys must be unique/,
    );
    assert.match(complaint('tabs: *nowhere\n'), /^tracker\.yaml(:1:7)?: not readable as YAML: /);
  });
});
