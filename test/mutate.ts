/**
 * `npm run mutate`: plants one small defect at a time into a copy of `shared/rules` and `shared/values`, and looks
 * whether the tests of these rooms notice. What survives is printed.
 *
 *   node test/mutate.ts [--every N] [--only PART-OF-FILE:LINE]...
 *
 * The defects are made line by line: a comparison moved by one or turned around, "and" for "or", a condition
 * dropped or turned around, a case fold forgotten, a number off by one. Messages, comments and imports are left
 * alone. A defect is shown to the tests that reach its file, the nearest first, and the first failure ends its turn.
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
import { stripTypeScriptTypes } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

const ROOT = join(import.meta.dirname, '..');
const ROOMS = ['shared/rules', 'shared/values'];
/** Longer than the tests take; an endless loop is noticed too. */
const MOST_MS = 60_000;

interface Mutant {
  readonly file: string;
  readonly line: number;
  readonly before: string;
  readonly after: string;
}

/** What is looked for, and what comes in its place. */
const DEFECTS: readonly (readonly [RegExp, string])[] = [
  [/ <= /, ' < '],
  [/ >= /, ' > '],
  [/ < /, ' <= '],
  [/ > /, ' >= '],
  [/ === /, ' !== '],
  [/ !== /, ' === '],
  [/ && /, ' || '],
  [/ \|\| /, ' && '],
  [/ \+ 1\b/, ' + 2'],
  [/ - 1\b/, ' - 2'],
  [/\.toLowerCase\(\)/, ''],
  [/\.trim\(\)/, ''],
  [/\.sort\(\)/, ''],
  [/\/(g?)i(u?)(?=[.,;)])/, '/$1$2'],
  [/\?\.closed\b(?! ===)/, '?.closed === null'],
  [/!(?=[a-z]\w*[.(])/, ''],
  [/\.some\(/, '.every('],
  [/\bdefault\((\d+)\)/, 'default($1 + 1)'],
];

const { values } = parseArgs({
  options: {
    every: { type: 'string', default: '1' },
    only: { type: 'string', multiple: true, default: [''] },
  },
});
const every = Number(values.every);
if (!Number.isInteger(every) || every < 1) throw new Error('--every takes a whole number from 1 on.');

const files = globSync(
  ROOMS.map((room) => `${room}/**/*.ts`),
  { cwd: ROOT },
)
  .filter((file) => !file.endsWith('/examples.ts'))
  .sort();
const all = files.flatMap(mutantsOf);
const chosen = all
  .filter(({ file, line }) => values.only.some((part) => `${file}:${line}`.includes(part)))
  .filter((_, place) => place % every === 0);
const tests = globSync(['test/rules/*.test.ts', 'test/values/*.test.ts'], { cwd: ROOT }).sort();
const imports = new Map<string, readonly string[]>();
const reaches = new Map(tests.map((test) => [test, reachedFrom(test)]));

const home = mkdtempSync(join(tmpdir(), 'mutants-'));
try {
  for (const folder of [
    'shared',
    'server/xlsx',
    'server/sample',
    'test/rules',
    'test/sheet',
    'test/values',
  ]) {
    mkdirSync(join(home, folder), { recursive: true });
    cpSync(join(ROOT, folder), join(home, folder), { recursive: true });
  }
  cpSync(join(ROOT, 'package.json'), join(home, 'package.json'));
  symlinkSync(join(ROOT, 'node_modules'), join(home, 'node_modules'));
  if (!pass(tests)) throw new Error('The tests fail without a defect. Mend them first.');
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
  const text = readFileSync(join(ROOT, file), 'utf8');
  const lines = text.split('\n');
  let quiet = false;
  return lines.flatMap((line, index) => {
    // A message runs to the end of its rule: its words are for people, and a test has them whole.
    if (/^ {2}message/.test(line)) quiet = true;
    if (/^\}\);/.test(line)) quiet = false;
    if (quiet || /^\s*(?:\/\/|\/?\*|import |export \{|throw |about:|'|`)/.test(line)) return [];
    const made = DEFECTS.flatMap(([pattern, replacement]) =>
      [...line.matchAll(new RegExp(pattern, 'g'))].map(
        (hit) => line.slice(0, hit.index) + line.slice(hit.index).replace(pattern, replacement),
      ),
    );
    const dropped = /^(\s*)if \(.*\) (?:return|continue)\b.*;$/.test(line)
      ? [`${/^\s*/.exec(line)?.[0]};`]
      : [];
    return [...made, ...dropped]
      .filter((after) => after !== line && parses(lines.with(index, after).join('\n')))
      .map((after) => ({ file, line: index + 1, before: line, after }));
  });
}

/** Whether it is a program at all: `a ?? b && c` is none, and no test would deserve the praise. */
function parses(text: string): boolean {
  try {
    stripTypeScriptTypes(text);
    return true;
  } catch {
    return false;
  }
}

/** The files that a file imports, and those that these import, in turn. */
function reachedFrom(file: string, seen = new Set<string>()): Set<string> {
  for (const next of importsOf(file)) {
    if (seen.has(next)) continue;
    seen.add(next);
    reachedFrom(next, seen);
  }
  return seen;
}

function importsOf(file: string): readonly string[] {
  const known = imports.get(file);
  if (known !== undefined) return known;
  const text = readFileSync(join(ROOT, file), 'utf8');
  const found = [...text.matchAll(/ from '(\.[^']+\.ts)'/g)].map((hit) =>
    join(dirname(file), hit[1] ?? '').replaceAll('\\', '/'),
  );
  imports.set(file, found);
  return found;
}

/** The tests that can notice a defect in a file: those that import it first, those that try many values last. */
function testsOf(file: string): readonly string[] {
  const near = tests.filter((test) => reaches.get(test)?.has(file));
  const light = near.filter((test) => !reaches.get(test)?.has('server/xlsx/read.ts'));
  const place = (test: string) =>
    (importsOf(test).includes(file) ? 0 : 2) +
    (readFileSync(join(ROOT, test), 'utf8').includes("from 'fast-check'") ? 1 : 0);
  // Reading whole workbooks is slow; what nothing else reaches is worth it.
  return (light.length > 0 ? light : near).toSorted((one, other) => place(one) - place(other));
}

function survives({ file, line, before, after }: Mutant): boolean {
  const path = join(home, file);
  const text = readFileSync(path, 'utf8');
  const lines = text.split('\n');
  if (lines[line - 1] !== before) throw new Error(`${file} changed while its defects were tried.`);
  writeFileSync(path, lines.with(line - 1, after).join('\n'));
  const passed = pass(testsOf(file));
  writeFileSync(path, text);
  return passed;
}

/** Whether these tests pass; none at all notice nothing. */
function pass(files: readonly string[]): boolean {
  if (files.length === 0) return true;
  const mocha = join(ROOT, 'node_modules/mocha/bin/mocha.js');
  const { status } = spawnSync(
    process.execPath,
    [mocha, '--no-config', '--exit', '--bail', '--timeout', '60000', ...files],
    {
      cwd: home,
      timeout: MOST_MS,
      stdio: 'ignore',
      env: { ...process.env, NODE_COMPILE_CACHE: join(home, 'compiled') },
    },
  );
  return status === 0;
}
