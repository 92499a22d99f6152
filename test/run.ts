/**
 * `npm test`: brings what the tests need, and runs them all. Arguments are files to run instead of all:
 * `npm test -- test/values/*.test.ts`.
 */
import { globSync } from 'node:fs';
import { ensureChromium } from './chromium.ts';
import { runFiles } from './mocha.ts';
import { ensurePostgres } from './postgres.ts';

const TIMEOUT_MS = 30_000;

try {
  ensureChromium();
  ensurePostgres();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
const named = process.argv.slice(2);
await runFiles(named.length > 0 ? named : globSync('test/**/*.test.ts').sort(), TIMEOUT_MS);
