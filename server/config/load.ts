/** `tracker.yaml` from its file to the configuration in force. */
import { readFileSync } from 'node:fs';
import { LineCounter, parseDocument } from 'yaml';
import { type Configuration, configure } from '../../shared/tracker/configuration.ts';
import { ConfigurationError, type Problem } from '../../shared/tracker/problems.ts';

/**
 * The configuration of a file; without a file, the defaults.
 *
 * @throws ConfigurationError that names the file and, where they are known, line and path
 */
export function loadConfiguration(path?: string): Configuration {
  if (path === undefined) return configure(undefined);
  return parseConfiguration(read(path), path);
}

/** The same from text; `name` is what its errors call the file. */
export function parseConfiguration(text: string, name: string): Configuration {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  // A warning is a tag or directive that was not understood: the value would not be what was meant.
  const faults = [...document.errors, ...document.warnings];
  if (faults.length > 0) {
    throw new ConfigurationError(
      faults.map((fault) => {
        const { line, col } = lines.linePos(fault.pos[0]);
        return { path: `${name}:${line}:${col}`, message: `not readable as YAML: ${fault.message}` };
      }),
    );
  }
  const content = contentOf(document, name);
  try {
    return configure(content);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    throw new ConfigurationError(error.problems.map((problem) => inFile(problem, name)));
  }
}

function contentOf(document: ReturnType<typeof parseDocument>, name: string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    // Aliases that expand beyond the parser's limit, or that name no anchor.
    if (!(error instanceof ReferenceError)) throw error;
    throw new ConfigurationError([{ path: name, message: `not readable as YAML: ${error.message}` }]);
  }
}

function inFile({ path, message }: Problem, name: string): Problem {
  return { path: path === '' ? name : `${name}: ${path}`, message };
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigurationError([
      { path, message: `cannot be read (${reason}); give the path of a tracker.yaml` },
    ]);
  }
}
