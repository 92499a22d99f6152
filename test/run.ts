/**
 * `npm test`: brings what the tests need, runs them all, and ends with one line, `N passed, N failed`.
 * Arguments are files to run instead of all: `npm test -- test/values/*.test.ts`.
 */
import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import Mocha from 'mocha';
import { ensureChromium } from './chromium.ts';

try {
  ensureChromium();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

const files = process.argv.length > 2 ? process.argv.slice(2) : globSync('test/**/*.test.ts').sort();
const mocha = new Mocha({ timeout: 20_000, forbidOnly: true, forbidPending: true, color: process.stdout.isTTY });
for (const file of files) mocha.addFile(resolve(file));
await mocha.loadFilesAsync();
const runner = mocha.run((failures) => {
  const { passes } = runner.stats ?? { passes: 0 };
  process.stdout.write(`${passes} passed, ${failures} failed\n`);
  process.exit(failures > 0 || passes === 0 ? 1 : 0);
});
