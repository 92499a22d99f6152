/**
 * `npm run manifest:check`: whether Excel will take manifest.xml, and what it would take and then get wrong.
 * Microsoft's own validation is a web service; this one needs no network and looks at the files and the code too.
 */
import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { COMMANDS } from '../ribbon/names.ts';
import { addressProblems } from './addresses.ts';
import { agreementProblems } from './agreement.ts';
import { parseManifest } from './element.ts';
import { iconProblems, pngSize, type Size } from './icons.ts';
import { idProblems } from './ids.ts';
import { orderProblems } from './order.ts';
import type { ManifestProblem } from './problem.ts';
import { resourceProblems } from './resources.ts';
import { runtimeProblems } from './runtime.ts';

const ROOT = new URL('../../', import.meta.url);

/** All problems of the manifest at `path`, by line. Throws where it can't be read or is not XML. */
export async function checkManifest(path: string): Promise<ManifestProblem[]> {
  const root = parseManifest(await readFile(path, 'utf8'));
  return [
    ...orderProblems(root),
    ...idProblems(root),
    ...resourceProblems(root),
    ...addressProblems(root),
    ...iconProblems(root, iconSize),
    ...runtimeProblems(root, COMMANDS),
    ...(await agreementProblems(root, path)),
  ].sort((a, b) => a.line - b.line);
}

/** The service serves this checkout's `addin/icons/` at the same path, so an address names a file here. */
function iconSize(address: string): Size | null {
  if (!URL.canParse(address)) return null;
  const file = new URL(`.${new URL(address).pathname}`, ROOT);
  return existsSync(file) ? pngSize(readFileSync(file)) : null;
}

if (import.meta.main) {
  const path = fileURLToPath(new URL('manifest.xml', ROOT));
  const problems = await checkManifest(path);
  for (const { line, message } of problems) process.stdout.write(`manifest.xml:${line}: ${message}\n`);
  if (problems.length > 0) process.exitCode = 1;
  else process.stdout.write('manifest.xml: no problems.\n');
}
