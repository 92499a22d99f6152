/**
 * `npm run corpus -- DIR`: reads every .xlsx and .xlsm below a folder of real books, shows what was recognised, and
 * compares it with what people wrote down of those books in `expectations/`. Ends with 1 where they differ.
 *
 * Each book has a process of its own, so that one's memory is not another's.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { table } from '../bench/measure.ts';
import { readExpectations } from './expectation.ts';
import { differences, Recognised } from './recognised.ts';

const here = import.meta.dirname;
const [, , folder] = process.argv;
if (folder === undefined) {
  console.error('Name the folder: npm run corpus -- DIR');
  process.exit(2);
}

const expectations = readExpectations(join(here, 'expectations'));
const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.xls[xm]$/i.test(entry.name) && !entry.name.startsWith('~$'))
  .map((entry) => join(entry.parentPath, entry.name))
  .sort();
if (files.length === 0) {
  console.error(`${folder} holds no .xlsx or .xlsm file.`);
  process.exit(2);
}

const lines: string[][] = [];
const troubles: string[] = [];
let unknown = 0;
for (const file of files) {
  const name = basename(file);
  const expected = expectations.get(createHash('sha256').update(readFileSync(file)).digest('hex'));
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(here, 'book.ts'), file], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0) {
    troubles.push(`${name}: reading it failed`, stderr);
    continue;
  }
  const found = Recognised.parse(JSON.parse(stdout));
  const said = expected === undefined ? [] : differences(expected, found);
  troubles.push(...said.map((line, index) => (index === 0 ? `${name}\n  ${line}` : `  ${line}`)));
  if (expected === undefined) unknown++;
  lines.push([
    name,
    found.tabs.map(({ tab }) => tab).join(', ') || 'none',
    String(found.tabs.reduce((sum, { rows }) => sum + rows, 0)),
    String(found.tabs.reduce((sum, { extra }) => sum + extra.length, 0)),
    String(found.registers.length),
    found.seconds.toFixed(2),
    found.megabytes.toFixed(0),
    found.readMs?.toFixed(1) ?? '',
    found.readMs === null || found.floorMs === null ? '' : (found.readMs / found.floorMs).toFixed(1),
    found.refused !== null
      ? 'refused'
      : expected === undefined
        ? 'nobody looked'
        : said.length === 0
          ? 'agrees'
          : 'differs',
  ]);
}
console.log(
  table([
    ['file', 'tabs', 'rows', 'extra columns', 'further registers', 's', 'peak MB', 'warm ms', '× floor', ''],
    ...lines,
  ]),
);
console.log(
  '\ns and peak MB: read and recognised once in a new process. warm ms: reading alone, over and over; floor: inflating and scanning.',
);
console.log(`\n${files.length} books, ${unknown} without an expectation`);
if (troubles.length > 0) {
  console.log(`\nDifferences\n\n${troubles.join('\n')}`);
  process.exitCode = 1;
}
