/**
 * `npm run mutate`: plants one small defect at a time into a copy of `shared/rules` and `shared/values`, and looks
 * whether the tests of these rooms notice. What survives is printed.
 *
 *   node test/mutate.ts [--every N] [--only PART-OF-A-PATH]
 *
 * The defects are made line by line: a comparison moved by one or turned around, "and" for "or", a condition
 * dropped, a case fold forgotten, a number off by one. Messages, comments and imports are left alone.
 */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const ROOT = join(import.meta.dirname, '..');
const ROOMS = ['shared/rules', 'shared/values'];
/** Longer than the tests take; an endless loop is noticed too. */
const MOST_MS = 120_000;

interface Mutant {
  readonly file: string;
  readonly line: number;
  readonly before: string;
  readonly after: string;
}

const DEFECTS: readonly (readonly [RegExp, string])[] = [
  [/ <= /g, ' < '],
  [/ >= /g, ' > '],
  [/ < /g, ' <= '],
  [/ > /g, ' >= '],
  [/ === /g, ' !== '],
  [/ !== /g, ' === '],
  [/ && /g, ' || '],
  [/ \|\| /g, ' && '],
  [/ \+ 1\b/g, ' + 2'],
  [/ - 1\b/g, ' - 2'],
  [/\.toLowerCase\(\)/g, ''],
  [/\.trim\(\)/g, ''],
  [/\.sort\(\)/g, ''],
  [/\/(i|iu|ui)\.(?=test|exec)/g, '/u.'],
  [/\?\.closed\b(?! ===)/g, '?.closed === null'],
  [/!(?=[a-z]\w*[.(])/g, ''],
  [/\.some\(/g, '.every('],
  [/\bdefault\((\d+)\)/g, 'default($1 + 1)'],
];

const { values } = parseArgs({
  options: { every: { type: 'string', default: '1' }, only: { type: 'string', default: '' } },
});
const every = Number(values.every);
if (!Number.isInteger(every) || every < 1) throw new Error('--every takes a whole number from 1 on.');

const files = globSync(
  ROOMS.map((room) => `${room}/**/*.ts`),
  { cwd: ROOT },
)
  .filter((file) => file.includes(values.only) && !file.endsWith('/examples.ts'))
  .sort();
const all = files.flatMap(mutantsOf);
const chosen = all.filter((_, place) => place % every === 0);

const home = mkdtempSync(join(tmpdir(), 'mutants-'));
try {
  for (const folder of ['shared', 'server/xlsx', 'server/sample', 'test/rules', 'test/values', 'test/docs']) {
    mkdirSync(join(home, folder), { recursive: true });
    cpSync(join(ROOT, folder), join(home, folder), { recursive: true });
  }
  cpSync(join(ROOT, 'package.json'), join(home, 'package.json'));
  symlinkSync(join(ROOT, 'node_modules'), join(home, 'node_modules'));
  const clean = testsPass();
  if (!clean) throw new Error('The tests fail without a defect. Mend them first.');
  const survivors = chosen.filter((mutant) => {
    if (!survives(mutant)) return false;
    const { file, line, before, after } = mutant;
    console.log(`${file}:${line}\n  - ${before.trim()}\n  + ${after.trim()}`);
    return true;
  });
  const caught = chosen.length - survivors.length;
  console.log(
    `\n${caught} of ${chosen.length} defects were noticed (${((100 * caught) / Math.max(chosen.length, 1)).toFixed(0)} %); there are ${all.length} in ${files.length} files.`,
  );
} finally {
  rmSync(home, { recursive: true });
}

function mutantsOf(file: string): Mutant[] {
  const lines = readFileSync(join(ROOT, file), 'utf8').split('\n');
  let quiet = false;
  return lines.flatMap((line, index) => {
    // A message runs to the end of its rule: its words are for people, and a test has them whole.
    if (/^ {2}message/.test(line)) quiet = true;
    if (/^\}\);/.test(line)) quiet = false;
    if (quiet || /^\s*(?:\/\/|\/?\*|import |export \{|throw |about:|'|`)/.test(line)) return [];
    const made = DEFECTS.flatMap(([pattern, replacement]) =>
      [...line.matchAll(pattern)].map((hit) => {
        const end = hit.index + hit[0].length;
        return line.slice(0, hit.index) + hit[0].replace(pattern, replacement) + line.slice(end);
      }),
    );
    const dropped = /^(\s*)if \(.*\) (?:return|continue)\b.*;$/.test(line)
      ? [`${/^\s*/.exec(line)?.[0]};`]
      : [];
    return [...made, ...dropped]
      .filter((after) => after !== line)
      .map((after) => ({ file, line: index + 1, before: line, after }));
  });
}

function survives({ file, line, before, after }: Mutant): boolean {
  const path = join(home, file);
  const text = readFileSync(path, 'utf8');
  const lines = text.split('\n');
  if (lines[line - 1] !== before) throw new Error(`${file} changed while its defects were tried.`);
  lines[line - 1] = after;
  writeFileSync(path, lines.join('\n'));
  const passed = testsPass();
  writeFileSync(path, text);
  return passed;
}

function testsPass(): boolean {
  const { status } = spawnSync(
    process.execPath,
    [
      join(ROOT, 'node_modules/mocha/bin/mocha.js'),
      '--no-config',
      '--exit',
      '--bail',
      '--timeout',
      '60000',
      'test/rules/*.test.ts',
      'test/values/*.test.ts',
    ],
    { cwd: home, timeout: MOST_MS, stdio: 'ignore' },
  );
  return status === 0;
}
